/*
 * How many refusals of each member of staff were recorded in the last minute. Each is an event, and
 * events are kept for ever: whoever sends nothing but what is refused is told to wait. Pure but for
 * memory. Instants in µs of clock_steady_us.
 */
#ifndef BURSAR_STORE_REFUSALS_H
#define BURSAR_STORE_REFUSALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cc.h"

/* A minute; a batch has up to 1,000 items, and one that is refused whole must fit. */
enum { REFUSALS_MAX = 600, REFUSALS_BATCH_MAX = 1000, REFUSALS_WINDOW_S = 60 };

/* Of one authority; zeroed to begin with. */
struct refusals {
	struct refused {
		int32_t staff_id;
		int count;
		int64_t since_us; /* the first of these */
	} * list;

	size_t len, cap;
};

/* max or more are recorded since a minute began that is not over. */
MUST_CHECK bool refusals_are_spent(
	struct refusals *refusals, int32_t staff_id, int max, int64_t now_us);
void refusals_count(struct refusals *refusals, int32_t staff_id, int64_t now_us);
void refusals_end(struct refusals *refusals);

#endif
