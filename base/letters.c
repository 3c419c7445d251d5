#include "base/letters.h"

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/parse.h"
#include "base/text.h"

/* What Unicode 15.1's decompositions (UnicodeData.txt) leave of U+00C0 to U+024F and U+1E00 to
 * U+1EFF without marks; '.' stands for itself, '+' for two letters, '-' is no letter. */
static const char latin[] = "aaaaaa+ceeeeiiiidnooooo-ouuuuy++aaaaaa+ceeeeiiiidnooooo-ouuuuy+y"
			    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii++jjkkkllllll."
			    ".llnnnnnnnnnoooooo++rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
			    "..............ee.ff.............oo.............uu..............."
			    "....+++++++++aaiioouuuuuuuuuueaaaa++..ggkkoooo..j+++gg..nnaa++oo"
			    "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............"
			    "................";
static const char latin_more[] = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
				 "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
				 "wwwwwwwwwwxxxxyyzzzzzzhtwyas..+.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
				 "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

enum { LATIN_FIRST = 0xc0, LATIN_MORE_FIRST = 0x1e00 };

/* And others: what is written with two letters, L with a point, Greek with its accents, Cyrillic
 * yo, the ordinal indicators. */
static const struct {
	uint32_t code;
	const char *letters;
} others[] = {
	{0xaa, "a"},
	{0xb5, "\xce\xbc"},
	{0xba, "o"},
	{0xc6, "ae"},
	{0xde, "th"},
	{0xdf, "ss"},
	{0xe6, "ae"},
	{0xfe, "th"},
	{0x132, "ij"},
	{0x133, "ij"},
	{0x13f, "l"},
	{0x140, "l"},
	{0x152, "oe"},
	{0x153, "oe"},
	{0x1c4, "dz"},
	{0x1c5, "dz"},
	{0x1c6, "dz"},
	{0x1c7, "lj"},
	{0x1c8, "lj"},
	{0x1c9, "lj"},
	{0x1ca, "nj"},
	{0x1cb, "nj"},
	{0x1cc, "nj"},
	{0x1e2, "ae"},
	{0x1e3, "ae"},
	{0x1f1, "dz"},
	{0x1f2, "dz"},
	{0x1f3, "dz"},
	{0x1fc, "ae"},
	{0x1fd, "ae"},
	{0x259, "e"},
	{0x386, "\xce\xb1"},
	{0x388, "\xce\xb5"},
	{0x389, "\xce\xb7"},
	{0x38a, "\xce\xb9"},
	{0x38c, "\xce\xbf"},
	{0x38e, "\xcf\x85"},
	{0x38f, "\xcf\x89"},
	{0x3ac, "\xce\xb1"},
	{0x3ad, "\xce\xb5"},
	{0x3ae, "\xce\xb7"},
	{0x3af, "\xce\xb9"},
	{0x3c2, "\xcf\x83"},
	{0x3cc, "\xce\xbf"},
	{0x3cd, "\xcf\x85"},
	{0x3ce, "\xcf\x89"},
	{0x401, "\xd0\xb5"},
	{0x451, "\xd0\xb5"},
	{0x1e9e, "ss"},
};

/* In order; what is not here is a letter. */
static const struct range {
	uint32_t first, last;
	enum letter kind;
} ranges[] = {
	{0x00, 0x2f, LETTER_NONE},
	{0x3a, 0x40, LETTER_NONE},
	{0x5b, 0x60, LETTER_NONE},
	{0x7b, 0xa9, LETTER_NONE},
	{0xab, 0xb4, LETTER_NONE},
	{0xb6, 0xb9, LETTER_NONE},
	{0xbb, 0xbf, LETTER_NONE},
	{0xd7, 0xd7, LETTER_NONE},
	{0xf7, 0xf7, LETTER_NONE},
	{0x2b0, 0x2ff, LETTER_NONE},
	{0x300, 0x36f, LETTER_MARK},
	{0x591, 0x5bd, LETTER_MARK},
	{0x64b, 0x65f, LETTER_MARK},
	{0x670, 0x670, LETTER_MARK},
	{0x1ab0, 0x1aff, LETTER_MARK},
	{0x1dc0, 0x1dff, LETTER_MARK},
	{0x2000, 0x200b, LETTER_NONE},
	{0x200c, 0x200d, LETTER_MARK},
	{0x200e, 0x206f, LETTER_NONE},
	{0x20a0, 0x20cf, LETTER_NONE},
	{0x20d0, 0x20ff, LETTER_MARK},
	{0x2190, 0x2bff, LETTER_NONE},
	{0x2e00, 0x2e7f, LETTER_NONE},
	{0x3000, 0x3004, LETTER_NONE},
	{0x3008, 0x3020, LETTER_NONE},
	{0xfe00, 0xfe0f, LETTER_MARK},
	{0xfe20, 0xfe2f, LETTER_MARK},
	{0xfffd, 0xffff, LETTER_NONE},
};

enum letter letters_kind(uint32_t code)
{
	for (size_t i = 0; i < ARRAY_LEN(ranges) && ranges[i].first <= code; i++)
		if (code <= ranges[i].last)
			return ranges[i].kind;
	return LETTER_TAKEN;
}

/* '.' where no table has it. */
static char latin_of(uint32_t code)
{
	if (code >= LATIN_FIRST && code - LATIN_FIRST < sizeof(latin) - 1)
		return latin[code - LATIN_FIRST];
	if (code >= LATIN_MORE_FIRST && code - LATIN_MORE_FIRST < sizeof(latin_more) - 1)
		return latin_more[code - LATIN_MORE_FIRST];
	return '.';
}

static const char *other_of(uint32_t code)
{
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (others[i].code == code)
			return others[i].letters;
	return NULL;
}

void letters_add(struct buf *out, uint32_t code)
{
	char letter = latin_of(code);
	const char *letters = code < 0x80 ? NULL : other_of(code);

	if (letter >= 'a' && letter <= 'z')
		buf_char(out, letter);
	else if (letters != NULL)
		buf_text(out, letters);
	else
		buf_utf8(out, text_small(code));
}

static struct span letters_of(struct arena *arena, struct span text, bool blanks)
{
	struct buf out = buf_in(arena);
	bool between = false;

	while (text.len > 0) {
		uint32_t code = 0;
		size_t len = parse_utf8(text, &code);
		enum letter kind = len == 0 ? LETTER_NONE : letters_kind(code);

		text = span_from(text, len == 0 ? 1 : len);
		between = between || kind == LETTER_NONE;
		if (kind != LETTER_TAKEN)
			continue;
		if (between && blanks && out.len > 0)
			buf_char(&out, ' ');
		between = false;
		letters_add(&out, code);
	}
	return buf_done(&out);
}

struct span letters_words(struct arena *arena, struct span text)
{
	return letters_of(arena, text, true);
}

struct span letters_joined(struct arena *arena, struct span text)
{
	return letters_of(arena, text, false);
}
