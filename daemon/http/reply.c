#include "daemon/http/reply.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>

#include "base/arena.h"
#include "daemon/http/charge.h"
#include "daemon/http/conn.h"
#include "daemon/http/inside.h"
#include "daemon/http/request.h"
#include "daemon/http/tls.h"

const char *reply_phrase(int status)
{
	static const struct {
		int status;
		const char *phrase;
	} phrases[] = {
		{200, "OK"},
		{201, "Created"},
		{204, "No Content"},
		{400, "Bad Request"},
		{401, "Unauthorized"},
		{403, "Forbidden"},
		{404, "Not Found"},
		{405, "Method Not Allowed"},
		{406, "Not Acceptable"},
		{409, "Conflict"},
		{413, "Content Too Large"},
		{415, "Unsupported Media Type"},
		{422, "Unprocessable Content"},
		{429, "Too Many Requests"},
		{500, "Internal Server Error"},
		{503, "Service Unavailable"},
	};

	for (size_t i = 0; i < ARRAY_LEN(phrases); i++)
		if (phrases[i].status == status)
			return phrases[i].phrase;
	/* The phrase means nothing to a client; it may be empty, but evhttp wants one. */
	return "Status";
}

static void on_complete(struct evhttp_request *ev, void *context)
{
	struct http_request *request = context;
	struct conn *conn = request->conn;

	assert(request->ev == ev && request->phase == REQUEST_ANSWERED);
	request_over(request, false);
	conn_answered(conn);
}

void http_add_header(struct http_request *request, const char *name, const char *value)
{
	assert(request->phase == REQUEST_HELD);
	if (request->conn == NULL)
		return;
	int failed = evhttp_add_header(evhttp_request_get_output_headers(request->ev), name, value);
	assert(failed == 0);
}

void reply_prepare(struct http_request *request, int status, const char *content_type)
{
	const struct guard_head *head = request->head;
	const struct http_server *server = request->server;

	request->status = status;
	if (content_type != NULL)
		http_add_header(request, "Content-Type", content_type);
	/* evhttp closes by this header, too. */
	if (head == NULL || head->close || request->last || server->draining ||
		request->conn->reload != server->reloads)
		http_add_header(request, "Connection", "close");
	/* What is said here is said of people, to one caller. */
	http_add_header(request, "Cache-Control", "no-store");
	http_add_header(request, "X-Content-Type-Options", "nosniff");
	if (status == 503)
		http_add_header(request, "Retry-After", "1");
	if (status == 429)
		http_add_header(request, "Retry-After", "60");
	evhttp_request_set_on_complete_cb(request->ev, on_complete, request);
}

/* Whoever asks for more at a time than is kept for them is told so instead; what was recorded is
 * told in any case. */
static bool is_too_much(struct http_request *request, size_t bytes)
{
	bool reads = request->head != NULL && http_method_of(request) == HTTP_GET;

	if (charge_add(request, bytes) || !reads || bytes <= CHARGE_ANSWER_BYTES_SMALL)
		return false;
	request->fault = (struct guard_fault){503, "busy", NULL,
		"too many answers are still to be taken; take them, and ask again"};
	return true;
}

/* The request will be answered without its body. False if the rest of it may still come, so that
 * the connection has to be closed. */
static bool forget_body(struct http_request *request)
{
	struct evbuffer *input = bufferevent_get_input(request->conn->bev);
	size_t left = request->received || request->head == NULL ? 0 : request->head->body_bytes;

	if (evbuffer_get_length(input) < left)
		return false;
	evbuffer_drain(input, left);
	return true;
}

static void send_whole(
	struct http_request *request, int status, const char *content_type, struct span body)
{
	struct conn *conn = request->conn;

	if (!forget_body(request))
		request->last = true;
	if (request->last)
		conn_refuse(conn);
	reply_prepare(request, status, content_type);
	if (request->head != NULL && span_is(request->head->method, "HEAD")) {
		/* evhttp takes it for a GET: what HEAD answers is ours to keep empty. */
		const char *len = arena_printf(request->arena, "%zu", body.len);
		http_add_header(request, "Content-Length", len);
		body = SPAN_NONE;
	}
	request->phase = REQUEST_ANSWERED;
	request->body_bytes = body.len;
	evbuffer_add(evhttp_request_get_output_buffer(request->ev), body.at, body.len);
	evhttp_send_reply(request->ev, status, reply_phrase(status), NULL);
	if (request->server->tls != NULL)
		tls_join(conn->bev);
}

void http_reply(
	struct http_request *request, int status, const char *content_type, struct span body)
{
	assert(request->phase == REQUEST_HELD);
	request->status = status;
	if (request->conn == NULL)
		request_over(request, true);
	else if (is_too_much(request, body.len))
		reply_refuse(request);
	else
		send_whole(request, status, content_type, body);
}

void reply_refuse(struct http_request *request)
{
	const struct guard_fault *fault = &request->fault;
	struct span body = request->server->calls.refuse(
		request->arena, request->id, fault->status, fault->code, fault->where, fault->says);

	/* After a fault of form nobody knows where the next request begins. */
	if (request->head == NULL)
		request->last = true;
	request->status = fault->status;
	send_whole(request, fault->status, "application/problem+json", body);
}
