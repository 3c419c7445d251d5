/* `bursard sql`: the statements of the daemon, for psql and EXPLAIN. */
#ifndef BURSAR_DAEMON_SETUP_SHOW_SQL_H
#define BURSAR_DAEMON_SETUP_SHOW_SQL_H

#include <stdio.h>

#include "base/cc.h"
#include "base/status.h"

struct arena;

/* Writes PREPARE of the statement of that name, or of all if it is NULL: those of sql/lane, those
 * that add rows, and the queries of reads. BAD_INPUT: there is no such statement. */
MUST_CHECK enum status show_sql(
	struct arena *arena, const char *name, FILE *out, const char **ret_error);

#endif
