#include "core/decide/decide.h"

#include "core/decide/deciding.h"
#include "core/rules.h"
#include "core/sheet.h"

static void (*const table[COMMANDS])(struct deciding *d) = {

#define COMMAND(NAME, name, ...) [COMMAND_##NAME] = decide_##name,
#define LOOK(NAME, name, ...)    [COMMAND_##NAME] = decide_##name,
#include "core/sheets.def"
};

/* The key decides before any rule does: what was answered once is answered so for ever. */
static bool answered_before(
	struct slice *slice, const struct command *command, struct outcome *outcome)
{
	const struct slice_key *key = slice_key(slice, command_key_owner(command), command->key);

	if (key == NULL)
		return false;
	if (!hash_eq(&key->request, &command->request)) {
		outcome->kind = OUTCOME_KEY_REUSED;
		return true;
	}
	outcome->kind = span_is(json_get(key->bytes, "t"), EVENT_REFUSED) ? OUTCOME_REFUSED
									  : OUTCOME_RECORDED;
	outcome->recorded = true;
	outcome->replayed = true;
	if (command->kind == COMMAND_PERSON_ADD && command->person_add.has_likeness)
		outcome->alike = slice_alike(slice, &command->person_add.likeness, key->event);
	if (command->key_is_authoritys) {
		outcome->first_by = key->by;
		outcome->first_name = key->by_name;
	}
	outcome->event = key->bytes;
	return true;
}

/* A clock set back must not put an event before the one it follows. */
static int64_t at_us(const struct deciding *d)
{
	return d->command->at_us > d->slice->last_at_us ? d->command->at_us : d->slice->last_at_us;
}

struct date deciding_day(const struct deciding *d)
{
	return date_london(at_us(d));
}

unsigned deciding_roles(const struct deciding *d)
{
	const struct slice_staff *staff = slice_staff(d->slice, d->command->staff_id);

	return staff == NULL || !staff->active ? ROLE_NONE : slice_roles_on(staff, deciding_day(d));
}

/* Looked at again here, since what the door knew may be seconds old: by the day of the event that
 * this would be, as whoever reads the log will judge it. */
static bool may(const struct deciding *d)
{
	unsigned roles = sheet_of(d->command->kind)->roles;

	return roles == ROLE_NONE || (deciding_roles(d) & roles) != 0;
}

/* Whose accounts are looked for by the lines and funds of the offer. */
static bool goes_by_offer(enum command_kind kind)
{
	return sheet_member(kind, MEMBER_entitlement) != NULL || sheet_of(kind)->looks ||
		kind == COMMAND_PAYMENT_APPROVE;
}

/* What rules decide: the others say whose and what, and are recorded. */
static bool is_judged(enum command_kind kind)
{
	return sheet_member(kind, MEMBER_entitlement) != NULL ||
		sheet_member(kind, MEMBER_payment) != NULL ||
		sheet_member(kind, MEMBER_fund) != NULL || kind == COMMAND_STAFF_CHANGE ||
		kind == COMMAND_STAFF_SUSPEND || kind == COMMAND_STAFF_REINSTATE ||
		kind == COMMAND_STAFF_DROP_CREDENTIAL;
}

/* Kinds that came with rules 3 or later say by which, whether anything was judged or not. */
static bool says_rules(enum command_kind kind)
{
	return is_judged(kind) || kind == COMMAND_RULES_PUBLISH ||
		sheet_member(kind, MEMBER_creditor) != NULL;
}

static bool has_recorded(const struct deciding *d)
{
	return d->outcome->kind == OUTCOME_RECORDED && d->outcome->recorded;
}

void decide(struct slice *slice, const struct command *command, struct outcome *ret_outcome)
{
	struct deciding d = {.slice = slice,
		.command = command,
		.outcome = ret_outcome,
		.number = slice->size,
		.reasons = reasons_in(slice->arena),
		.transfers = transfers_in(slice->arena)};

	*ret_outcome = (struct outcome){.kind = OUTCOME_BUG};
	if (!may(&d))
		deciding_not_your_role(&d, sheet_of(command->kind)->roles);
	else if (command_has_key(command) && answered_before(slice, command, ret_outcome))
		return;
	else if ((goes_by_offer(command->kind) && slice->offers != slice->offers_loaded) ||
		(is_judged(command->kind) && slice->rules != slice->rules_loaded))
		ret_outcome->kind = OUTCOME_BUSY;
	else
		table[command->kind](&d);
	assert(!has_recorded(&d) || d.part + 1 >= d.parts.len);
}

void deciding_not_found(struct deciding *d, const char *what)
{
	d->outcome->kind = OUTCOME_NOT_FOUND;
	d->outcome->where = what;
}

void deciding_invalid(struct deciding *d, const char *where, const char *says)
{
	d->outcome->kind = OUTCOME_INVALID;
	d->outcome->where = where;
	d->outcome->says = says;
}

void deciding_exists(struct deciding *d, const char *says)
{
	d->outcome->kind = OUTCOME_EXISTS;
	d->outcome->says = says;
}

void deciding_not_your_role(struct deciding *d, unsigned roles)
{
	d->outcome->kind = OUTCOME_NOT_YOUR_ROLE;
	d->outcome->roles = roles;
}

void deciding_bug(struct deciding *d, const char *says)
{
	d->outcome->kind = OUTCOME_BUG;
	d->outcome->says = says;
}

static const char *kind_of(const struct deciding *d)
{
	return d->reasons.len > 0 ? EVENT_REFUSED : sheet_of(d->command->kind)->event;
}

/* Keeps what was gathered for one event and goes on to that of another. */
static void turn_to(struct deciding *d, size_t part)
{
	if (d->parts.len == 0)
		return;
	d->parts.at[d->part] = d->transfers;
	d->number += (int64_t)part - (int64_t)d->part;
	d->part = part;
	d->transfers = d->parts.at[part];
}

void deciding_more(struct deciding *d)
{
	struct arena *arena = d->slice->arena;

	if (d->parts.len == 0)
		*VEC_PUSH(arena, &d->parts) = d->transfers;
	*VEC_PUSH(arena, &d->parts) = transfers_in(arena);
	turn_to(d, d->parts.len - 1);
	d->places = 0;
}

struct json deciding_open(struct deciding *d)
{
	struct json event;

	turn_to(d, 0);
	event = event_begin(d->slice->arena, kind_of(d), d->number, at_us(d), d->command, 0);
	if (d->reasons.len > 0)
		json_word(&event, "command", sheet_of(d->command->kind)->word);
	return event;
}

struct json deciding_open_next(struct deciding *d, const char *kind)
{
	assert(has_recorded(d) && d->part + 1 < d->parts.len);
	turn_to(d, d->part + 1);
	d->kind = kind;
	return event_begin(d->slice->arena, kind, d->number, at_us(d), d->command, d->part);
}

static void keep_key(struct deciding *d, struct span bytes)
{
	struct slice_key *key = ARENA_NEW(d->slice->arena, struct slice_key);
	const struct slice_staff *by = slice_staff(d->slice, d->command->staff_id);

	*key = (struct slice_key){.owner = command_key_owner(d->command),
		.by = d->command->staff_id,
		.by_name = by == NULL ? SPAN_NONE : by->name,
		.key = d->command->key,
		.request = d->command->request,
		.event = d->number,
		.bytes = bytes,
		.is_new = true};
	slice_put_key(d->slice, key);
	*VEC_PUSH(d->slice->arena, &d->slice->new_keys) = key;
}

static void keep_refusal(struct deciding *d, const struct subject *subject)
{
	struct slice_refusal *refusal = VEC_PUSH(d->slice->arena, &d->slice->refusals);

	*refusal = (struct slice_refusal){.event = d->number,
		.person = subject->person,
		.payment_id = subject->payment_id,
		.entitlement = subject->entitlement,
		.amount_pence = subject->amount_pence,
		.need = subject->need};
	for (size_t i = 0; i < d->reasons.len; i++)
		refusal->reasons[d->reasons.list[i].code] = true;
}

static void keep_ledger(struct deciding *d)
{
	struct slice *slice = d->slice;

	for (; d->kept < d->made.len; d->kept++) {
		struct account *account = d->made.at[d->kept];

		if (account->id / DECIDING_ACCOUNTS_OF_EVENT != d->number)
			break;
		slice_put_account(slice, account);
		*VEC_PUSH(slice->arena, &slice->new_accounts) = account;
	}
	ledger_apply(&d->transfers);
	for (size_t i = 0; i < d->transfers.made.len; i++) {
		struct transfer *transfer = VEC_PUSH(slice->arena, &slice->transfers);

		*transfer = d->transfers.made.at[i];
		transfer->event = d->number;
	}
}

static void keep_event(struct deciding *d, const char *kind, struct span bytes)
{
	assert(d->number == d->slice->size);
	*VEC_PUSH(d->slice->arena, &d->slice->events) = (struct slice_event){.number = d->number,
		.at_us = at_us(d),
		.kind = kind,
		.staff_id = d->command->staff_id,
		.bytes = bytes,
		.leaf = hash_leaf(bytes)};
	d->slice->last_at_us = at_us(d);
	d->slice->size++;
}

/* The transfers of each event on what those before it leave. */
static enum ledger_fit try_all(struct deciding *d)
{
	enum ledger_fit fit = LEDGER_FITS;
	size_t len = 0;

	if (d->parts.len == 0)
		return ledger_try(&d->transfers);
	d->parts.at[d->part] = d->transfers;
	while (len < d->parts.len && (fit = ledger_try(&d->parts.at[len])) == LEDGER_FITS)
		ledger_apply(&d->parts.at[len++]);
	while (len > 0)
		ledger_undo(&d->parts.at[--len]);
	return fit;
}

/* False, and an answer. */
static bool fits(struct deciding *d)
{
	if (d->crowded) {
		deciding_bug(d, "an event makes more accounts than it can number");
		return false;
	}
	switch (try_all(d)) {
	case LEDGER_FITS:
		return true;
	case LEDGER_TOO_LARGE:
		deciding_invalid(d,
			sheet_member(d->command->kind, MEMBER_amount) != NULL ? "/amount_pence"
									      : "id",
			"an account would hold more than bursar can count");
		return false;
	case LEDGER_BREAKS:
		deciding_bug(d, "an account has less than the payment reserved or the rules left");
		return false;
	case LEDGER_TOO_MANY:
		deciding_bug(d, "an event has more transfers than it can number");
		return false;
	}
	UNREACHABLE("transfers fit or they do not");
}

/* What rules decide says by which; then reasons or transfers. */
static struct span end(struct deciding *d, struct json *event)
{
	if (d->financial_rules > 0)
		json_int(event, "financial_rules", d->financial_rules);
	if (says_rules(d->command->kind))
		json_int(event, "rules", RULES);
	if (d->reasons.len > 0)
		reasons_write(event, &d->reasons);
	else
		ledger_write(event, &d->transfers);
	return event_end(event);
}

bool deciding_close(struct deciding *d, struct json *event, const struct subject *subject)
{
	bool refused = d->reasons.len > 0;
	struct span bytes;

	if (!refused && !fits(d))
		return false;
	bytes = end(d, event);
	if (bytes.len > EVENT_BYTES_MAX) {
		deciding_invalid(d, NULL,
			"the event of this would be larger than 64 KiB, the most there may be: too "
			"much is to be said in one");
		return false;
	}
	d->outcome->kind = refused ? OUTCOME_REFUSED : OUTCOME_RECORDED;
	d->outcome->recorded = !d->command->dry_run;
	d->outcome->event = bytes;
	if (d->command->dry_run)
		return false;
	keep_event(d, kind_of(d), d->outcome->event);
	keep_key(d, d->outcome->event);
	if (refused)
		keep_refusal(d, subject);
	else
		keep_ledger(d);
	return !refused;
}

void deciding_close_next(struct deciding *d, struct json *event)
{
	keep_event(d, d->kind, end(d, event));
	keep_ledger(d);
}

struct account *deciding_account(struct deciding *d, const struct account_name *name)
{
	struct span code = account_code(d->slice->arena, name);
	struct account *account = slice_account(d->slice, code);
	unsigned parts = account_parts(name->kind);

	if (account != NULL)
		return account;
	for (size_t i = 0; i < d->made.len; i++)
		if (span_eq(d->made.at[i]->code, code))
			return d->made.at[i];
	d->crowded |= d->places == DECIDING_ACCOUNTS_OF_EVENT;
	account = ARENA_NEW(d->slice->arena, struct account);
	*account = (struct account){.id = d->number * DECIDING_ACCOUNTS_OF_EVENT + d->places,
		.code = code,
		.kind = name->kind,
		.is_new = true};
	if (parts & ACCOUNT_PART_PERSON) {
		account->person = name->person;
		account->entitlement = name->name;
	}
	if (parts & ACCOUNT_PART_PERIOD)
		account->period = name->period;
	*VEC_PUSH(d->slice->arena, &d->made) = account;
	d->places++;
	return account;
}

void deciding_seal(struct deciding *d, const struct slice_person *person, const char *field,
	const struct command_text *text)
{
	if (text->text.at == NULL)
		return;
	*VEC_PUSH(d->slice->arena, &d->slice->texts) = (struct slice_text){

		.event = d->number, .field = field, .person = person, .text = text};
}

void deciding_touch(struct deciding *d, struct slice_person *person)
{
	*VEC_PUSH(d->slice->arena, &d->slice->people_touched) = person;
}

void deciding_write_cap(struct deciding *d, struct json *event, const char *name,
	const struct account *cap, int64_t limit_pence)
{
	struct account after;
	int64_t drawn_pence;

	if (cap == NULL) {
		json_null(event, name);
		return;
	}
	after = ledger_after(cap, &d->transfers);
	drawn_pence = after.debited + after.reserved;
	json_open(event, name, '{');
	json_text(event, "period", cap->period);
	json_int(event, "credited_pence", after.credited);
	json_int(event, "drawn_pence", after.debited);
	json_int(event, "reserved_pence", after.reserved);
	json_int(event, "left_pence", drawn_pence < limit_pence ? limit_pence - drawn_pence : 0);
	json_int(event, "limit_pence", limit_pence);
	json_close(event, '}');
}

void deciding_write_fund(
	struct json *event, const struct judge_fund *fund, struct span year, int64_t left_pence)
{
	if (fund->account == NULL) {
		json_null(event, "fund");
		return;
	}
	json_open(event, "fund", '{');
	json_text(event, "code", fund->fund->code);
	json_text(event, "year", year);
	json_int(event, "left_pence", left_pence);
	json_close(event, '}');
}
