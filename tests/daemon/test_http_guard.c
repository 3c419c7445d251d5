/* Each rule of the guard from both sides. Pure, so tables. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"
#include "daemon/http/guard.h"
#include "tests/check.h"

enum { BODY_MAX = 1000, ARENA_MAX = 1024 * 1024 };

#define LINE "GET / HTTP/1.1\r\n"
#define HOST "Host: x\r\n"

struct row {
	struct span head;
	int status;        /* 0: sound */
	const char *where; /* NULL for none */
	const char *says;  /* part of what is said; NULL if sound */
};

static void check_rows(const struct row *rows, size_t len)
{
	struct arena *arena = arena_new(ARENA_MAX);

	for (size_t i = 0; i < len; i++) {
		const struct row *row = &rows[i];
		const struct guard_head *head = NULL;
		struct guard_fault fault = {0};
		check_row("%zu %.*s", i, SPAN_ARG(row->head));
		CHECK_INT(row->head.len, guard_head_end(row->head, 0));
		bool sound = guard_check(row->head, BODY_MAX, arena, &head, &fault);
		CHECK_INT(row->status == 0, sound);
		CHECK_INT(sound, head != NULL);
		CHECK_INT(row->status, fault.status);
		CHECK_TEXT(row->where, fault.where);
		if (fault.status != 0) {
			if (row->says == NULL || strstr(fault.says, row->says) == NULL)
				CHECK_TEXT(row->says, fault.says);
			CHECK_TEXT(fault.status == 413 ? "too-large" : "malformed", fault.code);
		}
		arena_reset(arena);
	}
	arena_free(arena);
}

/* SPAN is no constant. */
#define TEXT(literal)                                                                              \
	{                                                                                          \
		literal, sizeof(literal) - 1                                                       \
	}
#define SOUND(head)                                                                                \
	{                                                                                          \
		TEXT(head), 0, NULL, NULL                                                          \
	}
#define BAD(head, where, says)                                                                     \
	{                                                                                          \
		TEXT(head), 400, where, says                                                       \
	}
#define LARGE(header)                                                                              \
	{                                                                                          \
		TEXT(LINE HOST header "\r\n\r\n"), 413, "Content-Length", "larger"                 \
	}
#define SOUND_LINE(line)                SOUND(line "\r\n" HOST "\r\n")
#define BAD_LINE(line, says)            BAD(line "\r\n" HOST "\r\n", NULL, says)
#define SOUND_HEADER(header)            SOUND(LINE HOST header "\r\n\r\n")
#define BAD_HEADER(header, where, says) BAD(LINE HOST header "\r\n\r\n", where, says)

TEST(guard_request_line)
{
	static const struct row rows[] = {
		SOUND_LINE("GET / HTTP/1.1"),
		SOUND_LINE("GET / HTTP/1.0"),
		SOUND_LINE("POST /v1/payments HTTP/1.1"),
		SOUND_LINE("M-SEARCH /x HTTP/1.1"),
		SOUND_LINE("ABCDEFGHIJABCDEFGHIJABCDEFGHIJAB / HTTP/1.1"),
		BAD_LINE("ABCDEFGHIJABCDEFGHIJABCDEFGHIJABC / HTTP/1.1", "method"),
		BAD_LINE("GE(T / HTTP/1.1", "method"),
		BAD_LINE(" / HTTP/1.1", "method"),
		BAD_LINE("", "first line"),
		BAD_LINE("GET", "first line"),
		BAD_LINE("GET /", "first line"),
		BAD_LINE("GET  / HTTP/1.1", "version"),
		BAD_LINE("GET / HTTP/1.1 ", "version"),
		BAD_LINE("GET /a b HTTP/1.1", "version"),
		BAD_LINE("GET\t/ HTTP/1.1", "first line"),
		BAD_LINE("GET / HTTP/2.0", "version"),
		BAD_LINE("GET / HTTP/1.2", "version"),
		BAD_LINE("GET / HTTP/1.257", "version"),
		BAD_LINE("GET / HTTP/01.1", "version"),
		BAD_LINE("GET / http/1.1", "version"),
		BAD_LINE("GET / HTTP/0.9", "version"),
		BAD_LINE("PRI * HTTP/2.0", "version"),
		BAD_LINE("GET /a\0b HTTP/1.1", "percent-encoded"),
		BAD("GET / HTTP/1.1\n" HOST "\r\n", NULL, "CR LF"),
		BAD(LINE "Host: x\n\r\n", NULL, "CR LF"),
		BAD(LINE HOST "\n", NULL, "CR LF"),
		BAD("\r\n\r\n", NULL, "first line"),
	};

	check_rows(rows, ARRAY_LEN(rows));
}

TEST(guard_target)
{
	static const struct row rows[] = {
		SOUND_LINE("GET /v1/people/LC-1 HTTP/1.1"),
		SOUND_LINE("GET /a//b HTTP/1.1"),
		SOUND_LINE("GET /%C3%A9 HTTP/1.1"),
		SOUND_LINE("GET /%25 HTTP/1.1"),
		SOUND_LINE("GET /a?b=%2F HTTP/1.1"),
		SOUND_LINE("GET /-._~!$&'()*+,;=:@?/? HTTP/1.1"),
		BAD_LINE("GET //a HTTP/1.1", "//"),
		BAD_LINE("GET a HTTP/1.1", "begin with /"),
		BAD_LINE("GET * HTTP/1.1", "begin with /"),
		BAD_LINE("GET http://x/ HTTP/1.1", "begin with /"),
		BAD_LINE("GET ?a=1 HTTP/1.1", "begin with /"),
		BAD_LINE("GET /#a HTTP/1.1", "percent-encoded"),
		BAD_LINE("GET /a\\b HTTP/1.1", "percent-encoded"),
		BAD_LINE("GET /\xc3\xa9 HTTP/1.1", "percent-encoded"),
		BAD_LINE("GET /\x7f HTTP/1.1", "percent-encoded"),
		BAD_LINE("GET /% HTTP/1.1", "percent sign"),
		BAD_LINE("GET /%4 HTTP/1.1", "percent sign"),
		BAD_LINE("GET /%4g HTTP/1.1", "percent sign"),
		BAD_LINE("GET /?a=%zz HTTP/1.1", "percent sign"),
		BAD_LINE("GET /?%1=a HTTP/1.1", "percent sign"),
		BAD_LINE("GET /%00 HTTP/1.1", "UTF-8"),
		BAD_LINE("GET /%0A HTTP/1.1", "UTF-8"),
		BAD_LINE("GET /%ff HTTP/1.1", "UTF-8"),
		BAD_LINE("GET /%C3 HTTP/1.1", "UTF-8"),
		BAD_LINE("GET /%C0%80 HTTP/1.1", "UTF-8"),
		BAD_LINE("GET /%ED%A0%80 HTTP/1.1", "UTF-8"),
		BAD_LINE("GET /?a=%00 HTTP/1.1", "UTF-8"),
		BAD_LINE("GET /?%ff=1 HTTP/1.1", "UTF-8"),
		BAD_LINE("GET /a%2fb HTTP/1.1", "slash"),
		BAD_LINE("GET /a%2Fb HTTP/1.1", "slash"),
	};

	check_rows(rows, ARRAY_LEN(rows));
}

TEST(guard_query)
{
	static const struct row rows[] = {
		SOUND_LINE("GET /? HTTP/1.1"),
		SOUND_LINE("GET /?a HTTP/1.1"),
		SOUND_LINE("GET /?a= HTTP/1.1"),
		SOUND_LINE("GET /?a=1&b=1 HTTP/1.1"),
		SOUND_LINE("GET /?a=1&A=1 HTTP/1.1"),
		BAD(LINE "\r\n", "Host", "missing"),
		BAD("GET /?a=1&a=1 HTTP/1.1\r\n" HOST "\r\n", "a", "twice"),
		BAD("GET /?a=1&b&%61=2 HTTP/1.1\r\n" HOST "\r\n", "a", "twice"),
		BAD_LINE("GET /?=1 HTTP/1.1", "without a name"),
		BAD_LINE("GET /?a=1& HTTP/1.1", "without a name"),
		BAD_LINE("GET /?a=1&&b=1 HTTP/1.1", "without a name"),
		BAD_LINE("GET /?& HTTP/1.1", "without a name"),
	};

	check_rows(rows, ARRAY_LEN(rows));
}

TEST(guard_headers)
{
	static const struct row rows[] = {
		SOUND_HEADER("Accept: a"),
		SOUND_HEADER("Accept:a"),
		SOUND_HEADER("Accept:"),
		SOUND_HEADER("Accept: a\r\nAccept: b"),
		SOUND_HEADER("!#$%&'*+-.^_`|~09az: a"),
		SOUND_HEADER("X: a\tb"),
		SOUND_HEADER("X: \xc3\xa9"),
		SOUND_HEADER("Idempotency-Key: a"),
		BAD_HEADER("X a: b", NULL, "token"),
		BAD_HEADER("X : b", NULL, "token"),
		BAD_HEADER(": b", NULL, "token"),
		BAD_HEADER("X\xc3\xa9: b", NULL, "token"),
		BAD_HEADER("X(a): b", NULL, "token"),
		BAD_HEADER("X\0Y: b", NULL, "token"),
		BAD_HEADER("X", NULL, "colon"),
		BAD_HEADER("X: a\r\n b", NULL, "folded"),
		BAD_HEADER("X: a\r\n\tb", NULL, "folded"),
		BAD(LINE " X: a\r\n" HOST "\r\n", NULL, "folded"),
		BAD_HEADER("X: a\0b", "X", "control"),
		BAD_HEADER("X: a\rb", "X", "control"),
		BAD_HEADER("X: a\x01", "X", "control"),
		BAD_HEADER("X: a\x1f", "X", "control"),
		BAD_HEADER("X: a\x7f", "X", "control"),
		BAD_HEADER("Idempotency-Key: a\r\nidempotency-key: a", "idempotency-key", "twice"),
		BAD_HEADER("Content-Type: a\r\nContent-Type: a", "Content-Type", "twice"),
		BAD_HEADER("Authorization: a\r\nAuthorization: ", "Authorization", "twice"),
	};

	check_rows(rows, ARRAY_LEN(rows));
}

TEST(guard_host)
{
	static const struct row rows[] = {
		SOUND(LINE "Host: x\r\n\r\n"),
		SOUND(LINE "hOST: 127.0.0.1:8443\r\n\r\n"),
		SOUND(LINE "Host: [::1]:1\r\n\r\n"),
		BAD(LINE "\r\n", "Host", "missing"),
		BAD("GET / HTTP/1.0\r\n\r\n", "Host", "missing"),
		BAD(LINE "Host:\r\n\r\n", "Host", "not a host"),
		BAD(LINE "Host: a b\r\n\r\n", "Host", "not a host"),
		BAD(LINE "Host: a/b\r\n\r\n", "Host", "not a host"),
		BAD(LINE "Host: a@b\r\n\r\n", "Host", "not a host"),
		BAD(LINE "Host: a,b\r\n\r\n", "Host", "not a host"),
		BAD(LINE HOST HOST "\r\n", "Host", "twice"),
		BAD(LINE HOST "HOST: y\r\n\r\n", "HOST", "twice"),
	};

	check_rows(rows, ARRAY_LEN(rows));
}

TEST(guard_length)
{
	static const struct row rows[] = {
		SOUND_HEADER("Content-Length: 0"),
		SOUND_HEADER("Content-Length: 1000"),
		SOUND_HEADER("Content-Length: 0001000"),
		BAD_HEADER("Content-Length:", "Content-Length", "number"),
		BAD_HEADER("Content-Length: -1", "Content-Length", "number"),
		BAD_HEADER("Content-Length: +1", "Content-Length", "number"),
		BAD_HEADER("Content-Length: 1 1", "Content-Length", "number"),
		BAD_HEADER("Content-Length: 1,1", "Content-Length", "number"),
		BAD_HEADER("Content-Length: 0x1", "Content-Length", "number"),
		BAD_HEADER("Content-Length: 1\r\nContent-Length: 1", "Content-Length", "twice"),
		BAD_HEADER("Transfer-Encoding: chunked", "Transfer-Encoding", "Content-Length"),
		BAD_HEADER("Transfer-Encoding: identity", "Transfer-Encoding", "Content-Length"),
		BAD_HEADER("transfer-encoding:", "Transfer-Encoding", "Content-Length"),
		SOUND_HEADER("Expect: 100-Continue"),
		BAD_HEADER("Expect: 200-ok", "Expect", "100-continue"),
		LARGE("Content-Length: 1001"),
		LARGE("Content-Length: 99999999999999999999999999999"),
		BAD_HEADER("Content-Length: 9999999999999999999999999999x", "Content-Length",
			"number"),
	};

	check_rows(rows, ARRAY_LEN(rows));
}

static bool check_counted(const char *line, const char *header, int headers)
{
	struct arena *arena = arena_new(ARENA_MAX);
	struct buf buf = buf_in(arena);
	const struct guard_head *head = NULL;
	struct guard_fault fault = {0};

	buf_text(&buf, line);
	buf_text(&buf, HOST);
	for (int i = 0; i < headers; i++)
		buf_printf(&buf, "%s: %d\r\n", header, i);
	buf_text(&buf, "\r\n");
	bool sound = guard_check(buf_done(&buf), BODY_MAX, arena, &head, &fault);
	arena_free(arena);
	return sound;
}

TEST(guard_counts)
{
	CHECK(check_counted(LINE, "X", GUARD_HEADERS_MAX - 1));
	CHECK(!check_counted(LINE, "X", GUARD_HEADERS_MAX));
	CHECK(check_counted("GET /?a1&a2&a3&a4&a5&a6&a7&a8&a9&a10&a11&a12&a13&a14&a15&a16&b1&b2&b3&"
			    "b4&b5&b6&b7&b8&b9&b10&b11&b12&b13&b14&b15&b16 HTTP/1.1\r\n",
		"X", 1));
	CHECK(!check_counted("GET /?a1&a2&a3&a4&a5&a6&a7&a8&a9&a10&a11&a12&a13&a14&a15&a16&b1&b2&"
			     "b3&b4&b5&b6&b7&b8&b9&b10&b11&b12&b13&b14&b15&b16&c HTTP/1.1\r\n",
		"X", 1));
}

TEST(guard_gives_what_was_sent)
{
	static const char text[] =
		"POST /v1/people/Zo%C3%AB+%20?state=a%20b+c%2B&dry-run&on=2019-04-01 HTTP/1.1\r\n"
		"Host: x\r\n"
		"Content-Length: 12 \r\n"
		"X-Blank:\t a b \t\r\n"
		"Connection: keep-alive, Close\r\n"
		"x-twice: 1\r\n"
		"X-Twice: 2\r\n"
		"Expect: 100-continue\r\n"
		"\r\n";
	struct arena *arena = arena_new(ARENA_MAX);
	const struct guard_head *head = NULL;
	struct guard_fault fault = {0};

	if (!CHECK(guard_check(SPAN(text), BODY_MAX, arena, &head, &fault))) {
		arena_free(arena);
		return;
	}
	CHECK_SPAN("POST", head->method);
	CHECK_SPAN("/v1/people/Zo%C3%AB+%20?state=a%20b+c%2B&dry-run&on=2019-04-01", head->target);
	CHECK_SPAN("/v1/people/Zo\xc3\xab+ ", head->path);
	CHECK_INT(3, head->parameters_len);
	CHECK_SPAN("state", head->parameters[0].name);
	CHECK_SPAN("a b c+", head->parameters[0].value);
	CHECK_SPAN("dry-run", head->parameters[1].name);
	CHECK_SPAN("", head->parameters[1].value);
	CHECK_SPAN("2019-04-01", head->parameters[2].value);
	CHECK_INT(12, head->body_bytes);
	CHECK_INT(1, head->minor);
	CHECK(head->close);
	CHECK(head->expects);
	CHECK_INT(7, head->headers_len);
	CHECK_SPAN("a b", guard_header(head, "x-blank"));
	CHECK_SPAN("1", guard_header(head, "X-TWICE"));
	CHECK_SPAN(NULL, guard_header(head, "X-Twic"));
	CHECK_SPAN(NULL, guard_header(head, "X-Twice-"));
	arena_free(arena);
}

TEST(guard_knows_who_stays)
{
	static const struct {
		const char *text;
		bool close, expects;
	} rows[] = {
		{LINE HOST "\r\n", false, false},
		{LINE HOST "Connection: closed\r\n\r\n", false, false},
		{LINE HOST "Connection: close\r\n\r\n", true, false},
		{LINE HOST "Connection: a\r\nConnection: b ,CLOSE,\r\n\r\n", true, false},
		{"GET / HTTP/1.0\r\n" HOST "\r\n", true, false},
		{"GET / HTTP/1.0\r\n" HOST "Connection: keep-alive\r\n\r\n", true, false},
		{"GET / HTTP/1.0\r\n" HOST "Expect: 100-continue\r\n\r\n", true, false},
		{LINE HOST "Expect: 100-continue\r\n\r\n", false, true},
	};
	struct arena *arena = arena_new(ARENA_MAX);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct guard_head *head = NULL;
		struct guard_fault fault = {0};
		check_row("%s", rows[i].text);
		if (!CHECK(guard_check(span_of(rows[i].text), BODY_MAX, arena, &head, &fault)))
			continue;
		CHECK_INT(rows[i].close, head->close);
		CHECK_INT(rows[i].expects, head->expects);
	}
	arena_free(arena);
}

/* However the bytes arrive, the end is found where it is and not before. */
TEST(guard_finds_the_end)
{
	static const char *const texts[] = {
		LINE HOST "\r\n",
		"a\n\n",
		"a\n\r\n",
		"\r\n\r\n",
		"\n\n",
		LINE "X: \r\r\n" HOST "\r\n",
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct span text = span_of(texts[i]);
		check_row("%s", texts[i]);
		for (size_t seen = 0; seen < text.len; seen++) {
			CHECK_INT(0, guard_head_end(span_slice(text, 0, seen), 0));
			CHECK_INT(text.len, guard_head_end(text, seen));
		}
	}
	CHECK_INT(5, guard_head_end(SPAN("a\r\n\r\nbody\r\n\r\n"), 0));
}
