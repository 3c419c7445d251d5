/* Places in JSON texts, whole or broken. */
#include "wire/place.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/parse.h"
#include "tests/fuzz/fuzz.h"

enum { PLACES_MAX = 16 };

void fuzz_place(struct span bytes)
{
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct buf pointer = buf_in(arena);
	size_t step = bytes.len / PLACES_MAX + 1;

	assert(place_depth(bytes) <= bytes.len);
	for (size_t at = 0; at <= bytes.len; at += step) {
		const char *place = place_of(arena, bytes, at);
		assert(place == NULL || place[0] == '\0' || place[0] == '/');
	}
	place_add(&pointer, bytes);
	assert(pointer.len > 0 && pointer.at[0] == '/');
	/* base/json reads what is stored: of any bytes it gives parts of them. */
	struct span member = json_get(bytes, "a");
	(void)json_get(SPAN_NONE, "a");
	assert(member.at == NULL ||
		(member.at >= bytes.at && member.at + member.len <= bytes.at + bytes.len));
	struct span list = bytes, item;
	while (json_next(&list, &item))
		assert(item.at == NULL || item.at + item.len <= bytes.at + bytes.len);
	arena_free(arena);
}
