/* Files of notes of audits (verify/since.h). What is wrong with one is said. */
#ifndef BURSAR_CLI_RUN_NOTED_H
#define BURSAR_CLI_RUN_NOTED_H

#include <stdbool.h>

#include "base/cc.h"
#include "verify/audit.h"
#include "verify/since.h"

struct arena;

/* Notes, or an export of events; since: zeroed but for its arena. */
MUST_CHECK bool noted_read(struct since *since, const char *path);
/* A line at the end of the file, of a log that is as it should be. */
MUST_CHECK bool noted_add(struct arena *arena, const char *path, const struct audit_report *report);

#endif
