#include "daemon/http/places.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/http/inside.h"

TAILQ_HEAD(place_list, place);

struct party {
	TAILQ_ENTRY(party) level; /* among those that hold as many; while it holds any */
	LIST_ENTRY(party) bucket;
	struct digest key;
	struct place_list held; /* oldest first */
	size_t len;
	size_t bytes;
};

TAILQ_HEAD(level, party);
LIST_HEAD(bucket, party);

struct places {
	size_t max;
	size_t len;
	size_t most;          /* what the largest party holds */
	struct level *levels; /* by how many a party holds, 1 to max; who came there first, first */
	struct bucket *buckets;
	size_t buckets_len; /* a power of two */
};

static void *zeroed(size_t count, size_t size)
{
	void *made = calloc(count, size);

	if (made == NULL)
		server_no_memory();
	return made;
}

struct places *places_new(size_t max)
{
	struct places *places = zeroed(1, sizeof(*places));

	places->max = max;
	places->levels = zeroed(max + 1, sizeof(*places->levels));
	for (size_t i = 0; i <= max; i++)
		TAILQ_INIT(&places->levels[i]);
	places->buckets_len = 16;
	while (places->buckets_len < max)
		places->buckets_len *= 2;
	places->buckets = zeroed(places->buckets_len, sizeof(*places->buckets));
	return places;
}

void places_free(struct places *places)
{
	if (places == NULL)
		return;
	for (size_t i = 0; i < places->buckets_len; i++)
		assert(LIST_EMPTY(&places->buckets[i]));
	free(places->levels);
	free(places->buckets);
	free(places);
}

size_t places_len(const struct places *places)
{
	return places->len;
}

/* The key is a digest: its bits are as good as any hash of them. */
static struct bucket *bucket_of(const struct places *places, const struct digest *key)
{
	uint64_t word;

	memcpy(&word, key->bytes, sizeof(word));
	return &places->buckets[word & (places->buckets_len - 1)];
}

static struct party *party_of(struct places *places, const struct digest *key)
{
	struct bucket *bucket = bucket_of(places, key);
	struct party *party = NULL;

	LIST_FOREACH(party, bucket, bucket)
	if (hash_eq(&party->key, key))
		return party;
	party = zeroed(1, sizeof(*party));
	party->key = *key;
	TAILQ_INIT(&party->held);
	LIST_INSERT_HEAD(bucket, party, bucket);
	return party;
}

static void free_if_idle(struct party *party)
{
	if (party->len > 0 || party->bytes > 0)
		return;
	LIST_REMOVE(party, bucket);
	free(party);
}

static void move_level(struct places *places, struct party *party, size_t len)
{
	if (party->len > 0)
		TAILQ_REMOVE(&places->levels[party->len], party, level);
	party->len = len;
	if (len > 0)
		TAILQ_INSERT_TAIL(&places->levels[len], party, level);
	if (len > places->most)
		places->most = len;
	while (places->most > 0 && TAILQ_EMPTY(&places->levels[places->most]))
		places->most--;
}

void places_join(struct places *places, struct place *place, const struct digest *party)
{
	assert(place->party == NULL && places->len < places->max);
	place->party = party_of(places, party);
	TAILQ_INSERT_TAIL(&place->party->held, place, link);
	places->len++;
	move_level(places, place->party, place->party->len + 1);
}

void places_leave(struct places *places, struct place *place)
{
	struct party *party = place->party;

	TAILQ_REMOVE(&party->held, place, link);
	place->party = NULL;
	places->len--;
	move_level(places, party, party->len - 1);
	free_if_idle(party);
}

struct place *places_victim(const struct places *places, size_t least, places_may_go *may_go)
{
	for (size_t len = places->most; len >= least && len > 0; len--) {
		struct party *party = NULL;
		TAILQ_FOREACH (party, &places->levels[len], level) {
			struct place *place = NULL;
			TAILQ_FOREACH (place, &party->held, link)
				if (may_go(place))
					return place;
		}
	}
	return NULL;
}

size_t party_bytes(const struct party *party)
{
	return party->bytes;
}

void party_charge(struct party *party, size_t bytes)
{
	party->bytes += bytes;
}

void party_discharge(struct party *party, size_t bytes)
{
	assert(bytes <= party->bytes);
	party->bytes -= bytes;
	free_if_idle(party);
}
