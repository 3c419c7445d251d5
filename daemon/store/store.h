/*
 * PostgreSQL. Commands go through lanes: connections on which batches of one authority are loaded,
 * decided and appended in two flights of pipeline mode, one transaction a batch (lane.c). Reads go
 * through readers: connections for one statement at a time, taken in turns (turns.h); sign-ins
 * have one of their own (signing.h). Everything runs on one event base; every call returns at once
 * and answers through a callback, never from within the call.
 */
#ifndef BURSAR_STORE_STORE_H
#define BURSAR_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "core/credential.h"
#include "daemon/store/asked.h"
#include "daemon/store/authority.h"
#include "daemon/store/log.h"

struct event_base;
struct buf;
struct store;

struct store_config {
	const char *conninfo; /* libpq's, as bursar_daemon */
	const char *keys_dir; /* CODE.key of each authority */
	int lanes;            /* 1 to 4 */
	int readers;          /* 1 to 16 */
	int batch_max;        /* commands in one transaction, 1 to 1000 */
	int queue_max;        /* commands waiting for one authority */
	int retry_ms;         /* between attempts to reconnect */
	/* For tests; 0: what each kind of connection, and lane.h, have of their own. */
	int flight_ms_max;
	int quiet_ms_max;
	size_t batch_bytes_max;
};

/* Connects in the background and goes on trying. */
struct store *store_new(struct event_base *base, const struct store_config *config,
	store_logger *log, void *log_context);
/* Commands that wait are answered OUTCOME_BUSY, those under way OUTCOME_UNKNOWN. */
void store_free(struct store *store);

/* NULL if all is well, else what is not ("the database cannot be reached: …", "schema version 2,
 * this daemon needs 3"). */
const char *store_trouble(struct store *store);
/* Lines of what is not well and hinders nobody. */
void store_remarks(const struct store *store, struct buf *out);
/* Answers whether nothing waits and nothing is under way. */
bool store_idle(const struct store *store);

/* --- authorities --- */

/* Never NULL for whoever was signed in, or of what store_find_authority found. All are known once
 * the database has been reached; of one that is added later the store asks when it is wanted. */
const struct store_authority *store_authority(const struct store *store, int32_t id);

/* --- who is calling --- */

/* Looks a credential up; answers are remembered for a few seconds. May call back at once.
 * STATUS_BUSY: too many strangers ask. */
void store_sign_in(struct store *store, const struct credential *credential, store_signed_in *done,
	void *context);

/* Looks an authority up by its code, for somebody who is not staff yet: of the answer authority_id
 * alone is filled in, 0 if there is none. May call back at once. */
void store_find_authority(
	struct store *store, struct span code, store_signed_in *done, void *context);

/* --- commands --- */

/* The job, and what its command points to, must live until done. A full queue is answered
 * OUTCOME_BUSY. */
void store_submit(struct store *store, struct store_job *job);

/* --- reads --- */

/*
 * rows->body lives until the callback returns; nothing of the question is needed any more. Who is
 * next: turns.h. One that computes (question->render): computing.h. STATUS_BUSY: too many of the
 * authority's, or of this member of its staff, wait. STATUS_LIMIT: the reply would be too large.
 * STATUS_STALE: the caller is to be
 * signed in again. STATUS_BAD_INPUT: a parameter cannot be cast. STATUS_DB_AWAY: the database is
 * away, or ill, or gave up; it may be asked again. STATUS_DB_REFUSED: a bug of the query, and
 * logged.
 */
void store_read(struct store *store, const struct store_question *question, store_answered *done,
	void *context);

/* --- figures for /metrics --- */

struct store_figures {
	uint64_t batches, commands, recorded, refused, replayed, failed_batches, queries, sign_ins;
	uint64_t waiting, reads_waiting, sign_ins_waiting, connections_up, connections_wanted;
	int64_t oldest_flight_us; /* of what was sent and is not answered; 0: nothing is */
};

struct store_figures store_figures(const struct store *store);

#endif
