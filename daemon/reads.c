/* Reads: a file of sql/queries whose reply is passed on as it is. */
#include "daemon/call.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"
#include "core/date.h"
#include "daemon/params.h"

/* Of a query's parameters, in the order of its header. */
struct values {
	struct span *at;
	size_t len, room;
};

static struct span value_of(const struct call *call, struct span name)
{
	char today[DATE_TEXT + 1];

	if (span_is(name, "ref") && call->path.ref.at != NULL)
		return call->path.ref;
	if (span_is(name, "id") && call->path.id.at != NULL)
		return call->path.id;
	if (span_is(name, "closely"))
		return (call->staff.roles & (ROLE_ADVISER | ROLE_MANAGER)) != 0 ? SPAN("yes")
										: SPAN("no");
	if (span_is(name, "today")) {
		date_format(date_london(http_received_us(call->request)), today);
		return span_dup(call->arena, span_of(today));
	}
	return http_query(call->request, arena_strndup(call->arena, name.at, name.len));
}

static struct values values_of(const struct call *call)
{
	struct values values = {.len = 0};
	struct span name;

	for (unsigned n = 0; (name = route_param(call->route, n).name).at != NULL; n++)
		*VEC_PUSH(call->arena, &values) = value_of(call, name);
	return values;
}

void reads_failed(struct call *call, enum status status)
{
	static const struct {
		enum status status;
		int http_status;
		const char *code, *detail;
	} answers[] = {
		{STATUS_DB_AWAY, 503, "busy",
			"The database is away or busy at the moment; nothing was done. Ask again."},
		{STATUS_BUSY, 503, "busy",
			"Too many requests wait already; nothing was done. Ask again."},
		{STATUS_LIMIT, 422, "unshown",
			"The reply would be too large to be shown whole. Ask for less of it at a "
			"time, by the parameter limit where there is one."},
		{STATUS_BAD_INPUT, 422, "invalid",
			"A parameter is not of the form it must have; docs/http.md says which "
			"there are."},
	};

	if (status == STATUS_STALE) {
		call_sign_in_again(call);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		if (answers[i].status != status)
			continue;
		call_fail(call, answers[i].http_status, answers[i].code, NULL, answers[i].detail);
		return;
	}
	call_fail(call, 500, "bug", NULL,
		"The query failed; the daemon's log tells more under this request id.");
}

/* RFC 8288: the same request with the cursor moved on. */
static void add_link(struct call *call, struct span next)
{
	struct buf link = buf_in(call->arena);
	struct span path = http_target(call->request), name;

	path.len = span_find(path, '?');
	buf_printf(&link, "<%.*s?", SPAN_ARG(path));
	for (unsigned n = 0; (name = route_param(call->route, n).name).at != NULL; n++) {
		struct span value =
			http_query(call->request, arena_strndup(call->arena, name.at, name.len));

		if (value.at == NULL || span_is(name, "after"))
			continue;
		buf_printf(&link, "%.*s=", SPAN_ARG(name));
		buf_percent(&link, value);
		buf_char(&link, '&');
	}
	buf_text(&link, "after=");
	buf_percent(&link, next);
	buf_text(&link, ">; rel=\"next\"");
	http_add_header(call->request, "Link", buf_cstr(&link));
}

/* What {id} of the route's path is: "payment", or as its parameter says. */
static struct span id_kind(const struct call *call)
{
	struct route_param param;

	for (unsigned n = 0; (param = route_param(call->route, n)).name.at != NULL; n++)
		if (span_is(param.name, "id") && !span_is(param.kind, "id"))
			return param.kind;
	return SPAN("payment");
}

static const char *missing(const struct call *call)
{
	if (call->path.ref.at != NULL || http_query(call->request, "ref").at != NULL)
		return "There is no person with this ref. Check it in the list of people.";
	if (call->path.id.at != NULL && !span_is(id_kind(call), "payment"))
		return "There is nobody with this number. Check it in the list of staff.";
	if (call->path.id.at != NULL)
		return "There is no payment with this number. Check it in the list of payments.";
	return "There is nothing that answers to this.";
}

static void answered(void *context, enum status status, const struct store_rows *rows)
{
	struct call *call = context;

	if (status != OK) {
		reads_failed(call, status);
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
	const struct param_kind *kind;

	if (call->path.id.at == NULL)
		return true;
	/* tests/daemon/test_params.c looks at every route. */
	kind = param_kind(id_kind(call));
	assert(kind != NULL);
	if (kind->fits(call->path.id))
		return true;
	call_fail(call, 422, "invalid", "id",
		span_is(id_kind(call), "payment")
			? "A payment is named by P and its number, such as P341."
			: "Somebody of the staff is named by their number, such as 7.");
	return false;
}

static size_t words_of(const char *text)
{
	size_t words = 1;

	for (; *text != '\0'; text++)
		words += *text == ' ';
	return words;
}

void reads_serve(struct call *call)
{
	struct store_question question = {.authority_id = call->staff.authority_id,
		.staff_id = call->staff.staff_id,
		.staff_serial = call->staff.serial,
		.query = call->route->query};
	struct values values;

	if (!path_is_sound(call))
		return;
	values = values_of(call);
	question.params = values.at;
	question.params_len = values.len;
	if (call->route->render != NULL) {
		question.render = call->route->render;
		question.values_len = words_of(call->route->own);
		question.params_len -= question.values_len;
		question.values = values.at + question.params_len;
	}
	store_read(call->store, &question, answered, call);
}
