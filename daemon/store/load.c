#include "daemon/store/load.h"

#include "base/arena.h"
#include "daemon/store/form.h"
#include "daemon/store/load_staff.h"
#include "daemon/store/sealing.h"
#include "daemon/store/wants.h"

/* Of one batch, in all its tables: about a hundred MiB of a lane's arena. */
enum { LOAD_ROWS_MAX = 500000 };

#define ACCOUNT_COLUMNS                                                                            \
	"a.account_id, a.code, a.credited, a.debited, a.reserved, a.person_id, a.entitlement, "    \
	"a.period, a.base_pence"
#define PERSON_COLUMNS "p.person_id, p.ref, p.wrapped_key, p.sealed, p.event"

/* Each thing asked for is looked up by its whole key, one after the other: LIMIT and OFFSET keep
 * the planner from joining by another way, which plans made for empty tables would. What calls a
 * function (row security lets no such condition reach an index) is computed first. */
#define EACH(things) "FROM unnest(" things ") w "
#define LOOK_UP(columns, table, condition, alias)                                                  \
	"CROSS JOIN LATERAL (SELECT " columns " FROM " table                                       \
	" WHERE authority_id = $1::int AND " condition ") " alias " "
#define PERSON_OF_REF LOOK_UP("*", "person_private", "ref = w LIMIT 1", "p")
#define PAYMENT_OF_ID LOOK_UP("*", "payment", "payment_id = w LIMIT 1", "y")
#define ACCOUNT_OF_ID LOOK_UP("*", "account", "account_id = i.id LIMIT 1", "a")

/* The lock is a statement of its own: what follows it is read after it was granted. Of its own
 * columns the clock is read after that as well. */
const struct statement load_statements[] = {
	{"set_authority",
		"SELECT set_config('bursar.authority', $1::text, true), "
		"set_config('lock_timeout', $2::text, true)"},
	{"head_lock",
		"WITH head AS MATERIALIZED (SELECT size, at, offer_serial FROM log_head "
		"WHERE authority_id = $1::int FOR UPDATE) "
		"SELECT size, at, offer_serial, clock_timestamp() FROM head"},
	{"head_look",
		"SELECT size, at, offer_serial, clock_timestamp() FROM log_head "
		"WHERE authority_id = $1::int"},
	{"staff_next",
		"SELECT coalesce(max(staff_id), 0) + 1 FROM staff WHERE authority_id = $1::int"},
	{"load_staff",
		"SELECT staff_id, active, (SELECT sum(1 << array_position("
		"ARRAY['adviser', 'manager', 'finance', 'auditor', 'admin'], r) - 1)::int "
		"FROM unnest(roles) r), name FROM staff WHERE authority_id = $1::int AND staff_id "
		"= ANY "
		"($2::int[])"},
	{"load_keys",
		"SELECT k.staff_id, k.key, k.request, k.event, e.bytes, e.staff_id, (SELECT name "
		"FROM staff WHERE authority_id = $1::int AND staff_id = e.staff_id) "
		"FROM unnest($2::int[], $3::uuid[]) w (staff_id, key) " LOOK_UP(
			"*", "command_key", "staff_id = w.staff_id AND key = w.key LIMIT 1", "k")
			LOOK_UP("bytes, staff_id", "event", "number = k.event LIMIT 1", "e")},
	{"load_fingerprints",
		"SELECT fingerprint FROM staff_cert WHERE fingerprint = ANY ($2::bytea[]) AND "
		"$1::int > 0"},
	{"load_invitations",
		"SELECT i.staff_id, i.event, i.until_date, e.leaf, EXISTS (SELECT FROM staff_cert "
		"WHERE authority_id = $1::int AND invitation = i.event) " EACH("$2::int[]") LOOK_UP(
			"*", "staff_invitation", "staff_id = w ORDER BY event DESC LIMIT 1", "i")
			LOOK_UP("leaf", "event", "number = i.event LIMIT 1", "e")},
	{"load_twins",
		"SELECT p.ref " EACH("$2::text[]")
			LOOK_UP("ref", "person_private", "ref_fold = w LIMIT 1", "p")},
	{"load_alike",
		"SELECT w, p.ref, p.event " EACH("$2::bytea[]") LOOK_UP("ref, event",
			"person_private", "likeness = w ORDER BY event LIMIT 1", "p")},
	{"load_people", "SELECT " PERSON_COLUMNS " " EACH("$2::text[]") PERSON_OF_REF},
	{"load_people_of_payments",
		"SELECT " PERSON_COLUMNS " " EACH("$2::bigint[]") PAYMENT_OF_ID LOOK_UP(
			"*", "person_private", "person_id = y.person_id LIMIT 1", "p")},
	{"load_facts",
		"SELECT f.person_id, f.code, f.event, f.from_date, f.until_date, "
		"f.ended_event " EACH("$2::text[]") PERSON_OF_REF LOOK_UP("*", "fact",
			"person_id = p.person_id OFFSET 0", "f") "ORDER BY f.event, f.code"},
	{"load_categories",
		"SELECT c.person_id, c.from_date, c.event, c.code " EACH("$2::text[]")
			PERSON_OF_REF LOOK_UP("*", "category", "person_id = p.person_id OFFSET 0",
				"c") "ORDER BY c.event"},
	{"load_payments",
		"SELECT y.payment_id, y.person_id, y.entitlement, y.amount_pence, y.need_date, "
		"y.offer_version, y.content, y.requester, y.state, y.period, y.year, "
		"y.cap_account, y.drawn_account, y.reserve_n, y.fund_account, y.payable_account, "
		"y.approved_event " EACH("$2::bigint[]") PAYMENT_OF_ID},
	{"load_accounts",
		"SELECT " ACCOUNT_COLUMNS " " EACH("$2::text[]")
			LOOK_UP("*", "account", "code = w LIMIT 1", "a")},
	{"load_caps",
		"SELECT " ACCOUNT_COLUMNS " FROM (SELECT 'cap:' || p.person_id || ':' || "
		"w.entitlement || ':' || w.period AS code "
		"FROM unnest($2::text[], $3::text[], $4::text[]) w (ref, entitlement, "
		"period) " LOOK_UP("person_id", "person_private", "ref = w.ref LIMIT 1",
			"p") "OFFSET 0) c " LOOK_UP("*", "account", "code = c.code LIMIT 1", "a")},
	{"load_draws",
		"SELECT d.cap_account, d.need_date, d.payments FROM (SELECT p.person_id, "
		"w.entitlement, w.period FROM unnest($2::text[], $3::text[], $4::text[]) w (ref, "
		"entitlement, period) " LOOK_UP("person_id", "person_private",
			"ref = w.ref LIMIT 1", "p") "OFFSET 0) c CROSS JOIN LATERAL (SELECT "
						    "cap_account, need_date, count(*) AS payments "
						    "FROM payment WHERE authority_id = $1::int AND "
						    "person_id = c.person_id AND entitlement = "
						    "c.entitlement AND period = c.period AND state "
						    "<> 'declined' GROUP BY 1, 2 OFFSET 0) d"},
	{"load_payment_accounts",
		"SELECT " ACCOUNT_COLUMNS " FROM (SELECT DISTINCT unnest(ARRAY[cap_account, "
		"drawn_account, fund_account, payable_account]) AS id " EACH("$2::bigint[]")
			PAYMENT_OF_ID ") i " ACCOUNT_OF_ID},
	{"load_payment_funds",
		"SELECT " ACCOUNT_COLUMNS
		" FROM (SELECT DISTINCT y.year " EACH("$2::bigint[]") PAYMENT_OF_ID ") n " LOOK_UP(
			"*", "account", "period = n.year AND person_id IS NULL OFFSET 0", "a")},
};
const size_t load_statements_len = ARRAY_LEN(load_statements);

/* The statement's place in the flight; 0 and not sent if its array is empty. */
static int send(struct connection *connection, int *place, const char *statement,
	struct binds *binds, const struct bind *array)
{
	if (array != NULL && array->count == 0)
		return 0;
	connection_add(connection, statement, binds);
	return (*place)++;
}

void load_set_authority(const struct load *load, struct connection *connection)
{
	struct binds binds = binds_in(load->arena);

	bind_text(&binds, span_of(arena_printf(load->arena, "%d", load->authority->id)));
	bind_text(&binds, span_of(arena_printf(load->arena, "%d", load->lock_ms_max)));
	connection_add(connection, "set_authority", &binds);
}

void load_send(struct load *load, struct connection *connection)
{
	struct wants *wants = wants_of(load);
	struct binds head = wants_binds(load);
	int at = 2;

	connection_add_plain(connection,
		load->locks ? "BEGIN ISOLATION LEVEL READ COMMITTED"
			    : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
	load_set_authority(load, connection);
	load->head = send(connection, &at, load->locks ? "head_lock" : "head_look", &head, NULL);
	load->staff = send(connection, &at, "load_staff", &wants->staff, NULL);
	if (wants->adds_staff)
		load->staff_next = send(connection, &at, "staff_next", &head, NULL);
	load->keys = send(connection, &at, "load_keys", &wants->keys, wants->key_staff);
	load->fingerprints =
		send(connection, &at, "load_fingerprints", &wants->fingerprints, wants->prints);
	load->invitations =
		send(connection, &at, "load_invitations", &wants->invitations, wants->invited);
	load->twins = send(connection, &at, "load_twins", &wants->twins, wants->folded);
	load->alike = send(connection, &at, "load_alike", &wants->likenesses, wants->alike);
	load->people = send(connection, &at, "load_people", &wants->refs, wants->ref_texts);
	load->people_of_payments = send(
		connection, &at, "load_people_of_payments", &wants->payments, wants->payment_ids);
	load->facts = send(connection, &at, "load_facts", &wants->refs, wants->ref_texts);
	load->categories = send(connection, &at, "load_categories", &wants->refs, wants->ref_texts);
	load->accounts = send(connection, &at, "load_accounts", &wants->accounts, wants->codes);
	load->caps = send(connection, &at, "load_caps", &wants->caps, wants->cap_refs);
	load->draws = send(connection, &at, "load_draws", &wants->draws, wants->draw_refs);
	load->payment_accounts = send(
		connection, &at, "load_payment_accounts", &wants->payments, wants->payment_ids);
	load->payment_funds =
		send(connection, &at, "load_payment_funds", &wants->payments, wants->payment_ids);
	load->payments =
		send(connection, &at, "load_payments", &wants->payments, wants->payment_ids);
}

static const PGresult *answer(const struct flight *flight, int place)
{
	return place == 0 ? NULL : flight->results[place];
}

static int rows(const PGresult *result)
{
	return result == NULL ? 0 : PQntuples(result);
}

static void read_keys(struct slice *slice, const PGresult *result)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_key *key = ARENA_NEW(slice->arena, struct slice_key);

		key->owner = (int32_t)value_int(result, row, 0);
		key->key = value_uuid(result, row, 1);
		key->request = value_digest(result, row, 2);
		key->event = value_int(result, row, 3);
		key->bytes = value_dup(slice->arena, result, row, 4);
		key->by = (int32_t)value_int(result, row, 5);
		key->by_name = value_dup(slice->arena, result, row, 6);
		slice_put_key(slice, key);
	}
}

static bool read_people(struct slice *slice, const struct load *load, const PGresult *result,
	const char **ret_error)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_person *person = ARENA_NEW(slice->arena, struct slice_person);
		char id[UUID_TEXT + 1];

		person->id = value_uuid(result, row, 0);
		if (slice_person_by_id(slice, person->id) != NULL)
			continue;
		person->ref = value_dup(slice->arena, result, row, 1);
		person->event = value_int(result, row, 4);
		if (!sealing_open_person(slice->arena, &load->authority->wrapping_key,
			    value_span(result, row, 2), value_span(result, row, 3), person)) {
			uuid_format(person->id, id);
			*ret_error = arena_printf(slice->arena,
				"person %s does not open with this authority's key", id);
			return false;
		}
		slice_put_person(slice, person);
	}
	return true;
}

/* Whom somebody to be added might be taken for. */
static void read_likes(struct slice *slice, const PGresult *twins, const PGresult *alike)
{
	for (int row = 0; row < rows(twins); row++)
		slice_put_ref(slice, value_dup(slice->arena, twins, row, 0));
	for (int row = 0; row < rows(alike); row++) {
		struct digest likeness = value_digest(alike, row, 0);

		slice_put_alike(slice, &likeness, value_dup(slice->arena, alike, row, 1),
			value_int(alike, row, 2));
	}
}

static void read_facts(struct slice *slice, const PGresult *result)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_person *person = slice_person_by_id(slice, value_uuid(result, row, 0));
		struct slice_fact *fact;

		if (person == NULL)
			continue;
		fact = VEC_PUSH(slice->arena, &person->facts);
		fact->code = value_dup(slice->arena, result, row, 1);
		fact->event = value_int(result, row, 2);
		fact->from = value_date(result, row, 3);
		fact->has_until = !value_is_null(result, row, 4);
		if (fact->has_until)
			fact->until = value_date(result, row, 4);
		if (!value_is_null(result, row, 5))
			fact->ended_event = value_int(result, row, 5);
	}
}

/* False if one is none. */
static bool read_categories(struct slice *slice, const PGresult *result, const char **ret_error)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_person *person = slice_person_by_id(slice, value_uuid(result, row, 0));
		struct slice_category *category;

		if (person == NULL)
			continue;
		category = VEC_PUSH(slice->arena, &person->categories);
		category->from_birthday = value_date_is_always(result, row, 1);
		category->from = category->from_birthday
			? date_birthday(person->born, CATEGORY_FROM_AGE)
			: value_date(result, row, 1);
		category->event = value_int(result, row, 2);
		if (!category_of_word(value_span(result, row, 3), &category->category)) {
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

		if (slice_account_by_id(slice, value_int(result, row, 0)) != NULL)
			continue;
		account = ARENA_NEW(slice->arena, struct account);
		account->id = value_int(result, row, 0);
		account->code = value_dup(slice->arena, result, row, 1);
		if (!account_name_read(account->code, &name)) {
			*ret_error = arena_printf(slice->arena, "account %.*s is of no kind",
				SPAN_ARG(account->code));
			return false;
		}
		account->kind = name.kind;
		account->credited = value_int(result, row, 2);
		account->debited = value_int(result, row, 3);
		account->reserved = value_int(result, row, 4);
		if (!value_is_null(result, row, 5))
			account->person = value_uuid(result, row, 5);
		account->entitlement = value_dup(slice->arena, result, row, 6);
		account->period = value_dup(slice->arena, result, row, 7);
		account->base_pence = value_is_null(result, row, 8) ? 0 : value_int(result, row, 8);
		slice_put_account(slice, account);
	}
	return true;
}

static void read_draws(struct slice *slice, const PGresult *result)
{
	for (int row = 0; row < rows(result); row++) {
		struct account *cap = slice_account_by_id(slice, value_int(result, row, 0));

		if (cap != NULL)
			slice_draw(
				slice, cap, value_date(result, row, 1), value_int(result, row, 2));
	}
}

/* False if one names a person or an account that is not there. */
static bool read_payments(struct slice *slice, const PGresult *result, const char **ret_error)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_payment *payment = ARENA_NEW(slice->arena, struct slice_payment);

		payment->id = value_int(result, row, 0);
		payment->person = slice_person_by_id(slice, value_uuid(result, row, 1));
		payment->entitlement = value_dup(slice->arena, result, row, 2);
		payment->amount_pence = value_int(result, row, 3);
		payment->need = value_date(result, row, 4);
		payment->offer_version = (int32_t)value_int(result, row, 5);
		payment->content = value_digest(result, row, 6);
		payment->requester = (int32_t)value_int(result, row, 7);
		if (!payment_state_of_word(value_span(result, row, 8), &payment->state)) {
			*ret_error = arena_printf(slice->arena, "payment P%lld is in no state",
				(long long)payment->id);
			return false;
		}
		payment->period = value_dup(slice->arena, result, row, 9);
		payment->year = value_dup(slice->arena, result, row, 10);
		payment->cap = slice_account_by_id(slice, value_int(result, row, 11));
		payment->drawn = slice_account_by_id(slice, value_int(result, row, 12));
		payment->reserve_n = (int16_t)value_int(result, row, 13);
		if (!value_is_null(result, row, 14)) {
			payment->fund = slice_account_by_id(slice, value_int(result, row, 14));
			payment->payable = slice_account_by_id(slice, value_int(result, row, 15));
			payment->approved_event = value_int(result, row, 16);
		}
		if (payment->person == NULL || payment->cap == NULL || payment->drawn == NULL ||
			(payment->approved_event != 0 &&
				(payment->fund == NULL || payment->payable == NULL))) {
			*ret_error = arena_printf(slice->arena,
				"payment P%lld names a person or an account that is not there",
				(long long)payment->id);
			return false;
		}
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

#define ACCOUNT_FORM "itiiiu?t?t?i?"

static bool forms_fit(const struct load *load, const struct flight *flight, struct arena *arena,
	const char **ret_error)
{
	const struct {
		const char *what, *form;
		int place;
	} answers[] = {
		{"the log's head", "isis", load->head},
		{"staff", "ibit", load->staff},
		{"the next member of staff", "i", load->staff_next},
		{"a key", "iuhitit?", load->keys},
		{"a certificate", "h", load->fingerprints},
		{"an invitation", "iidhb", load->invitations},
		{"a ref", "t?", load->twins},
		{"somebody alike", "ht?i", load->alike},
		{"a person", "ut?t?t?i", load->people},
		{"a payment's person", "ut?t?t?i", load->people_of_payments},
		{"a fact", "utidd?i?", load->facts},
		{"a category", "uDit", load->categories},
		{"an account", ACCOUNT_FORM, load->accounts},
		{"a cap", ACCOUNT_FORM, load->caps},
		{"a cap's draws", "idi", load->draws},
		{"a payment's account", ACCOUNT_FORM, load->payment_accounts},
		{"a fund", ACCOUNT_FORM, load->payment_funds},
		{"a payment", "iutidihitttiiii?i?i?", load->payments},
	};

	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		if (form_fits(answer(flight, answers[i].place), answers[i].form))
			continue;
		*ret_error = arena_printf(arena, "a row of %s is not of its form", answers[i].what);
		return false;
	}
	return true;
}

bool load_read(struct load *load, const struct flight *flight, struct slice *slice,
	int32_t *ret_offer_serial, const char **ret_error)
{
	const PGresult *head = answer(flight, load->head);
	const PGresult *staff_next = answer(flight, load->staff_next);

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
	slice->size = value_int(head, 0, 0);
	slice->last_at_us = value_instant(head, 0, 1);
	load->clock_us = value_instant(head, 0, 3);
	if (rows(staff_next) == 1)
		slice->staff_id_next = (int32_t)value_int(staff_next, 0, 0);
	load_put_staff(slice, answer(flight, load->staff));
	read_keys(slice, answer(flight, load->keys));
	load_put_invitations(
		slice, &load->authority->invitation_key, answer(flight, load->invitations));
	load_put_fingerprints(slice, answer(flight, load->fingerprints));
	read_likes(slice, answer(flight, load->twins), answer(flight, load->alike));
	if (!read_people(slice, load, answer(flight, load->people), ret_error) ||
		!read_people(slice, load, answer(flight, load->people_of_payments), ret_error))
		return false;
	read_facts(slice, answer(flight, load->facts));
	if (!read_categories(slice, answer(flight, load->categories), ret_error))
		return false;
	if (!read_accounts(slice, answer(flight, load->accounts), ret_error) ||
		!read_accounts(slice, answer(flight, load->caps), ret_error) ||
		!read_accounts(slice, answer(flight, load->payment_accounts), ret_error) ||
		!read_accounts(slice, answer(flight, load->payment_funds), ret_error))
		return false;
	read_draws(slice, answer(flight, load->draws));
	*ret_offer_serial = (int32_t)value_int(head, 0, 2);
	return read_payments(slice, answer(flight, load->payments), ret_error);
}
