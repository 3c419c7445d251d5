#include "daemon/store/told.h"

#include <limits.h>

#include <event2/event.h>

#include "base/arena.h"

/* Told before the event loop looks for what else there is. */
enum { AT_ONCE = 4 };

static void count(struct lane_figures *figures, const struct outcome *outcome)
{
	figures->commands++;
	figures->replayed += outcome->replayed;
	figures->recorded +=
		outcome->kind == OUTCOME_RECORDED && outcome->recorded && !outcome->replayed;
	figures->refused +=
		outcome->kind == OUTCOME_REFUSED && outcome->recorded && !outcome->replayed;
}

static void tell(struct told *told, int most)
{
	struct told_batch *batch = &told->batch;

	for (; batch->first != NULL && most > 0; most--) {
		struct store_job *job = batch->first;

		batch->first = job->next;
		job->next = NULL;
		count(told->figures, &job->outcome);
		job->done(job, batch->book);
	}
	if (batch->first != NULL || batch->offers == NULL)
		return;
	arena_reset(batch->arena);
	offers_release(batch->offers);
	batch->offers = NULL;
}

static void on_tell(evutil_socket_t fd, short what, void *context)
{
	struct told *told = context;

	(void)fd;
	(void)what;
	tell(told, AT_ONCE);
	if (!told_is_done(told))
		event_active(told->teller, EV_TIMEOUT, 1);
}

void told_begin(struct told *told, struct event_base *base, struct arena *arena,
	struct lane_figures *figures)
{
	*told = (struct told){.batch = {.arena = arena},
		.teller = event_new(base, -1, 0, on_tell, told),
		.figures = figures};
	assert(told->teller != NULL);
}

void told_end(struct told *told)
{
	tell(told, INT_MAX);
	event_free(told->teller);
	arena_free(told->batch.arena);
}

struct arena *told_next(struct told *told, const struct told_batch *batch)
{
	struct arena *arena = told->batch.arena;

	tell(told, INT_MAX);
	told->batch = *batch;
	event_active(told->teller, EV_TIMEOUT, 1);
	return arena;
}

bool told_is_done(const struct told *told)
{
	return told->batch.first == NULL;
}
