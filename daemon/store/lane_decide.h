/* One command of a batch: decided, unless its instant cannot be or its staff is refused too often.
 */
#ifndef BURSAR_STORE_LANE_DECIDE_H
#define BURSAR_STORE_LANE_DECIDE_H

#include <stdint.h>

#include "core/decide/slice.h"
#include "daemon/store/asked.h"
#include "daemon/store/refusals.h"

/* Sets job->outcome. refusals: of the authority, and counts what is recorded now. clock_us: the
 * database's clock; now_us: clock_steady_us. */
void lane_decide(struct store_job *job, struct slice *slice, struct refusals *refusals,
	int64_t clock_us, int64_t now_us);

#endif
