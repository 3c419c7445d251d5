/*
 * SHA-256 and HMAC-SHA-256 by libcrypto, whose algorithm is fetched once (fetching in each call
 * costs 0.3 µs), and chance from the kernel. hash_begin before anything else here.
 * One context serves every call: for programs of one thread.
 */
#ifndef BURSAR_BASE_HASH_H
#define BURSAR_BASE_HASH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum { DIGEST_BYTES = 32 };

struct digest {
	uint8_t bytes[DIGEST_BYTES];
};

/* Fetches the algorithms; safe to repeat. Ends the process if libcrypto lacks them. */
void hash_begin(void);
/* Frees them, so that leak checks stay silent. */
void hash_end(void);

struct digest hash_sha256(struct span bytes);
/* Of the spans one after the other, with nothing between. */
struct digest hash_sha256_parts(const struct span *parts, size_t count);
/* RFC 6962 2.1: SHA-256(0x00 || bytes). */
struct digest hash_leaf(struct span bytes);
/* RFC 2104 over SHA-256. */
struct digest hash_hmac(struct span key, struct span bytes);
/* Each part is preceded by its length as 8 bytes, big-endian, so that no two lists give the same
 * input. */
struct digest hash_hmac_parts(struct span key, const struct span *parts, size_t count);
/* In time that does not depend on the contents. */
bool hash_eq(const struct digest *a, const struct digest *b);
/* getrandom(2); never fails once the kernel has started. */
void hash_random(void *ret_bytes, size_t len);

enum { DIGEST_HEX = 2 * DIGEST_BYTES };

/* In lower case, NUL behind it. */
void hash_hex(const struct digest *digest, char ret_hex[DIGEST_HEX + 1]);

#endif
