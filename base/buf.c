#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/parse.h"

enum { CAP_FIRST = 128 };

static const char hex_digits[] = "0123456789abcdef";

struct buf buf_in(struct arena *arena)
{
	return (struct buf){.arena = arena};
}

struct buf buf_within(struct arena *arena, size_t max)
{
	assert(max > 0);
	return (struct buf){.arena = arena, .max = max};
}

struct buf buf_beside(const struct buf *other)
{
	return (struct buf){.arena = other->arena, .max = other->max};
}

bool buf_overflowed(const struct buf *buf)
{
	return buf->overflowed;
}

/* Room for len more bytes, which the caller fills; NULL past the bound. */
static char *reserve(struct buf *buf, size_t len)
{
	size_t need = 0;

	assert(!__builtin_add_overflow(buf->len, len, &need));
	if (buf->max != 0 && (buf->overflowed || need > buf->max)) {
		buf->overflowed = true;
		return NULL;
	}
	if (need > buf->cap) {
		size_t cap = buf->cap == 0 ? CAP_FIRST : buf->cap * 2;
		if (cap < need)
			cap = need;
		buf->at = arena_grow(buf->arena, buf->at, buf->cap, cap);
		buf->cap = cap;
	}
	return buf->at + buf->len;
}

void buf_add(struct buf *buf, const void *bytes, size_t len)
{
	char *to;

	if (len == 0 || (to = reserve(buf, len)) == NULL)
		return;
	memcpy(to, bytes, len);
	buf->len += len;
}

void buf_span(struct buf *buf, struct span span)
{
	buf_add(buf, span.at, span.len);
}

void buf_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_char(struct buf *buf, char byte)
{
	char *to = reserve(buf, 1);

	if (to == NULL)
		return;
	*to = byte;
	buf->len++;
}

void buf_int(struct buf *buf, int64_t number)
{
	char text[24];
	size_t at = sizeof(text);
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;

	do {
		text[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (number < 0)
		text[--at] = '-';
	buf_add(buf, text + at, sizeof(text) - at);
}

void buf_hex(struct buf *buf, const void *bytes, size_t len)
{
	const uint8_t *from = bytes;

	if (len == 0)
		return;
	char *to = reserve(buf, len * 2);
	if (to == NULL)
		return;
	for (size_t i = 0; i < len; i++) {
		to[2 * i] = hex_digits[from[i] >> 4];
		to[2 * i + 1] = hex_digits[from[i] & 15];
	}
	buf->len += len * 2;
}

void buf_utf8(struct buf *buf, uint32_t code)
{
	if (code < 0x80) {
		buf_char(buf, (char)code);
		return;
	}
	if (code < 0x800) {
		buf_char(buf, (char)(0xc0 | code >> 6));
	} else {
		if (code < 0x10000) {
			buf_char(buf, (char)(0xe0 | code >> 12));
		} else {
			buf_char(buf, (char)(0xf0 | code >> 18));
			buf_char(buf, (char)(0x80 | (code >> 12 & 0x3f)));
		}
		buf_char(buf, (char)(0x80 | (code >> 6 & 0x3f)));
	}
	buf_char(buf, (char)(0x80 | (code & 0x3f)));
}

/* Formatting measures: most texts fit where they are measured, and are then copied. */
void buf_printf(struct buf *buf, const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	int len = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	assert(len >= 0);
	if ((size_t)len < sizeof(text)) {
		buf_add(buf, text, (size_t)len);
		return;
	}
	char *to = reserve(buf, (size_t)len + 1);
	if (to == NULL)
		return;
	va_start(args, format);
	(void)vsnprintf(to, (size_t)len + 1, format, args);
	va_end(args);
	buf->len += (size_t)len;
}

static void json_unit(struct buf *buf, uint32_t unit)
{
	const uint8_t bytes[2] = {(uint8_t)(unit >> 8), (uint8_t)unit};

	buf_add(buf, "\\u", 2);
	buf_hex(buf, bytes, sizeof(bytes));
}

static void json_code(struct buf *buf, uint32_t code)
{
	if (code == '"' || code == '\\') {
		buf_char(buf, '\\');
		buf_char(buf, (char)code);
	} else if (code >= ' ' && code <= '~') {
		buf_char(buf, (char)code);
	} else if (code < 0x10000) {
		json_unit(buf, code);
	} else {
		json_unit(buf, 0xd800 + ((code - 0x10000) >> 10));
		json_unit(buf, 0xdc00 + ((code - 0x10000) & 0x3ff));
	}
}

/* How many bytes at the beginning stand for themselves. */
static size_t plain_len(struct span text)
{
	size_t len = 0;

	while (len < text.len && text.at[len] >= ' ' && text.at[len] <= '~' &&
		text.at[len] != '"' && text.at[len] != '\\')
		len++;
	return len;
}

void buf_json(struct buf *buf, struct span text)
{
	buf_char(buf, '"');
	for (;;) {
		size_t plain = plain_len(text);
		buf_add(buf, text.at, plain);
		text = span_from(text, plain);
		if (text.len == 0)
			break;
		uint32_t code = 0xfffd;
		size_t len = parse_utf8(text, &code);
		json_code(buf, code);
		text = span_from(text, len == 0 ? 1 : len);
	}
	buf_char(buf, '"');
}

struct span buf_done(const struct buf *buf)
{
	return buf->len == 0 ? SPAN("") : (struct span){buf->at, buf->len};
}

const char *buf_cstr(struct buf *buf)
{
	char *end = reserve(buf, 1);

	assert(end != NULL);
	*end = '\0';
	return buf->at;
}

void buf_percent(struct buf *buf, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			c == '-' || c == '.' || c == '_' || c == '~')
			buf_char(buf, (char)c);
		else
			buf_printf(buf, "%%%02X", c);
	}
}
