#include "daemon/quota.h"

#include "base/cc.h"

const char *quota_take(struct quota *quota, int32_t authority_id, int32_t staff_id)
{
	size_t authoritys = 0, own = 0;

	for (size_t i = 0; i < quota->len; i++) {
		if (quota->held[i].authority_id != authority_id)
			continue;
		authoritys++;
		own += quota->held[i].staff_id == staff_id;
	}
	if (own >= QUOTA_STAFF_MAX)
		return "4 of yours";
	if (authoritys >= QUOTA_AUTHORITY_MAX)
		return "12 of your council's";
	if (quota->len >= QUOTA_MAX)
		return "48 of all councils";
	quota->held[quota->len++] = (struct quota_holder){authority_id, staff_id};
	return NULL;
}

void quota_give(struct quota *quota, int32_t authority_id, int32_t staff_id)
{
	for (size_t i = 0; i < quota->len; i++) {
		if (quota->held[i].authority_id != authority_id ||
			quota->held[i].staff_id != staff_id)
			continue;
		quota->held[i] = quota->held[--quota->len];
		return;
	}
	UNREACHABLE("given back and never taken");
}
