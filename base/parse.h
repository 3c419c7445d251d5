/* Numbers, hex and text read strictly: the whole span or nothing. Outputs are untouched on
 * failure. */
#ifndef BURSAR_BASE_PARSE_H
#define BURSAR_BASE_PARSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"

struct arena;

/* Decimal digits with an optional leading minus; no plus, blanks, leading zeros, minus zero or
 * exponent. */
MUST_CHECK bool parse_int(struct span text, int64_t min, int64_t max, int64_t *ret_number);
/* Exactly len bytes from 2*len hex digits of either case. */
MUST_CHECK bool parse_hex(struct span text, void *ret_bytes, size_t len);
/* Any number of bytes; *ret_bytes in the arena. */
MUST_CHECK bool parse_hex_span(struct span text, struct arena *arena, struct span *ret_bytes);
/* Well-formed UTF-8 without control characters (tab and line feed allowed if multiline). */
MUST_CHECK bool parse_is_text(struct span text, bool multiline);
/* The length in bytes of the UTF-8 character at the start of text (Unicode table 3-7: neither
 * overlong nor a surrogate), 0 if there is none. */
MUST_CHECK size_t parse_utf8(struct span text, uint32_t *ret_code);

#endif
