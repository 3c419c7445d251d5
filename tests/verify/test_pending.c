#include "verify/pending.h"

#include <stdio.h>
#include <string.h>

#include "tests/check.h"

enum { MANY = 5000 };

/* Of an odd size, so that values and slots do not fit by chance. */
struct value {
	char text[11];
};

static struct value value_of(int64_t event, int64_t n)
{
	struct value value = {""};

	snprintf(value.text, sizeof(value.text), "%d", (int)(event * 10 + n));
	return value;
}

static bool is_of(const struct value *value, int64_t event, int64_t n)
{
	struct value wanted = value_of(event, n);

	return memcmp(value, &wanted, sizeof(wanted)) == 0;
}

TEST(added_is_taken_once)
{
	struct pending pending = {.value_size = sizeof(struct value)};
	struct value found;
	struct value value = value_of(3, 1);

	CHECK(!pending_take(&pending, 3, 1, &found));
	CHECK(pending_at(&pending, 3, 1) == NULL);
	CHECK(pending_add(&pending, 3, 1, &value));
	CHECK(!pending_add(&pending, 3, 1, &value));
	CHECK(!pending_take(&pending, 3, 0, &found));
	CHECK(pending_at(&pending, 3, 0) == NULL);
	CHECK(pending_at(&pending, 3, 1) != NULL && is_of(pending_at(&pending, 3, 1), 3, 1));
	CHECK(pending_take(&pending, 3, 1, &found));
	CHECK(is_of(&found, 3, 1));
	CHECK(!pending_take(&pending, 3, 1, &found));
	pending_free(&pending);
}

/* Taking in another order than adding, so that holes arise and close in every place. */
TEST(many_are_kept_apart)
{
	struct pending pending = {.value_size = sizeof(struct value)};
	struct value found;
	size_t wrong = 0;

	for (int64_t i = 0; i < MANY; i++) {
		struct value value = value_of(i, i % 3);
		wrong += pending_add(&pending, i, i % 3, &value) ? 0 : 1;
		int64_t older = i - 7 * (i % 5);
		if (i % 2 == 0 && older >= 0 && pending_take(&pending, older, older % 3, &found))
			wrong += is_of(&found, older, older % 3) ? 0 : 1;
	}
	size_t left = pending.count;
	for (int64_t i = MANY - 1; i >= 0; i--)
		left -= pending_take(&pending, i, i % 3, &found) ? 1 : 0;
	CHECK_INT(0, wrong);
	CHECK_INT(0, left);
	CHECK_INT(0, pending.count);
	pending_free(&pending);
}

/* Those settled give their place to others: the table does not grow with the log. */
TEST(memory_follows_what_is_open)
{
	struct pending pending = {.value_size = sizeof(struct value)};
	struct value found;

	for (int64_t i = 0; i < MANY; i++) {
		struct value value = value_of(i, 0);
		CHECK(pending_add(&pending, i, 0, &value));
		CHECK(pending_take(&pending, i, 0, &found));
	}
	CHECK_INT(64, pending.slots_len);
	pending_free(&pending);
}

/* What is left can be had without knowing what it is. */
TEST(any_is_had_until_none_is_left)
{
	struct pending pending = {.value_size = sizeof(struct value)};
	struct value found;
	int64_t event, sum = 0;

	CHECK(!pending_any(&pending, &event, &found));
	for (int64_t i = 0; i < MANY; i++) {
		struct value value = value_of(i, 0);
		CHECK(pending_add(&pending, i, 0, &value));
	}
	for (int i = 0; i < 20; i++) {
		if (CHECK(pending_any(&pending, &event, &found)))
			CHECK(is_of(&found, event, 0));
		sum += event;
	}
	CHECK(sum > 0);
	CHECK_INT(MANY - 20, pending.count);
	pending_free(&pending);
}
