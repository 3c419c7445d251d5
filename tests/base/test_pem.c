#include "base/pem.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tests/check.h"

#define BEGIN "-----BEGIN CERTIFICATE-----\n"
#define END   "-----END CERTIFICATE-----\n"

/* Made by openssl req -x509; openssl x509 -fingerprint -sha256 gave the figure below. */
static const char sample[] =
	BEGIN "MIIBYDCCAQagAwIBAgIBBzAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDAR0ZXN0MB4X\n"
	      "DTI2MTEyMTIyMTMyOFoXDTM2MTExODIyMTMyOFowDzENMAsGA1UEAwwEdGVzdDBZ\n"
	      "MBMGByqGSM49AgEGCCqGSM49AwEHA0IABIUu1EJpPLmJdItNqQ5IaskoJzway0Vn\n"
	      "b88sxLk8ZPIO1wti/iLoUuQqKiE7b/97WIc8M9hrGi0Fms0PlRVyvwSjUzBRMB0G\n"
	      "A1UdDgQWBBTnydoTdZx5Q2CCo1bghanfovDrGzAfBgNVHSMEGDAWgBTnydoTdZx5\n"
	      "Q2CCo1bghanfovDrGzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUC\n"
	      "IGYCUvABDdzrpH1fzzuOmkDvCjmGTrR1XUlGNid1FQG5AiEA/zk97muBhr5+cs8t\n"
	      "9yxooAwI9vb3HuUGzjvEIvYdvL8=\n" END;
static const char sample_fingerprint[] =
	"64974241804cab491a0c50faf5b7553345247af710a3ed0538caba6c97dcddbb";

TEST(fingerprint_is_openssls)
{
	struct digest digest;

	hash_begin();
	if (CHECK(pem_fingerprint(SPAN(sample), &digest)))
		CHECK_HEX(sample_fingerprint, digest.bytes, sizeof(digest.bytes));
	hash_end();
}

TEST(first_certificate_counts)
{
	struct arena *arena = arena_new(1024 * 1024);
	struct buf text = buf_in(arena);
	struct digest digest;

	hash_begin();
	buf_text(&text,
		"Bag Attributes\n-----BEGIN PRIVATE KEY-----\nAAAA\n"
		"-----END PRIVATE KEY-----\n");
	buf_text(&text, sample);
	buf_text(&text, BEGIN "AAAA\n" END);
	if (CHECK(pem_fingerprint(buf_done(&text), &digest)))
		CHECK_HEX(sample_fingerprint, digest.bytes, sizeof(digest.bytes));
	hash_end();
	arena_free(arena);
}

TEST(base64_is_strict)
{
	static const struct {
		const char *text;
		const char *hex; /* NULL: refused */
	} rows[] = {
		{BEGIN "AAEC" END, "000102"},
		{BEGIN "AA EC\r\n\t" END, "000102"},
		{BEGIN "AAECAw==" END, "00010203"},
		{BEGIN "AAECAwQ=" END, "0001020304"},
		{BEGIN "+/+/" END, "fbffbf"},
		{BEGIN END, NULL},
		{BEGIN "AAE" END, NULL},
		{BEGIN "AAECA" END, NULL},
		{BEGIN "AAECAw=" END, NULL},
		{BEGIN "AAECAw==AAEC" END, NULL},
		{BEGIN "AAECAw======" END, NULL},
		{BEGIN "AAECA===" END, NULL},
		{BEGIN "AA=C" END, NULL},
		{BEGIN "AAECAx==" END, NULL}, /* unused bits set */
		{BEGIN "AAECAwR=" END, NULL},
		{BEGIN "AA-C" END, NULL},
		{BEGIN "AAEC", NULL},
		{"AAEC" END, NULL},
		{"", NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(1024 * 1024);
		struct span der = SPAN_NONE;
		check_row("%zu", i);
		bool sound = pem_certificate(arena, span_of(rows[i].text), &der);
		CHECK_INT(rows[i].hex != NULL, sound);
		if (sound && rows[i].hex != NULL)
			CHECK_HEX(rows[i].hex, der.at, der.len);
		arena_free(arena);
	}
}

TEST(size_has_an_edge)
{
	static const struct {
		size_t groups;
		bool sound;
	} rows[] = {
		{PEM_DER_BYTES_MAX / 3, true},
		{PEM_DER_BYTES_MAX / 3 + 1, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(4 * 1024 * 1024);
		struct buf text = buf_in(arena);
		struct span der = SPAN_NONE;
		check_row("%zu", i);
		buf_text(&text, BEGIN);
		for (size_t group = 0; group < rows[i].groups; group++)
			buf_text(&text, "AAEC");
		buf_text(&text, END);
		bool sound = pem_certificate(arena, buf_done(&text), &der);
		CHECK_INT(rows[i].sound, sound);
		arena_free(arena);
	}
}
