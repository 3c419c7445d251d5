#include "daemon/setup/log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/check.h"

enum { LINES_BYTES_MAX = 64 * 1024 };

static int kept_stderr, from_log;

/* What is logged goes into a pipe until caught. */
static void catch (void)
{
	int ends[2];

	CHECK_INT(0, pipe(ends));
	kept_stderr = dup(STDERR_FILENO);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	from_log = ends[0];
}

/* The lines, each without its time, which is put to a fixed text. */
static const char *caught(void)
{
	static char text[LINES_BYTES_MAX];
	ssize_t len = read(from_log, text, sizeof(text) - 1);

	dup2(kept_stderr, STDERR_FILENO);
	close(kept_stderr);
	close(from_log);
	text[len < 0 ? 0 : len] = '\0';
	for (char *at = text; (at = strstr(at, "{\"time\":\"20")) != NULL; at++) {
		char *time = at + strlen("{\"time\":\"");
		CHECK_INT(27, strcspn(time, "\""));
		CHECK_INT('Z', time[26]);
		memset(time, '0', 27);
	}
	log_end();
	return text;
}

#define BEGIN "{\"time\":\"000000000000000000000000000\",\"level\":"

TEST(log_lines_are_json_of_ascii)
{
	catch ();
	log_text(LOG_INFO, "start", "port %d", 8443);
	log_text(LOG_WARNING, "store", "\"quoted\"\n\tand £ and \xff");
	log_text(LOG_ERROR, "store", "%s", "");
	CHECK_TEXT(BEGIN "\"info\",\"event\":\"start\",\"text\":\"port 8443\"}\n" BEGIN
			 "\"warning\",\"event\":\"store\",\"text\":"
			 "\"\\\"quoted\\\"\\u000a\\u0009and \\u00a3 and \\ufffd\"}\n" BEGIN
			 "\"error\",\"event\":\"store\",\"text\":\"\"}\n",
		caught());
}

TEST(log_cuts_long_texts_off)
{
	static char text[LOG_TEXT_BYTES_MAX + 100];

	memset(text, 'x', sizeof(text) - 1);
	catch ();
	log_text(LOG_INFO, "e", "%s", text);
	const char *line = caught();
	CHECK_INT(LOG_TEXT_BYTES_MAX, strspn(strstr(line, "xx"), "x"));
}

TEST(log_requests_carry_figures)
{
	struct log_request request = {
		.id = "0123456789abcdef",
		.method = "POST",
		.route = "/v1/people/{ref}",
		.status = 201,
		.authority_id = 3,
		.staff_id = 7,
		.took_us = 1234,
		.body_bytes = 99,
	};

	catch ();
	log_request(&request);
	CHECK_TEXT(BEGIN "\"info\",\"event\":\"request\",\"id\":\"0123456789abcdef\","
			 "\"method\":\"POST\",\"route\":\"/v1/people/{ref}\",\"status\":201,"
			 "\"authority\":3,\"staff\":7,\"took_us\":1234,\"body_bytes\":99}\n",
		caught());
}

TEST(log_requests_carry_who_was_not_let_in)
{
	struct digest certificate = {{0xab, 0x01}};
	struct log_request request = {
		.id = "0123456789abcdef",
		.status = 401,
		.code = "not-signed-in",
		.peer = "192.0.2.7",
	};

	catch ();
	log_request(&request);
	CHECK(strstr(caught(), "\"code\":\"not-signed-in\",\"peer\":\"192.0.2.7\",\"took_us\":0") !=
		NULL);
	request.certificate = &certificate;
	catch ();
	log_request(&request);
	CHECK(strstr(caught(),
		      "\"peer\":\"192.0.2.7\",\"certificate\":\"ab010000000000000000000000000000"
		      "00000000000000000000000000000000\",\"took_us\":0") != NULL);
}

TEST(log_level_of_a_request)
{
	static const struct {
		int status;
		const char *code, *want;
	} rows[] = {
		{200, NULL, "\"info\""},
		{499, "refused", "\"info\""},
		{500, "bug", "\"error\""},
		{502, "bug", "\"error\""},
		{503, "busy", "\"warning\""},
		{504, "bug", "\"error\""},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct log_request request = {.id = "i",
			.method = "GET",
			.route = "/",
			.status = rows[i].status,
			.code = rows[i].code};
		check_row("%d", rows[i].status);
		catch ();
		log_request(&request);
		const char *line = caught();
		CHECK(strstr(line, rows[i].want) != NULL);
		CHECK_INT(rows[i].code != NULL, strstr(line, "\"code\":") != NULL);
		/* Nobody signed in. */
		CHECK(strstr(line, "staff") == NULL);
	}
}

TEST(log_level_words)
{
	CHECK_INT(LOG_ERROR, log_level_of("error"));
	CHECK_INT(LOG_WARNING, log_level_of("warning"));
	CHECK_INT(LOG_INFO, log_level_of("info"));
	CHECK_INT(LOG_ERROR, log_level_of("what"));
}
