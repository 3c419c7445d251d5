/* Whose read is next: councils take turns, their staff take turns, and nobody has all places. */
#include <stddef.h>

#include "daemon/store/read/turns.h"
#include "tests/check.h"

enum { MANY = TURNS_WAITING_MAX + 1 };

struct rig {
	struct turns turns;
	struct turns_party parties[3];
	struct turn list[3][MANY];
	int len[3];
};

static bool ask(struct rig *rig, int party, int staff)
{
	struct turn *turn = &rig->list[party][rig->len[party]++];

	*turn = (struct turn){.staff_id = staff};
	return turns_wait(&rig->turns, &rig->parties[party], turn, false);
}

static void ask_many(struct rig *rig, int party, int staff, int count)
{
	for (int i = 0; i < count; i++)
		CHECK(ask(rig, party, staff));
}

static struct turn *take(struct rig *rig, int party, int staff)
{
	struct turn *turn = turns_take(&rig->turns);

	if (!CHECK(turn != NULL))
		return NULL;
	CHECK_INT(party, turn->party - rig->parties);
	CHECK_INT(staff, turn->staff_id);
	return turn;
}

static void end(struct rig *rig, struct turn *turn)
{
	if (turn != NULL)
		turns_end(&rig->turns, turn);
}

TEST(turns_leave_a_place_to_others)
{
	/* Of so many places one council alone has so many. */
	static const int alone[] = {0, 1, 1, 2, 2, 3};

	for (int places = 1; places < (int)ARRAY_LEN(alone); places++) {
		static struct rig rig;
		int taken = 0;

		rig = (struct rig){.turns = {.places = places}};
		ask_many(&rig, 0, 1, 10);
		while (turns_take(&rig.turns) != NULL)
			taken++;
		check_row("%d places", places);
		CHECK_INT(alone[places], taken);
		CHECK(ask(&rig, 1, 1));
		if (places > 1)
			take(&rig, 1, 1);
	}
}

TEST(turns_go_round_the_councils)
{
	static struct rig rig;
	struct turn *turn;

	rig = (struct rig){.turns = {.places = 1}};
	ask_many(&rig, 0, 1, 4);
	turn = take(&rig, 0, 1);
	ask_many(&rig, 1, 1, 2);
	ask_many(&rig, 2, 1, 1);
	CHECK(turns_take(&rig.turns) == NULL);
	end(&rig, turn);
	/* The one that has waited longest for its turn, not for its read. */
	turn = take(&rig, 2, 1);
	end(&rig, turn);
	turn = take(&rig, 1, 1);
	end(&rig, turn);
	turn = take(&rig, 0, 1);
	end(&rig, turn);
	turn = take(&rig, 1, 1);
	end(&rig, turn);
	turn = take(&rig, 0, 1);
	end(&rig, turn);
	turn = take(&rig, 0, 1);
	end(&rig, turn);
	CHECK(turns_take(&rig.turns) == NULL);
	CHECK_INT(0, rig.turns.waiting);
}

TEST(turns_prefer_who_has_fewest)
{
	static struct rig rig;

	rig = (struct rig){.turns = {.places = 4}};
	ask_many(&rig, 0, 1, 3);
	take(&rig, 0, 1);
	ask_many(&rig, 1, 1, 3);
	take(&rig, 1, 1);
	/* Both have one, and two are free: the one served longest ago. */
	take(&rig, 0, 1);
	CHECK(turns_take(&rig.turns) == NULL);
	CHECK(ask(&rig, 2, 1));
	take(&rig, 2, 1);
}

TEST(turns_go_round_the_staff)
{
	static struct rig rig;
	struct turn *turn;

	rig = (struct rig){.turns = {.places = 1}};
	ask_many(&rig, 0, 1, 100);
	turn = take(&rig, 0, 1);
	ask_many(&rig, 0, 2, 2);
	end(&rig, turn);
	turn = take(&rig, 0, 2);
	end(&rig, turn);
	turn = take(&rig, 0, 1);
	end(&rig, turn);
	turn = take(&rig, 0, 2);
	end(&rig, turn);
	turn = take(&rig, 0, 1);
	end(&rig, turn);
	turn = take(&rig, 0, 1);
	end(&rig, turn);
}

TEST(turns_are_bounded)
{
	static struct rig rig;
	struct turn further = {.staff_id = 1};
	struct turn *turn;
	int count = 0;

	rig = (struct rig){.turns = {.places = 1}};
	ask_many(&rig, 0, 1, TURNS_WAITING_MAX / 2);
	/* One member of staff leaves as much to the others, one council all to the next. */
	CHECK(!ask(&rig, 0, 1));
	ask_many(&rig, 0, 2, TURNS_WAITING_MAX / 4);
	CHECK(!ask(&rig, 0, 2));
	CHECK(ask(&rig, 0, 3));
	ask_many(&rig, 1, 1, TURNS_WAITING_MAX / 2);
	CHECK(turns_wait(&rig.turns, &rig.parties[0], &further, true));
	while ((turn = turns_leave(&rig.turns)) != NULL)
		count++;
	CHECK_INT(TURNS_WAITING_MAX / 2 * 2 + TURNS_WAITING_MAX / 4 + 2, count);
	CHECK_INT(0, rig.turns.waiting);
	CHECK(turns_take(&rig.turns) == NULL);
}
