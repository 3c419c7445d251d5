#include "daemon/store/batch/wants.h"

#include "base/arena.h"
#include "core/code.h"
#include "core/decide/uplift.h"
#include "core/sheet.h"

enum { MONTHS_SLACK_DAYS = 4 };

struct binds wants_binds(const struct load *load)
{
	struct binds binds = binds_in(load->arena);

	bind_int4(&binds, load->authority->id);
	return binds;
}

static void wants_init(struct wants *wants, const struct load *load)
{
	struct binds *const all[] = {&wants->approved, &wants->staff, &wants->keys,
		&wants->certificates, &wants->invitations, &wants->credentials, &wants->twins,
		&wants->likenesses, &wants->refs, &wants->payments, &wants->judged, &wants->payees,
		&wants->accounts, &wants->caps, &wants->draws};

	wants->load = load;
	/* One after the other: together they are large. */
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		*all[i] = wants_binds(load);
	wants->approved_payments = bind_array(&wants->approved, BIND_INT8);
	wants->approved_staff = bind_array(&wants->approved, BIND_INT4);
	wants->approved_from = bind_array(&wants->approved, BIND_DATE);
	wants->staff_ids = bind_array(&wants->staff, BIND_INT4);
	wants->key_staff = bind_array(&wants->keys, BIND_INT4);
	wants->key_uuids = bind_array(&wants->keys, BIND_UUID);
	wants->prints = bind_array(&wants->certificates, BIND_BYTEA);
	wants->invited = bind_array(&wants->invitations, BIND_INT4);
	wants->credential_staff = bind_array(&wants->credentials, BIND_INT4);
	wants->credential_events = bind_array(&wants->credentials, BIND_INT8);
	wants->folded = bind_array(&wants->twins, BIND_TEXT);
	wants->alike = bind_array(&wants->likenesses, BIND_BYTEA);
	wants->ref_texts = bind_array(&wants->refs, BIND_TEXT);
	wants->payment_ids = bind_array(&wants->payments, BIND_INT8);
	wants->judged_ids = bind_array(&wants->judged, BIND_INT8);
	wants->payee_codes = bind_array(&wants->payees, BIND_TEXT);
	wants->codes = bind_array(&wants->accounts, BIND_TEXT);
	wants->cap_refs = bind_array(&wants->caps, BIND_TEXT);
	wants->cap_codes = bind_array(&wants->caps, BIND_TEXT);
	wants->cap_periods = bind_array(&wants->caps, BIND_TEXT);
	wants->draw_refs = bind_array(&wants->draws, BIND_TEXT);
	wants->draw_codes = bind_array(&wants->draws, BIND_TEXT);
	wants->draw_periods = bind_array(&wants->draws, BIND_TEXT);
	wants->refs_seen = map_in(load->arena, load->commands_len);
	wants->accounts_seen = map_in(load->arena, load->commands_len);
	wants->caps_seen = map_in(load->arena, load->commands_len);
	wants->draws_seen = map_in(load->arena, 16);
	wants->uplifts_seen = map_in(load->arena, 16);
	wants->staff_seen = map_in(load->arena, 16);
}

/* True the first time. */
static bool first(struct map *seen, struct span key)
{
	if (map_get(seen, key) != NULL)
		return false;
	map_put(seen, key, seen);
	return true;
}

static void want_account(
	struct wants *wants, enum account_kind kind, struct span name, struct span period)
{
	struct span code = account_code(wants->load->arena,
		&(struct account_name){.kind = kind, .name = name, .period = period});

	if (first(&wants->accounts_seen, code))
		bind_add_span(wants->codes, code);
}

static struct span key_of(struct arena *arena, struct span a, struct span b, const char *period)
{
	struct buf key = buf_in(arena);

	buf_span(&key, a);
	buf_char(&key, '\n');
	buf_span(&key, b);
	buf_char(&key, '\n');
	buf_text(&key, period);
	return buf_done(&key);
}

/* Whether it matters when the cap of the period that holds a day was drawn on: found once for all
 * days of a period that are of one version. */
static bool wants_draws(struct wants *wants, const struct offer *offer,
	const struct offer_line *line, struct date on, const char *period)
{
	static bool yes = true, no;
	const struct offer_book *book = wants->load->authority->offers;
	struct span version = {(const char *)&offer->version, sizeof(offer->version)};
	struct span key = key_of(wants->load->arena, version, line->code, period);
	bool *known = map_get(&wants->uplifts_seen, key);
	struct date from;

	if (known != NULL)
		return *known;
	if (line->per != PERIOD_LIFETIME)
		from = period_first(line->per, on);
	known = uplift_matters(book, line->code, line->per == PERIOD_LIFETIME ? NULL : &from, on)
		? &yes
		: &no;
	map_put(&wants->uplifts_seen, key, known);
	return *known;
}

static void want_cap(struct wants *wants, struct span ref, const struct offer *offer,
	const struct offer_line *line, struct date on)
{
	struct span code = line->code, key;
	char period[PERIOD_KEY_MAX];

	period_key(line->per, on, period);
	key = key_of(wants->load->arena, ref, code, period);
	if (first(&wants->caps_seen, key)) {
		bind_add_span(wants->cap_refs, ref);
		bind_add_span(wants->cap_codes, code);
		bind_add_word(wants->cap_periods, period);
	}
	if (wants_draws(wants, offer, line, on, period) && first(&wants->draws_seen, key)) {
		bind_add_span(wants->draw_refs, ref);
		bind_add_span(wants->draw_codes, code);
		bind_add_word(wants->draw_periods, period);
	}
}

/* Which ages a line is for is asked when it is judged: lines of one code share their caps and may
 * differ in funds. */
static void want_line(struct wants *wants, const struct command *command, const struct offer *offer,
	const struct offer_line *line)
{
	char year[PERIOD_KEY_MAX];

	if (line->cap == OFFER_CAP_NONE)
		return;
	want_cap(wants, command->ref, offer, line, command->on);
	if (command->kind == COMMAND_ENTITLEMENTS)
		return;
	want_account(wants, ACCOUNT_OFFER, line->code, SPAN_NONE);
	want_account(wants, ACCOUNT_DRAWN, line->code, SPAN_NONE);
	period_key(PERIOD_FINANCIAL_YEAR, command->on, year);
	/* What is asked for here may be approved in this batch, too, by whoever guesses its number:
	 * an account that was not looked for would be made twice. */
	for (size_t i = 0; i < line->funds_len; i++) {
		struct span period = span_dup(wants->load->arena, span_of(year));

		want_account(wants, ACCOUNT_FUND, line->funds[i], period);
		want_account(wants, ACCOUNT_PAYABLE, line->funds[i], period);
	}
}

static void want_lines(struct wants *wants, const struct command *command)
{
	const struct offer *offer = offer_on(wants->load->authority->offers, command->on);

	for (size_t i = 0; offer != NULL && i < offer->lines_len; i++)
		if (command->kind == COMMAND_ENTITLEMENTS ||
			span_eq(offer->lines[i].code, command->entitlement))
			want_line(wants, command, offer, &offer->lines[i]);
}

static void want_staff(struct wants *wants, const int32_t *id)
{
	if (first(&wants->staff_seen, (struct span){(const char *)id, sizeof(*id)}))
		bind_add_int(wants->staff_ids, *id);
}

static void want_claim(struct wants *wants, const struct command *command)
{
	bind_add_digest(wants->prints, &command->fingerprint);
	bind_add_int(wants->invited, command->staff_claim.code.staff_id);
}

static bool is_given(const struct command *command, const struct sheet_member *member)
{
	return member->has_offset == 0 ||
		*((const bool *)((const char *)command + member->has_offset));
}

/* What kinds of members stand for; what else a command looks at is said below. */
static void want_member(
	struct wants *wants, const struct command *command, const struct sheet_member *member)
{
	const void *value = (const char *)command + member->offset;

	if (member->kind == MEMBER_ref && first(&wants->refs_seen, command->ref))
		bind_add_span(wants->ref_texts, command->ref);
	else if (member->kind == MEMBER_payment && is_given(command, member))
		bind_add_int(wants->payment_ids, *(const int64_t *)value);
	else if (member->kind == MEMBER_staff)
		want_staff(wants, value);
	else if (member->kind == MEMBER_invitation)
		want_claim(wants, command);
	else if (member->kind == MEMBER_payee && command->payee.at != NULL)
		bind_add_span(wants->payee_codes, command->payee);
	else if (member->kind == MEMBER_entitlement)
		want_lines(wants, command);
}

static void want_fund(struct wants *wants, struct span code, struct span year)
{
	want_account(wants, ACCOUNT_GRANTOR, SPAN_NONE, SPAN_NONE);
	want_account(wants, ACCOUNT_FUND, code, year);
}

/* Whether two lines of a code, of any versions, have caps of other periods. */
static bool periods_vary(const struct load *load)
{
	const struct offer_book *book = load->authority->offers;
	struct map seen = map_in(load->arena, 16);

	for (size_t i = 0; i < book->len; i++) {
		const struct offer *offer = book->versions[i];

		for (size_t k = 0; k < offer->lines_len; k++) {
			const struct offer_line *line = &offer->lines[k], *first;

			if (line->cap == OFFER_CAP_NONE)
				continue;
			first = map_get(&seen, line->code);
			if (first != NULL && first->per != line->per)
				return true;
			if (first == NULL)
				map_put(&seen, line->code, &offer->lines[k]);
		}
	}
	return false;
}

/* What the line's rules look at anew. */
static void want_judged(struct wants *wants, const struct command *command)
{
	if (wants->judged_ids->count == 0)
		wants->periods_vary = periods_vary(wants->load);
	bind_add_int(wants->judged_ids, command->payment_id);
}

static void want_person(struct wants *wants, const struct command *command)
{
	const struct command_person_add *asked = &command->person_add;

	bind_add_span(wants->folded, code_ref_fold(wants->load->arena, command->ref));
	if (asked->has_likeness)
		bind_add_digest(wants->alike, &asked->likeness);
}

/* What is summed by the rules of its day, or of the day before or after, if the log's is another.
 */
static void want_approved(struct wants *wants, const struct command *command)
{
	const struct delegation_book *book = wants->load->authority->rules;
	struct date today = command_today(command), from;
	int months = 0;

	for (size_t i = 0; i < book->len; i++) {
		const struct delegation_rows *rows =
			&book->versions[i]->parts[DELEGATION_PER_PERSON];

		for (size_t k = 0; k < rows->len; k++)
			months = rows->list[k].months > months ? rows->list[k].months : months;
	}
	if (months == 0 || !date_plus_months(today, -months, &from))
		return;
	/* A month has days that others have not. */
	bind_add_date(wants->approved_from, date_plus_days(from, -MONTHS_SLACK_DAYS));
	bind_add_int(wants->approved_payments, command->payment_id);
	bind_add_int(wants->approved_staff, command->staff_id);
}

static void want(struct wants *wants, const struct command *command)
{
	const struct sheet *sheet = sheet_of(command->kind);

	want_staff(wants, &command->staff_id);
	if (command_has_key(command)) {
		bind_add_int(wants->key_staff, command_key_owner(command));
		bind_add_uuid(wants->key_uuids, command->key);
	}
	for (const struct sheet_member *member = sheet->members(); member->name != NULL; member++)
		want_member(wants, command, member);
	if (command->kind == COMMAND_ENTITLEMENTS) {
		want_lines(wants, command);
	} else if (command->kind == COMMAND_PAYMENT_APPROVE) {
		want_judged(wants, command);
		want_approved(wants, command);
	} else if (command->kind == COMMAND_STAFF_DROP_CREDENTIAL) {
		bind_add_int(wants->credential_staff, command->staff_drop_credential.id);
		bind_add_int(wants->credential_events, command->staff_drop_credential.credential);
	} else if (command->kind == COMMAND_STAFF_ADD) {
		wants->adds_staff = true;
	} else if (command->kind == COMMAND_FUND_CREDIT) {
		want_fund(wants, command->fund_credit.code, command->fund_credit.year);
	} else if (command->kind == COMMAND_FUND_DEBIT) {
		want_fund(wants, command->fund_debit.code, command->fund_debit.year);
	} else if (command->kind == COMMAND_FUND_MOVE) {
		want_fund(wants, command->fund_move.code, command->fund_move.year);
		want_fund(wants, command->fund_move.to_fund, command->fund_move.year);
	} else if (command->kind == COMMAND_PERSON_ADD) {
		want_person(wants, command);
	}
}

struct wants *wants_of(const struct load *load)
{
	struct wants *wants = ARENA_NEW(load->arena, struct wants);

	wants_init(wants, load);
	for (size_t i = 0; i < load->commands_len; i++)
		want(wants, load->commands[i]);
	return wants;
}
