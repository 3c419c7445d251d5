/* Counts of durations in steps of at most 1.6 %, for quantiles of any number of them. */
#ifndef BURSAR_BENCH_HISTOGRAM_H
#define BURSAR_BENCH_HISTOGRAM_H

#include <stdint.h>

enum {
	HISTOGRAM_STEP_BITS = 6, /* steps per power of two: 64 */
	HISTOGRAM_POWERS = 32,
	HISTOGRAM_STEPS = HISTOGRAM_POWERS << HISTOGRAM_STEP_BITS,
};

struct histogram {
	uint64_t counts[HISTOGRAM_STEPS];
	uint64_t total;
	int64_t most_us;
};

/* Negative durations count as 0, those past an hour as an hour. */
void histogram_add(struct histogram *histogram, int64_t took_us);
/* The least duration that share (0 to 1) of all do not exceed, at the upper end of its step; 0 if
 * there are none. */
int64_t histogram_quantile_us(const struct histogram *histogram, double share);

#endif
