/* What is begun and not yet ended, by event and number within it: a hash table of values of one
 * size that gives memory back by use, unlike base/map. */
#ifndef BURSAR_VERIFY_PENDING_H
#define BURSAR_VERIFY_PENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cc.h"

struct pending {
	size_t value_size; /* set before its first use; values want no more than 8 byte alignment */
	unsigned char *slots;
	size_t count, slots_len;
};

/* False if it is there already. */
MUST_CHECK bool pending_add(struct pending *pending, int64_t event, int64_t n, const void *value);
/* Its value, until the next call of another function here; NULL if it is not there. */
void *pending_at(const struct pending *pending, int64_t event, int64_t n);
/* Removes it; false if it is not there. */
MUST_CHECK bool pending_take(struct pending *pending, int64_t event, int64_t n, void *ret_value);
/* Any of them, removed; false if none is left. */
MUST_CHECK bool pending_any(struct pending *pending, int64_t *ret_event, void *ret_value);
void pending_free(struct pending *pending);

#endif
