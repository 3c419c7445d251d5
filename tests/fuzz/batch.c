/* The body of a batch: the kind of its items by the first line, then the body. Each sound item is
 * written as an object that decodes again. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "core/sheet.h"
#include "tests/fuzz/fuzz.h"
#include "wire/wire.h"

void fuzz_batch(struct span bytes)
{
	static const enum command_kind kinds[] = {COMMAND_PAYMENT_REQUEST, COMMAND_PAYMENT_APPROVE,
		COMMAND_PAYMENT_DECLINE, COMMAND_PAYMENT_PAY};
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct span line = fuzz_line(&bytes);
	size_t which = line.len == 0 ? 0 : (unsigned char)line.at[0] % ARRAY_LEN(kinds);
	struct command head = {.kind = kinds[which],
		.authority_id = 1,
		.staff_id = 1,
		.at_us = INT64_C(1561982400000000)};
	struct wire_item *items = NULL;
	struct wire_problem problem;
	size_t len = 0;

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (span_is(line, sheet_of(kinds[i])->word))
			head.kind = kinds[i];
	}
	if (!wire_decode_batch(arena, bytes, &head, &items, &len, &problem)) {
		struct buf out = buf_in(arena);
		assert(wire_reply_problem(&out, &problem, "r1") < 500);
		fuzz_is_json(buf_done(&out));
		len = 0;
	}
	assert(len <= WIRE_BATCH_MAX);
	for (size_t i = 0; i < len; i++) {
		struct buf out = buf_in(arena);
		if (items[i].sound) {
			fuzz_is_json(items[i].content);
			continue;
		}
		assert(wire_reply_problem(&out, &items[i].problem, "r1") < 500);
		fuzz_is_json(buf_done(&out));
	}
	arena_free(arena);
}
