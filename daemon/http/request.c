#include "daemon/http/request.h"

#include <arpa/inet.h>
#include <event2/http.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "daemon/http/charge.h"
#include "daemon/http/inside.h"

enum { ID_BYTES = HTTP_REQUEST_ID_TEXT / 2 };

static void name_it(struct http_server *server, char *ret_id)
{
	static const char digits[] = "0123456789abcdef";

	if (server->chance_left < ID_BYTES) {
		hash_random(server->chance, sizeof(server->chance));
		server->chance_left = sizeof(server->chance);
	}
	server->chance_left -= ID_BYTES;
	for (size_t i = 0; i < ID_BYTES; i++) {
		uint8_t byte = server->chance[server->chance_left + i];
		ret_id[2 * i] = digits[byte >> 4];
		ret_id[2 * i + 1] = digits[byte & 15];
	}
	ret_id[HTTP_REQUEST_ID_TEXT] = '\0';
}

static struct http_request *take_spare(struct http_server *server)
{
	struct http_request *request = SLIST_FIRST(&server->spares);

	if (request != NULL) {
		SLIST_REMOVE_HEAD(&server->spares, spare);
		server->spares_len--;
		return request;
	}
	request = calloc(1, sizeof(*request));
	if (request == NULL)
		server_no_memory();
	request->arena = arena_new(HTTP_ARENA_BYTES_MAX + server->config.body_bytes_max);
	return request;
}

struct http_request *request_make(struct conn *conn)
{
	struct http_request *request = take_spare(conn->server);

	*request = (struct http_request){
		.server = conn->server,
		.conn = conn,
		.arena = request->arena,
	};
	name_it(conn->server, request->id);
	conn->server->counts.requests++;
	return request;
}

void request_reserve(struct http_request *request, size_t size, size_t first)
{
	if (size <= request->raw_size)
		return;
	size_t grown = request->raw_size == 0 ? first : request->raw_size * 2;
	if (grown < size)
		grown = size;
	request->raw = arena_grow(request->arena, request->raw, request->raw_size, grown);
	request->raw_size = grown;
}

void request_stamp(struct http_request *request)
{
	request->received_us = server_clock_us(CLOCK_REALTIME);
	request->started_us = server_clock_us(CLOCK_MONOTONIC);
}

void request_handed(struct http_request *request, struct evhttp_request *ev)
{
	struct conn *conn = request->conn;

	request->ev = ev;
	request->phase = REQUEST_HELD;
	request_stamp(request);
	request->shown = conn->shown;
	memcpy(request->address, conn->address, sizeof(request->address));
	/* It may have run out since the handshake. */
	if (request->shown.kind == HTTP_SHOWN_GOOD &&
		request->shown.until_s < request->received_us / 1000000)
		request->shown.kind = HTTP_SHOWN_EXPIRED;
}

void request_over(struct http_request *request, bool gone)
{
	struct http_server *server = request->server;
	struct stream *stream = &request->stream;
	struct http_done done = {
		.request = request,
		.status = request->status,
		.took_us = request_took_us(request),
		.body_bytes = request->body_bytes,
		.tag = request->tag,
		.gone = gone,
	};

	if (stream->ended != NULL) {
		http_ended *ended = stream->ended;
		stream->ended = NULL;
		ended(stream->context);
	}
	if (server->calls.done != NULL)
		server->calls.done(&done, server->calls.context);
	request_end(request);
}

void request_client_left(struct http_request *request)
{
	struct evhttp_request *ev = request->ev;

	request->conn = NULL;
	request->ev = NULL;
	/* A connection that breaks before the answer is complete leaves its request to us;
	 * otherwise evhttp frees it with the connection. */
	if (ev != NULL && evhttp_request_get_connection(ev) == NULL)
		evhttp_request_free(ev);
	switch (request->phase) {
	case REQUEST_COMING:
		request_end(request);
		return;
	case REQUEST_HELD:
		return;
	case REQUEST_STREAMING:
	case REQUEST_ANSWERED:
		request_over(request, true);
		return;
	}
	UNREACHABLE("a request without a phase");
}

void request_end(struct http_request *request)
{
	struct http_server *server = request->server;

	server->counts.requests--;
	charge_end(request);
	if (server->spares_len < SERVER_SPARE_REQUESTS_MAX) {
		arena_reset(request->arena);
		SLIST_INSERT_HEAD(&server->spares, request, spare);
		server->spares_len++;
	} else {
		arena_free(request->arena);
		free(request);
	}
	server->release(server);
}

void request_free_spares(struct http_server *server)
{
	while (!SLIST_EMPTY(&server->spares)) {
		struct http_request *request = SLIST_FIRST(&server->spares);
		SLIST_REMOVE_HEAD(&server->spares, spare);
		arena_free(request->arena);
		free(request);
	}
}

int64_t request_took_us(const struct http_request *request)
{
	return server_clock_us(CLOCK_MONOTONIC) - request->started_us;
}

const char *http_request_id(const struct http_request *request)
{
	return request->id;
}

enum http_method http_method_of(const struct http_request *request)
{
	if (span_is(request->head->method, "GET"))
		return HTTP_GET;
	if (span_is(request->head->method, "POST"))
		return HTTP_POST;
	return HTTP_OTHER;
}

struct span http_method_text(const struct http_request *request)
{
	return request->head->method;
}

struct span http_path(const struct http_request *request)
{
	return request->head->path;
}

struct span http_target(const struct http_request *request)
{
	return request->head->target;
}

struct span http_query(const struct http_request *request, const char *name)
{
	const struct guard_head *head = request->head;

	for (size_t i = 0; i < head->parameters_len; i++)
		if (span_is(head->parameters[i].name, name))
			return head->parameters[i].value;
	return SPAN_NONE;
}

struct span http_query_name(const struct http_request *request, size_t n)
{
	return n < request->head->parameters_len ? request->head->parameters[n].name : SPAN_NONE;
}

struct span http_header(const struct http_request *request, const char *name)
{
	return guard_header(request->head, name);
}

struct span http_body(const struct http_request *request)
{
	return request->body;
}

size_t http_body_bytes(const struct http_request *request)
{
	return request->head->body_bytes;
}

enum http_shown http_certificate(const struct http_request *request, struct digest *ret_sha256)
{
	if (request->shown.kind != HTTP_SHOWN_NONE)
		*ret_sha256 = request->shown.sha256;
	return request->shown.kind;
}

int64_t http_certificate_until_s(const struct http_request *request)
{
	return request->shown.until_s;
}

void http_peer(const struct http_request *request, char ret_text[HTTP_PEER_TEXT])
{
	static const uint8_t v4_mapped[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
	bool v4 = memcmp(request->address, v4_mapped, sizeof(v4_mapped)) == 0;

	ret_text[0] = '\0';
	inet_ntop(v4 ? AF_INET : AF_INET6, request->address + (v4 ? sizeof(v4_mapped) : 0),
		ret_text, HTTP_PEER_TEXT);
}

int64_t http_received_us(const struct http_request *request)
{
	return request->received_us;
}

struct arena *http_arena(struct http_request *request)
{
	return request->arena;
}

bool http_gone(const struct http_request *request)
{
	return request->conn == NULL;
}

void http_know(struct http_request *request)
{
	if (request->conn != NULL)
		request->conn->known = true;
}

void http_last(struct http_request *request)
{
	request->last = true;
}

void http_tag(struct http_request *request, void *tag)
{
	request->tag = tag;
}
