#include "base/span.h"

#include <string.h>

#include "base/arena.h"
#include "base/cc.h"

struct span span_of(const char *text)
{
	return text == NULL ? SPAN_NONE : (struct span){text, strlen(text)};
}

bool span_eq(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool span_is(struct span a, const char *text)
{
	return span_eq(a, span_of(text));
}

bool span_starts(struct span a, struct span prefix)
{
	return a.len >= prefix.len && span_eq((struct span){a.at, prefix.len}, prefix);
}

int span_cmp(struct span a, struct span b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len == 0 ? 0 : memcmp(a.at, b.at, len);

	if (order != 0)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

size_t span_find(struct span a, char byte)
{
	const char *found = a.len == 0 ? NULL : memchr(a.at, byte, a.len);

	return found == NULL ? a.len : (size_t)(found - a.at);
}

struct span span_from(struct span a, size_t start)
{
	if (a.at == NULL)
		return SPAN_NONE;
	if (start > a.len)
		start = a.len;
	return (struct span){a.at + start, a.len - start};
}

struct span span_slice(struct span a, size_t start, size_t len)
{
	assert(start <= a.len && len <= a.len - start);
	return a.at == NULL ? SPAN_NONE : (struct span){a.at + start, len};
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct span span_trim(struct span a)
{
	size_t start = 0;
	size_t end = a.len;

	while (start < end && is_blank(a.at[start]))
		start++;
	while (end > start && is_blank(a.at[end - 1]))
		end--;
	return span_slice(a, start, end - start);
}

struct span span_dup(struct arena *arena, struct span a)
{
	if (a.at == NULL)
		return SPAN_NONE;
	return (struct span){arena_strndup(arena, a.at, a.len), a.len};
}
