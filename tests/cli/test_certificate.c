#include "cli/ask/certificate.h"

#include <string.h>

#include "base/arena.h"
#include "base/pem.h"
#include "tests/check.h"

/* Made by openssl req -x509; openssl x509 -dates gave the days below. */
static const char sample[] = "-----BEGIN CERTIFICATE-----\n"
			     "MIIBYDCCAQagAwIBAgIBBzAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDAR0ZXN0MB4X\n"
			     "DTI2MTEyMTIyMTMyOFoXDTM2MTExODIyMTMyOFowDzENMAsGA1UEAwwEdGVzdDBZ\n"
			     "MBMGByqGSM49AgEGCCqGSM49AwEHA0IABIUu1EJpPLmJdItNqQ5IaskoJzway0Vn\n"
			     "b88sxLk8ZPIO1wti/iLoUuQqKiE7b/97WIc8M9hrGi0Fms0PlRVyvwSjUzBRMB0G\n"
			     "A1UdDgQWBBTnydoTdZx5Q2CCo1bghanfovDrGzAfBgNVHSMEGDAWgBTnydoTdZx5\n"
			     "Q2CCo1bghanfovDrGzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUC\n"
			     "IGYCUvABDdzrpH1fzzuOmkDvCjmGTrR1XUlGNid1FQG5AiEA/zk97muBhr5+cs8t\n"
			     "9yxooAwI9vb3HuUGzjvEIvYdvL8=\n"
			     "-----END CERTIFICATE-----\n";

static void check_days(struct span der, const char *first, const char *last)
{
	struct date days[2];
	char text[DATE_TEXT + 1];

	if (!CHECK(certificate_days(der, &days[0], &days[1])))
		return;
	date_format(days[0], text);
	CHECK_TEXT(first, text);
	date_format(days[1], text);
	CHECK_TEXT(last, text);
}

TEST(days_are_openssls)
{
	struct arena *arena = arena_new(1024 * 1024);
	struct span der;

	if (CHECK(pem_certificate(arena, SPAN(sample), &der)))
		check_days(der, "2026-11-21", "2036-11-18");
	arena_free(arena);
}

/* SEQUENCE { SEQUENCE { 2 1, 30 0, 30 0, validity } } without a version, as version 1 has it. */
TEST(forms_of_time)
{
	static const char utc[] = "\x30\x29\x30\x27\x02\x01\x01\x30\x00\x30\x00\x30\x1e"
				  "\x17\x0d"
				  "500101000000Z"
				  "\x17\x0d"
				  "491231235959Z";
	static const char general[] = "\x30\x2d\x30\x2b\x02\x01\x01\x30\x00\x30\x00\x30\x22"
				      "\x18\x0f"
				      "20500101000000Z"
				      "\x18\x0f"
				      "21991231235959Z";
	static const char no_day[] = "\x30\x29\x30\x27\x02\x01\x01\x30\x00\x30\x00\x30\x1e"
				     "\x17\x0d"
				     "190229000000Z"
				     "\x17\x0d"
				     "491231235959Z";
	struct date first, last;

	check_days(SPAN(utc), "1950-01-01", "2049-12-31");
	check_days(SPAN(general), "2050-01-01", "2199-12-31");
	bool read = certificate_days(SPAN(no_day), &first, &last);
	CHECK(!read);
}

TEST(cut_short_is_refused)
{
	struct arena *arena = arena_new(1024 * 1024);
	struct span der;
	struct date first, last;

	if (CHECK(pem_certificate(arena, SPAN(sample), &der))) {
		for (size_t len = 0; len < der.len; len++) {
			/* In memory of its own, so that reading past its end shows. */
			struct span cut = span_dup(arena, span_slice(der, 0, len));
			bool read = certificate_days(cut, &first, &last);
			CHECK(!read);
		}
	}
	arena_free(arena);
}
