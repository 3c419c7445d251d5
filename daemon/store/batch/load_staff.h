/* Of what flight 1 brings, that about staff: rows (query.def) into the slice. NULL: not asked for.
 */
#ifndef BURSAR_DAEMON_STORE_BATCH_LOAD_STAFF_H
#define BURSAR_DAEMON_STORE_BATCH_LOAD_STAFF_H

#include <libpq-fe.h>

#include "base/seal.h"
#include "core/decide/slice.h"

/* roles: what was changed of theirs, in the order in which it was. */
void load_put_staff(struct slice *slice, const PGresult *result, const PGresult *roles);
/* key: the authority's for invitations. */
void load_put_invitations(struct slice *slice, const struct seal_key *key, const PGresult *result);
void load_put_certificates(struct slice *slice, const PGresult *result);
void load_put_credentials(struct slice *slice, const PGresult *result);

#endif
