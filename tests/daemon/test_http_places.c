/* Who goes when places run out. */
#include "daemon/http/places.h"

#include <string.h>

#include "tests/check.h"

enum { PLACES = 8 };

static struct place held[PLACES];
static const struct place *stays; /* NULL: all may go */

static struct digest named(char name)
{
	struct digest digest = {{0}};

	digest.bytes[0] = (uint8_t)name;
	return digest;
}

static bool may_go(const struct place *place)
{
	return place != stays;
}

static void join(struct places *places, size_t at, char name)
{
	struct digest party = named(name);

	places_join(places, &held[at], &party);
}

/* held: a letter a place, its party's; dots are left again. */
TEST(places_victim)
{
	static const struct {
		const char *held, *left;
		size_t least;
		int stays, want; /* the place's number; -1: nobody */
	} rows[] = {
		{"", "", 1, -1, -1},
		{"a", "a", 1, -1, 0},
		{"a", "a", 1, 0, -1},
		{"a", "a", 2, -1, -1},
		{"ab", "ab", 1, -1, 0},
		{"ab", "ab", 1, 0, 1},
		{"abb", "abb", 1, -1, 1},
		{"abb", "abb", 1, 1, 2},
		{"abb", "abb", 2, -1, 1},
		{"aab", "aab", 2, 0, 1},
		{"aabb", "aabb", 1, -1, 0},
		{"abbb", "ab..", 1, -1, 0},
		{"abbb", "a.bb", 1, -1, 2},
		{"aaab", "...b", 1, -1, 3},
		{"aaab", "....", 1, -1, -1},
		{"abcdefgh", "abcdefgh", 1, -1, 0},
		{"abcdefgh", "abcdefgh", 2, -1, -1},
		{"aaaabbbb", "aaa.bbbb", 1, -1, 4},
		{"aaaaaaaa", "aaaaaaaa", 8, 0, 1},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct places *places = places_new(PLACES);
		size_t len = strlen(rows[i].held), left = 0;
		check_row("%s, then %s, at least %zu", rows[i].held, rows[i].left, rows[i].least);
		for (size_t at = 0; at < len; at++)
			join(places, at, rows[i].held[at]);
		for (size_t at = 0; at < len; at++) {
			left += rows[i].left[at] != '.';
			if (rows[i].left[at] == '.')
				places_leave(places, &held[at]);
		}
		CHECK_INT(left, places_len(places));
		stays = rows[i].stays < 0 ? NULL : &held[rows[i].stays];
		struct place *victim = places_victim(places, rows[i].least, may_go);
		CHECK_INT(rows[i].want, victim == NULL ? -1 : victim - held);
		for (size_t at = 0; at < len; at++)
			if (held[at].party != NULL)
				places_leave(places, &held[at]);
		CHECK_INT(0, places_len(places));
		places_free(places);
	}
}

/* What somebody is answerable for outlives their connections. */
TEST(places_remember_bytes)
{
	struct places *places = places_new(PLACES);

	join(places, 0, 'a');
	struct party *party = held[0].party;
	party_charge(party, 7);
	places_leave(places, &held[0]);
	join(places, 1, 'a');
	CHECK(held[1].party == party);
	CHECK_INT(7, party_bytes(party));
	party_discharge(party, 3);
	CHECK_INT(4, party_bytes(party));
	places_leave(places, &held[1]);
	party_discharge(party, 4);
	places_free(places);
}
