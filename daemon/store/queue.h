/*
 * Commands that wait for a lane, of one authority and of one sort: those that record, or looks. And
 * which authority's are next: those that have waited longest, or since their database troubles.
 *
 * Intrusive: a job's next is the queue's while it waits.
 */
#ifndef BURSAR_STORE_QUEUE_H
#define BURSAR_STORE_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/store/asked.h"

/* Zeroed at first. */
struct queue {
	struct store_job *first, *last;
	int len;
	bool busy;       /* a lane has its head: one batch of it at a time */
	int64_t turn_us; /* of its last batch that failed: it has waited since then, and no longer
			  */
	int fits_max;    /* so many commands were too much for one batch; 0: none were */
};

void queue_put(struct queue *queue, struct store_job *job);
/* Before all others: it has been taken already. */
void queue_put_back(struct queue *queue, struct store_job *job);
/* NULL if it is empty. */
struct store_job *queue_take(struct queue *queue);

/* The two queues of an authority. ill: its last batch could not be done; until one can it has one
 * lane at most. locked: somebody else holds what it needs; it does not wait long for that again. */
struct queues {
	struct queue records, looks;
	bool ill, locked;
};

/* Of both, the one whose turn it is, since when in *ret_since_us; NULL if nothing waits or may be
 * taken now. */
struct queue *queues_next(struct queues *queues, int64_t *ret_since_us);
int queues_len(const struct queues *queues);
/* Any job that waits; NULL if none does. */
struct store_job *queues_take_any(struct queues *queues);

#endif
