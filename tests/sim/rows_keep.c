/* A slice's new rows into ours, as append.c and the triggers do it. */
#include <inttypes.h>

#include "base/arena.h"
#include "base/fault.h"
#include "tests/sim/rows.h"

static struct row_account *by_id(struct rows *rows, int64_t id)
{
	for (size_t i = 0; i < rows->accounts.len; i++)
		if (rows->accounts.at[i].id == id)
			return &rows->accounts.at[i];
	rows->wrong = "a transfer names an account that is not there";
	return NULL;
}

static void keep_staff(struct rows *rows, const struct slice *slice)
{
	for (size_t i = 0; i < slice->new_staff.len; i++) {
		const struct slice_staff *staff = slice->new_staff.at[i];

		*VEC_PUSH(rows->arena, &rows->staff) = (struct row_staff){.id = staff->id,
			.roles = staff->roles,
			.name = span_dup(rows->arena, staff->name),
			.event = staff->event};
	}
	for (size_t i = 0; i < slice->new_invitations.len; i++) {
		const struct slice_invitation *invitation = slice->new_invitations.at[i];

		*VEC_PUSH(rows->arena, &rows->invitations) =
			(struct row_invitation){.staff_id = invitation->staff_id,
				.event = invitation->event,
				.until = invitation->until,
				.leaf = hash_leaf(rows->events.at[invitation->event].bytes)};
	}
	for (size_t i = 0; i < slice->staff_roles.len; i++)
		for (size_t k = 0; k < rows->staff.len; k++)
			if (rows->staff.at[k].id == slice->staff_roles.at[i].staff_id)
				*VEC_PUSH(rows->arena, &rows->staff.at[k].changes) =
					slice->staff_roles.at[i].change;
	for (size_t i = 0; i < slice->suspensions.len; i++)
		for (size_t k = 0; k < rows->staff.len; k++)
			if (rows->staff.at[k].id == slice->suspensions.at[i].staff_id)
				rows->staff.at[k].suspended = slice->suspensions.at[i].suspended;
	for (size_t i = 0; i < slice->new_certificates.len; i++) {
		const struct slice_certificate *certificate = &slice->new_certificates.at[i];

		*VEC_PUSH(rows->arena, &rows->certificates) =
			(struct row_certificate){.fingerprint = certificate->fingerprint};
		for (size_t k = 0; k < rows->invitations.len; k++)
			if (rows->invitations.at[k].event == certificate->invitation)
				rows->invitations.at[k].used = true;
	}
}

static void keep_fact(
	struct rows *rows, const struct slice_person *person, const struct slice_fact *fact)
{
	for (size_t i = 0; i < rows->facts.len; i++) {
		struct row_fact *row = &rows->facts.at[i];

		if (row->event != fact->event)
			continue;
		row->ended_event = fact->ended_event;
		row->ended_until = fact->ended_until;
		return;
	}
	*VEC_PUSH(rows->arena, &rows->facts) = (struct row_fact){.person = person->id,
		.code = span_dup(rows->arena, fact->code),
		.event = fact->event,
		.from = fact->from,
		.until = fact->until,
		.has_until = fact->has_until,
		.ended_event = fact->ended_event,
		.ended_until = fact->ended_until,
		.value = fact->value};
}

static void keep_category(
	struct rows *rows, const struct slice_person *person, const struct slice_category *category)
{
	for (size_t i = 0; i < rows->categories.len; i++)
		if (rows->categories.at[i].event == category->event)
			return;
	*VEC_PUSH(rows->arena, &rows->categories) = (struct row_category){.person = person->id,
		.category = category->category,
		.from = category->from,
		.from_birthday = category->from_birthday,
		.event = category->event};
}

/* A person may be touched several times. */
static void keep_people(struct rows *rows, const struct slice *slice)
{
	for (size_t i = 0; i < slice->new_people.len; i++) {
		const struct slice_person *person = slice->new_people.at[i];

		*VEC_PUSH(rows->arena, &rows->people) = (struct row_person){.id = person->id,
			.ref = span_dup(rows->arena, person->ref),
			.key = person->key,
			.born = person->born,
			.has_likeness = person->likeness != NULL,
			.likeness =
				person->likeness == NULL ? (struct digest){{0}} : *person->likeness,
			.event = person->event};
	}
	for (size_t i = 0; i < slice->people_touched.len; i++) {
		const struct slice_person *person = slice->people_touched.at[i];

		for (size_t k = 0; k < person->facts.len; k++)
			if (person->facts.at[k].is_new || person->facts.at[k].end_is_new)
				keep_fact(rows, person, &person->facts.at[k]);
		for (size_t k = 0; k < person->categories.len; k++)
			if (person->categories.at[k].is_new)
				keep_category(rows, person, &person->categories.at[k]);
	}
}

static void keep_accounts(struct rows *rows, const struct slice *slice)
{
	for (size_t i = 0; i < slice->new_accounts.len; i++) {
		const struct account *account = slice->new_accounts.at[i];

		if (rows_account(rows, account->code) != NULL)
			rows->wrong = "an account is made twice";
		*VEC_PUSH(rows->arena, &rows->accounts) = (struct row_account){.id = account->id,
			.code = span_dup(rows->arena, account->code),
			.kind = account->kind,
			.person = account->person,
			.entitlement = span_dup(rows->arena, account->entitlement),
			.period = span_dup(rows->arena, account->period)};
	}
}

static void keep_transfer(struct rows *rows, const struct transfer *transfer)
{
	struct row_account *from = by_id(rows, transfer->from->id);
	struct row_account *to = by_id(rows, transfer->to->id);
	int64_t pence = transfer->amount_pence;

	if (from == NULL || to == NULL)
		return;
	if (transfer->phase == TRANSFER_RESERVE)
		from->reserved += pence;
	if (transfer->phase == TRANSFER_SETTLE || transfer->phase == TRANSFER_RELEASE)
		from->reserved -= pence;
	if (transfer->phase == TRANSFER_SETTLE || transfer->phase == TRANSFER_POST) {
		from->debited += pence;
		to->credited += pence;
	}
	if (transfer->phase == TRANSFER_BACK) {
		from->debited -= pence;
		to->credited -= pence;
	}
}

/* What deciding thinks an account holds is what the transfers give. */
static void compare_accounts(struct rows *rows, const struct slice *slice)
{
	for (size_t i = 0; i < slice->accounts.slots_len; i++) {
		const struct account *account = slice->accounts.slots[i].value;
		struct row_account *row = account == NULL ? NULL : by_id(rows, account->id);

		if (row == NULL)
			continue;
		row->base = account->base_pence;
		if (row->credited != account->credited || row->debited != account->debited ||
			row->reserved != account->reserved)
			rows->wrong = arena_printf(rows->arena,
				"%.*s holds other figures than its transfers give",
				SPAN_ARG(row->code));
	}
}

static struct row_payment *payment_of(struct rows *rows, int64_t id)
{
	for (size_t i = 0; i < rows->payments.len; i++)
		if (rows->payments.at[i].id == id)
			return &rows->payments.at[i];
	rows->wrong = "a step is of a payment that is not there";
	return NULL;
}

static void keep_payments(struct rows *rows, const struct slice *slice)
{
	for (size_t i = 0; i < slice->new_payments.len; i++) {
		const struct slice_payment *payment = slice->new_payments.at[i];

		*VEC_PUSH(rows->arena, &rows->payments) = (struct row_payment){.id = payment->id,
			.person = payment->person->id,
			.entitlement = span_dup(rows->arena, payment->entitlement),
			.pence = payment->amount_pence,
			.need = payment->need,
			.age = payment->age,
			.category = payment->category,
			.version = payment->offer_version,
			.content = payment->content,
			.requester = payment->requester,
			.state = PAYMENT_REQUESTED,
			.period = span_dup(rows->arena, payment->period),
			.year = span_dup(rows->arena, payment->year),
			.cap = payment->cap->id,
			.drawn = payment->drawn->id,
			.reserve_n = payment->reserve_n,
			.round = 1};
	}
}

/* The state follows from the steps. */
static void keep_steps(struct rows *rows, const struct slice *slice)
{
	for (size_t i = 0; i < slice->steps.len; i++) {
		const struct slice_step *step = &slice->steps.at[i];
		struct row_payment *row = payment_of(rows, step->payment->id);

		if (row == NULL)
			return;
		if (row->state != step->move->was || row->round != step->round)
			rows->wrong = "a step does not follow from those before it";
		row->state = step->move->becomes;
		if (step->move->approvals == PAYMENT_DROPS) {
			row->round++;
			row->approvals = 0;
		}
		if (step->fund == NULL)
			continue;
		row->fund = step->fund->id;
		row->payable = step->payable->id;
		row->approved_event = step->event;
		row->approvals = step->stage;
	}
}

/* Read again from its text, as the store does it. */
static void keep_offers(struct rows *rows, const struct slice *slice)
{
	for (size_t i = 0; i < slice->new_offers.len; i++) {
		const struct slice_offer *new = &slice->new_offers.at[i];
		struct span text = span_dup(rows->arena, new->text);
		struct offer *offer = offer_read(
			rows->arena, slice->arena, text, faults_new(slice->arena, "offer"));
		size_t len = rows->book.len;
		const struct offer **versions =
			ARENA_ARRAY(rows->arena, const struct offer *, len + 1);

		assert(offer != NULL);
		offer->version = new->offer->version;
		offer->digest = hash_sha256(text);
		for (size_t k = 0; k < len; k++)
			versions[k] = rows->book.versions[k];
		versions[len] = offer;
		rows->book = (struct offer_book){.versions = versions, .len = len + 1};
	}
}

static void keep_keys(struct rows *rows, const struct slice *slice)
{
	for (size_t i = 0; i < slice->new_keys.len; i++) {
		const struct slice_key *key = slice->new_keys.at[i];

		*VEC_PUSH(rows->arena, &rows->keys) = (struct row_key){.owner = key->owner,
			.by = key->by,
			.key = key->key,
			.request = key->request,
			.event = key->event};
	}
}

void rows_keep(struct rows *rows, const struct slice *slice)
{
	for (size_t i = 0; i < slice->events.len; i++)
		*VEC_PUSH(rows->arena, &rows->events) =
			(struct row_event){.at_us = slice->events.at[i].at_us,
				.bytes = span_dup(rows->arena, slice->events.at[i].bytes)};
	keep_staff(rows, slice);
	keep_people(rows, slice);
	keep_accounts(rows, slice);
	for (size_t i = 0; i < slice->transfers.len; i++)
		keep_transfer(rows, &slice->transfers.at[i]);
	compare_accounts(rows, slice);
	keep_payments(rows, slice);
	keep_steps(rows, slice);
	keep_offers(rows, slice);
	keep_keys(rows, slice);
}
