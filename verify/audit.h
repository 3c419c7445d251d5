/*
 * Computing again whatever the database derived, from the bytes of events, and comparing each row
 * with its event: numbers of events without gap, transfers from events, balances and bases from
 * transfers (accounts.h), rows from events (provenance.h), and the root hash of the log from its
 * bytes (merkle.h). It believes nothing. Pure: lines come from functions handed in.
 *
 * Memory grows with the number of accounts, of reserves and payments that are not ended yet, and by
 * four bytes an event.
 */
#ifndef BURSAR_VERIFY_AUDIT_H
#define BURSAR_VERIFY_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/hash.h"
#include "base/span.h"
#include "verify/accounts.h"
#include "verify/findings.h"

struct arena;
struct since;

/* The next line of an export, valid until the next call; false at its end. */
typedef bool audit_line(void *source, struct span *ret_line);

struct audit_source {
	audit_line *next;
	void *source;
};

/* The lines of an export each; rows and keys without a function are not looked at. */
struct audit_lines {
	struct audit_source events, ledger, rows;
};

struct audit_report {
	int64_t size; /* the head the balances name; -1: there were none */
	int64_t events, transfers, accounts;
	struct digest root;    /* of all events there were */
	const char *authority; /* as event 0 has it; "" without one */
	struct accounts_book books[BOOKS];
	struct findings findings;
};

struct audit;

/* The arena holds accounts and sentences. */
struct audit *audit_new(struct arena *arena) NEVER_NULL;
/* NULL is accepted. */
void audit_free(struct audit *audit);
/* Before the log: earlier heads from which it must go on; stay the caller's. */
void audit_since(struct audit *audit, const struct since *since);
/* All lines of export/balances, before the others. head: the size their answer names, -1 if none.
 * Gives the size at which the others are to be read. */
int64_t audit_balances(struct audit *audit, struct audit_source balances, int64_t head);
/* All lines of export/events, export/ledger and export/rows, read side by side. told: of what is
 * done so far, or NULL. */
typedef void audit_progress(int64_t events, int64_t size);
void audit_log(struct audit *audit, const struct audit_lines *lines, audit_progress *told);
/* All lines of export/keys, after the log. */
void audit_keys(struct audit *audit, struct audit_source keys);
/* Compares; to be called last. */
const struct audit_report *audit_finish(struct audit *audit);

#endif
