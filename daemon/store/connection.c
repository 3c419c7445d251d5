#include "daemon/store/connection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "sql/embedded.h"

enum { STATEMENT_TEXTS_MAX = 16, TEXT_OID = 25 };

enum phase { AWAY, CONNECTING, CHECKING, PREPARING, FREE, LOADING, FLYING };

struct connection {
	struct event_base *base;
	struct connection_config config;
	struct connection_calls calls;
	PGconn *conn;
	struct event *io, *retry;
	short io_events;
	enum phase phase;
	struct flight flight;
	bool broken; /* a statement could not be sent */
	connection_landed *landed;
	void *landed_context;
	char trouble[CONNECTION_TROUBLE_MAX];
};

static void connect_now(struct connection *c);
static void on_io(evutil_socket_t fd, short what, void *context);

/* Logged once, however often connecting is tried again. */
static void complain(struct connection *c, const char *what, const char *text)
{
	char before[CONNECTION_TROUBLE_MAX];
	int len = (int)strcspn(text, "\n");

	snprintf(before, sizeof(before), "%s", c->trouble);
	if (len == 0)
		snprintf(c->trouble, sizeof(c->trouble), "%s", what);
	else
		snprintf(c->trouble, sizeof(c->trouble), "%s: %.*s", what, len, text);
	if (strcmp(before, c->trouble) != 0)
		c->calls.log(c->calls.context, "warning", c->trouble);
}

static void watch(struct connection *c, short events)
{
	if (c->io != NULL && c->io_events == events)
		return;
	if (c->io != NULL)
		event_free(c->io);
	c->io = event_new(c->base, PQsocket(c->conn), (short)(events | EV_PERSIST), on_io, c);
	assert(c->io != NULL);
	/* The database is what all wait for: before all else, where the base has priorities. */
	event_priority_set(c->io, 0);
	c->io_events = events;
	event_add(c->io, NULL);
}

static void clear_flight(struct flight *flight)
{
	for (int i = 0; i < flight->len; i++)
		PQclear(flight->results[i]);
	*flight = (struct flight){.len = 0};
}

static void hang_up(struct connection *c)
{
	if (c->io != NULL)
		event_free(c->io);
	c->io = NULL;
	if (c->conn != NULL)
		PQfinish(c->conn);
	c->conn = NULL;
	c->phase = AWAY;
}

/* Ends the flight, if there is one, and tells its owner; the connection must already be in the
 * phase the owner shall find. */
static void land(struct connection *c, enum status status)
{
	struct flight flight = c->flight;
	connection_landed *landed = c->landed;

	c->flight = (struct flight){.len = 0};
	c->landed = NULL;
	flight.status = status;
	if (landed != NULL)
		landed(c->landed_context, &flight);
	clear_flight(&flight);
}

static void lose(struct connection *c, const char *what)
{
	struct timeval wait = {.tv_sec = c->config.retry_ms / 1000,
		.tv_usec = (suseconds_t)(c->config.retry_ms % 1000) * 1000};

	complain(c, what, c->conn == NULL ? "" : PQerrorMessage(c->conn));
	hang_up(c);
	c->broken = false;
	event_add(c->retry, &wait);
	land(c, STATUS_DB_AWAY);
}

static void flush(struct connection *c)
{
	int left = PQflush(c->conn);

	if (left < 0)
		c->broken = true;
	else
		watch(c, left == 1 ? EV_READ | EV_WRITE : EV_READ);
}

static void fly(struct connection *c, enum phase phase)
{
	if (PQpipelineSync(c->conn) != 1)
		c->broken = true;
	c->phase = phase;
	flush(c);
	/* The owner is told from the event loop, never from within its own call. */
	if (c->broken)
		event_active(c->io, EV_READ, 1);
}

static void check_schema(struct connection *c)
{
	connection_add_plain(c, "SELECT coalesce(max(number), 0)::int FROM bursar.migration");
	fly(c, CHECKING);
}

static void prepare(struct connection *c)
{
	Oid texts[STATEMENT_TEXTS_MAX];

	for (int i = 0; i < STATEMENT_TEXTS_MAX; i++)
		texts[i] = TEXT_OID;
	for (size_t i = 0; i < c->config.statements_len; i++) {
		const struct statement *statement = &c->config.statements[i];

		int len = c->config.texts == NULL ? 0 : c->config.texts(statement->text);

		assert(len <= STATEMENT_TEXTS_MAX);
		if (PQsendPrepare(c->conn, statement->name, statement->text, len, texts) != 1)
			c->broken = true;
	}
	fly(c, PREPARING);
}

static bool schema_fits(struct connection *c)
{
	char text[CONNECTION_TROUBLE_MAX];
	int64_t number;

	if (c->flight.failed != NULL) {
		complain(c, "the schema cannot be read; run `bursard migrate`",
			PQresultErrorMessage(c->flight.failed));
		return false;
	}
	number = value_int(c->flight.results[0], 0, 0);
	if (number == (int64_t)embedded_migrations_len)
		return true;
	snprintf(text, sizeof(text),
		"the database has schema version %lld and this daemon needs %zu; %s",
		(long long)number, embedded_migrations_len,
		number < (int64_t)embedded_migrations_len ? "run `bursard migrate`"
							  : "install the newer bursard");
	complain(c, text, "");
	return false;
}

static void step_aside(struct connection *c)
{
	struct timeval wait = {.tv_sec = c->config.retry_ms / 1000,
		.tv_usec = (suseconds_t)(c->config.retry_ms % 1000) * 1000};

	clear_flight(&c->flight);
	hang_up(c);
	event_add(c->retry, &wait);
}

static void synced(struct connection *c)
{
	switch (c->phase) {
	case CHECKING:
		if (!schema_fits(c)) {
			step_aside(c);
			return;
		}
		clear_flight(&c->flight);
		prepare(c);
		return;
	case PREPARING:
		if (c->flight.failed != NULL) {
			complain(c, "a statement cannot be prepared",
				PQresultErrorMessage(c->flight.failed));
			step_aside(c);
			return;
		}
		clear_flight(&c->flight);
		c->phase = FREE;
		c->trouble[0] = '\0';
		c->calls.log(c->calls.context, "info", "connected to the database");
		c->calls.ready(c->calls.context);
		return;
	case FLYING:
		c->phase = FREE;
		land(c, c->flight.failed == NULL ? OK : STATUS_DB_REFUSED);
		return;
	case AWAY:
	case CONNECTING:
	case FREE:
	case LOADING:
		break;
	}
	UNREACHABLE("a sync that nobody sent");
}

static void keep(struct connection *c, PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	assert(c->flight.len < CONNECTION_FLIGHT_MAX);
	c->flight.results[c->flight.len++] = result;
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && c->flight.failed == NULL)
		c->flight.failed = result;
}

/* Takes what has arrived. In pipeline mode each statement's results end with a NULL, the flight
 * with a sync. */
static void take(struct connection *c)
{
	while (c->conn != NULL && c->phase >= CHECKING && c->phase != FREE && c->phase != LOADING &&
		!PQisBusy(c->conn)) {
		PGresult *result = PQgetResult(c->conn);

		if (result == NULL) {
			if (PQstatus(c->conn) == CONNECTION_BAD) {
				lose(c, "the database connection was lost");
				return;
			}
			continue;
		}
		if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
			PQclear(result);
			synced(c);
			return;
		}
		keep(c, result);
	}
}

static void connecting(struct connection *c)
{
	switch (PQconnectPoll(c->conn)) {
	case PGRES_POLLING_READING:
		event_free(c->io);
		c->io = NULL;
		watch(c, EV_READ);
		return;
	case PGRES_POLLING_WRITING:
		event_free(c->io);
		c->io = NULL;
		watch(c, EV_WRITE);
		return;
	case PGRES_POLLING_OK:
		if (PQsetnonblocking(c->conn, 1) != 0 || PQenterPipelineMode(c->conn) != 1) {
			lose(c, "the database connection cannot be used");
			return;
		}
		event_free(c->io);
		c->io = NULL;
		watch(c, EV_READ);
		check_schema(c);
		return;
	case PGRES_POLLING_FAILED:
	case PGRES_POLLING_ACTIVE:
		lose(c, "the database cannot be reached");
		return;
	}
}

static void on_io(evutil_socket_t fd, short what, void *context)
{
	struct connection *c = context;

	(void)fd;
	if (c->phase == CONNECTING) {
		connecting(c);
		return;
	}
	if (c->broken) {
		lose(c, "a statement could not be sent");
		return;
	}
	if ((what & EV_READ) && PQconsumeInput(c->conn) != 1) {
		lose(c, "the database connection was lost");
		return;
	}
	flush(c);
	take(c);
}

static void on_retry(evutil_socket_t fd, short what, void *context)
{
	(void)fd;
	(void)what;
	connect_now(context);
}

static void connect_now(struct connection *c)
{
	const char *const names[] = {"fallback_application_name", "dbname", "options", NULL};
	const char *const values[] = {"bursard", c->config.conninfo, c->config.options, NULL};

	c->conn = PQconnectStartParams(names, values, 1);
	assert(c->conn != NULL);
	if (PQstatus(c->conn) == CONNECTION_BAD || PQsocket(c->conn) < 0) {
		lose(c, "the database cannot be reached");
		return;
	}
	c->phase = CONNECTING;
	watch(c, EV_WRITE);
}

struct connection *connection_new(struct event_base *base, const struct connection_config *config,
	const struct connection_calls *calls)
{
	struct connection *c = calloc(1, sizeof(*c));
	struct timeval now = {0};

	assert(c != NULL);
	c->base = base;
	c->config = *config;
	c->calls = *calls;
	snprintf(c->trouble, sizeof(c->trouble), "not connected to the database yet");
	c->retry = event_new(base, -1, 0, on_retry, c);
	assert(c->retry != NULL);
	event_add(c->retry, &now);
	return c;
}

void connection_free(struct connection *c)
{
	if (c == NULL)
		return;
	hang_up(c);
	event_free(c->retry);
	clear_flight(&c->flight);
	free(c);
}

void connection_drop(struct connection *c, const char *why)
{
	assert(c->phase == FREE);
	lose(c, why);
}

bool connection_is_free(const struct connection *c)
{
	return c->phase == FREE;
}

bool connection_is_up(const struct connection *c)
{
	return c->phase == FREE || c->phase == LOADING || c->phase == FLYING;
}

const char *connection_trouble(const struct connection *c)
{
	return connection_is_up(c) ? NULL : c->trouble;
}

void connection_add(struct connection *c, const char *statement, struct binds *binds)
{
	assert(c->phase == FREE || c->phase == LOADING);
	c->phase = LOADING;
	if (!binds_send(c->conn, statement, binds))
		c->broken = true;
}

void connection_add_texts(
	struct connection *c, const char *statement, const char *const *params, int params_len)
{
	assert(c->phase == FREE || c->phase == LOADING);
	c->phase = LOADING;
	if (PQsendQueryPrepared(c->conn, statement, params_len, params, NULL, NULL, 1) != 1)
		c->broken = true;
}

void connection_add_plain(struct connection *c, const char *sql)
{
	if (c->phase == FREE)
		c->phase = LOADING;
	if (PQsendQueryParams(c->conn, sql, 0, NULL, NULL, NULL, NULL, 1) != 1)
		c->broken = true;
}

void connection_fly(struct connection *c, connection_landed *landed, void *context)
{
	assert(c->phase == LOADING);
	c->landed = landed;
	c->landed_context = context;
	fly(c, FLYING);
}
