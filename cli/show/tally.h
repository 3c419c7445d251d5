/* What became of many, in one line at the end: "107 approved, £9,310.00; 75 refused". */
#ifndef BURSAR_CLI_SHOW_TALLY_H
#define BURSAR_CLI_SHOW_TALLY_H

#include <stdint.h>
#include <stdio.h>

#include "base/span.h"

struct arena;

/* More states than one command leads to. */
enum { TALLY_STATES_MAX = 4 };

struct tally {
	struct tally_state {
		const char *state; /* as the answer has it */
		int64_t count, pence;
	} states[TALLY_STATES_MAX];

	int64_t refused; /* by a rule */
	int64_t failed;  /* by anything else, or without an answer */
	int64_t untried;
};

/* Counts an answer of what was done, by the state it tells. */
void tally_done(struct tally *tally, struct arena *arena, struct span body);
void tally_print(const struct tally *tally, FILE *out);

#endif
