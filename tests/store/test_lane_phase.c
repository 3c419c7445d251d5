/* Which phase of a lane may follow which, and the lists it lies in. */
#include "daemon/store/lane_phase.h"

#include "tests/check.h"

/* F free, L loading, O fetching offers, A appending, E ending, R rolling back. */
static const struct {
	enum lane_phase from;
	const char *may;
} rows[LANE_PHASES] = {
	{LANE_FREE, ".L...."},
	{LANE_LOADING, "F.OAER"},
	{LANE_FETCHING_OFFERS, "FL...R"},
	{LANE_APPENDING, "FL...R"},
	{LANE_ENDING, "FL...R"},
	{LANE_ROLLING_BACK, "FL...."},
};

static bool has(const struct lane_place *list, const struct lane_place *place)
{
	for (; list != NULL; list = list->next)
		if (list == place)
			return true;
	return false;
}

/* Each is in one list, the one of its phase. */
static void check_lists(
	const struct lane_lists *lists, const struct lane_place *places, size_t places_len)
{
	for (size_t i = 0; i < places_len; i++) {
		CHECK(has(lists->free, &places[i]) == (places[i].phase == LANE_FREE));
		CHECK(has(lists->at_work, &places[i]) == (places[i].phase != LANE_FREE));
	}
}

TEST(lane_goes_from_phase_to_phase)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (unsigned phase = 0; phase < LANE_PHASES; phase++) {
			struct lane_lists lists = {.free = NULL};
			struct lane_place places[3];
			enum lane_phase from = rows[i].from, to = (enum lane_phase)phase;
			bool may = rows[i].may[phase] != '.';

			check_row("%s to %s", lane_phase_text(from), lane_phase_text(to));
			for (size_t n = 0; n < ARRAY_LEN(places); n++)
				lane_enter(&places[n], &lists);
			CHECK(lane_to(&places[0], LANE_LOADING));
			CHECK(lane_to(&places[1], LANE_LOADING));
			CHECK(from == LANE_LOADING || lane_to(&places[1], from));
			CHECK(lane_to(&places[1], to) == may);
			CHECK_INT(may ? to : from, places[1].phase);
			check_lists(&lists, places, ARRAY_LEN(places));
		}
}

TEST(lanes_free_last_are_first)
{
	struct lane_lists lists = {.free = NULL};
	struct lane_place places[2];

	lane_enter(&places[0], &lists);
	lane_enter(&places[1], &lists);
	CHECK(lists.free == &places[1] && lists.at_work == NULL);
	CHECK(lane_to(&places[0], LANE_LOADING));
	CHECK(lane_to(&places[0], LANE_FREE));
	CHECK(lists.free == &places[0] && places[0].next == &places[1]);
	CHECK(places[1].next == NULL && lists.at_work == NULL);
}
