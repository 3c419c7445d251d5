/* Reads: each is one short transaction of one statement on a connection of its own, read only. */
#include <string.h>

#include "base/buf.h"
#include "daemon/store/internal.h"
#include "daemon/store/sealing.h"
#include "daemon/store/sqlstate.h"
#include "sql/embedded.h"

enum { TEXT_OID = 25, BYTEA_OID = 17, JSON_OID = 114 }; /* pg_type.dat */

enum {
	/* A page of a thousand facts, each with two of the longest texts in \u escapes, is 20 MiB.
	 */
	REPLY_BYTES_MAX = 32 << 20,
	/* A thousand events, should each be as large as any can be. */
	ROW_BYTES_MAX = 128 << 20
};

/* --- what the database said --- */

enum status store_status_of(const struct flight *flight)
{
	if (flight->status != STATUS_DB_REFUSED)
		return flight->status;
	if (sqlstate_of(connection_sqlstate(flight)).ill)
		return STATUS_DB_AWAY;
	return sqlstate_is_misread(connection_sqlstate(flight)) ? STATUS_BAD_INPUT
								: STATUS_DB_REFUSED;
}

void store_log_refused(struct store *store, const char *query, const struct flight *flight)
{
	const char *sqlstate = connection_sqlstate(flight),
		   *text = PQresultErrorMessage(flight->failed);

	store_log(store, sqlstate_of(sqlstate).ill ? "warning" : "error",
		"query %s was refused: %s %.*s", query, sqlstate == NULL ? "" : sqlstate,
		(int)strcspn(text, "\n"), text);
}

/* A column of a read's reply; its binary form is its bytes. False: of another type, a bug of the
 * query. Absent behind the last. */
static bool column(const PGresult *result, int number, struct span *ret_value)
{
	Oid type;

	if (number >= PQnfields(result))
		return true;
	type = PQftype(result, number);
	if (type != TEXT_OID && type != JSON_OID && type != BYTEA_OID)
		return false;
	*ret_value = value_span(result, 0, number);
	return true;
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

static enum status read_rows(struct read *read, const PGresult *result, struct store_rows *rows)
{
	const struct authority *authority = authority_of(read->store, read->authority_id);
	struct buf body = buf_within(read->arena, REPLY_BYTES_MAX);

	*rows = (struct store_rows){.rows = (size_t)PQntuples(result)};
	if (rows->rows == 0)
		return OK;
	if (!column(result, 0, &rows->body) || !column(result, 1, &rows->next) ||
		!column(result, 2, &rows->size)) {
		store_log(read->store, "error", "query %s gives a column that is no text",
			read->query->name);
		return STATUS_DB_REFUSED;
	}
	if (rows->body.len > ROW_BYTES_MAX)
		return STATUS_LIMIT;
	if (!has_marks(rows->body))
		return OK;
	sealing_open_marks(&authority->public.wrapping_key, rows->body, &body);
	rows->body = buf_done(&body);
	return buf_overflowed(&body) ? STATUS_LIMIT : OK;
}

static void answer(struct read *read, const struct flight *flight)
{
	enum status status = store_status_of(flight);
	struct store_rows rows;

	if (status == OK)
		status = read_rows(read, flight->results[2], &rows);
	read->answered(read->context, status, status == OK ? &rows : NULL);
}

/* --- under way --- */

static void ended(void *context, const struct flight *flight)
{
	struct reader *reader = context;

	if (flight->status == STATUS_DB_REFUSED)
		connection_drop(reader->connection, "a transaction does not end");
	store_dispatch(reader->store);
}

static void landed(void *context, const struct flight *flight)
{
	struct reader *reader = context;
	struct read *read = reader->read;

	reader->read = NULL;
	turns_end(&reader->store->turns, &read->turn);
	if (flight->status == STATUS_DB_REFUSED)
		store_log_refused(reader->store, read->query->name, flight);
	/* What follows an error in a flight is skipped, its end as well. */
	if (flight->status == STATUS_DB_REFUSED && connection_is_free(reader->connection)) {
		connection_add_plain(reader->connection, "ROLLBACK");
		connection_fly(reader->connection, ended, reader);
	}
	answer(read, flight);
	arena_free(read->arena);
	store_dispatch(reader->store);
}

/* Planned once if the query's header says so: its plan is the same whatever the parameters, and
 * making it would take longer than the query. */
static const char *plan_of(const struct embedded_file *query)
{
	return strstr(query->text, "\n-- plan: once\n") != NULL ? "force_generic_plan"
								: "force_custom_plan";
}

void reader_start(struct reader *reader, struct read *read)
{
	struct connection *connection = reader->connection;
	const char *settings[] = {read->params[0], plan_of(read->query)};

	reader->read = read;
	reader->store->figures.queries++;
	connection_add_plain(connection, "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY");
	connection_add_texts(
		connection, query_name(QUERY_read_authority), settings, ARRAY_LEN(settings));
	connection_add_texts(connection, read->query->name, read->params, read->params_len);
	connection_add_plain(connection, "ROLLBACK");
	connection_fly(connection, landed, reader);
}

void reader_stop(struct reader *reader)
{
	connection_free(reader->connection);
	if (reader->read == NULL)
		return;
	turns_end(&reader->store->turns, &reader->read->turn);
	store_due_read(reader->store, reader->read, STATUS_DB_AWAY);
}

/* --- asking --- */

static const struct embedded_file *query_of(const char *name)
{
	for (size_t i = 0; i < embedded_queries_len; i++)
		if (strcmp(embedded_queries[i].name, name) == 0)
			return &embedded_queries[i];
	UNREACHABLE("a route names a file that is not there");
}

void store_read(struct store *store, const struct store_question *question, store_answered *done,
	void *context)
{
	struct authority *authority = authority_of(store, question->authority_id);
	struct arena *arena = arena_new(STORE_ARENA_BYTES_MAX);
	struct read *read = ARENA_NEW(arena, struct read);

	assert(authority != NULL);
	*read = (struct read){.turn = {.staff_id = question->staff_id},
		.store = store,
		.arena = arena,
		.authority_id = question->authority_id,
		.query = query_of(question->query),
		.params = ARENA_ARRAY(arena, const char *, question->params_len + 2),
		.params_len = (int)question->params_len + 2,
		.answered = done,
		.context = context};
	read->params[0] = arena_printf(arena, "%d", question->authority_id);
	read->params[1] = arena_printf(arena, "%d", question->staff_id);
	for (size_t i = 0; i < question->params_len; i++)
		read->params[i + 2] = question->params[i].at == NULL
			? NULL
			: arena_strndup(arena, question->params[i].at, question->params[i].len);
	if (turns_wait(&store->turns, &authority->reads, &read->turn, question->goes_on))
		store_dispatch(store);
	else
		store_due_read(store, read, STATUS_BUSY);
}
