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

#include "base/cc.h"
#include "base/hash.h"
#include "base/seal.h"
#include "base/span.h"
#include "base/status.h"
#include "core/command.h"
#include "core/decide.h"

struct event_base;
struct arena;
struct buf;
struct store;

enum { STORE_AUTHORITY_CODE_MAX = 48, STORE_NAME_MAX = 200 };

struct store_config {
	const char *conninfo; /* libpq's, as bursar_daemon */
	const char *keys_dir; /* CODE.key of each authority */
	int lanes;            /* 1 to 4 */
	int readers;          /* 1 to 16 */
	int batch_max;        /* commands in one transaction, 1 to 1000 */
	int queue_max;        /* commands waiting for one authority */
	int retry_ms;         /* between attempts to reconnect */
	/* For tests; 0: what internal.h and connection.h say. */
	int flight_ms_max;
	int quiet_ms_max;
	size_t batch_bytes_max;
};

/* How the store speaks to the log: level is "error", "warning" or "info"; text holds no personal
 * data. */
typedef void store_logger(void *context, const char *level, const char *text);

/* Connects in the background and goes on trying. */
struct store *store_new(struct event_base *base, const struct store_config *config,
	store_logger *log, void *log_context);
/* Commands that wait are answered OUTCOME_BUSY, those under way OUTCOME_UNKNOWN. */
void store_free(struct store *store);

/* NULL if all is well, else what is not ("the database cannot be reached: …", "schema version 2,
 * this daemon needs 3"). */
const char *store_trouble(const struct store *store);
/* Lines of what is not well and hinders nobody. */
void store_remarks(const struct store *store, struct buf *out);
/* Answers whether nothing waits and nothing is under way. */
bool store_idle(const struct store *store);

/* --- authorities --- */

struct store_authority {
	int32_t id;
	char code[STORE_AUTHORITY_CODE_MAX + 1];
	char name[STORE_NAME_MAX + 1];
	struct seal_key key;             /* of its file */
	struct seal_key idempotency_key; /* derived: HMAC of requests */
	struct seal_key likeness_key;    /* derived: HMAC of name and birth date */
	struct seal_key wrapping_key;    /* derived: wraps people's keys */
	struct seal_key invitation_key;  /* derived: core/invitation.h */
	const struct offer_book *offers; /* as last loaded; replaced, never changed: good until the
					    event loop is entered again */
};

/* NULL if it is not known (yet): it becomes known with the first store_sign_in of one of its staff,
 * or a store_find_authority. */
const struct store_authority *store_authority(const struct store *store, int32_t id);

/* --- who is calling --- */

struct store_staff {
	int32_t authority_id,
		staff_id; /* 0: the certificate is not registered, or its staff not active */
	unsigned roles;
};

typedef void store_signed_in(void *context, enum status status, const struct store_staff *staff);
/* Looks a certificate up; answers are remembered for a few seconds. May call back at once.
 * STATUS_BUSY: too many strangers ask. */
void store_sign_in(struct store *store, const struct digest *fingerprint, store_signed_in *done,
	void *context);

/* Looks an authority up by its code, for somebody who is not staff yet: of the answer authority_id
 * alone is filled in, 0 if there is none. */
void store_find_authority(
	struct store *store, struct span code, store_signed_in *done, void *context);

/* --- commands --- */

struct store_job {
	struct command command;
	struct outcome outcome;
	/* Called once. The outcome's spans live until done returns, and the job is the caller's
	 * again; offers: all versions the outcome may name. */
	void (*done)(struct store_job *job, const struct offer_book *offers);
	void *context;
	struct store_job *next; /* the store's */
	int64_t queued_us;      /* the store's */
};

/* The job, and what its command points to, must live until done. A full queue is answered
 * OUTCOME_BUSY. */
void store_submit(struct store *store, struct store_job *job);

/* --- reads --- */

struct store_rows {
	size_t rows;
	struct span body; /* first column of the first row; sealed texts opened */
	struct span next; /* second column, absent if NULL or not there */
	struct span size; /* third column likewise: of an export, the head it stops at */
};

struct store_question {
	int32_t authority_id, staff_id; /* as signed in */
	const char *query;              /* a name in sql/queries */
	const struct span *params;      /* after authority and staff; absent spans are NULL */
	size_t params_len;
	bool goes_on; /* a further page of what has been begun: waits whoever else does */
};

/*
 * rows->body lives until the callback returns; nothing of the question is needed any more. Who is
 * next: turns.h. STATUS_BUSY: too many of the authority's, or of this member of its staff, wait.
 * STATUS_LIMIT: the reply would be too large. STATUS_BAD_INPUT: a parameter cannot be cast.
 * STATUS_DB_AWAY: the database is away, or ill, or gave up; it may be asked again.
 * STATUS_DB_REFUSED: a bug of the query, and logged.
 */
typedef void store_answered(void *context, enum status status, const struct store_rows *rows);
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
