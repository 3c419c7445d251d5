#include "core/decide.h"

#include "core/deciding.h"
#include "core/rules.h"

static void (*const table[COMMANDS])(struct deciding *d) = {
	[COMMAND_OFFER_PUBLISH] = decide_offer_publish,
	[COMMAND_STAFF_ADD] = decide_staff_add,
	[COMMAND_STAFF_RENEW] = decide_staff_renew,
	[COMMAND_STAFF_CLAIM] = decide_staff_claim,
	[COMMAND_PERSON_ADD] = decide_person_add,
	[COMMAND_CATEGORY_RECORD] = decide_category_record,
	[COMMAND_FACT_RECORD] = decide_fact_record,
	[COMMAND_FACT_END] = decide_fact_end,
	[COMMAND_AWARD_MAKE] = decide_award_make,
	[COMMAND_PAYMENT_REQUEST] = decide_payment_request,
	[COMMAND_PAYMENT_APPROVE] = decide_payment_approve,
	[COMMAND_PAYMENT_DECLINE] = decide_payment_decline,
	[COMMAND_PAYMENT_PAY] = decide_payment_pay,
	[COMMAND_FUND_CREDIT] = decide_fund_credit,
	[COMMAND_ENTITLEMENTS] = decide_entitlements,
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
	if (command->has_likeness)
		outcome->alike = slice_alike(slice, &command->likeness, key->event);
	if (command->key_is_authoritys) {
		outcome->first_by = key->by;
		outcome->first_name = key->by_name;
	}
	outcome->event = key->bytes;
	return true;
}

/* Looked at again here, since what the door knew may be seconds old. */
static bool may(const struct slice *slice, const struct command *command)
{
	const struct slice_staff *staff = slice_staff(slice, command->staff_id);

	if (command_roles(command->kind) == ROLE_NONE)
		return true;
	return staff != NULL && staff->active && (staff->roles & command_roles(command->kind)) != 0;
}

/* Whose accounts are looked for by the lines and funds of the offer. */
static bool goes_by_offer(enum command_kind kind)
{
	return kind == COMMAND_AWARD_MAKE || kind == COMMAND_PAYMENT_REQUEST ||
		kind == COMMAND_ENTITLEMENTS;
}

void decide(struct slice *slice, const struct command *command, struct outcome *ret_outcome)
{
	struct deciding d = {.slice = slice,
		.command = command,
		.outcome = ret_outcome,
		.number = slice->size,
		.reasons = reasons_in(slice->arena)};

	*ret_outcome = (struct outcome){.kind = OUTCOME_BUG};
	if (!may(slice, command))
		ret_outcome->kind = OUTCOME_NOT_YOUR_ROLE;
	else if (command_has_key(command) && answered_before(slice, command, ret_outcome))
		return;
	else if (goes_by_offer(command->kind) && slice->offers != slice->offers_loaded)
		ret_outcome->kind = OUTCOME_BUSY;
	else
		table[command->kind](&d);
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

void deciding_bug(struct deciding *d, const char *says)
{
	d->outcome->kind = OUTCOME_BUG;
	d->outcome->says = says;
}

/* A clock set back must not put an event before the one it follows. */
static int64_t at_us(const struct deciding *d)
{
	return d->command->at_us > d->slice->last_at_us ? d->command->at_us : d->slice->last_at_us;
}

struct json deciding_open(struct deciding *d)
{
	bool refused = d->reasons.len > 0;
	struct json event = event_begin(d->slice->arena,
		refused ? EVENT_REFUSED : command_event(d->command->kind), d->number, at_us(d),
		d->command);

	if (refused)
		json_word(&event, "command", command_word(d->command->kind));
	return event;
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

_Static_assert(REASON_CODES <= 32, "a refusal keeps its reasons as the bits of an unsigned");

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
		refusal->reasons |= 1U << d->reasons.list[i].code;
}

static void keep_ledger(struct deciding *d)
{
	struct slice *slice = d->slice;

	for (unsigned i = 0; i < d->made_len; i++) {
		slice_put_account(slice, d->made[i]);
		*VEC_PUSH(slice->arena, &slice->new_accounts) = d->made[i];
	}
	if (d->cap_base != NULL)
		d->cap_base->base_pence = d->cap_base_pence;
	ledger_apply(&d->transfers);
	for (int16_t i = 0; i < d->transfers.len; i++) {
		struct transfer *transfer = VEC_PUSH(slice->arena, &slice->transfers);

		*transfer = d->transfers.list[i];
		transfer->event = d->number;
	}
}

static void keep_event(struct deciding *d, struct span bytes)
{
	bool refused = d->reasons.len > 0;

	*VEC_PUSH(d->slice->arena, &d->slice->events) = (struct slice_event){.number = d->number,
		.at_us = at_us(d),
		.kind = refused ? EVENT_REFUSED : command_event(d->command->kind),
		.staff_id = d->command->staff_id,
		.bytes = bytes,
		.leaf = hash_leaf(bytes)};
	d->slice->last_at_us = at_us(d);
	d->slice->size++;
}

/* What rules decide: the others say whose and what, and are recorded. */
static bool is_judged(enum command_kind kind)
{
	return kind == COMMAND_AWARD_MAKE || kind == COMMAND_PAYMENT_REQUEST ||
		kind == COMMAND_PAYMENT_APPROVE || kind == COMMAND_PAYMENT_DECLINE ||
		kind == COMMAND_PAYMENT_PAY;
}

/* False, and an answer. */
static bool fits(struct deciding *d)
{
	switch (ledger_try(&d->transfers)) {
	case LEDGER_FITS:
		return true;
	case LEDGER_TOO_LARGE:
		deciding_invalid(d, d->command->amount_pence > 0 ? "/amount_pence" : "id",
			"an account would hold more than bursar can count");
		return false;
	case LEDGER_BREAKS:
		deciding_bug(d, "an account has less than the payment reserved or the rules left");
		return false;
	}
	UNREACHABLE("transfers fit or they do not");
}

bool deciding_close(struct deciding *d, struct json *event, const struct subject *subject)
{
	bool refused = d->reasons.len > 0;

	if (!refused && !fits(d))
		return false;
	if (is_judged(d->command->kind))
		json_int(event, "rules", RULES);
	if (refused)
		reasons_write(event, &d->reasons);
	else
		ledger_write(event, &d->transfers);
	d->outcome->kind = refused ? OUTCOME_REFUSED : OUTCOME_RECORDED;
	d->outcome->recorded = !d->command->dry_run;
	d->outcome->event = event_end(event);
	if (d->command->dry_run)
		return false;
	keep_event(d, d->outcome->event);
	keep_key(d, d->outcome->event);
	if (refused)
		keep_refusal(d, subject);
	else
		keep_ledger(d);
	return !refused;
}

struct account *deciding_account(struct deciding *d, const struct account_name *name)
{
	struct span code = account_code(d->slice->arena, name);
	struct account *account = slice_account(d->slice, code);
	unsigned parts = account_parts(name->kind);

	if (account != NULL)
		return account;
	for (unsigned i = 0; i < d->made_len; i++)
		if (span_eq(d->made[i]->code, code))
			return d->made[i];
	assert(d->made_len < DECIDING_ACCOUNTS_MAX);
	account = ARENA_NEW(d->slice->arena, struct account);
	*account = (struct account){.id = d->number * 16 + d->made_len,
		.code = code,
		.kind = name->kind,
		.is_new = true};
	if (parts & ACCOUNT_PART_PERSON) {
		account->person = name->person;
		account->entitlement = name->name;
	}
	if (parts & ACCOUNT_PART_PERIOD)
		account->period = name->period;
	d->made[d->made_len++] = account;
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
