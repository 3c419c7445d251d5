/*
 * The root hash of a log, RFC 6962 2.1, leaf by leaf: node = SHA-256(0x01 || left || right), and of
 * more than one leaf the left side holds the greatest power of two that is less than all. Memory is
 * a digest for each bit of the size.
 */
#ifndef BURSAR_VERIFY_MERKLE_H
#define BURSAR_VERIFY_MERKLE_H

#include "base/hash.h"

enum { MERKLE_LEVELS = 63 };

/* Zero is the empty log. */
struct merkle {
	uint64_t size;
	/* Of each bit set in size, the root of as many leaves, the greatest first. */
	struct digest roots[MERKLE_LEVELS];
	unsigned roots_len;
};

/* leaf: as hash_leaf gives it. */
void merkle_add(struct merkle *merkle, const struct digest *leaf);
/* Of nothing: SHA-256 of nothing. */
struct digest merkle_root(const struct merkle *merkle);

#endif
