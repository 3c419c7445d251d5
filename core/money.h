/* Pounds sterling as integer pence. */
#ifndef BURSAR_CORE_MONEY_H
#define BURSAR_CORE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"

struct buf;

/* The largest single amount: Bacs Standard 18 gives it 11 digits of pence. */
#define MONEY_MAX_PENCE INT64_C(99999999999)
/* What a balance may hold: a million such amounts. */
#define MONEY_BALANCE_MAX_PENCE (MONEY_MAX_PENCE * 1000000)

/* Reads "15", "15.00", "£15.00", "£1,234.50": at most two decimals (one is refused), commas only in
 * threes, above zero and at most MONEY_MAX_PENCE. Returns NULL, or what is wrong with the text as a
 * clause for messages. */
MUST_CHECK const char *money_parse(struct span text, int64_t *ret_pence);
/* The same, and nothing is an amount as well. */
MUST_CHECK const char *money_parse_or_none(struct span text, int64_t *ret_pence);
/* "£1,234.50", "-£3.00". */
void money_print(struct buf *out, int64_t pence);
/* "1234.50", for files. */
void money_print_plain(struct buf *out, int64_t pence);
/* False instead of overflow past MONEY_BALANCE_MAX_PENCE. */
MUST_CHECK bool money_add(int64_t a_pence, int64_t b_pence, int64_t *ret_pence);

#endif
