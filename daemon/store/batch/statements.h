/*
 * All statements that the store's connections prepare, by connection: the lane's own (query.h),
 * what it writes (append.h), and the queries of the read endpoints (sql/queries/).
 */
#ifndef BURSAR_DAEMON_STORE_BATCH_STATEMENTS_H
#define BURSAR_DAEMON_STORE_BATCH_STATEMENTS_H

#include "base/arena.h"
#include "daemon/store/pq/connection.h"

struct statements {
	struct statement_list lane, reader, signing;
};

/* In the arena. */
struct statements *statements_of(struct arena *arena);

#endif
