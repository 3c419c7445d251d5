/* Which commands are next: longest waiting first, and who fails goes behind those who wait. */
#include "daemon/store/queue.h"
#include "tests/check.h"

TEST(queue_keeps_the_order)
{
	struct queue queue = {.len = 0};
	struct store_job jobs[3] = {{.queued_us = 1}, {.queued_us = 2}, {.queued_us = 3}};

	CHECK(queue_take(&queue) == NULL);
	for (int i = 0; i < 3; i++)
		queue_put(&queue, &jobs[i]);
	CHECK_INT(3, queue.len);
	CHECK(queue_take(&queue) == &jobs[0]);
	CHECK(queue_take(&queue) == &jobs[1]);
	queue_put_back(&queue, &jobs[1]);
	queue_put_back(&queue, &jobs[0]);
	for (int i = 0; i < 3; i++)
		CHECK(queue_take(&queue) == &jobs[i]);
	CHECK(queue_take(&queue) == NULL);
	queue_put_back(&queue, &jobs[2]);
	queue_put(&queue, &jobs[0]);
	CHECK(queue_take(&queue) == &jobs[2]);
	CHECK(queue_take(&queue) == &jobs[0]);
	CHECK_INT(0, queue.len);
}

TEST(queue_says_whose_turn_it_is)
{
	static const struct {
		const char *name;
		int64_t records_us, looks_us; /* 0: none waits */
		bool records_busy, looks_busy, ill;
		int64_t turn_us; /* of records */
		char next;       /* r, l or - */
		int64_t since_us;
	} rows[] = {
		{"nothing waits", 0, 0, false, false, false, 0, '-', 0},
		{"one waits", 5, 0, false, false, false, 0, 'r', 5},
		{"the other waits", 0, 5, false, false, false, 0, 'l', 5},
		{"the longer", 5, 6, false, false, false, 0, 'r', 5},
		{"the other is longer", 6, 5, false, false, false, 0, 'l', 5},
		{"a lane is there", 5, 0, true, false, false, 0, '-', 0},
		{"a lane is there, and not here", 5, 6, true, false, false, 0, 'l', 6},
		{"ill: one lane alone", 5, 6, true, false, true, 0, '-', 0},
		{"ill, the other", 5, 6, false, true, true, 0, '-', 0},
		{"ill, and no lane", 5, 6, false, false, true, 0, 'r', 5},
		{"failed before", 5, 6, false, false, true, 7, 'l', 6},
		{"failed before, alone", 5, 0, false, false, true, 7, 'r', 7},
		{"came after it failed", 9, 0, false, false, true, 7, 'r', 9},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct store_job record = {.queued_us = rows[i].records_us};
		struct store_job look = {.queued_us = rows[i].looks_us};
		struct queues queues = {.ill = rows[i].ill};
		struct queue *next;
		int64_t since_us = 0;

		check_row("%s", rows[i].name);
		queues.records.busy = rows[i].records_busy;
		queues.looks.busy = rows[i].looks_busy;
		queues.records.turn_us = rows[i].turn_us;
		if (record.queued_us > 0)
			queue_put(&queues.records, &record);
		if (look.queued_us > 0)
			queue_put(&queues.looks, &look);
		next = queues_next(&queues, &since_us);
		CHECK_INT(rows[i].next, next == NULL ? '-' : next == &queues.records ? 'r' : 'l');
		CHECK_INT(rows[i].since_us, since_us);
	}
}
