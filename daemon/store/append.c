#include "daemon/store/append.h"

#include "base/arena.h"
#include "core/reason.h"
#include "daemon/store/append_rows.h"

/* An UPDATE in a CTE; 1 / 0 raises 22012 if it met fewer rows than named. */
#define ALL_ROWS(update, keys)                                                                     \
	"WITH met AS (" update " RETURNING 1) SELECT 1 / (count(*) = cardinality(" keys            \
	"))::int FROM met"

static const struct {
	const char *name, *text;
} statements[] = {
	{"add_events",
		"INSERT INTO event SELECT $1::int, * FROM unnest($2::bigint[], $3::timestamptz[], "
		"$4::date[], "
		"$5::text[], $6::int[], $7::bytea[], $8::bytea[])"},
	{"add_staff",
		"INSERT INTO staff (authority_id, staff_id, name, roles, event) "
		"SELECT $1::int, id, name, string_to_array(roles, ' '), event "
		"FROM unnest($2::int[], $3::text[], $4::text[], $5::bigint[]) w (id, name, roles, "
		"event)"},
	{"add_certificates",
		"INSERT INTO credential (authority_id, kind, staff_id, digest, event, invitation) "
		"SELECT $1::int, 'certificate', * FROM unnest($2::int[], $3::bytea[], "
		"$4::bigint[], "
		"$5::bigint[])"},
	{"add_invitations",
		"INSERT INTO staff_invitation (authority_id, event, staff_id, until_date) "
		"SELECT $1::int, * FROM unnest($2::bigint[], $3::int[], $4::date[])"},
	{"add_people",
		"INSERT INTO person_private (authority_id, person_id, event, ref, wrapped_key, "
		"sealed, likeness) "
		"SELECT $1::int, * FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::bytea[], "
		"$6::bytea[], $7::bytea[])"},
	{"add_texts",
		"INSERT INTO person_text (authority_id, event, field, person_id, sealed) "
		"SELECT $1::int, * FROM unnest($2::bigint[], $3::text[], $4::uuid[], $5::bytea[])"},
	{"add_categories",
		"INSERT INTO category (authority_id, person_id, from_date, event, code) "
		"SELECT $1::int, * FROM unnest($2::uuid[], $3::date[], $4::bigint[], $5::text[])"},
	{"add_facts",
		"INSERT INTO fact (authority_id, person_id, code, event, from_date, until_date, "
		"ended_event) "
		"SELECT $1::int, * FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::date[], "
		"$6::date[], $7::bigint[])"},
	{"end_facts",
		ALL_ROWS("UPDATE fact f SET until_date = w.until_date, ended_event = w.ended_event "
			 "FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::date[], "
			 "$6::bigint[]) "
			 "w (person_id, code, event, until_date, ended_event) WHERE f.authority_id "
			 "= $1::int "
			 "AND f.person_id = w.person_id AND f.code = w.code AND f.event = w.event",
			"$2::uuid[]")},
	{"add_offers",
		"INSERT INTO offer (authority_id, version, effective, digest, text, json, event) "
		"SELECT $1::int, * FROM unnest($2::int[], $3::date[], $4::bytea[], $5::text[], "
		"$6::text[], $7::bigint[])"},
	{"add_accounts",
		"INSERT INTO account (authority_id, account_id, code, book, floor, person_id, "
		"entitlement, period, base_pence) "
		"SELECT $1::int, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], "
		"$6::uuid[], "
		"$7::text[], $8::text[], $9::bigint[])"},
	{"add_transfers",
		"INSERT INTO transfer (authority_id, event, n, phase, from_account, to_account, "
		"amount_pence, "
		"resolves_event, resolves_n) SELECT $1::int, * FROM unnest($2::bigint[], "
		"$3::smallint[], $4::text[], "
		"$5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::smallint[])"},
	{"add_awards",
		"INSERT INTO award (authority_id, event, person_id, entitlement, on_date, period, "
		"amount_pence, account_id) "
		"SELECT $1::int, * FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::date[], "
		"$6::text[], "
		"$7::bigint[], $8::bigint[])"},
	{"add_payments",
		"INSERT INTO payment (authority_id, payment_id, person_id, entitlement, "
		"amount_pence, need_date, "
		"offer_version, content, requester, period, year, cap_account, drawn_account, "
		"reserve_n) "
		"SELECT $1::int, * FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::bigint[], "
		"$6::date[], "
		"$7::int[], $8::bytea[], $9::int[], $10::text[], $11::text[], $12::bigint[], "
		"$13::bigint[], $14::smallint[])"},
	{"add_steps",
		"INSERT INTO payment_step (authority_id, payment_id, event, step, becomes, "
		"staff_id, round, stage, content, fund_account, payable_account) "
		"SELECT $1::int, * FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], "
		"$6::int[], $7::smallint[], $8::smallint[], $9::bytea[], $10::bigint[], "
		"$11::bigint[])"},
	{"add_refusals",
		"INSERT INTO refusal (authority_id, event, person_id, payment_id, entitlement, "
		"amount_pence, reasons, need_date) "
		"SELECT $1::int, event, person_id, payment_id, entitlement, amount_pence, "
		"string_to_array(reasons, ' '), need_date "
		"FROM unnest($2::bigint[], $3::uuid[], $4::bigint[], $5::text[], $6::bigint[], "
		"$7::text[], $8::date[]) w (event, person_id, payment_id, entitlement, "
		"amount_pence, reasons, need_date)"},
	{"add_keys",
		"INSERT INTO command_key (authority_id, staff_id, key, request, event) "
		"SELECT $1::int, * FROM unnest($2::int[], $3::uuid[], $4::bytea[], $5::bigint[])"},
};

struct statement_list append_statements(struct arena *arena, size_t more)
{
	struct statement_list list = {
		.at = ARENA_ARRAY(arena, struct statement, ARRAY_LEN(statements) + more),
	};

	for (size_t i = 0; i < ARRAY_LEN(statements); i++)
		list.at[list.len++] =
			(struct statement){.name = statements[i].name, .text = statements[i].text};
	return list;
}

struct binds append_binds(const struct append *a)
{
	struct binds binds = binds_in(a->slice->arena);

	bind_int4(&binds, a->authority->id);
	return binds;
}

void append_person(struct bind *array, const struct slice_person *person)
{
	if (person == NULL)
		bind_add_null(array);
	else
		bind_add_uuid(array, person->id);
}

/* 0 stands for none. */
void append_number(struct bind *array, int64_t number)
{
	if (number == 0)
		bind_add_null(array);
	else
		bind_add_int(array, number);
}

static void add_events(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *number = bind_array(&binds, BIND_INT8), *at = bind_array(&binds, BIND_INSTANT);
	struct bind *day = bind_array(&binds, BIND_DATE), *kind = bind_array(&binds, BIND_TEXT);
	struct bind *staff = bind_array(&binds, BIND_INT4), *bytes = bind_array(&binds, BIND_BYTEA);
	struct bind *leaf = bind_array(&binds, BIND_BYTEA);

	for (size_t i = 0; i < a->slice->events.len; i++) {
		const struct slice_event *event = &a->slice->events.at[i];

		bind_add_int(number, event->number);
		bind_add_instant(at, event->at_us);
		bind_add_date(day, date_london(event->at_us));
		bind_add_word(kind, event->kind);
		bind_add_int(staff, event->staff_id);
		bind_add_span(bytes, event->bytes);
		bind_add_digest(leaf, &event->leaf);
	}
	connection_add(a->connection, "add_events", &binds);
}

static void add_offers(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *version = bind_array(&binds, BIND_INT4),
		    *effective = bind_array(&binds, BIND_DATE);
	struct bind *digest = bind_array(&binds, BIND_BYTEA), *text = bind_array(&binds, BIND_TEXT);
	struct bind *json = bind_array(&binds, BIND_TEXT), *event = bind_array(&binds, BIND_INT8);

	if (a->slice->new_offers.len == 0)
		return;
	for (size_t i = 0; i < a->slice->new_offers.len; i++) {
		const struct slice_offer *offer = &a->slice->new_offers.at[i];

		bind_add_int(version, offer->offer->version);
		bind_add_date(effective, offer->offer->effective);
		bind_add_digest(digest, &offer->offer->digest);
		bind_add_span(text, offer->text);
		bind_add_span(json, offer->json);
		bind_add_int(event, offer->event);
	}
	connection_add(a->connection, "add_offers", &binds);
}

static struct span reason_words_of(struct arena *arena, const bool reasons[REASON_CODES])
{
	struct buf words = buf_in(arena);

	for (unsigned code = 0; code < REASON_CODES; code++) {
		if (!reasons[code])
			continue;
		if (words.len > 0)
			buf_char(&words, ' ');
		buf_text(&words, reason_word((enum reason_code)code));
	}
	return buf_done(&words);
}

static void add_refusals(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *event = bind_array(&binds, BIND_INT8), *person = bind_array(&binds, BIND_UUID);
	struct bind *payment = bind_array(&binds, BIND_INT8), *code = bind_array(&binds, BIND_TEXT);
	struct bind *amount = bind_array(&binds, BIND_INT8),
		    *reasons = bind_array(&binds, BIND_TEXT);
	struct bind *need = bind_array(&binds, BIND_DATE);

	if (a->slice->refusals.len == 0)
		return;
	for (size_t i = 0; i < a->slice->refusals.len; i++) {
		const struct slice_refusal *refusal = &a->slice->refusals.at[i];

		bind_add_int(event, refusal->event);
		append_person(person, refusal->person);
		append_number(payment, refusal->payment_id);
		bind_add_span(code, refusal->entitlement);
		append_number(amount, refusal->amount_pence);
		bind_add_span(reasons, reason_words_of(a->slice->arena, refusal->reasons));
		bind_add_date(need, refusal->need);
	}
	connection_add(a->connection, "add_refusals", &binds);
}

static void add_keys(const struct append *a)
{
	struct binds binds = append_binds(a);
	struct bind *staff = bind_array(&binds, BIND_INT4), *key = bind_array(&binds, BIND_UUID);
	struct bind *request = bind_array(&binds, BIND_BYTEA),
		    *event = bind_array(&binds, BIND_INT8);

	for (size_t i = 0; i < a->slice->new_keys.len; i++) {
		const struct slice_key *each = a->slice->new_keys.at[i];

		bind_add_int(staff, each->owner);
		bind_add_uuid(key, each->key);
		bind_add_digest(request, &each->request);
		bind_add_int(event, each->event);
	}
	connection_add(a->connection, "add_keys", &binds);
}

bool append_is_due(const struct slice *slice)
{
	return slice->events.len > 0;
}

void append_send(
	struct slice *slice, const struct store_authority *authority, struct connection *connection)
{
	struct append a = {.slice = slice, .authority = authority, .connection = connection};

	add_events(&a);
	append_staff(&a);
	append_invitations(&a);
	append_certificates(&a);
	append_people(&a);
	append_texts(&a);
	append_categories(&a);
	append_facts(&a);
	append_fact_ends(&a);
	add_offers(&a);
	append_accounts(&a);
	append_transfers(&a);
	append_awards(&a);
	append_payments(&a);
	append_steps(&a);
	add_refusals(&a);
	add_keys(&a);
	connection_add_plain(connection, "COMMIT");
}
