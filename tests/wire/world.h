/*
 * One authority in memory: a request's bytes go in, a reply's bytes come out, by wire_decode,
 * decide and wire_reply, and what one records the next sees.
 */
#ifndef BURSAR_TESTS_WIRE_WORLD_H
#define BURSAR_TESTS_WIRE_WORLD_H

#include "core/decide/slice.h"
#include "wire/wire.h"

struct arena;

/* Who asks: all roles; manager and finance; auditor. */
enum { ASHA = 1, BEN = 2, CARA = 3 };

/* Of the first event. */
enum { WORLD_SIZE = 100 };

struct world {
	struct arena *arena;
	struct slice slice;
	struct offer_book none;
	int64_t at_us; /* begins at 2019-07-01T12:00:00Z */
	size_t steps;  /* played: what keys are made of */
};

struct step {
	int staff;
	enum command_kind kind;
	const char *ref, *code, *id; /* of the path */
	/* Of OFFER_PUBLISH: "" for the small offer, "OLD => NEW" for it with one text replaced. */
	const char *body;
	int status;
	const char *reply;
};

void world_begin(struct world *world);
void world_end(struct world *world);
/* The reply to a step under a key; NULL: a dry run. */
struct span world_play(
	struct world *world, const struct step *step, const struct uuid *key, int *ret_status);
/* Checks each step's reply, and that those that record are answered again alike but for replayed.
 */
void world_run(struct world *world, const struct step *steps, size_t steps_len);
/* The same, in dry runs, which change nothing. */
void world_run_dry(struct world *world, const struct step *steps, size_t steps_len);
/* Publishes the offer and adds CL-1, born on 3 May 1999, former relevant: events 100 and 101. */
void world_set_up(struct world *world);

#endif
