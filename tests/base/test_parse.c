#include "base/parse.h"

#include "base/arena.h"
#include "tests/check.h"

TEST(parse_int_takes_the_whole_span_or_nothing)
{
	static const struct {
		const char *text;
		int64_t min, max;
		bool good;
		int64_t number;
	} rows[] = {
		{"0", INT64_MIN, INT64_MAX, true, 0},
		{"7", INT64_MIN, INT64_MAX, true, 7},
		{"-7", INT64_MIN, INT64_MAX, true, -7},
		{"100", INT64_MIN, INT64_MAX, true, 100},
		{"9223372036854775807", INT64_MIN, INT64_MAX, true, INT64_MAX},
		{"9223372036854775808", INT64_MIN, INT64_MAX, false, 0},
		{"-9223372036854775808", INT64_MIN, INT64_MAX, true, INT64_MIN},
		{"-9223372036854775809", INT64_MIN, INT64_MAX, false, 0},
		{"92233720368547758070", INT64_MIN, INT64_MAX, false, 0},
		{"10", 1, 10, true, 10},
		{"11", 1, 10, false, 0},
		{"1", 1, 10, true, 1},
		{"0", 1, 10, false, 0},
		{"", INT64_MIN, INT64_MAX, false, 0},
		{"-", INT64_MIN, INT64_MAX, false, 0},
		{"-0", INT64_MIN, INT64_MAX, false, 0},
		{"00", INT64_MIN, INT64_MAX, false, 0},
		{"07", INT64_MIN, INT64_MAX, false, 0},
		{"-07", INT64_MIN, INT64_MAX, false, 0},
		{"+7", INT64_MIN, INT64_MAX, false, 0},
		{"--7", INT64_MIN, INT64_MAX, false, 0},
		{" 7", INT64_MIN, INT64_MAX, false, 0},
		{"7 ", INT64_MIN, INT64_MAX, false, 0},
		{"7x", INT64_MIN, INT64_MAX, false, 0},
		{"1e3", INT64_MIN, INT64_MAX, false, 0},
		{"0x7", INT64_MIN, INT64_MAX, false, 0},
		{"/", INT64_MIN, INT64_MAX, false, 0},
		{":", INT64_MIN, INT64_MAX, false, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].text);
		int64_t number = 424242;
		struct span text = span_of(rows[i].text);
		CHECK_INT(rows[i].good, parse_int(text, rows[i].min, rows[i].max, &number));
		CHECK_INT(rows[i].good ? rows[i].number : 424242, number);
	}
	int64_t number = 5;
	CHECK(!parse_int(SPAN("7\0"), 0, 10, &number));
	CHECK(!parse_int(SPAN_NONE, 0, 10, &number));
	CHECK_INT(5, number);
}

TEST(parse_hex_takes_exactly_as_many_bytes)
{
	uint8_t bytes[3] = {1, 2, 3};

	CHECK(parse_hex(SPAN("00Ff9a"), bytes, 3));
	CHECK_HEX("00ff9a", bytes, 3);
	CHECK(parse_hex(SPAN(""), bytes, 0));
	static const char *const bad[] = {
		"",
		"00ff9",
		"00ff9a0",
		"00ff9a00",
		"00ff9g",
		"g0ff9a",
		"00 f9a",
		"0x00ff",
		"@@@@@@",
	};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		check_row("%s", bad[i]);
		CHECK(!parse_hex(span_of(bad[i]), bytes, 3));
		CHECK_HEX("00ff9a", bytes, 3);
	}
}

TEST(parse_hex_span_takes_any_number_of_bytes)
{
	struct arena *arena = arena_new(1000);
	struct span bytes = SPAN("kept");

	CHECK(!parse_hex_span(SPAN("abc"), arena, &bytes));
	CHECK(!parse_hex_span(SPAN("zz"), arena, &bytes));
	CHECK_SPAN("kept", bytes);
	CHECK(parse_hex_span(SPAN("6f6B"), arena, &bytes));
	CHECK_SPAN("ok", bytes);
	CHECK(parse_hex_span(SPAN(""), arena, &bytes));
	CHECK_INT(0, bytes.len);
	arena_free(arena);
}

TEST(parse_utf8_follows_table_3_7)
{
	static const struct {
		struct span text;
		size_t len;
		uint32_t code;
	} rows[] = {
		{SPAN_INIT(""), 0, 0},
		{SPAN_INIT("\0"), 1, 0},
		{SPAN_INIT("\x7f"), 1, 0x7f},
		{SPAN_INIT("\x80"), 0, 0},
		{SPAN_INIT("\xc1\xbf"), 0, 0},
		{SPAN_INIT("\xc2\x80"), 2, 0x80},
		{SPAN_INIT("\xdf\xbf"), 2, 0x7ff},
		{SPAN_INIT("\xe0\x9f\xbf"), 0, 0},
		{SPAN_INIT("\xe0\xa0\x80"), 3, 0x800},
		{SPAN_INIT("\xed\x9f\xbf"), 3, 0xd7ff},
		{SPAN_INIT("\xed\xa0\x80"), 0, 0},
		{SPAN_INIT("\xed\xbf\xbf"), 0, 0},
		{SPAN_INIT("\xee\x80\x80"), 3, 0xe000},
		{SPAN_INIT("\xef\xbf\xbf"), 3, 0xffff},
		{SPAN_INIT("\xf0\x8f\xbf\xbf"), 0, 0},
		{SPAN_INIT("\xf0\x90\x80\x80"), 4, 0x10000},
		{SPAN_INIT("\xf4\x8f\xbf\xbf"), 4, 0x10ffff},
		{SPAN_INIT("\xf4\x90\x80\x80"), 0, 0},
		{SPAN_INIT("\xf8\x88\x80\x80\x80"), 0, 0},
		{SPAN_INIT("\xff"), 0, 0},
		{SPAN_INIT("\xc2"), 0, 0},
		{SPAN_INIT("\xe0\xa0"), 0, 0},
		{SPAN_INIT("\xf0\x90\x80"), 0, 0},
		{SPAN_INIT("\xc2\xc0"), 0, 0},
		{SPAN_INIT("\xe2\x82\x20"), 0, 0},
		{SPAN_INIT("\xc2\x80zz"), 2, 0x80},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("row %zu", i);
		uint32_t code = 424242;
		CHECK_INT(rows[i].len, parse_utf8(rows[i].text, &code));
		CHECK_INT(rows[i].len > 0 ? rows[i].code : 424242, code);
	}
}

TEST(parse_is_text_refuses_control_characters)
{
	static const struct {
		struct span text;
		bool line, lines;
	} rows[] = {
		{SPAN_INIT(""), true, true},
		{SPAN_INIT("Zoë £5 ~"), true, true},
		{SPAN_INIT("a\nb"), false, true},
		{SPAN_INIT("a\tb"), false, true},
		{SPAN_INIT("a\rb"), false, false},
		{SPAN_INIT("a\0b"), false, false},
		{SPAN_INIT("\x1f"), false, false},
		{SPAN_INIT("\x7f"), false, false},
		{SPAN_INIT("\xc2\x80"), false, false},
		{SPAN_INIT("\xc2\x9f"), false, false},
		{SPAN_INIT("\xc2\xa0"), true, true},
		{SPAN_INIT("a\xff"), false, false},
		{SPAN_INIT("caf\xc3"), false, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("row %zu", i);
		CHECK_INT(rows[i].line, parse_is_text(rows[i].text, false));
		CHECK_INT(rows[i].lines, parse_is_text(rows[i].text, true));
	}
}
