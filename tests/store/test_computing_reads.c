/*
 * Reads that compute, against the fake libpq: the event loop goes on between their slices, they
 * take turns, and nothing is lost when they are cut short.
 */
#include <string.h>

#include <event2/event.h>

#include "base/arena.h"
#include "daemon/store/clock.h"
#include "daemon/store/read/computing.h"
#include "daemon/store/store.h"
#include "render/render.h"
#include "tests/check.h"
#include "tests/store/fake_pq.h"
#include "tests/store/lanes_rig.h"

enum { PARTS = 60, PART_US = 1000, READS_MAX = 2 };

/* The parts of a reply that are told before a slice ends, and the one that ends it. */
enum { PARTS_A_SLICE = COMPUTING_SLICE_US / PART_US + 1 };

/* --- a function that takes long: a millisecond for each part of its reply --- */

struct slow {
	int parts, number;
};

static struct {
	int begun, rows, turns, in_turn, in_turn_most;
	int told_by[READS_MAX]; /* parts so far */
	int last, again;        /* in a turn; and again, though the other waited */
} seen;

static void *slow_begin(struct arena *arena, const struct span *values)
{
	struct slow *slow = ARENA_NEW(arena, struct slow);

	CHECK_SPAN("zoe", values[0]);
	CHECK(values[1].at == NULL);
	slow->number = seen.begun++;
	return slow;
}

static void slow_row(void *state, struct arena *scratch, struct span row)
{
	(void)state;
	(void)scratch;
	CHECK_SPAN("{\"ref\":\"LEI-1\"}", row);
	seen.rows++;
}

static bool slow_tell(void *state, bool goes_on, struct json *out)
{
	struct slow *slow = state;
	int64_t until_us = clock_steady_us() + PART_US;

	CHECK(!goes_on);
	while (clock_steady_us() < until_us)
		;
	if (seen.in_turn == 0) {
		int told = seen.told_by[1 - slow->number];

		seen.again += seen.last == slow->number && seen.begun == READS_MAX && told < PARTS;
		seen.last = slow->number;
	}
	seen.told_by[slow->number]++;
	if (++seen.in_turn > seen.in_turn_most)
		seen.in_turn_most = seen.in_turn;
	buf_char(&out->bytes, 'x');
	return ++slow->parts == PARTS;
}

static const struct render slow = {slow_begin, slow_row, slow_tell};

/* --- whoever asks --- */

static int answered;
static enum status statuses[READS_MAX];

static void on_read(void *context, enum status status, const struct store_rows *rows)
{
	(void)context;
	statuses[answered++] = status;
	if (status != OK)
		return;
	CHECK_INT(1, rows->rows);
	CHECK_INT(PARTS, rows->body.len);
	CHECK(rows->next.at == NULL);
}

static void ask(int authority)
{
	struct span params[] = {SPAN("2019-07-01"), SPAN_NONE}, values[] = {SPAN("zoe"), SPAN_NONE};

	store_read(rig.store,
		&(struct store_question){.authority_id = authority,
			.staff_id = 1,
			.query = "people_find",
			.params = params,
			.params_len = ARRAY_LEN(params),
			.render = &slow,
			.values = values,
			.values_len = ARRAY_LEN(values)},
		on_read, NULL);
}

/* --- a turn of the loop --- */

static struct event *turn;

static void on_turn(evutil_socket_t fd, short what, void *context)
{
	static const struct timeval now = {0, 0};

	(void)fd;
	(void)what;
	(void)context;
	seen.turns += seen.in_turn > 0;
	seen.in_turn = 0;
	event_add(turn, &now);
}

static void begin(int readers)
{
	rig_begin_readers(readers);
	memset(&seen, 0, sizeof(seen));
	seen.last = -1;
	answered = 0;
	turn = event_new(rig.base, -1, 0, on_turn, NULL);
	on_turn(-1, 0, NULL);
}

static void end(void)
{
	event_free(turn);
	rig_end();
}

static bool is_answered(void)
{
	return answered == seen.begun && seen.begun > 0;
}

static bool are_answered(void)
{
	return answered == READS_MAX;
}

static bool has_begun(void)
{
	return seen.told_by[0] > 0;
}

TEST(computing_reads_leave_the_loop_to_others)
{
	begin(1);
	ask(1);
	rig_until(has_begun);
	rig_submit(2, false);
	rig_until(rig_all_told);
	CHECK_INT(OUTCOME_RECORDED, rig.told[0]);
	CHECK_INT(0, answered);
	CHECK(!store_idle(rig.store));
	rig_until(is_answered);
	CHECK_INT(OK, statuses[0]);
	CHECK_INT(1, seen.rows);
	CHECK(seen.in_turn_most <= PARTS_A_SLICE);
	CHECK(seen.turns >= PARTS / PARTS_A_SLICE);
	CHECK(store_idle(rig.store));
	/* It has given its place back. */
	ask(1);
	rig_until(are_answered);
	CHECK_INT(OK, statuses[1]);
	end();
}

/* Of two councils: a slice each. */
TEST(computing_reads_take_turns)
{
	begin(3);
	ask(1);
	ask(2);
	rig_until(are_answered);
	CHECK_INT(OK, statuses[0]);
	CHECK_INT(OK, statuses[1]);
	CHECK_INT(0, seen.again);
	CHECK(seen.in_turn_most <= PARTS_A_SLICE);
	end();
}

/* The rows are there: what becomes of the connection is no matter. */
TEST(computing_reads_need_no_connection)
{
	begin(1);
	ask(1);
	rig_until(has_begun);
	fake.unreachable = true;
	rig_until(is_answered);
	CHECK_INT(OK, statuses[0]);
	end();
}

TEST(computing_reads_that_fail_are_told)
{
	begin(1);
	for (size_t i = 0; i < ILLS; i++) {
		check_row("%s", rig_ills[i].name);
		fake_will("people_find", 0, rig_ills[i].turn, rig_ills[i].sqlstate);
		answered = 0;
		seen.begun = 1;
		ask(1);
		rig_until(is_answered);
		CHECK_INT(rig_ills[i].read, statuses[0]);
		rig_until(rig_all_up);
	}
	end();
}

TEST(computing_reads_are_cut_short)
{
	begin(1);
	ask(1);
	rig_until(has_begun);
	end();
	CHECK_INT(1, answered);
	CHECK_INT(STATUS_DB_AWAY, statuses[0]);
}
