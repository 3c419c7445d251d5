/* Reserves not yet settled or released, by event and number: a hash table that gives memory back by
 * use, unlike base/map. */
#ifndef BURSAR_CLI_RESERVES_H
#define BURSAR_CLI_RESERVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cc.h"

struct reserve {
	int64_t event, n;
	const void *from, *to; /* accounts, by identity; from is never NULL */
	int64_t amount_pence;
};

struct reserves {
	struct reserve *slots;
	size_t count, slots_len;
};

/* False if it is there already. */
MUST_CHECK bool reserves_add(struct reserves *reserves, const struct reserve *reserve);
/* Removes it; false if it is not there. */
MUST_CHECK bool reserves_take(
	struct reserves *reserves, int64_t event, int64_t n, struct reserve *ret_reserve);
void reserves_free(struct reserves *reserves);

#endif
