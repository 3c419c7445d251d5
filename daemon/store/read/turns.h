/*
 * Whose read is next. Reads wait by authority and take turns: the next is of the authority that
 * has the fewest under way, of these the one served longest ago; within an authority its staff take
 * turns. Places (readers) are shared by a rule that needs no shares: who holds n may have one more
 * only while more than n are free. So nobody holds all of them, and one who comes late finds one
 * free as long as there is more than one in all. The same rule bounds the waiting: of an
 * authority's TURNS_WAITING_MAX a member of staff leaves as many to the others as they take.
 *
 * Intrusive and pure: a turn lies in what waits, a party in the authority; no memory, no clock.
 */
#ifndef BURSAR_DAEMON_STORE_READ_TURNS_H
#define BURSAR_DAEMON_STORE_READ_TURNS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"

enum { TURNS_WAITING_MAX = 256 };

struct turns_party;

struct turn {
	int32_t staff_id;
	/* turns.c's */
	uint64_t round;
	struct turns_party *party;
	struct turn *next;
};

/* One authority; zeroed at first, and never moved from then on. */
struct turns_party {
	struct turn *waiting, *under_way;
	int waiting_len, under_way_len;
	uint64_t round, served_at;
	bool known;
	struct turns_party *next;
};

struct turns {
	int places; /* in all */
	int taken;
	int waiting; /* of all parties */
	uint64_t served;
	struct turns_party *parties;
};

/* False: too many wait already. A turn that goes on with what has been begun always may. */
MUST_CHECK bool turns_wait(
	struct turns *turns, struct turns_party *party, struct turn *turn, bool goes_on);
/* Takes a place for the next turn; NULL if none may have one now. */
struct turn *turns_take(struct turns *turns);
/* Gives the place back. */
void turns_end(struct turns *turns, struct turn *turn);
/* Takes out any that waits, whoever's: for sending all away. NULL: none does. */
struct turn *turns_leave(struct turns *turns);

#endif
