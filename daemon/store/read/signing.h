/*
 * Who is calling: credentials are looked up on a connection of their own, so that no read holds up
 * a sign-in. One look-up answers all who ask with the same credential; those of credentials known
 * before go first, and of others only SIGNING_UNKNOWN_MAX wait, so that a crowd of strangers shuts
 * out nobody who is known.
 *
 * The authorities are read here as soon as the connection is there, before anybody is looked up,
 * and again when somebody is of one that is not known: it may have been added since.
 */
#ifndef BURSAR_DAEMON_STORE_READ_SIGNING_H
#define BURSAR_DAEMON_STORE_READ_SIGNING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/credential.h"
#include "daemon/store/asked.h"
#include "daemon/store/authorities.h"
#include "daemon/store/log.h"
#include "daemon/store/pq/connection.h"

struct event_base;
struct signing;

enum { SIGNING_UNKNOWN_MAX = 256, SIGNING_KNOWN_MAX = 4096 };

struct signing_config {
	struct event_base *base;
	const struct store_log *log;
	struct authorities *authorities;
};

/* usual: what is the same of all connections of the store, and the statements; a deadline of 0 is
 * its own. */
struct signing *signing_new(
	const struct signing_config *config, const struct connection_config *usual);
/* Whoever waits is told STATUS_DB_AWAY. */
void signing_free(struct signing *signing);
/* May call back at once. */
void signing_ask(struct signing *signing, const struct credential *credential,
	store_signed_in *done, void *context);
/* An authority by its code. One that is known is told at once; else it waits among the strangers.
 */
void signing_find(struct signing *signing, struct span code, store_signed_in *done, void *context);
struct connection *signing_connection(const struct signing *signing);
bool signing_idle(const struct signing *signing);
/* Look-ups that wait. */
int signing_waiting(const struct signing *signing);
/* So far. */
uint64_t signing_started(const struct signing *signing);

#endif
