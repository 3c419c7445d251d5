/*
 * The second flight of a batch: everything new in the slice, one statement a table, COMMIT last. No
 * statement depends on anybody looking at its row count: the triggers raise on what is wrong, and
 * the one UPDATE divides by zero unless it met every row it named.
 */
#ifndef BURSAR_DAEMON_STORE_BATCH_APPEND_H
#define BURSAR_DAEMON_STORE_BATCH_APPEND_H

#include "base/cc.h"
#include "core/decide/slice.h"
#include "daemon/store/authority.h"
#include "daemon/store/pq/connection.h"

/* Those that add rows, and room for more; in the arena. */
struct statement_list append_statements(struct arena *arena, size_t more);

/* Whether the slice has anything to write. */
bool append_is_due(const struct slice *slice);
/* Adds the statements to the flight, COMMIT included. */
void append_send(struct slice *slice, const struct store_authority *authority,
	struct connection *connection);

#endif
