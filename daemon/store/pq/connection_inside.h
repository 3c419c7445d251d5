/*
 * The inside of a connection: connection.c flies and lands, connection_dial.c makes it ready for
 * that.
 *
 *     AWAY → CONNECTING → CHECKING → PREPARING → FREE ⇄ LOADING → FLYING
 *                                                  ⇅
 *                                               ASKING
 *
 * Each phase but FREE and LOADING has a deadline, or AWAY a time to begin again; what goes wrong in
 * any leads to AWAY.
 */
#ifndef BURSAR_DAEMON_STORE_PQ_CONNECTION_INSIDE_H
#define BURSAR_DAEMON_STORE_PQ_CONNECTION_INSIDE_H

#include "daemon/store/pq/connection.h"

struct event;
struct event_base;

/* From FREE on it is up. LOADING: statements of a flight are being added. ASKING: a flight of its
 * own, by one that had nothing to do for a while. */
enum phase { AWAY, CONNECTING, CHECKING, PREPARING, FREE, LOADING, FLYING, ASKING };

struct connection {
	struct event_base *base;
	struct connection_config config;
	struct connection_calls calls;
	PGconn *conn;
	struct event *io;
	/* AWAY: time to connect. FREE: time to ask. Else the deadline. */
	struct event *timer;
	short io_events;
	enum phase phase;
	struct flight flight;
	bool broken; /* a statement could not be sent */
	bool hope;   /* lost while it was well, and not tried again yet */
	connection_landed *landed;
	void *landed_context;
	const PGresult *kept;   /* by whom it has landed at */
	int64_t sent_us, up_us; /* the flight; since when it is up */
	int64_t sent_at_us;     /* by the calendar */
	int64_t ahead_us;       /* this machine's clock of the database's; 0: they agree */
	char trouble[CONNECTION_TROUBLE_MAX], slow[CONNECTION_TROUBLE_MAX];
};

/* --- connection.c --- */

void connection_set_timer(struct connection *c, int ms);
/* Logged once, however often connecting is tried again. */
void connection_complain(struct connection *c, const char *what, const char *text);
/* Waits for these events, EV_READ and EV_WRITE; of whichever socket it has now, after unwatch. */
void connection_watch(struct connection *c, short events);
void connection_unwatch(struct connection *c);
/* A statement of the flight was sent, or could not be. */
void connection_sent(struct connection *c, bool well);
void connection_send_plain(struct connection *c, const char *sql);
void connection_clear(struct flight *flight);
/* Sends the sync of CHECKING, PREPARING, FLYING or ASKING. */
void connection_sync(struct connection *c, enum phase phase);
/* It failed: away, and whoever had a flight is told. */
void connection_lose(struct connection *c, const char *what);
/* It answers, and is good for nothing at present: away. */
void connection_step_aside(struct connection *c, const char *what);
/* Its own flight has landed well: free, and whoever waits is told. */
void connection_rest(struct connection *c);

/* --- connection_dial.c --- */

void connection_dial(struct connection *c);
/* CONNECTING: the socket is ready. */
void connection_dialling(struct connection *c);
/* CHECKING and PREPARING: all has been answered. */
void connection_checked(struct connection *c);
void connection_prepared(struct connection *c);

#endif
