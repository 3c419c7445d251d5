#include "daemon/store/refusals.h"

#include <stdlib.h>

static const int64_t window_us = (int64_t)REFUSALS_WINDOW_S * 1000000;

/* Those whose minute is over leave, so that the list is as short as few are refused. */
static struct refused *find(struct refusals *refusals, int32_t staff_id, int64_t now_us)
{
	struct refused *found = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < refusals->len; i++) {
		struct refused *at = &refusals->list[i];

		if (now_us - at->since_us >= window_us)
			continue;
		refusals->list[kept] = *at;
		if (at->staff_id == staff_id)
			found = &refusals->list[kept];
		kept++;
	}
	refusals->len = kept;
	return found;
}

bool refusals_are_spent(struct refusals *refusals, int32_t staff_id, int max, int64_t now_us)
{
	const struct refused *found = find(refusals, staff_id, now_us);

	return found != NULL && found->count >= max;
}

/* False: there is no memory, and one is not counted. */
static bool grow(struct refusals *refusals)
{
	size_t cap = refusals->cap == 0 ? 8 : 2 * refusals->cap;
	struct refused *list = NULL;

	if (refusals->len < refusals->cap)
		return true;
	list = realloc(refusals->list, cap * sizeof(*list));
	if (list == NULL)
		return false;
	refusals->list = list;
	refusals->cap = cap;
	return true;
}

void refusals_count(struct refusals *refusals, int32_t staff_id, int64_t now_us)
{
	struct refused *found = find(refusals, staff_id, now_us);

	if (found != NULL)
		found->count++;
	else if (grow(refusals))
		refusals->list[refusals->len++] =
			(struct refused){.staff_id = staff_id, .count = 1, .since_us = now_us};
}

void refusals_end(struct refusals *refusals)
{
	free(refusals->list);
	*refusals = (struct refusals){.list = NULL};
}
