#include "daemon/http/conn.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "daemon/http/inside.h"
#include "daemon/http/request.h"
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

/* Between requests; who is not known has no time to lose. */
static int idle_ms(const struct conn *conn)
{
	const struct http_config *config = &conn->server->config;

	return conn->known || conn->server->tls == NULL ||
			config->idle_ms_max < config->handshake_ms_max
		? config->idle_ms_max
		: config->handshake_ms_max;
}

/* --- bytes on their way --- */

/* What evhttp reads instead of the client's head. Method, version and the client's Connection are
 * our affair (reply.c), and so is the body (receive.c). */
static void hand_to_evhttp(struct conn *conn)
{
	static const char line[] = "GET / HTTP/1.1\r\n\r\n";

	conn->state = CONN_HANDED;
	if (evbuffer_prepend(bufferevent_get_input(conn->bev), line, sizeof(line) - 1) != 0)
		server_no_memory();
}

/* Nothing of what the client has sent goes on; evhttp gets a request without a body, whose answer
 * is the refusal. */
static void refuse(struct conn *conn, struct guard_fault fault)
{
	struct evbuffer *input = bufferevent_get_input(conn->bev);

	conn->request->fault = fault;
	evbuffer_drain(input, evbuffer_get_length(input));
	hand_to_evhttp(conn);
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
	hand_to_evhttp(conn);
}

/* Takes what is there of the head. Body and later requests stay where they are. */
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
	const struct http_config *config = &conn->server->config;

	conn->request = request_make(conn);
	conn->state = CONN_HEAD;
	arm(conn,
		conn->known || config->request_ms_max < config->handshake_ms_max
			? config->request_ms_max
			: config->handshake_ms_max);
	take_head(conn);
}

void conn_input(struct evbuffer *input, const struct evbuffer_cb_info *info, void *context)
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
	case CONN_HANDED:
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

void conn_patience(struct conn *conn, int ms)
{
	struct timeval wait = server_ms(ms);

	if (conn->patience_ms == ms)
		return;
	conn->patience_ms = ms;
	bufferevent_set_timeouts(conn->bev, NULL, &wait);
}

void conn_receive(struct conn *conn)
{
	conn->state = CONN_BODY;
	arm(conn, conn->server->config.request_ms_max);
}

void conn_received(struct conn *conn)
{
	event_del(conn->timer);
	conn->state = CONN_BUSY;
}

void conn_refuse(struct conn *conn)
{
	struct evbuffer *input = bufferevent_get_input(conn->bev);

	conn->state = CONN_REFUSED;
	evbuffer_drain(input, evbuffer_get_length(input));
}

void conn_answered(struct conn *conn)
{
	bool refused = conn->state == CONN_REFUSED;

	conn->request = NULL;
	if (refused)
		linger_begin(&conn->server->lingers, conn->bev);
	conn->state = CONN_IDLE;
	conn_patience(conn, conn->server->config.idle_ms_max);
	arm(conn, idle_ms(conn));
	if (conn->server->draining)
		event_active(conn->timer, EV_TIMEOUT, 0);
	/* The client may have sent the next request ahead. */
	else if (!refused && evbuffer_get_length(bufferevent_get_input(conn->bev)) > 0)
		first_byte(conn);
}

void conn_past_deadline(struct conn *conn)
{
	struct http_server *server = conn->server;

	switch (conn->state) {
	case CONN_OPENING:
		if (!tls_is(conn->bev) || !tls_is_open(conn->bev))
			server->counts.handshakes_late_total++;
		break;
	case CONN_IDLE:
		break;
	case CONN_HEAD:
	case CONN_HANDED:
	case CONN_BODY:
		server->counts.requests_late_total++;
		break;
	case CONN_BUSY:
	case CONN_REFUSED:
		UNREACHABLE("a deadline while the answer is ours to give");
	}
	conn_close(conn);
}

void conn_open(struct conn *conn)
{
	conn->state = conn->server->tls != NULL ? CONN_OPENING : CONN_IDLE;
	arm(conn,
		conn->server->tls != NULL ? conn->server->config.handshake_ms_max
					  : conn->server->config.idle_ms_max);
}

void conn_close(struct conn *conn)
{
	evhttp_connection_free(conn->evcon);
}
