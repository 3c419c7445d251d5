/* What was met: so that one sees that a run of the simulation tried something. */
#ifndef BURSAR_TESTS_SIM_TALLY_H
#define BURSAR_TESTS_SIM_TALLY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum { TALLY_CODES_MAX = 64 };

struct tally {
	size_t seeds, steps, recorded, replayed, dry, looks, batches;

	struct {
		char code[32];
		size_t count;
	} codes[TALLY_CODES_MAX]; /* of reasons and of problems */

	size_t codes_len;
};

void tally_add(struct tally *tally, int status, const json_t *answer);
void tally_print(const struct tally *tally);
/* Whether each reason that core/decide/reason.def knows was met; those that were not are printed.
 */
bool tally_met_all(const struct tally *tally);

#endif
