/*
 * Who holds how many places, so that one who takes many pushes out their own. A place belongs to a
 * party, known by a digest: of its certificate or of its address. When places run out, the one to
 * go is the oldest of the party that holds most. Pure bookkeeping; a place is part of whatever
 * holds it.
 */
#ifndef BURSAR_HTTP_PLACES_H
#define BURSAR_HTTP_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

#include "base/cc.h"
#include "base/hash.h"

struct party;
struct places;

struct place {
	TAILQ_ENTRY(place) link;
	struct party *party; /* NULL: none is held */
};

/* max: what is ever held at once. Free with places_free, once all have been left. */
struct places *places_new(size_t max) NEVER_NULL;
/* NULL is accepted. */
void places_free(struct places *places);
size_t places_len(const struct places *places);

void places_join(struct places *places, struct place *place, const struct digest *party);
void places_leave(struct places *places, struct place *place);

/* Whether the holder of a place can do without it just now. */
typedef bool places_may_go(const struct place *place);
/* The place to give up: of parties that hold at least so many. NULL if nobody may go. */
struct place *places_victim(const struct places *places, size_t least, places_may_go *may_go);

/* Bytes that a party is answerable for; it is remembered as long as there are any, with or without
 * places. */
size_t party_bytes(const struct party *party);
void party_charge(struct party *party, size_t bytes);
void party_discharge(struct party *party, size_t bytes);

#endif
