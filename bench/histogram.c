#include "bench/histogram.h"

enum { STEPS = 1 << HISTOGRAM_STEP_BITS, HOUR_S = 3600 };

static const int64_t longest_us = (int64_t)HOUR_S * 1000000;

/* Up to 63 a step each; then 64 steps for each power of two. */
static unsigned step_of(int64_t took_us)
{
	uint64_t value = (uint64_t)took_us;

	if (value < STEPS)
		return (unsigned)value;
	unsigned power = 63 - (unsigned)__builtin_clzll(value);
	unsigned shift = power - HISTOGRAM_STEP_BITS;
	return ((shift + 1) << HISTOGRAM_STEP_BITS) + (unsigned)(value >> shift) - STEPS;
}

static int64_t end_of(unsigned step)
{
	if (step < STEPS)
		return (int64_t)step;
	unsigned shift = (step >> HISTOGRAM_STEP_BITS) - 1;
	uint64_t begin = (uint64_t)(STEPS + (step & (STEPS - 1))) << shift;
	return (int64_t)(begin + (UINT64_C(1) << shift) - 1);
}

void histogram_add(struct histogram *histogram, int64_t took_us)
{
	if (took_us < 0)
		took_us = 0;
	if (took_us > longest_us)
		took_us = longest_us;
	histogram->counts[step_of(took_us)]++;
	histogram->total++;
	if (took_us > histogram->most_us)
		histogram->most_us = took_us;
}

int64_t histogram_quantile_us(const struct histogram *histogram, double share)
{
	double wanted = share * (double)histogram->total;
	uint64_t seen = 0;

	for (unsigned step = 0; step < HISTOGRAM_STEPS; step++) {
		seen += histogram->counts[step];
		if (seen > 0 && (double)seen >= wanted) {
			int64_t end_us = end_of(step);
			return end_us < histogram->most_us ? end_us : histogram->most_us;
		}
	}
	return histogram->most_us;
}
