/* A reply without what its event lacks. */
#ifndef BURSAR_WIRE_REPLY_UNSHOWN_H
#define BURSAR_WIRE_REPLY_UNSHOWN_H

#include "base/json.h"
#include "wire/wire.h"

/* What can be said of an outcome with an event where its reply cannot be shown, and of a look that
 * is too large; returns the status. */
int reply_unshown(struct buf *out, const struct outcome *outcome, const char *trouble);
/* The members "recorded" and "event". An event that a dry run would have made has no number that
 * means anything. */
void reply_recorded(struct json *json, const struct outcome *outcome);

#endif
