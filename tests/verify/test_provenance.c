#include "verify/provenance.h"

#include <string.h>

#include "base/arena.h"
#include "tests/check.h"

/* Several events of one command go together, and have one key. */
TEST(provenance_of_several_events)
{
	static const struct {
		const char *what;
		const char
			*third; /* of four events, of which the second is the first's further one */
		bool together, key; /* whether the third goes with them; whether it has no key */
	} rows[] = {
		{"goes with the first", "\"at\":5,\"by\":3,\"with\":0", true, false},
		{"is its own", "\"at\":5,\"by\":3", true, true},
		{"is its own, by somebody else, later", "\"at\":6,\"by\":4", true, true},
		{"names the one before", "\"at\":5,\"by\":3,\"with\":1", false, false},
		{"names itself", "\"at\":5,\"by\":3,\"with\":2", false, false},
		{"names no number", "\"at\":5,\"by\":3,\"with\":null", false, false},
		{"is of another instant", "\"at\":6,\"by\":3,\"with\":0", false, false},
		{"is by somebody else", "\"at\":5,\"by\":4,\"with\":0", false, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(1 << 20);
		struct findings findings = {.arena = arena};
		struct provenance *provenance = provenance_new(&findings, 3);
		struct digest leaf = {{0}};
		bool apart = false, lacks = false;
		const char *events[] = {
			"\"at\":5,\"by\":3", "\"at\":5,\"by\":3,\"with\":0", rows[i].third};

		check_row("%s", rows[i].what);
		for (size_t n = 0; n < ARRAY_LEN(events); n++) {
			json_t *event =
				json_loads(arena_printf(arena, "{\"n\":%zu,\"t\":\"run-taken\",%s}",
						   n, events[n]),
					0, NULL);

			provenance_begin(provenance, event, (int64_t)n, &leaf);
			provenance_end(provenance);
			json_decref(event);
		}
		provenance_key(provenance, 0, 3);
		provenance_finish(provenance, true);
		for (size_t k = 0; k < FINDINGS_SHOWN_MAX && findings.shown[k] != NULL; k++) {
			apart |= strstr(findings.shown[k], "of no command") != NULL;
			lacks |= strcmp(findings.shown[k], "event 2 has no key") == 0;
			CHECK(strcmp(findings.shown[k], "event 1 has no key") != 0);
		}
		CHECK_INT(!rows[i].together, apart);
		CHECK_INT(rows[i].key, lacks);
		provenance_free(provenance);
		arena_free(arena);
	}
}
