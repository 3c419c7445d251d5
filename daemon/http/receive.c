/* Bodies of requests, read once somebody wants them. evhttp sees none of them. */
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>

#include "base/arena.h"
#include "daemon/http/charge.h"
#include "daemon/http/conn.h"
#include "daemon/http/inside.h"
#include "daemon/http/reply.h"
#include "daemon/http/request.h"

/* Takes what has come of it; true once it is whole. */
static bool take(struct http_request *request)
{
	struct evbuffer *input = bufferevent_get_input(request->conn->bev);
	size_t left = request->head->body_bytes - request->body.len;
	int got = evbuffer_remove(input, request->body_room + request->body.len, left);

	if (got > 0)
		request->body.len += (size_t)got;
	return request->body.len == request->head->body_bytes;
}

static void whole(struct http_request *request)
{
	request->received = true;
	request->phase = REQUEST_HELD;
	request_stamp(request);
	request->then(request, request->then_context);
}

static void on_body(struct bufferevent *bev, void *context)
{
	struct conn *conn = context;

	if (conn->state != CONN_BODY || !take(conn->request))
		return;
	bufferevent_disable(bev, EV_READ);
	conn_received(conn);
	whole(conn->request);
}

/* The client has left, or an error is as good: evhttp's to see to. */
static void on_event(struct bufferevent *bev, short what, void *context)
{
	struct conn *conn = context;

	conn->evhttp_event(bev, what, conn->evcon);
}

/* evhttp has stopped reading and calls nobody until the answer is begun, which sets its callbacks
 * anew: it would end the answer to a quick client if it heard that our 100 has been written. */
static void wait_for_rest(struct http_request *request)
{
	static const char line[] = "HTTP/1.1 100 Continue\r\n\r\n";
	struct conn *conn = request->conn;
	bool waits = request->head->expects && request->body.len == 0;

	request->phase = REQUEST_COMING;
	if (conn->evhttp_event == NULL)
		bufferevent_getcb(conn->bev, NULL, NULL, &conn->evhttp_event, NULL);
	bufferevent_setcb(conn->bev, on_body, NULL, on_event, conn);
	conn_receive(conn);
	if (bufferevent_enable(conn->bev, EV_READ | EV_WRITE) != 0 ||
		(waits && bufferevent_write(conn->bev, line, sizeof(line) - 1) != 0))
		server_no_memory();
}

void http_receive(struct http_request *request, http_handler *then, void *context)
{
	size_t len = request->head->body_bytes;

	assert(request->phase == REQUEST_HELD && !request->received);
	if (request->conn == NULL) {
		request_end(request);
		return;
	}
	if (!charge_add(request, len * CHARGE_BODY_WEIGHT)) {
		request->fault = (struct guard_fault){503, "busy", NULL,
			"too much is being received and answered at the moment; nothing was done. "
			"Ask again"};
		reply_refuse(request);
		return;
	}
	request->then = then;
	request->then_context = context;
	request->body_room = arena_alloc(request->arena, len);
	request->body = (struct span){request->body_room, 0};
	if (take(request))
		whole(request);
	else
		wait_for_rest(request);
}
