/* What was approved before, as limits look at it. For load.c alone; rows may be NULL: not asked
 * for.
 */
#ifndef BURSAR_DAEMON_STORE_BATCH_LOAD_APPROVED_H
#define BURSAR_DAEMON_STORE_BATCH_LOAD_APPROVED_H

#include <libpq-fe.h>

#include "core/decide/slice.h"

/* Of payments that are there. */
void load_put_approvals(struct slice *slice, const PGresult *rows);
void load_put_approved(struct slice *slice, const PGresult *rows);

#endif
