/* One authority in memory, as fuzz targets need it: an offer with a line of each kind, three
 * members of staff, one person, one payment requested. */
#ifndef BURSAR_TESTS_FUZZ_WORLD_H
#define BURSAR_TESTS_FUZZ_WORLD_H

#include "core/decide/slice.h"
#include "wire/wire.h"

/* Of whoever asks: all roles. And of somebody else. */
enum { WORLD_ADMIN = 1, WORLD_MANAGER = 2 };

struct world {
	struct arena *arena;
	struct slice slice;
	int64_t at_us; /* begins at 2019-07-01T12:00:00Z */
	int keys;      /* given out so far */
};

/* All of it lives in the arena. book: what is published, NULL for the offer of this world. */
void world_begin(struct world *world, struct arena *arena, const struct offer_book *book);
/* Decodes, decides and renders, under a key of its own; false if the command was not sound. Its
 * reply is JSON, and so is what a repetition under the same key is answered. */
bool world_play(struct world *world, enum command_kind kind, const struct wire_input *input);

#endif
