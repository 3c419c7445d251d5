#include "daemon/store/due.h"

#include <stddef.h>

#include <event2/event.h>

#include "base/arena.h"

static void tell_jobs(struct due *due)
{
	static const struct offer_book none;

	while (due->jobs_first != NULL) {
		struct store_job *job = due->jobs_first;

		due->jobs_first = job->next;
		if (due->jobs_first == NULL)
			due->jobs_last = NULL;
		job->next = NULL;
		due->jobs_told++;
		job->done(job, &none);
	}
}

static void tell_reads(struct due *due)
{
	while (due->reads_first != NULL) {
		struct due_read *read = due->reads_first;

		due->reads_first = read->next;
		if (due->reads_first == NULL)
			due->reads_last = NULL;
		read->answered(read->context, read->status, NULL);
		arena_free(read->arena);
	}
}

static void on_wake(evutil_socket_t fd, short what, void *context)
{
	(void)fd;
	(void)what;
	tell_jobs(context);
	tell_reads(context);
}

void due_begin(struct due *due, struct event_base *base)
{
	*due = (struct due){.wake = event_new(base, -1, 0, on_wake, due)};
	assert(due->wake != NULL);
}

void due_end(struct due *due)
{
	tell_jobs(due);
	tell_reads(due);
	event_free(due->wake);
}

void due_add_job(struct due *due, struct store_job *job, enum outcome_kind kind)
{
	job->outcome = (struct outcome){.kind = kind};
	job->next = NULL;
	if (due->jobs_last == NULL)
		due->jobs_first = job;
	else
		due->jobs_last->next = job;
	due->jobs_last = job;
	event_active(due->wake, EV_TIMEOUT, 1);
}

void due_add_read(struct due *due, struct due_read *read, enum status status)
{
	read->status = status;
	read->next = NULL;
	if (due->reads_last == NULL)
		due->reads_first = read;
	else
		due->reads_last->next = read;
	due->reads_last = read;
	event_active(due->wake, EV_TIMEOUT, 1);
}

bool due_is_empty(const struct due *due)
{
	return due->jobs_first == NULL && due->reads_first == NULL;
}
