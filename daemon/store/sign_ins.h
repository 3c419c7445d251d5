/*
 * Which certificates have been seen to be whose. What is remembered holds for SIGN_INS_HOLD_S; that
 * a certificate was once known is remembered until another takes its slot, so that in a crowd the
 * known can go first.
 */
#ifndef BURSAR_STORE_SIGN_INS_H
#define BURSAR_STORE_SIGN_INS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/hash.h"
#include "daemon/store/asked.h"

enum { SIGN_INS_HOLD_S = 5, SIGN_INS_MAX = 4096 };

struct sign_in {
	struct digest fingerprint;
	struct store_staff staff; /* staff_id 0: nobody */
	int64_t until_s;
};

struct sign_ins {
	struct sign_in list[SIGN_INS_MAX]; /* by the fingerprint's first bytes */
};

/* NULL: to be asked (again). */
const struct store_staff *sign_ins_find(
	const struct sign_ins *sign_ins, const struct digest *fingerprint, int64_t now_s);
/* Whether it is there, though what is known of it may hold no more. */
bool sign_ins_knows(const struct sign_ins *sign_ins, const struct digest *fingerprint);
/* Of nobody nothing is remembered: a certificate may be registered any moment. */
void sign_ins_keep(struct sign_ins *sign_ins, const struct digest *fingerprint,
	const struct store_staff *staff, int64_t now_s);

#endif
