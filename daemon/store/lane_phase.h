/*
 * The phases of a lane, and which may follow which. Lanes lie in two lists, the free and those at
 * work; the phase and the list are changed by one function, so that they never say two things.
 *
 *     FREE → LOADING ─┬→ APPENDING → FREE      something to write: COMMIT's tag decides
 *                     ├→ ENDING → FREE         nothing to write
 *                     ├→ FETCHING_OFFERS → LOADING    a newer version was published elsewhere
 *                     └→ ROLLING_BACK → FREE   the database refused
 *
 * What failed in any of them is rolled back; a lost connection makes a lane free; and one that
 * tries the commands of a refused batch alone goes from the end of one to LOADING the next.
 */
#ifndef BURSAR_STORE_LANE_PHASE_H
#define BURSAR_STORE_LANE_PHASE_H

#include <stdbool.h>

#include "base/cc.h"

enum lane_phase {
	LANE_FREE,
	LANE_LOADING,
	LANE_FETCHING_OFFERS,
	LANE_APPENDING,
	LANE_ENDING,
	LANE_ROLLING_BACK
};

enum { LANE_PHASES = LANE_ROLLING_BACK + 1 };

/* Lies in the lane, as its first. */
struct lane_place {
	enum lane_phase phase;
	struct lane_lists *lists;
	struct lane_place *next;
};

/* Zeroed at first. The free: the one that became free last is the first. */
struct lane_lists {
	struct lane_place *free, *at_work;
};

/* Free, and in the list of these. */
void lane_enter(struct lane_place *place, struct lane_lists *lists);
/* False: the phase may not follow, and nothing was changed. */
MUST_CHECK bool lane_to(struct lane_place *place, enum lane_phase phase);
/* For the log: "loading". */
const char *lane_phase_text(enum lane_phase phase);

#endif
