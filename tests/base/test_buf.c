#include "base/buf.h"

#include <string.h>

#include "base/arena.h"
#include "tests/check.h"

enum { ROOM_BYTES = 1 << 20 };

TEST(buf_gathers_bytes)
{
	struct arena *arena = arena_new(ROOM_BYTES);
	struct buf buf = buf_in(arena);

	CHECK_SPAN("", buf_done(&buf));
	CHECK_TEXT("", buf_cstr(&buf));
	buf_text(&buf, "a ");
	buf_span(&buf, SPAN("span "));
	buf_span(&buf, SPAN_NONE);
	buf_add(&buf, NULL, 0);
	buf_char(&buf, '|');
	buf_hex(&buf, "\x00\xfe\x1a", 3);
	buf_hex(&buf, NULL, 0);
	buf_printf(&buf, "|%s %d", "printed", 7);
	CHECK_SPAN("a span |00fe1a|printed 7", buf_done(&buf));
	CHECK_TEXT("a span |00fe1a|printed 7", buf_cstr(&buf));
	CHECK_SPAN("a span |00fe1a|printed 7", buf_done(&buf));
	arena_free(arena);
}

TEST(buf_writes_integers)
{
	static const struct {
		int64_t number;
		const char *text;
	} rows[] = {
		{0, "0"},
		{9, "9"},
		{10, "10"},
		{-1, "-1"},
		{-10, "-10"},
		{INT64_MAX, "9223372036854775807"},
		{INT64_MIN, "-9223372036854775808"},
	};
	struct arena *arena = arena_new(ROOM_BYTES);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct buf buf = buf_in(arena);
		buf_int(&buf, rows[i].number);
		CHECK_SPAN(rows[i].text, buf_done(&buf));
	}
	arena_free(arena);
}

TEST(buf_grows_at_every_length)
{
	struct arena *arena = arena_new(ROOM_BYTES);

	for (size_t len = 0; len < 600; len++) {
		check_row("%zu bytes", len);
		struct buf a = buf_in(arena);
		struct buf b = buf_in(arena);
		for (size_t i = 0; i < len; i++) {
			buf_char(&a, (char)('a' + i % 26));
			buf_printf(&b, "%c", (char)('a' + i % 26));
		}
		CHECK(span_eq(buf_done(&a), buf_done(&b)));
		CHECK_INT(len, buf_done(&a).len);
		CHECK_INT('\0', buf_cstr(&a)[len]);
		arena_reset(arena);
	}
	arena_free(arena);
}

/* To more than twice as much at once, which is no more than what is asked for. */
TEST(buf_grows_to_what_it_needs)
{
	static const char bytes[600];
	struct arena *arena = arena_new(ROOM_BYTES);

	for (size_t len = 1; len < sizeof(bytes); len++) {
		struct buf buf = buf_in(arena);

		check_row("%zu bytes", len);
		buf_char(&buf, 'a');
		buf_add(&buf, bytes, len);
		CHECK_INT(len + 1, buf.len);
		CHECK(buf.cap >= buf.len);
		arena_reset(arena);
	}
	arena_free(arena);
}

TEST(buf_writes_json_strings_in_ascii)
{
	static const struct {
		struct span text;
		const char *json;
	} rows[] = {
		{SPAN_INIT(""), "\"\""},
		{{NULL, 0}, "\"\""},
		{SPAN_INIT(" plain ~ / text"), "\" plain ~ / text\""},
		{SPAN_INIT("a\"b\\c"), "\"a\\\"b\\\\c\""},
		{SPAN_INIT("\n\t\r\b\f"), "\"\\u000a\\u0009\\u000d\\u0008\\u000c\""},
		{SPAN_INIT("a\0b\x1f\x7f"), "\"a\\u0000b\\u001f\\u007f\""},
		{SPAN_INIT("£5 – Zoë"), "\"\\u00a35 \\u2013 Zo\\u00eb\""},
		{SPAN_INIT("\xf0\x9f\x98\x80"), "\"\\ud83d\\ude00\""},
		{SPAN_INIT("\xf0\x90\x80\x80"), "\"\\ud800\\udc00\""},
		{SPAN_INIT("\xf4\x8f\xbf\xbf"), "\"\\udbff\\udfff\""},
		{SPAN_INIT("\xef\xbf\xbf"), "\"\\uffff\""},
		{SPAN_INIT("a\xff z"), "\"a\\ufffd z\""},
		{SPAN_INIT("\xc3"), "\"\\ufffd\""},
		{SPAN_INIT("\xe2\x82z"), "\"\\ufffd\\ufffdz\""},
		{SPAN_INIT("\xed\xa0\x80"), "\"\\ufffd\\ufffd\\ufffd\""},
	};
	struct arena *arena = arena_new(ROOM_BYTES);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("row %zu", i);
		struct buf buf = buf_in(arena);
		buf_json(&buf, rows[i].text);
		CHECK_SPAN(rows[i].json, buf_done(&buf));
	}
	arena_free(arena);
}

/* What is formatted is measured in 256 bytes: on either side of them. */
TEST(buf_printf_of_any_length)
{
	struct arena *arena = arena_new(ROOM_BYTES);

	for (int len = 254; len <= 258; len++) {
		struct buf buf = buf_within(arena, 300);
		char *text = arena_printf(arena, "%0*d|", len - 1, 7);
		buf_printf(&buf, "%0*d|", len - 1, 7);
		CHECK_INT(len, buf_done(&buf).len);
		CHECK_INT(len, strlen(text));
		CHECK(span_is(buf_done(&buf), text));
		CHECK(!buf_overflowed(&buf));
	}
	arena_free(arena);
}

TEST(buf_with_a_bound)
{
	struct arena *arena = arena_new(ROOM_BYTES);
	struct buf buf = buf_within(arena, 8);
	struct buf beside;

	buf_text(&buf, "12345");
	buf_int(&buf, 678);
	CHECK(!buf_overflowed(&buf));
	CHECK_SPAN("12345678", buf_done(&buf));
	beside = buf_beside(&buf);
	buf_printf(&beside, "%s", "1234567");
	CHECK(!buf_overflowed(&beside));
	buf_char(&buf, '9');
	CHECK(buf_overflowed(&buf));
	/* What would fit is not written either: nothing stands behind a hole. */
	buf = buf_within(arena, 8);
	buf_text(&buf, "1234567");
	buf_hex(&buf, "\xff", 1);
	buf_char(&buf, '8');
	buf_printf(&buf, "%d", 9);
	buf_json(&buf, SPAN("a"));
	CHECK(buf_overflowed(&buf));
	CHECK_SPAN("1234567", buf_done(&buf));
	arena_free(arena);
}
