/*
 * Computing every balance again: numbers of events without gap, transfers from the bytes of events,
 * balances from transfers, both books summing to zero. It believes nothing the database derived.
 * Pure: lines come from functions handed in.
 *
 * Memory grows with the number of accounts and of reserves not yet settled or released, and with
 * nothing else.
 */
#ifndef BURSAR_CLI_AUDIT_H
#define BURSAR_CLI_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"

struct arena;

enum { AUDIT_SHOWN_MAX = 20 };

/* The next line of an export, valid until the next call; false at its end. */
typedef bool audit_line(void *source, struct span *ret_line);

struct audit_source {
	audit_line *next;
	void *source;
};

/* As the balances have it. */
struct audit_book {
	const char *name;
	int64_t credited_pence, debited_pence, reserved_pence;
	int64_t accounts;
};

enum { AUDIT_BOOKS = 2 }; /* money, allowance */

struct audit_report {
	int64_t size; /* the head the balances name; -1: there were none */
	int64_t events, transfers, accounts;
	struct audit_book books[AUDIT_BOOKS];
	int64_t differences;
	/* The first of them, sentences in the arena. */
	const char *shown[AUDIT_SHOWN_MAX];
};

struct audit;

/* The arena holds accounts and sentences. */
struct audit *audit_new(struct arena *arena) NEVER_NULL;
/* NULL is accepted. */
void audit_free(struct audit *audit);
/* All lines of export/balances, before the others. head: the size their answer names, -1 if none.
 * Gives the size at which the others are to be read. */
int64_t audit_balances(struct audit *audit, struct audit_source balances, int64_t head);
/* All lines of export/events and export/ledger, read side by side. told: of what is done so far, or
 * NULL. */
typedef void audit_progress(int64_t events, int64_t size);
void audit_log(struct audit *audit, struct audit_source events, struct audit_source ledger,
	audit_progress *told);
/* Compares; to be called last. */
const struct audit_report *audit_finish(struct audit *audit);

#endif
