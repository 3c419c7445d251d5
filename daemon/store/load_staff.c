#include "daemon/store/load_staff.h"

#include "base/arena.h"
#include "daemon/store/bind.h"

static int rows(const PGresult *result)
{
	return result == NULL ? 0 : PQntuples(result);
}

void load_put_staff(struct slice *slice, const PGresult *result)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_staff *staff = ARENA_NEW(slice->arena, struct slice_staff);

		staff->id = (int32_t)value_int(result, row, 0);
		staff->active = value_bool(result, row, 1);
		staff->roles = (unsigned)value_int(result, row, 2);
		staff->name = value_dup(slice->arena, result, row, 3);
		slice_put_staff(slice, staff);
	}
}

void load_put_invitations(struct slice *slice, const struct seal_key *key, const PGresult *result)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_invitation *invitation =
			ARENA_NEW(slice->arena, struct slice_invitation);
		struct digest leaf = value_digest(result, row, 3);

		invitation->staff_id = (int32_t)value_int(result, row, 0);
		invitation->event = value_int(result, row, 1);
		invitation->until = value_date(result, row, 2);
		invitation->used = value_bool(result, row, 4);
		invitation_secret(key, &leaf, invitation->secret);
		slice_put_invitation(slice, invitation);
	}
}

void load_put_fingerprints(struct slice *slice, const PGresult *result)
{
	for (int row = 0; row < rows(result); row++) {
		struct digest print = value_digest(result, row, 0);

		slice_put_fingerprint(slice, &print);
	}
}
