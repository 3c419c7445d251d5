/* RFC 9562 UUIDs. */
#ifndef BURSAR_BASE_UUID_H
#define BURSAR_BASE_UUID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"

struct uuid {
	uint8_t bytes[16];
};

enum { UUID_TEXT = 36 };

/* The 36-character form, either case; any version. */
MUST_CHECK bool uuid_parse(struct span text, struct uuid *ret_uuid);
/* Lower case, NUL-terminated. */
void uuid_format(struct uuid uuid, char ret_text[UUID_TEXT + 1]);
bool uuid_eq(struct uuid a, struct uuid b);
/* Version 7: time-ordered. unix_ms is the clock's, random ten bytes of chance. */
struct uuid uuid_v7(int64_t unix_ms, const uint8_t random[10]);
/* Version 8 from the first 16 bytes of a digest: the same input gives the same key. */
struct uuid uuid_v8(const uint8_t digest[16]);

#endif
