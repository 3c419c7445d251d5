#include "base/text.h"

#include <stddef.h>

#include "base/buf.h"
#include "base/parse.h"

enum kind { PLAIN, BLANK, CONTROL, TURNS, INVISIBLE, NOTHING, JOINER, SELECTOR };

enum { ASCII_LAST = 0x7f };

/* Unicode 15.1: PropList.txt (White_Space, Bidi_Control, Noncharacter_Code_Point,
 * Variation_Selector) and DerivedCoreProperties.txt (Default_Ignorable_Code_Point). In order; what
 * is not here is plain. */
static const struct range {
	uint32_t first, last;
	enum kind kind;
} ranges[] = {
	{0x0000, 0x001f, CONTROL},
	{0x0020, 0x0020, BLANK},
	{0x007f, 0x009f, CONTROL},
	{0x00a0, 0x00a0, BLANK},
	{0x00ad, 0x00ad, INVISIBLE},
	{0x034f, 0x034f, INVISIBLE},
	{0x061c, 0x061c, TURNS},
	{0x115f, 0x1160, INVISIBLE},
	{0x1680, 0x1680, BLANK},
	{0x17b4, 0x17b5, INVISIBLE},
	{0x180b, 0x180d, SELECTOR},
	{0x180e, 0x180e, INVISIBLE},
	{0x180f, 0x180f, SELECTOR},
	{0x2000, 0x200a, BLANK},
	{0x200b, 0x200b, INVISIBLE},
	{0x200c, 0x200d, JOINER},
	{0x200e, 0x200f, TURNS},
	{0x2028, 0x2029, CONTROL},
	{0x202a, 0x202e, TURNS},
	{0x202f, 0x202f, BLANK},
	{0x205f, 0x205f, BLANK},
	{0x2060, 0x2065, INVISIBLE},
	{0x2066, 0x2069, TURNS},
	{0x206a, 0x206f, INVISIBLE},
	{0x2800, 0x2800, BLANK},
	{0x3000, 0x3000, BLANK},
	{0x3164, 0x3164, INVISIBLE},
	{0xe000, 0xf8ff, NOTHING},
	{0xfdd0, 0xfdef, NOTHING},
	{0xfe00, 0xfe0f, SELECTOR},
	{0xfeff, 0xfeff, INVISIBLE},
	{0xffa0, 0xffa0, INVISIBLE},
	{0xfff0, 0xfffb, INVISIBLE},
	{0xfffe, 0xffff, NOTHING},
	{0x1bca0, 0x1bca3, INVISIBLE},
	{0x1d173, 0x1d17a, INVISIBLE},
	{0x1fffe, 0x1ffff, NOTHING},
	{0x2fffe, 0x2ffff, NOTHING},
	{0x3fffe, 0xdffff, NOTHING},
	{0xe0000, 0xe00ff, INVISIBLE},
	{0xe0100, 0xe01ef, SELECTOR},
	{0xe01f0, 0xe0fff, INVISIBLE},
	{0xe1000, 0x10ffff, NOTHING},
};

static enum kind kind_of(uint32_t code)
{
	size_t from = 0, to = ARRAY_LEN(ranges);

	if (code > ' ' && code < ASCII_LAST)
		return PLAIN;
	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (code > ranges[middle].last)
			from = middle + 1;
		else if (code < ranges[middle].first)
			to = middle;
		else
			return ranges[middle].kind;
	}
	return PLAIN;
}

static bool is_joined(uint32_t code)
{
	return code > ASCII_LAST && kind_of(code) == PLAIN;
}

/* Whether a joiner or selector may stand behind the one character and before the other (0: none).
 * Selectors and joiners follow one another in emoji. */
static bool may_join(enum kind kind, uint32_t before, struct span after)
{
	uint32_t next = 0;
	enum kind of_before = kind_of(before);

	if (!is_joined(before) && of_before != SELECTOR)
		return false;
	if (kind == SELECTOR)
		return of_before != SELECTOR;
	return parse_utf8(after, &next) > 0 && is_joined(next);
}

static const char *wrong_character(
	uint32_t code, uint32_t before, struct span after, bool multiline)
{
	enum kind kind = kind_of(code);

	switch (kind) {
	case PLAIN:
	case BLANK:
		return NULL;
	case CONTROL:
		return multiline && (code == '\t' || code == '\n') ? NULL
								   : "holds control characters";
	case TURNS:
		return "holds characters that change the direction of writing";
	case NOTHING:
		return "holds characters that mean nothing";
	case INVISIBLE:
		return "holds invisible characters";
	case JOINER:
	case SELECTOR:
		return may_join(kind, before, after) ? NULL : "holds invisible characters";
	}
	UNREACHABLE("a kind of character");
}

const char *text_wrong(struct span text, bool multiline)
{
	uint32_t before = 0;

	while (text.len > 0) {
		uint32_t code = 0;
		size_t len = parse_utf8(text, &code);
		const char *wrong;

		if (len == 0)
			return "is not UTF-8";
		text = span_from(text, len);
		wrong = wrong_character(code, before, text, multiline);
		if (wrong != NULL)
			return wrong;
		before = code;
	}
	return NULL;
}

/* The length of the character at the beginning if it shows nothing, else 0. */
static size_t nothing_shown(struct span text)
{
	uint32_t code = 0;
	size_t len = parse_utf8(text, &code);

	return len > 0 && kind_of(code) != PLAIN ? len : 0;
}

bool text_is_blank(struct span text)
{
	while (text.len > 0) {
		size_t len = nothing_shown(text);

		if (len == 0)
			return false;
		text = span_from(text, len);
	}
	return true;
}

/* The length of the blank at the beginning, or 0. */
static size_t blank_len(struct span text)
{
	uint32_t code = 0;
	size_t len = parse_utf8(text, &code);
	bool blank = kind_of(code) == BLANK || (code >= '\t' && code <= '\r');

	return len > 0 && blank ? len : 0;
}

struct span text_trim(struct span text)
{
	size_t len;

	while (text.len > 0 && (len = blank_len(text)) > 0)
		text = span_from(text, len);
	while (text.len > 0) {
		size_t start = text.len - 1;

		while (start > 0 && ((unsigned char)text.at[start] & 0xc0) == 0x80)
			start--;
		if (blank_len(span_from(text, start)) != text.len - start)
			break;
		text = span_slice(text, 0, start);
	}
	return text;
}

bool text_is_harmless(uint32_t code)
{
	enum kind kind = kind_of(code);

	return kind == PLAIN || kind == BLANK || kind == JOINER || kind == SELECTOR;
}

void text_clean(struct buf *out, struct span text, bool multiline)
{
	while (text.len > 0) {
		uint32_t code = 0;
		size_t len = parse_utf8(text, &code);

		if (len > 0 && text_is_harmless(code))
			buf_add(out, text.at, len);
		else if (len > 0 && (code == '\t' || code == '\n'))
			buf_char(out, code == '\n' && multiline ? '\n' : ' ');
		else
			buf_char(out, '?');
		text = span_from(text, len == 0 ? 1 : len);
	}
}

/* Capitals whose small letter stands so far behind them, one in two where they alternate. */
static const struct capitals {
	uint32_t first, last, behind, step;
} capitals[] = {
	{'A', 'Z', 32, 1},
	{0x00c0, 0x00d6, 32, 1},
	{0x00d8, 0x00de, 32, 1},
	{0x0100, 0x0136, 1, 2},
	{0x0139, 0x0147, 1, 2},
	{0x014a, 0x0176, 1, 2},
	{0x0179, 0x017d, 1, 2},
	{0x0391, 0x03a1, 32, 1},
	{0x03a3, 0x03a9, 32, 1},
	{0x0400, 0x040f, 80, 1},
	{0x0410, 0x042f, 32, 1},
	{0x1e00, 0x1e94, 1, 2},
	{0x1ea0, 0x1efe, 1, 2},
};

uint32_t text_small(uint32_t code)
{
	for (size_t i = 0; i < ARRAY_LEN(capitals); i++) {
		const struct capitals *range = &capitals[i];

		if (code >= range->first && code <= range->last &&
			(code - range->first) % range->step == 0)
			return code + range->behind;
	}
	return code;
}

static uint32_t folded(uint32_t code)
{
	/* Accents that stand for an apostrophe, and dashes for a hyphen. */
	if (code == 0x60 || code == 0xb4 || code == 0x2018 || code == 0x2019 || code == 0x2bc)
		return '\'';
	if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212)
		return '-';
	return text_small(code);
}

struct span text_fold(struct arena *arena, struct span text)
{
	struct buf out = buf_in(arena);
	bool blank = false;

	for (text = text_trim(text); text.len > 0;) {
		uint32_t code = 0;
		size_t len = parse_utf8(text, &code);
		enum kind kind = kind_of(code);

		text = span_from(text, len == 0 ? 1 : len);
		if (kind == BLANK)
			blank = true;
		if (len == 0 || (kind != PLAIN && kind != CONTROL))
			continue;
		if (blank)
			buf_char(&out, ' ');
		blank = false;
		buf_utf8(&out, folded(code));
	}
	return buf_done(&out);
}
