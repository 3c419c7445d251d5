#include "base/hash.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "tests/check.h"

static size_t allocations;

static void *count_malloc(size_t bytes, const char *file, int line)
{
	(void)file;
	(void)line;
	allocations++;
	return malloc(bytes);
}

static void *count_realloc(void *at, size_t bytes, const char *file, int line)
{
	(void)file;
	(void)line;
	allocations++;
	return realloc(at, bytes);
}

static void count_free(void *at, const char *file, int line)
{
	(void)file;
	(void)line;
	free(at);
}

/* libcrypto takes other memory functions only before its first allocation. */
__attribute__((constructor)) static void watch(void)
{
	assert(CRYPTO_set_mem_functions(count_malloc, count_realloc, count_free) == 1);
}

static struct span repeat(char byte, size_t count)
{
	static char bytes[1000000];

	assert(count <= sizeof(bytes));
	memset(bytes, byte, count);
	return (struct span){bytes, count};
}

#define CHECK_DIGEST(want, got)                                                                    \
	do {                                                                                       \
		struct digest digest_ = (got);                                                     \
		CHECK_HEX((want), digest_.bytes, sizeof(digest_.bytes));                           \
	} while (0)

/* FIPS 180-4 examples (NIST CSRC, SHA256.pdf and the "additional" ones). */
TEST(hash_sha256_gives_the_examples_of_nist)
{
	hash_begin();
	hash_begin();
	CHECK_DIGEST("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		hash_sha256(SPAN("")));
	CHECK_DIGEST("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		hash_sha256(SPAN_NONE));
	CHECK_DIGEST("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		hash_sha256(SPAN("abc")));
	CHECK_DIGEST("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
		hash_sha256(SPAN("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")));
	CHECK_DIGEST("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
		hash_sha256(repeat('a', 1000000)));
	const struct span parts[] = {SPAN("a"), SPAN(""), SPAN_NONE, SPAN("bc")};
	CHECK_DIGEST("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		hash_sha256_parts(parts, ARRAY_LEN(parts)));
	hash_end();
}

/* The empty leaf is that of RFC 6962's reference implementation; the others are the worked example
 * of three events that the proofs use. */
TEST(hash_leaf_follows_rfc_6962)
{
	hash_begin();
	CHECK_DIGEST("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		hash_leaf(SPAN("")));
	CHECK_DIGEST("afc486466d85f73148444429150bd80f8411373db3a449bddce4bd41ae9501b3",
		hash_leaf(SPAN("{\"v\":1,\"t\":\"open\"}")));
	CHECK_DIGEST("2838daf9ebf009ab5ecec269a30356496e9b8efbd038c40cdc639261915fa08f",
		hash_leaf(SPAN("{\"v\":1,\"t\":\"pay\",\"p\":1250}")));
	CHECK_DIGEST("07db4326ac7ce1f71ab0f3a3eb43dc944342b8c481adb0ba6a36f697a52e3733",
		hash_leaf(SPAN("{\"v\":1,\"t\":\"void\",\"r\":1}")));
	hash_end();
}

/* RFC 4231, 4.2 to 4.8 (4.6 is about truncation, which we do not do). */
TEST(hash_hmac_gives_the_examples_of_rfc_4231)
{
	char key[131];

	hash_begin();
	memset(key, 0x0b, 20);
	CHECK_DIGEST("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
		hash_hmac((struct span){key, 20}, SPAN("Hi There")));
	CHECK_DIGEST("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
		hash_hmac(SPAN("Jefe"), SPAN("what do ya want for nothing?")));
	memset(key, 0xaa, sizeof(key));
	CHECK_DIGEST("773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
		hash_hmac((struct span){key, 20}, repeat('\xdd', 50)));
	CHECK_DIGEST("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
		hash_hmac((struct span){key, 131},
			SPAN("Test Using Larger Than Block-Size Key - Hash Key First")));
	CHECK_DIGEST("9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
		hash_hmac((struct span){key, 131},
			SPAN("This is a test using a larger than block-size key and a larger than "
			     "block-size data. The key needs to be hashed before being used by the "
			     "HMAC algorithm.")));
	for (int i = 0; i < 25; i++)
		key[i] = (char)(i + 1);
	CHECK_DIGEST("82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
		hash_hmac((struct span){key, 25}, repeat('\xcd', 50)));
	hash_end();
}

TEST(hash_hmac_parts_tells_lists_apart)
{
	hash_begin();
	const struct span ab_c[] = {SPAN("ab"), SPAN("c")};
	const struct span a_bc[] = {SPAN("a"), SPAN("bc")};
	const struct span abc_none[] = {SPAN("abc"), SPAN("")};
	struct digest first = hash_hmac_parts(SPAN("key"), ab_c, 2);
	struct digest second = hash_hmac_parts(SPAN("key"), a_bc, 2);
	struct digest third = hash_hmac_parts(SPAN("key"), abc_none, 2);
	CHECK(!hash_eq(&first, &second));
	CHECK(!hash_eq(&first, &third));
	struct digest same = hash_hmac(SPAN("key"), SPAN("\0\0\0\0\0\0\0\2ab\0\0\0\0\0\0\0\1c"));
	CHECK(hash_eq(&first, &same));
	hash_end();
}

TEST(hash_eq_looks_at_every_byte)
{
	struct digest a = {{0}};

	CHECK(hash_eq(&a, &a));
	for (size_t i = 0; i < DIGEST_BYTES; i++) {
		struct digest b = a;
		b.bytes[i] ^= 0x80;
		CHECK(!hash_eq(&a, &b));
	}
}

/* libcrypto 3.0 makes a new state of SHA-256 (112 bytes) whenever a context is started again, 3.1
 * and later keep it; fetching in each call would cost several. */
TEST(hash_costs_at_most_one_allocation_once_begun)
{
	hash_begin();
	hash_sha256(SPAN("first"));
	CHECK(allocations > 0);
	size_t before = allocations;
	for (int i = 0; i < 100; i++)
		hash_sha256(SPAN("again"));
	CHECK(allocations - before <= 100);
	hash_end();
}

TEST(hash_random_fills_all_of_it)
{
	uint8_t bytes[3][700];
	uint8_t seen[700] = {0};

	for (int round = 0; round < 3; round++) {
		memset(bytes[round], 0, sizeof(bytes[round]));
		hash_random(bytes[round], sizeof(bytes[round]));
		for (size_t i = 0; i < sizeof(seen); i++)
			seen[i] |= bytes[round][i];
	}
	/* A byte left zero three times by chance: 700 in 16 million runs. */
	int zeros = 0;
	for (size_t i = 0; i < sizeof(seen); i++)
		zeros += seen[i] == 0;
	CHECK(zeros < 2);
	CHECK(memcmp(bytes[0], bytes[1], sizeof(bytes[0])) != 0);
	hash_random(NULL, 0);
}
