#include "cli/ask/request.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "tests/check.h"

enum { ARENA_BYTES = 16 * 1024 * 1024, WORDS_MAX = 16 };

TEST(requests_follow_the_table)
{
	static const struct {
		const char *words[WORDS_MAX];
		const char *target, *body;
	} rows[] = {
		{{"whoami"}, "/v1/me", "{}"},
		{{"offer", "show", "--on", "2019-07-01"}, "/v1/offer?on=2019-07-01", "{}"},
		{{"offer", "show", "--version", "2"}, "/v1/offer?version=2", "{}"},
		{{"person", "add", "R1", "--born", "2000-02-29", "--category", "relevant"},
			"/v1/people",
			"{\"ref\":\"R1\",\"born\":\"2000-02-29\",\"category\":\"relevant\"}"},
		{{"person", "category", "R.1", "qualifying", "--from", "2019-01-01", "--reason",
			 "x"},
			"/v1/people/R.1/categories",
			"{\"category\":\"qualifying\",\"from\":\"2019-01-01\",\"reason\":\"x\"}"},
		{{"person", "list"}, "/v1/people?limit=1000", "{}"},
		{{"fact", "end", "R1", "pathway-plan:gym", "--on", "2019-07-01"},
			"/v1/people/R1/facts/pathway-plan%3Agym/end", "{\"on\":\"2019-07-01\"}"},
		{{"award", "make", "R1", "gym", "£1,234.50", "--reason", "a \"b\"\\"},
			"/v1/people/R1/awards",
			"{\"entitlement\":\"gym\",\"amount_pence\":123450,\"reason\":\"a "
			"\\\"b\\\"\\\\\"}"},
		{{"payment", "request", "R1", "gym", "15", "-n"}, "/v1/payments?dry-run=true",
			"{\"ref\":\"R1\",\"entitlement\":\"gym\",\"amount_pence\":1500}"},
		{{"payment", "approve", "P341"}, "/v1/payments/P341/approve", "{}"},
		{{"payment", "list", "--person", "R-1", "--state", "paid"},
			"/v1/payments?limit=1000&ref=R-1&state=paid", "{}"},
		{{"fund", "credit", "leaving-care", "40000", "--year", "2019-20", "--reason", "x"},
			"/v1/funds/leaving-care/credits",
			"{\"amount_pence\":4000000,\"year\":\"2019-20\",\"reason\":\"x\"}"},
		{{"budget", "--year", "2019-20"}, "/v1/reports/budget?year=2019-20", "{}"},
		{{"export", "ledger", "--from", "2019-04-01", "--to", "2020-03-31"},
			"/v1/export/ledger?from=2019-04-01&to=2020-03-31", "{}"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		struct args args;
		struct request request = {.target = SPAN_NONE, .body = SPAN_NONE};
		char *words[WORDS_MAX + 1];
		int count = 1;
		words[0] = arena_strndup(arena, "bursar", 6);
		for (; count < WORDS_MAX && rows[i].words[count - 1] != NULL; count++)
			words[count] = arena_strndup(
				arena, rows[i].words[count - 1], strlen(rows[i].words[count - 1]));
		check_row("%zu", i);
		enum args_end end = args_parse(arena, actions, actions_len, count, words, &args);
		CHECK_TEXT(NULL, args.wrong);
		if (CHECK_INT(ARGS_RUN, end)) {
			const char *wrong = request_build(
				arena, args.action, &args.values, args.dry_run, &request);
			CHECK_TEXT(NULL, wrong);
			CHECK_SPAN(rows[i].target, request.target);
			CHECK_SPAN(rows[i].body, request.body);
		}
		arena_free(arena);
	}
}

static const struct parameter sent[] = {
	{.name = "--role",
		.kind = VALUE_WORD,
		.place = IN_BODY,
		.member = "roles",
		.repeated = true},
	{.name = "FILE", .kind = VALUE_DOCUMENT, .place = IN_BODY, .member = "text"},
};
static const struct action action = {
	"x", NULL, "x", sent, ARRAY_LEN(sent), .method = POST, .path = "/x"};

static const char *body_of(struct arena *arena, struct arg *values, size_t len)
{
	struct request request = {.target = SPAN_NONE, .body = SPAN_NONE};
	const struct arg_list list = {values, len};
	const char *wrong = request_build(arena, &action, &list, false, &request);

	return wrong != NULL ? wrong : arena_strndup(arena, request.body.at, request.body.len);
}

TEST(repeated_options_are_a_list)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct arg values[] = {{&sent[0], SPAN("adviser"), 0}, {&sent[0], SPAN("finance"), 0}};

	CHECK_TEXT("{\"roles\":[\"adviser\"]}", body_of(arena, values, 1));
	CHECK_TEXT("{\"roles\":[\"adviser\",\"finance\"]}", body_of(arena, values, 2));
	arena_free(arena);
}

/* A file of the test's own with a text in it. */
static char *file_with(struct arena *arena, const char *text)
{
	char *path = arena_strndup(arena, "/tmp/bursar-test-XXXXXX", 23);
	int fd = mkstemp(path);
	size_t len = strlen(text);
	bool written = fd >= 0 && write(fd, text, len) == (ssize_t)len;

	CHECK(written);
	close(fd);
	return path;
}

TEST(files_are_sent_by_what_is_in_them)
{
	static const struct {
		const char *text, *body;
	} rows[] = {
		{"a: \"b\"\n", "{\"text\":\"a: \\\"b\\\"\\u000a\"}"},
		{"\xff", "it is not UTF-8 text"},
	};

	hash_begin();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		char *path = file_with(arena, rows[i].text);
		struct arg value = {&sent[1], span_of(path), 0};
		check_row("%zu", i);
		CHECK(strstr(body_of(arena, &value, 1), rows[i].body) != NULL);
		unlink(path);
		CHECK(strstr(body_of(arena, &value, 1), "No such file") != NULL);
		arena_free(arena);
	}
	hash_end();
}
