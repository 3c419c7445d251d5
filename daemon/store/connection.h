/*
 * One connection to PostgreSQL on the event loop, in pipeline mode. It connects by itself, checks
 * the schema's version, prepares its statements, and begins again after a loss. Statements are sent
 * in flights: any number, one sync, then all results at once.
 */
#ifndef BURSAR_STORE_CONNECTION_H
#define BURSAR_STORE_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>

#include <libpq-fe.h>

#include "base/cc.h"
#include "base/status.h"
#include "daemon/store/bind.h"

struct event_base;
struct connection;

enum { CONNECTION_FLIGHT_MAX = 64, CONNECTION_TROUBLE_MAX = 300 };

struct statement {
	const char *name;
	const char *text;
};

struct connection_config {
	const char *conninfo;
	const char *options; /* libpq's options=, e.g. "-c plan_cache_mode=force_generic_plan" */
	const struct statement *statements; /* prepared on each new connection */
	size_t statements_len;
	/* How many parameters of a statement are declared as text; 0: types are inferred. NULL:
	 * always. */
	int (*texts)(const char *text);
	int retry_ms;
};

/* results[i]: of the i-th statement of the flight; freed when the callback returns.
 * STATUS_DB_REFUSED: one of them failed, and the connection is good. STATUS_DB_AWAY: the connection
 * was lost before the sync; results may be fewer. */
struct flight {
	enum status status;
	PGresult *results[CONNECTION_FLIGHT_MAX];
	int len;
	const PGresult *failed; /* the first that failed, or NULL */
};

typedef void connection_landed(void *context, const struct flight *flight);

struct connection_calls {
	/* The connection is ready for a flight; after connecting. */
	void (*ready)(void *context);
	void (*log)(void *context, const char *level, const char *text);
	void *context;
};

struct connection *connection_new(struct event_base *base, const struct connection_config *config,
	const struct connection_calls *calls);
void connection_free(struct connection *connection);

/* Closes a free connection that is no good, and makes it anew. */
void connection_drop(struct connection *connection, const char *why);

/* Connected, checked, prepared and not in flight. */
bool connection_is_free(const struct connection *connection);
bool connection_is_up(const struct connection *connection);
/* What keeps it from being up, or NULL. */
const char *connection_trouble(const struct connection *connection);

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
