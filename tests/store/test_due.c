/* What is answered is told from the event loop, once each, in its order. */
#include "daemon/store/due.h"

#include <event2/event.h>

#include "base/arena.h"
#include "tests/check.h"

enum { ARENA_BYTES = 1 << 16, TOLD_MAX = 8 };

static struct {
	int told[TOLD_MAX], len;
	struct due *again; /* a job that is put in while one is told */
	struct store_job late;
} seen;

static void note(int what)
{
	CHECK(seen.len < TOLD_MAX);
	seen.told[seen.len++] = what;
}

static void on_job(struct store_job *job, const struct offer_book *offers)
{
	CHECK(offers != NULL && offers->len == 0);
	CHECK(job->next == NULL);
	note((int)job->outcome.kind);
	if (seen.again != NULL) {
		seen.late.done = on_job;
		due_add_job(seen.again, &seen.late, OUTCOME_CLOCK);
		seen.again = NULL;
	}
}

static void on_read(void *context, enum status status, const struct store_rows *rows)
{
	CHECK(context == &seen && rows == NULL);
	note(100 + (int)status);
}

static struct due_read *read_new(void)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct due_read *read = ARENA_NEW(arena, struct due_read);

	*read = (struct due_read){.arena = arena, .answered = on_read, .context = &seen};
	return read;
}

TEST(due_are_told_by_the_loop)
{
	struct event_base *base = event_base_new();
	struct store_job a = {.done = on_job}, b = {.done = on_job};
	struct due due;

	seen.len = 0;
	due_begin(&due, base);
	CHECK(due_is_empty(&due));
	due_add_read(&due, read_new(), STATUS_BUSY);
	due_add_job(&due, &a, OUTCOME_BUSY);
	due_add_job(&due, &b, OUTCOME_UNKNOWN);
	due_add_read(&due, read_new(), STATUS_DB_AWAY);
	CHECK(!due_is_empty(&due));
	CHECK_INT(0, seen.len);
	seen.again = &due;
	event_base_loop(base, EVLOOP_NONBLOCK);
	CHECK_INT(5, seen.len);
	CHECK_INT(OUTCOME_BUSY, seen.told[0]);
	CHECK_INT(OUTCOME_UNKNOWN, seen.told[1]);
	CHECK_INT(OUTCOME_CLOCK, seen.told[2]);
	CHECK_INT(100 + STATUS_BUSY, seen.told[3]);
	CHECK_INT(100 + STATUS_DB_AWAY, seen.told[4]);
	CHECK_INT(3, due.jobs_told);
	CHECK(due_is_empty(&due));
	due_end(&due);
	event_base_free(base);
}

TEST(due_are_told_at_the_end)
{
	struct event_base *base = event_base_new();
	struct store_job job = {.done = on_job};
	struct due due;

	seen.len = 0;
	due_begin(&due, base);
	due_add_job(&due, &job, OUTCOME_BUSY);
	due_add_read(&due, read_new(), STATUS_DB_AWAY);
	due_end(&due);
	CHECK_INT(2, seen.len);
	event_base_free(base);
}
