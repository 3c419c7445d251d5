/*
 * What is asked of the store, and how it answers: types alone, for all its storeys. Whoever asks
 * from outside includes store.h, which says what they mean.
 */
#ifndef BURSAR_STORE_ASKED_H
#define BURSAR_STORE_ASKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "base/status.h"
#include "core/command.h"
#include "core/decide/decide.h"

struct render;

/* --- who is calling --- */

struct store_staff {
	int32_t authority_id, staff_id; /* 0: the credential is nobody's, or its staff not active */
	unsigned roles;
	bool suspended;  /* of nobody: somebody's who may do nothing */
	int32_t serial;  /* of the authority's staff, when it was looked up */
	struct date day; /* on which these are the roles */
};

typedef void store_signed_in(void *context, enum status status, const struct store_staff *staff);

/* --- commands --- */

struct store_job {
	struct command command;
	struct outcome outcome;
	/* Called once. The outcome's spans live until done returns, and the job is the caller's
	 * again; offers: all versions the outcome may name. */
	void (*done)(struct store_job *job, const struct offer_book *offers);
	void *context;
	bool of_batch;          /* among others: more of it may be refused */
	struct store_job *next; /* the store's */
	int64_t queued_us;      /* the store's */
};

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
	/* What makes the reply of the rows, and its own values; NULL: the query does. The query
	 * then has one parameter more, the last: how many rows it gives at most. */
	const struct render *render;
	const struct span *values;
	size_t values_len;
	int32_t staff_serial; /* by which the caller was signed in; looked at unless it goes on */
	bool goes_on;         /* a further page of what has been begun: waits whoever else does */
};

/* rows: of OK alone, and its spans live until it returns. */
typedef void store_answered(void *context, enum status status, const struct store_rows *rows);

#endif
