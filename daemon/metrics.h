/* Counters for Prometheus, by route template and status: nothing of a request's values is in them.
 */
#ifndef BURSAR_DAEMON_METRICS_H
#define BURSAR_DAEMON_METRICS_H

#include "base/buf.h"
#include "daemon/http/http.h"
#include "daemon/routes.h"
#include "daemon/store/store.h"

enum { METRICS_STATUSES = 6 };

struct metrics {
	/* By route_index; the last is for requests no route was found for. */
	uint64_t requests[ROUTES_MAX + 1][METRICS_STATUSES]; /* by the status' first digit */
	uint64_t took_us[ROUTES_MAX + 1];
};

/* route may be NULL. */
void metrics_count(struct metrics *metrics, const struct route *route, int status, int64_t took_us);
/* Text exposition format 0.0.4. */
void metrics_print(const struct metrics *metrics, const struct http_counts *http,
	const struct store_figures *store, struct buf *out);

#endif
