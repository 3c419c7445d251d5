/*
 * What tells that a key file is an authority's (authority.key_check), of those made before there
 * was such a thing: kept when their key file is there and opens what is sealed under it. Blocking
 * libpq, as migrate.h.
 */
#ifndef BURSAR_DAEMON_SETUP_KEY_CHECKS_H
#define BURSAR_DAEMON_SETUP_KEY_CHECKS_H

#include <stdio.h>

#include "base/cc.h"
#include "base/status.h"

struct arena;

/* On a migrated database, as its owner; says on out what it keeps, and of whom it cannot.
 * STATUS_DB_AWAY, STATUS_DB_REFUSED: *ret_error is a sentence. */
MUST_CHECK enum status key_checks_keep(struct arena *arena, const char *conninfo,
	const char *keys_dir, FILE *out, const char **ret_error);

#endif
