/*
 * Which credentials have been seen to be whose. What is remembered holds for SIGN_INS_HOLD_S, and
 * no longer than the day: roles have days. That
 * a credential was once known is remembered until another takes its slot, so that in a crowd the
 * known can go first.
 */
#ifndef BURSAR_DAEMON_STORE_READ_SIGN_INS_H
#define BURSAR_DAEMON_STORE_READ_SIGN_INS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "core/credential.h"
#include "daemon/store/asked.h"

enum { SIGN_INS_HOLD_S = 5, SIGN_INS_MAX = 4096 };

struct sign_in {
	struct credential credential;
	struct store_staff staff; /* staff_id 0: nobody */
	int64_t until_s;
};

struct sign_ins {
	struct sign_in list[SIGN_INS_MAX]; /* by the digest's first bytes */
};

/* NULL: to be asked (again). */
const struct store_staff *sign_ins_find(const struct sign_ins *sign_ins,
	const struct credential *credential, int64_t now_s, struct date today);
/* Whether it is there, though what is known of it may hold no more. */
bool sign_ins_knows(const struct sign_ins *sign_ins, const struct credential *credential);
/* Of nobody nothing is remembered: a credential may be registered any moment. */
void sign_ins_keep(struct sign_ins *sign_ins, const struct credential *credential,
	const struct store_staff *staff, int64_t now_s);

#endif
