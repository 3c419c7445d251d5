#include "base/span.h"

#include "base/arena.h"
#include "tests/check.h"

TEST(span_compares_by_length_and_bytes)
{
	static const struct {
		struct span a, b;
		int order;
	} rows[] = {
		{SPAN_INIT("abc"), SPAN_INIT("abc"), 0},
		{SPAN_INIT("abc"), SPAN_INIT("abd"), -1},
		{SPAN_INIT("ab"), SPAN_INIT("abc"), -1},
		{SPAN_INIT("b"), SPAN_INIT("abc"), 1},
		{SPAN_INIT("a\0b"), SPAN_INIT("a\0c"), -1},
		{SPAN_INIT("\xff"), SPAN_INIT("a"), 1},
		{SPAN_INIT(""), SPAN_INIT("a"), -1},
		{{NULL, 0}, SPAN_INIT(""), 0},
		{{NULL, 0}, {NULL, 0}, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("row %zu", i);
		int order = span_cmp(rows[i].a, rows[i].b);
		CHECK_INT(rows[i].order, (order > 0) - (order < 0));
		int reverse = span_cmp(rows[i].b, rows[i].a);
		CHECK_INT(-rows[i].order, (reverse > 0) - (reverse < 0));
		CHECK_INT(rows[i].order == 0, span_eq(rows[i].a, rows[i].b));
	}
	CHECK(span_is(SPAN("cap"), "cap"));
	CHECK(!span_is(SPAN("cap"), "cape"));
	CHECK(!span_is(SPAN("cap\0"), "cap"));
}

TEST(span_starts_with_a_prefix)
{
	CHECK(span_starts(SPAN("offer:x"), SPAN("offer:")));
	CHECK(span_starts(SPAN("offer:"), SPAN("offer:")));
	CHECK(span_starts(SPAN("offer"), SPAN("")));
	CHECK(span_starts(SPAN_NONE, SPAN_NONE));
	CHECK(!span_starts(SPAN("offer"), SPAN("offer:")));
	CHECK(!span_starts(SPAN("xoffer:"), SPAN("offer:")));
}

TEST(span_finds_and_cuts)
{
	CHECK_INT(0, span_find(SPAN("a=b=c"), 'a'));
	CHECK_INT(1, span_find(SPAN("a=b=c"), '='));
	CHECK_INT(5, span_find(SPAN("a=b=c"), 'x'));
	CHECK_INT(0, span_find(SPAN_NONE, 'x'));
	CHECK_SPAN("bc", span_from(SPAN("abc"), 1));
	CHECK_SPAN("", span_from(SPAN("abc"), 3));
	CHECK_SPAN("", span_from(SPAN("abc"), 4));
	CHECK_SPAN(NULL, span_from(SPAN_NONE, 1));
	CHECK_SPAN("b", span_slice(SPAN("abc"), 1, 1));
	CHECK_SPAN("", span_slice(SPAN("abc"), 3, 0));
	CHECK_SPAN(NULL, span_slice(SPAN_NONE, 0, 0));
}

TEST(span_trims_blanks_at_both_ends)
{
	CHECK_SPAN("a b", span_trim(SPAN(" \t\r\na b\n\r\t ")));
	CHECK_SPAN("a", span_trim(SPAN("a")));
	CHECK_SPAN("", span_trim(SPAN(" \n ")));
	CHECK_SPAN(NULL, span_trim(SPAN_NONE));
	CHECK_SPAN("\v", span_trim(SPAN(" \v ")));
}

TEST(span_copies_end_in_nul)
{
	struct arena *arena = arena_new(1000);
	struct span copy = span_dup(arena, span_slice(SPAN("abcdef"), 0, 3));

	CHECK_SPAN("abc", copy);
	CHECK_INT('\0', copy.at[3]);
	CHECK_SPAN("", span_dup(arena, SPAN("")));
	CHECK_SPAN(NULL, span_dup(arena, SPAN_NONE));
	CHECK_SPAN(NULL, span_of(NULL));
	arena_free(arena);
}
