/* Exports: lines of a file of sql/queries, page by page, at the pace of the client. */
#include "daemon/call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { SIZE_TEXT_MAX = 24, CURSOR_TEXT_MAX = 64 };

/* While a page is on its way to the client the next is fetched, and waits here. Between http_stream
 * and the stream's end the call is there; a query may outlive it. */
struct export
{
	struct call *call;
	struct quota *quota; /* takes one of its caller's until it is freed */
	int32_t authority_id, staff_id;
	const char *query; /* the route's */
	bool csv;
	struct span from, to, size;
	char size_text[SIZE_TEXT_MAX];
	char cursor[CURSOR_TEXT_MAX]; /* empty: the first page */
	char *page;                   /* that waits */
	size_t page_len, page_room;
	bool wanted; /* the client is ready for a page */
	bool done;   /* the last page has been fetched */
	bool asked;  /* a query is under way */
	bool gone;   /* the stream has ended */
};

static void free_export(struct export *export)
{
	quota_give(export->quota, export->authority_id, export->staff_id);
	free(export->page);
	free(export);
}

static void export_answered(void *context, enum status status, const struct store_rows *rows);

static void ask_page(struct export *export)
{
	struct call *call = export->call;
	bool first = export->cursor[0] == '\0';
	struct span values[] = {export->from, export->to, export->size,
		first ? SPAN_NONE : span_of(export->cursor),
		span_of(export->csv ? "csv" : "jsonl")};

	export->asked = true;
	store_read(call->store,
		&(struct store_question){.authority_id = call->staff.authority_id,
			.staff_id = call->staff.staff_id,
			.staff_serial = call->staff.serial,
			.query = export->query,
			.params = values,
			.params_len = ARRAY_LEN(values),
			.goes_on = !first},
		export_answered, export);
}

static void remember_next(struct export *export, const struct store_rows *rows)
{
	snprintf(export->cursor, sizeof(export->cursor), "%.*s", SPAN_ARG(rows->next));
	export->done = rows->next.at == NULL;
}

static void keep_page(struct export *export, struct span page)
{
	if (page.len > export->page_room) {
		export->page = realloc(export->page, page.len);
		assert(export->page != NULL);
		export->page_room = page.len;
	}
	if (page.len > 0)
		memcpy(export->page, page.at, page.len);
	export->page_len = page.len;
}

/* Sends what is here and asks for what comes after it; nothing behind the sending, which may end
 * the stream. */
static void send_page(struct export *export, struct span page)
{
	export->wanted = false;
	if (!export->done)
		ask_page(export);
	http_chunk(export->call->request, page);
}

/* Called by the door when the client is ready for more. */
static void next_chunk(struct http_request *request, void *context)
{
	struct export *export = context;
	struct span page = {export->page, export->page_len};

	export->wanted = true;
	export->page_len = 0;
	if (page.len > 0)
		send_page(export, page);
	else if (export->done)
		http_chunk(request, SPAN_NONE);
	else if (!export->asked)
		ask_page(export);
}

static void stream_ended(void *context)
{
	struct export *export = context;

	export->gone = true;
	if (!export->asked)
		free_export(export);
}

static void begin_stream(struct export *export, const struct store_rows *rows)
{
	struct call *call = export->call;

	/* What the first page was read below is what all of them are. */
	snprintf(export->size_text, sizeof(export->size_text), "%.*s", SPAN_ARG(rows->size));
	export->size = span_of(export->size_text);
	http_add_header(call->request, "X-Bursar-Size", export->size_text);
	keep_page(export, rows->body);
	http_stream(call->request, 200,
		export->csv ? "text/csv; charset=utf-8" : "application/x-ndjson", next_chunk,
		stream_ended, export);
}

static void take_page(struct export *export, struct span page)
{
	if (!export->wanted)
		keep_page(export, page);
	else if (page.len > 0)
		send_page(export, page);
	else
		next_chunk(export->call->request, export);
}

/* Whether a further page is of the log the first was of: a standby may lag behind the one that was
 * asked before. */
static bool goes_on(const struct export *export, const struct store_rows *rows)
{
	return export->size_text[0] == '\0' || span_is(rows->size, export->size_text);
}

static void export_answered(void *context, enum status status, const struct store_rows *rows)
{
	struct export *export = context;
	struct call *call = export->call;
	bool first = export->size_text[0] == '\0';

	export->asked = false;
	if (export->gone) {
		free_export(export);
	} else if (status != OK && first) {
		/* First, since it may begin again. */
		free_export(export);
		reads_failed(call, status);
	} else if (status != OK || !goes_on(export, rows)) {
		/* For the log: the client sees the connection break. */
		call->code = "cut-off";
		http_abort(call->request);
	} else {
		remember_next(export, rows);
		if (first)
			begin_stream(export, rows);
		else
			take_page(export, rows->body);
	}
}

static bool takes_quota(struct call *call)
{
	const char *says =
		quota_take(call->exports, call->staff.authority_id, call->staff.staff_id);

	if (says == NULL)
		return true;
	call_fail(call, 503, "busy", NULL,
		arena_printf(call->arena,
			"%s are being exported already. Read those to their end, or break them "
			"off, and ask again.",
			says));
	return false;
}

void exports_serve(struct call *call)
{
	if (!takes_quota(call))
		return;
	struct export *export = calloc(1, sizeof(*export));
	assert(export != NULL);
	export->call = call;
	export->quota = call->exports;
	export->authority_id = call->staff.authority_id;
	export->staff_id = call->staff.staff_id;
	export->query = call->route->query;
	export->csv = span_is(http_query(call->request, "format"), "csv");
	export->from = http_query(call->request, "from");
	export->to = http_query(call->request, "to");
	export->size = http_query(call->request, "size");
	ask_page(export);
}
