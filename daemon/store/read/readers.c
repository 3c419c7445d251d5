#include "daemon/store/read/readers.h"

#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "base/arena.h"
#include "base/buf.h"
#include "daemon/store/clock.h"
#include "daemon/store/pq/form.h"
#include "daemon/store/pq/query.h"
#include "daemon/store/read/computing.h"
#include "daemon/store/read/read_status.h"
#include "daemon/store/sealing.h"
#include "sql/embedded.h"

/* The places of a flight's answers. */
enum { SERIAL_AT = 2, ROWS };

enum { TEXT_OID = 25, BYTEA_OID = 17, JSON_OID = 114 }; /* pg_type.dat */

enum {
	/* A page of a thousand facts, each with two of the longest texts in \u escapes, is 20 MiB.
	 */
	REPLY_BYTES_MAX = 32 << 20,
	/* A thousand events, should each be as large as any can be. */
	ROW_BYTES_MAX = 128 << 20,
	/* Catches a bug. */
	ARENA_BYTES_MAX = 512 << 20,
	/* Beyond statement_timeout, so that PostgreSQL's word comes first if it has one. */
	FLIGHT_MS_MAX = 65000,
	/* From when on /readyz tells of a flight. */
	SLOW_MS = 30000
};

/* A query with optional parameters is planned for those it has. Nobody reads for longer than a
 * minute, or waits for a lock that somebody's maintenance holds. */
#define OPTIONS                                                                                    \
	"-c search_path=bursar -c plan_cache_mode=force_custom_plan -c statement_timeout=60000 "   \
	"-c lock_timeout=2000"

struct read {
	struct turn turn;    /* first: turns.c gives it back */
	struct due_read due; /* its arena holds all of this, and the answer */
	struct authority *authority;
	int32_t staff_serial; /* the caller's */
	bool goes_on;
	const struct embedded_file *query;
	const char **params;
	int params_len;
	const struct render *render; /* NULL: the query makes the reply */
	struct span *values;         /* render's */
};

struct reader {
	struct readers *readers;
	struct connection *connection;
	struct read *read;           /* under way */
	struct computing *computing; /* of the read, once its rows are there */
	const char *refused;         /* its last query, if the database refused that */
	int64_t refused_us;
};

struct readers {
	struct reader list[READERS_MAX];
	int len;
	struct readers_config config;
	struct turns turns;
	uint64_t started;
	struct event *slice;
	int sliced; /* the reader whose read computed last */
};

/* --- what the database said --- */

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

static enum status read_rows(const struct store_log *log, const struct read *read,
	const PGresult *result, struct store_rows *rows)
{
	struct buf body = buf_within(read->due.arena, REPLY_BYTES_MAX);

	*rows = (struct store_rows){.rows = (size_t)PQntuples(result)};
	if (rows->rows == 0)
		return OK;
	if (!column(result, 0, &rows->body) || !column(result, 1, &rows->next) ||
		!column(result, 2, &rows->size)) {
		store_log(
			log, "error", "query %s gives a column that is no text", read->query->name);
		return STATUS_DB_REFUSED;
	}
	if (rows->body.len > ROW_BYTES_MAX)
		return STATUS_LIMIT;
	if (!has_marks(rows->body))
		return OK;
	sealing_open_marks(&read->authority->public.wrapping_key, rows->body, &body);
	rows->body = buf_done(&body);
	return buf_overflowed(&body) ? STATUS_LIMIT : OK;
}

/* Somebody may have been suspended since they signed in: in the same transaction, so that no daemon
 * goes by what another has changed. What goes on is of one request. */
static enum status caller_status(
	const struct store_log *log, const struct read *read, const PGresult *serial)
{
	int32_t staff_serial;

	if (PQntuples(serial) != 1 || !form_fits(serial, query_form(QUERY_staff_serial))) {
		store_log(log, "error", "a row of %s is not of its form",
			query_says(QUERY_staff_serial));
		return STATUS_DB_REFUSED;
	}
	staff_serial = (int32_t)value_int(serial, 0, SERIAL_staff_serial);
	authority_heard(read->authority, staff_serial);
	return read->goes_on || staff_serial == read->staff_serial ? OK : STATUS_STALE;
}

static void answer(const struct store_log *log, const struct read *read, enum status status,
	const struct flight *flight)
{
	struct store_rows rows;

	if (status == OK)
		status = read_rows(log, read, flight->results[ROWS], &rows);
	read->due.answered(read->due.context, status, status == OK ? &rows : NULL);
}

static void tell_freed(const struct reader *reader)
{
	reader->readers->config.freed(reader->readers->config.context);
}

/* --- reads that compute --- */

/* They take turns, a slice each. */
static struct reader *next_computing(struct readers *readers)
{
	for (int i = 1; i <= readers->len; i++) {
		int number = (readers->sliced + i) % readers->len;

		if (readers->list[number].computing == NULL)
			continue;
		readers->sliced = number;
		return &readers->list[number];
	}
	return NULL;
}

/* By the timer, so that the loop looks at everything else first. */
static void slice_soon(struct readers *readers)
{
	static const struct timeval now = {0, 0};

	event_add(readers->slice, &now);
}

static void computed(struct reader *reader)
{
	struct read *read = reader->read;
	struct computing *computing = reader->computing;
	struct store_rows rows = {.rows = 1};
	enum status status = computing_end(computing, &rows.body, &rows.next);

	if (status == STATUS_DB_REFUSED)
		store_log(reader->readers->config.log, "error",
			"query %s does not give a row and its cursor", read->query->name);
	reader->read = NULL;
	reader->computing = NULL;
	turns_end(&reader->readers->turns, &read->turn);
	read->due.answered(read->due.context, status, status == OK ? &rows : NULL);
	computing_free(computing);
	arena_free(read->due.arena);
	tell_freed(reader);
}

static void on_slice(evutil_socket_t fd, short what, void *context)
{
	struct readers *readers = context;
	struct reader *reader = next_computing(readers);

	(void)fd;
	(void)what;
	if (reader == NULL)
		return;
	slice_soon(readers);
	if (computing_go_on(
		    reader->computing, clock_steady_us() + COMPUTING_SLICE_US, clock_steady_us))
		computed(reader);
}

/* The read keeps its place meanwhile: no council computes more than its share. */
static void compute(struct reader *reader, PGresult *rows)
{
	const struct read *read = reader->read;

	connection_keep(reader->connection, rows);
	reader->computing = computing_new(read->due.arena, read->render, read->values,
		&read->authority->public.wrapping_key, rows);
	slice_soon(reader->readers);
}

/* --- under way --- */

static void ended(void *context, const struct flight *flight)
{
	struct reader *reader = context;

	if (flight->status == STATUS_DB_REFUSED)
		connection_drop(reader->connection, "a transaction does not end");
	tell_freed(reader);
}

/* A parameter that is none is whose fault it is. */
static void note_last(struct reader *reader, const struct read *read, enum status status)
{
	reader->refused =
		status == STATUS_DB_REFUSED || status == STATUS_DB_AWAY ? read->query->name : NULL;
	reader->refused_us = clock_steady_us();
}

static void landed(void *context, const struct flight *flight)
{
	struct reader *reader = context;
	const struct store_log *log = reader->readers->config.log;
	struct read *read = reader->read;
	enum status status = read_status(flight);

	if (status == OK)
		status = caller_status(log, read, flight->results[SERIAL_AT]);
	note_last(reader, read, status);
	if (status == OK && read->render != NULL) {
		compute(reader, flight->results[ROWS]);
		return;
	}
	reader->read = NULL;
	turns_end(&reader->readers->turns, &read->turn);
	if (flight->status == STATUS_DB_REFUSED)
		read_log_refused(log, read->query->name, flight);
	/* What follows an error in a flight is skipped, its end as well. */
	if (flight->status == STATUS_DB_REFUSED && connection_is_free(reader->connection)) {
		connection_add_plain(reader->connection, "ROLLBACK");
		connection_fly(reader->connection, ended, reader);
	}
	answer(log, read, status, flight);
	arena_free(read->due.arena);
	tell_freed(reader);
}

/* Planned once if the query's header says so: its plan is the same whatever the parameters, and
 * making it would take longer than the query. */
static const char *plan_of(const struct embedded_file *query)
{
	return strstr(query->text, "\n-- plan: once\n") != NULL ? "force_generic_plan"
								: "force_custom_plan";
}

static void start(struct reader *reader, struct read *read)
{
	struct connection *connection = reader->connection;
	const char *settings[] = {read->params[0], plan_of(read->query)};

	reader->read = read;
	connection_add_plain(connection, "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY");
	connection_add_texts(
		connection, query_name(QUERY_read_authority), settings, ARRAY_LEN(settings));
	connection_add_texts(connection, query_name(QUERY_staff_serial), settings, 1);
	connection_add_texts(connection, read->query->name, read->params, read->params_len);
	connection_add_plain(connection, "ROLLBACK");
	connection_fly(connection, landed, reader);
}

/* --- asking --- */

static const struct embedded_file *query_of(const char *name)
{
	for (size_t i = 0; i < embedded_queries_len; i++)
		if (strcmp(embedded_queries[i].name, name) == 0)
			return &embedded_queries[i];
	UNREACHABLE("a route names a file that is not there");
}

static void set_render(struct read *read, const struct store_question *question)
{
	struct arena *arena = read->due.arena;

	read->render = question->render;
	read->values = ARENA_ARRAY(arena, struct span, question->values_len);
	for (size_t i = 0; i < question->values_len; i++)
		read->values[i] = span_dup(arena, question->values[i]);
	read->params[read->params_len++] = arena_printf(arena, "%d", COMPUTING_ROWS_MAX + 1);
}

static struct read *read_of(struct authority *authority, const struct store_question *question,
	store_answered *done, void *context)
{
	struct arena *arena = arena_new(ARENA_BYTES_MAX);
	struct read *read = ARENA_NEW(arena, struct read);

	*read = (struct read){.turn = {.staff_id = question->staff_id},
		.due = {.arena = arena, .answered = done, .context = context},
		.authority = authority,
		.staff_serial = question->staff_serial,
		.goes_on = question->goes_on,
		.query = query_of(question->query),
		.params = ARENA_ARRAY(arena, const char *, question->params_len + 3),
		.params_len = (int)question->params_len + 2};
	read->params[0] = arena_printf(arena, "%d", question->authority_id);
	read->params[1] = arena_printf(arena, "%d", question->staff_id);
	for (size_t i = 0; i < question->params_len; i++)
		read->params[i + 2] = question->params[i].at == NULL
			? NULL
			: arena_strndup(arena, question->params[i].at, question->params[i].len);
	if (question->render != NULL)
		set_render(read, question);
	return read;
}

void readers_ask(struct readers *readers, struct authority *authority,
	const struct store_question *question, store_answered *done, void *context)
{
	struct read *read = read_of(authority, question, done, context);

	if (!turns_wait(&readers->turns, &authority->reads, &read->turn, question->goes_on))
		due_add_read(readers->config.due, &read->due, STATUS_BUSY);
}

void readers_dispatch(struct readers *readers)
{
	for (int i = 0; i < readers->len; i++) {
		struct reader *reader = &readers->list[i];
		struct turn *turn;

		if (reader->read != NULL || !connection_is_free(reader->connection))
			continue;
		turn = turns_take(&readers->turns);
		if (turn == NULL)
			return;
		readers->started++;
		start(reader, (struct read *)turn);
	}
}

void readers_send_away(struct readers *readers)
{
	struct turn *turn;

	while ((turn = turns_leave(&readers->turns)) != NULL)
		due_add_read(readers->config.due, &((struct read *)turn)->due, STATUS_DB_AWAY);
}

/* --- all of them --- */

static void changed(void *context)
{
	tell_freed(context);
}

static void log_line(void *context, const char *level, const char *text)
{
	const struct reader *reader = context;

	store_log(reader->readers->config.log, level, "%s", text);
}

struct readers *readers_new(
	int len, const struct readers_config *config, const struct connection_config *usual)
{
	struct readers *readers = calloc(1, sizeof(*readers));
	struct connection_config connection = *usual;

	assert(readers != NULL);
	assert(len >= 1 && len <= READERS_MAX);
	readers->config = *config;
	readers->turns.places = len;
	readers->slice = event_new(config->base, -1, 0, on_slice, readers);
	assert(readers->slice != NULL);
	connection.name = "bursard reader";
	connection.options = OPTIONS;
	connection.slow_ms = SLOW_MS;
	if (connection.flight_ms_max == 0)
		connection.flight_ms_max = FLIGHT_MS_MAX;
	for (; readers->len < len; readers->len++) {
		struct reader *reader = &readers->list[readers->len];

		reader->readers = readers;
		reader->connection = connection_new(config->base, &connection,
			&(struct connection_calls){
				.changed = changed, .log = log_line, .context = reader});
	}
	return readers;
}

static void end(struct reader *reader)
{
	connection_free(reader->connection);
	computing_free(reader->computing);
	if (reader->read == NULL)
		return;
	turns_end(&reader->readers->turns, &reader->read->turn);
	due_add_read(reader->readers->config.due, &reader->read->due, STATUS_DB_AWAY);
}

void readers_free(struct readers *readers)
{
	for (int i = 0; i < readers->len; i++)
		end(&readers->list[i]);
	readers_send_away(readers);
	event_free(readers->slice);
	free(readers);
}

bool readers_are_hopeful(const struct readers *readers)
{
	for (int i = 0; i < readers->len; i++)
		if (connection_is_hopeful(readers->list[i].connection))
			return true;
	return false;
}

bool readers_are_idle(const struct readers *readers)
{
	for (int i = 0; i < readers->len; i++)
		if (readers->list[i].read != NULL)
			return false;
	return readers->turns.waiting == 0;
}

struct connection *readers_connection(const struct readers *readers, int i)
{
	return i < readers->len ? readers->list[i].connection : NULL;
}

void readers_remarks(const struct readers *readers, struct buf *out)
{
	int64_t now_us = clock_steady_us();

	for (int i = 0; i < readers->len; i++) {
		const struct reader *reader = &readers->list[i];

		if (reader->refused != NULL)
			buf_printf(out, "reader %d: its last query, %s, failed %lld s ago\n", i + 1,
				reader->refused,
				(long long)(now_us - reader->refused_us) / 1000000);
	}
}

uint64_t readers_started(const struct readers *readers)
{
	return readers->started;
}

int readers_waiting(const struct readers *readers)
{
	return readers->turns.waiting;
}
