#include "base/map.h"

#include <stdlib.h>

#include "base/arena.h"
#include "tests/check.h"

enum { MANY = 5000 };

static struct span key_of(struct arena *arena, size_t number)
{
	/* Lengths on both sides of the hash's words of eight bytes. */
	return span_of(
		arena_printf(arena, "%.*s%zu", (int)(number % 17), "-----------------", number));
}

static void check_many(size_t expected)
{
	struct arena *arena = arena_new(1 << 24);
	struct map map = map_in(arena, expected);
	size_t *values = ARENA_ARRAY(arena, size_t, MANY);

	for (size_t i = 0; i < MANY; i++) {
		values[i] = i;
		CHECK(map_get(&map, key_of(arena, i)) == NULL);
		map_put(&map, key_of(arena, i), &values[i]);
	}
	CHECK_INT(MANY, map.count);
	for (size_t i = 0; i < MANY; i++) {
		check_row("expected %zu, key %zu", expected, i);
		const size_t *value = map_get(&map, key_of(arena, i));
		if (CHECK(value != NULL))
			CHECK_INT(i, *value);
	}
	CHECK(map_get(&map, key_of(arena, MANY)) == NULL);
	arena_free(arena);
}

TEST(map_finds_every_key_it_was_given)
{
	check_many(0);
	check_many(1);
	check_many(MANY);
}

TEST(map_of_expected_size_does_not_grow)
{
	struct arena *arena = arena_new(1 << 20);
	struct map map = map_in(arena, 1000);
	const struct map_slot *slots = map.slots;

	for (size_t i = 0; i < 1000; i++)
		map_put(&map, key_of(arena, i), &map);
	CHECK(map.slots == slots);
	arena_free(arena);
}

TEST(map_replaces_the_value_of_a_key_that_is_there)
{
	struct arena *arena = arena_new(1 << 16);
	struct map map = map_in(arena, 0);
	int one = 1;
	int two = 2;

	CHECK(map_get(&map, SPAN("a")) == NULL);
	map_put(&map, SPAN("a"), &one);
	map_put(&map, SPAN("a"), &two);
	CHECK(map_get(&map, SPAN("a")) == &two);
	CHECK_INT(1, map.count);
	/* An empty key is a key; the bytes of NUL count. */
	map_put(&map, SPAN(""), &one);
	CHECK(map_get(&map, SPAN_NONE) == &one);
	CHECK(map_get(&map, SPAN("\0")) == NULL);
	arena_free(arena);
}
