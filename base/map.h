/* Spans to pointers, open addressing in an arena. Keys and values stay the caller's; nothing is
 * ever removed. */
#ifndef BURSAR_BASE_MAP_H
#define BURSAR_BASE_MAP_H

#include <stddef.h>

#include "base/span.h"

struct arena;

struct map_slot {
	struct span key;
	void *value;
};

struct map {
	struct arena *arena;
	struct map_slot *slots;
	size_t count;
	size_t slots_len;
};

/* Grows by itself; expected saves growing. */
struct map map_in(struct arena *arena, size_t expected);
/* Replaces the value of a key that is there. value must not be NULL. */
void map_put(struct map *map, struct span key, void *value);
/* NULL if the key is not there. */
void *map_get(const struct map *map, struct span key);

#endif
