/*
 * `bursard authority add`: one more council. Its key file, its row, the head of its log, and event
 * 0 with its first admin, all in one transaction.
 *
 * The key file is made before COMMIT is sent and removed if the database refuses. It stays if the
 * connection is lost after that, since the authority may be there and nothing of it could be opened
 * without its key.
 */
#ifndef BURSAR_DAEMON_SETUP_AUTHORITY_H
#define BURSAR_DAEMON_SETUP_AUTHORITY_H

#include <stdio.h>

#include "base/cc.h"
#include "base/status.h"

struct arena;
struct config;

struct authority_request {
	const char *code, *name;
	const char *admin_name;
	const char *admin_cert; /* path of a PEM file */
};

/*
 * Says on out what it did. STATUS_BAD_INPUT: the request; STATUS_IO: a file; STATUS_DB_AWAY,
 * STATUS_DB_REFUSED. *ret_error is a sentence with its remedy. hash_begin first.
 */
MUST_CHECK enum status authority_add(struct arena *arena, const struct config *config,
	const struct authority_request *request, FILE *out, const char **ret_error);

#endif
