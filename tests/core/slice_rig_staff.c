#include <string.h>

#include "tests/core/slice_rig.h"

void rig_invite(struct rig *rig, int32_t staff_id, int64_t event, char secret, const char *until)
{
	struct slice_invitation *invitation = ARENA_NEW(rig->arena, struct slice_invitation);

	*invitation = (struct slice_invitation){
		.staff_id = staff_id, .event = event, .until = rig_day(until)};
	memset(invitation->secret, secret, INVITATION_SECRET);
	slice_put_invitation(&rig->slice, invitation);
}
