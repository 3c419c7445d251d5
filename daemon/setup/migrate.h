/*
 * The schema: `bursard migrate` makes it, and the daemon asks at its start whether it is the one it
 * was built for. Blocking libpq, which is fine where nobody else waits.
 *
 * The roles (sql/roles.sql), the schema bursar and its table of migrations are made in one
 * transaction; then each migration of sql/migrations that is not there yet in one of its own, as
 * bursar_owner, under a lock on that table: any number of `bursard migrate` may run at once, and
 * one that was broken off is gone on with by the next.
 */
#ifndef BURSAR_DAEMON_SETUP_MIGRATE_H
#define BURSAR_DAEMON_SETUP_MIGRATE_H

#include <stdio.h>

#include "base/cc.h"
#include "base/status.h"

struct arena;

/* Says each step on out, and last the key check values that authorities had not (key_checks.h).
 * conninfo must be a superuser's, or that of a role with CREATEROLE that may create schemas.
 * STATUS_DB_AWAY; STATUS_DB_REFUSED also for a database newer than this bursard, or made by
 * another: nothing is changed then. *ret_error is a sentence with its remedy. */
MUST_CHECK enum status migrate_run(struct arena *arena, const char *conninfo, const char *keys_dir,
	FILE *out, const char **ret_error);

/* The roles alone, so that a backup of the database can be restored on a server that has none of
 * them: it holds the schema and who owns it, and roles are the cluster's. Statuses and errors as
 * above. */
MUST_CHECK enum status migrate_roles(
	struct arena *arena, const char *conninfo, FILE *out, const char **ret_error);

/* Whether the daemon may start on it: OK; STATUS_DB_AWAY: not known; STATUS_DB_REFUSED: it is
 * another version, or no schema. */
MUST_CHECK enum status migrate_check(
	struct arena *arena, const char *conninfo, const char **ret_error);

#endif
