/*
 * The ledger as a journal of hledger: an account's own balance is credited - debited - reserved,
 * what it has reserved is in its sub-account "reserved". So the journal balances where bursar does,
 * and says at its end what every account must have.
 *
 *     post:     from -a, to +a                 settle:   from:reserved -a, to +a
 *     reserve:  from -a, from:reserved +a      release:  from:reserved -a, from +a
 *     back:     from +a, to -a
 */
#ifndef BURSAR_RENDER_HLEDGER_H
#define BURSAR_RENDER_HLEDGER_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/span.h"
#include "verify/rows.h"

struct arena;
struct hledger;

/* Memory in the arena grows with the number of accounts alone, if the text is taken as it comes.
 * from, to: the days asked for, NULL if none were; with either, the balances at the end are left
 * out, for they are those of the whole log. */
struct hledger *hledger_new(struct arena *arena, const char *from, const char *to) NEVER_NULL;
/* All balances first. False if a row is of another size than the one before. */
MUST_CHECK bool hledger_balance(struct hledger *hledger, const struct row_balance *row);
/* The declarations, once the balances are there. size: how many events the journal covers. */
void hledger_begin(struct hledger *hledger, int64_t size);
/* Then each transfer, in order. */
void hledger_transfer(struct hledger *hledger, const struct row_transfer *row);
/* The balances that must come out. */
void hledger_end(struct hledger *hledger);
/* What came to be of the journal since the last call; valid until the next one of any other. */
struct span hledger_text(struct hledger *hledger);
/* The size the balances named, -1 if there were none. */
int64_t hledger_size(const struct hledger *hledger);

#endif
