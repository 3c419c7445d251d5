/*
 * The C tests: CUnit keeps, runs, counts and reports them; this adds what it lacks. A program links
 * test files with check.c; TEST registers with the CUnit suite named for its file.
 *
 *	TEST(money_adds)
 *	{
 *		CHECK_INT(300, money_add(100, 200));
 *	}
 *
 * A failed check is an assertion of CUnit's that is not fatal: it tells figures and place, and the
 * test goes on. Every check gives whether it held, for tests that cannot go on:
 * if (!CHECK(found != NULL)) return;
 *
 * CUnit prints the tests, their failures and its summary; for tools/run-suites a last line says
 * "N passed, N failed, N skipped". An argument keeps the tests whose name contains it. Exit status:
 * 0 if all passed, 1 if any failed or none was found, 77 if all were skipped (what automake's test
 * driver calls skipped).
 */
#ifndef BURSAR_TESTS_CHECK_H
#define BURSAR_TESTS_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"

struct check_test {
	const char *name, *file;
	void (*run)(void);
	struct check_test *next;
};

/* For TEST. */
void check_register(struct check_test *test);

#define TEST(test)                                                                                 \
	static void test_##test(void);                                                             \
	__attribute__((constructor)) static void register_##test(void)                             \
	{                                                                                          \
		static struct check_test self = {#test, __FILE__, test_##test, NULL};              \
		check_register(&self);                                                             \
	}                                                                                          \
	static void test_##test(void)

#define CHECK(condition) check_true(__FILE__, __LINE__, #condition, (condition))
/* Integers of any kind that int64_t holds; enums, sizes and bools as well. */
#define CHECK_INT(want, got) check_int(__FILE__, __LINE__, #got, (int64_t)(want), (int64_t)(got))
/* NUL-terminated; NULL equals NULL alone. */
#define CHECK_TEXT(want, got) check_text(__FILE__, __LINE__, #got, (want), (got))
/* want is NUL-terminated text, got a span; NULL equals the absent span alone. */
#define CHECK_SPAN(want, got) check_span(__FILE__, __LINE__, #got, (want), (got))
/* want is lower-case hex, got bytes. */
#define CHECK_HEX(want, got, len) check_hex(__FILE__, __LINE__, #got, (want), (got), (len))
/* Ends the test, from its own body. */
#define SKIP(reason)                                                                               \
	do {                                                                                       \
		check_skip(reason);                                                                \
		return;                                                                            \
	} while (0)

bool check_true(const char *file, int line, const char *what, bool holds);
bool check_int(const char *file, int line, const char *what, int64_t want, int64_t got);
bool check_text(const char *file, int line, const char *what, const char *want, const char *got);
bool check_span(const char *file, int line, const char *what, const char *want, struct span got);
bool check_hex(const char *file, int line, const char *what, const char *want, const void *got,
	size_t len);
void check_skip(const char *reason);
/* Names the row of a table that the checks after it are about, until the next or the test's end;
 * shown with their failures. */
void check_row(const char *format, ...) PRINTF(1, 2);

#endif
