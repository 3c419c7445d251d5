/*
 * What came of a load, as one JSON object: requests (begun), answered, lost, recorded (201),
 * replayed, again (sent more than once), different (from the journal's answer), newly (answered now
 * and not in the journal), statuses and reasons (codes of a refusal joined by +, or the problem's
 * code) with their counts, seconds, per_second (recorded), median_ms and slow_ms (99 of 100 were
 * not slower).
 */
#ifndef BURSAR_TESTS_TALLY_H
#define BURSAR_TESTS_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "tests/stories/plan.h"

struct tally {
	size_t requests, answered, lost, recorded, replayed, again, different, newly;
	int64_t took_us;
	json_t *statuses, *reasons;
};

struct tally tally_new(void);
void tally_free(struct tally *tally);
/* One answer as it came. */
void tally_add(struct tally *tally, int status, const json_t *body);
/* To stdout; the plan has the times. */
void tally_print(const struct tally *tally, const struct plan *plan);

#endif
