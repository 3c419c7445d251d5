/* What becomes of those who sign in, after they were added. */
#include "core/decide/deciding.h"

/* NULL, and an answer. */
static struct slice_staff *known(struct deciding *d, int32_t id)
{
	struct slice_staff *staff = slice_staff(d->slice, id);

	if (staff == NULL)
		deciding_not_found(d, "staff");
	return staff;
}

static void change_standing(
	struct deciding *d, int32_t id, const struct command_text *reason, bool suspended)
{
	struct slice_staff *staff = known(d, id);
	struct json event;

	if (staff == NULL)
		return;
	if (staff->active != suspended) {
		deciding_exists(d,
			suspended ? "this member of staff is suspended already"
				  : "this member of staff is not suspended");
		return;
	}
	event = deciding_open(d);
	json_int(&event, "staff", id);
	event_commitment(&event, "reason", reason);
	if (!deciding_close(d, &event, NULL))
		return;
	deciding_seal(d, NULL, "reason", reason);
	staff->active = !suspended;
	*VEC_PUSH(d->slice->arena, &d->slice->suspensions) = (struct slice_suspension){
		.event = d->number, .staff_id = id, .suspended = suspended};
}

/* In force from the next command on: a batch's later ones find them so. */
void decide_staff_suspend(struct deciding *d)
{
	const struct command_staff_suspend *asked = &d->command->staff_suspend;

	change_standing(d, asked->id, &asked->reason, true);
}

void decide_staff_reinstate(struct deciding *d)
{
	const struct command_staff_reinstate *asked = &d->command->staff_reinstate;

	change_standing(d, asked->id, &asked->reason, false);
}

static bool change_is_sound(struct deciding *d, const struct slice_role *change)
{
	const struct command_staff_change *asked = &d->command->staff_change;

	if (asked->has_role == asked->has_without) {
		deciding_invalid(d, "/role",
			"either role says what they may from then on, or without says what they "
			"may no more");
		return false;
	}
	if (date_cmp(change->from, command_today(d->command)) < 0) {
		deciding_invalid(d, "/from",
			"the day lies before today, and what was done then is not changed by it");
		return false;
	}
	if (change->has_until && date_cmp(change->until, change->from) < 0) {
		deciding_invalid(d, "/until", "the last day lies before the first");
		return false;
	}
	return true;
}

void decide_staff_change(struct deciding *d)
{
	const struct command_staff_change *asked = &d->command->staff_change;
	struct slice_staff *staff = known(d, asked->id);
	struct slice_role change = {.event = d->number,
		.role = asked->has_role ? asked->role : asked->without,
		.holds = asked->has_role,
		.from = asked->has_from ? asked->from : command_today(d->command),
		.until = asked->until,
		.has_until = asked->has_until};
	struct json event;

	if (staff == NULL || !change_is_sound(d, &change))
		return;
	event = deciding_open(d);
	json_int(&event, "staff", asked->id);
	json_word(&event, "role", role_word(change.role));
	if (change.holds)
		json_int(&event, "holds", 1);
	event_date(&event, "from", change.from);
	if (change.has_until)
		event_date(&event, "until", change.until);
	event_commitment(&event, "reason", &asked->reason);
	if (!deciding_close(d, &event, NULL))
		return;
	deciding_seal(d, NULL, "reason", &asked->reason);
	*VEC_PUSH(d->slice->arena, &staff->changes) = change;
	*VEC_PUSH(d->slice->arena, &d->slice->staff_roles) =
		(struct slice_staff_role){.staff_id = asked->id, .change = change};
}

void decide_staff_drop_credential(struct deciding *d)
{
	const struct command_staff_drop_credential *asked = &d->command->staff_drop_credential;
	struct slice_credential *credential =
		slice_credential(d->slice, asked->id, asked->credential);
	struct json event;

	if (known(d, asked->id) == NULL)
		return;
	if (credential == NULL) {
		deciding_not_found(d, "credential");
		return;
	}
	if (credential->dropped) {
		deciding_exists(d, "this credential signs in nobody already");
		return;
	}
	event = deciding_open(d);
	json_int(&event, "staff", asked->id);
	json_int(&event, "credential", asked->credential);
	if (asked->reason.text.at != NULL)
		event_commitment(&event, "reason", &asked->reason);
	if (!deciding_close(d, &event, NULL))
		return;
	deciding_seal(d, NULL, "reason", &asked->reason);
	credential->dropped = true;
	*VEC_PUSH(d->slice->arena, &d->slice->credential_ends) = (struct slice_credential_end){
		.event = d->number, .staff_id = asked->id, .credential = asked->credential};
}
