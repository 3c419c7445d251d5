/* Who may act, and as what: what a log says of it, and what rows do. */
#include "verify/provenance.h"

#include <string.h>

#include "base/arena.h"
#include "tests/check.h"

enum { EVENTS_MAX = 4, BY_ADMIN = 1 };

#define BY(who, t)     "\"by\":" who ",\"t\":\"" t "\""
#define OF(t)          BY("1", t) ",\"staff\":2"
#define ON(who, t, on) BY(who, t) ",\"day\":\"" on "\""
#define ADDED          OF("staff-added") ",\"roles\":[\"adviser\"]"
#define COVER                                                                                      \
	OF("staff-changed")                                                                        \
	",\"role\":\"manager\",\"holds\":1,\"from\":\"2026-01-01\",\"until\":\"2026-01-14\""
#define TAKEN OF("staff-changed") ",\"role\":\"adviser\",\"from\":\"2026-01-10\""

static const struct {
	const char *what;
	const char *events[EVENTS_MAX];
	const char *row;   /* of staff 2: active or not; NULL: none */
	const char *finds; /* NULL: nothing of who may act */
} rows[] = {
	{"nothing happened", {BY("2", "refused")}, "true", NULL},
	{"nobody was suspended", {BY("2", "refused")}, "false", "they are gone"},
	{"suspended", {OF("staff-suspended")}, "false", NULL},
	{"suspended, by the events alone", {OF("staff-suspended")}, "true", "they may act"},
	{"and acts", {OF("staff-suspended"), BY("2", "refused")}, "false",
		"event 1 is by staff 2, who was suspended"},
	{"and is reinstated", {OF("staff-suspended"), OF("staff-reinstated"), BY("2", "refused")},
		"true", NULL},
	{"suspended twice", {OF("staff-suspended"), OF("staff-suspended")}, "false",
		"event 1 (staff-suspended) changes nothing"},
	{"reinstated from nothing", {OF("staff-reinstated")}, "true",
		"event 0 (staff-reinstated) changes nothing"},
	{"a number nobody has", {BY("1", "staff-suspended") ",\"staff\":99999999"}, NULL, NULL},
	{"does what they may", {ADDED, ON("2", "person-added", "2026-01-01")}, "true", NULL},
	{"does what they may not", {ADDED, ON("2", "award-made", "2026-01-01")}, "true",
		"event 1 (award-made) is by staff 2, who had none of its roles"},
	{"on the first day of a role", {ADDED, COVER, ON("2", "award-made", "2026-01-01")}, "true",
		NULL},
	{"on its last day", {ADDED, COVER, ON("2", "award-made", "2026-01-14")}, "true", NULL},
	{"the day after", {ADDED, COVER, ON("2", "award-made", "2026-01-15")}, "true",
		"event 2 (award-made) is by staff 2, who had none of its roles"},
	{"before a role is taken", {ADDED, TAKEN, ON("2", "person-added", "2026-01-09")}, "true",
		NULL},
	{"after it was taken", {ADDED, TAKEN, ON("2", "person-added", "2026-01-10")}, "true",
		"event 2 (person-added) is by staff 2, who had none of its roles"},
	{"refused what they may not ask for",
		{ADDED, ON("2", "refused", "2026-01-14") ",\"command\":\"award-make\""}, "true",
		"event 1 (refused) is by staff 2, who had none of its roles"},
	{"confirms what somebody else proposed",
		{ADDED, ON("2", "award-made", "2026-01-14") ",\"proposal\":0"}, "true", NULL},
	{"a role that there is not",
		{OF("staff-changed") ",\"role\":\"boss\",\"from\":\"2026-01-01\""}, "true",
		"changes no role that there is"},
};

static void check_finds(const struct findings *findings, const char *finds)
{
	static const char *const words[] = {"suspended", "changes ", "they ", "roles"};
	bool found = finds == NULL, others = false;

	for (size_t k = 0; k < FINDINGS_SHOWN_MAX && findings->shown[k] != NULL; k++) {
		found |= finds != NULL && strstr(findings->shown[k], finds) != NULL;
		for (size_t i = 0; finds == NULL && i < ARRAY_LEN(words); i++)
			others |= strstr(findings->shown[k], words[i]) != NULL;
	}
	CHECK(found);
	CHECK(!others);
}

static void put(struct provenance *provenance, struct arena *arena, size_t n, const char *event)
{
	struct digest leaf = {{0}};
	json_t *object = json_loads(arena_printf(arena, "{\"n\":%zu,%s}", n, event), 0, NULL);

	CHECK(object != NULL);
	provenance_begin(provenance, object, (int64_t)n, &leaf);
	json_decref(object);
}

TEST(standing_of_staff)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(1 << 20);
		struct findings findings = {.arena = arena};
		struct provenance *provenance = provenance_new(&findings, EVENTS_MAX + 1);
		struct digest leaf = {{0}};
		json_t *row, *added = json_pack("{s:s,s:s}", "t", "staff-added", "day", "");
		size_t len = 0;

		check_row("%s", rows[i].what);
		while (len < EVENTS_MAX && rows[i].events[len] != NULL) {
			put(provenance, arena, len, rows[i].events[len]);
			len++;
		}
		provenance_begin(provenance, added, (int64_t)len, &leaf);
		if (rows[i].row != NULL) {
			row = json_pack("{s:s,s:i,s:b}", "row", "staff", "staff", 2, "active",
				strcmp(rows[i].row, "true") == 0);
			provenance_row(provenance, row);
			json_decref(row);
		}
		json_decref(added);
		provenance_finish(provenance, false);
		check_finds(&findings, rows[i].finds);
		provenance_free(provenance);
		arena_free(arena);
	}
}
