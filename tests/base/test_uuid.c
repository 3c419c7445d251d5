#include "base/uuid.h"

#include <string.h>

#include "tests/check.h"

TEST(uuid_reads_and_writes_the_36_characters)
{
	struct uuid uuid;
	char text[UUID_TEXT + 1];

	CHECK(uuid_parse(SPAN("017F22E2-79b0-7cc3-98c4-dc0c0c07398f"), &uuid));
	CHECK_HEX("017f22e279b07cc398c4dc0c0c07398f", uuid.bytes, sizeof(uuid.bytes));
	uuid_format(uuid, text);
	CHECK_TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", text);
	CHECK(uuid_parse(SPAN("00000000-0000-0000-0000-000000000000"), &uuid));
	static const char *const bad[] = {
		"",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
		"017f22e279b07cc398c4dc0c0c07398f",
		"{017f22e2-79b0-7cc3-98c4-dc0c0c07398}",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
		"017f22e2-79b0-7cc3-98c4+dc0c0c07398f",
		"017f22e-279b0-7cc3-98c4-dc0c0c07398f",
		"017f22e2-79b0-7cc3-98c4-dc0c0c0-398f",
	};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		check_row("%s", bad[i]);
		CHECK(!uuid_parse(span_of(bad[i]), &uuid));
		CHECK_HEX("00000000000000000000000000000000", uuid.bytes, sizeof(uuid.bytes));
	}
}

TEST(uuid_is_equal_in_every_byte)
{
	struct uuid a;

	memset(&a, 0x55, sizeof(a));
	CHECK(uuid_eq(a, a));
	for (size_t i = 0; i < sizeof(a.bytes); i++) {
		struct uuid b = a;
		b.bytes[i] ^= 1;
		CHECK(!uuid_eq(a, b));
	}
}

/* RFC 9562, A.6 and B.2 (of B.2 the digest's bytes, with our own version and variant). */
TEST(uuid_makes_the_examples_of_rfc_9562)
{
	static const uint8_t random[10] = {
		0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f};
	static const uint8_t digest[16] = {0x5c, 0x14, 0x6b, 0x14, 0x3c, 0x52, 0x4a, 0xfd, 0x93,
		0x8a, 0x37, 0x5d, 0x0d, 0xf1, 0xfb, 0xf6};
	char text[UUID_TEXT + 1];

	uuid_format(uuid_v7(INT64_C(0x017f22e279b0), random), text);
	CHECK_TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", text);
	uuid_format(uuid_v8(digest), text);
	CHECK_TEXT("5c146b14-3c52-8afd-938a-375d0df1fbf6", text);
}

TEST(uuid_v7_marks_version_and_variant_over_any_chance)
{
	uint8_t random[10];
	char text[UUID_TEXT + 1];

	memset(random, 0xff, sizeof(random));
	uuid_format(uuid_v7(0, random), text);
	CHECK_TEXT("00000000-0000-7fff-bfff-ffffffffffff", text);
	memset(random, 0, sizeof(random));
	uuid_format(uuid_v7((INT64_C(1) << 48) - 1, random), text);
	CHECK_TEXT("ffffffff-ffff-7000-8000-000000000000", text);
}
