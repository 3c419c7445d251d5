#include "cli/show/problem.h"

#include <stdlib.h>
#include <string.h>

#include "cli/ask/call.h"
#include "cli/ask/client.h"
#include "cli/show/say.h"
#include "tests/check.h"

static const char refusal[] =
	"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a rule\",\"status\":422,"
	"\"code\":\"refused\",\"recorded\":true,\"event\":342,\"reasons\":[{\"code\":\"cap-"
	"exceeded\","
	"\"says\":\"£40.00 of £600.00 is left; this is "
	"£120.00.\"},{\"code\":\"age-above\",\"says\":"
	"\"Too old.\"}],\"offer\":{\"version\":1,\"line\":\"driving-lessons\",\"name\":\"To "
	"drive\",\"says\":\"Lessons\","
	"\"source\":\"002.txt, Money\"}}";

/* Free it. */
static char *printed(int status, const char *body, const char *document, bool brief)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	const struct client_answer answer = {.status = status, .body = span_of(body)};

	say_begin(true);
	if (brief)
		problem_brief(out, &answer);
	else
		problem_print(out, &answer, document);
	fclose(out);
	return text;
}

TEST(problems_are_said)
{
	static const struct {
		int status;
		const char *body, *document, *want;
	} rows[] = {
		{422, refusal, NULL,
			"Refused: To drive (event 342)\n"
			"  £40.00 of £600.00 is left; this is £120.00. (cap-exceeded)\n"
			"  Too old. (age-above)\n"
			"  The offer (version 1): Lessons [002.txt, Money]\n"},
		{422,
			"{\"title\":\"Refused by a rule\",\"code\":\"refused\",\"recorded\":false,"
			"\"reasons\":[{\"code\":\"not-offered\",\"says\":\"No.\"}]}",
			NULL, "Refused (dry run)\n  No. (not-offered)\n"},
		{422,
			"{\"title\":\"T\",\"code\":\"invalid\",\"detail\":\"It is "
			"text.\",\"where\":"
			"\"/on\",\"remedy\":\"Write a date.\"}",
			NULL, "bursar: It is text. Write a date. (invalid at /on)\n"},
		{422,
			"{\"code\":\"offer-invalid\",\"detail\":\"2 "
			"faults\",\"faults\":[{\"line\":3,"
			"\"column\":5,\"says\":\"a\",\"remedy\":\"b\"},{\"line\":4,\"column\":1,"
			"\"says\":\"c\"}]}",
			"derby.yaml",
			"derby.yaml:3:5: a; b\nderby.yaml:4:1: c\nbursar: 2 faults "
			"(offer-invalid)\n"},
		{500, "{\"code\":\"bug\",\"detail\":\"A bug\",\"request_id\":\"ab\"}", NULL,
			"bursar: A bug (bug); request ab\n"},
		{502, "<html>", NULL, "bursar: the daemon answered 502 without a reason\n"},
		{404, "{\"code\":\"not-found\",\"detail\":\"\\u001b[2J\"}", NULL,
			"bursar: ?[2J (not-found)\n"},
		{404, "", NULL, "bursar: the daemon answered 404 without a reason\n"},
		{404, "[]", NULL, "bursar: the daemon answered 404 without a reason\n"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%zu", i);
		char *text = printed(rows[i].status, rows[i].body, rows[i].document, false);
		CHECK_TEXT(rows[i].want, text);
		free(text);
	}
	char *brief = printed(422, refusal, NULL, true);
	CHECK_TEXT(
		"£40.00 of £600.00 is left; this is £120.00. (cap-exceeded); Too old. (age-above)",
		brief);
	free(brief);
}

TEST(exit_status_of_answers)
{
	static const struct {
		enum client_end end;
		int status;
		const char *code;
		enum exit_status want;
	} rows[] = {
		{CLIENT_ANSWERED, 200, "", EXIT_DONE},
		{CLIENT_ANSWERED, 201, "", EXIT_DONE},
		{CLIENT_ANSWERED, 204, "", EXIT_FAILED},
		{CLIENT_ANSWERED, 302, "", EXIT_FAILED},
		{CLIENT_ANSWERED, 400, "key-missing", EXIT_FAILED},
		{CLIENT_ANSWERED, 401, "not-signed-in", EXIT_NOT_YOURS},
		{CLIENT_ANSWERED, 403, "not-your-role", EXIT_NOT_YOURS},
		{CLIENT_ANSWERED, 404, "not-found", EXIT_FAILED},
		{CLIENT_ANSWERED, 409, "wrong-state", EXIT_CONFLICT},
		{CLIENT_ANSWERED, 413, "too-large", EXIT_FAILED},
		{CLIENT_ANSWERED, 422, "refused", EXIT_REFUSED},
		{CLIENT_ANSWERED, 422, "invalid", EXIT_FAILED},
		{CLIENT_ANSWERED, 422, "offer-invalid", EXIT_FAILED},
		{CLIENT_ANSWERED, 500, "bug", EXIT_FAILED},
		{CLIENT_ANSWERED, 429, "too-many-refusals", EXIT_AWAY},
		{CLIENT_ANSWERED, 503, "unknown", EXIT_AWAY},
		{CLIENT_ANSWERED, 503, "busy", EXIT_AWAY},
		{CLIENT_AWAY, 0, "", EXIT_AWAY},
		{CLIENT_LOST, 0, "", EXIT_AWAY},
		{CLIENT_UNSIGNED, 0, "", EXIT_NOT_YOURS},
		{CLIENT_TOO_LARGE, 0, "", EXIT_FAILED},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char body[64];
		snprintf(body, sizeof(body), "{\"code\":\"%s\"}", rows[i].code);
		const struct call call = {.end = rows[i].end,
			.answer = {.status = rows[i].status, .body = span_of(body)}};
		check_row("%zu: %d %s", i, rows[i].status, rows[i].code);
		enum exit_status status = call_exit(&call);
		CHECK_INT(rows[i].want, status);
	}
}

TEST(the_more_urgent_status_wins)
{
	static const enum exit_status order[] = {EXIT_AWAY, EXIT_NOT_YOURS, EXIT_UNPROVED,
		EXIT_CONFLICT, EXIT_REFUSED, EXIT_CANCELLED, EXIT_USAGE, EXIT_FAILED, EXIT_DONE};

	for (size_t i = 0; i < ARRAY_LEN(order); i++) {
		for (size_t j = i; j < ARRAY_LEN(order); j++) {
			CHECK(exit_worse(order[i], order[j]) == order[i]);
			CHECK(exit_worse(order[j], order[i]) == order[i]);
		}
	}
}
