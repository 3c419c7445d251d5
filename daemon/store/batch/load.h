/*
 * The first flight of a batch: what its commands may need, by arrays, and the slice made of the
 * answers. What is asked for here is what deciding may look up; core/decide/slice.h says why.
 */
#ifndef BURSAR_DAEMON_STORE_BATCH_LOAD_H
#define BURSAR_DAEMON_STORE_BATCH_LOAD_H

#include "base/cc.h"
#include "core/decide/slice.h"
#include "daemon/store/authority.h"
#include "daemon/store/pq/connection.h"
#include "daemon/store/pq/query.h"

/* Which commands, of which authority. locks: they will be recorded, so the head is locked; else one
 * snapshot is read. */
struct load {
	struct arena *arena;
	const struct store_authority *authority;
	const struct command *const *commands;
	size_t commands_len;
	bool locks;
	int lock_ms_max;      /* how long to wait for a lock of any kind */
	int64_t clock_us;     /* the database's, once loaded: after the lock was granted */
	int32_t staff_serial; /* once loaded: of what staff may */
	int32_t rules_serial; /* which financial rules these rows belong to, once loaded */
	enum query head;      /* head_lock or head_look */
	int sent;             /* statements in the flight */
	int place[QUERIES];   /* of the answers in it; 0: not asked for */
};

/* Adds the statement that says whose rows the transaction may see. */
void load_set_authority(const struct load *load, struct connection *connection);
/* Adds the statements to the flight, from BEGIN on. */
void load_send(struct load *load, struct connection *connection);

/* Fills in slice (already initialised). offer_serial: the one these rows belong to. *ret_error: a
 * person whose data do not open. */
MUST_CHECK bool load_read(struct load *load, const struct flight *flight, struct slice *slice,
	int32_t *ret_offer_serial, const char **ret_error);

#endif
