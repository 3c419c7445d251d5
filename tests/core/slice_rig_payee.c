#include "base/arena.h"
#include "tests/core/slice_rig.h"

struct slice_payee *rig_payee(struct rig *rig, const char *code, int64_t event)
{
	struct slice_payee *payee = ARENA_NEW(rig->arena, struct slice_payee);

	*payee = (struct slice_payee){.id = event,
		.key_id = rig_uuid((unsigned)event),
		.code = span_of(code),
		.creditor = {.event = event, .given = true, .by = RIG_ADVISER}};
	slice_put_payee(&rig->slice, payee);
	return payee;
}

void rig_ask_payee(struct command *command)
{
	if (command->kind == COMMAND_PAYEE_ADD) {
		command->payee = SPAN("college");
		rig_text(&command->payee_add.details, "{}");
	} else if (command->kind == COMMAND_PAYEE_CHANGE) {
		command->payee = SPAN("shop");
		rig_text(&command->payee_change.creditor_ref, "C-2");
	} else if (command->kind == COMMAND_PERSON_CREDITOR) {
		rig_text(&command->person_creditor.creditor_ref, "C-2");
	}
}
