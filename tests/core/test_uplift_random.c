/* Thousands of random caps, requests, declines and awards, beside a model that walks from day to
 * day: BURSAR_SEED runs one again. */
#include <stdlib.h>

#include "base/arena.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

/* 2023-06-15T12:00:00Z: later than every need date below. */
#define JUNE_2023_US INT64_C(1686830400000000)

enum { ROUNDS = 300, STEPS = 60, DAYS = 24, DRAWS_MAX = STEPS };

struct random {
	uint64_t seed;
	struct rig *rig;
	const char *days[DAYS];
	/* The model: of each grid day the cap and its mode; what A has drawn, and been awarded. */
	int64_t cap[DAYS];
	bool begins[DAYS], top_up[DAYS];

	struct {
		size_t day;
		int64_t pence, payment;
	} draws[DRAWS_MAX];

	size_t draws_len;
	int64_t awarded;
};

static uint64_t chance(struct random *r, uint64_t below)
{
	uint64_t z = r->seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % below;
}

/* Day by day from the first that was drawn for. */
static int64_t model_base(const struct random *r, size_t on)
{
	size_t first = DAYS;
	int64_t base;

	for (size_t i = 0; i < r->draws_len; i++)
		if (r->draws[i].day < first)
			first = r->draws[i].day;
	if (first > on)
		return r->cap[on];
	base = r->cap[first];
	for (size_t day = first + 1; day <= on; day++)
		if (r->begins[day] && r->top_up[day] && r->cap[day] > base)
			base = r->cap[day];
	return base < r->cap[on] ? base : r->cap[on];
}

static int64_t model_drawn(const struct random *r)
{
	int64_t sum = 0;

	for (size_t i = 0; i < r->draws_len; i++)
		sum += r->draws[i].pence;
	return sum;
}

static void random_versions(struct random *r)
{
	r->begins[0] = true;
	for (size_t day = 0; day < DAYS; day++) {
		bool begins =
			day == 0 || (r->rig->book.len < RIG_VERSIONS_MAX && chance(r, 4) == 0);

		r->days[day] = arena_printf(
			r->rig->arena, "%d-%02d-10", 2021 + (int)day / 12, 1 + (int)day % 12);
		r->begins[day] = begins;
		r->cap[day] = begins ? 100 * (1 + (int64_t)chance(r, 30)) : r->cap[day - 1];
		r->top_up[day] = begins && chance(r, 2) == 0;
		if (!begins)
			continue;
		rig_publish(r->rig,
			arena_printf(r->rig->arena,
				RIG_OFFER_TOP("%s") RIG_LINE("line",
					"cap: {amount: \"%d.00\", per: lifetime}, uplift: %s, "
					"fund: care"),
				r->days[day], (int)(r->cap[day] / 100),
				r->top_up[day] ? "top-up" : "new-only"));
	}
}

static struct judge_room room_on(struct random *r, const char *ref, size_t on)
{
	struct date day = rig_day(r->days[on]);

	return judge_begin(&r->rig->slice, slice_person(&r->rig->slice, span_of(ref)), SPAN("line"),
		day, day, 0)
		.room;
}

/* What A gets, against what a neighbour gets who was only declined, or awarded the same. */
static void check_neighbour(struct random *r, size_t on, const struct judge_room *room)
{
	struct judge_room other = room_on(r, "B", on);
	int64_t most = 0;

	CHECK_INT(r->cap[on], other.limit_pence);
	for (size_t day = 0; day <= on; day++)
		most = r->cap[day] > most ? r->cap[day] : most;
	CHECK(room->limit_pence - r->awarded <= most);
	if (r->draws_len == 0)
		CHECK_INT(other.limit_pence + r->awarded, room->limit_pence);
}

static void random_request(struct random *r)
{
	size_t on = chance(r, DAYS);
	struct judge_room room = room_on(r, "A", on);
	int64_t limit = model_base(r, on) + r->awarded, drawn = model_drawn(r);
	int64_t left = drawn < limit ? limit - drawn : 0, pence = 1 + (int64_t)chance(r, 900);

	CHECK_INT(limit, room.limit_pence);
	CHECK_INT(left, room.left_pence);
	check_neighbour(r, on, &room);
	if (chance(r, 4) == 0)
		pence = left + (int64_t)chance(r, 2);
	if (pence == 0)
		return;
	CHECK_TEXT(pence <= left ? "recorded" : "refused cap-exceeded",
		rig_request(r->rig, "A", "line", pence, r->days[on]));
	if (pence > left)
		return;
	CHECK(model_drawn(r) + pence <= limit);
	r->draws[r->draws_len].day = on;
	r->draws[r->draws_len].pence = pence;
	r->draws[r->draws_len++].payment = rig_last(r->rig);
}

static void random_decline(struct random *r)
{
	size_t i = r->draws_len == 0 ? 0 : chance(r, r->draws_len);

	if (r->draws_len == 0)
		return;
	CHECK_TEXT("recorded",
		rig_move(r->rig, COMMAND_PAYMENT_DECLINE, RIG_MANAGER, r->draws[i].payment));
	r->draws[i] = r->draws[--r->draws_len];
}

static void random_award(struct random *r)
{
	int64_t pence = 1 + (int64_t)chance(r, 300);

	CHECK_TEXT("recorded", rig_award(r->rig, "A", "line", pence, r->days[chance(r, DAYS)]));
	r->awarded += pence;
}

/* B asks for something on every version, and is declined each time. */
static void only_declined(struct random *r)
{
	for (size_t day = 0; day < DAYS; day++) {
		if (!r->begins[day])
			continue;
		CHECK_TEXT("recorded", rig_request(r->rig, "B", "line", 1, r->days[day]));
		CHECK_TEXT("recorded",
			rig_move(r->rig, COMMAND_PAYMENT_DECLINE, RIG_MANAGER, rig_last(r->rig)));
	}
}

static void random_round(struct random *r)
{
	r->rig = rig_empty();
	r->rig->at_us = JUNE_2023_US;
	r->draws_len = 0;
	r->awarded = 0;
	rig_person(r->rig, "A", "2002-01-01", CATEGORY_RELEVANT);
	rig_person(r->rig, "B", "2002-01-01", CATEGORY_RELEVANT);
	random_versions(r);
	only_declined(r);
	for (int step = 0; step < STEPS; step++) {
		uint64_t what = chance(r, 10);

		if (what < 6)
			random_request(r);
		else if (what < 9)
			random_decline(r);
		else if (chance(r, 4) == 0)
			random_award(r);
	}
	rig_check_books(r->rig);
	rig_free(r->rig);
}

TEST(uplift_random)
{
	static struct random r;
	const char *seed = getenv("BURSAR_SEED");

	hash_begin();
	if (seed != NULL)
		r.seed = strtoull(seed, NULL, 0);
	else
		hash_random(&r.seed, sizeof(r.seed));
	for (int round = 0; round < ROUNDS; round++) {
		check_row("BURSAR_SEED=0x%llx", (unsigned long long)r.seed);
		random_round(&r);
	}
	hash_end();
}
