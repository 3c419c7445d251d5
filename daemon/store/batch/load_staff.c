#include "daemon/store/batch/load_staff.h"

#include "base/arena.h"
#include "daemon/store/pq/bind.h"
#include "daemon/store/pq/query.h"

static int rows(const PGresult *result)
{
	return result == NULL ? 0 : PQntuples(result);
}

static void put_roles(struct slice *slice, const PGresult *result)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_staff *staff =
			slice_staff(slice, (int32_t)value_int(result, row, STAFF_ROLE_staff_id));
		struct slice_role change = {.event = value_int(result, row, STAFF_ROLE_event),
			.role = (enum role)value_int(result, row, STAFF_ROLE_role),
			.holds = value_bool(result, row, STAFF_ROLE_holds),
			.from = value_date(result, row, STAFF_ROLE_from_date),
			.has_until = !value_is_null(result, row, STAFF_ROLE_until_date)};

		if (change.has_until)
			change.until = value_date(result, row, STAFF_ROLE_until_date);
		if (staff != NULL)
			*VEC_PUSH(slice->arena, &staff->changes) = change;
	}
}

void load_put_staff(struct slice *slice, const PGresult *result, const PGresult *roles)
{
	for (int row = 0; row < rows(result); row++) {
		struct slice_staff *staff = ARENA_NEW(slice->arena, struct slice_staff);

		staff->id = (int32_t)value_int(result, row, STAFF_staff_id);
		staff->active = value_bool(result, row, STAFF_active);
		staff->roles = (unsigned)value_int(result, row, STAFF_roles);
		staff->name = value_dup(slice->arena, result, row, STAFF_name);
		slice_put_staff(slice, staff);
	}
	put_roles(slice, roles);
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

void load_put_credentials(struct slice *slice, const PGresult *result)
{
	for (int row = 0; row < rows(result); row++)
		*VEC_PUSH(slice->arena, &slice->credentials) = (struct slice_credential){
			.staff_id = (int32_t)value_int(result, row, CREDENTIAL_staff_id),
			.event = value_int(result, row, CREDENTIAL_event),
			.dropped = value_bool(result, row, CREDENTIAL_dropped)};
}
