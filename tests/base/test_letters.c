/* Letters as people look for them: what counts of a name, and what does not. */
#include "base/letters.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tests/check.h"

TEST(letters_of_names)
{
	static const struct {
		const char *text, *words, *joined;
	} rows[] = {
		{"", "", ""},
		{"Zoë", "zoe", "zoe"},
		{"ZOË", "zoe", "zoe"},
		/* The accent by itself, as some systems write it. */
		{"Zoe\xcc\x88 Smith", "zoe smith", "zoesmith"},
		{"  Anne-Marie   O'Neill ", "anne marie o neill", "annemarieoneill"},
		{"O\xe2\x80\x99Neill", "o neill", "oneill"},
		{"Łukasz Żółć", "lukasz zolc", "lukaszzolc"},
		{"Straße", "strasse", "strasse"},
		{"Æther Þór", "aether thor", "aetherthor"},
		{"Ștefan Țepeș", "stefan tepes", "stefantepes"},
		{"Siân Ŵyn", "sian wyn", "sianwyn"},
		{"Nguyễn Thị Hạnh", "nguyen thi hanh", "nguyenthihanh"},
		{"Ελένη ΠΑΠΑΣ", "ελενη παπασ", "ελενηπαπασ"},
		{"Семён", "семен", "семен"},
		{"李小龙", "李小龙", "李小龙"},
		{"LEI-12.b_3", "lei 12 b 3", "lei12b3"},
		{"--", "", ""},
		{"a\xcc\x81\xc2\xa0 b", "a b", "ab"},
		/* What is no UTF-8 parts words, and harms nothing. */
		{"a\xff"
		 "b",
			"a b", "ab"},
	};
	struct arena *arena = arena_new(1 << 20);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].text);
		CHECK_SPAN(rows[i].words, letters_words(arena, span_of(rows[i].text)));
		CHECK_SPAN(rows[i].joined, letters_joined(arena, span_of(rows[i].text)));
	}
	arena_free(arena);
}

/* Whatever the alphabet, a letter and its capital come out alike, and never as nothing. */
TEST(letters_of_latin_are_plain)
{
	struct arena *arena = arena_new(1 << 20);

	for (uint32_t code = 0xc0; code <= 0x17f; code++) {
		struct buf out = buf_in(arena);

		check_row("U+%04X", code);
		if (code == 0xd7 || code == 0xf7) {
			CHECK_INT(LETTER_NONE, letters_kind(code));
			continue;
		}
		CHECK_INT(LETTER_TAKEN, letters_kind(code));
		letters_add(&out, code);
		CHECK(out.len == 1 || out.len == 2);
		for (size_t i = 0; i < out.len; i++)
			CHECK(out.at[i] >= 'a' && out.at[i] <= 'z');
	}
	arena_free(arena);
}
