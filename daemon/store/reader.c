/* Reads: each is one short transaction of one statement on a connection of its own, read only. */
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "daemon/store/internal.h"
#include "daemon/store/sealing.h"
#include "sql/embedded.h"

enum { TEXT_OID = 25, BYTEA_OID = 17, JSON_OID = 114 }; /* pg_type.dat */

/* Row security needs the authority, which only the certificate tells: it is set from there, 0 if
 * there is none. */
const struct statement reader_sign_in_statements[] = {
	{"sign_in_authority",
		"SELECT set_config('bursar.authority', coalesce((SELECT authority_id FROM "
		"staff_cert "
		"WHERE fingerprint = decode($1::text, 'hex')), 0)::text, true)"},
	{"sign_in",
		"SELECT s.authority_id, s.staff_id, a.code, a.name, (SELECT sum(1 << "
		"array_position("
		"ARRAY['adviser', 'manager', 'finance', 'auditor', 'admin'], r) - 1)::int FROM "
		"unnest(s.roles) r) "
		"FROM staff_cert c JOIN staff s USING (authority_id, staff_id) JOIN authority a "
		"USING (authority_id) "
		"WHERE c.fingerprint = decode($1::text, 'hex') AND s.active"},
	{"read_authority",
		"SELECT set_config('bursar.authority', $1::text, true), "
		"set_config('plan_cache_mode', $2::text, true)"},
};
const size_t reader_sign_in_statements_len = ARRAY_LEN(reader_sign_in_statements);

/* The row the sign-in found, as staff; the authority is learnt by the way. */
static bool staff_of(struct store *store, const PGresult *rows, struct store_staff *staff)
{
	*staff = (struct store_staff){0};
	if (PQntuples(rows) == 0)
		return true;
	if (authority_learn(store, (int32_t)value_int(rows, 0, 0), value_span(rows, 0, 2),
		    value_span(rows, 0, 3)) == NULL)
		return false;
	staff->authority_id = (int32_t)value_int(rows, 0, 0);
	staff->staff_id = (int32_t)value_int(rows, 0, 1);
	staff->roles = (unsigned)value_int(rows, 0, 4);
	return true;
}

static struct sign_in *remembered(struct store *store, const struct digest *fingerprint)
{
	unsigned slot = (unsigned)fingerprint->bytes[0] << 8 | fingerprint->bytes[1];

	return &store->sign_ins[slot % STORE_SIGN_INS_MAX];
}

static void signed_in(struct read *read, const struct flight *flight)
{
	struct sign_in *memory = remembered(read->store, &read->fingerprint);
	struct store_staff staff = {0};

	if (flight->status != OK || !staff_of(read->store, flight->results[2], &staff)) {
		read->signed_in(read->context,
			flight->status == OK ? STATUS_SEAL_BROKEN : flight->status, NULL);
		return;
	}
	/* An unknown certificate is asked for again each time: it may be registered any moment. */
	if (staff.staff_id != 0)
		*memory = (struct sign_in){.fingerprint = read->fingerprint,
			.staff = staff,
			.until_s = store_now_us() / 1000000 + STORE_SIGN_IN_CACHE_S};
	read->signed_in(read->context, OK, &staff);
}

/* SQLSTATE class 22: a parameter that cannot be cast, which is the caller's fault. */
static bool misread(const struct flight *flight)
{
	const char *sqlstate = flight->failed == NULL
		? NULL
		: PQresultErrorField(flight->failed, PG_DIAG_SQLSTATE);

	return sqlstate != NULL && strncmp(sqlstate, "22", 2) == 0;
}

/* A column of a read's reply; its binary form is its bytes. Another type is a bug of the query. */
static struct span column(const PGresult *result, int number)
{
	Oid type = PQftype(result, number);

	assert(type == TEXT_OID || type == JSON_OID || type == BYTEA_OID);
	return value_span(result, 0, number);
}

/* By its rarest byte: exports are megabytes without one. */
static bool has_marks(struct span json)
{
	static const char mark[] = "\"@sealed:";

	for (;;) {
		size_t at = span_find(json, '@');

		if (at == json.len)
			return false;
		if (at > 0 && span_starts(span_from(json, at - 1), SPAN(mark)))
			return true;
		json = span_from(json, at + 1);
	}
}

static void answered(struct read *read, const struct flight *flight)
{
	const struct authority *authority = authority_of(read->store, read->authority_id);
	struct store_rows rows = {0};
	struct buf body = buf_in(read->arena);
	const PGresult *result;

	if (flight->status != OK) {
		read->answered(
			read->context, misread(flight) ? STATUS_BAD_INPUT : flight->status, NULL);
		return;
	}
	result = flight->results[2];
	rows.rows = (size_t)PQntuples(result);
	if (rows.rows > 0) {
		struct span json = column(result, 0);

		if (authority != NULL && has_marks(json)) {
			sealing_open_marks(
				read->arena, &authority->public.wrapping_key, json, &body);
			json = buf_done(&body);
		}
		rows.body = json;
		if (PQnfields(result) > 1)
			rows.next = column(result, 1);
		if (PQnfields(result) > 2)
			rows.size = column(result, 2);
	}
	read->answered(read->context, OK, &rows);
}

static void landed(void *context, const struct flight *flight)
{
	struct reader *reader = context;
	struct read *read = reader->read;

	reader->read = NULL;
	if (flight->status == STATUS_DB_REFUSED && !misread(flight))
		store_log(reader->store, "error", "query %s was refused: %s %.*s", read->query,
			PQresultErrorField(flight->failed, PG_DIAG_SQLSTATE),
			(int)strcspn(PQresultErrorMessage(flight->failed), "\n"),
			PQresultErrorMessage(flight->failed));
	if (read->signs_in)
		signed_in(read, flight);
	else
		answered(read, flight);
	arena_free(read->arena);
	store_dispatch(reader->store);
}

/* Planned once if the query's header says so: its plan is the same whatever the parameters, and
 * making it would take longer than the query. */
static const char *plan_of(const char *query)
{
	for (size_t i = 0; i < embedded_queries_len; i++)
		if (strcmp(embedded_queries[i].name, query) == 0 &&
			strstr(embedded_queries[i].text, "\n-- plan: once\n") != NULL)
			return "force_generic_plan";
	return "force_custom_plan";
}

void reader_start(struct reader *reader, struct read *read)
{
	struct connection *connection = reader->connection;

	reader->read = read;
	reader->store->figures.queries++;
	connection_add_plain(connection, "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY");
	if (read->signs_in) {
		connection_add_texts(connection, "sign_in_authority", read->params, 1);
		connection_add_texts(connection, "sign_in", read->params, 1);
	} else {
		const char *settings[] = {read->params[0], plan_of(read->query)};

		connection_add_texts(connection, "read_authority", settings, ARRAY_LEN(settings));
		connection_add_texts(connection, read->query, read->params, read->params_len);
	}
	connection_add_plain(connection, "ROLLBACK");
	connection_fly(connection, landed, reader);
}

void reader_stop(struct reader *reader)
{
	connection_free(reader->connection);
	if (reader->read != NULL)
		store_due_read(reader->store, reader->read, STATUS_DB_AWAY);
}

static void wait_for_reader(struct store *store, struct read *read)
{
	if (store->reads_last == NULL)
		store->reads_first = read;
	else
		store->reads_last->next = read;
	store->reads_last = read;
	store_dispatch(store);
}

static struct read *read_new(struct store *store)
{
	struct arena *arena = arena_new(STORE_ARENA_BYTES_MAX);
	struct read *read = ARENA_NEW(arena, struct read);

	read->store = store;
	read->arena = arena;
	return read;
}

void store_sign_in(
	struct store *store, const struct digest *fingerprint, store_signed_in *done, void *context)
{
	struct sign_in *memory = remembered(store, fingerprint);
	struct buf hex;
	struct read *read;

	if (memory->until_s > store_now_us() / 1000000 &&
		hash_eq(&memory->fingerprint, fingerprint)) {
		done(context, OK, &memory->staff);
		return;
	}
	read = read_new(store);
	hex = buf_in(read->arena);
	buf_hex(&hex, fingerprint->bytes, DIGEST_BYTES);
	read->signs_in = true;
	read->query = "sign_in";
	read->fingerprint = *fingerprint;
	read->params[0] = buf_cstr(&hex);
	read->signed_in = done;
	read->context = context;
	wait_for_reader(store, read);
}

void store_query(struct store *store, int32_t authority_id, int32_t staff_id, const char *query,
	const struct span *params, size_t params_len, store_answered *done, void *context)
{
	struct read *read = read_new(store);

	assert(params_len <= STORE_PARAMS_MAX);
	read->authority_id = authority_id;
	read->query = query;
	read->params[0] = arena_printf(read->arena, "%d", authority_id);
	read->params[1] = arena_printf(read->arena, "%d", staff_id);
	for (size_t i = 0; i < params_len; i++)
		read->params[i + 2] = params[i].at == NULL
			? NULL
			: arena_strndup(read->arena, params[i].at, params[i].len);
	read->params_len = (int)params_len + 2;
	read->answered = done;
	read->context = context;
	wait_for_reader(store, read);
}
