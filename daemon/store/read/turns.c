#include "daemon/store/read/turns.h"

#include <stddef.h>

static bool leaves_room(int held, int left)
{
	return left > held;
}

static int waiting_of(const struct turns_party *party, int32_t staff_id)
{
	int count = 0;

	for (const struct turn *turn = party->waiting; turn != NULL; turn = turn->next)
		count += turn->staff_id == staff_id;
	return count;
}

/* A member of staff has one turn a round, and the rounds begin with the one that is on. */
static uint64_t round_after(const struct turns_party *party, int32_t staff_id)
{
	const struct turn *lists[] = {party->under_way, party->waiting};
	uint64_t round = party->round;

	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		for (const struct turn *turn = lists[i]; turn != NULL; turn = turn->next)
			if (turn->staff_id == staff_id && turn->round >= round)
				round = turn->round + 1;
	return round;
}

bool turns_wait(struct turns *turns, struct turns_party *party, struct turn *turn, bool goes_on)
{
	struct turn **at = &party->waiting;

	if (!goes_on &&
		!leaves_room(
			waiting_of(party, turn->staff_id), TURNS_WAITING_MAX - party->waiting_len))
		return false;
	if (!party->known) {
		party->known = true;
		party->next = turns->parties;
		turns->parties = party;
	}
	turn->party = party;
	turn->round = round_after(party, turn->staff_id);
	while (*at != NULL && (*at)->round <= turn->round)
		at = &(*at)->next;
	turn->next = *at;
	*at = turn;
	party->waiting_len++;
	turns->waiting++;
	return true;
}

static bool comes_before(const struct turns_party *a, const struct turns_party *b)
{
	if (b == NULL || a->under_way_len != b->under_way_len)
		return b == NULL || a->under_way_len < b->under_way_len;
	return a->served_at < b->served_at;
}

static struct turn *first_out(struct turns *turns, struct turns_party *party)
{
	struct turn *turn = party->waiting;

	party->waiting = turn->next;
	party->waiting_len--;
	turns->waiting--;
	turn->next = NULL;
	return turn;
}

struct turn *turns_take(struct turns *turns)
{
	struct turns_party *best = NULL;
	struct turn *turn;

	for (struct turns_party *party = turns->parties; party != NULL; party = party->next)
		if (party->waiting != NULL &&
			leaves_room(party->under_way_len, turns->places - turns->taken) &&
			comes_before(party, best))
			best = party;
	if (best == NULL)
		return NULL;
	turn = first_out(turns, best);
	turn->next = best->under_way;
	best->under_way = turn;
	best->under_way_len++;
	best->round = turn->round;
	best->served_at = ++turns->served;
	turns->taken++;
	return turn;
}

void turns_end(struct turns *turns, struct turn *turn)
{
	struct turn **at = &turn->party->under_way;

	while (*at != turn)
		at = &(*at)->next;
	*at = turn->next;
	turn->next = NULL;
	turn->party->under_way_len--;
	turns->taken--;
}

struct turn *turns_leave(struct turns *turns)
{
	for (struct turns_party *party = turns->parties; party != NULL; party = party->next)
		if (party->waiting != NULL)
			return first_out(turns, party);
	return NULL;
}
