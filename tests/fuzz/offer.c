/* An offer file. What is accepted is rendered as JSON, and any line of it can be looked at, asked
 * for and refused. */
#include "core/offer/offer.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"
#include "wire/wire.h"

enum { LINES_ASKED_MAX = 8 };

static void ask_for_lines(struct arena *arena, struct offer *offer)
{
	const struct offer *versions[] = {offer};
	struct offer_book book = {.versions = versions, .len = 1};
	struct world world;

	offer->version = 1;
	world_begin(&world, arena, &book);
	const struct wire_input look = {.ref = SPAN("CL-1")};
	bool sound = world_play(&world, COMMAND_ENTITLEMENTS, &look);
	assert(sound);
	for (size_t i = 0; i < offer->lines_len && i < LINES_ASKED_MAX; i++) {
		struct buf body = buf_in(arena);
		buf_printf(&body, "{\"ref\":\"CL-1\",\"entitlement\":\"%.*s\",\"amount_pence\":%d}",
			SPAN_ARG(offer->lines[i].code), 1500);
		const struct wire_input request = {.body = buf_done(&body)};
		sound = world_play(&world, COMMAND_PAYMENT_REQUEST, &request);
		assert(sound);
	}
}

void fuzz_offer(struct span bytes)
{
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct arena *scratch = arena_new(FUZZ_ARENA_BYTES);
	struct faults *faults = faults_new(arena, "offer");
	struct offer *offer = offer_read(arena, scratch, bytes, faults);

	fuzz_faults(arena, faults, offer != NULL);
	/* Nothing that was read points to what reading took. */
	arena_free(scratch);
	if (offer != NULL) {
		fuzz_is_json(wire_offer(arena, offer));
		ask_for_lines(arena, offer);
	}
	arena_free(arena);
}
