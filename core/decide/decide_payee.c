/* Third parties who are paid for people, and what the council's purchase ledger knows somebody by.
 */
#include "core/decide/deciding.h"

static struct slice_creditor creditor_of(const struct deciding *d, bool given)
{
	return (struct slice_creditor){
		.event = d->number, .given = given, .by = d->command->staff_id};
}

static void keep_creditor(struct deciding *d, const struct slice_person *person,
	const struct slice_payee *payee, const struct slice_creditor *creditor)
{
	*VEC_PUSH(d->slice->arena, &d->slice->creditors) = (struct slice_creditor_change){
		.person = person, .payee = payee, .creditor = *creditor};
}

/* A text under a payee's own key. */
static void seal(struct deciding *d, const struct slice_payee *payee, const char *field,
	const struct command_text *text)
{
	if (text->text.at == NULL)
		return;
	*VEC_PUSH(d->slice->arena, &d->slice->texts) = (struct slice_text){

		.event = d->number, .field = field, .text = text, .payee = payee};
}

void decide_payee_add(struct deciding *d)
{
	const struct command_payee_add *asked = &d->command->payee_add;
	bool known = asked->creditor_ref.text.at != NULL;
	struct slice_payee *payee;
	struct json event;

	if (slice_payee(d->slice, d->command->payee) != NULL) {
		deciding_exists(d, "a payee with this code is there already");
		return;
	}
	event = deciding_open(d);
	event_commitment(&event, "details", &asked->details);
	if (known)
		event_commitment(&event, "creditor", &asked->creditor_ref);
	if (!deciding_close(d, &event, NULL))
		return;
	payee = ARENA_NEW(d->slice->arena, struct slice_payee);
	*payee = (struct slice_payee){
		.id = d->number, .key_id = asked->id, .key = asked->key, .code = d->command->payee};
	if (known) {
		payee->creditor = creditor_of(d, true);
		keep_creditor(d, NULL, payee, &payee->creditor);
	}
	slice_put_payee(d->slice, payee);
	*VEC_PUSH(d->slice->arena, &d->slice->new_payees) = payee;
	seal(d, payee, "details", &asked->details);
	seal(d, payee, "creditor", &asked->creditor_ref);
}

/* False, and an answer, if it says nothing, or one thing and its opposite. */
static bool change_is_sound(struct deciding *d, const struct slice_payee *payee)
{
	const struct command_payee_change *asked = &d->command->payee_change;
	bool given = asked->creditor_ref.text.at != NULL;
	const char *where = NULL, *says = NULL;

	if (payee->ended)
		says = "this payee has ended; add another";
	else if (!asked->has_name && !given && !asked->has_no_creditor_ref && !asked->has_ended)
		says = "it changes nothing: give a name, a creditor-ref, or end it";
	if (says == NULL && asked->has_no_creditor_ref) {
		where = "/no_creditor_ref";
		if (given)
			says = "it is known by a creditor-ref or by none, not both";
		else if (!payee->creditor.given)
			says = "this payee has no creditor-ref";
	}
	if (says != NULL)
		deciding_invalid(d, where, says);
	return says == NULL;
}

void decide_payee_change(struct deciding *d)
{
	const struct command_payee_change *asked = &d->command->payee_change;
	struct slice_payee *payee = slice_payee(d->slice, d->command->payee);
	bool given = asked->creditor_ref.text.at != NULL;
	struct json event;

	if (payee == NULL) {
		deciding_not_found(d, "payee");
		return;
	}
	if (!change_is_sound(d, payee))
		return;
	event = deciding_open(d);
	json_int(&event, "payee_added", payee->id);
	if (asked->has_name)
		event_commitment(&event, "details", &asked->details);
	if (given || asked->has_no_creditor_ref)
		event_commitment(&event, "creditor", &asked->creditor_ref);
	if (asked->has_ended)
		json_int(&event, "ended", 1);
	if (!deciding_close(d, &event, NULL))
		return;
	if (given || asked->has_no_creditor_ref) {
		payee->creditor = creditor_of(d, given);
		keep_creditor(d, NULL, payee, &payee->creditor);
	}
	payee->ended |= asked->has_ended;
	*VEC_PUSH(d->slice->arena, &d->slice->payee_changes) =
		(struct slice_payee_change){.event = d->number,
			.payee = payee,
			.named = asked->has_name,
			.ended = payee->ended};
	if (asked->has_name)
		seal(d, payee, "details", &asked->details);
	seal(d, payee, "creditor", &asked->creditor_ref);
}

void decide_person_creditor(struct deciding *d)
{
	const struct command_text *creditor_ref = &d->command->person_creditor.creditor_ref;
	struct slice_person *person = slice_person(d->slice, d->command->ref);
	struct json event;

	if (person == NULL) {
		deciding_not_found(d, "person");
		return;
	}
	event = deciding_open(d);
	json_uuid(&event, "person", person->id);
	event_commitment(&event, "creditor", creditor_ref);
	if (!deciding_close(d, &event, NULL))
		return;
	person->creditor = creditor_of(d, true);
	keep_creditor(d, person, NULL, &person->creditor);
	deciding_seal(d, person, "creditor", creditor_ref);
}
