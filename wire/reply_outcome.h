/* Outcomes without an event. */
#ifndef BURSAR_WIRE_REPLY_OUTCOME_H
#define BURSAR_WIRE_REPLY_OUTCOME_H

#include "wire/wire.h"

/* An outcome that has no event, as a problem; its texts live in the arena. */
struct wire_problem reply_outcome(
	struct arena *arena, const struct command *command, const struct outcome *outcome);

#endif
