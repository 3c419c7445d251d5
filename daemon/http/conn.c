#include "daemon/http/conn.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "daemon/http/reply.h"
#include "daemon/http/request.h"
#include "daemon/http/server.h"
#include "daemon/http/tls.h"

enum {
	RAW_BYTES_FIRST = 1024,
	/* What a client may send ahead while its request is answered; then we stop reading. */
	AHEAD_BYTES_MAX = 64 * 1024,
};

static void arm(struct conn *conn, int ms)
{
	struct timeval wait = server_ms(ms);
	if (event_add(conn->timer, &wait) != 0)
		server_no_memory();
}

/* --- bytes on their way --- */

/* What evhttp reads instead of the client's head. Its version and the client's Connection are our
 * affair (reply.c), so this is all it needs. */
static void hand_to_evhttp(struct conn *conn, size_t body_bytes)
{
	struct evbuffer *input = bufferevent_get_input(conn->bev);
	char line[96];
	int len = body_bytes == 0
		? snprintf(line, sizeof line, "GET / HTTP/1.1\r\n\r\n")
		: snprintf(line, sizeof line, "POST / HTTP/1.1\r\nContent-Length: %zu\r\n\r\n",
			  body_bytes);
	assert(len > 0 && (size_t)len < sizeof line);
	conn->state = CONN_BODY;
	if (evbuffer_prepend(input, line, (size_t)len) != 0)
		server_no_memory();
}

/* Nothing of what the client has sent goes on; evhttp gets a request without a body, whose answer
 * is the refusal. */
static void refuse(struct conn *conn, struct guard_fault fault)
{
	struct evbuffer *input = bufferevent_get_input(conn->bev);
	conn->request->fault = fault;
	evbuffer_drain(input, evbuffer_get_length(input));
	hand_to_evhttp(conn, 0);
}

/*
 * evhttp would do it, but it leaves its callback for "written" in place, which can then end the
 * answer to a quick client before it is out. So "written" calls nobody until the answer is begun,
 * which sets evhttp's callbacks anew.
 */
static void say_continue(struct conn *conn)
{
	static const char line[] = "HTTP/1.1 100 Continue\r\n\r\n";
	bufferevent_data_cb read = NULL;
	bufferevent_event_cb event = NULL;
	bufferevent_getcb(conn->bev, &read, NULL, &event, NULL);
	bufferevent_setcb(conn->bev, read, NULL, event, conn->evcon);
	if (bufferevent_enable(conn->bev, EV_WRITE) != 0 ||
		bufferevent_write(conn->bev, line, sizeof line - 1) != 0)
		server_no_memory();
}

static void head_complete(struct conn *conn)
{
	struct http_request *request = conn->request;
	struct guard_fault fault = {0};
	struct span raw = {request->raw, request->raw_len};
	size_t body_bytes_max = conn->server->config.body_bytes_max;

	if (!guard_check(raw, body_bytes_max, request->arena, &request->head, &fault)) {
		refuse(conn, fault);
		return;
	}
	size_t body_bytes = request->head->body_bytes;
	size_t there = evbuffer_get_length(bufferevent_get_input(conn->bev));
	hand_to_evhttp(conn, body_bytes);
	if (request->head->expects && body_bytes > 0 && there == 0)
		say_continue(conn);
}

/* Takes what is there of the head. Body and later requests stay for evhttp. */
static void take_head(struct conn *conn)
{
	struct http_request *request = conn->request;
	struct evbuffer *input = bufferevent_get_input(conn->bev);
	size_t take = evbuffer_get_length(input);

	if (take > GUARD_HEAD_BYTES_MAX - request->raw_len)
		take = GUARD_HEAD_BYTES_MAX - request->raw_len;
	request_reserve(request, request->raw_len + take, RAW_BYTES_FIRST);
	evbuffer_copyout(input, request->raw + request->raw_len, take);
	struct span seen = {request->raw, request->raw_len + take};
	size_t end = guard_head_end(seen, request->raw_len);
	if (end > 0) {
		evbuffer_drain(input, end - request->raw_len);
		request->raw_len = end;
		head_complete(conn);
		return;
	}
	evbuffer_drain(input, take);
	request->raw_len += take;
	if (request->raw_len == GUARD_HEAD_BYTES_MAX)
		refuse(conn,
			(struct guard_fault){400, "malformed", NULL,
				"request line and headers are longer than 16 KiB"});
}

static void first_byte(struct conn *conn)
{
	conn->request = request_make(conn);
	conn->state = CONN_HEAD;
	arm(conn, conn->server->config.request_ms_max);
	take_head(conn);
}

/* Called by libevent as bytes come in, before evhttp looks at them. */
static void on_input(struct evbuffer *input, const struct evbuffer_cb_info *info, void *context)
{
	struct conn *conn = context;
	if (info->n_added == 0)
		return;
	switch (conn->state) {
	case CONN_OPENING:
	case CONN_IDLE:
		first_byte(conn);
		return;
	case CONN_HEAD:
		take_head(conn);
		return;
	case CONN_BODY:
		return;
	case CONN_BUSY:
		if (evbuffer_get_length(input) > AHEAD_BYTES_MAX)
			bufferevent_disable(conn->bev, EV_READ);
		return;
	case CONN_REFUSED:
		evbuffer_drain(input, evbuffer_get_length(input));
		return;
	}
	UNREACHABLE("a connection without a state");
}

void conn_request(struct evhttp_request *ev, void *context)
{
	struct http_server *server = context;
	struct evhttp_connection *evcon = evhttp_request_get_connection(ev);
	int fd = bufferevent_getfd(evhttp_connection_get_bufferevent(evcon));
	assert(fd >= 0 && (size_t)fd < server->by_fd_len);
	struct conn *conn = server->by_fd[fd];
	assert(conn != NULL && conn->evcon == evcon && conn->state == CONN_BODY);
	struct http_request *request = conn->request;

	event_del(conn->timer);
	if (server->tls != NULL && !conn->certificate_known) {
		conn->has_certificate = tls_certificate(conn->bev, &conn->certificate);
		conn->certificate_known = true;
	}
	request_complete(request, ev);
	if (request->fault.status != 0) {
		conn->state = CONN_REFUSED;
		reply_refuse(request);
		return;
	}
	conn->state = CONN_BUSY;
	server->calls.handle(request, server->calls.context);
}

void conn_answered(struct conn *conn)
{
	bool refused = conn->state == CONN_REFUSED;
	conn->request = NULL;
	if (refused)
		linger_begin(&conn->server->lingers, conn->bev);
	conn->state = CONN_IDLE;
	arm(conn, conn->server->config.idle_ms_max);
	if (conn->server->draining)
		event_active(conn->timer, EV_TIMEOUT, 0);
	/* The client may have sent the next request ahead. */
	else if (!refused && evbuffer_get_length(bufferevent_get_input(conn->bev)) > 0)
		first_byte(conn);
}

/* --- beginning and end --- */

static void conn_free(struct conn *conn)
{
	LIST_REMOVE(conn, link);
	if (!conn->doomed)
		conn->server->counts.connections--;
	event_free(conn->timer);
	free(conn);
}

/* From within evhttp_connection_free. */
static void on_close(struct evhttp_connection *evcon, void *context)
{
	struct conn *conn = context;
	struct http_server *server = conn->server;
	int fd = bufferevent_getfd(conn->bev);
	assert(evcon == conn->evcon);
	assert(fd >= 0 && server->by_fd[fd] == conn);

	server->by_fd[fd] = NULL;
	evbuffer_remove_cb(bufferevent_get_input(conn->bev), on_input, conn);
	struct http_request *request = conn->request;
	conn->request = NULL;
	conn_free(conn);
	if (request != NULL)
		request_client_left(request);
}

static void remember(struct http_server *server, int fd, struct conn *conn)
{
	size_t at = (size_t)fd;
	assert(fd >= 0);
	if (at >= server->by_fd_len) {
		size_t len = at * 2 + 64;
		struct conn **grown = reallocarray(server->by_fd, len, sizeof(struct conn *));
		if (grown == NULL)
			server_no_memory();
		for (size_t i = server->by_fd_len; i < len; i++)
			grown[i] = NULL;
		server->by_fd = grown;
		server->by_fd_len = len;
	}
	assert(server->by_fd[at] == NULL);
	server->by_fd[at] = conn;
}

/*
 * evhttp asks for a bufferevent before it makes its connection, and tells nobody of the latter. It
 * is the argument of the bufferevent's callbacks, or nothing is if making it failed, in which case
 * our reference has kept the bufferevent alive till now.
 */
static void adopt(struct conn *conn)
{
	static const int on = 1;
	struct http_server *server = conn->server;
	void *evcon = NULL;
	struct bufferevent *bev = conn->bev;
	bufferevent_getcb(bev, NULL, NULL, NULL, &evcon);
	if (evcon == NULL) {
		conn_free(conn);
		bufferevent_decref(bev);
		return;
	}
	event_del(conn->timer);
	conn->evcon = evcon;
	assert(evhttp_connection_get_bufferevent(conn->evcon) == bev);
	remember(server, bufferevent_getfd(bev), conn);
	evhttp_connection_set_closecb(conn->evcon, on_close, conn);
	bufferevent_decref(bev);
	/* Inherited on Linux; said again for its price of a call. */
	setsockopt(bufferevent_getfd(bev), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (conn->doomed) {
		conn_close(conn);
		return;
	}
	conn->state = server->tls != NULL ? CONN_OPENING : CONN_IDLE;
	arm(conn,
		server->tls != NULL ? server->config.handshake_ms_max : server->config.idle_ms_max);
}

static void past_deadline(struct conn *conn)
{
	struct http_server *server = conn->server;
	switch (conn->state) {
	case CONN_OPENING:
		if (tls_is_open(conn->bev)) {
			conn->state = CONN_IDLE;
			arm(conn, server->config.idle_ms_max);
			return;
		}
		server->counts.handshakes_late_total++;
		break;
	case CONN_IDLE:
		break;
	case CONN_HEAD:
	case CONN_BODY:
		server->counts.requests_late_total++;
		break;
	case CONN_BUSY:
	case CONN_REFUSED:
		UNREACHABLE("a deadline while the answer is ours to give");
	}
	conn_close(conn);
}

static void on_timer(int fd, short what, void *context)
{
	struct conn *conn = context;
	(void)fd;
	(void)what;

	if (conn->evcon == NULL)
		adopt(conn);
	else
		past_deadline(conn);
}

struct bufferevent *conn_make(struct event_base *base, void *context)
{
	struct http_server *server = context;
	struct conn *conn = calloc(1, sizeof *conn);
	if (conn == NULL)
		server_no_memory();
	conn->server = server;
	if (server->counts.connections < server->config.connections_max && !server->draining)
		conn->bev = server->tls != NULL
			? tls_accept(base, server->tls)
			: bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	if (conn->bev == NULL) {
		/* Not NULL to evhttp, which would go on without TLS. */
		conn->doomed = true;
		conn->bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
		server->counts.over_limit_total++;
	}
	conn->timer = event_new(base, -1, 0, on_timer, conn);
	if (conn->bev == NULL || conn->timer == NULL ||
		evbuffer_add_cb(bufferevent_get_input(conn->bev), on_input, conn) == NULL)
		server_no_memory();
	/* Reading never times out by itself: a client says nothing while it takes a long answer,
	 * and our deadlines hold for the rest. */
	struct timeval idle = server_ms(server->config.idle_ms_max);
	bufferevent_set_timeouts(conn->bev, NULL, &idle);
	LIST_INSERT_HEAD(&server->conns, conn, link);
	server->counts.accepted_total++;
	if (!conn->doomed)
		server->counts.connections++;
	/* Runs as soon as evhttp is through with accepting, before any byte is read. */
	bufferevent_incref(conn->bev);
	event_active(conn->timer, EV_TIMEOUT, 0);
	return conn->bev;
}

void conn_close(struct conn *conn)
{
	evhttp_connection_free(conn->evcon);
}

void conn_close_idle(struct http_server *server)
{
	struct conn *next = NULL;
	conn_adopt_all(server);
	for (struct conn *conn = LIST_FIRST(&server->conns); conn != NULL; conn = next) {
		next = LIST_NEXT(conn, link);
		bool idle = conn->state == CONN_OPENING || conn->state == CONN_IDLE;
		if (idle)
			conn_close(conn);
	}
}

void conn_adopt_all(struct http_server *server)
{
	struct conn *next = NULL;
	for (struct conn *conn = LIST_FIRST(&server->conns); conn != NULL; conn = next) {
		next = LIST_NEXT(conn, link);
		if (conn->evcon == NULL)
			adopt(conn);
	}
}
