/* Rows into a slice, as daemon/store/batch/load.c does it. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "core/code.h"
#include "core/decide/uplift.h"
#include "tests/sim/rows.h"

struct loading {
	const struct rows *rows;
	struct arena *arena;
	struct slice *slice;
};

struct uuid rows_key(const struct step *step)
{
	char text[UUID_TEXT + 1];
	struct uuid key;
	bool ok;

	step_key(step, text);
	ok = uuid_parse(span_of(text), &key);
	assert(ok);
	return key;
}

int32_t rows_key_owner(const struct step *step)
{
	return step->of_authority ? COMMAND_KEY_AUTHORITYS : step->staff;
}

struct digest rows_fingerprint(int32_t staff_id)
{
	return hash_sha256((struct span){(const char *)&staff_id, sizeof(staff_id)});
}

struct digest rows_likeness(struct arena *arena, const struct step *step)
{
	char born[DATE_TEXT + 1];
	struct span parts[] = {
		span_of(calendar_text(step->born, born)), text_fold(arena, span_of(step->name))};

	return hash_sha256_parts(parts, ARRAY_LEN(parts));
}

struct row_account *rows_account(const struct rows *rows, struct span code)
{
	for (size_t i = 0; i < rows->accounts.len; i++)
		if (span_eq(rows->accounts.at[i].code, code))
			return &rows->accounts.at[i];
	return NULL;
}

static void load_staff(const struct loading *l, int32_t id)
{
	for (size_t i = 0; i < l->rows->staff.len; i++) {
		const struct row_staff *row = &l->rows->staff.at[i];
		struct slice_staff *staff;

		if (row->id != id || slice_staff(l->slice, id) != NULL)
			continue;
		staff = ARENA_NEW(l->arena, struct slice_staff);
		*staff = (struct slice_staff){.id = id,
			.roles = row->roles,
			.active = !row->suspended,
			.name = row->name,
			.event = row->event};
		for (size_t k = 0; k < row->changes.len; k++)
			*VEC_PUSH(l->arena, &staff->changes) = row->changes.at[k];
		slice_put_staff(l->slice, staff);
	}
}

static void load_key(const struct loading *l, const struct step *step)
{
	struct uuid key = rows_key(step);
	int32_t owner = rows_key_owner(step);

	for (size_t i = 0; i < l->rows->keys.len; i++) {
		const struct row_key *row = &l->rows->keys.at[i];
		struct slice_key *found;

		if (row->owner != owner || !uuid_eq(row->key, key))
			continue;
		found = ARENA_NEW(l->arena, struct slice_key);
		*found = (struct slice_key){.owner = owner,
			.by = row->by,
			.by_name = l->rows->staff.at[row->by - 1].name,
			.key = key,
			.request = row->request,
			.event = row->event,
			.bytes = l->rows->events.at[row->event].bytes};
		slice_put_key(l->slice, found);
	}
}

static void load_known(const struct loading *l, struct slice_person *person)
{
	for (size_t i = 0; i < l->rows->facts.len; i++) {
		const struct row_fact *row = &l->rows->facts.at[i];

		if (uuid_eq(row->person, person->id))
			*VEC_PUSH(l->arena, &person->facts) = (struct slice_fact){.code = row->code,
				.event = row->event,
				.from = row->from,
				.until = row->until,
				.has_until = row->has_until,
				.ended_event = row->ended_event,
				.ended_until = row->ended_until,
				.value = row->value};
	}
	for (size_t i = 0; i < l->rows->categories.len; i++) {
		const struct row_category *row = &l->rows->categories.at[i];

		if (uuid_eq(row->person, person->id))
			*VEC_PUSH(l->arena, &person->categories) =
				(struct slice_category){.category = row->category,
					.from = row->from,
					.from_birthday = row->from_birthday,
					.event = row->event};
	}
}

static struct slice_person *load_person(
	const struct loading *l, const struct row_person *row, bool known)
{
	struct slice_person *person = slice_person_by_id(l->slice, row->id);

	if (person == NULL) {
		person = ARENA_NEW(l->arena, struct slice_person);
		*person = (struct slice_person){.id = row->id,
			.ref = row->ref,
			.key = row->key,
			.born = row->born,
			.event = row->event};
		slice_put_person(l->slice, person);
	}
	if (known && person->categories.len == 0)
		load_known(l, person);
	return person;
}

/* NULL if there is none. */
static const struct row_person *load_ref(const struct loading *l, const char *ref)
{
	for (size_t i = 0; i < l->rows->people.len; i++) {
		const struct row_person *row = &l->rows->people.at[i];

		if (!span_is(row->ref, ref))
			continue;
		(void)load_person(l, row, true);
		return row;
	}
	return NULL;
}

static void load_twin(const struct loading *l, const char *ref)
{
	struct span folded = code_ref_fold(l->arena, span_of(ref));

	for (size_t i = 0; i < l->rows->people.len; i++) {
		struct span other = l->rows->people.at[i].ref;

		if (span_eq(code_ref_fold(l->arena, other), folded))
			slice_put_ref(l->slice, other);
	}
}

static void load_alike(const struct loading *l, const struct step *step)
{
	struct digest likeness;

	if (step->name == NULL)
		return;
	likeness = rows_likeness(l->arena, step);
	for (size_t i = 0; i < l->rows->people.len; i++) {
		const struct row_person *row = &l->rows->people.at[i];

		if (row->has_likeness && hash_eq(&row->likeness, &likeness))
			slice_put_alike(l->slice, &likeness, row->ref, row->event);
	}
}

static struct account *load_row(const struct loading *l, const struct row_account *row)
{
	struct account *account;

	if (row == NULL || slice_account_by_id(l->slice, row->id) != NULL)
		return row == NULL ? NULL : slice_account_by_id(l->slice, row->id);
	account = ARENA_NEW(l->arena, struct account);
	*account = (struct account){.id = row->id,
		.code = row->code,
		.kind = row->kind,
		.person = row->person,
		.entitlement = row->entitlement,
		.period = row->period,
		.credited = row->credited,
		.debited = row->debited,
		.reserved = row->reserved,
		.base_pence = row->base};
	slice_put_account(l->slice, account);
	return account;
}

static struct account *load_account(const struct loading *l, const struct account_name *name)
{
	return load_row(l, rows_account(l->rows, account_code(l->arena, name)));
}

static void load_named(
	const struct loading *l, enum account_kind kind, struct span name, struct span period)
{
	(void)load_account(l, &(struct account_name){.kind = kind, .name = name, .period = period});
}

static struct account *load_account_by_id(const struct loading *l, int64_t id)
{
	for (size_t i = 0; id != 0 && i < l->rows->accounts.len; i++)
		if (l->rows->accounts.at[i].id == id)
			return load_row(l, &l->rows->accounts.at[i]);
	return NULL;
}

static void load_draws(const struct loading *l, struct account *cap)
{
	if (cap->draws.len > 0)
		return;
	for (size_t i = 0; i < l->rows->payments.len; i++)
		if (l->rows->payments.at[i].cap == cap->id &&
			(payment_state_is_funded(l->rows->payments.at[i].state) ||
				!payment_state_is_closed(l->rows->payments.at[i].state)))
			slice_draw(l->slice, cap, l->rows->payments.at[i].need, 1);
}

static void load_cap(const struct loading *l, const struct row_person *person,
	const struct offer_line *line, struct date on)
{
	bool lifetime = line->per == PERIOD_LIFETIME;
	char period[PERIOD_KEY_MAX];
	struct date first = on;
	struct account *cap;

	period_key(line->per, on, period);
	if (!lifetime)
		first = period_first(line->per, on);
	if (person == NULL)
		return;
	cap = load_account(l,
		&(struct account_name){.kind = ACCOUNT_CAP,
			.person = person->id,
			.name = line->code,
			.period = span_of(period)});
	if (cap != NULL && uplift_matters(&l->rows->book, line->code, lifetime ? NULL : &first, on))
		load_draws(l, cap);
}

static void load_line(const struct loading *l, const struct row_person *person,
	const struct offer_line *line, struct date on)
{
	char year[PERIOD_KEY_MAX];

	if (line->cap == OFFER_CAP_NONE)
		return;
	load_cap(l, person, line, on);
	load_named(l, ACCOUNT_OFFER, line->code, SPAN_NONE);
	load_named(l, ACCOUNT_DRAWN, line->code, SPAN_NONE);
	period_key(PERIOD_FINANCIAL_YEAR, on, year);
	/* What is asked for may be approved in the same batch. */
	for (size_t i = 0; i < line->funds_len; i++) {
		struct span fund = line->funds[i];

		load_named(l, ACCOUNT_FUND, fund, span_of(year));
		load_named(l, ACCOUNT_PAYABLE, fund, span_of(year));
	}
}

static void load_lines(const struct loading *l, const struct row_person *person,
	const struct step *step, struct date today)
{
	struct date on = step->has_on ? step->on : today;
	const struct offer *offer = offer_on(&l->rows->book, on);

	for (size_t i = 0; offer != NULL && i < offer->lines_len; i++)
		if (step->kind == STEP_LOOK || span_is(offer->lines[i].code, step->code))
			load_line(l, person, &offer->lines[i], on);
}

static void load_year(const struct loading *l, struct span year)
{
	for (size_t i = 0; i < l->rows->accounts.len; i++)
		if (l->rows->accounts.at[i].kind != ACCOUNT_CAP &&
			span_eq(l->rows->accounts.at[i].period, year))
			(void)load_row(l, &l->rows->accounts.at[i]);
}

static void load_payment(const struct loading *l, const struct row_payment *row)
{
	struct slice_payment *payment = ARENA_NEW(l->arena, struct slice_payment);

	for (size_t i = 0; i < l->rows->people.len; i++)
		if (uuid_eq(l->rows->people.at[i].id, row->person))
			payment->person = load_person(l, &l->rows->people.at[i], false);
	load_year(l, row->year);
	payment->id = row->id;
	payment->entitlement = row->entitlement;
	payment->amount_pence = row->pence;
	payment->need = row->need;
	payment->age = row->age;
	payment->category = row->category;
	payment->offer_version = row->version;
	payment->content = row->content;
	payment->requester = row->requester;
	payment->state = row->state;
	payment->period = row->period;
	payment->year = row->year;
	payment->cap = load_account_by_id(l, row->cap);
	payment->drawn = load_account_by_id(l, row->drawn);
	payment->reserve_n = row->reserve_n;
	payment->fund = load_account_by_id(l, row->fund);
	payment->payable = load_account_by_id(l, row->payable);
	payment->approved_event = row->approved_event;
	payment->round = row->round;
	payment->approvals = row->approvals;
	slice_put_payment(l->slice, payment);
}

/* What the line's rules look at anew. */
static void load_judged(const struct loading *l, const struct row_payment *payment)
{
	const struct offer *offer = offer_on(&l->rows->book, payment->need);

	for (size_t i = 0; i < l->rows->people.len; i++) {
		const struct row_person *person = &l->rows->people.at[i];

		if (!uuid_eq(person->id, payment->person))
			continue;
		(void)load_person(l, person, true);
		for (size_t k = 0; offer != NULL && k < offer->lines_len; k++)
			if (span_eq(offer->lines[k].code, payment->entitlement))
				load_cap(l, person, &offer->lines[k], payment->need);
	}
}

static void load_payment_of(const struct loading *l, int64_t id)
{
	for (size_t i = 0; i < l->rows->payments.len; i++)
		if (l->rows->payments.at[i].id == id && slice_payment(l->slice, id) == NULL)
			load_payment(l, &l->rows->payments.at[i]);
}

static void load_claim(const struct loading *l, int32_t staff_id)
{
	struct digest fingerprint = rows_fingerprint(staff_id);

	for (size_t i = 0; i < l->rows->invitations.len; i++) {
		const struct row_invitation *row = &l->rows->invitations.at[i];
		struct slice_invitation *invitation;

		if (row->staff_id != staff_id)
			continue;
		invitation = ARENA_NEW(l->arena, struct slice_invitation);
		*invitation = (struct slice_invitation){.staff_id = staff_id,
			.event = row->event,
			.until = row->until,
			.used = row->used};
		invitation_secret(l->rows->invitation_key, &row->leaf, invitation->secret);
		slice_put_invitation(l->slice, invitation);
	}
	for (size_t i = 0; i < l->rows->certificates.len; i++)
		if (hash_eq(&l->rows->certificates.at[i].fingerprint, &fingerprint))
			slice_put_fingerprint(l->slice, &fingerprint);
}

static void load_step(const struct loading *l, const struct step *step, struct date today)
{
	const struct row_person *person = NULL;

	load_staff(l, step->staff);
	if (step->key != 0)
		load_key(l, step);
	if (step->ref != NULL)
		person = load_ref(l, step->ref);
	switch (step->kind) {
	case STEP_RENEW:
	case STEP_CHANGE:
	case STEP_SUSPEND:
	case STEP_REINSTATE:
		load_staff(l, step->other);
		return;
	case STEP_CLAIM:
		load_claim(l, step->staff);
		return;
	case STEP_PERSON:
		load_twin(l, step->ref);
		load_alike(l, step);
		return;
	case STEP_REQUEST:
		load_payment_of(l, step->replaces);
		load_lines(l, person, step, today);
		return;
	case STEP_AWARD:
	case STEP_LOOK:
		load_lines(l, person, step, today);
		return;
	case STEP_APPROVE:
		load_payment_of(l, step->payment);
		for (size_t i = 0; i < l->rows->payments.len; i++)
			if (l->rows->payments.at[i].id == step->payment)
				load_judged(l, &l->rows->payments.at[i]);
		return;
	case STEP_DECLINE:
	case STEP_WITHDRAW:
	case STEP_DEFER:
	case STEP_PAY:
		load_payment_of(l, step->payment);
		return;
	case STEP_CREDIT:
	case STEP_DEBIT:
	case STEP_MOVE:
		load_named(l, ACCOUNT_GRANTOR, SPAN_NONE, SPAN_NONE);
		if (step->kind == STEP_MOVE)
			load_named(l, ACCOUNT_FUND, span_of(step->to), span_of(step->year));
		load_named(l, ACCOUNT_FUND, span_of(step->code), span_of(step->year));
		return;
	case STEP_PUBLISH:
	case STEP_STAFF:
	case STEP_CATEGORY:
	case STEP_FACT:
	case STEP_FACT_END:
	case STEP_KINDS:
		return;
	}
}

void rows_load(const struct rows *rows, const struct group *group, struct arena *arena,
	struct slice *slice)
{
	struct loading l = {rows, arena, slice};

	slice_init(slice, arena, 1, rows->authority, &rows->book);
	slice->size = (int64_t)rows->events.len;
	slice->last_at_us = rows->events.len == 0 ? 0 : rows->events.at[rows->events.len - 1].at_us;
	slice->staff_id_next = (int32_t)rows->staff.len + 1;
	for (size_t i = 0; i < group->len; i++)
		load_step(&l, &group->steps[i], group->today);
}
