#include "daemon/store/queue.h"

#include <stddef.h>

void queue_put(struct queue *queue, struct store_job *job)
{
	job->next = NULL;
	if (queue->last == NULL)
		queue->first = job;
	else
		queue->last->next = job;
	queue->last = job;
	queue->len++;
}

void queue_put_back(struct queue *queue, struct store_job *job)
{
	job->next = queue->first;
	queue->first = job;
	if (queue->last == NULL)
		queue->last = job;
	queue->len++;
}

struct store_job *queue_take(struct queue *queue)
{
	struct store_job *job = queue->first;

	if (job == NULL)
		return NULL;
	queue->first = job->next;
	if (queue->first == NULL)
		queue->last = NULL;
	queue->len--;
	job->next = NULL;
	return job;
}

static int64_t since_us(const struct queue *queue)
{
	int64_t queued_us = queue->first->queued_us;

	return queue->turn_us > queued_us ? queue->turn_us : queued_us;
}

static bool may_go(const struct queue *queue)
{
	return queue->first != NULL && !queue->busy;
}

struct queue *queues_next(struct queues *queues, int64_t *ret_since_us)
{
	struct queue *records = &queues->records, *looks = &queues->looks;
	struct queue *next = may_go(records) ? records : may_go(looks) ? looks : NULL;

	if (next == NULL || (queues->ill && (records->busy || looks->busy)))
		return NULL;
	if (next == records && may_go(looks) && since_us(looks) < since_us(records))
		next = looks;
	*ret_since_us = since_us(next);
	return next;
}

int queues_len(const struct queues *queues)
{
	return queues->records.len + queues->looks.len;
}

struct store_job *queues_take_any(struct queues *queues)
{
	struct store_job *job = queue_take(&queues->records);

	return job != NULL ? job : queue_take(&queues->looks);
}
