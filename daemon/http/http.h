/*
 * The door: HTTP/1.1 over TLS by evhttp, with what evhttp lacks: a strict guard on each request's form, absolute deadlines, a limit on
 * connections, client certificates. It knows nothing of bursar's routes; one handler gets every sound request.
 *
 * A struct http_request lives until it has been answered and everything handed to it is on its way; a client that leaves
 * earlier only makes the answer go nowhere (http_gone), so that a handler may hold one for as long as its work takes.
 */
#ifndef BURSAR_HTTP_HTTP_H
#define BURSAR_HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/hash.h"
#include "base/span.h"
#include "base/status.h"

struct event_base;
struct arena;
struct http_server;
struct http_request;

enum http_method { HTTP_GET, HTTP_POST, HTTP_OTHER };

enum { HTTP_REQUEST_ID_TEXT = 16 };

struct http_config {
	const char *host; /* an address to listen on */
	uint16_t port;	  /* 0: any free one */
	/* PEM files; all NULL for plain HTTP (the admin listener). */
	const char *certificate, *key, *client_ca;
	int connections_max;
	int handshake_ms_max; /* from accept to the end of the handshake */
	int request_ms_max;   /* from the first byte to the last of one request */
	int idle_ms_max;      /* between requests */
	size_t body_bytes_max;
};

/* Gets each request; must see to it that http_reply or http_stream is called once, now or later. */
typedef void http_handler(struct http_request *request, void *context);
/* What the door itself has to say of a request it refuses: status, a code of docs/http.md and what was wrong. Fills in the body; the bytes
 * must live until the call returns to the event loop (the request's arena serves). */
typedef struct span http_refuser(struct arena *arena, const char *request_id, int status, const char *code, const char *where,
	const char *says);
/* Told of every answered request, for log and metrics. */
struct http_done {
	const char *request_id;
	int status;
	int64_t took_us;
	size_t body_bytes;
	void *tag; /* of http_tag */
	bool gone; /* the client left before the end */
};

typedef void http_observer(const struct http_done *done, void *context);

struct http_calls {
	http_handler *handle;
	http_refuser *refuse;
	http_observer *done; /* may be NULL */
	void *context;
};

/* Listens at once. *ret_error (in the arena) says what failed: which file, which address, OpenSSL's words. The TLS files are read again by
 * http_reload. */
MUST_CHECK enum status http_start(struct event_base *base, struct arena *arena, const struct http_config *config,
	const struct http_calls *calls, struct http_server **ret_server, const char **ret_error);
uint16_t http_port(const struct http_server *server);
/* New certificates for new connections; on failure the old ones stay and *ret_error says why. */
MUST_CHECK enum status http_reload(struct http_server *server, struct arena *arena, const char **ret_error);
/* Stops accepting; http_idle tells when the last request has been answered. */
void http_drain(struct http_server *server);
bool http_idle(const struct http_server *server);
void http_free(struct http_server *server);
int http_connections(const struct http_server *server);

/* --- one request; spans live as long as it does --- */

const char *http_request_id(const struct http_request *request);
enum http_method http_method_of(const struct http_request *request);
struct span http_method_text(const struct http_request *request);
/* Percent-decoded, without query. Begins with '/'. */
struct span http_path(const struct http_request *request);
/* As it was sent, query included. */
struct span http_target(const struct http_request *request);
/* Percent-decoded value of a query parameter; absent span if it is not there. A parameter given twice was refused at the door. */
struct span http_query(const struct http_request *request, const char *name);
/* The n-th parameter's name, absent behind the last: for finding unknown ones. */
struct span http_query_name(const struct http_request *request, size_t n);
/* Absent span if it is not there. */
struct span http_header(const struct http_request *request, const char *name);
struct span http_body(const struct http_request *request);
/* False if the client showed none. */
bool http_certificate(const struct http_request *request, struct digest *ret_sha256);
int64_t http_received_us(const struct http_request *request); /* since the epoch */
/* For the handler's own use while it holds the request; freed with it. */
struct arena *http_arena(struct http_request *request);
bool http_gone(const struct http_request *request);
/* Kept for http_done. */
void http_tag(struct http_request *request, void *tag);

/* name and value are copied. Before http_reply or http_stream. */
void http_add_header(struct http_request *request, const char *name, const char *value);
/* Copies body; the request is over for the caller. content_type is a static string. */
void http_reply(struct http_request *request, int status, const char *content_type, struct span body);

/* A long answer in chunks, at the pace of the client: next is called when what was sent last has drained (and once at the beginning), and calls
 * http_chunk once, now or later; an empty one ends the answer. ended is called once, however it ends: free the context there. */
typedef void http_next(struct http_request *request, void *context);
typedef void http_ended(void *context);
void http_stream(struct http_request *request, int status, const char *content_type, http_next *next, http_ended *ended,
	void *context);
/* Copies bytes. After the client has gone nothing more is asked for and ended has been called: never call it then (ended tells). */
void http_chunk(struct http_request *request, struct span bytes);
/* Breaks the connection off in mid-stream, so that the client cannot take what it has for the whole. */
void http_abort(struct http_request *request);

#endif
