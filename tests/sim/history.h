/*
 * What must be true of any log whatever was asked, told by the bytes of its events alone: numbers
 * without gap; every account the sum of its transfers, none of its parts below nothing, none with a
 * floor below it; both books nothing in all; each reserve resolved once, as it was made; no
 * more comes back than was moved; nobody approves what they asked for.
 */
#ifndef BURSAR_TESTS_SIM_HISTORY_H
#define BURSAR_TESTS_SIM_HISTORY_H

#include <jansson.h>

#include "base/span.h"
#include "base/vec.h"

struct history_account {
	const char *code;
	int64_t credited, debited, reserved;
};

struct history_reserve {
	int64_t event, n, pence;
	const char *from, *to;
	bool resolved;
};

/* A post or settle. */
struct history_landed {
	int64_t event, n, pence, undone_pence;
	const char *from, *to;
};

struct history_payment {
	int64_t id, requester;
};

struct history {
	struct arena *arena;
	int64_t size;
	VEC(struct history_account) accounts;
	VEC(struct history_reserve) reserves;
	VEC(struct history_landed) landed;
	VEC(struct history_payment) payments;
	VEC(json_t *) events;
};

void history_begin(struct history *history, struct arena *arena);
void history_end(struct history *history);
/* NULL, or what is wrong with it, in the arena. */
const char *history_add(struct history *history, struct span bytes);
/* NULL: no transfer names it. */
const struct history_account *history_account(const struct history *history, const char *code);

#endif
