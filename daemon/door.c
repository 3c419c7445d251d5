#include "daemon/door.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "daemon/call.h"
#include "daemon/config.h"
#include "daemon/log.h"
#include "daemon/metrics.h"

enum { ADMIN_CONNECTIONS_MAX = 16, ADMIN_BODY_BYTES_MAX = 1024, BODY_BYTES_MAX = 1 << 20 };

struct door {
	struct http_server *http, *admin;
	struct store *store;
	struct metrics metrics;
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

static void observed(const struct http_done *done, void *context)
{
	struct door *door = context;
	const struct call *call = done->tag;
	const struct route *route = call == NULL ? NULL : call->route;
	bool post = route != NULL && route_is_post(route);

	metrics_count(&door->metrics, route, done->status, done->took_us);
	log_request(&(struct log_request){.id = done->request_id,
		.method = route == NULL ? NULL
			: post          ? "POST"
					: "GET",
		.route = route == NULL ? NULL : route->template,
		.status = done->status,
		.code = call == NULL ? NULL : call->code,
		.authority_id = call == NULL ? 0 : call->staff.authority_id,
		.staff_id = call == NULL ? 0 : call->staff.staff_id,
		.took_us = done->took_us,
		.body_bytes = (int64_t)done->body_bytes});
}

/* --- the way of a request --- */

static bool find_route(struct call *call)
{
	enum http_method method = http_method_of(call->request);
	struct route_found found = {.route = NULL};
	struct route_found other;

	if (method != HTTP_OTHER)
		found = route_find(method == HTTP_POST, http_path(call->request), &call->path);
	call->route = found.route;
	if (found.route != NULL)
		return true;
	other = route_find(method != HTTP_POST, http_path(call->request), &call->path);
	if (other.route == NULL && !found.path_exists && !other.path_exists) {
		call_fail(call, 404, "not-found", NULL,
			"There is no such path; docs/http.md has them all.");
		return false;
	}
	http_add_header(call->request, "Allow",
		other.route != NULL && method == HTTP_GET            ? "POST"
			: other.route != NULL && method == HTTP_POST ? "GET"
								     : "GET, POST");
	call_fail(call, 405, "method", NULL, "This path does not take this method.");
	return false;
}

static bool body_fits(struct call *call)
{
	size_t max = route_body_bytes_max(call->route);

	if (http_body(call->request).len <= max)
		return true;
	call_fail(call, 413, "too-large", NULL,
		arena_printf(call->arena, "The body is larger than the %zu bytes this path takes.",
			max));
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

static void serve(struct call *call)
{
	static void (*const kinds[])(struct call *) = {[ROUTE_READ] = reads_serve,
		[ROUTE_EXPORT] = exports_serve,
		[ROUTE_LOOK] = commands_look,
		[ROUTE_COMMAND] = commands_serve,
		[ROUTE_BATCH] = commands_serve_batch,
		[ROUTE_CLAIM] = commands_claim};

	if (may(call) && body_fits(call) && params_fit(call))
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

static void signed_in(void *context, enum status status, const struct store_staff *staff)
{
	struct call *call = context;

	if (!call_looked_up(call, status))
		return;
	call->staff = *staff;
	if (staff->staff_id != 0)
		http_know(call->request);
	if (staff->staff_id == 0 && !route_is_open(call->route))
		call_fail(call, 401, "not-signed-in", NULL,
			"This certificate is not registered. Its holder does that, with the "
			"invitation that an administrator's bursar staff add printed: bursar staff "
			"claim CODE.");
	else
		serve(call);
}

static void handle(struct http_request *request, void *context)
{
	struct door *door = context;
	struct call *call = ARENA_NEW(http_arena(request), struct call);
	struct digest fingerprint;

	*call = (struct call){
		.request = request, .arena = http_arena(request), .store = door->store};
	http_tag(request, call);
	http_add_header(request, "Server", "bursard/" BURSAR_VERSION);
	if (!find_route(call))
		return;
	if (http_certificate(request, &fingerprint))
		store_sign_in(door->store, &fingerprint, signed_in, call);
	else
		call_fail(call, 401, "not-signed-in", NULL,
			"The client showed no certificate, or none that the daemon's client-ca "
			"signed.");
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

	metrics_print(&door->metrics, &http, &store, &out);
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

static void handle_admin(struct http_request *request, void *context)
{
	struct door *door = context;
	struct span path = http_path(request);

	if (http_method_of(request) != HTTP_GET)
		answer_text(request, 405, SPAN("only GET\n"));
	else if (span_is(path, "/livez"))
		answer_text(request, 200, SPAN("live\n"));
	else if (span_is(path, "/readyz"))
		answer_ready(door, request);
	else if (span_is(path, "/metrics"))
		answer_metrics(door, request);
	else
		answer_text(request, 404, SPAN("there are /livez, /readyz and /metrics\n"));
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
		.body_bytes_max = BODY_BYTES_MAX};
	struct door *door = calloc(1, sizeof(*door));
	struct http_calls calls = {
		.handle = handle, .refuse = refuse, .done = observed, .context = door};
	enum status status;

	assert(door != NULL);
	door->store = store;
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
	free(door);
}
