#include "daemon/store/batch/load_staff.h"

#include "base/arena.h"
#include "daemon/store/pq/bind.h"
#include "daemon/store/pq/query.h"

static int rows(const PGresult *result)
{
	return result == NULL ? 0 : PQntuples(result);
}

void load_put_staff(struct slice *slice, const PGresult *result)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_staff *staff = ARENA_NEW(slice->arena, struct slice_staff);

		staff->id = (int32_t)value_int(result, row, STAFF_staff_id);
		staff->active = value_bool(result, row, STAFF_active);
		staff->roles = (unsigned)value_int(result, row, STAFF_roles);
		staff->name = value_dup(slice->arena, result, row, STAFF_name);
		slice_put_staff(slice, staff);
	}
}

void load_put_invitations(struct slice *slice, const struct seal_key *key, const PGresult *result)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_invitation *invitation =
			ARENA_NEW(slice->arena, struct slice_invitation);
		struct digest leaf = value_digest(result, row, INVITATION_leaf);

		invitation->staff_id = (int32_t)value_int(result, row, INVITATION_staff_id);
		invitation->event = value_int(result, row, INVITATION_event);
		invitation->until = value_date(result, row, INVITATION_until_date);
		invitation->used = value_bool(result, row, INVITATION_used);
		invitation_secret(key, &leaf, invitation->secret);
		slice_put_invitation(slice, invitation);
	}
}

void load_put_certificates(struct slice *slice, const PGresult *result)
{
	for (int row = 0; row < rows(result); row++) {
		struct digest print = value_digest(result, row, CERTIFICATE_digest);

		slice_put_fingerprint(slice, &print);
	}
}
