#include "cli/reserves.h"

#include "tests/check.h"

enum { MANY = 5000 };

static const int account;

static struct reserve reserve_of(int64_t event, int64_t n)
{
	return (struct reserve){event, n, &account, NULL, event * 10 + n};
}

TEST(added_is_taken_once)
{
	struct reserves reserves = {.slots = NULL};
	struct reserve found;
	struct reserve reserve = reserve_of(3, 1);
	CHECK(!reserves_take(&reserves, 3, 1, &found));
	CHECK(reserves_add(&reserves, &reserve));
	CHECK(!reserves_add(&reserves, &reserve));
	CHECK(!reserves_take(&reserves, 3, 0, &found));
	CHECK(reserves_take(&reserves, 3, 1, &found));
	CHECK_INT(31, found.amount_pence);
	CHECK(!reserves_take(&reserves, 3, 1, &found));
	reserves_free(&reserves);
}

/* Taking in another order than adding, so that holes arise and close in every place. */
TEST(many_are_kept_apart)
{
	struct reserves reserves = {.slots = NULL};
	struct reserve found;
	size_t wrong = 0;
	for (int64_t i = 0; i < MANY; i++) {
		struct reserve reserve = reserve_of(i, i % 3);
		wrong += reserves_add(&reserves, &reserve) ? 0 : 1;
		int64_t older = i - 7 * (i % 5);
		if (i % 2 == 0 && older >= 0 && reserves_take(&reserves, older, older % 3, &found))
			wrong += found.amount_pence == older * 10 + older % 3 ? 0 : 1;
	}
	size_t left = reserves.count;
	for (int64_t i = MANY - 1; i >= 0; i--)
		left -= reserves_take(&reserves, i, i % 3, &found) ? 1 : 0;
	CHECK_INT(0, wrong);
	CHECK_INT(0, left);
	CHECK_INT(0, reserves.count);
	reserves_free(&reserves);
}

/* Those settled give their place to others: the table does not grow with the log. */
TEST(memory_follows_what_is_open)
{
	struct reserves reserves = {.slots = NULL};
	struct reserve found;
	for (int64_t i = 0; i < MANY; i++) {
		struct reserve reserve = reserve_of(i, 0);
		CHECK(reserves_add(&reserves, &reserve));
		CHECK(reserves_take(&reserves, i, 0, &found));
	}
	CHECK_INT(64, reserves.slots_len);
	reserves_free(&reserves);
}
