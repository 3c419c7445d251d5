#include "base/hash.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/cc.h"

enum { BLOCK_BYTES = 64, LENGTH_BYTES = 8, INNER_PAD = 0x36, OUTER_PAD = 0x5c };

static EVP_MD *sha256;
static EVP_MD_CTX *context;

static NORETURN void die(const char *why)
{
	(void)fprintf(stderr, "bursar: hash: %s\n", why);
	abort();
}

void hash_begin(void)
{
	if (context != NULL)
		return;
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	context = EVP_MD_CTX_new();
	if (sha256 == NULL || context == NULL || EVP_DigestInit_ex2(context, sha256, NULL) != 1)
		die("libcrypto has no SHA-256");
}

void hash_end(void)
{
	EVP_MD_CTX_free(context);
	EVP_MD_free(sha256);
	context = NULL;
	sha256 = NULL;
}

static void start(void)
{
	assert(context != NULL);
	if (EVP_DigestInit_ex2(context, NULL, NULL) != 1)
		die("SHA-256 does not start");
}

static void feed(const void *bytes, size_t len)
{
	if (len > 0 && EVP_DigestUpdate(context, bytes, len) != 1)
		die("SHA-256 takes no input");
}

static struct digest finish(void)
{
	struct digest digest;

	if (EVP_DigestFinal_ex(context, digest.bytes, NULL) != 1)
		die("SHA-256 does not end");
	return digest;
}

struct digest hash_sha256(struct span bytes)
{
	return hash_sha256_parts(&bytes, 1);
}

struct digest hash_sha256_parts(const struct span *parts, size_t count)
{
	start();
	for (size_t i = 0; i < count; i++)
		feed(parts[i].at, parts[i].len);
	return finish();
}

struct digest hash_leaf(struct span bytes)
{
	static const char leaf_prefix[1] = {0x00};
	const struct span parts[] = {{leaf_prefix, sizeof(leaf_prefix)}, bytes};

	return hash_sha256_parts(parts, ARRAY_LEN(parts));
}

/* RFC 2104: the key, or its digest if it is longer than a block, filled up with zeros. */
static void block_of(struct span key, uint8_t ret_block[BLOCK_BYTES])
{
	memset(ret_block, 0, BLOCK_BYTES);
	if (key.len > BLOCK_BYTES) {
		struct digest digest = hash_sha256(key);
		memcpy(ret_block, digest.bytes, sizeof(digest.bytes));
		OPENSSL_cleanse(&digest, sizeof(digest));
	} else if (key.len > 0) {
		memcpy(ret_block, key.at, key.len);
	}
}

static void feed_padded(const uint8_t block[BLOCK_BYTES], uint8_t pad)
{
	uint8_t padded[BLOCK_BYTES];

	for (size_t i = 0; i < sizeof(padded); i++)
		padded[i] = block[i] ^ pad;
	feed(padded, sizeof(padded));
	OPENSSL_cleanse(padded, sizeof(padded));
}

static struct digest hmac(struct span key, const struct span *parts, size_t count, bool lengths)
{
	uint8_t block[BLOCK_BYTES];

	block_of(key, block);
	start();
	feed_padded(block, INNER_PAD);
	for (size_t i = 0; i < count; i++) {
		uint8_t length[LENGTH_BYTES];
		for (size_t byte = 0; byte < sizeof(length); byte++)
			length[byte] = (uint8_t)((uint64_t)parts[i].len >> (56 - 8 * byte));
		if (lengths)
			feed(length, sizeof(length));
		feed(parts[i].at, parts[i].len);
	}
	struct digest inner = finish();
	start();
	feed_padded(block, OUTER_PAD);
	feed(inner.bytes, sizeof(inner.bytes));
	OPENSSL_cleanse(block, sizeof(block));
	return finish();
}

struct digest hash_hmac(struct span key, struct span bytes)
{
	return hmac(key, &bytes, 1, false);
}

struct digest hash_hmac_parts(struct span key, const struct span *parts, size_t count)
{
	return hmac(key, parts, count, true);
}

bool hash_eq(const struct digest *a, const struct digest *b)
{
	return CRYPTO_memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

void hash_random(void *ret_bytes, size_t len)
{
	uint8_t *at = ret_bytes;

	while (len > 0) {
		ssize_t got = getrandom(at, len, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			die("the kernel gives no random bytes");
		at += got;
		len -= (size_t)got;
	}
}

void hash_hex(const struct digest *digest, char ret_hex[DIGEST_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < DIGEST_BYTES; i++) {
		ret_hex[2 * i] = digits[digest->bytes[i] >> 4];
		ret_hex[2 * i + 1] = digits[digest->bytes[i] & 15];
	}
	ret_hex[DIGEST_HEX] = '\0';
}
