#include "daemon/store/read/computing.h"

#include "base/arena.h"
#include "daemon/store/pq/bind.h"
#include "daemon/store/sealing.h"
#include "render/render.h"

enum { TEXT_OID = 25, JSON_OID = 114 }; /* pg_type.dat */

enum {
	/* What is sealed is twice as long in hexadecimal, and has its key beside it. */
	SEALED_ROW_BYTES_MAX = 4 * COMPUTING_ROW_BYTES_MAX,
	/* A row and what the function makes of it meanwhile. */
	SCRATCH_BYTES_MAX = 16 << 20
};

struct computing {
	struct arena *arena, *scratch;
	const struct render *render;
	const struct seal_key *wrapping;
	void *state;
	PGresult *rows;
	int row, rows_len; /* the next; those looked at */
	struct json reply;
	enum status status;
	bool is_told;
};

static bool is_text(const PGresult *rows, int column)
{
	Oid type = PQftype(rows, column);

	return type == TEXT_OID || type == JSON_OID;
}

struct computing *computing_new(struct arena *arena, const struct render *render,
	const struct span *values, const struct seal_key *wrapping, PGresult *rows)
{
	struct computing *computing = ARENA_NEW(arena, struct computing);
	bool sound = PQnfields(rows) == 2 && is_text(rows, 0) && is_text(rows, 1);

	*computing = (struct computing){.arena = arena,
		.scratch = arena_new(SCRATCH_BYTES_MAX),
		.render = render,
		.wrapping = wrapping,
		.state = render->begin(arena, values),
		.rows = rows,
		.rows_len = PQntuples(rows),
		.reply = {.bytes = buf_within(arena, COMPUTING_REPLY_BYTES_MAX)},
		.status = sound ? OK : STATUS_DB_REFUSED};
	if (computing->rows_len > COMPUTING_ROWS_MAX)
		computing->rows_len = COMPUTING_ROWS_MAX;
	return computing;
}

void computing_free(struct computing *computing)
{
	if (computing == NULL)
		return;
	PQclear(computing->rows);
	arena_free(computing->scratch);
}

static void take_row(struct computing *computing)
{
	struct span row = value_span(computing->rows, computing->row++, 0);
	struct buf opened = buf_within(computing->scratch, COMPUTING_ROW_BYTES_MAX);

	if (row.len > SEALED_ROW_BYTES_MAX) {
		computing->status = STATUS_LIMIT;
		return;
	}
	sealing_open_marks(computing->wrapping, row, &opened);
	if (buf_overflowed(&opened))
		computing->status = STATUS_LIMIT;
	else
		computing->render->row(computing->state, computing->scratch, buf_done(&opened));
	arena_reset(computing->scratch);
}

static bool has_more(const struct computing *computing)
{
	return PQntuples(computing->rows) > computing->rows_len;
}

static void tell(struct computing *computing)
{
	computing->is_told =
		computing->render->tell(computing->state, has_more(computing), &computing->reply);
	if (buf_overflowed(&computing->reply.bytes))
		computing->status = STATUS_LIMIT;
}

bool computing_go_on(struct computing *computing, int64_t until_us, int64_t (*now_us)(void))
{
	while (computing->status == OK && !computing->is_told) {
		if (computing->row < computing->rows_len)
			take_row(computing);
		else
			tell(computing);
		if (now_us() >= until_us)
			break;
	}
	return computing->status != OK || computing->is_told;
}

enum status computing_end(
	const struct computing *computing, struct span *ret_reply, struct span *ret_next)
{
	if (computing->status != OK)
		return computing->status;
	*ret_reply = json_done(&computing->reply);
	*ret_next = has_more(computing) ? value_span(computing->rows, computing->rows_len - 1, 1)
					: SPAN_NONE;
	return OK;
}
