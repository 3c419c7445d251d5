#include "tests/check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/Basic.h>

enum { EXIT_PASSED = 0, EXIT_FAILED = 1, EXIT_SKIPPED = 77 };

static struct check_test *first;
static struct check_test **end = &first;
static char row[200]; /* of the test that runs */
static unsigned skipped_tests;

void check_register(struct check_test *test)
{
	*end = test;
	end = &test->next;
}

/* CUnit tells the text of a failed assertion; the figures belong to it. */
static void PRINTF(3, 4) failed(const char *file, int line, const char *format, ...)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	va_list args;

	assert(out != NULL);
	if (row[0] != '\0')
		fprintf(out, "[%s] ", row);
	va_start(args, format);
	vfprintf(out, format, args);
	va_end(args);
	fclose(out);
	CU_assertImplementation(CU_FALSE, (unsigned)line, text, file, "", CU_FALSE);
	free(text);
}

/* Counted by CUnit as well. */
static bool passed(const char *file, int line, const char *what)
{
	return CU_assertImplementation(CU_TRUE, (unsigned)line, what, file, "", CU_FALSE);
}

bool check_true(const char *file, int line, const char *what, bool holds)
{
	if (holds)
		return passed(file, line, what);
	failed(file, line, "%s does not hold", what);
	return false;
}

bool check_int(const char *file, int line, const char *what, int64_t want, int64_t got)
{
	if (want == got)
		return passed(file, line, what);
	failed(file, line, "%s is %" PRId64 ", not %" PRId64, what, got, want);
	return false;
}

bool check_span(const char *file, int line, const char *what, const char *want, struct span got)
{
	if (want == NULL ? got.at == NULL : got.at != NULL && span_is(got, want))
		return passed(file, line, what);
	failed(file, line, "%s is %.*s, not %s", what, got.at == NULL ? 6 : (int)got.len,
		got.at == NULL ? "absent" : got.at, want == NULL ? "absent" : want);
	return false;
}

bool check_text(const char *file, int line, const char *what, const char *want, const char *got)
{
	return check_span(file, line, what, want, span_of(got));
}

bool check_hex(
	const char *file, int line, const char *what, const char *want, const void *got, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *bytes = got;
	char *hex = calloc(2 * len + 1, 1);
	bool same;

	assert(hex != NULL);
	for (size_t i = 0; i < len; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	same = check_text(file, line, what, want, hex);
	free(hex);
	return same;
}

void check_skip(const char *reason)
{
	skipped_tests++;
	printf("skipped: %s\n", reason);
}

void check_row(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(row, sizeof(row), format, args);
	va_end(args);
}

static void forget_row(void)
{
	row[0] = '\0';
}

/* The suite of a file: "test_money" of "../../tests/core/test_money.c". */
static CU_pSuite suite_of(const char *file)
{
	const char *slash = strrchr(file, '/');
	char name[CU_MAX_SUITE_NAME_LENGTH];

	CU_pSuite suite;

	snprintf(name, sizeof(name), "%s", slash == NULL ? file : slash + 1);
	name[strcspn(name, ".")] = '\0';
	suite = CU_get_suite(name);
	return suite != NULL
		? suite
		: CU_add_suite_with_setup_and_teardown(name, NULL, NULL, forget_row, NULL);
}

static bool add_all(const char *wanted)
{
	for (struct check_test *test = first; test != NULL; test = test->next) {
		if (wanted != NULL && strstr(test->name, wanted) == NULL)
			continue;
		CU_pSuite suite = suite_of(test->file);
		if (suite == NULL || CU_add_test(suite, test->name, test->run) == NULL) {
			fprintf(stderr, "%s: %s\n", test->name, CU_get_error_msg());
			return false;
		}
	}
	return true;
}

int main(int argc, char **argv)
{
	unsigned run, failures;

	if (CU_initialize_registry() != CUE_SUCCESS || !add_all(argc > 1 ? argv[1] : NULL))
		return EXIT_FAILED;
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	run = CU_get_number_of_tests_run();
	failures = CU_get_number_of_tests_failed() + CU_get_number_of_suites_failed();
	CU_cleanup_registry();
	printf("%u passed, %u failed, %u skipped\n", run - failures - skipped_tests, failures,
		skipped_tests);
	if (failures > 0 || run == 0)
		return EXIT_FAILED;
	return run == skipped_tests ? EXIT_SKIPPED : EXIT_PASSED;
}
