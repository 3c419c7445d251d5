/*
 * Every account, as the database says it stands and as transfers give it: credited, debited,
 * reserved, and of a cap its base, which is what the offer and no award has credited. Each reserve
 * is resolved once at most and in full, what goes back was there, no floor is broken, every book
 * sums to zero. Pure.
 */
#ifndef BURSAR_VERIFY_ACCOUNTS_H
#define BURSAR_VERIFY_ACCOUNTS_H

#include <jansson.h>

#include "base/map.h"
#include "core/account.h"
#include "verify/findings.h"
#include "verify/pending.h"
#include "verify/rows.h"

/* As the balances have it. */
struct accounts_book {
	const char *name;
	int64_t credited_pence, debited_pence, reserved_pence;
	int64_t accounts;
};

struct accounts {
	struct findings *findings; /* their arena holds the accounts as well */
	struct map by_code;
	struct recomputed *first, *last;
	struct pending reserves;
	int64_t told, transfers;
	struct accounts_book books[BOOKS];
};

struct accounts accounts_begin(struct findings *findings);
void accounts_free(struct accounts *accounts);

/* A line of the balances; all of them before the rest. */
void accounts_tell(struct accounts *accounts, const struct row_balance *row);
/* The transfers of an event, then the floors of those it took from (by a back, those on either
 * side), then its award, if it is one: what is no base of its cap. */
void accounts_apply(struct accounts *accounts, const struct row_transfer *row);
void accounts_check_floor(struct accounts *accounts, const char *code, int64_t event);
void accounts_award(struct accounts *accounts, const char *cap, int64_t amount_pence);
/* The row of an account that an event made: by one of its transfers, which is the first of it. */
void accounts_row(struct accounts *accounts, const json_t *row, int64_t event);
/* Whether the account of a code is of the book of a name; true if there is no such account. */
bool accounts_is_of(const struct accounts *accounts, const char *code, const char *book);
/* Compares, when all is there. rows: whether rows were given. */
void accounts_finish(struct accounts *accounts, bool rows);

#endif
