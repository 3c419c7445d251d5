#include <event2/buffer.h>
#include <event2/http.h>

#include "daemon/http/conn.h"
#include "daemon/http/inside.h"
#include "daemon/http/reply.h"
#include "daemon/http/request.h"

static void ask(struct http_request *request)
{
	struct stream *stream = &request->stream;

	stream->asked = true;
	/* It may end the request: nothing behind this call. */
	stream->next(request, stream->context);
}

static void on_drained(struct evhttp_connection *evcon, void *context)
{
	struct http_request *request = context;

	assert(request->conn != NULL && request->conn->evcon == evcon);
	ask(request);
}

void http_stream(struct http_request *request, int status, const char *content_type,
	http_next *next, http_ended *ended, void *context)
{
	assert(request->phase == REQUEST_HELD && request->received);
	assert(http_method_of(request) != HTTP_OTHER);
	if (request->conn != NULL && request->head->minor == 0) {
		/* Without chunks a client could not tell a broken answer from a whole one. */
		ended(context);
		request->fault =
			(struct guard_fault){400, "malformed", NULL, "this answer needs HTTP/1.1"};
		reply_refuse(request);
		return;
	}
	request->status = status;
	request->stream = (struct stream){
		.next = next,
		.ended = ended,
		.context = context,
		.content_type = content_type,
	};
	request->phase = REQUEST_STREAMING;
	if (request->conn == NULL)
		request_over(request, true);
	else
		ask(request);
}

/* The status line waits for the first chunk: written alone, it could drain while the chunk is being
 * fetched, and evhttp would take that for the chunk's draining. */
static void start(struct http_request *request)
{
	struct stream *stream = &request->stream;

	stream->started = true;
	conn_patience(request->conn, request->server->config.stream_idle_ms_max);
	request->phase = REQUEST_HELD;
	reply_prepare(request, request->status, stream->content_type);
	request->phase = REQUEST_STREAMING;
	evhttp_send_reply_start(request->ev, request->status, reply_phrase(request->status));
}

void http_chunk(struct http_request *request, struct span bytes)
{
	struct stream *stream = &request->stream;
	struct evbuffer *scratch = request->server->scratch;

	assert(request->phase == REQUEST_STREAMING && request->conn != NULL && stream->asked);

	stream->asked = false;
	if (!stream->started)
		start(request);
	if (bytes.len == 0) {
		request->phase = REQUEST_ANSWERED;
		evhttp_send_reply_end(request->ev);
		return;
	}
	request->body_bytes += bytes.len;
	evbuffer_add(scratch, bytes.at, bytes.len);
	evhttp_send_reply_chunk_with_cb(request->ev, scratch, on_drained, request);
}

void http_abort(struct http_request *request)
{
	assert(request->conn != NULL && request->stream.ended != NULL);
	conn_close(request->conn);
}
