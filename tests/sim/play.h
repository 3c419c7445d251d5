/* One seed played: each step put to the model and done in each way, and all held against each
 * other. */
#ifndef BURSAR_TESTS_SIM_PLAY_H
#define BURSAR_TESTS_SIM_PLAY_H

#include "tests/sim/model.h"
#include "tests/sim/tally.h"
#include "tests/sim/way.h"

enum { PLAY_WAYS_MAX = 2 };

struct play_options {
	uint64_t seed;
	size_t steps_max;
	const struct date *today;       /* NULL: by chance */
	bool (*is_over)(void *context); /* asked between groups */
	void *context;
};

/* False, once printed: they differ. Ends the ways. */
bool play(
	const struct play_options *options, struct way *ways, size_t ways_len, struct tally *tally);

/* NULL, or how the accounts and payments of a way differ from the model's, in the arena. people:
 * the events that added them, as history.h has them. */
struct history;
const char *books_differ(struct arena *arena, struct model *model, const struct history *history,
	const struct way_books *books);

#endif
