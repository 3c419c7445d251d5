#include "cli/reserves.h"

#include <stdio.h>
#include <stdlib.h>

enum { SLOTS_MIN = 64 };

/* Odd, with bits spread evenly: 2^64 divided by the golden ratio. */
static const uint64_t spread = UINT64_C(0x9e3779b97f4a7c15);

static size_t home(const struct reserves *reserves, int64_t event, int64_t n)
{
	uint64_t hash = ((uint64_t)event * spread ^ (uint64_t)n) * spread;
	return (size_t)(hash ^ hash >> 32) & (reserves->slots_len - 1);
}

/* Where it is, or the free slot where it belongs. */
static size_t slot_of(const struct reserves *reserves, int64_t event, int64_t n)
{
	size_t at = home(reserves, event, n);
	while (reserves->slots[at].from != NULL &&
		(reserves->slots[at].event != event || reserves->slots[at].n != n))
		at = (at + 1) & (reserves->slots_len - 1);
	return at;
}

static void grow(struct reserves *reserves)
{
	struct reserves old = *reserves;
	reserves->slots_len = old.slots_len == 0 ? SLOTS_MIN : old.slots_len * 2;
	reserves->slots = calloc(reserves->slots_len, sizeof *reserves->slots);
	if (reserves->slots == NULL) {
		fputs("bursar: out of memory\n", stderr);
		abort();
	}
	for (size_t i = 0; i < old.slots_len; i++) {
		const struct reserve *kept = &old.slots[i];
		if (kept->from != NULL)
			reserves->slots[slot_of(reserves, kept->event, kept->n)] = *kept;
	}
	free(old.slots);
}

bool reserves_add(struct reserves *reserves, const struct reserve *reserve)
{
	assert(reserve->from != NULL);
	if (reserves->count * 2 >= reserves->slots_len)
		grow(reserves);
	size_t at = slot_of(reserves, reserve->event, reserve->n);
	if (reserves->slots[at].from != NULL)
		return false;
	reserves->slots[at] = *reserve;
	reserves->count++;
	return true;
}

bool reserves_take(struct reserves *reserves, int64_t event, int64_t n, struct reserve *ret_reserve)
{
	if (reserves->slots_len == 0)
		return false;
	size_t mask = reserves->slots_len - 1;
	size_t hole = slot_of(reserves, event, n);
	if (reserves->slots[hole].from == NULL)
		return false;
	*ret_reserve = reserves->slots[hole];
	reserves->count--;
	/* Those behind move up into the hole unless that were before their own place. */
	for (size_t at = (hole + 1) & mask; reserves->slots[at].from != NULL;
		at = (at + 1) & mask) {
		const struct reserve *next = &reserves->slots[at];
		size_t wanted = home(reserves, next->event, next->n);
		if (((at - wanted) & mask) < ((at - hole) & mask))
			continue;
		reserves->slots[hole] = *next;
		hole = at;
	}
	reserves->slots[hole].from = NULL;
	return true;
}

void reserves_free(struct reserves *reserves)
{
	free(reserves->slots);
	*reserves = (struct reserves){.slots = NULL};
}
