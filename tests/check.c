#include "tests/check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { EXIT_PASSED = 0, EXIT_FAILED = 1, EXIT_SKIPPED = 77 };

static struct check_test *first;
static struct check_test **end = &first;

/* Of the test that runs. */
static const char *name;
static const char *skip_reason;
static char row[200];
static int failed_checks;

void check_register(struct check_test *test)
{
	*end = test;
	end = &test->next;
}

static void PRINTF(3, 4) failed(const char *file, int line, const char *format, ...)
{
	failed_checks++;
	printf("FAILED %s: %s:%d: ", name, file, line);
	if (row[0] != '\0')
		printf("[%s] ", row);
	va_list args;
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
}

bool check_true(const char *file, int line, const char *what, bool holds)
{
	if (!holds)
		failed(file, line, "%s does not hold", what);
	return holds;
}

bool check_int(const char *file, int line, const char *what, int64_t want, int64_t got)
{
	if (want == got)
		return true;
	failed(file, line, "%s is %" PRId64 ", not %" PRId64, what, got, want);
	return false;
}

bool check_span(const char *file, int line, const char *what, const char *want, struct span got)
{
	if (want == NULL ? got.at == NULL : got.at != NULL && span_is(got, want))
		return true;
	failed(file, line, "%s is\n\t%.*s\n  not\n\t%s", what, got.at == NULL ? 6 : (int)got.len,
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
	bool same = strlen(want) == 2 * len;
	for (size_t i = 0; same && i < len; i++)
		same = want[2 * i] == digits[bytes[i] >> 4] &&
			want[2 * i + 1] == digits[bytes[i] & 15];
	if (same)
		return true;
	failed(file, line, "%s is", what);
	printf("\t");
	for (size_t i = 0; i < len; i++)
		printf("%02x", bytes[i]);
	printf("\n  not\n\t%s\n", want);
	return false;
}

void check_skip(const char *reason)
{
	skip_reason = reason;
}

void check_row(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	(void)vsnprintf(row, sizeof row, format, args);
	va_end(args);
}

int main(int argc, char **argv)
{
	int passed_tests = 0;
	int failed_tests = 0;
	int skipped_tests = 0;
	/* A test that crashes must not take the lines before it along. */
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	for (struct check_test *test = first; test != NULL; test = test->next) {
		if (argc > 1 && strstr(test->name, argv[1]) == NULL)
			continue;
		name = test->name;
		skip_reason = NULL;
		failed_checks = 0;
		row[0] = '\0';
		test->run();
		if (failed_checks > 0) {
			failed_tests++;
		} else if (skip_reason != NULL) {
			skipped_tests++;
			printf("skipped %s: %s\n", name, skip_reason);
		} else {
			passed_tests++;
			printf("ok %s\n", name);
		}
	}
	printf("%d passed, %d failed, %d skipped\n", passed_tests, failed_tests, skipped_tests);
	if (failed_tests > 0 || passed_tests + skipped_tests == 0)
		return EXIT_FAILED;
	return passed_tests == 0 ? EXIT_SKIPPED : EXIT_PASSED;
}
