/* How many exports run at a time, and whose: a slow reader keeps theirs for as long as they like,
 * so nobody has many, and nobody else waits for them. Pure. */
#ifndef BURSAR_DAEMON_QUOTA_H
#define BURSAR_DAEMON_QUOTA_H

#include <stddef.h>
#include <stdint.h>

enum { QUOTA_STAFF_MAX = 4, QUOTA_AUTHORITY_MAX = 12, QUOTA_MAX = 48 };

/* Zeroed to begin with. */
struct quota {
	struct quota_holder {
		int32_t authority_id, staff_id;
	} held[QUOTA_MAX];

	size_t len;
};

/* NULL if there was one left, which is taken; else who has too many, as a clause. */
const char *quota_take(struct quota *quota, int32_t authority_id, int32_t staff_id);
void quota_give(struct quota *quota, int32_t authority_id, int32_t staff_id);

#endif
