/*
 * A lane: a connection on which one batch after the other is loaded, decided and appended
 * (lane_phase.h). Of a batch that the database refuses each command is then tried alone.
 */
#ifndef BURSAR_STORE_LANE_H
#define BURSAR_STORE_LANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "daemon/store/authorities.h"
#include "daemon/store/batch/load.h"
#include "daemon/store/due.h"
#include "daemon/store/lane_phase.h"
#include "daemon/store/log.h"
#include "daemon/store/pq/connection.h"
#include "daemon/store/told.h"

struct event_base;

enum {
	LANE_BATCH_MAX = 1000,
	/* Catches a bug; a full batch takes a few MiB. */
	LANE_ARENA_BYTES_MAX = 512 << 20,
	/* Of a lane's arena from one batch to the next: what a batch of 300 takes. */
	LANE_ARENA_BYTES_KEPT = 4 << 20,
	/* Of a lane's arena, before what else is in the batch is left for the next. */
	LANE_BATCH_BYTES_MAX = 64 << 20,
	/* For a lock: what is held by another daemon's batch is given back soon. */
	LANE_LOCKED_MS_MAX = 2000,
	LANE_LOCKED_AGAIN_MS_MAX = 200
};

struct lane_config {
	struct event_base *base;
	int batch_max;          /* commands */
	size_t batch_bytes_max; /* of the arena */
	struct due *due;
	const struct store_log *log;
	struct lane_figures *figures; /* of all lanes */
	/* It is free, or its connection cannot be had: what waits should be looked at. */
	void (*freed)(void *context);
	void *context;
};

/* Zeroed at first. From outside: place and connection, and nothing is changed. */
struct lane {
	struct lane_place place; /* first: lane_phase.c gives it back */
	struct lane_config config;
	struct connection *connection;
	struct arena *arena; /* of the batch */
	struct told told;    /* the batch before */
	struct authority *authority;
	struct queue *queue; /* of the authority */
	struct offers *offers;
	struct store_job *jobs[LANE_BATCH_MAX];
	int jobs_len;
	struct store_job *alone; /* of a batch the database refused: to be tried one by one */
	bool trying_alone;
	struct load load;
	struct slice slice;
};

void lane_begin(struct lane *lane, struct lane_lists *lists, const struct lane_config *config,
	const struct connection_config *connection);
/* Its jobs are due. */
void lane_end(struct lane *lane);
/* Of a free lane, whose connection is free. */
void lane_start(struct lane *lane, struct authority *authority, struct queue *queue);

#endif
