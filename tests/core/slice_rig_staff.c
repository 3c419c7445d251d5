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

void rig_credential(struct rig *rig, int32_t staff_id, int64_t event, bool dropped)
{
	*VEC_PUSH(rig->arena, &rig->slice.credentials) =
		(struct slice_credential){.staff_id = staff_id, .event = event, .dropped = dropped};
}

void rig_ask_staff(struct command *command)
{
	if (command->kind == COMMAND_STAFF_RENEW) {
		command->staff_renew.id = command->staff_id;
	} else if (command->kind == COMMAND_STAFF_CHANGE) {
		command->staff_change.id = RIG_AUDITOR;
		command->staff_change.has_role = true;
		command->staff_change.role = ROLE_MANAGER;
	} else if (command->kind == COMMAND_STAFF_SUSPEND) {
		command->staff_suspend.id = RIG_AUDITOR;
	} else if (command->kind == COMMAND_STAFF_REINSTATE) {
		command->staff_reinstate.id = RIG_GONE;
	} else if (command->kind == COMMAND_STAFF_DROP_CREDENTIAL) {
		command->staff_drop_credential.id = RIG_ADVISER;
		command->staff_drop_credential.credential = 7;
	} else if (command->kind == COMMAND_STAFF_CLAIM) {
		command->staff_claim.code.staff_id = RIG_ADVISER;
		memset(command->staff_claim.code.secret, 'A', INVITATION_SECRET);
	}
}
