/*
 * The store's inside, shared by its files: store.c (queues, what is due next), lane.c (batches),
 * reader.c (reads), signing.c (who is calling), authorities.c (keys, offers). A job or a read is in
 * exactly one place at a time: a queue, a lane or reader, or the list of those due to be answered.
 */
#ifndef BURSAR_STORE_INTERNAL_H
#define BURSAR_STORE_INTERNAL_H

#include <event2/util.h>
#include <stdio.h>

#include "base/arena.h"
#include "daemon/store/append.h"
#include "daemon/store/connection.h"
#include "daemon/store/load.h"
#include "daemon/store/queue.h"
#include "daemon/store/statements.h"
#include "daemon/store/store.h"
#include "daemon/store/turns.h"
#include "sql/embedded.h"

enum {
	STORE_LANES_MAX = 4,
	STORE_READERS_MAX = 16,
	STORE_BATCH_MAX = 1000,
	STORE_TEXTS_BYTES_MAX = 1 << 20,
	/* Catches a bug; a full batch takes a few MiB. */
	STORE_ARENA_BYTES_MAX = 512 << 20,
	/* Of a lane's arena from one batch to the next: what a batch of 300 takes. */
	STORE_ARENA_BYTES_KEPT = 4 << 20,
	/* Beyond statement_timeout, so that PostgreSQL's word comes first if it has one. */
	STORE_LANE_FLIGHT_MS_MAX = 12000,
	STORE_READER_FLIGHT_MS_MAX = 65000,
	STORE_SIGNING_FLIGHT_MS_MAX = 6000,
	/* From when on /readyz tells of a flight: a lane waits for a lock for 2 s at most. */
	STORE_LANE_SLOW_MS = 5000,
	STORE_READER_SLOW_MS = 30000,
	STORE_SIGNING_SLOW_MS = 3000,
	/* Outcomes told before the event loop looks for what else there is. */
	LANE_TELL_AT_ONCE = 4,
	/* For a lock: what is held by another daemon's batch is given back soon. */
	LANE_LOCKED_MS_MAX = 2000,
	LANE_LOCKED_AGAIN_MS_MAX = 200,
	/* Of a lane's arena, before what else is in the batch is left for the next. */
	LANE_BATCH_BYTES_MAX = 64 << 20
};

/* A published version, read once and held by every struct offers it is in. */
struct offers_version {
	struct arena *arena; /* of the offer */
	const struct offer *offer;
	int users;
};

/* Published versions of an authority, shared by whoever works with them: all those of a serial, or
 * of an earlier one while later versions are being fetched. */
struct offers {
	struct offers_version **held;
	struct offer_book book; /* of the same */
	int32_t serial;
	int users;
};

struct authority {
	struct store_authority public;
	struct offers *offers;
	struct queues queues;
	struct turns_party reads;
	int64_t ahead_us; /* of the database's clock, the end of its log; 0: it is not */
	struct authority *next;
};

enum lane_phase {
	LANE_FREE,
	LANE_LOADING,
	LANE_FETCHING_OFFERS,
	LANE_APPENDING,
	LANE_ENDING,
	LANE_ROLLING_BACK
};

/* What a batch decided, until all have been told. */
struct told {
	struct store_job *first;
	struct arena *arena; /* NULL: nothing */
	struct offers *offers;
	const struct offer_book *book;
};

struct lane {
	struct store *store;
	struct connection *connection;
	enum lane_phase phase;
	struct arena *arena;
	struct arena *spare; /* NULL while the batch before is being told */
	struct told told;
	struct event *teller;
	struct authority *authority;
	struct queue *queue; /* of the authority */
	struct offers *offers;
	struct store_job *jobs[STORE_BATCH_MAX];
	int jobs_len;
	struct store_job *alone; /* of a batch the database refused: to be tried one by one */
	bool trying_alone;
	struct load load;
	struct slice slice;
};

struct read {
	struct turn turn; /* first: turns.c gives it back */
	struct store *store;
	struct arena *arena; /* holds all of this, and the answer */
	int32_t authority_id;
	const struct embedded_file *query;
	const char **params;
	int params_len;
	store_answered *answered;
	void *context;
	enum status status; /* once due */
	struct read *next;
};

struct reader {
	struct store *store;
	struct connection *connection;
	struct read *read; /* under way */
};

struct store {
	struct event_base *base;
	struct store_config config;
	store_logger *log;
	void *log_context;
	struct authority *authorities;
	struct lane lanes[STORE_LANES_MAX];
	struct reader readers[STORE_READERS_MAX];
	struct signing *signing;
	struct arena *texts; /* of statements */
	struct statements *statements;
	struct turns turns;                     /* reads waiting for a reader, and at one */
	struct store_job *due_first, *due_last; /* answered, to be told */
	struct read *due_reads_first, *due_reads_last;
	struct event *due, *arrived;
	struct store_figures figures;
};

void store_log(struct store *store, const char *level, const char *format, ...) PRINTF(3, 4);
int64_t store_now_us(void);

/* store.c: tells jobs and reads from the event loop. */
void store_due(struct store *store, struct store_job *job, enum outcome_kind kind);
void store_due_read(struct store *store, struct read *read, enum status status);
/* Gives free lanes and readers what waits. */
void store_dispatch(struct store *store);

/* lane.c */
void lane_start(struct lane *lane, struct authority *authority, struct queue *queue);
void lane_changed(void *context);
/* Of its teller. */
void lane_tell(evutil_socket_t fd, short what, void *context);
void lane_stop(struct lane *lane);

/* reader.c */
void reader_start(struct reader *reader, struct read *read);
void reader_stop(struct reader *reader);
/* What a flight of a read came to, for whoever asked. */
enum status store_status_of(const struct flight *flight);
void store_log_refused(struct store *store, const char *query, const struct flight *flight);

/* authorities.c */
struct authority *authority_of(const struct store *store, int32_t id);
/* NULL if its key file cannot be read; logged. */
struct authority *authority_learn(
	struct store *store, int32_t id, struct span code, struct span name);
void authority_free(struct authority *authority);
struct offers *offers_use(struct offers *offers);
void offers_release(struct offers *offers);
/* The versions held, and after them those of rows (of load_offers), which are a part of a serial's.
 * NULL if a stored offer cannot be read: this daemon is too old for it. */
struct offers *offers_with(
	const struct offers *offers, const PGresult *rows, int32_t serial, struct buf *ret_error);
/* 0 if there is none. */
int32_t offers_newest(const struct offers *offers);
void authority_set_offers(struct authority *authority, struct offers *offers);

#endif
