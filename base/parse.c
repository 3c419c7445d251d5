#include "base/parse.h"

#include "base/arena.h"

enum { DELETE = 0x7f, C1_FIRST = 0x80, C1_LAST = 0x9f };

bool parse_int(struct span text, int64_t min, int64_t max, int64_t *ret_number)
{
	bool negative = text.len > 0 && text.at[0] == '-';
	struct span digits = span_from(text, negative ? 1 : 0);

	if (digits.len == 0 || (digits.at[0] == '0' && (digits.len > 1 || negative)))
		return false;
	/* Counted below zero, where INT64_MIN has a place. */
	int64_t number = 0;
	for (size_t i = 0; i < digits.len; i++) {
		int digit = digits.at[i] - '0';
		if (digit < 0 || digit > 9 || __builtin_mul_overflow(number, 10, &number) ||
			__builtin_sub_overflow(number, digit, &number))
			return false;
	}
	if (!negative && __builtin_sub_overflow((int64_t)0, number, &number))
		return false;
	if (number < min || number > max)
		return false;
	*ret_number = number;
	return true;
}

static int hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

bool parse_hex(struct span text, void *ret_bytes, size_t len)
{
	uint8_t *to = ret_bytes;

	if (text.len / 2 != len || text.len % 2 != 0)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (hex_value(text.at[i]) < 0)
			return false;
	}
	for (size_t i = 0; i < len; i++)
		to[i] = (uint8_t)(hex_value(text.at[2 * i]) * 16 + hex_value(text.at[2 * i + 1]));
	return true;
}

bool parse_hex_span(struct span text, struct arena *arena, struct span *ret_bytes)
{
	char *bytes = arena_alloc(arena, text.len / 2 + 1);

	if (!parse_hex(text, bytes, text.len / 2))
		return false;
	*ret_bytes = (struct span){bytes, text.len / 2};
	return true;
}

bool parse_is_text(struct span text, bool multiline)
{
	while (text.len > 0) {
		uint32_t code = 0;
		size_t len = parse_utf8(text, &code);
		bool control =
			code < ' ' || code == DELETE || (code >= C1_FIRST && code <= C1_LAST);
		if (len == 0 || (control && !(multiline && (code == '\t' || code == '\n'))))
			return false;
		text = span_from(text, len);
	}
	return true;
}

size_t parse_utf8(struct span text, uint32_t *ret_code)
{
	/* What a first byte promises, and the least code that needs so many bytes. */
	static const struct {
		uint8_t mask, lead;
		uint32_t least;
	} forms[] = {
		{0x80, 0x00, 0},
		{0xe0, 0xc0, 0x80},
		{0xf0, 0xe0, 0x800},
		{0xf8, 0xf0, 0x10000},
	};

	if (text.len == 0)
		return 0;
	uint8_t first = (uint8_t)text.at[0];
	for (size_t more = 0; more < ARRAY_LEN(forms); more++) {
		if ((first & forms[more].mask) != forms[more].lead)
			continue;
		if (text.len <= more)
			return 0;
		uint32_t code = first & (uint8_t)~forms[more].mask;
		for (size_t i = 1; i <= more; i++) {
			uint8_t byte = (uint8_t)text.at[i];
			if ((byte & 0xc0) != 0x80)
				return 0;
			code = code << 6 | (byte & 0x3f);
		}
		bool surrogate = code >= 0xd800 && code <= 0xdfff;
		if (code < forms[more].least || code > 0x10ffff || surrogate)
			return 0;
		*ret_code = code;
		return more + 1;
	}
	return 0;
}
