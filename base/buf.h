/* Bytes growing in an arena. Cannot fail (see arena.h). */
#ifndef BURSAR_BASE_BUF_H
#define BURSAR_BASE_BUF_H

#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"

struct arena;

struct buf {
	struct arena *arena;
	char *at;
	size_t len;
	size_t cap;
};

struct buf buf_in(struct arena *arena);
void buf_add(struct buf *buf, const void *bytes, size_t len);
void buf_span(struct buf *buf, struct span span);
void buf_text(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char byte);
void buf_int(struct buf *buf, int64_t number);
/* Lower case, two digits a byte. */
void buf_hex(struct buf *buf, const void *bytes, size_t len);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF(2, 3);
/* A JSON string with its quotes, in printable ASCII only: \" and \\ for those two, every other
 * character as \uXXXX in lower-case hex (surrogate pairs beyond the BMP). So a text has one form.
 * text is UTF-8; a byte that is not becomes \ufffd. */
void buf_json(struct buf *buf, struct span text);
/* What was written; valid until the next write. */
struct span buf_done(const struct buf *buf);
/* NUL-terminated; valid until the next write. */
const char *buf_cstr(struct buf *buf);

#endif
