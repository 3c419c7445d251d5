#include "base/arena.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/check.h"

static bool all_zero(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] != 0)
			return false;
	}
	return true;
}

TEST(arena_gives_zeroed_aligned_memory)
{
	struct arena *arena = arena_new(1 << 24);

	/* Twice: the second time over memory that was written to. */
	for (int round = 0; round < 2; round++) {
		for (size_t bytes = 0; bytes < 3000; bytes += 7) {
			check_row("round %d, %zu bytes", round, bytes);
			char *at = arena_alloc(arena, bytes);
			CHECK_INT(0, (uintptr_t)at % 16);
			CHECK(all_zero(at, bytes));
			if (bytes > 0)
				memset(at, 0xa5, bytes);
		}
		arena_reset(arena);
		CHECK_INT(0, arena_used(arena));
	}
	arena_free(arena);
}

/* What is kept serves again, whatever sizes come in whatever order. */
TEST(arena_keeps_chunks_and_gives_them_zeroed)
{
	struct arena *arena = arena_new(1 << 26);

	arena_keep(arena, 3 << 20);
	for (size_t round = 0; round < 6; round++) {
		size_t large = round % 2 == 0 ? 2 << 20 : 4 << 20;
		for (size_t i = 0; i < 100; i++) {
			size_t bytes = i == round * 9 ? large : 20000;
			char *at = arena_alloc(arena, bytes);
			CHECK(all_zero(at, bytes));
			memset(at, 0xa5, bytes);
		}
		arena_reset(arena);
		CHECK_INT(0, arena_used(arena));
	}
	arena_free(arena);
}

TEST(arena_gives_each_allocation_an_address_of_its_own)
{
	struct arena *arena = arena_new(1000);

	CHECK(arena_alloc(arena, 0) != arena_alloc(arena, 0));
	CHECK(arena_alloc(arena, 1) != arena_alloc(arena, 1));
	arena_free(arena);
	arena_free(NULL);
}

TEST(arena_holds_what_is_larger_than_a_chunk)
{
	struct arena *arena = arena_new(1 << 26);
	char *small = arena_alloc(arena, 10);
	char *large = arena_alloc(arena, 5 << 20);

	small[9] = 'x';
	large[(5 << 20) - 1] = 'y';
	char *after = arena_alloc(arena, 10);
	after[0] = 'z';
	CHECK_INT('x', small[9]);
	CHECK_INT('y', large[(5 << 20) - 1]);
	CHECK_INT((5 << 20) + 32, arena_used(arena));
	arena_free(arena);
}

TEST(arena_grows_the_last_allocation_in_place)
{
	struct arena *arena = arena_new(1 << 24);
	char *text = arena_grow(arena, NULL, 0, 4);

	memcpy(text, "abc", 4);
	CHECK(arena_grow(arena, text, 4, 200) == text);
	CHECK(all_zero(text + 4, 196));
	CHECK_INT(208, arena_used(arena));
	arena_alloc(arena, 1);
	char *moved = arena_grow(arena, text, 200, 300);
	CHECK(moved != text);
	CHECK_TEXT("abc", moved);
	CHECK(all_zero(moved + 4, 296));
	/* Past the end of the chunk. */
	char *far = arena_grow(arena, moved, 300, 100000);
	CHECK_TEXT("abc", far);
	CHECK(all_zero(far + 4, 100000 - 4));
	arena_free(arena);
}

TEST(arena_forgets_the_last_allocation_when_reset)
{
	struct arena *arena = arena_new(1 << 20);

	arena_alloc(arena, 20000);
	arena_alloc(arena, 20000);
	arena_reset(arena);
	char *a = arena_alloc(arena, 16);
	char *b = arena_alloc(arena, 16);
	memset(b, 'b', 16);
	arena_grow(arena, a, 16, 32);
	CHECK_INT('b', b[0]);
	arena_free(arena);
}

TEST(arena_copies_and_prints_text)
{
	struct arena *arena = arena_new(1 << 20);

	CHECK_TEXT("abc", arena_strndup(arena, "abcdef", 3));
	CHECK_TEXT("", arena_strndup(arena, NULL, 0));
	CHECK_TEXT("cap-7", arena_printf(arena, "%s-%d", "cap", 7));
	CHECK_TEXT("", arena_printf(arena, "%s", ""));
	arena_free(arena);
}

enum crime { ALLOCATE, GROW, ARRAY_OVERFLOW, OVERRUN, USE_AFTER_RESET };

static void commit(enum crime crime, size_t bytes)
{
	struct arena *arena = arena_new(1000);
	char *at = arena_alloc(arena, 16);

	switch (crime) {
	case ALLOCATE:
		arena_alloc(arena, bytes);
		break;
	case GROW:
		arena_grow(arena, at, 16, bytes);
		break;
	case ARRAY_OVERFLOW:
		arena_array(arena, SIZE_MAX / 4, bytes);
		break;
	case OVERRUN:
		arena_alloc(arena, 16);
		((volatile char *)at)[bytes] = 1;
		break;
	case USE_AFTER_RESET:
		arena_reset(arena);
		((volatile char *)at)[bytes] = 1;
		break;
	}
	arena_free(arena);
}

/* In a process of its own, whose messages nobody needs. */
static bool ends_the_process(enum crime crime, size_t bytes)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		close(STDERR_FILENO);
		commit(crime, bytes);
		_exit(0);
	}
	CHECK(child > 0 && waitpid(child, &status, 0) == child);
	return status != 0;
}

TEST(arena_ends_the_process_past_its_limit)
{
	CHECK(!ends_the_process(ALLOCATE, 976));
	CHECK(ends_the_process(ALLOCATE, 977));
	CHECK(ends_the_process(ALLOCATE, SIZE_MAX));
	CHECK(ends_the_process(ALLOCATE, SIZE_MAX - 15));
	CHECK(!ends_the_process(GROW, 992));
	CHECK(ends_the_process(GROW, 993));
	CHECK(ends_the_process(GROW, SIZE_MAX));
	CHECK(ends_the_process(ARRAY_OVERFLOW, 8));
}

TEST(arena_shows_address_sanitizer_what_is_out_of_bounds)
{
#ifdef __SANITIZE_ADDRESS__
	CHECK(!ends_the_process(OVERRUN, 15));
	CHECK(ends_the_process(OVERRUN, 16));
	CHECK(ends_the_process(USE_AFTER_RESET, 0));
#else
	SKIP("built without -fsanitize=address");
#endif
}
