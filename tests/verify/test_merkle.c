#include "verify/merkle.h"

#include <string.h>

#include "base/parse.h"
#include "tests/check.h"

static struct digest root_of(const char *const *entries, size_t count)
{
	struct merkle merkle = {.size = 0};

	for (size_t i = 0; i < count; i++) {
		struct digest leaf = hash_leaf(span_of(entries[i]));

		merkle_add(&merkle, &leaf);
	}
	return merkle_root(&merkle);
}

static void check_root(const char *hex, struct digest root)
{
	struct digest wanted = {{0}};

	CHECK(parse_hex(span_of(hex), wanted.bytes, sizeof(wanted.bytes)));
	CHECK(hash_eq(&wanted, &root));
}

/* Three entries, computed by hand with sha256sum. */
TEST(three_entries_have_the_root_of_the_example)
{
	static const char *const entries[] = {"{\"v\":1,\"t\":\"open\"}",
		"{\"v\":1,\"t\":\"pay\",\"p\":1250}", "{\"v\":1,\"t\":\"void\",\"r\":1}"};

	hash_begin();
	check_root("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		root_of(entries, 0));
	check_root("afc486466d85f73148444429150bd80f8411373db3a449bddce4bd41ae9501b3",
		root_of(entries, 1));
	check_root("11e0e7d6953ed07ea2942f3a2bc2810a22c36f79fc5476e19a825e112c4659a1",
		root_of(entries, 2));
	check_root("860d82438038a136ce9176cc4fa510410d07901e02be4ede1902f61e38d4c6d6",
		root_of(entries, 3));
	hash_end();
}

/* RFC 6962 2.1 word by word: split at the greatest power of two below the number of leaves. */
static struct digest tree(const struct digest *leaves, size_t count)
{
	size_t left = 1;
	struct digest sides[2];

	if (count == 1)
		return leaves[0];
	while (left * 2 < count)
		left *= 2;
	sides[0] = tree(leaves, left);
	sides[1] = tree(leaves + left, count - left);
	const struct span parts[] = {{"\x01", 1}, {(const char *)&sides[0], DIGEST_BYTES},
		{(const char *)&sides[1], DIGEST_BYTES}};
	return hash_sha256_parts(parts, ARRAY_LEN(parts));
}

TEST(every_size_has_the_root_of_the_definition)
{
	enum { SIZES = 130 };
	struct digest leaves[SIZES];
	struct merkle merkle = {.size = 0};
	size_t wrong = 0;

	hash_begin();
	for (size_t i = 0; i < SIZES; i++) {
		struct digest wanted, root;

		leaves[i] = hash_leaf((struct span){(const char *)&i, sizeof(i)});
		merkle_add(&merkle, &leaves[i]);
		wanted = tree(leaves, i + 1);
		root = merkle_root(&merkle);
		wrong += hash_eq(&wanted, &root) ? 0 : 1;
	}
	CHECK_INT(0, wrong);
	CHECK_INT(SIZES, merkle.size);
	hash_end();
}
