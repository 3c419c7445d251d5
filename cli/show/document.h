/* A file that people wrote, an offer or financial rules, read here without the daemon, and what is
 * wrong with it. */
#ifndef BURSAR_CLI_SHOW_DOCUMENT_H
#define BURSAR_CLI_SHOW_DOCUMENT_H

#include "base/cc.h"
#include "base/fault.h"
#include "base/span.h"
#include "cli/ask/session.h"

/* The text of the parameter FILE and a list for its faults, named after it; false if it cannot be
 * read, which is then said. */
MUST_CHECK bool document_open(
	struct session *session, struct span *ret_text, struct faults **ret_faults);
/* Says its faults: as JSON if that was asked for, and then also that there are none. sound: nothing
 * is wrong with it, which is the answer. */
MUST_CHECK bool document_close(struct session *session, struct faults *faults, bool sound);

#endif
