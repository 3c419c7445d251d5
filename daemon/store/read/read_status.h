/* What a flight that only reads came to, for whoever asked. */
#ifndef BURSAR_DAEMON_STORE_READ_READ_STATUS_H
#define BURSAR_DAEMON_STORE_READ_READ_STATUS_H

#include "base/status.h"
#include "daemon/store/log.h"
#include "daemon/store/pq/connection.h"

/* STATUS_DB_AWAY: lost, ill or busy; STATUS_BAD_INPUT: a parameter cannot be cast;
 * STATUS_DB_REFUSED: a bug of the query. */
enum status read_status(const struct flight *flight);
/* Of one that failed. */
void read_log_refused(const struct store_log *log, const char *query, const struct flight *flight);

#endif
