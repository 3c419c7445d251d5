/*
 * Who is calling: certificates are looked up on a connection of their own, so that no read holds up
 * a sign-in. One look-up answers all who ask with the same certificate; those of certificates known
 * before go first, and of others only SIGNING_UNKNOWN_MAX wait, so that a crowd of strangers shuts
 * out nobody who is known.
 */
#ifndef BURSAR_STORE_SIGNING_H
#define BURSAR_STORE_SIGNING_H

#include <stdbool.h>

#include "base/cc.h"
#include "daemon/store/connection.h"
#include "daemon/store/store.h"

struct signing;

enum { SIGNING_UNKNOWN_MAX = 256, SIGNING_KNOWN_MAX = 4096 };

struct signing *signing_new(struct store *store, const struct connection_config *config);
/* Whoever waits is told STATUS_DB_AWAY. */
void signing_free(struct signing *signing);
/* May call back at once. */
void signing_ask(struct signing *signing, const struct digest *fingerprint, store_signed_in *done,
	void *context);
struct connection *signing_connection(const struct signing *signing);
bool signing_idle(const struct signing *signing);
/* Look-ups that wait. */
int signing_waiting(const struct signing *signing);

#endif
