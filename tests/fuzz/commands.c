/* Bodies of commands, decoded, decided and answered one after the other on one authority. Parts
 * with NUL between them: a line of words (command, ref, code, id), then the body. */
#include <string.h>

#include "base/arena.h"
#include "core/sheet.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

enum { COMMANDS_MAX = 8 };

static struct span word(struct span *line)
{
	size_t end = span_find(*line, ' ');
	struct span word = span_slice(*line, 0, end);

	*line = span_from(*line, end < line->len ? end + 1 : end);
	return word;
}

static enum command_kind kind_of(struct span name)
{
	unsigned kind = name.len == 0 ? 0 : (unsigned char)name.at[0] % COMMANDS;

	for (unsigned k = 0; k < COMMANDS; k++) {
		if (span_is(name, sheet_of((enum command_kind)k)->word))
			kind = k;
	}
	return (enum command_kind)kind;
}

void fuzz_commands(struct span bytes)
{
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct world world;

	world_begin(&world, arena, NULL);
	for (int i = 0; i < COMMANDS_MAX && bytes.len > 0; i++) {
		struct span part = fuzz_part(&bytes);
		struct span line = fuzz_line(&part);
		enum command_kind kind = kind_of(word(&line));
		struct wire_input input = {.body = part};
		/* A route has all the places its command reads. */
		input.ref = word(&line);
		input.code = word(&line);
		input.id = line;
		if (kind == COMMAND_ENTITLEMENTS)
			input = (struct wire_input){.ref = input.ref,
				.on = input.code.len > 0 ? input.code : SPAN_NONE};
		(void)world_play(&world, kind, &input);
	}
	arena_free(arena);
}
