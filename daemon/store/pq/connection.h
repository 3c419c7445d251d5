/*
 * One connection to PostgreSQL on the event loop, in pipeline mode. It connects by itself, checks
 * the schema's version, prepares its statements, and begins again after a loss. Statements are sent
 * in flights: any number, one sync, then all results at once.
 *
 * Nothing waits for ever: connecting and each flight have a deadline, past which the connection is
 * closed and made anew, and one that has nothing to do asks from time to time whether anybody is
 * still there, and whether it may write.
 */
#ifndef BURSAR_DAEMON_STORE_PQ_CONNECTION_H
#define BURSAR_DAEMON_STORE_PQ_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libpq-fe.h>

#include "base/cc.h"
#include "base/status.h"
#include "daemon/store/pq/bind.h"

struct event_base;
struct connection;

enum {
	CONNECTION_TROUBLE_MAX = 300,
	/* For connecting, to whichever of several hosts, checking and preparing. */
	CONNECTION_CONNECT_MS_MAX = 15000,
	/* Without a flight, before it asks; and for the answer to that. */
	CONNECTION_QUIET_MS_MAX = 5000,
	CONNECTION_ASK_MS_MAX = 5000,
};

struct statement {
	const char *name;
	const char *text;
	/* What C reads of its rows: names, each with a blank behind it, and their form (form.h).
	 * Compared with the database's when it is prepared. NULL: not compared. */
	const char *columns, *form;
	int texts; /* so many parameters are declared as text; of others the type is inferred */
};

struct statement_list {
	struct statement *at;
	size_t len;
};

struct connection_config {
	const char *name; /* application_name, unless the conninfo has another */
	const char *conninfo;
	const char *options; /* libpq's options=, e.g. "-c plan_cache_mode=force_generic_plan" */
	struct statement_list statements; /* prepared on each new connection */
	bool writes;                      /* only a server that can be written to will do */
	int retry_ms;
	/* From the sync to the last result. Longer than statement_timeout, so that PostgreSQL's own
	 * word comes first where it has one. */
	int flight_ms_max;
	/* A flight under way for longer is a trouble that /readyz tells. */
	int slow_ms;
	int connect_ms_max, quiet_ms_max, ask_ms_max; /* 0: the constants above */
};

/* results[i]: of the i-th statement of the flight; freed when the callback returns.
 * STATUS_DB_REFUSED: one of them failed, and the connection is good, unless the error says that it
 * must be made anew (sqlstate.h): then it is not free. STATUS_DB_AWAY: the connection was lost
 * before the sync, or the deadline has passed; results may be fewer. */
struct flight {
	enum status status;
	PGresult **results;
	int len, sent;          /* results; statements, and room for so many */
	const PGresult *failed; /* the first that failed, or NULL */
};

typedef void connection_landed(void *context, const struct flight *flight);

/* Of the statement that failed; NULL if none did, or it has none. */
const char *connection_sqlstate(const struct flight *flight);

struct connection_calls {
	/* The connection has become free by itself, or cannot be had: what waits for it should be
	 * looked at. From the event loop alone. */
	void (*changed)(void *context);
	void (*log)(void *context, const char *level, const char *text);
	void *context;
};

struct connection *connection_new(struct event_base *base, const struct connection_config *config,
	const struct connection_calls *calls);
void connection_free(struct connection *connection);

/* Connected, checked, prepared and not in flight. */
bool connection_is_free(const struct connection *connection);
bool connection_is_up(const struct connection *connection);
/* It is up, or was until a moment ago and has not yet failed to come again. */
bool connection_is_hopeful(const struct connection *connection);
/* What keeps it from being up, or that its flight is slow; NULL if there is nothing. Good until the
 * next call for this connection. */
const char *connection_trouble(struct connection *connection);
/* How long what was sent last has been under way; 0 if nothing is. */
int64_t connection_flight_us(const struct connection *connection);
/* Compares this machine's clock since the last sync with the database's, read in that flight.
 * False: they differ; a trouble, until they agree. */
bool connection_agrees(struct connection *connection, int64_t theirs_us);
/* In a flight's callback: a result of it outlives the callback and is the caller's, for PQclear. */
void connection_keep(struct connection *connection, const PGresult *result);
/* Closes a free connection that can no longer be trusted, and makes it anew. */
void connection_drop(struct connection *connection, const char *why);

/* Adds a statement to the flight: a prepared one with parameters, or a plain one. What cannot be
 * sent is answered as a lost connection. */
void connection_add(struct connection *connection, const char *statement, struct binds *binds);
/* A prepared one with parameters in text form, NULL for null; results are binary all the same. */
void connection_add_texts(struct connection *connection, const char *statement,
	const char *const *params, int params_len);
void connection_add_plain(struct connection *connection, const char *sql);
/* Sends the sync; landed is called from the event loop, once. */
void connection_fly(struct connection *connection, connection_landed *landed, void *context);

#endif
