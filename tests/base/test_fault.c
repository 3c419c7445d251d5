#include "base/fault.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tests/check.h"

static struct span printed(const struct faults *faults)
{
	struct buf buf = buf_in(faults->arena);

	faults_print(faults, &buf);
	return buf_done(&buf);
}

TEST(fault_says_where_what_and_what_to_do)
{
	struct arena *arena = arena_new(1 << 20);
	struct faults *faults = faults_new(arena, "derby.yaml");

	CHECK_SPAN("", printed(faults));
	fault_add(faults, 12, 5, "write until: greater than from:", "the age window is empty");
	fault_add(faults, 3, 0, NULL, "%d lines too many", 7);
	fault_add(faults, 0, 0, "write something", "the document is empty");
	CHECK_SPAN("derby.yaml:12:5: the age window is empty; write until: greater than from:\n"
		   "derby.yaml:3: 7 lines too many\n"
		   "derby.yaml: the document is empty; write something\n",
		printed(faults));
	arena_free(arena);
}

TEST(fault_order_is_that_of_the_document)
{
	struct arena *arena = arena_new(1 << 20);
	struct faults *faults = faults_new(arena, "x");

	fault_add(faults, 9, 1, NULL, "e");
	fault_add(faults, 2, 7, NULL, "c");
	fault_add(faults, 2, 3, NULL, "b");
	fault_add(faults, 2, 7, NULL, "d");
	fault_add(faults, 1, 9, NULL, "a");
	faults_sort(faults);
	CHECK_SPAN("x:1:9: a\nx:2:3: b\nx:2:7: c\nx:2:7: d\nx:9:1: e\n", printed(faults));
	arena_free(arena);
}

TEST(fault_list_says_how_many_it_left_out)
{
	struct arena *arena = arena_new(1 << 20);
	struct faults *faults = faults_new(arena, "x");

	for (int i = 0; i < FAULTS_MAX; i++)
		fault_add(faults, 1, 1, NULL, "a");
	CHECK_INT(FAULTS_MAX, faults->count);
	CHECK_INT(0, faults->left_out);
	fault_add(faults, 1, 1, NULL, "b");
	fault_add(faults, 1, 1, NULL, "c");
	CHECK_INT(FAULTS_MAX, faults->count);
	struct span lines = printed(faults);
	CHECK_SPAN("x: and 2 more\n", span_from(lines, lines.len - 14));
	arena_free(arena);
}

TEST(fault_excerpt_is_short_and_one_line)
{
	struct arena *arena = arena_new(1 << 20);

	CHECK_TEXT("", fault_excerpt(arena, SPAN_NONE));
	CHECK_TEXT("a b c", fault_excerpt(arena, SPAN("a\nb\tc")));
	CHECK_TEXT("Zoë", fault_excerpt(arena, SPAN("Zoë")));
	CHECK_TEXT("fr?m ? x", fault_excerpt(arena, SPAN("fr\xd3m \xc3\xc2\x9bx")));
	CHECK_TEXT("a", fault_excerpt(arena, span_slice(SPAN("abc"), 0, 1)));
	struct buf buf = buf_in(arena);
	for (int i = 0; i < FAULT_EXCERPT_MAX; i++)
		buf_text(&buf, "é");
	const char *whole = arena_printf(arena, "%s", buf_cstr(&buf));
	CHECK_TEXT(whole, fault_excerpt(arena, buf_done(&buf)));
	buf_text(&buf, "x");
	CHECK_TEXT(arena_printf(arena, "%s...", whole), fault_excerpt(arena, buf_done(&buf)));
	arena_free(arena);
}
