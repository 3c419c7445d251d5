#include "daemon/door.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "daemon/call.h"
#include "daemon/media.h"
#include "daemon/setup/config.h"
#include "daemon/setup/log.h"
#include "daemon/setup/metrics.h"

enum { ADMIN_CONNECTIONS_MAX = 16, ADMIN_BODY_BYTES_MAX = 1024, BODY_BYTES_MAX = 1 << 20 };

/* For one request, while what staff may changes and changes. */
enum { SIGNED_IN_MAX = 4 };

struct door {
	struct http_server *http, *admin;
	struct store *store;
	struct metrics *metrics;
	struct quota exports;
};

/* --- answers --- */

void call_problem(struct call *call, const struct wire_problem *problem)
{
	struct buf body = buf_in(call->arena);
	int status = wire_reply_problem(&body, problem, http_request_id(call->request));

	call->code = problem->code;
	http_reply(call->request, status, "application/problem+json", buf_done(&body));
}

void call_fail(
	struct call *call, int status, const char *code, const char *where, const char *detail)
{
	struct wire_problem problem = {
		.status = status, .code = code, .where = where, .detail = detail};

	call_problem(call, &problem);
}

static struct span refuse(struct arena *arena, const char *request_id, int status, const char *code,
	const char *where, const char *says)
{
	struct wire_problem problem = {.status = status, .code = code, .where = where};
	struct buf body = buf_in(arena), detail = buf_in(arena);

	/* The door speaks in clauses. */
	buf_text(&detail, says);
	if (detail.len > 0 && detail.at[0] >= 'a' && detail.at[0] <= 'z')
		detail.at[0] = (char)(detail.at[0] - 'a' + 'A');
	buf_char(&detail, '.');
	problem.detail = buf_cstr(&detail);
	wire_reply_problem(&body, &problem, request_id);
	return buf_done(&body);
}

/* Who was not let in or did not speak properly: from where, and with which certificate. */
static bool is_suspect(int status)
{
	return status == 400 || status == 401 || status == 403;
}

static void observed(const struct http_done *done, void *context)
{
	struct door *door = context;
	const struct call *call = done->tag;
	const struct route *route = call == NULL ? NULL : call->route;
	char peer[HTTP_PEER_TEXT];
	struct digest certificate;
	struct log_request line = {.id = http_request_id(done->request),
		.status = done->status,
		.took_us = done->took_us,
		.body_bytes = (int64_t)done->body_bytes};

	if (route != NULL) {
		line.method = route_is_post(route) ? "POST" : "GET";
		line.route = route->template;
	}
	if (call != NULL) {
		line.code = call->code;
		line.authority_id = call->staff.authority_id;
		line.staff_id = call->staff.staff_id;
	}
	if (is_suspect(done->status)) {
		http_peer(done->request, peer);
		line.peer = peer;
		if (http_certificate(done->request, &certificate) != HTTP_SHOWN_NONE)
			line.certificate = &certificate;
	}
	metrics_count(door->metrics, route, done->status, done->took_us);
	log_request(&line);
}

/* --- the way of a request --- */

static bool has_what_is_needed(const struct call *call)
{
	struct span name = route_needs(call->route);

	return name.at == NULL ||
		http_query(call->request, arena_strndup(call->arena, name.at, name.len)).at != NULL;
}

/* "find" may be somebody's ref. */
static void find_route(struct call *call)
{
	enum http_method method = http_method_of(call->request);
	struct span path = http_path(call->request);

	if (method == HTTP_OTHER)
		return;
	call->route = route_find(method == HTTP_POST, path, &call->path).route;
	if (call->route != NULL && !has_what_is_needed(call))
		call->route = route_find_beside(call->route, method == HTTP_POST, path, &call->path)
				      .route;
}

static void no_route(struct call *call)
{
	struct route_path ignored;
	struct span path = http_path(call->request);
	bool gets = route_find(false, path, &ignored).route != NULL;
	bool posts = route_find(true, path, &ignored).route != NULL;

	if (!gets && !posts) {
		call_fail(call, 404, "not-found", NULL,
			"There is no such path; docs/http.md has them all.");
		return;
	}
	http_add_header(call->request, "Allow", !gets ? "POST" : !posts ? "GET" : "GET, POST");
	call_fail(call, 405, "method", NULL, "This path does not take this method.");
}

/* Whoever is told so has no use for the connection. */
static void not_signed_in(struct call *call, const char *detail)
{
	http_last(call->request);
	call_fail(call, 401, "not-signed-in", NULL, detail);
}

static bool body_fits(struct call *call)
{
	size_t max = route_body_bytes_max(call->route);

	if (http_body_bytes(call->request) <= max)
		return true;
	call_fail(call, 413, "too-large", "Content-Length",
		arena_printf(call->arena, "The body is larger than the %zu bytes this path takes.",
			max));
	return false;
}

/* A page of another site can make a browser send what it likes with somebody's certificate, but not
 * call it JSON without having asked us first, which is never answered with yes. */
static bool is_meant(struct call *call)
{
	struct span media = http_header(call->request, "Content-Type");

	if (!route_is_post(call->route))
		return true;
	if (span_is(http_header(call->request, "Sec-Fetch-Site"), "cross-site")) {
		call_fail(call, 403, "cross-site", "Sec-Fetch-Site",
			"This was sent by a page of another site. Use bursar's own pages, or "
			"bursar.");
		return false;
	}
	if (media_is_json(media))
		return true;
	call_fail(call, 415, "media-type", "Content-Type",
		"The body must be sent as Content-Type: application/json.");
	return false;
}

static bool may(struct call *call)
{
	struct buf roles = buf_in(call->arena);

	if (route_is_open(call->route) || (call->staff.roles & route_roles(call->route)) != 0)
		return true;
	for (unsigned n = 0; n < ROLES; n++)
		if (route_roles(call->route) & role_at(n))
			buf_printf(
				&roles, "%s%s", roles.len > 0 ? " or " : "", role_word(role_at(n)));
	call_fail(call, 403, "not-your-role", NULL,
		arena_printf(call->arena, "This needs the role %s.", buf_cstr(&roles)));
	return false;
}

/* With the body there. */
static void serve(struct http_request *request, void *context)
{
	static void (*const kinds[])(struct call *) = {[ROUTE_READ] = reads_serve,
		[ROUTE_EXPORT] = exports_serve,
		[ROUTE_LOOK] = commands_look,
		[ROUTE_COMMAND] = commands_serve,
		[ROUTE_BATCH] = commands_serve_batch,
		[ROUTE_CLAIM] = commands_claim};
	struct call *call = context;

	(void)request;
	kinds[call->route->kind](call);
}

bool call_looked_up(struct call *call, enum status status)
{
	if (status == STATUS_SEAL_BROKEN) {
		call_fail(call, 500, "bug", NULL,
			"This authority's key file cannot be read; the daemon's log names it.");
	} else if (status != OK) {
		reads_failed(call, status);
	}
	return status == OK;
}

/* Whether the caller is known, or need not be; answers if not. */
static bool is_known(struct call *call, enum status status, const struct store_staff *staff)
{
	if (!call_looked_up(call, status))
		return false;
	call->staff = *staff;
	if (staff->staff_id == 0 && !route_is_open(call->route)) {
		not_signed_in(call,
			staff->suspended
				? "You are suspended: nothing can be done in your name until an "
				  "administrator reinstates you."
				: "This certificate is not registered. Its holder does that, with "
				  "the invitation that an administrator's bursar staff add "
				  "printed: "
				  "bursar staff claim CODE.");
		return false;
	}
	return true;
}

static void signed_in(void *context, enum status status, const struct store_staff *staff)
{
	struct call *call = context;

	if (!is_known(call, status, staff))
		return;
	if (staff->staff_id != 0)
		http_know(call->request);
	/* Whatever the head can tell is said before the body is read. */
	if (may(call) && is_meant(call) && body_fits(call) && params_fit(call) &&
		commands_head_fits(call))
		http_receive(call->request, serve, call);
}

static void signed_in_again(void *context, enum status status, const struct store_staff *staff)
{
	struct call *call = context;

	if (is_known(call, status, staff) && may(call))
		serve(call->request, call);
}

void call_sign_in_again(struct call *call)
{
	if (++call->signed_in < SIGNED_IN_MAX)
		store_sign_in(call->store, &call->credential, signed_in_again, call);
	else
		reads_failed(call, STATUS_BUSY);
}

static void handle(struct http_request *request, void *context)
{
	static const char *const says[] = {
		[HTTP_SHOWN_NONE] = "The client showed no certificate.",
		[HTTP_SHOWN_FOREIGN] =
			"The client's certificate is none that the daemon's client-ca signed.",
		[HTTP_SHOWN_EXPIRED] =
			("The client's certificate has run out. Have a new one issued, and "
			 "register it with the invitation that an administrator's bursar staff "
			 "renew prints."),
	};
	struct door *door = context;
	struct call *call = ARENA_NEW(http_arena(request), struct call);
	struct credential credential = {.kind = CREDENTIAL_CERTIFICATE};
	enum http_shown shown = http_certificate(request, &credential.digest);

	*call = (struct call){.request = request,
		.arena = http_arena(request),
		.store = door->store,
		.credential = credential,
		.exports = &door->exports};
	http_tag(request, call);
	http_add_header(request, "Server", "bursard/" BURSAR_VERSION);
	find_route(call);
	if (shown != HTTP_SHOWN_GOOD)
		not_signed_in(call, says[shown]);
	else if (call->route == NULL)
		no_route(call);
	else
		store_sign_in(door->store, &credential, signed_in, call);
}

/* --- the admin listener --- */

static void answer_text(struct http_request *request, int status, struct span text)
{
	http_reply(request, status, "text/plain; charset=utf-8", text);
}

static void answer_metrics(struct door *door, struct http_request *request)
{
	struct buf out = buf_in(http_arena(request));
	struct http_counts http = http_counts(door->http);
	struct store_figures store = store_figures(door->store);

	metrics_print(door->metrics, &http, &store, &out);
	http_reply(request, 200, "text/plain; version=0.0.4; charset=utf-8", buf_done(&out));
}

static void answer_ready(struct door *door, struct http_request *request)
{
	const char *database = store_trouble(door->store), *http = http_trouble(door->http);
	bool ready = database == NULL && http == NULL;
	struct buf says = buf_in(http_arena(request));

	if (ready)
		buf_text(&says, "ready\n");
	if (database != NULL)
		buf_printf(&says, "database: %s\n", database);
	if (http != NULL)
		buf_printf(&says, "http: %s\n", http);
	store_remarks(door->store, &says);
	buf_printf(&says, "oldest flight: %lld ms\n",
		(long long)store_figures(door->store).oldest_flight_us / 1000);
	answer_text(request, ready ? 200 : 503, buf_done(&says));
}

static void serve_admin(struct http_request *request, void *context)
{
	struct door *door = context;
	struct span path = http_path(request);

	if (span_is(path, "/livez"))
		answer_text(request, 200, SPAN("live\n"));
	else if (span_is(path, "/readyz"))
		answer_ready(door, request);
	else if (span_is(path, "/metrics"))
		answer_metrics(door, request);
	else
		answer_text(request, 404, SPAN("there are /livez, /readyz and /metrics\n"));
}

static void handle_admin(struct http_request *request, void *context)
{
	if (http_method_of(request) != HTTP_GET)
		answer_text(request, 405, SPAN("only GET\n"));
	else
		http_receive(request, serve_admin, context);
}

/* --- beginning and end --- */

static enum status open_admin(struct event_base *base, const struct config *config,
	struct arena *arena, struct door *door, const char **ret_error)
{
	struct http_config http = {.host = config->admin_host,
		.port = config->admin_port,
		.connections_max = ADMIN_CONNECTIONS_MAX,
		.handshake_ms_max = config->handshake_ms_max,
		.request_ms_max = config->request_ms_max,
		.idle_ms_max = config->idle_ms_max,
		.stream_idle_ms_max = config->idle_ms_max,
		.body_bytes_max = ADMIN_BODY_BYTES_MAX};
	struct http_calls calls = {.handle = handle_admin, .refuse = refuse, .context = door};

	return http_start(base, arena, &http, &calls, &door->admin, ret_error);
}

enum status door_open(struct event_base *base, const struct config *config, struct store *store,
	struct arena *arena, struct door **ret_door, const char **ret_error)
{
	struct http_config http = {.host = config->listen_host,
		.port = config->listen_port,
		.certificate = config->tls_certificate,
		.key = config->tls_key,
		.client_ca = config->tls_client_ca,
		.connections_max = config->connections_max,
		.handshake_ms_max = config->handshake_ms_max,
		.request_ms_max = config->request_ms_max,
		.idle_ms_max = config->idle_ms_max,
		.stream_idle_ms_max = config->export_idle_ms_max,
		.body_bytes_max = BODY_BYTES_MAX};
	struct door *door = calloc(1, sizeof(*door));
	struct http_calls calls = {
		.handle = handle, .refuse = refuse, .done = observed, .context = door};
	enum status status;

	assert(door != NULL);
	door->store = store;
	door->metrics = metrics_new();
	status = http_start(base, arena, &http, &calls, &door->http, ret_error);
	if (status == OK)
		status = open_admin(base, config, arena, door, ret_error);
	if (status != OK) {
		door_free(door);
		return status;
	}
	*ret_door = door;
	return OK;
}

int door_port(const struct door *door)
{
	return http_port(door->http);
}

int door_admin_port(const struct door *door)
{
	return http_port(door->admin);
}

enum status door_reload(struct door *door, struct arena *arena, const char **ret_error)
{
	return http_reload(door->http, arena, ret_error);
}

void door_close(struct door *door)
{
	http_drain(door->http);
}

bool door_idle(const struct door *door)
{
	return http_idle(door->http);
}

void door_free(struct door *door)
{
	if (door == NULL)
		return;
	http_free(door->http);
	http_free(door->admin);
	metrics_free(door->metrics);
	free(door);
}
