#include "daemon/store/clock.h"
#include "daemon/store/pq/connection_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "daemon/store/pq/sqlstate.h"

static void on_io(evutil_socket_t fd, short what, void *context);

void connection_set_timer(struct connection *c, int ms)
{
	struct timeval wait = {.tv_sec = ms / 1000, .tv_usec = (suseconds_t)(ms % 1000) * 1000};

	event_add(c->timer, &wait);
}

/* Logged once, however often connecting is tried again. */
void connection_complain(struct connection *c, const char *what, const char *text)
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

void connection_watch(struct connection *c, short events)
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

void connection_unwatch(struct connection *c)
{
	if (c->io != NULL)
		event_free(c->io);
	c->io = NULL;
}

void connection_clear(struct flight *flight)
{
	for (int i = 0; i < flight->len; i++)
		PQclear(flight->results[i]);
	free(flight->results);
	*flight = (struct flight){.len = 0};
}

/* Closes it, to be made anew: at once if it was well for a while, else after retry_ms. */
static void hang_up(struct connection *c)
{
	int64_t well_us = connection_is_up(c) ? clock_steady_us() - c->up_us : 0;

	connection_unwatch(c);
	PQfinish(c->conn);
	c->conn = NULL;
	c->hope = well_us > (int64_t)c->config.retry_ms * 1000;
	c->phase = AWAY;
	c->broken = false;
	connection_set_timer(c, c->hope ? 0 : c->config.retry_ms);
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
	for (int i = 0; i < flight.len; i++)
		if (flight.results[i] == c->kept)
			flight.results[i] = NULL;
	c->kept = NULL;
	connection_clear(&flight);
}

/* Whoever has a flight is told, else whoever waits. */
static void away(struct connection *c)
{
	bool flies = c->landed != NULL;

	hang_up(c);
	land(c, STATUS_DB_AWAY);
	if (!flies)
		c->calls.changed(c->calls.context);
}

void connection_lose(struct connection *c, const char *what)
{
	connection_complain(c, what, c->conn == NULL ? "" : PQerrorMessage(c->conn));
	away(c);
}

static void flush(struct connection *c)
{
	int left = PQflush(c->conn);

	if (left < 0)
		c->broken = true;
	else
		connection_watch(c, left == 1 ? EV_READ | EV_WRITE : EV_READ);
}

void connection_sync(struct connection *c, enum phase phase)
{
	c->flight.results = calloc((size_t)c->flight.sent + 1, sizeof(*c->flight.results));
	assert(c->flight.results != NULL);
	if (PQpipelineSync(c->conn) != 1)
		c->broken = true;
	c->phase = phase;
	c->sent_us = clock_steady_us();
	c->sent_at_us = clock_now_us();
	if (phase == FLYING)
		connection_set_timer(c, c->config.flight_ms_max);
	else if (phase == ASKING)
		connection_set_timer(c, c->config.ask_ms_max);
	flush(c);
	/* The owner is told from the event loop, never from within its own call. */
	if (c->broken)
		event_active(c->io, EV_READ, 1);
}

void connection_sent(struct connection *c, bool well)
{
	if (well)
		c->flight.sent++;
	else
		c->broken = true;
}

void connection_send_plain(struct connection *c, const char *sql)
{
	connection_sent(c, PQsendQueryParams(c->conn, sql, 0, NULL, NULL, NULL, NULL, 1) == 1);
}

void connection_step_aside(struct connection *c, const char *what)
{
	connection_complain(
		c, what, c->flight.failed == NULL ? "" : PQresultErrorMessage(c->flight.failed));
	away(c);
}

/* If nothing is sent for a while, it asks whether anybody is there. */
static void set_quiet_timer(struct connection *c)
{
	connection_set_timer(c, c->config.quiet_ms_max);
}

void connection_rest(struct connection *c)
{
	connection_clear(&c->flight);
	c->phase = FREE;
	set_quiet_timer(c);
	c->calls.changed(c->calls.context);
}

static void asked(struct connection *c)
{
	bool well = c->flight.failed == NULL;
	bool reads_only = well && span_is(value_span(c->flight.results[0], 0, 0), "on");

	if (!well)
		connection_step_aside(c, "the database is not well");
	else if (reads_only && c->config.writes)
		connection_step_aside(c, "the database can only be read: a standby, or full");
	else {
		connection_agrees(c, value_instant(c->flight.results[0], 0, 1));
		connection_rest(c);
	}
}

static void arrived(struct connection *c)
{
	c->phase = FREE;
	if (sqlstate_of(connection_sqlstate(&c->flight)).drops)
		connection_drop(c, PQresultErrorMessage(c->flight.failed));
	land(c, c->flight.failed == NULL ? OK : STATUS_DB_REFUSED);
	if (c->phase == FREE)
		set_quiet_timer(c);
}

static void synced(struct connection *c)
{
	switch (c->phase) {
	case CHECKING:
		connection_checked(c);
		return;
	case PREPARING:
		connection_prepared(c);
		return;
	case FLYING:
		arrived(c);
		return;
	case ASKING:
		asked(c);
		return;
	case AWAY:
	case CONNECTING:
	case FREE:
	case LOADING:
		break;
	}
	UNREACHABLE("a sync that nobody sent");
}

/* False if it is more than was asked for. */
static bool keep(struct connection *c, PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	if (c->flight.len == c->flight.sent) {
		PQclear(result);
		return false;
	}
	c->flight.results[c->flight.len++] = result;
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && c->flight.failed == NULL)
		c->flight.failed = result;
	return true;
}

static bool is_flying(const struct connection *c)
{
	return c->phase == CHECKING || c->phase == PREPARING || c->phase == FLYING ||
		c->phase == ASKING;
}

/* Takes what has arrived. In pipeline mode each statement's results end with a NULL, the flight
 * with a sync. */
static void take(struct connection *c)
{
	while (is_flying(c) && !PQisBusy(c->conn)) {
		PGresult *result = PQgetResult(c->conn);

		if (result == NULL) {
			if (PQstatus(c->conn) == CONNECTION_BAD) {
				connection_lose(c, "the database connection was lost");
				return;
			}
			continue;
		}
		if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
			PQclear(result);
			synced(c);
			return;
		}
		if (!keep(c, result)) {
			connection_lose(c, "the database answered more than it was asked");
			return;
		}
	}
}

static void on_io(evutil_socket_t fd, short what, void *context)
{
	struct connection *c = context;

	(void)fd;
	if (c->phase == CONNECTING) {
		connection_dialling(c);
		return;
	}
	if (c->broken) {
		connection_lose(c, "a statement could not be sent");
		return;
	}
	if ((what & EV_READ) && PQconsumeInput(c->conn) != 1) {
		connection_lose(c, "the database connection was lost");
		return;
	}
	flush(c);
	take(c);
}

static void on_timer(evutil_socket_t fd, short what, void *context)
{
	struct connection *c = context;

	(void)fd;
	(void)what;
	switch (c->phase) {
	case AWAY:
		connection_dial(c);
		return;
	case FREE:
		connection_send_plain(
			c, "SELECT current_setting('transaction_read_only'), clock_timestamp()");
		connection_sync(c, ASKING);
		return;
	case CONNECTING:
	case CHECKING:
	case PREPARING:
	case FLYING:
	case ASKING:
		connection_lose(c, "the database does not answer in time");
		return;
	case LOADING:
		return;
	}
}

struct connection *connection_new(struct event_base *base, const struct connection_config *config,
	const struct connection_calls *calls)
{
	struct connection *c = calloc(1, sizeof(*c));

	assert(c != NULL);
	assert(config->flight_ms_max > 0 && config->slow_ms > 0);
	c->base = base;
	c->config = *config;
	if (c->config.connect_ms_max == 0)
		c->config.connect_ms_max = CONNECTION_CONNECT_MS_MAX;
	if (c->config.ask_ms_max == 0)
		c->config.ask_ms_max = CONNECTION_ASK_MS_MAX;
	if (c->config.quiet_ms_max == 0)
		c->config.quiet_ms_max = CONNECTION_QUIET_MS_MAX;
	c->calls = *calls;
	snprintf(c->trouble, sizeof(c->trouble), "not connected to the database yet");
	c->timer = event_new(base, -1, 0, on_timer, c);
	assert(c->timer != NULL);
	connection_set_timer(c, 0);
	return c;
}

void connection_free(struct connection *c)
{
	if (c == NULL)
		return;
	connection_unwatch(c);
	PQfinish(c->conn);
	event_free(c->timer);
	connection_clear(&c->flight);
	free(c);
}

void connection_keep(struct connection *connection, const PGresult *result)
{
	connection->kept = result;
}

const char *connection_sqlstate(const struct flight *flight)
{
	return flight->failed == NULL ? NULL : PQresultErrorField(flight->failed, PG_DIAG_SQLSTATE);
}

bool connection_is_free(const struct connection *c)
{
	return c->phase == FREE;
}

bool connection_is_up(const struct connection *c)
{
	return c->phase >= FREE;
}

bool connection_is_hopeful(const struct connection *c)
{
	return connection_is_up(c) || c->hope;
}

int64_t connection_flight_us(const struct connection *c)
{
	/* Of a flight sent in this very microsecond as well something is seen. */
	return c->phase == FLYING || c->phase == ASKING ? clock_steady_us() - c->sent_us + 1 : 0;
}

bool connection_agrees(struct connection *c, int64_t theirs_us)
{
	int64_t before_us = c->ahead_us;

	c->ahead_us = clock_ahead_us(c->sent_at_us, clock_now_us(), theirs_us);
	if (c->ahead_us != 0 && before_us == 0)
		c->calls.log(c->calls.context, "error", connection_trouble(c));
	return c->ahead_us == 0;
}

const char *connection_trouble(struct connection *c)
{
	int64_t age_us = connection_flight_us(c);

	if (!connection_is_up(c))
		return c->trouble;
	if (c->ahead_us != 0) {
		snprintf(c->slow, sizeof(c->slow),
			"this machine's clock is %lld s %s the database's; nothing is recorded "
			"until they agree",
			llabs(c->ahead_us) / 1000000, c->ahead_us > 0 ? "ahead of" : "behind");
		return c->slow;
	}
	if (age_us < (int64_t)c->config.slow_ms * 1000)
		return NULL;
	snprintf(c->slow, sizeof(c->slow), "no answer to the %s for %lld s", c->config.name,
		(long long)age_us / 1000000);
	return c->slow;
}

void connection_drop(struct connection *c, const char *why)
{
	if (!connection_is_free(c))
		return;
	connection_complain(c, "the database connection is made anew", why);
	hang_up(c);
}

void connection_add(struct connection *c, const char *statement, struct binds *binds)
{
	assert(c->phase == FREE || c->phase == LOADING);
	c->phase = LOADING;
	connection_sent(c, binds_send(c->conn, statement, binds));
}

void connection_add_texts(
	struct connection *c, const char *statement, const char *const *params, int params_len)
{
	assert(c->phase == FREE || c->phase == LOADING);
	c->phase = LOADING;
	connection_sent(
		c, PQsendQueryPrepared(c->conn, statement, params_len, params, NULL, NULL, 1) == 1);
}

void connection_add_plain(struct connection *c, const char *sql)
{
	assert(c->phase == FREE || c->phase == LOADING);
	c->phase = LOADING;
	connection_send_plain(c, sql);
}

void connection_fly(struct connection *c, connection_landed *landed, void *context)
{
	assert(c->phase == LOADING);
	c->landed = landed;
	c->landed_context = context;
	connection_sync(c, FLYING);
}
