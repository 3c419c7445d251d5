#include "core/decide/judge.h"

#include "core/decide/uplift.h"

bool judge_offered(const struct judge_request *request, struct reasons *reasons)
{
	const struct offer_line *line = request->line;

	if (line != NULL && line->offered &&
		(!line->has_from || date_cmp(line->from, request->on) <= 0))
		return true;
	reason_add(reasons, REASON_NOT_OFFERED);
	return false;
}

const char *judge_unpayable(const struct offer_line *line)
{
	if (line->kind == OFFER_IN_KIND)
		return "help in kind";
	if (line->kind == OFFER_GUARANTEE)
		return "a guarantee";
	if (line->pays == OFFER_RATE)
		return "an amount computed from a rate";
	return line->pays == OFFER_FLOOR ? "an amount computed from income" : NULL;
}

static void judge_payable(const struct judge_request *request, struct reasons *reasons)
{
	const char *kind = judge_unpayable(request->line);

	if (kind != NULL)
		reason_add(reasons, REASON_NOT_YET_PAYABLE)->state = span_of(kind);
}

static const struct offer_also *also_of(const struct offer_line *line, enum category category)
{
	for (size_t i = 0; i < line->also_len; i++)
		if (line->also[i].category == category)
			return &line->also[i];
	return NULL;
}

static void judge_category(const struct judge_request *request, struct reasons *reasons)
{
	const struct offer_line *line = request->line;
	struct reason *reason;

	if ((line->categories & CATEGORY_BIT(request->category)) != 0 ||
		also_of(line, request->category) != NULL)
		return;
	reason = reason_add(reasons, REASON_CATEGORY);
	reason->category = request->category;
	reason->allowed = line->categories;
	for (size_t i = 0; i < line->also_len; i++)
		reason->allowed |= CATEGORY_BIT(line->also[i].category);
}

static void judge_age(const struct judge_request *request, struct reasons *reasons)
{
	const struct offer_ages *ages = &request->line->ages;
	struct reason *reason;

	if (offer_ages_hold(ages, request->age))
		return;
	reason = reason_add(
		reasons, request->age < ages->from ? REASON_AGE_BELOW : REASON_AGE_ABOVE);
	reason->age = request->age;
	reason->from_age = ages->from;
	reason->until_age = ages->until;
}

static bool holds(const struct judge_request *request, const struct offer_need *need)
{
	for (size_t i = 0; i < need->facts_len; i++)
		if (slice_fact_on(request->person, need->facts[i], request->on))
			return true;
	return false;
}

static void judge_needs(const struct judge_request *request, const struct offer_need *needs,
	size_t needs_len, struct reasons *reasons)
{
	for (size_t i = 0; i < needs_len; i++) {
		bool excludes = needs[i].kind == OFFER_NEED_NOT;
		struct reason *reason;

		if (holds(request, &needs[i]) != excludes)
			continue;
		reason = reason_add(
			reasons, excludes ? REASON_EXCLUDED_BY_FACT : REASON_MISSING_FACT);
		reason->facts = needs[i].facts;
		reason->facts_len = needs[i].facts_len;
	}
}

static bool asks_for(const struct offer_need *needs, size_t needs_len, struct span fact)
{
	for (size_t i = 0; i < needs_len; i++)
		for (size_t j = 0; j < needs[i].facts_len; j++)
			if (span_eq(needs[i].facts[j], fact))
				return true;
	return false;
}

bool judge_asks_for(const struct judge_request *request, struct span fact)
{
	const struct offer_also *also;

	if (request->line == NULL)
		return false;
	also = also_of(request->line, request->category);
	return asks_for(request->line->needs, request->line->needs_len, fact) ||
		(also != NULL && asks_for(also->needs, also->needs_len, fact));
}

static void judge_amount(const struct judge_request *request, struct reasons *reasons)
{
	struct reason *reason;

	if (request->line->pays != OFFER_EVERY || request->asked_pence == request->line->pays_pence)
		return;
	reason = reason_add(reasons, REASON_AMOUNT_RULE);
	reason->limit_pence = request->line->pays_pence;
	reason->asked_pence = request->asked_pence;
}

static void judge_cap(const struct judge_request *request, struct reasons *reasons)
{
	const struct offer_line *line = request->line;
	const struct judge_room *room = &request->room;
	struct reason *reason;

	/* What an earlier version credited is no award. */
	if (line->cap == OFFER_CAP_AWARD && room->limit_pence == 0) {
		reason = reason_add(reasons, REASON_AWARD_NEEDED);
		reason->asked_pence = request->asked_pence;
		reason->period = request->period;
		return;
	}
	if (request->asked_pence <= room->left_pence && room->left_pence > 0)
		return;
	reason = reason_add(reasons, REASON_CAP_EXCEEDED);
	reason->limit_pence = room->limit_pence;
	reason->left_pence = room->left_pence;
	reason->asked_pence = request->asked_pence;
	reason->period = request->period;
	reason->by_award = line->cap == OFFER_CAP_AWARD;
}

static void judge_day(const struct judge_request *request, struct reasons *reasons)
{
	struct date last = date_plus_days(request->today, COMMAND_DAYS_AHEAD_MAX), first;

	if (date_cmp(request->on, last) > 0)
		reason_add(reasons, REASON_TOO_FAR_AHEAD)->day = last;
	if (delegation_first_day(request->rules, request->today, &first) &&
		date_cmp(request->on, first) < 0)
		reason_add(reasons, REASON_TOO_FAR_BACK)->day = first;
}

/* own: a payment that is left out of what is drawn; NULL: none. */
static struct judge_room room_of(
	const struct judge_request *request, const struct slice_payment *own)
{
	const struct account *cap = request->cap;
	struct judge_room room = {0};
	bool is_own = own != NULL && own->cap == cap;
	bool drawn = cap != NULL &&
		slice_first_drawn(cap, is_own ? &own->need : NULL, &room.first_drawn);
	int64_t most_pence =
		uplift_base_pence(request->book, request->line, request->age, request->on, NULL);
	int64_t base_pence = uplift_base_pence(request->book, request->line, request->age,
		request->on, drawn ? &room.first_drawn : NULL);
	int64_t given_pence = cap == NULL ? 0 : cap->base_pence;

	room.awarded_pence = cap == NULL ? 0 : cap->credited - given_pence;
	room.drawn_pence = cap == NULL ? 0 : cap->debited + cap->reserved;
	if (is_own)
		room.drawn_pence -= own->amount_pence;
	room.has_first_drawn = base_pence < most_pence;
	room.limit_pence = base_pence + room.awarded_pence;
	room.left_pence =
		room.drawn_pence < room.limit_pence ? room.limit_pence - room.drawn_pence : 0;
	room.top_up_pence = given_pence < base_pence ? base_pence - given_pence : 0;
	return room;
}

/* Completes what was asked for: person, days and amount are there. own: a payment whose own reserve
 * does not count; NULL: none. */
static struct judge_request begin(const struct slice *slice, struct judge_request request,
	struct span code, const struct slice_payment *own)
{
	char key[PERIOD_KEY_MAX];

	request.book = slice->offers;
	request.offer = offer_on(slice->offers, request.on);
	request.age = date_age(request.person->born, request.on);
	request.category = slice_category_on(request.person, request.on);
	if (request.offer != NULL)
		request.line = offer_line_for(request.offer, code, request.age);
	if (request.line == NULL || request.line->cap == OFFER_CAP_NONE)
		return request;
	period_key(request.line->per, request.on, key);
	request.period = span_dup(slice->arena, span_of(key));
	request.cap = slice_account(slice,
		account_code(slice->arena,
			&(struct account_name){
				ACCOUNT_CAP, request.person->id, code, request.period}));
	request.room = room_of(&request, own);
	return request;
}

struct judge_request judge_begin(const struct slice *slice, const struct slice_person *person,
	struct span code, struct date on, struct date today, int64_t asked_pence)
{
	return begin(slice,
		(struct judge_request){.person = person,
			.rules = delegation_on(slice->rules, today),
			.on = on,
			.today = today,
			.asked_pence = asked_pence},
		code, NULL);
}

struct judge_request judge_again(
	const struct slice *slice, const struct slice_payment *payment, struct date today)
{
	return begin(slice,
		(struct judge_request){.person = payment->person,
			.on = payment->need,
			.today = today,
			.asked_pence = payment->amount_pence},
		payment->entitlement, payment);
}

void judge_line(const struct judge_request *request, struct reasons *reasons)
{
	const struct offer_also *also;

	if (!judge_offered(request, reasons))
		return;
	judge_payable(request, reasons);
	judge_category(request, reasons);
	judge_age(request, reasons);
	judge_needs(request, request->line->needs, request->line->needs_len, reasons);
	also = also_of(request->line, request->category);
	if (also != NULL)
		judge_needs(request, also->needs, also->needs_len, reasons);
	if (judge_unpayable(request->line) != NULL)
		return;
	judge_amount(request, reasons);
	judge_cap(request, reasons);
}

void judge_request(const struct judge_request *request, struct reasons *reasons)
{
	judge_day(request, reasons);
	judge_line(request, reasons);
}

static struct account *fund_account(
	const struct slice *slice, const struct offer_fund *fund, struct span year)
{
	return slice_account(slice,
		account_code(slice->arena,
			&(struct account_name){
				.kind = ACCOUNT_FUND, .name = fund->code, .period = year}));
}

static struct judge_fund fund_found(const struct slice *slice, const struct offer *offer,
	const struct offer_line *line, int age, struct span year, const struct offer_fund *fund)
{
	struct judge_fund found = {.fund = fund};
	const struct account *next;

	if (fund == NULL)
		return found;
	found.account = fund_account(slice, fund, year);
	if (found.account != NULL)
		found.left_pence = ledger_available(found.account);
	found.next = offer_fund_next(offer, line, age, fund);
	if (found.next == NULL)
		return found;
	next = fund_account(slice, found.next, year);
	found.next_left_pence = next == NULL ? 0 : ledger_available(next);
	return found;
}

struct judge_fund judge_fund(const struct slice *slice, const struct offer *offer,
	const struct offer_line *line, int age, struct span year)
{
	return fund_found(slice, offer, line, age, year, offer_fund_for(offer, line, age));
}

struct judge_fund judge_fund_chosen(const struct slice *slice, const struct offer *offer,
	const struct offer_line *line, int age, struct span year, struct span chosen)
{
	const struct offer_fund *fund = offer_fund_of(offer, chosen);

	if (fund == NULL || !offer_ages_hold(&fund->ages, age))
		return (struct judge_fund){.fund = NULL};
	return fund_found(slice, offer, line, age, year, fund);
}

void judge_approval(const struct judge_fund *fund, int age, struct span year, int64_t amount_pence,
	struct reasons *reasons)
{
	struct reason *reason;

	if (fund->fund == NULL) {
		reason_add(reasons, REASON_FUND_AGE)->age = age;
	} else if (fund->left_pence < amount_pence) {
		reason = reason_add(reasons, REASON_FUND_EXHAUSTED);
		reason->fund = fund->fund->code;
		reason->year = year;
		reason->left_pence = fund->left_pence;
		reason->asked_pence = amount_pence;
		if (fund->next != NULL) {
			reason->next_fund = fund->next->code;
			reason->next_left_pence = fund->next_left_pence;
		}
	}
}
