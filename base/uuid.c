#include "base/uuid.h"

#include <string.h>

#include "base/parse.h"

enum { VERSION_AT = 6, VARIANT_AT = 8 };

/* Where a hyphen stands in front of a byte: 4-2-2-2-6. */
static bool hyphen_before(size_t byte)
{
	return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

static void stamp(struct uuid *uuid, unsigned version)
{
	uuid->bytes[VERSION_AT] = (uint8_t)((uuid->bytes[VERSION_AT] & 0x0f) | version << 4);
	uuid->bytes[VARIANT_AT] = (uint8_t)((uuid->bytes[VARIANT_AT] & 0x3f) | 0x80);
}

bool uuid_parse(struct span text, struct uuid *ret_uuid)
{
	char digits[2 * sizeof(ret_uuid->bytes)];
	size_t at = 0;
	struct uuid uuid;

	if (text.len != UUID_TEXT)
		return false;
	for (size_t i = 0; i < sizeof(uuid.bytes); i++) {
		if (hyphen_before(i) && text.at[at++] != '-')
			return false;
		digits[2 * i] = text.at[at++];
		digits[2 * i + 1] = text.at[at++];
	}
	if (!parse_hex((struct span){digits, sizeof(digits)}, uuid.bytes, sizeof(uuid.bytes)))
		return false;
	*ret_uuid = uuid;
	return true;
}

void uuid_format(struct uuid uuid, char ret_text[UUID_TEXT + 1])
{
	static const char digits[] = "0123456789abcdef";
	char *to = ret_text;

	for (size_t i = 0; i < sizeof(uuid.bytes); i++) {
		if (hyphen_before(i))
			*to++ = '-';
		*to++ = digits[uuid.bytes[i] >> 4];
		*to++ = digits[uuid.bytes[i] & 15];
	}
	*to = '\0';
}

bool uuid_eq(struct uuid a, struct uuid b)
{
	return memcmp(a.bytes, b.bytes, sizeof(a.bytes)) == 0;
}

struct uuid uuid_v7(int64_t unix_ms, const uint8_t random[10])
{
	struct uuid uuid;

	assert(unix_ms >= 0 && unix_ms < INT64_C(1) << 48);
	for (int i = 0; i < 6; i++)
		uuid.bytes[i] = (uint8_t)(unix_ms >> (40 - 8 * i));
	memcpy(uuid.bytes + 6, random, 10);
	stamp(&uuid, 7);
	return uuid;
}

struct uuid uuid_v8(const uint8_t digest[16])
{
	struct uuid uuid;

	memcpy(uuid.bytes, digest, sizeof(uuid.bytes));
	stamp(&uuid, 8);
	return uuid;
}
