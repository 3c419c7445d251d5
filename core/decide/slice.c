#include "core/decide/slice.h"

#include <string.h>

#include "core/code.h"

/* Maps keep their keys by reference: those made of bytes are copied into the arena. */
static struct span key_of(struct arena *arena, const void *bytes, size_t len)
{
	return span_dup(arena, (struct span){bytes, len});
}

static struct span raw(const void *bytes, size_t len)
{
	return (struct span){bytes, len};
}

enum { OWNED_KEY_BYTES = sizeof(int32_t) + sizeof(struct uuid) };

static void owned_key(int32_t owner, struct uuid key, char ret_bytes[OWNED_KEY_BYTES])
{
	memcpy(ret_bytes, &owner, sizeof(owner));
	memcpy(ret_bytes + sizeof(owner), key.bytes, sizeof(key.bytes));
}

void slice_init(struct slice *slice, struct arena *arena, int32_t authority_id,
	struct span authority_code, const struct offer_book *offers)
{
	static const struct delegation_book no_rules;

	*slice = (struct slice){.arena = arena,
		.authority_id = authority_id,
		.authority_code = authority_code,
		.offers = offers,
		.offers_loaded = offers,
		.rules = &no_rules,
		.rules_loaded = &no_rules};
	slice->people_by_ref = map_in(arena, 64);
	slice->people = map_in(arena, 64);
	slice->accounts = map_in(arena, 256);
	slice->accounts_by_id = map_in(arena, 256);
	slice->payments = map_in(arena, 64);
	slice->staff = map_in(arena, 16);
	slice->keys = map_in(arena, 16);
	slice->invitations = map_in(arena, 4);
	slice->fingerprints = map_in(arena, 4);
	slice->payees = map_in(arena, 4);
	slice->payees_by_id = map_in(arena, 4);
	slice->approved = map_in(arena, 4);
	slice->refs_folded = map_in(arena, 4);
	slice->alike = map_in(arena, 4);
}

void slice_set_rules(struct slice *slice, const struct delegation_book *rules)
{
	slice->rules = rules;
	slice->rules_loaded = rules;
}

void slice_put_person(struct slice *slice, struct slice_person *person)
{
	if (person->ref.at != NULL)
		map_put(&slice->people_by_ref, person->ref, person);
	map_put(&slice->people, raw(person->id.bytes, sizeof(person->id.bytes)), person);
}

void slice_put_account(struct slice *slice, struct account *account)
{
	map_put(&slice->accounts, account->code, account);
	map_put(&slice->accounts_by_id, raw(&account->id, sizeof(account->id)), account);
}

void slice_put_payment(struct slice *slice, struct slice_payment *payment)
{
	map_put(&slice->payments, raw(&payment->id, sizeof(payment->id)), payment);
}

void slice_put_payee(struct slice *slice, struct slice_payee *payee)
{
	map_put(&slice->payees, payee->code, payee);
	map_put(&slice->payees_by_id, raw(&payee->id, sizeof(payee->id)), payee);
}

void slice_put_staff(struct slice *slice, struct slice_staff *staff)
{
	map_put(&slice->staff, raw(&staff->id, sizeof(staff->id)), staff);
}

void slice_put_key(struct slice *slice, struct slice_key *key)
{
	char bytes[OWNED_KEY_BYTES];

	owned_key(key->owner, key->key, bytes);
	map_put(&slice->keys, key_of(slice->arena, bytes, sizeof(bytes)), key);
}

void slice_put_invitation(struct slice *slice, struct slice_invitation *invitation)
{
	map_put(&slice->invitations, raw(&invitation->staff_id, sizeof(invitation->staff_id)),
		invitation);
}

void slice_put_fingerprint(struct slice *slice, const struct digest *fingerprint)
{
	map_put(&slice->fingerprints, key_of(slice->arena, fingerprint->bytes, DIGEST_BYTES),
		slice);
}

struct slice_person *slice_person(const struct slice *slice, struct span ref)
{
	return map_get(&slice->people_by_ref, ref);
}

struct slice_person *slice_person_by_id(const struct slice *slice, struct uuid id)
{
	return map_get(&slice->people, raw(id.bytes, sizeof(id.bytes)));
}

struct account *slice_account(const struct slice *slice, struct span code)
{
	return map_get(&slice->accounts, code);
}

struct account *slice_account_by_id(const struct slice *slice, int64_t id)
{
	return map_get(&slice->accounts_by_id, raw(&id, sizeof(id)));
}

struct slice_payment *slice_payment(const struct slice *slice, int64_t id)
{
	return map_get(&slice->payments, raw(&id, sizeof(id)));
}

struct slice_payee *slice_payee(const struct slice *slice, struct span code)
{
	return map_get(&slice->payees, code);
}

struct slice_payee *slice_payee_by_id(const struct slice *slice, int64_t id)
{
	return map_get(&slice->payees_by_id, raw(&id, sizeof(id)));
}

struct slice_staff *slice_staff(const struct slice *slice, int32_t id)
{
	return map_get(&slice->staff, raw(&id, sizeof(id)));
}

struct slice_key *slice_key(const struct slice *slice, int32_t owner, struct uuid key)
{
	char bytes[OWNED_KEY_BYTES];

	owned_key(owner, key, bytes);
	return map_get(&slice->keys, raw(bytes, sizeof(bytes)));
}

struct slice_invitation *slice_invitation(const struct slice *slice, int32_t staff_id)
{
	return map_get(&slice->invitations, raw(&staff_id, sizeof(staff_id)));
}

struct slice_approved *slice_approved(
	const struct slice *slice, const struct slice_person *person, int32_t staff_id)
{
	char bytes[OWNED_KEY_BYTES];

	owned_key(staff_id, person->id, bytes);
	return map_get(&slice->approved, raw(bytes, sizeof(bytes)));
}

struct slice_approved *slice_approved_new(
	struct slice *slice, const struct slice_person *person, int32_t staff_id)
{
	struct slice_approved *approved = slice_approved(slice, person, staff_id);
	char bytes[OWNED_KEY_BYTES];

	if (approved != NULL)
		return approved;
	approved = ARENA_NEW(slice->arena, struct slice_approved);
	owned_key(staff_id, person->id, bytes);
	map_put(&slice->approved, key_of(slice->arena, bytes, sizeof(bytes)), approved);
	return approved;
}

bool slice_has_fingerprint(const struct slice *slice, const struct digest *fingerprint)
{
	return map_get(&slice->fingerprints, raw(fingerprint->bytes, DIGEST_BYTES)) != NULL;
}

static struct account_draw *draw_on(struct account *cap, struct date need)
{
	for (size_t i = 0; i < cap->draws.len; i++)
		if (date_cmp(cap->draws.at[i].need, need) == 0)
			return &cap->draws.at[i];
	return NULL;
}

void slice_put_draw(struct slice *slice, struct account *cap, struct date need, int64_t payments)
{
	struct account_draw *draw = draw_on(cap, need);

	if (draw == NULL)
		draw = VEC_PUSH(slice->arena, &cap->draws);
	*draw = (struct account_draw){.need = need, .payments = payments};
}

void slice_draw(struct slice *slice, struct account *cap, struct date need, int64_t payments)
{
	struct account_draw *draw = draw_on(cap, need);

	if (draw != NULL)
		draw->payments += payments;
	else if (payments > 0)
		slice_put_draw(slice, cap, need, payments);
}

bool slice_first_drawn(const struct account *cap, const struct date *own, struct date *ret_need)
{
	const struct account_draw *first = NULL;

	for (size_t i = 0; i < cap->draws.len; i++) {
		const struct account_draw *draw = &cap->draws.at[i];

		if (draw->payments > (own != NULL && date_cmp(draw->need, *own) == 0) &&
			(first == NULL || date_cmp(draw->need, first->need) < 0))
			first = draw;
	}
	if (first == NULL)
		return false;
	*ret_need = first->need;
	return true;
}

void slice_put_ref(struct slice *slice, struct span ref)
{
	struct span *taken = ARENA_NEW(slice->arena, struct span);

	*taken = ref;
	map_put(&slice->refs_folded, code_ref_fold(slice->arena, ref), taken);
}

struct span slice_ref_twin(const struct slice *slice, struct span ref)
{
	const struct span *taken = map_get(&slice->refs_folded, code_ref_fold(slice->arena, ref));

	return taken == NULL ? SPAN_NONE : *taken;
}

void slice_put_alike(
	struct slice *slice, const struct digest *likeness, struct span ref, int64_t event)
{
	struct slice_alike *alike = ARENA_NEW(slice->arena, struct slice_alike);

	if (map_get(&slice->alike, raw(likeness->bytes, DIGEST_BYTES)) != NULL)
		return;
	*alike = (struct slice_alike){ref, event};
	map_put(&slice->alike, key_of(slice->arena, likeness->bytes, DIGEST_BYTES), alike);
}

struct span slice_alike(const struct slice *slice, const struct digest *likeness, int64_t before)
{
	const struct slice_alike *alike =
		map_get(&slice->alike, raw(likeness->bytes, DIGEST_BYTES));

	return alike == NULL || alike->event >= before ? SPAN_NONE : alike->ref;
}

unsigned slice_roles_on(const struct slice_staff *staff, struct date on)
{
	unsigned roles = staff->roles;

	for (size_t i = 0; i < staff->changes.len; i++) {
		const struct slice_role *change = &staff->changes.at[i];

		if (date_cmp(on, change->from) < 0 ||
			(change->has_until && date_cmp(on, change->until) > 0))
			continue;
		roles = change->holds ? roles | change->role : roles & ~(unsigned)change->role;
	}
	return roles;
}

struct slice_credential *slice_credential(
	const struct slice *slice, int32_t staff_id, int64_t event)
{
	for (size_t i = 0; i < slice->credentials.len; i++)
		if (slice->credentials.at[i].staff_id == staff_id &&
			slice->credentials.at[i].event == event)
			return &slice->credentials.at[i];
	return NULL;
}

bool slice_changes_staff(const struct slice *slice)
{
	return slice->suspensions.len > 0 || slice->staff_roles.len > 0 ||
		slice->credential_ends.len > 0;
}

enum category slice_category_on(const struct slice_person *person, struct date on)
{
	const struct slice_category *best = NULL;

	for (size_t i = 0; i < person->categories.len; i++) {
		const struct slice_category *each = &person->categories.at[i];

		if (date_cmp(each->from, on) > 0)
			continue;
		if (best == NULL || date_cmp(each->from, best->from) > 0 ||
			(date_cmp(each->from, best->from) == 0 && each->event > best->event))
			best = each;
	}
	return best == NULL ? CATEGORY_NONE : best->category;
}

bool slice_fact_holds(const struct slice_fact *fact, struct date on)
{
	if (date_cmp(fact->from, on) > 0)
		return false;
	if (fact->ended_event != 0)
		return date_cmp(on, fact->ended_until) <= 0;
	return !fact->has_until || date_cmp(on, fact->until) <= 0;
}

bool slice_fact_on(const struct slice_person *person, struct span code, struct date on)
{
	for (size_t i = 0; i < person->facts.len; i++)
		if (span_eq(person->facts.at[i].code, code) &&
			slice_fact_holds(&person->facts.at[i], on))
			return true;
	return false;
}

const struct slice_fact *slice_fact_value_on(const struct slice_person *person, struct span code,
	enum fact_value_kind kind, struct date on)
{
	const struct slice_fact *best = NULL;

	for (size_t i = 0; i < person->facts.len; i++) {
		const struct slice_fact *each = &person->facts.at[i];
		int order = best == NULL ? 1 : date_cmp(each->from, best->from);

		if (each->value.kind == kind && span_eq(each->code, code) &&
			slice_fact_holds(each, on) &&
			(order > 0 || (order == 0 && each->event > best->event)))
			best = each;
	}
	return best;
}
