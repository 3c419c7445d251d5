/*
 * The first flight of a batch: what its commands may need, by arrays, and the slice made of the
 * answers. What is asked for here is what deciding may look up; core/slice.h says why.
 */
#ifndef BURSAR_STORE_LOAD_H
#define BURSAR_STORE_LOAD_H

#include "base/cc.h"
#include "core/slice.h"
#include "daemon/store/connection.h"
#include "daemon/store/store.h"

/* Statements of both kinds of flight 1, to be prepared. */
extern const struct statement load_statements[];
extern const size_t load_statements_len;

/* Which commands, of which authority. locks: they will be recorded, so the head is locked; else one
 * snapshot is read. */
struct load {
	struct arena *arena;
	const struct store_authority *authority;
	const struct command *const *commands;
	size_t commands_len;
	bool locks;
	int lock_ms_max;  /* how long to wait for a lock of any kind */
	int64_t clock_us; /* the database's, once loaded: after the lock was granted */
	/* Where the answers stand in the flight; 0: not asked for. */
	int head, staff_next, staff, keys, fingerprints, invitations, twins, alike, people,
		people_of_payments, facts, categories, payments, accounts, caps, draws,
		payment_accounts, payment_funds;
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
