#include "wire/place.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "tests/check.h"

TEST(place_depth)
{
	static const struct {
		const char *text;
		size_t depth;
	} rows[] = {
		{"", 0},
		{"1", 0},
		{"{}", 1},
		{"[[],[[]]]", 3},
		{"{\"a\":[{}]}", 3},
		{"{\"[[[[\":\"[[[\"}", 1},
		{"[\"\\\"[[[\"]", 1},
		{"[\"\\\\\",[]]", 2},
		{"]]]][", 1},
		{"[[[[", 4},
		{"\"[[", 0},
		{"\"\\", 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].text);
		CHECK_INT(rows[i].depth, place_depth(span_of(rows[i].text)));
	}
}

/* The place is at the @, which is taken out. */
TEST(place_of)
{
	static const struct {
		const char *text, *place;
	} rows[] = {
		{"@", ""},
		{"{\"a\":1@}", "/a"},
		{"{\"a\":1,\"bc\"@:2}", "/bc"},
		{"{\"a\":1,\"b\":\"c@\"}", "/b"},
		{"{\"a\":\"x\",\"b\":2@}", "/b"},
		{"{\"items\":[{},{\"on\":5@}]}", "/items/1/on"},
		{"{\"items\":[{\"on\":5},[1,2,3@]]}", "/items/1/2"},
		{"{\"a\":{\"b\":1},\"c\":2@}", "/c"},
		{"{\"a/b~\":2@}", "/a~1b~0"},
		{"{\"a,{[\":2@}", "/a,{["},
		{"[\"x@", "/0"},
		{"}}]]@", ""},
	};
	struct arena *arena = arena_new(1 << 20);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *at = strchr(rows[i].text, '@');
		size_t before = (size_t)(at - rows[i].text);
		const char *text = arena_printf(arena, "%.*s%s", (int)before, rows[i].text, at + 1);
		check_row("%s", rows[i].text);
		CHECK_TEXT(rows[i].place, place_of(arena, span_of(text), before));
	}
	arena_free(arena);
}
