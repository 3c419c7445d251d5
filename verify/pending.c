#include "verify/pending.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { SLOTS_MIN = 64, ALIGNMENT = 8 };

/* Its value stands behind it. */
struct slot {
	int64_t event, n;
	uint64_t used;
};

/* Odd, with bits spread evenly: 2^64 divided by the golden ratio. */
static const uint64_t spread = UINT64_C(0x9e3779b97f4a7c15);

static size_t slot_size(const struct pending *pending)
{
	return sizeof(struct slot) + (pending->value_size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static struct slot *slot_at(const struct pending *pending, size_t at)
{
	return (struct slot *)(void *)(pending->slots + at * slot_size(pending));
}

static size_t home(const struct pending *pending, int64_t event, int64_t n)
{
	uint64_t hash = ((uint64_t)event * spread ^ (uint64_t)n) * spread;

	return (size_t)(hash ^ hash >> 32) & (pending->slots_len - 1);
}

/* Where it is, or the free slot where it belongs. */
static size_t find(const struct pending *pending, int64_t event, int64_t n)
{
	size_t at = home(pending, event, n);

	for (;;) {
		const struct slot *slot = slot_at(pending, at);
		if (!slot->used || (slot->event == event && slot->n == n))
			return at;
		at = (at + 1) & (pending->slots_len - 1);
	}
}

static void grow(struct pending *pending)
{
	struct pending old = *pending;
	size_t size = slot_size(pending);

	assert(pending->value_size > 0);
	pending->slots_len = old.slots_len == 0 ? SLOTS_MIN : old.slots_len * 2;
	pending->slots = calloc(pending->slots_len, size);
	if (pending->slots == NULL)
		arena_no_memory(pending->slots_len * size);
	for (size_t i = 0; i < old.slots_len; i++) {
		const struct slot *kept = slot_at(&old, i);
		if (kept->used)
			memcpy(slot_at(pending, find(pending, kept->event, kept->n)), kept, size);
	}
	free(old.slots);
}

bool pending_add(struct pending *pending, int64_t event, int64_t n, const void *value)
{
	if (pending->count * 2 >= pending->slots_len)
		grow(pending);
	struct slot *slot = slot_at(pending, find(pending, event, n));
	if (slot->used)
		return false;
	*slot = (struct slot){event, n, 1};
	memcpy(slot + 1, value, pending->value_size);
	pending->count++;
	return true;
}

void *pending_at(const struct pending *pending, int64_t event, int64_t n)
{
	if (pending->slots_len == 0)
		return NULL;
	struct slot *slot = slot_at(pending, find(pending, event, n));
	return slot->used ? slot + 1 : NULL;
}

/* Those behind move up into the hole unless that were before their own place. */
static void close_hole(struct pending *pending, size_t hole)
{
	size_t mask = pending->slots_len - 1;

	for (size_t at = (hole + 1) & mask; slot_at(pending, at)->used; at = (at + 1) & mask) {
		const struct slot *next = slot_at(pending, at);
		size_t wanted = home(pending, next->event, next->n);
		if (((at - wanted) & mask) < ((at - hole) & mask))
			continue;
		memcpy(slot_at(pending, hole), next, slot_size(pending));
		hole = at;
	}
	slot_at(pending, hole)->used = 0;
}

bool pending_take(struct pending *pending, int64_t event, int64_t n, void *ret_value)
{
	const void *value = pending_at(pending, event, n);

	if (value == NULL)
		return false;
	memcpy(ret_value, value, pending->value_size);
	pending->count--;
	close_hole(pending, find(pending, event, n));
	return true;
}

bool pending_any(struct pending *pending, int64_t *ret_event, void *ret_value)
{
	for (size_t at = 0; at < pending->slots_len && pending->count > 0; at++) {
		const struct slot *slot = slot_at(pending, at);
		if (!slot->used)
			continue;
		*ret_event = slot->event;
		return pending_take(pending, slot->event, slot->n, ret_value);
	}
	return false;
}

void pending_free(struct pending *pending)
{
	free(pending->slots);
	*pending = (struct pending){.value_size = pending->value_size};
}
