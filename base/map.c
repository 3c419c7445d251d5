#include "base/map.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/cc.h"

enum { SLOTS_MIN = 16 };

/* Odd, with bits spread evenly: 2^64 divided by the golden ratio. */
static const uint64_t spread = UINT64_C(0x9e3779b97f4a7c15);

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * spread;
	return hash ^ hash >> 32;
}

/* Not keyed: a map holds what one command or batch brought, so keys chosen to collide cost the
 * square of a small bounded number. */
static uint64_t hash_of(struct span key)
{
	uint64_t hash = key.len;
	uint64_t word = 0;
	size_t at = 0;

	for (; key.len - at >= sizeof(word); at += sizeof(word)) {
		memcpy(&word, key.at + at, sizeof(word));
		hash = mix(hash, word);
	}
	word = 0;
	if (at < key.len)
		memcpy(&word, key.at + at, key.len - at);
	return mix(hash, word);
}

/* The slot that holds key, or the free one where it belongs. */
static struct map_slot *slot_of(const struct map *map, struct span key)
{
	size_t mask = map->slots_len - 1;
	size_t at = (size_t)hash_of(key) & mask;

	while (map->slots[at].value != NULL && !span_eq(map->slots[at].key, key))
		at = (at + 1) & mask;
	return &map->slots[at];
}

static void resize(struct map *map, size_t slots_len)
{
	const struct map old = *map;

	map->slots = ARENA_ARRAY(map->arena, struct map_slot, slots_len);
	map->slots_len = slots_len;
	for (size_t i = 0; i < old.slots_len; i++) {
		if (old.slots[i].value != NULL)
			*slot_of(map, old.slots[i].key) = old.slots[i];
	}
}

/* Kept at most half full. */
static size_t slots_for(size_t count)
{
	size_t slots_len = SLOTS_MIN;

	while (slots_len / 2 < count)
		slots_len *= 2;
	return slots_len;
}

struct map map_in(struct arena *arena, size_t expected)
{
	struct map map = {.arena = arena};

	if (expected > 0)
		resize(&map, slots_for(expected));
	return map;
}

void map_put(struct map *map, struct span key, void *value)
{
	assert(value != NULL);
	size_t need = slots_for(map->count + 1);
	if (need > map->slots_len)
		resize(map, need);
	struct map_slot *slot = slot_of(map, key);
	if (slot->value == NULL) {
		slot->key = key;
		map->count++;
	}
	slot->value = value;
}

void *map_get(const struct map *map, struct span key)
{
	return map->slots_len == 0 ? NULL : slot_of(map, key)->value;
}
