/*
 * Personal data at rest: AES-256-GCM with a random 12-byte IV. The sealed form is
 * IV || ciphertext || 16-byte tag. Additional data bind a sealed text to its place, so that it
 * cannot be moved to another row. hash_begin first.
 */
#ifndef BURSAR_BASE_SEAL_H
#define BURSAR_BASE_SEAL_H

#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"
#include "base/status.h"

struct arena;

enum { SEAL_KEY_BYTES = 32, SEAL_IV_BYTES = 12, SEAL_TAG_BYTES = 16, SEAL_OVERHEAD = 28 };

struct seal_key {
	uint8_t bytes[SEAL_KEY_BYTES];
};

/* In the arena. */
struct span seal_close(
	struct arena *arena, const struct seal_key *key, struct span place, struct span plain);
/* STATUS_SEAL_BROKEN if the key, the place or a bit is another. */
MUST_CHECK enum status seal_open(struct arena *arena, const struct seal_key *key, struct span place,
	struct span sealed, struct span *ret_plain);

/* A key sealed under another. */
struct span seal_wrap(struct arena *arena, const struct seal_key *under, struct span place,
	const struct seal_key *key);
MUST_CHECK enum status seal_unwrap(const struct seal_key *under, struct span place,
	struct span wrapped, struct seal_key *ret_key);

/* A key for one purpose: HMAC-SHA-256(key, purpose). */
struct seal_key seal_derive(const struct seal_key *key, struct span purpose);
/* 64 hex digits and perhaps a line feed, in a file nobody else may read. STATUS_IO with errno set,
 * STATUS_BAD_INPUT if the form or the mode (anything for group or others) is wrong. */
MUST_CHECK enum status seal_key_load(const char *path, struct seal_key *ret_key);
/* Makes the file with mode 0600, synced to disk; STATUS_IO with errno EEXIST if it is there. */
MUST_CHECK enum status seal_key_create(const char *path, struct seal_key *ret_key);

/* Frees the cipher that the first use fetched, so that leak checks stay silent. */
void seal_end(void);

#endif
