/*
 * A read that computes (render/render.h), on its way: the rows of its query, what is sealed in each
 * opened and the row given to the function, then its reply. In slices, so that the event loop
 * serves others meanwhile: whoever has it go on says until when.
 *
 * At most COMPUTING_ROWS_MAX rows are looked at; where the query gives one more, the page ends at
 * the cursor that its last row has in the column next.
 */
#ifndef BURSAR_DAEMON_STORE_READ_COMPUTING_H
#define BURSAR_DAEMON_STORE_READ_COMPUTING_H

#include <stdbool.h>
#include <stdint.h>

#include <libpq-fe.h>

#include "base/cc.h"
#include "base/seal.h"
#include "base/span.h"
#include "base/status.h"

struct arena;
struct computing;
struct render;

enum {
	COMPUTING_ROWS_MAX = 10000,
	/* Of the event loop, before others are looked at. */
	COMPUTING_SLICE_US = 5000,
	/* Of a row, with what is sealed opened. */
	COMPUTING_ROW_BYTES_MAX = 32 << 10,
	COMPUTING_REPLY_BYTES_MAX = 32 << 20
};

/* The rows are its own from now on; values (the function's), arena and wrapping key must outlive
 * it. */
struct computing *computing_new(struct arena *arena, const struct render *render,
	const struct span *values, const struct seal_key *wrapping, PGresult *rows);
void computing_free(struct computing *computing);
/* Goes on until the clock has come to until_us (a row or a part of the reply longer), or to the
 * end: true. */
MUST_CHECK bool computing_go_on(
	struct computing *computing, int64_t until_us, int64_t (*now_us)(void));
/* At the end: the reply in the arena, and the cursor of the next page, absent if this was the last.
 * STATUS_DB_REFUSED: a column is no text, a bug of the query. STATUS_LIMIT: a row or the reply is
 * too large. */
enum status computing_end(
	const struct computing *computing, struct span *ret_reply, struct span *ret_next);

#endif
