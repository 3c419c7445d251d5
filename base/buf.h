/*
 * Bytes growing in an arena. Cannot fail (see arena.h), unless made with a bound: what would pass
 * it is not written, nor is anything after it, and buf_overflowed tells so. Whoever renders what
 * somebody else sizes gives a bound and looks once, at the end.
 */
#ifndef BURSAR_BASE_BUF_H
#define BURSAR_BASE_BUF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"

struct arena;

struct buf {
	struct arena *arena;
	char *at;
	size_t len;
	size_t cap;
	size_t max; /* 0: no bound */
	bool overflowed;
};

struct buf buf_in(struct arena *arena);
/* At most max bytes, above 0. */
struct buf buf_within(struct arena *arena, size_t max);
bool buf_overflowed(const struct buf *buf);
/* For parts that go into another: in its arena, with its bound. */
struct buf buf_beside(const struct buf *other);
void buf_add(struct buf *buf, const void *bytes, size_t len);
void buf_span(struct buf *buf, struct span span);
void buf_text(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char byte);
void buf_int(struct buf *buf, int64_t number);
/* Lower case, two digits a byte. */
/* As in a part of a URI (RFC 3986 2.3): everything but the unreserved characters is encoded. */
void buf_percent(struct buf *buf, struct span text);
void buf_hex(struct buf *buf, const void *bytes, size_t len);
/* A character by its number, in UTF-8. */
void buf_utf8(struct buf *buf, uint32_t code);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF(2, 3);
/* A JSON string with its quotes, in printable ASCII only: \" and \\ for those two, every other
 * character as \uXXXX in lower-case hex (surrogate pairs beyond the BMP). So a text has one form.
 * text is UTF-8; a byte that is not becomes \ufffd. */
void buf_json(struct buf *buf, struct span text);
/* What was written; valid until the next write. */
struct span buf_done(const struct buf *buf);
/* NUL-terminated; valid until the next write. Not of a buf with a bound. */
const char *buf_cstr(struct buf *buf);

#endif
