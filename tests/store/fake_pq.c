#include "tests/store/fake_pq.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sys/socket.h>

#include "base/cc.h"
#include "daemon/store/pq/query.h"
#include "sql/embedded.h"
#include "tests/store/fake_result.h"

enum { STATEMENTS_MAX = 256, TURNS_MAX = 8, AUTHORITY_TEXT = 24, EPOCH_S = 946684800 };

struct sent {
	char name[CELL_MAX];
	char first[CELL_MAX]; /* its first parameter, as text */
	int items;            /* of its second, if that is an array */
};

struct pg_conn {
	int ours, theirs; /* two ends of a socket: a byte in it makes ours readable */
	bool writes, lane, lost, silent, begun;
	int authority;
	struct sent sent[STATEMENTS_MAX];
	int sent_len;
	char read_for[CELL_MAX]; /* whom row security was set to and whom a read asked for */
	struct pg_result *first, **end;
};

struct turn {
	char statement[CELL_MAX], sqlstate[6];
	int after;
	enum fake_turn turn;
};

struct fake fake;
static struct turn turns[TURNS_MAX];

void fake_begin(void)
{
	fake = (struct fake){.authorities = FAKE_AUTHORITIES_MAX - 1};
}

void fake_will(const char *statement, int after, enum fake_turn turn, const char *sqlstate)
{
	struct turn *next = &turns[fake.waiting++];

	assert(fake.waiting <= TURNS_MAX);
	*next = (struct turn){.after = after, .turn = turn};
	snprintf(next->statement, sizeof(next->statement), "%s", statement);
	snprintf(next->sqlstate, sizeof(next->sqlstate), "%s", sqlstate == NULL ? "" : sqlstate);
}

/* --- results --- */

static struct pg_result *push(PGconn *conn, ExecStatusType status)
{
	struct pg_result *result = calloc(1, sizeof(*result));

	assert(result != NULL);
	result->status = status;
	*conn->end = result;
	conn->end = &result->next;
	return result;
}

/* What ends a statement's results. */
static void push_end(PGconn *conn)
{
	push(conn, PGRES_EMPTY_QUERY)->ends = true;
}

static void put_clock(struct pg_result *result)
{
	struct timespec now;
	int64_t us;

	clock_gettime(CLOCK_REALTIME, &now);
	us = (now.tv_sec - EPOCH_S) * 1000000 + now.tv_nsec / 1000 + fake.clock_off_us;
	fake_put_number(result, (uint64_t)us, 8);
}

static void answer_head(PGconn *conn, struct pg_result *result)
{
	fake_put_number(result, (uint64_t)fake.committed[conn->authority], 8);
	fake_put_number(result, (uint64_t)INT64_MIN, 8);
	fake_put_number(result, (uint64_t)fake.offer_serial, 4);
	fake_put_number(result, (uint64_t)fake.staff_serial, 4);
	fake_put_number(result, (uint64_t)fake.rules_serial, 4);
	put_clock(result);
}

/* A fingerprint's first byte is the authority. */
static void answer_sign_in(struct pg_result *result, const struct sent *sent)
{
	fake_put_number(result, (uint64_t)(sent->first[1] - '0'), 4);
	fake_put_number(result, 1, 4);
	fake_put_number(result, 31, 4);
	fake_put_number(result, !fake.suspended, 1);
	fake_put_number(result, (uint64_t)fake.staff_serial, 4);
	fake_put_number(result, (uint64_t)(time(NULL) / 86400 - 10957), 4);
}

/* Numbered from 1 on. */
static void answer_authorities(struct pg_result *result)
{
	for (int id = 1; id <= fake.authorities; id++) {
		char code[AUTHORITY_TEXT];

		snprintf(code, sizeof(code), "council-%d", id);
		fake_put_number(result, (uint64_t)id, 4);
		fake_put_text(result, code);
		fake_put_text(result, "Invented");
		if (fake.has_check[id])
			fake_put_bytes(result, fake.check[id], sizeof(fake.check[id]));
		else
			fake_put_null(result);
	}
	result->rows = fake.authorities;
	result->columns = 4;
}

static void answer_staff(struct pg_result *result)
{
	fake_put_number(result, 1, 4);
	fake_put_number(result, 1, 1);
	fake_put_number(result, 31, 4);
	fake_put_text(result, "Invented");
}

static void answer_row(PGconn *conn, struct pg_result *result, const struct sent *sent)
{
	if (strncmp(sent->name, "SELECT coalesce(max(number)", 27) == 0)
		fake_put_number(result, embedded_migrations_len, 4);
	else if (strncmp(sent->name, "SELECT current_setting(", 23) == 0) {
		fake_put_text(result, fake.reads_only ? "on" : "off");
		put_clock(result);
	} else if (strcmp(sent->name, "head_lock") == 0 || strcmp(sent->name, "head_look") == 0)
		answer_head(conn, result);
	else if (strcmp(sent->name, "authorities") == 0)
		answer_authorities(result);
	else if (strcmp(sent->name, "sign_in") == 0)
		answer_sign_in(result, sent);
	else if (strcmp(sent->name, "staff_serial") == 0)
		fake_put_number(result, (uint64_t)fake.staff_serial, 4);
	else if (strcmp(sent->name, "load_staff") == 0)
		answer_staff(result);
	else if (strcmp(sent->name, "me") == 0)
		fake_put_text(result, conn->read_for);
	else if (strcmp(sent->name, "people_find") == 0) {
		fake_put_text(result, "{\"ref\":\"LEI-1\"}");
		fake_put_text(result, "LEI-1");
	}
	if (result->rows == 0)
		result->rows = result->columns > 0;
}

/* What C expects, unless told otherwise. */
static void answer_description(struct pg_result *result, const char *name)
{
	struct statement list[QUERIES];

	for (enum query_of of = 0; of <= QUERY_OF_SIGNING; of++)
		for (size_t len = query_statements(of, list), i = 0; i < len; i++)
			if (strcmp(list[i].name, name) == 0)
				fake_describe(result, &list[i]);
}

/* --- a flight --- */

static bool is(const struct sent *sent, const char *name)
{
	return strncmp(sent->name, name, strlen(name)) == 0;
}

static void note_flight(PGconn *conn)
{
	struct fake_flight flight = {.authority = conn->authority};

	for (int i = 0; i < conn->sent_len; i++) {
		const struct sent *sent = &conn->sent[i];

		flight.locks |= is(sent, "head_lock");
		flight.appends |= is(sent, "add_event");
		if (is(sent, "load_keys") || is(sent, "add_event"))
			flight.commands = sent->items;
	}
	if (conn->lane && (flight.locks || flight.appends) && fake.flights_len < FAKE_FLIGHTS_MAX)
		fake.flights[fake.flights_len++] = flight;
}

/* What is to happen in this flight, and at which of its statements. */
static bool take_turn(const PGconn *conn, struct turn *ret_turn, int *ret_at)
{
	for (int n = 0; n < fake.waiting; n++)
		for (int i = 0; i < conn->sent_len; i++) {
			if (!is(&conn->sent[i], turns[n].statement))
				continue;
			if (turns[n].after-- > 0)
				break;
			*ret_turn = turns[n];
			*ret_at = i;
			fake.waiting--;
			memmove(&turns[n], &turns[n + 1],
				(size_t)(fake.waiting - n) * sizeof(*turns));
			return true;
		}
	return false;
}

static void commit(PGconn *conn)
{
	for (int i = 0; i < conn->sent_len; i++)
		if (is(&conn->sent[i], "add_event"))
			fake.committed[conn->authority] += conn->sent[i].items;
}

static void answer_statement(PGconn *conn, const struct sent *sent, bool aborted)
{
	static const char describes[] = "describe ";
	struct pg_result *result = push(conn, PGRES_TUPLES_OK);

	fake.begun_twice += conn->begun && is(sent, "BEGIN");
	conn->begun =
		!is(sent, "COMMIT") && !is(sent, "ROLLBACK") && (conn->begun || is(sent, "BEGIN"));
	if (is(sent, "COMMIT")) {
		result->status = PGRES_COMMAND_OK;
		snprintf(result->tag, sizeof(result->tag), "%s", aborted ? "ROLLBACK" : "COMMIT");
		if (!aborted)
			commit(conn);
	} else if (is(sent, describes)) {
		answer_description(result, sent->name + sizeof(describes) - 1);
	} else {
		answer_row(conn, result, sent);
	}
	push_end(conn);
}

static void fail(PGconn *conn, const char *sqlstate)
{
	struct pg_result *result = push(conn, PGRES_FATAL_ERROR);

	snprintf(result->sqlstate, sizeof(result->sqlstate), "%s", sqlstate);
	push_end(conn);
}

static void answer_from(PGconn *conn, const struct turn *turn, int at)
{
	bool fatal = turn != NULL && turn->turn == FAKE_FATAL;
	bool refused = turn != NULL && turn->turn == FAKE_REFUSED;

	for (int i = 0; i < conn->sent_len; i++) {
		if (fatal && i == at) {
			if (is(&conn->sent[i], "COMMIT"))
				commit(conn);
			fail(conn, turn->sqlstate);
			conn->lost = true;
			return;
		}
		if (refused && i == at) {
			fail(conn, turn->sqlstate);
		} else if (refused && i > at) {
			push(conn, PGRES_PIPELINE_ABORTED);
			push_end(conn);
		} else {
			answer_statement(
				conn, &conn->sent[i], turn != NULL && turn->turn == FAKE_ABORTED);
		}
	}
	push(conn, PGRES_PIPELINE_SYNC);
}

static void play(PGconn *conn)
{
	struct turn turn;
	int at = 0;
	bool happens = take_turn(conn, &turn, &at);

	note_flight(conn);
	if (happens && turn.turn == FAKE_SILENT) {
		conn->silent = true;
		return;
	}
	if (happens && turn.turn == FAKE_LOST_LATE)
		commit(conn);
	if (happens && (turn.turn == FAKE_LOST_EARLY || turn.turn == FAKE_LOST_LATE))
		conn->lost = true;
	else
		answer_from(conn, happens ? &turn : NULL, at);
}

/* --- libpq: connections --- */

PGconn *PQconnectStartParams(const char *const *keywords, const char *const *values, int expand)
{
	PGconn *conn = calloc(1, sizeof(*conn));
	int ends[2];

	assert(conn != NULL && expand == 1);
	assert(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
	conn->ours = ends[0];
	conn->theirs = ends[1];
	conn->end = &conn->first;
	for (int i = 0; keywords[i] != NULL; i++) {
		conn->writes |= strcmp(keywords[i], "target_session_attrs") == 0;
		conn->lane |= strcmp(values[i], "bursard lane") == 0;
	}
	fake.connected++;
	return conn;
}

PostgresPollingStatusType PQconnectPoll(PGconn *conn)
{
	return fake.unreachable || (fake.reads_only && conn->writes) ? PGRES_POLLING_FAILED
								     : PGRES_POLLING_OK;
}

int PQsocket(const PGconn *conn)
{
	return conn->ours;
}

ConnStatusType PQstatus(const PGconn *conn)
{
	return conn->lost && conn->first == NULL ? CONNECTION_BAD : CONNECTION_OK;
}

char *PQerrorMessage(const PGconn *conn)
{
	static char lost[] = "told to be lost", nothing[] = "";

	return conn->lost ? lost : nothing;
}

int PQsetnonblocking(PGconn *conn, int arg)
{
	return conn != NULL && arg == 1 ? 0 : -1;
}

int PQenterPipelineMode(PGconn *conn)
{
	return conn != NULL;
}

PQnoticeReceiver PQsetNoticeReceiver(PGconn *conn, PQnoticeReceiver receiver, void *context)
{
	(void)conn;
	(void)context;
	return receiver;
}

void PQfinish(PGconn *conn)
{
	if (conn == NULL)
		return;
	while (conn->first != NULL) {
		struct pg_result *result = conn->first;

		conn->first = result->next;
		free(result);
	}
	close(conn->ours);
	close(conn->theirs);
	free(conn);
}

/* --- libpq: sending --- */

/* The items of an array in binary form; 0 of anything else, and of an empty one. */
static int items_of(const char *value, int len)
{
	const unsigned char *at = (const unsigned char *)value;

	if (value == NULL || len < 20)
		return 0;
	return at[12] << 24 | at[13] << 16 | at[14] << 8 | at[15];
}

static int add(PGconn *conn, const char *name, const char *first, int items)
{
	struct sent *sent = &conn->sent[conn->sent_len];

	if (conn->lost)
		return 0;
	assert(conn->sent_len < STATEMENTS_MAX);
	conn->sent_len++;
	snprintf(sent->name, sizeof(sent->name), "%s", name);
	snprintf(sent->first, sizeof(sent->first), "%s", first == NULL ? "" : first);
	sent->items = items;
	if (strcmp(name, "set_authority") == 0)
		conn->authority = (int)strtol(first, NULL, 10);
	else if (strcmp(name, "read_authority") == 0)
		conn->authority = (int)strtol(first, NULL, 10);
	else if (strcmp(name, "me") == 0)
		snprintf(conn->read_for, sizeof(conn->read_for), "%d %s", conn->authority, first);
	return 1;
}

int PQsendQueryParams(PGconn *conn, const char *command, int params, const Oid *types,
	const char *const *values, const int *lengths, const int *formats, int result_format)
{
	(void)types;
	(void)values;
	(void)lengths;
	(void)formats;
	assert(params == 0 && result_format == 1);
	return add(conn, command, NULL, 0);
}

int PQsendQueryPrepared(PGconn *conn, const char *name, int params, const char *const *values,
	const int *lengths, const int *formats, int result_format)
{
	bool binary = formats != NULL && params > 1 && strcmp(name, "set_authority") != 0;
	bool first_is_text = params > 0 && (formats == NULL || strcmp(name, "set_authority") == 0);

	assert(result_format == 1);
	return add(conn, name, first_is_text ? values[0] : NULL,
		binary ? items_of(values[1], lengths[1]) : 0);
}

int PQsendPrepare(PGconn *conn, const char *name, const char *query, int params, const Oid *types)
{
	char text[CELL_MAX];

	(void)query;
	(void)params;
	(void)types;
	snprintf(text, sizeof(text), "prepare %s", name);
	return add(conn, text, NULL, 0);
}

int PQsendDescribePrepared(PGconn *conn, const char *name)
{
	char text[CELL_MAX];

	snprintf(text, sizeof(text), "describe %s", name);
	return add(conn, text, NULL, 0);
}

int PQpipelineSync(PGconn *conn)
{
	if (conn->lost)
		return 0;
	play(conn);
	conn->sent_len = 0;
	if (!conn->silent)
		assert(write(conn->theirs, "", 1) == 1);
	return 1;
}

int PQflush(PGconn *conn)
{
	(void)conn;
	return 0;
}

/* --- libpq: receiving --- */

int PQconsumeInput(PGconn *conn)
{
	char bytes[16];

	while (read(conn->ours, bytes, sizeof(bytes)) > 0)
		;
	return 1;
}

int PQisBusy(PGconn *conn)
{
	return conn->first == NULL && !conn->lost;
}

PGresult *PQgetResult(PGconn *conn)
{
	struct pg_result *result = conn->first;

	if (result == NULL)
		return NULL;
	conn->first = result->next;
	if (conn->first == NULL)
		conn->end = &conn->first;
	if (!result->ends)
		return result;
	free(result);
	return NULL;
}
