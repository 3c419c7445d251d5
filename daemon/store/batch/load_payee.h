/* Who is paid, of what load.c has asked for: payees, and what the purchase ledger knows somebody
 * by. */
#ifndef BURSAR_DAEMON_STORE_BATCH_LOAD_PAYEE_H
#define BURSAR_DAEMON_STORE_BATCH_LOAD_PAYEE_H

#include <libpq-fe.h>

#include "base/cc.h"
#include "core/decide/slice.h"
#include "daemon/store/authority.h"

/* result may be NULL. False if a payee's key does not open. */
MUST_CHECK bool load_put_payees(struct slice *slice, const struct store_authority *authority,
	const PGresult *result, const char **ret_error);
/* Of a row of people. */
void load_person_creditor(const PGresult *result, int row, struct slice_person *person);
/* Of a row of payments, whose payees are in the slice. False if one is not. */
MUST_CHECK bool load_paid_to(
	struct slice *slice, const PGresult *result, int row, struct slice_payment *payment);

#endif
