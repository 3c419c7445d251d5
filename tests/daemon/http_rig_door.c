#include <event2/event.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/parse.h"
#include "tests/daemon/http_rig.h"

enum { HELD_MAX = 16, ARENA_MAX = 1024 * 1024, TICK_MS = 5 };

static struct {
	struct event_base *base;
	struct http_server *server;
	struct http_request *held[HELD_MAX];
	int64_t done, gone, asked, ended, status, handled;
	bool draining;
} rig;

static void serve(struct http_request *request, void *context);

struct stream_state {
	struct http_request *request;
	struct event *timer;
	int64_t chunks, bytes, ms, abort, at;
	char *chunk;
};

static int64_t number(const struct http_request *request, const char *name, int64_t otherwise)
{
	int64_t value = otherwise;

	if (!parse_int(http_query(request, name), 0, INT32_MAX, &value))
		value = otherwise;
	return value;
}

static struct timeval ms_of(int64_t ms)
{
	return (struct timeval){.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};
}

static void reply_text(struct http_request *request, int status, const char *text)
{
	http_reply(request, status, "text/plain", span_of(text));
}

/* --- /stream --- */

static void give(int fd, short what, void *context)
{
	struct stream_state *state = context;

	(void)fd;
	(void)what;
	if (state->at == state->abort) {
		http_abort(state->request);
		return;
	}
	size_t len = state->at < state->chunks ? (size_t)state->bytes : 0;
	memset(state->chunk, (int)('0' + state->at % 10), len);
	state->at++;
	http_chunk(state->request, (struct span){state->chunk, len});
}

static void stream_next(struct http_request *request, void *context)
{
	struct stream_state *state = context;
	struct timeval wait = ms_of(state->ms);

	assert(request == state->request);
	rig.asked++;
	if (state->ms > 0)
		event_add(state->timer, &wait);
	else
		give(-1, 0, state);
}

static void stream_ended(void *context)
{
	struct stream_state *state = context;

	rig.ended++;
	event_free(state->timer);
	free(state->chunk);
	free(state);
}

static void stream(struct http_request *request)
{
	struct stream_state *state = calloc(1, sizeof(*state));

	assert(state != NULL);
	state->request = request;
	state->chunks = number(request, "chunks", 1);
	state->bytes = number(request, "bytes", 1);
	state->ms = number(request, "ms", 0);
	state->abort = number(request, "abort", -1);
	state->chunk = malloc((size_t)state->bytes + 1);
	state->timer = event_new(rig.base, -1, 0, give, state);
	assert(state->chunk != NULL && state->timer != NULL);
	http_add_header(request, "X-Bursar-Size", "5");
	http_stream(request, 200, "text/csv", stream_next, stream_ended, state);
}

/* --- the rest --- */

static void let_go(int fd, short what, void *context)
{
	struct http_request **slot = context;

	(void)fd;
	(void)what;
	struct http_request *request = *slot;
	*slot = NULL;
	reply_text(request, 200, http_gone(request) ? "nobody there" : "held");
}

static void hold(struct http_request *request)
{
	int64_t ms = number(request, "ms", -1);
	struct timeval wait = ms_of(ms);

	for (size_t i = 0; i < HELD_MAX; i++) {
		if (rig.held[i] != NULL)
			continue;
		rig.held[i] = request;
		if (ms >= 0)
			event_base_once(rig.base, -1, EV_TIMEOUT, let_go, &rig.held[i], &wait);
		return;
	}
	reply_text(request, 503, "full");
}

static void release(struct http_request *request)
{
	for (size_t i = 0; i < HELD_MAX; i++)
		if (rig.held[i] != NULL)
			let_go(-1, 0, &rig.held[i]);
	reply_text(request, 200, "released");
}

static void who(struct http_request *request)
{
	struct buf text = buf_in(http_arena(request));
	struct digest digest;
	char peer[HTTP_PEER_TEXT];

	http_peer(request, peer);
	assert(strcmp(peer, "127.0.0.1") == 0);
	switch (http_certificate(request, &digest)) {
	case HTTP_SHOWN_GOOD:
		buf_hex(&text, digest.bytes, sizeof(digest.bytes));
		break;
	case HTTP_SHOWN_EXPIRED:
		buf_text(&text, "expired");
		break;
	case HTTP_SHOWN_FOREIGN:
	case HTTP_SHOWN_NONE:
		buf_text(&text, "nobody");
	}
	http_reply(request, 200, "text/plain", buf_done(&text));
}

static void look(struct http_request *request)
{
	struct buf text = buf_in(http_arena(request));

	buf_printf(&text, "id %s\nmethod %d %.*s\n", http_request_id(request),
		(int)http_method_of(request), SPAN_ARG(http_method_text(request)));
	buf_printf(&text, "path %.*s\ntarget %.*s\n", SPAN_ARG(http_path(request)),
		SPAN_ARG(http_target(request)));
	for (size_t i = 0; http_query_name(request, i).at != NULL; i++)
		buf_printf(&text, "query %.*s\n", SPAN_ARG(http_query_name(request, i)));
	struct span a = http_query(request, "a");
	if (a.at != NULL)
		buf_printf(&text, "a %.*s\n", SPAN_ARG(a));
	struct span header = http_header(request, "x-test");
	if (header.at != NULL)
		buf_printf(&text, "header %.*s\n", SPAN_ARG(header));
	buf_printf(&text, "body %.*s\n", SPAN_ARG(http_body(request)));
	buf_printf(&text, "received %" PRId64 "\n", http_received_us(request));
	http_add_header(request, "X-Added", "yes");
	http_reply(request, 201, "text/plain", buf_done(&text));
}

static void receive_now(int fd, short what, void *context)
{
	struct http_request *request = context;

	(void)fd;
	(void)what;
	http_receive(request, serve, &rig);
}

/* As with a sign-in that the database answers. */
static void receive_later(struct http_request *request)
{
	struct timeval wait = ms_of(number(request, "ms", 20));

	event_base_once(rig.base, -1, EV_TIMEOUT, receive_now, request, &wait);
}

static void large(struct http_request *request)
{
	size_t len = (size_t)number(request, "bytes", 0);
	struct span body = {arena_alloc(http_arena(request), len), len};

	http_reply(request, 200, "text/plain", body);
}

static void reload(struct http_request *request)
{
	const char *error = "ok";

	if (http_reload(rig.server, http_arena(request), &error) == OK)
		error = "ok";
	reply_text(request, 200, error);
}

static void count(struct http_request *request)
{
	struct http_counts counts = http_counts(rig.server);
	struct buf text = buf_in(http_arena(request));

	const struct {
		const char *name;
		int64_t value;
	} rows[] = {
		{"connections", counts.connections},
		{"requests", counts.requests},
		{"accepted", counts.accepted_total},
		{"over_limit", counts.over_limit_total},
		{"displaced", counts.displaced_total},
		{"paused", counts.paused_total},
		{"trouble", http_trouble(rig.server) != NULL},
		{"handshakes_late", counts.handshakes_late_total},
		{"requests_late", counts.requests_late_total},
		{"handled", rig.handled},
		{"done", rig.done},
		{"gone", rig.gone},
		{"asked", rig.asked},
		{"ended", rig.ended},
		{"status", rig.status},
	};

	http_tag(request, &rig.done);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		buf_printf(&text, "%s=%" PRId64 "\n", rows[i].name, rows[i].value);
	http_reply(request, 200, "text/plain", buf_done(&text));
}

static void drain(struct http_request *request)
{
	reply_text(request, 200, "draining");
	http_drain(rig.server);
	rig.draining = true;
}

static void serve(struct http_request *request, void *context)
{
	static const struct {
		const char *path;
		void (*run)(struct http_request *request);
	} routes[] = {
		{"/who", who},
		{"/look", look},
		{"/hold", hold},
		{"/release", release},
		{"/stream", stream},
		{"/large", large},
		{"/reload", reload},
		{"/count", count},
		{"/drain", drain},
	};

	assert(context == &rig);
	if (span_is(http_path(request), "/echo") || span_is(http_path(request), "/later")) {
		http_reply(request, 200, "text/plain", http_body(request));
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
		if (span_is(http_path(request), routes[i].path)) {
			routes[i].run(request);
			return;
		}
	}
	reply_text(request, 404, "nothing here");
}

static void handle(struct http_request *request, void *context)
{
	struct digest ignored;

	assert(context == &rig);
	rig.handled++;
	http_tag(request, &rig);
	if (http_certificate(request, &ignored) == HTTP_SHOWN_GOOD)
		http_know(request);
	if (http_method_of(request) == HTTP_OTHER)
		reply_text(request, 405, "no such method");
	else if (span_is(http_path(request), "/no"))
		reply_text(request, 403, "not you");
	else if (span_is(http_path(request), "/later"))
		receive_later(request);
	else
		http_receive(request, serve, context);
}

static struct span refuse(struct arena *arena, const char *request_id, int status, const char *code,
	const char *where, const char *says)
{
	return span_of(arena_printf(arena, "{\"id\":\"%s\",\"%d\":\"%s\",\"where\":\"%s\",\"%s\"}",
		request_id, status, code, where != NULL ? where : "-", says));
}

static void done(const struct http_done *told, void *context)
{
	const char *id = http_request_id(told->request);
	bool refused = told->status == 400 || told->status == 413;
	bool tagged = told->tag == &rig || told->tag == &rig.done;
	bool sound = context == &rig && strlen(id) == HTTP_REQUEST_ID_TEXT && told->took_us >= 0 &&
		(refused || tagged);

	assert(sound);
	rig.done++;
	/* The test's own questions do not count: a machine at work may starve one beyond
	 * idle_ms_max. */
	if (told->gone && told->tag != &rig.done)
		rig.gone++;
	rig.status = told->status;
}

static void stop(int fd, short what, void *context)
{
	(void)fd;
	(void)what;
	(void)context;
	event_base_loopbreak(rig.base);
}

static void tick(int fd, short what, void *context)
{
	(void)fd;
	(void)what;
	(void)context;
	if (rig.draining && http_idle(rig.server))
		event_base_loopbreak(rig.base);
}

/* Requests still held are answered after the door has closed. */
static void finish(void)
{
	http_free(rig.server);
	for (size_t i = 0; i < HELD_MAX; i++) {
		if (rig.held[i] == NULL)
			continue;
		assert(http_gone(rig.held[i]));
		reply_text(rig.held[i], 200, "too late");
	}
	event_base_free(rig.base);
	hash_end();
}

void rig_run(const struct http_config *config, int port_to)
{
	static const struct http_calls calls = {handle, refuse, done, &rig};
	static const struct timeval every = {.tv_usec = TICK_MS * 1000L};
	struct arena *arena = arena_new(ARENA_MAX);
	const char *error = "";
	/* As the daemon does. */
	struct event_config *events = event_config_new();

	event_config_set_flag(events, EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	rig.base = event_base_new_with_config(events);
	event_config_free(events);
	if (http_start(rig.base, arena, config, &calls, &rig.server, &error) != OK) {
		(void)fprintf(stderr, "%s\n", error);
		abort();
	}
	arena_free(arena);
	struct event *term = event_new(rig.base, SIGTERM, EV_SIGNAL, stop, NULL);
	struct event *ticks = event_new(rig.base, -1, EV_PERSIST, tick, NULL);
	event_add(term, NULL);
	event_add(ticks, &every);
	uint16_t port = http_port(rig.server);
	ssize_t written = write(port_to, &port, sizeof(port));
	assert(written == sizeof(port));
	close(port_to);
	event_base_dispatch(rig.base);
	event_free(term);
	event_free(ticks);
	finish();
	exit(0);
}
