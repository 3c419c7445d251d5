/*
 * What the loader is to send, and what came of it. A plan is a file of lines "PATH\tBODY" or
 * "PATH\tBODY\tKEY", all of them POSTs; where no key stands, one is drawn.
 *
 * The journal holds for each request a line "S\tNUMBER\tKEY\tPATH\tBODY", synced before anything is
 * sent, and, once there is an answer, "A\tNUMBER\tSTATUS\tANSWER". So what a journal calls answered
 * was acknowledged, and what was sent at all is in it, whatever is killed meanwhile. A journal can
 * be read as a plan in turn: the answers are then what is expected.
 *
 * An answer is kept as compact JSON with sorted members, without "replayed" and "request_id", which
 * alone may differ between answers to the same key.
 */
#ifndef BURSAR_TESTS_PLAN_H
#define BURSAR_TESTS_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/cc.h"
#include "base/uuid.h"

struct request {
	char *path, *body;
	char key[UUID_TEXT + 1];
	int64_t begun_us, took_us; /* monotonic; from the first sending to the answer */
	int tries;
	int status;   /* 0: none yet */
	char *answer; /* NULL: none yet */
	int expected_status;
	char *expected; /* of a journal; NULL: was not answered then */
};

struct plan {
	struct request *list;
	size_t len;
};

/* Ends the program with status 2. */
NORETURN PRINTF(1, 2) void die(const char *format, ...);

struct plan plan_read(const char *path);
struct plan plan_read_journal(const char *path);
void plan_free(struct plan *plan);

/* Appends; journal_sync is what makes it last. */
void journal_sent(FILE *journal, size_t number, const struct request *request);
void journal_answered(FILE *journal, size_t number, const struct request *request);
void journal_sync(FILE *journal);

#endif
