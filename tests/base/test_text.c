#include "base/text.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tests/check.h"

enum { ARENA_BYTES = 1024 * 1024 };

#define CONTROLS  "holds control characters"
#define TURNS     "holds characters that change the direction of writing"
#define INVISIBLE "holds invisible characters"
#define NOTHING   "holds characters that mean nothing"

static void put(struct buf *out, uint32_t code)
{
	if (code < 0x80) {
		buf_char(out, (char)code);
	} else if (code < 0x800) {
		buf_char(out, (char)(0xc0 | code >> 6));
		buf_char(out, (char)(0x80 | (code & 0x3f)));
	} else if (code < 0x10000) {
		buf_char(out, (char)(0xe0 | code >> 12));
		buf_char(out, (char)(0x80 | (code >> 6 & 0x3f)));
		buf_char(out, (char)(0x80 | (code & 0x3f)));
	} else {
		buf_char(out, (char)(0xf0 | code >> 18));
		buf_char(out, (char)(0x80 | (code >> 12 & 0x3f)));
		buf_char(out, (char)(0x80 | (code >> 6 & 0x3f)));
		buf_char(out, (char)(0x80 | (code & 0x3f)));
	}
}

static const struct {
	uint32_t code;
	const char *wrong;
} characters[] = {
	{0x00, CONTROLS},
	{0x07, CONTROLS},
	{'\t', CONTROLS},
	{'\n', CONTROLS},
	{0x1b, CONTROLS},
	{0x1f, CONTROLS},
	{' ', NULL},
	{'~', NULL},
	{0x7f, CONTROLS},
	{0x80, CONTROLS},
	{0x85, CONTROLS},
	{0x9b, CONTROLS},
	{0x9f, CONTROLS},
	{0xa0, NULL},
	{0xa3, NULL},
	{0xac, NULL},
	{0xad, INVISIBLE},
	{0xae, NULL},
	{0x301, NULL},
	{0x34e, NULL},
	{0x34f, INVISIBLE},
	{0x350, NULL},
	{0x61b, NULL},
	{0x61c, TURNS},
	{0x61d, NULL},
	{0x115e, NULL},
	{0x115f, INVISIBLE},
	{0x1160, INVISIBLE},
	{0x1161, NULL},
	{0x1680, NULL},
	{0x17b4, INVISIBLE},
	{0x180e, INVISIBLE},
	{0x200a, NULL},
	{0x200b, INVISIBLE},
	{0x200c, INVISIBLE},
	{0x200d, INVISIBLE},
	{0x200e, TURNS},
	{0x200f, TURNS},
	{0x2010, NULL},
	{0x2019, NULL},
	{0x2027, NULL},
	{0x2028, CONTROLS},
	{0x2029, CONTROLS},
	{0x202a, TURNS},
	{0x202e, TURNS},
	{0x202f, NULL},
	{0x2030, NULL},
	{0x205f, NULL},
	{0x2060, INVISIBLE},
	{0x2064, INVISIBLE},
	{0x2066, TURNS},
	{0x2069, TURNS},
	{0x206a, INVISIBLE},
	{0x206f, INVISIBLE},
	{0x2070, NULL},
	{0x2800, NULL},
	{0x3000, NULL},
	{0x3164, INVISIBLE},
	{0xd7ff, NULL},
	{0xe000, NOTHING},
	{0xf8ff, NOTHING},
	{0xf900, NULL},
	{0xfdcf, NULL},
	{0xfdd0, NOTHING},
	{0xfdef, NOTHING},
	{0xfdf0, NULL},
	{0xfe0f, INVISIBLE},
	{0xfefe, NULL},
	{0xfeff, INVISIBLE},
	{0xffa0, INVISIBLE},
	{0xfff9, INVISIBLE},
	{0xfffc, NULL},
	{0xfffd, NULL},
	{0xfffe, NOTHING},
	{0xffff, NOTHING},
	{0x10000, NULL},
	{0x1d173, INVISIBLE},
	{0x1f44d, NULL},
	{0x1fffe, NOTHING},
	{0x20000, NULL},
	{0x3fffd, NULL},
	{0x3ffff, NOTHING},
	{0x40000, NOTHING},
	{0xdffff, NOTHING},
	{0xe0001, INVISIBLE},
	{0xe007f, INVISIBLE},
	{0xe0100, INVISIBLE},
	{0xe0fff, INVISIBLE},
	{0xe1000, NOTHING},
	{0xf0000, NOTHING},
	{0x10ffff, NOTHING},
};

/* Each range on either side of its edges, within a text. */
TEST(text_has_no_hidden_characters)
{
	for (size_t i = 0; i < ARRAY_LEN(characters); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		struct buf text = buf_in(arena);
		uint32_t code = characters[i].code;
		check_row("U+%04x", (unsigned)code);
		buf_text(&text, "Ann");
		put(&text, code);
		buf_text(&text, "B");
		CHECK_TEXT(characters[i].wrong, text_wrong(buf_done(&text), false));
		CHECK_TEXT(code == '\t' || code == '\n' ? NULL : characters[i].wrong,
			text_wrong(buf_done(&text), true));
		arena_free(arena);
	}
}

TEST(text_joins_where_scripts_do)
{
	static const struct {
		const char *text, *wrong;
	} rows[] = {
		{"", NULL},
		{"Zo\xc3\xab", NULL},
		/* Ali-Reza in Persian, with U+200C; a family, with U+200D; a heart with U+FE0F. */
		{"\xd8\xb9\xd9\x84\xdb\x8c\xe2\x80\x8c\xd8\xb1\xd8\xb6\xd8\xa7", NULL},
		{"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", NULL},
		{"\xe2\x9d\xa4\xef\xb8\x8f", NULL},
		{"\xe2\x9d\xa4\xef\xb8\x8f\xe2\x80\x8d\xf0\x9f\x94\xa5", NULL},
		{"\xe2\x9d\xa4\xef\xb8\x8f\xef\xb8\x8f", INVISIBLE},
		{"\xd8\xb9\xe2\x80\x8c", INVISIBLE},
		{"\xd8\xb9\xe2\x80\x8c ", INVISIBLE},
		{"\xd8\xb9\xe2\x80\x8c\xe2\x80\x8c\xd8\xb9", INVISIBLE},
		{"\xd8\xb9\xe2\x80\x8cn", INVISIBLE},
		{"A\xe2\x80\x8c\xd8\xb9", INVISIBLE},
		{"\xe2\x80\x8d", INVISIBLE},
		{"1\xef\xb8\x8f", INVISIBLE},
		{"A\xff", "is not UTF-8"},
		{"\xed\xa0\x80", "is not UTF-8"},
		{"A\xc3", "is not UTF-8"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%zu", i);
		CHECK_TEXT(rows[i].wrong, text_wrong(span_of(rows[i].text), false));
	}
}

TEST(text_may_say_nothing)
{
	static const struct {
		const char *text;
		bool blank;
		const char *trimmed;
	} rows[] = {
		{"", true, ""},
		{" \t\n\r", true, ""},
		{"\xc2\xa0", true, ""},
		{"\xe2\x80\x8b", true, "\xe2\x80\x8b"},
		{"\xe3\x80\x80 \xe2\x80\xaf", true, ""},
		{"\xe2\xa0\x80", true, ""},
		{"\xef\xbb\xbf", true, "\xef\xbb\xbf"},
		{"\xe2\x80\x8d\xe2\x80\x8e", true, "\xe2\x80\x8d\xe2\x80\x8e"},
		{".", false, "."},
		{" a b ", false, "a b"},
		{"\xc2\xa0Zo\xc3\xab\xe2\x80\x82\n", false, "Zo\xc3\xab"},
		{"\xff", false, "\xff"},
		{"a\x80", false, "a\x80"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%zu", i);
		CHECK_INT(rows[i].blank, text_is_blank(span_of(rows[i].text)));
		CHECK_SPAN(rows[i].trimmed, text_trim(span_of(rows[i].text)));
	}
}

TEST(text_is_made_harmless)
{
	static const struct {
		const char *text, *line, *lines;
	} rows[] = {
		{"Zo\xc3\xab", "Zo\xc3\xab", "Zo\xc3\xab"},
		{"a\tb\nc", "a b c", "a b\nc"},
		{"a\rb", "a?b", "a?b"},
		{"\x1b[31mred", "?[31mred", "?[31mred"},
		{"\xc2\x9b"
		 "1m",
			"?1m", "?1m"},
		{"\xe2\x80\xaegnp", "?gnp", "?gnp"},
		{"a\xe2\x80\x8b\xef\xbb\xbf", "a??", "a??"},
		{"\xd8\xb9\xe2\x80\x8c\xd8\xb9", "\xd8\xb9\xe2\x80\x8c\xd8\xb9",
			"\xd8\xb9\xe2\x80\x8c\xd8\xb9"},
		{"a\xff\xc3", "a??", "a??"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		struct buf line = buf_in(arena), lines = buf_in(arena);
		check_row("%zu", i);
		text_clean(&line, span_of(rows[i].text), false);
		text_clean(&lines, span_of(rows[i].text), true);
		CHECK_TEXT(rows[i].line, buf_cstr(&line));
		CHECK_TEXT(rows[i].lines, buf_cstr(&lines));
		arena_free(arena);
	}
}

TEST(text_folds_names)
{
	static const struct {
		const char *text, *folded;
	} rows[] = {
		{"", ""},
		{"Ann  O\xe2\x80\x99Neil", "ann o'neil"},
		{"\xc2\xa0"
		 "ANN\xc2\xa0o'NEIL ",
			"ann o'neil"},
		{"ZO\xc3\x8b", "zo\xc3\xab"},
		{"\xc3\x97\xc3\x9f", "\xc3\x97\xc3\x9f"},
		{"\xc5\x81ukasz \xc5\xbb\xc4\x85\xc4\x84",
			"\xc5\x82ukasz \xc5\xbc\xc4\x85\xc4\x85"},
		{"\xce\x91\xd0\x9f\xd0\x81", "\xce\xb1\xd0\xbf\xd1\x91"},
		{"\xe1\xbb\x84", "\xe1\xbb\x85"},
		{"Smith\xe2\x80\x93Jones", "smith-jones"},
		{"\xd8\xb9\xe2\x80\x8c\xd8\xb9", "\xd8\xb9\xd8\xb9"},
		{"\xf0\x9f\x91\x8d", "\xf0\x9f\x91\x8d"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		check_row("%zu", i);
		CHECK_SPAN(rows[i].folded, text_fold(arena, span_of(rows[i].text)));
		arena_free(arena);
	}
}
