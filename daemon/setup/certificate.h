/* Somebody's certificate, as a file handed to a command. */
#ifndef BURSAR_DAEMON_SETUP_CERTIFICATE_H
#define BURSAR_DAEMON_SETUP_CERTIFICATE_H

#include "base/cc.h"
#include "base/hash.h"
#include "base/status.h"

struct arena;

enum { CERTIFICATE_FILE_BYTES_MAX = 256 * 1024 };

/* By which staff are known: SHA-256 of the first certificate of a PEM file, which must be one that
 * OpenSSL can read. STATUS_IO, STATUS_BAD_INPUT; *ret_error is a sentence. hash_begin first. */
MUST_CHECK enum status certificate_fingerprint(struct arena *arena, const char *path,
	struct digest *ret_fingerprint, const char **ret_error);

#endif
