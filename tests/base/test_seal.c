#include "base/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "tests/check.h"

enum { ROOM_BYTES = 1 << 20 };

static struct seal_key key_of(int first)
{
	struct seal_key key;

	for (int i = 0; i < SEAL_KEY_BYTES; i++)
		key.bytes[i] = (uint8_t)(first + i);
	return key;
}

static struct arena *begin(void)
{
	hash_begin();
	return arena_new(ROOM_BYTES);
}

static void end(struct arena *arena)
{
	arena_free(arena);
	seal_end();
	hash_end();
}

TEST(seal_opens_what_it_closed)
{
	struct arena *arena = begin();
	const struct seal_key key = key_of(0);
	static const char text[] = "Zoë Example, 1 Example Street, and more than one block of it";

	for (size_t len = 0; len < sizeof(text); len++) {
		check_row("%zu bytes", len);
		const struct span plain = {text, len};
		struct span opened = SPAN_NONE;
		struct span sealed = seal_close(arena, &key, SPAN("person/7/name"), plain);
		CHECK_INT(len + SEAL_OVERHEAD, sealed.len);
		CHECK_INT(OK, seal_open(arena, &key, SPAN("person/7/name"), sealed, &opened));
		CHECK(opened.at != NULL && span_eq(plain, opened));
	}
	struct span opened = SPAN_NONE;
	struct span sealed = seal_close(arena, &key, SPAN_NONE, SPAN_NONE);
	CHECK_INT(OK, seal_open(arena, &key, SPAN(""), sealed, &opened));
	end(arena);
}

/* NIST's GCM test case 16 (McGrew and Viega): 256-bit key, 96-bit IV, additional data. */
TEST(seal_form_is_iv_text_and_tag_of_aes_256_gcm)
{
	static const uint8_t key_bytes[] =
		"\xfe\xff\xe9\x92\x86\x65\x73\x1c\x6d\x6a\x8f\x94\x67\x30"
		"\x83\x08\xfe\xff\xe9\x92\x86\x65\x73\x1c\x6d\x6a\x8f\x94"
		"\x67\x30\x83\x08";
	const struct span place = SPAN("\xfe\xed\xfa\xce\xde\xad\xbe\xef\xfe\xed\xfa\xce\xde\xad"
				       "\xbe\xef\xab\xad\xda\xd2");
	const struct span sealed = SPAN(
		"\xca\xfe\xba\xbe\xfa\xce\xdb\xad\xde\xca\xf8\x88"
		"\x52\x2d\xc1\xf0\x99\x56\x7d\x07\xf4\x7f\x37\xa3\x2a\x84\x42\x7d\x64\x3a\x8c\xdc"
		"\xbf\xe5\xc0\xc9\x75\x98\xa2\xbd\x25\x55\xd1\xaa\x8c\xb0\x8e\x48\x59\x0d\xbb\x3d"
		"\xa7\xb0\x8b\x10\x56\x82\x88\x38\xc5\xf6\x1e\x63\x93\xba\x7a\x0a\xbc\xc9\xf6\x62"
		"\x76\xfc\x6e\xce\x0f\x4e\x17\x68\xcd\xdf\x88\x53\xbb\x2d\x55\x1b");
	struct arena *arena = begin();
	struct seal_key key;
	struct span opened = SPAN_NONE;

	memcpy(key.bytes, key_bytes, sizeof(key.bytes));
	if (CHECK_INT(OK, seal_open(arena, &key, place, sealed, &opened)))
		CHECK_HEX("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
			  "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
			opened.at, opened.len);
	end(arena);
}

TEST(seal_never_uses_an_iv_twice)
{
	struct arena *arena = begin();
	const struct seal_key key = key_of(0);
	struct span a = seal_close(arena, &key, SPAN("p"), SPAN("same"));
	struct span b = seal_close(arena, &key, SPAN("p"), SPAN("same"));

	CHECK(memcmp(a.at, b.at, SEAL_IV_BYTES) != 0);
	CHECK(!span_eq(a, b));
	end(arena);
}

TEST(seal_is_broken_by_any_bit_any_length_another_place_or_key)
{
	struct arena *arena = begin();
	const struct seal_key key = key_of(0);
	const struct seal_key other = key_of(1);
	struct span opened = SPAN("kept");
	struct span sealed = seal_close(arena, &key, SPAN("place"), SPAN("a secret"));

	for (size_t bit = 0; bit < sealed.len * 8; bit++) {
		check_row("bit %zu", bit);
		char *bytes = arena_strndup(arena, sealed.at, sealed.len);
		bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
		CHECK_INT(STATUS_SEAL_BROKEN,
			seal_open(arena, &key, SPAN("place"), (struct span){bytes, sealed.len},
				&opened));
	}
	for (size_t len = 0; len < sealed.len; len++) {
		check_row("%zu bytes", len);
		CHECK_INT(STATUS_SEAL_BROKEN,
			seal_open(arena, &key, SPAN("place"), span_slice(sealed, 0, len), &opened));
	}
	check_row("place, key");
	CHECK_INT(STATUS_SEAL_BROKEN, seal_open(arena, &key, SPAN("places"), sealed, &opened));
	CHECK_INT(STATUS_SEAL_BROKEN, seal_open(arena, &key, SPAN(""), sealed, &opened));
	CHECK_INT(STATUS_SEAL_BROKEN, seal_open(arena, &other, SPAN("place"), sealed, &opened));
	CHECK_SPAN("kept", opened);
	CHECK_INT(OK, seal_open(arena, &key, SPAN("place"), sealed, &opened));
	CHECK_SPAN("a secret", opened);
	end(arena);
}

TEST(seal_wraps_keys)
{
	struct arena *arena = begin();
	const struct seal_key under = key_of(0);
	const struct seal_key key = key_of(100);
	struct seal_key got = key_of(50);
	const struct seal_key kept = got;
	struct span wrapped = seal_wrap(arena, &under, SPAN("person/7"), &key);

	CHECK_INT(STATUS_SEAL_BROKEN, seal_unwrap(&under, SPAN("person/8"), wrapped, &got));
	CHECK_INT(STATUS_SEAL_BROKEN, seal_unwrap(&key, SPAN("person/7"), wrapped, &got));
	CHECK_INT(STATUS_SEAL_BROKEN, seal_unwrap(&under, SPAN("person/7"), SPAN_NONE, &got));
	/* A good seal, but of something that is no key. */
	struct span text = seal_close(arena, &under, SPAN("person/7"), SPAN("short"));
	CHECK_INT(STATUS_SEAL_BROKEN, seal_unwrap(&under, SPAN("person/7"), text, &got));
	CHECK(memcmp(&got, &kept, sizeof(got)) == 0);
	CHECK_INT(OK, seal_unwrap(&under, SPAN("person/7"), wrapped, &got));
	CHECK(memcmp(&got, &key, sizeof(got)) == 0);
	end(arena);
}

TEST(seal_derives_a_key_for_each_purpose)
{
	struct arena *arena = begin();
	struct seal_key key;

	memset(key.bytes, 0x0b, sizeof(key.bytes));
	struct seal_key derived = seal_derive(&key, SPAN("keys"));
	struct digest digest =
		hash_hmac((struct span){(const char *)key.bytes, sizeof(key.bytes)}, SPAN("keys"));
	CHECK(memcmp(derived.bytes, digest.bytes, sizeof(derived.bytes)) == 0);
	struct seal_key another = seal_derive(&key, SPAN("texts"));
	CHECK(memcmp(derived.bytes, another.bytes, sizeof(derived.bytes)) != 0);
	end(arena);
}

static char folder[] = "/tmp/bursar-seal-XXXXXX";

static const char *file_in_folder(struct arena *arena, const char *name)
{
	if (folder[sizeof(folder) - 2] == 'X')
		assert(mkdtemp(folder) != NULL);
	return arena_printf(arena, "%s/%s", folder, name);
}

static void clear(const char *path)
{
	unlink(path);
	rmdir(folder);
	memset(folder + sizeof(folder) - 7, 'X', 6);
}

TEST(seal_key_file_is_made_once_and_read_again)
{
	struct arena *arena = begin();
	const char *path = file_in_folder(arena, "key");
	struct seal_key made = key_of(0);
	struct seal_key read = key_of(1);
	struct stat about;

	CHECK_INT(OK, seal_key_create(path, &made));
	CHECK(memcmp(made.bytes, key_of(0).bytes, sizeof(made.bytes)) != 0);
	CHECK_INT(0, stat(path, &about));
	CHECK_INT(0600, about.st_mode & 07777);
	CHECK_INT(65, about.st_size);
	CHECK_INT(OK, seal_key_load(path, &read));
	CHECK(memcmp(&made, &read, sizeof(made)) == 0);

	errno = 0;
	CHECK_INT(STATUS_IO, seal_key_create(path, &read));
	CHECK_INT(EEXIST, errno);
	CHECK(memcmp(&made, &read, sizeof(made)) == 0);
	CHECK_INT(OK, seal_key_load(path, &read));
	CHECK(memcmp(&made, &read, sizeof(made)) == 0);
	clear(path);
	errno = 0;
	CHECK_INT(STATUS_IO, seal_key_load(path, &read));
	CHECK_INT(ENOENT, errno);
	CHECK_INT(STATUS_IO, seal_key_create(path, &read));
	CHECK_INT(ENOENT, errno);
	end(arena);
}

#define HEX_16 "000102030405060708090A0B0C0D0E0f"

TEST(seal_key_file_must_have_the_form_and_the_mode)
{
	static const struct {
		const char *text;
		mode_t mode;
		enum status status;
	} rows[] = {
		{HEX_16 HEX_16, 0600, OK},
		{HEX_16 HEX_16 "\n", 0600, OK},
		{HEX_16 HEX_16 "\n", 0400, OK},
		{HEX_16 HEX_16 "\n", 0640, STATUS_BAD_INPUT},
		{HEX_16 HEX_16 "\n", 0604, STATUS_BAD_INPUT},
		{HEX_16 HEX_16 "\n", 0610, STATUS_BAD_INPUT},
		{HEX_16 HEX_16 "\n\n", 0600, STATUS_BAD_INPUT},
		{HEX_16 HEX_16 "\r", 0600, STATUS_BAD_INPUT},
		{HEX_16 HEX_16 "00", 0600, STATUS_BAD_INPUT},
		{HEX_16 HEX_16 "\n" HEX_16, 0600, STATUS_BAD_INPUT},
		{HEX_16 "\n", 0600, STATUS_BAD_INPUT},
		{HEX_16 "000102030405060708090A0B0C0D0E0g", 0600, STATUS_BAD_INPUT},
		{"", 0600, STATUS_BAD_INPUT},
	};
	struct arena *arena = begin();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("row %zu", i);
		const char *path = file_in_folder(arena, "key");
		struct seal_key key = key_of(77);
		FILE *file = fopen(path, "w");
		CHECK(file != NULL && fputs(rows[i].text, file) >= 0 && fclose(file) == 0);
		CHECK_INT(0, chmod(path, rows[i].mode));
		CHECK_INT(rows[i].status, seal_key_load(path, &key));
		if (rows[i].status == OK)
			CHECK_HEX(
				"000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f",
				key.bytes, sizeof(key.bytes));
		else
			CHECK(memcmp(key.bytes, key_of(77).bytes, sizeof(key.bytes)) == 0);
		clear(path);
	}
	struct seal_key key;
	CHECK_INT(STATUS_BAD_INPUT, seal_key_load("/dev/null", &key));
	CHECK_INT(STATUS_BAD_INPUT, seal_key_load("/tmp", &key));
	end(arena);
}
