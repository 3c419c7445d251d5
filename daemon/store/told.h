/*
 * What a batch decided, until all have been told: a few at a time from the event loop, while the
 * database works on the next batch, whose answer does not wait for all of them.
 */
#ifndef BURSAR_STORE_TOLD_H
#define BURSAR_STORE_TOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "daemon/store/asked.h"
#include "daemon/store/offers.h"

struct arena;
struct event;
struct event_base;

/* Of all lanes. */
struct lane_figures {
	uint64_t batches, commands, recorded, refused, replayed, failed_batches;
};

/* Jobs with their outcomes, which lie in arena and may name what is in book, of offers. */
struct told_batch {
	struct store_job *first;
	struct arena *arena;
	struct offers *offers; /* NULL: nothing */
	const struct offer_book *book;
};

struct told {
	struct told_batch batch;
	struct event *teller;
	struct lane_figures *figures;
};

/* Takes over the arena: there are two, of the batch that is told and of the one under way. */
void told_begin(struct told *told, struct event_base *base, struct arena *arena,
	struct lane_figures *figures);
/* Tells all that are left. */
void told_end(struct told *told);
/* Tells all that are left, and then these; takes over arena and offers. Gives back an arena for the
 * batch that comes, empty. */
MUST_CHECK struct arena *told_next(struct told *told, const struct told_batch *batch);
bool told_is_done(const struct told *told);

#endif
