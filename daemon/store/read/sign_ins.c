#include "daemon/store/read/sign_ins.h"

static unsigned slot_of(const struct credential *credential)
{
	return ((unsigned)credential->digest.bytes[0] << 8 | credential->digest.bytes[1]) %
		SIGN_INS_MAX;
}

bool sign_ins_knows(const struct sign_ins *sign_ins, const struct credential *credential)
{
	const struct sign_in *found = &sign_ins->list[slot_of(credential)];

	return found->staff.staff_id != 0 && credential_eq(&found->credential, credential);
}

const struct store_staff *sign_ins_find(const struct sign_ins *sign_ins,
	const struct credential *credential, int64_t now_s, struct date today)
{
	const struct sign_in *found = &sign_ins->list[slot_of(credential)];

	return sign_ins_knows(sign_ins, credential) && found->until_s > now_s &&
			date_cmp(found->staff.day, today) == 0
		? &found->staff
		: NULL;
}

void sign_ins_keep(struct sign_ins *sign_ins, const struct credential *credential,
	const struct store_staff *staff, int64_t now_s)
{
	struct sign_in *slot = &sign_ins->list[slot_of(credential)];

	if (staff->staff_id != 0)
		*slot = (struct sign_in){.credential = *credential,
			.staff = *staff,
			.until_s = now_s + SIGN_INS_HOLD_S};
	else if (sign_ins_knows(sign_ins, credential))
		*slot = (struct sign_in){.until_s = 0};
}
