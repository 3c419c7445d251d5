/* A file of financial rules. What is accepted is rendered as JSON, and its limits can be walked. */
#include "base/arena.h"
#include "base/fault.h"
#include "core/delegation/delegation.h"
#include "tests/fuzz/fuzz.h"
#include "wire/wire.h"

static void walk(const struct delegation *rules)
{
	struct delegation_limit limit = {.n = -1};
	struct date first;

	while (delegation_next_limit(rules, &limit))
		/* The row that is found for it is its own: none has another for the same. */
		assert(delegation_row_for(rules, limit.part, limit.row->role, limit.row->with,
			       limit.entitlement) == limit.row);
	(void)!delegation_first_day(rules, date_of(2019, 7, 1), &first);
}

void fuzz_rules(struct span bytes)
{
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct arena *scratch = arena_new(FUZZ_ARENA_BYTES);
	struct faults *faults = faults_new(arena, "rules");
	struct delegation *rules = delegation_read(arena, scratch, bytes, faults);

	fuzz_faults(arena, faults, rules != NULL);
	/* Nothing that was read points to what reading took. */
	arena_free(scratch);
	if (rules != NULL) {
		fuzz_is_json(wire_rules(arena, rules));
		walk(rules);
	}
	arena_free(arena);
}
