/* The bytes of a stored event, whatever they are: a reply is rendered from them, or what troubles
 * is said. The first line names the command and whether it was refused. */
#include "base/arena.h"
#include "core/sheet.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

void fuzz_event(struct span bytes)
{
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct span line = fuzz_line(&bytes);
	static const struct seal_key invitation_key;
	struct world world;
	struct buf out = buf_in(arena);
	const char *trouble = NULL;
	unsigned first = line.len == 0 ? 0 : (unsigned char)line.at[0];
	struct command command = {.kind = (enum command_kind)(first % COMMANDS),
		.authority_id = 1,
		.staff_id = WORLD_ADMIN,
		.at_us = INT64_C(1561982400000000)};

	for (unsigned k = 0; k < COMMANDS; k++) {
		if (span_starts(line, span_of(sheet_of((enum command_kind)k)->word)))
			command.kind = (enum command_kind)k;
	}
	if (command.kind == COMMAND_ENTITLEMENTS)
		command.kind = COMMAND_PAYMENT_REQUEST;
	bool refused = line.len > 0 && line.at[line.len - 1] == '!';
	world_begin(&world, arena, NULL);
	struct outcome outcome = {.kind = refused ? OUTCOME_REFUSED : OUTCOME_RECORDED,
		.recorded = true,
		.replayed = true,
		.event = bytes};
	struct wire_words words = {.offers = world.slice.offers,
		.authority = SPAN("Leicester"),
		.authority_code = SPAN("leicester"),
		.invitation_key = &invitation_key,
		.request_id = "r1"};
	int status = wire_reply(&out, &command, &outcome, &words, &trouble);
	assert(status >= 200 && status < 600);
	arena_free(arena);
}
