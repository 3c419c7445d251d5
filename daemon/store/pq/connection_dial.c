#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "daemon/store/clock.h"
#include "daemon/store/pq/connection_inside.h"
#include "daemon/store/pq/form.h"
#include "sql/embedded.h"

enum { TEXT_OID = 25 };

/* Of TCP, for what was sent and not acknowledged: a host that is gone is left for the next one. */
#define TCP_USER_TIMEOUT_MS "4000"

/* PostgreSQL's warnings and libpq's own: a line of the log, never raw. What it says in detail may
 * be personal. */
static void on_notice(void *context, const PGresult *notice)
{
	struct connection *c = context;
	const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *sqlstate = PQresultErrorField(notice, PG_DIAG_SQLSTATE);
	const char *text = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
	char line[CONNECTION_TROUBLE_MAX];

	snprintf(line, sizeof(line), "the database says %s %s: %.*s",
		severity == NULL ? "NOTICE" : severity, sqlstate == NULL ? "-----" : sqlstate,
		text == NULL ? 0 : (int)strcspn(text, "\n"), text);
	c->calls.log(c->calls.context, "info", line);
}

void connection_dial(struct connection *c)
{
	/* What follows dbname goes before what the conninfo says. */
	const char *const names[] = {"fallback_application_name", "tcp_user_timeout", "dbname",
		"options", c->config.writes ? "target_session_attrs" : NULL, NULL};
	const char *const values[] = {c->config.name, TCP_USER_TIMEOUT_MS, c->config.conninfo,
		c->config.options, "read-write", NULL};

	c->conn = PQconnectStartParams(names, values, 1);
	if (c->conn != NULL)
		PQsetNoticeReceiver(c->conn, on_notice, c);
	if (c->conn == NULL || PQstatus(c->conn) == CONNECTION_BAD || PQsocket(c->conn) < 0) {
		connection_lose(c, "the database cannot be reached");
		return;
	}
	c->phase = CONNECTING;
	/* Those who hope wait. */
	connection_set_timer(c, c->hope ? c->config.ask_ms_max : c->config.connect_ms_max);
	connection_watch(c, EV_WRITE);
}

static void check_schema(struct connection *c)
{
	connection_send_plain(c, "SELECT coalesce(max(number), 0)::int FROM bursar.migration");
	connection_sync(c, CHECKING);
}

static void prepare(struct connection *c)
{
	Oid *texts;
	int most = 0;

	for (size_t i = 0; i < c->config.statements.len; i++)
		if (c->config.statements.at[i].texts > most)
			most = c->config.statements.at[i].texts;
	texts = calloc((size_t)most + 1, sizeof(*texts));
	assert(texts != NULL);
	for (int i = 0; i < most; i++)
		texts[i] = TEXT_OID;
	for (size_t i = 0; i < c->config.statements.len; i++) {
		const struct statement *statement = &c->config.statements.at[i];

		connection_sent(c,
			PQsendPrepare(c->conn, statement->name, statement->text, statement->texts,
				texts) == 1);
		if (statement->columns != NULL)
			connection_sent(c, PQsendDescribePrepared(c->conn, statement->name) == 1);
	}
	free(texts);
	connection_sync(c, PREPARING);
}

/* Whether what C reads of each statement's rows is what they have. */
static bool described_well(struct connection *c)
{
	char fault[FORM_FAULT_MAX], text[CONNECTION_TROUBLE_MAX];
	int at = 0;

	for (size_t i = 0; i < c->config.statements.len; i++) {
		const struct statement *statement = &c->config.statements.at[i];

		at++;
		if (statement->columns == NULL ||
			form_described(c->flight.results[at++], statement->columns, statement->form,
				fault))
			continue;
		snprintf(text, sizeof(text), "the statement %s is not read as it answers: %s",
			statement->name, fault);
		connection_step_aside(c, text);
		return false;
	}
	return true;
}

void connection_checked(struct connection *c)
{
	char text[CONNECTION_TROUBLE_MAX];
	int64_t number;

	if (c->flight.failed != NULL) {
		connection_step_aside(c, "the schema cannot be read; run `bursard migrate`");
		return;
	}
	number = value_int(c->flight.results[0], 0, 0);
	if (number == (int64_t)embedded_migrations_len) {
		connection_clear(&c->flight);
		prepare(c);
		return;
	}
	snprintf(text, sizeof(text),
		"the database has schema version %lld and this daemon needs %zu; %s",
		(long long)number, embedded_migrations_len,
		number < (int64_t)embedded_migrations_len ? "run `bursard migrate`"
							  : "install the newer bursard");
	connection_step_aside(c, text);
}

void connection_dialling(struct connection *c)
{
	/* It may have another socket from one call to the next. */
	connection_unwatch(c);
	switch (PQconnectPoll(c->conn)) {
	case PGRES_POLLING_READING:
		connection_watch(c, EV_READ);
		return;
	case PGRES_POLLING_WRITING:
		connection_watch(c, EV_WRITE);
		return;
	case PGRES_POLLING_OK:
		if (PQsetnonblocking(c->conn, 1) != 0 || PQenterPipelineMode(c->conn) != 1) {
			connection_lose(c, "the database connection cannot be used");
			return;
		}
		connection_watch(c, EV_READ);
		check_schema(c);
		return;
	case PGRES_POLLING_FAILED:
	case PGRES_POLLING_ACTIVE:
		connection_lose(c, "the database cannot be reached");
		return;
	}
}

void connection_prepared(struct connection *c)
{
	if (c->flight.failed != NULL) {
		connection_step_aside(c, "a statement cannot be prepared");
		return;
	}
	if (!described_well(c))
		return;
	c->up_us = clock_steady_us();
	c->hope = false;
	c->trouble[0] = '\0';
	c->calls.log(c->calls.context, "info", "connected to the database");
	connection_rest(c);
}
