#include "daemon/store/sign_ins.h"

static unsigned slot_of(const struct digest *fingerprint)
{
	return ((unsigned)fingerprint->bytes[0] << 8 | fingerprint->bytes[1]) % SIGN_INS_MAX;
}

bool sign_ins_knows(const struct sign_ins *sign_ins, const struct digest *fingerprint)
{
	const struct sign_in *found = &sign_ins->list[slot_of(fingerprint)];

	return found->staff.staff_id != 0 && hash_eq(&found->fingerprint, fingerprint);
}

const struct store_staff *sign_ins_find(
	const struct sign_ins *sign_ins, const struct digest *fingerprint, int64_t now_s)
{
	const struct sign_in *found = &sign_ins->list[slot_of(fingerprint)];

	return sign_ins_knows(sign_ins, fingerprint) && found->until_s > now_s ? &found->staff
									       : NULL;
}

void sign_ins_keep(struct sign_ins *sign_ins, const struct digest *fingerprint,
	const struct store_staff *staff, int64_t now_s)
{
	struct sign_in *slot = &sign_ins->list[slot_of(fingerprint)];

	if (staff->staff_id != 0)
		*slot = (struct sign_in){.fingerprint = *fingerprint,
			.staff = *staff,
			.until_s = now_s + SIGN_INS_HOLD_S};
	else if (sign_ins_knows(sign_ins, fingerprint))
		*slot = (struct sign_in){.until_s = 0};
}
