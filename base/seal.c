#include "base/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/parse.h"

enum {
	KEY_TEXT = 2 * SEAL_KEY_BYTES,
	SEALED_KEY_BYTES = SEAL_KEY_BYTES + SEAL_OVERHEAD,
	MODE_OF_OTHERS = S_IRWXG | S_IRWXO,
};

static EVP_CIPHER *aes_256_gcm;
static EVP_CIPHER_CTX *context;

static NORETURN void die(const char *why)
{
	(void)fprintf(stderr, "bursar: seal: %s\n", why);
	abort();
}

/* Fetched once: a context that keeps its cipher takes new keys without allocating. */
static void begin(void)
{
	if (context != NULL)
		return;
	aes_256_gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
	context = EVP_CIPHER_CTX_new();
	if (aes_256_gcm == NULL || context == NULL ||
		EVP_CipherInit_ex2(context, aes_256_gcm, NULL, NULL, 1, NULL) != 1)
		die("libcrypto has no AES-256-GCM");
}

void seal_end(void)
{
	EVP_CIPHER_CTX_free(context);
	EVP_CIPHER_free(aes_256_gcm);
	context = NULL;
	aes_256_gcm = NULL;
}

/* The context in the direction wanted, with place as additional data. */
static void start(const struct seal_key *key, const uint8_t *iv, struct span place, bool closing)
{
	int len = 0;

	begin();
	assert(place.len <= INT_MAX);
	if (EVP_CipherInit_ex2(context, NULL, key->bytes, iv, closing, NULL) != 1)
		die("AES-256-GCM does not start");
	if (place.len > 0 &&
		EVP_CipherUpdate(context, NULL, &len, (const uint8_t *)place.at, (int)place.len) !=
			1)
		die("AES-256-GCM takes no additional data");
}

static void run(const uint8_t *from, size_t len, uint8_t *ret_to)
{
	int done = 0;

	assert(len <= INT_MAX);
	if (len > 0 && EVP_CipherUpdate(context, ret_to, &done, from, (int)len) != 1)
		die("AES-256-GCM takes no input");
}

static void close_into(const struct seal_key *key, struct span place, const uint8_t *plain,
	size_t len, uint8_t *ret_sealed)
{
	uint8_t *text = ret_sealed + SEAL_IV_BYTES;
	uint8_t *tag = text + len;
	int done = 0;

	hash_random(ret_sealed, SEAL_IV_BYTES);
	start(key, ret_sealed, place, true);
	run(plain, len, text);
	if (EVP_CipherFinal_ex(context, tag, &done) != 1 ||
		EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, SEAL_TAG_BYTES, tag) != 1)
		die("AES-256-GCM gives no tag");
}

/* len: of the plain text. What stands in ret_plain is void if false is returned. */
static bool open_into(const struct seal_key *key, struct span place, const uint8_t *sealed,
	size_t len, uint8_t *ret_plain)
{
	const uint8_t *text = sealed + SEAL_IV_BYTES;
	uint8_t tag[SEAL_TAG_BYTES];
	int done = 0;

	memcpy(tag, text + len, sizeof(tag));
	start(key, sealed, place, false);
	run(text, len, ret_plain);
	if (EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, SEAL_TAG_BYTES, tag) != 1)
		die("AES-256-GCM takes no tag");
	bool opens = EVP_CipherFinal_ex(context, ret_plain + len, &done) == 1;
	if (!opens)
		OPENSSL_cleanse(ret_plain, len);
	return opens;
}

struct span seal_close(
	struct arena *arena, const struct seal_key *key, struct span place, struct span plain)
{
	size_t len = plain.len + SEAL_OVERHEAD;
	uint8_t *sealed = arena_alloc(arena, len);

	close_into(key, place, (const uint8_t *)plain.at, plain.len, sealed);
	return (struct span){(const char *)sealed, len};
}

enum status seal_open(struct arena *arena, const struct seal_key *key, struct span place,
	struct span sealed, struct span *ret_plain)
{
	if (sealed.len < SEAL_OVERHEAD)
		return STATUS_SEAL_BROKEN;
	size_t len = sealed.len - SEAL_OVERHEAD;
	uint8_t *plain = arena_alloc(arena, len + 1);
	if (!open_into(key, place, (const uint8_t *)sealed.at, len, plain))
		return STATUS_SEAL_BROKEN;
	*ret_plain = (struct span){(const char *)plain, len};
	return OK;
}

struct span seal_wrap(struct arena *arena, const struct seal_key *under, struct span place,
	const struct seal_key *key)
{
	uint8_t *wrapped = arena_alloc(arena, SEALED_KEY_BYTES);

	close_into(under, place, key->bytes, sizeof(key->bytes), wrapped);
	return (struct span){(const char *)wrapped, SEALED_KEY_BYTES};
}

enum status seal_unwrap(const struct seal_key *under, struct span place, struct span wrapped,
	struct seal_key *ret_key)
{
	struct seal_key key = {{0}};

	if (wrapped.len != SEALED_KEY_BYTES ||
		!open_into(under, place, (const uint8_t *)wrapped.at, sizeof(key.bytes), key.bytes))
		return STATUS_SEAL_BROKEN;
	*ret_key = key;
	OPENSSL_cleanse(&key, sizeof(key));
	return OK;
}

struct seal_key seal_derive(const struct seal_key *key, struct span purpose)
{
	struct seal_key derived;

	_Static_assert((int)SEAL_KEY_BYTES == (int)DIGEST_BYTES, "a digest makes a key");
	const struct span secret = {(const char *)key->bytes, sizeof(key->bytes)};
	struct digest digest = hash_hmac(secret, purpose);
	memcpy(derived.bytes, digest.bytes, sizeof(derived.bytes));
	OPENSSL_cleanse(&digest, sizeof(digest));
	return derived;
}

static void close_file(const int *file)
{
	int kept = errno;

	if (*file >= 0)
		close(*file);
	errno = kept;
}

/* Up to size bytes; fewer only at the end of the file. */
static enum status read_all(int file, char *ret_bytes, size_t size, size_t *ret_len)
{
	size_t len = 0;

	while (len < size) {
		ssize_t got = read(file, ret_bytes + len, size - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return STATUS_IO;
		if (got == 0)
			break;
		len += (size_t)got;
	}
	*ret_len = len;
	return OK;
}

static enum status write_all(int file, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t put = write(file, bytes, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return STATUS_IO;
		bytes += put;
		len -= (size_t)put;
	}
	return OK;
}

enum status seal_key_load(const char *path, struct seal_key *ret_key)
{
	/* One more than the longest form, so that a longer file shows; non-blocking, so that a
	 * FIFO at the path does not hold the daemon's start. */
	char text[KEY_TEXT + 2];
	size_t len = 0;
	struct stat about;

	int file CLEANUP(close_file) = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file < 0 || fstat(file, &about) != 0)
		return STATUS_IO;
	if (!S_ISREG(about.st_mode) || (about.st_mode & MODE_OF_OTHERS) != 0)
		/* cppcheck-suppress resourceLeak ; CLEANUP closes it */
		return STATUS_BAD_INPUT;
	enum status status = read_all(file, text, sizeof(text), &len);
	if (status == OK) {
		if (len == KEY_TEXT + 1 && text[KEY_TEXT] == '\n')
			len = KEY_TEXT;
		if (!parse_hex((struct span){text, len}, ret_key->bytes, sizeof(ret_key->bytes)))
			status = STATUS_BAD_INPUT;
	}
	OPENSSL_cleanse(text, sizeof(text));
	return status;
}

/* A file is on disk once its name is. */
static enum status sync_folder_of(const char *path)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	int len = slash == NULL ? 1 : (int)(slash - path + 1);

	if (snprintf(folder, sizeof(folder), "%.*s", len, slash == NULL ? "." : path) >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return STATUS_IO;
	}
	int file CLEANUP(close_file) = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return file >= 0 && fsync(file) == 0 ? OK : STATUS_IO;
}

static enum status write_key(int file, const struct seal_key *key)
{
	static const char digits[] = "0123456789abcdef";
	char text[KEY_TEXT + 1];

	for (size_t i = 0; i < sizeof(key->bytes); i++) {
		text[2 * i] = digits[key->bytes[i] >> 4];
		text[2 * i + 1] = digits[key->bytes[i] & 15];
	}
	text[KEY_TEXT] = '\n';
	enum status status = write_all(file, text, sizeof(text));
	OPENSSL_cleanse(text, sizeof(text));
	return status == OK && fsync(file) == 0 ? OK : STATUS_IO;
}

enum status seal_key_create(const char *path, struct seal_key *ret_key)
{
	struct seal_key key;

	int file CLEANUP(close_file) =
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (file < 0)
		return STATUS_IO;
	hash_random(key.bytes, sizeof(key.bytes));
	enum status status = write_key(file, &key);
	if (status == OK)
		status = sync_folder_of(path);
	if (status == OK) {
		*ret_key = key;
	} else {
		int kept = errno;
		unlink(path);
		errno = kept;
	}
	OPENSSL_cleanse(&key, sizeof(key));
	return status;
}
