/*
 * What the load generator asks for: the bytes of one request after the other, of one kind, each
 * with a fresh time-ordered key.
 */
#ifndef BURSAR_BENCH_WORK_H
#define BURSAR_BENCH_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"

struct arena;

enum work_kind {
	WORK_PEOPLE,  /* adds people, one a request */
	WORK_AWARDS,  /* and gives each an award that does not run out */
	WORK_REQUEST, /* a payment */
	WORK_BATCH,   /* payments, several in one request */
	WORK_APPROVE, /* of ids, the same */
	WORK_PAY,
	WORK_GET, /* paths, again and again */
};

struct work {
	enum work_kind kind;
	struct arena *arena; /* emptied by each request */
	int64_t people;
	int64_t items;      /* in one request of BATCH, APPROVE, PAY */
	const char **lines; /* ids ("P341") or paths, of a file */
	int64_t lines_len;
	int64_t next; /* person, id or path */
	uint64_t keys, chance;
};

/* A name of the table above in lower case. */
MUST_CHECK bool work_kind_of(const char *word, enum work_kind *ret_kind);
/* Reads the lines of a file. */
void work_read(struct work *work, const char *path);
/* False if nothing is left to be asked for. The bytes live until the next call. */
MUST_CHECK bool work_next(struct work *work, struct span *ret_request, int *ret_items);

/* The person with this number, as it is added and asked for: "B-00017". */
enum { WORK_REF_TEXT = 16 };

void work_ref(int64_t person, char ret_ref[WORK_REF_TEXT]);

#define WORK_ENTITLEMENT "allowance"
#define WORK_DAY         "2019-07-01"

enum { WORK_AMOUNT_PENCE = 100 };

#endif
