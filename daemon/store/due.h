/*
 * The due lists: jobs and reads that are answered, and have yet to be told. They are told from the
 * event loop, so that nobody is called back from within a call of theirs.
 *
 * A job or a read is in exactly one place at a time: a queue, a lane or reader, or a due list.
 */
#ifndef BURSAR_STORE_DUE_H
#define BURSAR_STORE_DUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "daemon/store/asked.h"

struct arena;
struct event;
struct event_base;

/* A read that failed: lies in the read, whose arena is freed once it is told. */
struct due_read {
	struct arena *arena;
	store_answered *answered;
	void *context;
	/* due.c's */
	enum status status;
	struct due_read *next;
};

struct due {
	struct event *wake;
	struct store_job *jobs_first, *jobs_last;
	struct due_read *reads_first, *reads_last;
	uint64_t jobs_told;
};

void due_begin(struct due *due, struct event_base *base);
/* Tells all that are left. */
void due_end(struct due *due);
void due_add_job(struct due *due, struct store_job *job, enum outcome_kind kind);
void due_add_read(struct due *due, struct due_read *read, enum status status);
bool due_is_empty(const struct due *due);

#endif
