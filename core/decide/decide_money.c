/* Awards to a person's cap; and what the offer holds for somebody now. */
#include "core/decide/deciding.h"
#include "core/decide/limits.h"

struct account *deciding_cap(struct deciding *d, const struct judge_request *request)
{
	return deciding_account(d,
		&(struct account_name){
			ACCOUNT_CAP, request->person->id, request->line->code, request->period});
}

static struct account *offer_of(struct deciding *d, const struct account *cap)
{
	return deciding_account(
		d, &(struct account_name){.kind = ACCOUNT_OFFER, .name = cap->entitlement});
}

void deciding_credit_cap(struct deciding *d, struct account *cap, int64_t base_pence)
{
	struct account *offer;

	if (base_pence == 0)
		return;
	offer = offer_of(d, cap);
	ledger_add_base(&d->transfers, offer, cap, base_pence);
}

/* An award is judged by the line alone: whether the person may draw on it is asked when they do. */
static void judge_award(const struct judge_request *request, struct reasons *reasons)
{
	if (judge_offered(request, reasons) && request->line->cap == OFFER_CAP_NONE)
		reason_add(reasons, REASON_NOT_YET_PAYABLE)->state =
			span_of(judge_unpayable(request->line));
}

static struct account *award(struct deciding *d, const struct judge_request *request)
{
	struct account *cap = deciding_cap(d, request);
	struct account *offer = offer_of(d, cap);

	deciding_credit_cap(d, cap, request->room.top_up_pence);
	ledger_add(&d->transfers, TRANSFER_POST, offer, cap, d->command->amount_pence);
	return cap;
}

static void keep_award(
	struct deciding *d, const struct judge_request *request, const struct account *cap)
{
	*VEC_PUSH(d->slice->arena, &d->slice->awards) = (struct slice_award){.event = d->number,
		.person = request->person,
		.entitlement = d->command->entitlement,
		.period = request->period,
		.on = d->command->on,
		.amount_pence = d->command->amount_pence,
		.cap = cap};
	deciding_seal(d, request->person, "reason", &d->command->award_make.reason);
}

/* What the limit of the cap, and that of whoever awards, hang on. */
static void write_award_limit(struct deciding *d, struct json *event,
	const struct judge_request *request, const struct limits_within *within)
{
	if (request->room.has_first_drawn)
		event_date(event, "first_drawn", request->room.first_drawn);
	if (request->room.awarded_pence != 0)
		json_int(event, "awarded", request->room.awarded_pence);
	deciding_write_roles(event, deciding_roles(d));
	limits_write_within(event, within);
}

void decide_award_make(struct deciding *d)
{
	const struct command *command = d->command;
	struct slice_person *person = slice_person(d->slice, command->ref);
	struct judge_request request;
	struct limits_within within;
	struct account *cap = NULL;
	struct json event;

	if (person == NULL) {
		deciding_not_found(d, "person");
		return;
	}
	request = judge_begin(d->slice, person, command->entitlement, command->on,
		command_today(command), command->amount_pence);
	judge_award(&request, &d->reasons);
	within = limits_award(d, &request);
	if (d->reasons.len == 0)
		cap = award(d, &request);
	event = deciding_open(d);
	json_uuid(&event, "person", person->id);
	json_text(&event, "entitlement", command->entitlement);
	json_int(&event, "amount", command->amount_pence);
	event_date(&event, "on", command->on);
	json_int(&event, "offer", request.offer == NULL ? 0 : request.offer->version);
	json_text(&event, "period", request.period);
	event_commitment(&event, "reason", &command->award_make.reason);
	deciding_write_cap(d, &event, "cap", cap,
		cap == NULL ? 0 : request.room.limit_pence + command->amount_pence);
	write_award_limit(d, &event, &request, &within);
	if (deciding_close(d, &event,
		    &(struct subject){.person = person,
			    .entitlement = command->entitlement,
			    .amount_pence = command->amount_pence,
			    .need = command->on}))
		keep_award(d, &request, cap);
}

static void look_at(struct deciding *d, const struct slice_person *person, struct span code,
	struct outcome_line *line)
{
	const struct command *command = d->command;
	struct arena *arena = d->slice->arena;
	struct judge_request request =
		judge_begin(d->slice, person, code, command->on, command_today(command), 0);

	if (request.line->pays == OFFER_EVERY)
		request.asked_pence = request.line->pays_pence;
	line->line = request.line;
	line->cap = request.cap;
	line->period = request.period;
	/* A look has some hundred lines, and hundreds may look at once: what is kept of each is as
	 * small as it can be. */
	d->reasons.len = 0;
	judge_request(&request, &d->reasons);
	line->reasons = reasons_dup(arena, &d->reasons);
	if (request.line->cap != OFFER_CAP_NONE && request.line->offered) {
		line->room = ARENA_NEW(arena, struct judge_room);
		*line->room = request.room;
	}
}

/* A code that stands twice for two ages is one line for somebody. */
static bool looked_at(const struct outcome *outcome, struct span code)
{
	for (size_t i = 0; i < outcome->lines_len; i++)
		if (span_eq(outcome->lines[i].line->code, code))
			return true;
	return false;
}

void decide_entitlements(struct deciding *d)
{
	const struct slice_person *person = slice_person(d->slice, d->command->ref);
	const struct offer *offer = offer_on(d->slice->offers, d->command->on);
	struct outcome *outcome = d->outcome;

	if (person == NULL || offer == NULL) {
		deciding_not_found(d, person == NULL ? "person" : "offer");
		return;
	}
	outcome->kind = OUTCOME_LOOKED;
	outcome->offer = offer;
	outcome->lines = ARENA_ARRAY(d->slice->arena, struct outcome_line, offer->lines_len);
	for (size_t i = 0; i < offer->lines_len; i++)
		if (!looked_at(outcome, offer->lines[i].code))
			look_at(d, person, offer->lines[i].code,
				&outcome->lines[outcome->lines_len++]);
}
