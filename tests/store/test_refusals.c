/* Whose refusals are recorded, and for how long that counts. */
#include "daemon/store/refusals.h"

#include "tests/check.h"

enum { SECOND_US = 1000000, MINUTE_US = 60 * SECOND_US };

static void count(struct refusals *refusals, int32_t staff_id, int times, int64_t now_us)
{
	for (int i = 0; i < times; i++)
		refusals_count(refusals, staff_id, now_us);
}

TEST(refusals_of_a_minute)
{
	struct refusals refusals = {.list = NULL};

	CHECK(!refusals_are_spent(&refusals, 1, REFUSALS_MAX, 0));
	count(&refusals, 1, REFUSALS_MAX - 1, 5);
	CHECK(!refusals_are_spent(&refusals, 1, REFUSALS_MAX, 5));
	count(&refusals, 1, 1, SECOND_US);
	CHECK(refusals_are_spent(&refusals, 1, REFUSALS_MAX, SECOND_US));
	CHECK(!refusals_are_spent(&refusals, 1, REFUSALS_BATCH_MAX, SECOND_US));
	count(&refusals, 1, REFUSALS_BATCH_MAX - REFUSALS_MAX, SECOND_US);
	CHECK(refusals_are_spent(&refusals, 1, REFUSALS_BATCH_MAX, SECOND_US));
	/* From the first of them. */
	CHECK(refusals_are_spent(&refusals, 1, REFUSALS_BATCH_MAX, 5 + MINUTE_US - 1));
	CHECK(!refusals_are_spent(&refusals, 1, REFUSALS_MAX, 5 + MINUTE_US));
	refusals_end(&refusals);
}

TEST(refusals_are_each_ones_own)
{
	struct refusals refusals = {.list = NULL};

	for (int32_t staff = 1; staff <= 50; staff++)
		count(&refusals, staff, staff, staff);
	CHECK_INT(50, refusals.len);
	CHECK(!refusals_are_spent(&refusals, 49, 50, MINUTE_US));
	CHECK(refusals_are_spent(&refusals, 50, 50, MINUTE_US));
	/* The first 20 minutes are over. */
	CHECK(refusals_are_spent(&refusals, 50, 50, MINUTE_US + 20));
	CHECK_INT(30, refusals.len);
	refusals_end(&refusals);
}
