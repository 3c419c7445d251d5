/* Reads: a file of sql/queries whose reply is passed on as it is; exports the same page by page, at
 * the pace of the client. */
#include "daemon/call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/parse.h"
#include "core/date.h"
#include "core/payment.h"
#include "core/period.h"

enum { LIMIT_MAX = 1000, SIZE_TEXT_MAX = 24 };

/* --- parameters --- */

static bool is_date(struct span text)
{
	struct date date;

	return date_parse(text, &date);
}

static bool is_year(struct span text)
{
	struct date first;

	return period_parse_year(text, &first);
}

static bool is_limit(struct span text)
{
	int64_t number;

	return parse_int(text, 1, LIMIT_MAX, &number);
}

static bool is_number(struct span text)
{
	int64_t number;

	return parse_int(text, 0, INT32_MAX, &number);
}

static bool is_size(struct span text)
{
	int64_t number;

	return parse_int(text, 0, INT64_MAX / 16, &number);
}

static bool is_state(struct span text)
{
	enum payment_state state;

	return payment_state_of_word(text, &state);
}

static bool is_format(struct span text)
{
	return span_is(text, "csv") || span_is(text, "jsonl");
}

static const struct param {
	const char *name;
	bool (*fits)(struct span text);
	const char *wanted;
} params[] = {
	{"on", is_date, "a date that exists, such as 2019-07-01"},
	{"from", is_date, "a date that exists, such as 2019-07-01"},
	{"to", is_date, "a date that exists, such as 2019-07-01"},
	{"year", is_year, "a financial year, such as 2019-20"},
	{"limit", is_limit, "a number from 1 to 1000"},
	{"version", is_number, "the number of a version"},
	{"size", is_size, "the number of events to stop at"},
	{"state", is_state, "requested, approved, declined or paid"},
	{"format", is_format, "csv or jsonl"},
};

static bool check_params(struct call *call)
{
	for (size_t i = 0; i < ARRAY_LEN(params); i++) {
		struct span value = http_query(call->request, params[i].name);

		if (value.at == NULL || params[i].fits(value))
			continue;
		call_fail(call, 422, "invalid", params[i].name,
			arena_printf(call->arena, "The parameter %s must be %s.", params[i].name,
				params[i].wanted));
		return false;
	}
	return true;
}

static struct span value_of(const struct call *call, struct span name)
{
	char today[DATE_TEXT + 1];

	if (span_is(name, "ref") && call->path.ref.at != NULL)
		return call->path.ref;
	if (span_is(name, "id") && call->path.id.at != NULL)
		return call->path.id;
	if (span_is(name, "today")) {
		date_format(date_london(http_received_us(call->request)), today);
		return span_dup(call->arena, span_of(today));
	}
	return http_query(call->request, arena_strndup(call->arena, name.at, name.len));
}

static size_t values_of(const struct call *call, struct span ret_values[ROUTE_PARAMS_MAX])
{
	struct span name;
	unsigned n = 0;

	for (; (name = route_param(call->route, n)).at != NULL; n++)
		ret_values[n] = value_of(call, name);
	return n;
}

/* --- one reply --- */

static void query_failed(struct call *call, enum status status)
{
	if (status == STATUS_DB_AWAY) {
		http_add_header(call->request, "Retry-After", "1");
		call_fail(call, 503, "busy", NULL,
			"The database cannot be reached at the moment; nothing was done.");
	} else if (status == STATUS_BAD_INPUT) {
		call_fail(
			call, 422, "invalid", NULL, "A parameter is not of the form it must have.");
	} else {
		call_fail(call, 500, "bug", NULL,
			"The query failed; the daemon's log tells more under this request id.");
	}
}

static void add_escaped(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			strchr("-._~", c) != NULL)
			buf_char(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}

/* RFC 8288: the same request with the cursor moved on. */
static void add_link(struct call *call, struct span next)
{
	struct buf link = buf_in(call->arena);
	struct span path = http_target(call->request), name;

	path.len = span_find(path, '?');
	buf_printf(&link, "<%.*s?", SPAN_ARG(path));
	for (unsigned n = 0; (name = route_param(call->route, n)).at != NULL; n++) {
		struct span value =
			http_query(call->request, arena_strndup(call->arena, name.at, name.len));

		if (value.at == NULL || span_is(name, "after"))
			continue;
		buf_printf(&link, "%.*s=", SPAN_ARG(name));
		add_escaped(&link, value);
		buf_char(&link, '&');
	}
	buf_text(&link, "after=");
	add_escaped(&link, next);
	buf_text(&link, ">; rel=\"next\"");
	http_add_header(call->request, "Link", buf_cstr(&link));
}

static const char *missing(const struct call *call)
{
	if (call->path.ref.at != NULL || http_query(call->request, "ref").at != NULL)
		return "There is no person with this ref. Check it in the list of people.";
	if (call->path.id.at != NULL)
		return "There is no payment with this number. Check it in the list of payments.";
	return "There is nothing that answers to this.";
}

static void answered(void *context, enum status status, const struct store_rows *rows)
{
	struct call *call = context;

	if (status != OK) {
		query_failed(call, status);
	} else if (rows->rows == 0) {
		call_fail(call, 404, "not-found", NULL, missing(call));
	} else {
		if (rows->next.at != NULL)
			add_link(call, rows->next);
		http_reply(call->request, 200, "application/json", rows->body);
	}
}

static bool path_is_sound(struct call *call)
{
	int64_t id;

	if (call->path.id.at == NULL || payment_parse_id(call->path.id, &id))
		return true;
	call_fail(call, 422, "invalid", "id",
		"A payment is named by P and its number, such as P341.");
	return false;
}

void reads_serve(struct call *call)
{
	struct span values[ROUTE_PARAMS_MAX];

	if (!check_params(call) || !path_is_sound(call))
		return;
	store_query(call->store, call->staff.authority_id, call->staff.staff_id, call->route->query,
		values, values_of(call, values), answered, call);
}

/* --- exports --- */

/* While a page is on its way to the client the next is fetched, and waits here. */
struct export
{
	struct call *call;
	char *query;
	struct span from, to, size;
	char size_text[SIZE_TEXT_MAX];
	char cursor[SIZE_TEXT_MAX]; /* empty: the first page */
	bool pages;                 /* false: all in one */
	char *page;                 /* that waits */
	size_t page_len, page_room;
	bool wanted; /* the client is ready for a page */
	bool done;   /* the last page has been fetched */
	bool asked;  /* a query is under way */
	bool gone;   /* the stream has ended */
};

static void free_export(struct export *export)
{
	free(export->page);
	free(export);
}

static void export_answered(void *context, enum status status, const struct store_rows *rows);

static void ask_page(struct export *export)
{
	struct call *call = export->call;
	struct span values[] = {export->from, export->to, export->size,
		export->cursor[0] == '\0' ? SPAN_NONE : span_of(export->cursor)};

	export->asked = true;
	store_query(call->store, call->staff.authority_id, call->staff.staff_id, export->query,
		values, export->pages ? ARRAY_LEN(values) : 0, export_answered, export);
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
	bool csv = span_is(http_query(call->request, "format"), "csv");

	/* What the first page was read below is what all of them are. */
	snprintf(export->size_text, sizeof(export->size_text), "%.*s", SPAN_ARG(rows->size));
	export->size = span_of(export->size_text);
	http_add_header(call->request, "X-Bursar-Size", export->size_text);
	keep_page(export, rows->body);
	http_stream(call->request, 200, csv ? "text/csv; charset=utf-8" : "application/x-ndjson",
		next_chunk, stream_ended, export);
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

static void export_answered(void *context, enum status status, const struct store_rows *rows)
{
	struct export *export = context;
	bool first = export->size_text[0] == '\0';

	export->asked = false;
	if (export->gone) {
		free_export(export);
	} else if (status != OK && first) {
		query_failed(export->call, status);
		free_export(export);
	} else if (status != OK) {
		http_abort(export->call->request);
	} else {
		remember_next(export, rows);
		if (first)
			begin_stream(export, rows);
		else
			take_page(export, rows->body);
	}
}

void reads_export(struct call *call)
{
	struct span format = http_query(call->request, "format");
	struct export *export;
	bool events = strcmp(call->route->query, "export_events") == 0;

	if (!check_params(call))
		return;
	if (events && span_is(format, "csv")) {
		call_fail(call, 422, "invalid", "format",
			"Events are their stored bytes: the only format is jsonl.");
		return;
	}
	export = calloc(1, sizeof(*export));
	assert(export != NULL);
	export->call = call;
	export->pages = route_takes(call->route, SPAN("size"));
	export->from = http_query(call->request, "from");
	export->to = http_query(call->request, "to");
	export->size = http_query(call->request, "size");
	export->query = arena_printf(
		call->arena, "%s_%s", call->route->query, span_is(format, "csv") ? "csv" : "jsonl");
	ask_page(export);
}
