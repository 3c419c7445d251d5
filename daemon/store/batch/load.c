#include "daemon/store/batch/load.h"

#include "base/arena.h"
#include "daemon/store/batch/load_approved.h"
#include "daemon/store/batch/load_payee.h"
#include "daemon/store/batch/load_staff.h"
#include "daemon/store/batch/wants.h"
#include "daemon/store/pq/form.h"
#include "daemon/store/sealing.h"

/* Of one batch, in all its tables: about a hundred MiB of a lane's arena. */
enum { LOAD_ROWS_MAX = 500000 };

/* Notes the statement's place in the flight; not sent if its array is empty. */
static void send(struct load *load, struct connection *connection, enum query query,
	struct binds *binds, const struct bind *array)
{
	if (array != NULL && array->count == 0)
		return;
	connection_add(connection, query_name(query), binds);
	load->place[query] = load->sent++;
}

void load_set_authority(const struct load *load, struct connection *connection)
{
	struct binds binds = binds_in(load->arena);

	bind_text(&binds, span_of(arena_printf(load->arena, "%d", load->authority->id)));
	bind_text(&binds, span_of(arena_printf(load->arena, "%d", load->lock_ms_max)));
	connection_add(connection, query_name(QUERY_set_authority), &binds);
}

void load_send(struct load *load, struct connection *connection)
{
	struct wants *wants = wants_of(load);
	struct binds head = wants_binds(load);

	connection_add_plain(connection,
		load->locks ? "BEGIN ISOLATION LEVEL READ COMMITTED"
			    : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
	load_set_authority(load, connection);
	load->sent = 2;
	load->head = load->locks ? QUERY_head_lock : QUERY_head_look;
	send(load, connection, load->head, &head, NULL);
	send(load, connection, QUERY_load_staff, &wants->staff, NULL);
	send(load, connection, QUERY_load_staff_roles, &wants->staff, NULL);
	if (wants->adds_staff)
		send(load, connection, QUERY_staff_next, &head, NULL);
	send(load, connection, QUERY_load_keys, &wants->keys, wants->key_staff);
	send(load, connection, QUERY_load_certificates, &wants->certificates, wants->prints);
	send(load, connection, QUERY_load_invitations, &wants->invitations, wants->invited);
	send(load, connection, QUERY_load_credentials, &wants->credentials,
		wants->credential_staff);
	send(load, connection, QUERY_load_twins, &wants->twins, wants->folded);
	send(load, connection, QUERY_load_alike, &wants->likenesses, wants->alike);
	send(load, connection, QUERY_load_people, &wants->refs, wants->ref_texts);
	send(load, connection, QUERY_load_people_of_payments, &wants->payments, wants->payment_ids);
	send(load, connection, QUERY_load_payees, &wants->payees, wants->payee_codes);
	send(load, connection, QUERY_load_payees_of_payments, &wants->payments, wants->payment_ids);
	send(load, connection, QUERY_load_facts, &wants->refs, wants->ref_texts);
	send(load, connection, QUERY_load_categories, &wants->refs, wants->ref_texts);
	send(load, connection, QUERY_load_accounts, &wants->accounts, wants->codes);
	send(load, connection, QUERY_load_caps, &wants->caps, wants->cap_refs);
	send(load, connection, QUERY_load_draws, &wants->draws, wants->draw_refs);
	send(load, connection, QUERY_load_judged_facts, &wants->judged, wants->judged_ids);
	send(load, connection, QUERY_load_judged_categories, &wants->judged, wants->judged_ids);
	if (wants->periods_vary)
		send(load, connection, QUERY_load_judged_caps, &wants->judged, wants->judged_ids);
	if (load->authority->offers->len > 1)
		send(load, connection, QUERY_load_judged_draws, &wants->judged, wants->judged_ids);
	send(load, connection, QUERY_load_payment_accounts, &wants->payments, wants->payment_ids);
	send(load, connection, QUERY_load_payment_funds, &wants->payments, wants->payment_ids);
	send(load, connection, QUERY_load_payments, &wants->payments, wants->payment_ids);
	send(load, connection, QUERY_load_approvals, &wants->payments, wants->payment_ids);
	send(load, connection, QUERY_load_approved, &wants->approved, wants->approved_payments);
}

/* NULL: not asked for. */
static const PGresult *answer(
	const struct load *load, const struct flight *flight, enum query query)
{
	return load->place[query] == 0 ? NULL : flight->results[load->place[query]];
}

static int rows(const PGresult *result)
{
	return result == NULL ? 0 : PQntuples(result);
}

static void read_keys(struct slice *slice, const PGresult *result)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_key *key = ARENA_NEW(slice->arena, struct slice_key);

		key->owner = (int32_t)value_int(result, row, KEY_owner);
		key->key = value_uuid(result, row, KEY_key);
		key->request = value_digest(result, row, KEY_request);
		key->event = value_int(result, row, KEY_event);
		key->bytes = value_dup(slice->arena, result, row, KEY_bytes);
		key->by = (int32_t)value_int(result, row, KEY_staff_id);
		key->by_name = value_dup(slice->arena, result, row, KEY_name);
		slice_put_key(slice, key);
	}
}

/* is_known: their facts and categories are looked for by ref, too. */
static bool read_people(struct slice *slice, const struct load *load, const PGresult *result,
	bool is_known, const char **ret_error)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_person *person = ARENA_NEW(slice->arena, struct slice_person);
		char id[UUID_TEXT + 1];

		person->id = value_uuid(result, row, PERSON_person_id);
		if (slice_person_by_id(slice, person->id) != NULL)
			continue;
		person->ref = value_dup(slice->arena, result, row, PERSON_ref);
		person->event = value_int(result, row, PERSON_event);
		person->is_known = is_known;
		if (!sealing_open_person(slice->arena, &load->authority->wrapping_key,
			    value_span(result, row, PERSON_wrapped_key),
			    value_span(result, row, PERSON_sealed), person)) {
			uuid_format(person->id, id);
			*ret_error = arena_printf(slice->arena,
				"person %s does not open with this authority's key", id);
			return false;
		}
		load_person_creditor(result, row, person);
		slice_put_person(slice, person);
	}
	return true;
}

/* Whom somebody to be added might be taken for. */
static void read_likes(struct slice *slice, const PGresult *twins, const PGresult *alike)
{
	for (int row = 0; row < rows(twins); row++)
		slice_put_ref(slice, value_dup(slice->arena, twins, row, TWIN_ref));
	for (int row = 0; row < rows(alike); row++) {
		struct digest likeness = value_digest(alike, row, ALIKE_likeness);

		slice_put_alike(slice, &likeness, value_dup(slice->arena, alike, row, ALIKE_ref),
			value_int(alike, row, ALIKE_event));
	}
}

/* False if an amount recurs in no period that there is. */
static bool read_fact_value(
	struct slice *slice, const PGresult *result, int row, struct fact_value *ret_value)
{
	if (!value_is_null(result, row, FACT_amount_pence)) {
		*ret_value = (struct fact_value){.kind = FACT_VALUE_MONEY,
			.pence = value_int(result, row, FACT_amount_pence)};
		return fact_every_of_word(value_span(result, row, FACT_every), &ret_value->every);
	}
	if (!value_is_null(result, row, FACT_value_date))
		*ret_value = (struct fact_value){
			.kind = FACT_VALUE_DATE, .date = value_date(result, row, FACT_value_date)};
	else if (!value_is_null(result, row, FACT_value_code))
		*ret_value = (struct fact_value){.kind = FACT_VALUE_CODE,
			.code = value_dup(slice->arena, result, row, FACT_value_code)};
	return true;
}

/* judged: of people of payments, who may be known by their refs already. False if the value of one
 * is none. */
static bool read_facts(
	struct slice *slice, const PGresult *result, bool judged, const char **ret_error)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_person *person =
			slice_person_by_id(slice, value_uuid(result, row, FACT_person_id));
		struct slice_fact *fact;

		if (person == NULL || (judged && person->is_known))
			continue;
		fact = VEC_PUSH(slice->arena, &person->facts);
		fact->code = value_dup(slice->arena, result, row, FACT_code);
		fact->event = value_int(result, row, FACT_event);
		fact->from = value_date(result, row, FACT_from_date);
		fact->has_until = !value_is_null(result, row, FACT_until_date);
		if (fact->has_until)
			fact->until = value_date(result, row, FACT_until_date);
		if (!value_is_null(result, row, FACT_ended_event)) {
			fact->ended_event = value_int(result, row, FACT_ended_event);
			fact->ended_until = value_date(result, row, FACT_ended_until);
		}
		if (!read_fact_value(slice, result, row, &fact->value)) {
			*ret_error = "an amount of a fact recurs in no period";
			return false;
		}
	}
	return true;
}

/* False if one is none. */
static bool read_categories(
	struct slice *slice, const PGresult *result, bool judged, const char **ret_error)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_person *person =
			slice_person_by_id(slice, value_uuid(result, row, CATEGORY_person_id));
		struct slice_category *category;

		if (person == NULL || (judged && person->is_known))
			continue;
		category = VEC_PUSH(slice->arena, &person->categories);
		category->from_birthday = value_date_is_always(result, row, CATEGORY_from_date);
		category->from = category->from_birthday
			? date_birthday(person->born, CATEGORY_FROM_AGE)
			: value_date(result, row, CATEGORY_from_date);
		category->event = value_int(result, row, CATEGORY_event);
		if (!category_of_word(
			    value_span(result, row, CATEGORY_code), &category->category)) {
			*ret_error = "a recorded category is none";
			return false;
		}
	}
	return true;
}

/* False if the code of one is none. */
static bool read_accounts(struct slice *slice, const PGresult *result, const char **ret_error)
{
	for (int row = 0; row < rows(result); row++) {
		struct account_name name;
		struct account *account;

		if (slice_account_by_id(slice, value_int(result, row, ACCOUNT_account_id)) != NULL)
			continue;
		account = ARENA_NEW(slice->arena, struct account);
		account->id = value_int(result, row, ACCOUNT_account_id);
		account->code = value_dup(slice->arena, result, row, ACCOUNT_code);
		if (!account_name_read(account->code, &name)) {
			*ret_error = arena_printf(slice->arena, "account %.*s is of no kind",
				SPAN_ARG(account->code));
			return false;
		}
		account->kind = name.kind;
		account->credited = value_int(result, row, ACCOUNT_credited);
		account->debited = value_int(result, row, ACCOUNT_debited);
		account->reserved = value_int(result, row, ACCOUNT_reserved);
		if (!value_is_null(result, row, ACCOUNT_person_id))
			account->person = value_uuid(result, row, ACCOUNT_person_id);
		account->entitlement = value_dup(slice->arena, result, row, ACCOUNT_entitlement);
		account->period = value_dup(slice->arena, result, row, ACCOUNT_period);
		account->base_pence = value_is_null(result, row, ACCOUNT_base_pence)
			? 0
			: value_int(result, row, ACCOUNT_base_pence);
		slice_put_account(slice, account);
	}
	return true;
}

static void read_draws(struct slice *slice, const PGresult *result)
{
	for (int row = 0; row < rows(result); row++) {
		struct account *cap =
			slice_account_by_id(slice, value_int(result, row, DRAW_cap_account));

		if (cap != NULL)
			slice_put_draw(slice, cap, value_date(result, row, DRAW_need_date),
				value_int(result, row, DRAW_payments));
	}
}

/* False if one names a person or an account that is not there. */
static bool read_payments(struct slice *slice, const PGresult *result, const char **ret_error)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_payment *payment = ARENA_NEW(slice->arena, struct slice_payment);

		payment->id = value_int(result, row, PAYMENT_payment_id);
		payment->person =
			slice_person_by_id(slice, value_uuid(result, row, PAYMENT_person_id));
		payment->entitlement = value_dup(slice->arena, result, row, PAYMENT_entitlement);
		payment->amount_pence = value_int(result, row, PAYMENT_amount_pence);
		payment->need = value_date(result, row, PAYMENT_need_date);
		payment->offer_version = (int32_t)value_int(result, row, PAYMENT_offer_version);
		payment->content = value_digest(result, row, PAYMENT_content);
		payment->requester = (int32_t)value_int(result, row, PAYMENT_requester);
		if (!payment_state_of_word(
			    value_span(result, row, PAYMENT_state), &payment->state)) {
			*ret_error = arena_printf(slice->arena, "payment P%lld is in no state",
				(long long)payment->id);
			return false;
		}
		payment->period = value_dup(slice->arena, result, row, PAYMENT_period);
		payment->year = value_dup(slice->arena, result, row, PAYMENT_year);
		payment->cap =
			slice_account_by_id(slice, value_int(result, row, PAYMENT_cap_account));
		payment->drawn =
			slice_account_by_id(slice, value_int(result, row, PAYMENT_drawn_account));
		payment->reserve_n = (int16_t)value_int(result, row, PAYMENT_reserve_n);
		if (!value_is_null(result, row, PAYMENT_fund_account)) {
			payment->fund = slice_account_by_id(
				slice, value_int(result, row, PAYMENT_fund_account));
			payment->payable = slice_account_by_id(
				slice, value_int(result, row, PAYMENT_payable_account));
			payment->approved_event = value_int(result, row, PAYMENT_approved_event);
		}
		if (payment->person == NULL || payment->cap == NULL || payment->drawn == NULL ||
			(payment->approved_event != 0 &&
				(payment->fund == NULL || payment->payable == NULL))) {
			*ret_error = arena_printf(slice->arena,
				"payment P%lld names a person or an account that is not there",
				(long long)payment->id);
			return false;
		}
		if (!load_paid_to(slice, result, row, payment)) {
			*ret_error = arena_printf(slice->arena,
				"payment P%lld names a payee who is not there",
				(long long)payment->id);
			return false;
		}
		payment->round = (int16_t)value_int(result, row, PAYMENT_round);
		payment->approvals = (int16_t)value_int(result, row, PAYMENT_approvals);
		payment->age = (int)value_int(result, row, PAYMENT_age);
		if (!category_of_word(
			    value_span(result, row, PAYMENT_category), &payment->category))
			payment->category = CATEGORY_NONE;
		slice_put_payment(slice, payment);
	}
	return true;
}

/* A batch of people with very many rows each is tried one by one. */
static bool rows_fit(const struct flight *flight)
{
	int64_t count = 0;

	for (int i = 0; i < flight->len; i++)
		count += rows(flight->results[i]);
	return count <= LOAD_ROWS_MAX;
}

static bool forms_fit(const struct load *load, const struct flight *flight, struct arena *arena,
	const char **ret_error)
{
	for (enum query query = 0; query < QUERIES; query++) {
		const PGresult *rows = answer(load, flight, query);

		if (rows == NULL || form_fits(rows, query_form(query)))
			continue;
		*ret_error =
			arena_printf(arena, "a row of %s is not of its form", query_says(query));
		return false;
	}
	return true;
}

bool load_read(struct load *load, const struct flight *flight, struct slice *slice,
	int32_t *ret_offer_serial, const char **ret_error)
{
#define ANSWER(name) answer(load, flight, QUERY_##name)
	const PGresult *head = answer(load, flight, load->head), *staff_next = ANSWER(staff_next);

	if (!rows_fit(flight)) {
		*ret_error = "the batch is about more rows than fit into memory at a time";
		return false;
	}
	if (rows(head) != 1) {
		*ret_error = "the authority has no log";
		return false;
	}
	if (!forms_fit(load, flight, slice->arena, ret_error))
		return false;
	slice->size = value_int(head, 0, HEAD_size);
	slice->last_at_us = value_instant(head, 0, HEAD_at);
	load->clock_us = value_instant(head, 0, HEAD_clock);
	load->staff_serial = (int32_t)value_int(head, 0, HEAD_staff_serial);
	load->rules_serial = (int32_t)value_int(head, 0, HEAD_rules_serial);
	if (rows(staff_next) == 1)
		slice->staff_id_next = (int32_t)value_int(staff_next, 0, STAFF_NEXT_staff_id);
	load_put_staff(slice, ANSWER(load_staff), ANSWER(load_staff_roles));
	read_keys(slice, ANSWER(load_keys));
	load_put_invitations(slice, &load->authority->invitation_key, ANSWER(load_invitations));
	load_put_certificates(slice, ANSWER(load_certificates));
	load_put_credentials(slice, ANSWER(load_credentials));
	read_likes(slice, ANSWER(load_twins), ANSWER(load_alike));
	if (!read_people(slice, load, ANSWER(load_people), true, ret_error) ||
		!read_people(slice, load, ANSWER(load_people_of_payments), false, ret_error))
		return false;
	if (!load_put_payees(slice, load->authority, ANSWER(load_payees), ret_error) ||
		!load_put_payees(
			slice, load->authority, ANSWER(load_payees_of_payments), ret_error))
		return false;
	if (!read_facts(slice, ANSWER(load_facts), false, ret_error) ||
		!read_facts(slice, ANSWER(load_judged_facts), true, ret_error) ||
		!read_categories(slice, ANSWER(load_categories), false, ret_error) ||
		!read_categories(slice, ANSWER(load_judged_categories), true, ret_error))
		return false;
	if (!read_accounts(slice, ANSWER(load_accounts), ret_error) ||
		!read_accounts(slice, ANSWER(load_caps), ret_error) ||
		!read_accounts(slice, ANSWER(load_judged_caps), ret_error) ||
		!read_accounts(slice, ANSWER(load_payment_accounts), ret_error) ||
		!read_accounts(slice, ANSWER(load_payment_funds), ret_error))
		return false;
	read_draws(slice, ANSWER(load_draws));
	read_draws(slice, ANSWER(load_judged_draws));
	*ret_offer_serial = (int32_t)value_int(head, 0, HEAD_offer_serial);
	if (!read_payments(slice, ANSWER(load_payments), ret_error))
		return false;
	load_put_approvals(slice, ANSWER(load_approvals));
	load_put_approved(slice, ANSWER(load_approved));
	return true;
#undef ANSWER
}
