/*
 * Where the key files of authorities are made: KEYS/CODE.key. Whoever makes them is often root, and
 * the daemon that reads them is not: what root makes here belongs to the owner of the folder it is
 * made in.
 */
#ifndef BURSAR_DAEMON_SETUP_KEYFILE_H
#define BURSAR_DAEMON_SETUP_KEYFILE_H

#include "base/cc.h"
#include "base/seal.h"
#include "base/status.h"

struct arena;

/* Makes the folder (mode 0700) if need be, and the file (0600). STATUS_BAD_INPUT: the file is there
 * already; STATUS_IO. *ret_error is a sentence with its remedy. */
MUST_CHECK enum status keyfile_create(struct arena *arena, const char *folder, const char *path,
	struct seal_key *ret_key, const char **ret_error);

#endif
