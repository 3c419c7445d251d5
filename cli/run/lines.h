/*
 * The lines of an import on their way, one after the other: counted, and what was refused or is
 * already there said at the end. An import that stops can go on: its message says how.
 *
 * With --again every line is made once more: its n begins behind the greatest whose key is known
 * (by events up to --after, with which an import with --again that stopped goes on).
 */
#ifndef BURSAR_CLI_RUN_LINES_H
#define BURSAR_CLI_RUN_LINES_H

#include "base/span.h"
#include "cli/exit.h"
#include "cli/run/import.h"

struct session;

/* header is what import_check found in text. */
enum exit_status lines_run(struct session *session, struct span text, const struct action *each,
	const struct import_header *header);

#endif
