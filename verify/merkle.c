#include "verify/merkle.h"

#include "base/cc.h"

static struct digest node(const struct digest *left, const struct digest *right)
{
	const struct span parts[] = {{"\x01", 1}, {(const char *)left->bytes, DIGEST_BYTES},
		{(const char *)right->bytes, DIGEST_BYTES}};

	return hash_sha256_parts(parts, ARRAY_LEN(parts));
}

void merkle_add(struct merkle *merkle, const struct digest *leaf)
{
	struct digest root = *leaf;

	/* Each bit that carries is two trees of a size becoming one. */
	for (uint64_t size = merkle->size; size & 1; size >>= 1)
		root = node(&merkle->roots[--merkle->roots_len], &root);
	merkle->roots[merkle->roots_len++] = root;
	merkle->size++;
}

struct digest merkle_root(const struct merkle *merkle)
{
	unsigned n = merkle->roots_len;
	struct digest root;

	if (n == 0)
		return hash_sha256(SPAN(""));
	root = merkle->roots[--n];
	while (n > 0)
		root = node(&merkle->roots[--n], &root);
	return root;
}
