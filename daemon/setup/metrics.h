/* Counters for Prometheus, by route template and status: nothing of a request's values is in them.
 */
#ifndef BURSAR_DAEMON_SETUP_METRICS_H
#define BURSAR_DAEMON_SETUP_METRICS_H

#include "base/buf.h"
#include "daemon/http/http.h"
#include "daemon/routes.h"
#include "daemon/store/store.h"

struct metrics;

struct metrics *metrics_new(void);
void metrics_free(struct metrics *metrics); /* NULL is accepted */
/* route may be NULL. */
void metrics_count(struct metrics *metrics, const struct route *route, int status, int64_t took_us);
/* Text exposition format 0.0.4. */
void metrics_print(const struct metrics *metrics, const struct http_counts *http,
	const struct store_figures *store, struct buf *out);

#endif
