#include "daemon/store/lane_phase.h"

#include <stddef.h>

#define TO(phase) (1U << (phase))

static const struct {
	const char *text;
	unsigned may; /* follow it */
} rows[LANE_PHASES] = {
	[LANE_FREE] = {"free", TO(LANE_LOADING)},
	[LANE_LOADING] = {"loading",
		TO(LANE_FETCHING_OFFERS) | TO(LANE_APPENDING) | TO(LANE_ENDING) |
			TO(LANE_ROLLING_BACK) | TO(LANE_FREE)},
	[LANE_FETCHING_OFFERS] = {"fetching offers",
		TO(LANE_LOADING) | TO(LANE_ROLLING_BACK) | TO(LANE_FREE)},
	[LANE_APPENDING] = {"appending", TO(LANE_LOADING) | TO(LANE_ROLLING_BACK) | TO(LANE_FREE)},
	[LANE_ENDING] = {"ending", TO(LANE_LOADING) | TO(LANE_ROLLING_BACK) | TO(LANE_FREE)},
	[LANE_ROLLING_BACK] = {"rolling back", TO(LANE_LOADING) | TO(LANE_FREE)},
};

static struct lane_place **list_of(const struct lane_place *place, enum lane_phase phase)
{
	return phase == LANE_FREE ? &place->lists->free : &place->lists->at_work;
}

void lane_enter(struct lane_place *place, struct lane_lists *lists)
{
	*place = (struct lane_place){.phase = LANE_FREE, .lists = lists, .next = lists->free};
	lists->free = place;
}

bool lane_to(struct lane_place *place, enum lane_phase phase)
{
	struct lane_place **from = list_of(place, place->phase), **to = list_of(place, phase);

	if ((rows[place->phase].may & TO(phase)) == 0)
		return false;
	place->phase = phase;
	if (from == to)
		return true;
	while (*from != place)
		from = &(*from)->next;
	*from = place->next;
	place->next = *to;
	*to = place;
	return true;
}

const char *lane_phase_text(enum lane_phase phase)
{
	return rows[phase].text;
}
