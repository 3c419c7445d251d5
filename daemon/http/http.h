/*
 * The door: HTTP/1.1 over TLS by evhttp, with what evhttp lacks: a strict guard on each request's
 * form (guard.h), absolute deadlines, a limit on connections, client certificates. It knows nothing
 * of bursar's routes; one handler gets every sound request. One event loop, one thread.
 *
 * What the guard refuses never reaches evhttp, and of the rest evhttp sees a request line of our
 * own and the length of the body: its leniencies are out of reach. A refusal is answered with
 * Connection: close, and what the client still sends is read and forgotten for a moment, so that
 * closing does not wipe out the answer on its way. A client past a deadline is cut off unanswered.
 *
 * A struct http_request lives until it has been answered and everything handed to it is on its way;
 * a client that leaves earlier only makes the answer go nowhere (http_gone), so that a handler may
 * hold one for as long as its work takes. While it is held, the client's leaving is not noticed: it
 * shows when the answer is written.
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

/* A certificate: none, not signed by client_ca, out of date (since the handshake, perhaps), good.
 */
enum http_shown { HTTP_SHOWN_NONE, HTTP_SHOWN_FOREIGN, HTTP_SHOWN_EXPIRED, HTTP_SHOWN_GOOD };

enum {
	HTTP_REQUEST_ID_TEXT = 16,
	HTTP_PEER_TEXT = 46, /* INET6_ADDRSTRLEN */
	/* What http_arena may hold beside the body; past it is a bug. */
	HTTP_ARENA_BYTES_MAX = 64 * 1024 * 1024,
};

struct http_config {
	const char *host; /* an address to listen on */
	uint16_t port;    /* 0: any free one */
	/* PEM files; all NULL for plain HTTP (the admin listener). */
	const char *certificate;
	const char *key;
	const char *client_ca;
	/* For one more, another is closed: admit.h says whose. */
	int connections_max;
	/* From accept to the first byte of a request. Whoever is not known (http_know) has no more
	 * than that for a head, or between requests. */
	int handshake_ms_max;
	/* From a request's first byte to the end of its head; and from http_receive to the end of
	 * its body. */
	int request_ms_max;
	/* Between requests; and how long a client may take no byte of an answer, of http_stream's
	 * stream_idle_ms_max. */
	int idle_ms_max, stream_idle_ms_max;
	size_t body_bytes_max;
};

/* Gets each sound request, its body still to come; must see to it that http_reply, or http_receive
 * and then http_reply or http_stream, is called once, now or later. A request answered without
 * http_receive is answered without its body, and the last of its connection unless the body had
 * come already. */
typedef void http_handler(struct http_request *request, void *context);
/* What the door itself has to say of a request it refuses: status, a code of docs/http.md, the
 * header or parameter to blame (or NULL) and what was wrong. Gives the body; the bytes must live
 * until the call returns to the event loop (the request's arena serves). */
typedef struct span http_refuser(struct arena *arena, const char *request_id, int status,
	const char *code, const char *where, const char *says);

/* Told of every answered request, for log and metrics; refusals of the door among them. */
struct http_done {
	const struct http_request *request; /* good until the observer returns */
	int status;
	int64_t took_us; /* from the request's last byte to the answer's */
	size_t body_bytes;
	void *tag; /* of http_tag */
	bool gone; /* the client left before the end, or http_abort cut it off */
};

typedef void http_observer(const struct http_done *done, void *context);

struct http_calls {
	http_handler *handle;
	http_refuser *refuse;
	http_observer *done; /* may be NULL */
	void *context;       /* for handle and done */
};

/*
 * Listens at once. *ret_error (in the arena) says what failed: which file, which address, OpenSSL's
 * words. Nothing of config is kept by reference. Makes the process ignore SIGPIPE, since OpenSSL
 * writes to sockets whose other end has left. STATUS_IO: file or address; STATUS_BAD_INPUT: what a
 * file holds.
 */
MUST_CHECK enum status http_start(struct event_base *base, struct arena *arena,
	const struct http_config *config, const struct http_calls *calls,
	struct http_server **ret_server, const char **ret_error);
uint16_t http_port(const struct http_server *server);
/* Reads the PEM files again: new certificates for new connections, and the others end with their
 * next answer, since client_ca may be another; on failure the old ones stay and *ret_error says
 * why. Does nothing for plain HTTP. */
MUST_CHECK enum status http_reload(
	struct http_server *server, struct arena *arena, const char **ret_error);
/* Stops accepting and closes connections without a request; the others are closed as they are
 * answered. http_idle tells when the last one has been. */
void http_drain(struct http_server *server);
/* No request is being received, held or answered. */
bool http_idle(const struct http_server *server);
/* Closes everything. Requests that handlers still hold have gone clients from now on and may be
 * answered later, with the event base still there. Not from within a handler. NULL is accepted. */
void http_free(struct http_server *server);

struct http_counts {
	int64_t connections; /* open now */
	int64_t requests;    /* being received, held or answered now */
	int64_t accepted_total;
	int64_t over_limit_total; /* closed at once: nobody else could go */
	int64_t displaced_total;  /* closed for a newer one */
	int64_t paused_total;     /* times that no descriptor was left for one more */
	int64_t handshakes_late_total;
	int64_t requests_late_total;
};

struct http_counts http_counts(const struct http_server *server);
/* NULL if all is well, else what keeps clients out at this moment. */
const char *http_trouble(const struct http_server *server);

/* --- one request; spans live as long as it does --- */

/* Reads the body, then calls then: at once if it is here. Its length is charged to whoever shows
 * the certificate (receive.h); if there is no room, the request is answered 503. If the client
 * leaves or is too slow, the request ends untold; whatever belongs to it must be in its arena. */
void http_receive(struct http_request *request, http_handler *then, void *context);

/* Lower-case hex, random, NUL-terminated. */
const char *http_request_id(const struct http_request *request);
enum http_method http_method_of(const struct http_request *request);
struct span http_method_text(const struct http_request *request);
/* Percent-decoded, without query: well-formed UTF-8 without control characters. Begins with '/'; a
 * '/' in it was one in the target. */
struct span http_path(const struct http_request *request);
/* As it was sent, query included. */
struct span http_target(const struct http_request *request);
/* Decoded value of a query parameter ('+' is a blank), empty if there was no '='; absent span if it
 * is not there. A parameter given twice was refused at the door. */
struct span http_query(const struct http_request *request, const char *name);
/* The n-th parameter's name, absent behind the last: for finding unknown ones. */
struct span http_query_name(const struct http_request *request, size_t n);
/* The name in either case. The first of that name; Content-Type, Idempotency-Key, Key-Scope and
 * Authorization given twice were refused at the door. Absent span if it is not there. */
struct span http_header(const struct http_request *request, const char *name);
/* As announced. */
size_t http_body_bytes(const struct http_request *request);
/* After http_receive. */
struct span http_body(const struct http_request *request);
/* What the client showed, and its SHA-256 (DER) unless NONE. Only GOOD is worth anything. */
enum http_shown http_certificate(const struct http_request *request, struct digest *ret_sha256);
/* The last second it is good for, since the epoch, if GOOD; far ahead if that cannot be told. */
int64_t http_certificate_until_s(const struct http_request *request);
/* The client's address. */
void http_peer(const struct http_request *request, char ret_text[HTTP_PEER_TEXT]);
/* When the last byte of the request was there; since the epoch. Before http_receive: of its head.
 */
int64_t http_received_us(const struct http_request *request);
/* For the handler's own use while it holds the request; emptied with it. */
struct arena *http_arena(struct http_request *request);
bool http_gone(const struct http_request *request);
/* Somebody is there whom the handler knows: their connection may rest between requests. */
void http_know(struct http_request *request);
/* The connection is closed with the answer. Before http_reply. */
void http_last(struct http_request *request);
/* Kept for http_done. */
void http_tag(struct http_request *request, void *tag);

/* name and value are copied; neither may hold CR or LF. Before http_reply or http_stream. */
void http_add_header(struct http_request *request, const char *name, const char *value);
/* Copies body; the request is over for the caller. content_type is a static string, NULL for an
 * answer without a body. */
void http_reply(
	struct http_request *request, int status, const char *content_type, struct span body);

/*
 * A long answer in chunks, at the pace of the client: next is called when what was sent last has
 * drained (and once at the beginning, from within http_stream), and calls http_chunk once, now or
 * later; an empty one ends the answer. Nothing is sent before the first chunk. ended is called
 * once, however it ends: free the context there. It may come from within http_stream (the client
 * has gone, or speaks HTTP/1.0, which is answered 400) and from within http_abort; the request is
 * over for the caller then. For GET and POST only.
 */
typedef void http_next(struct http_request *request, void *context);
typedef void http_ended(void *context);
void http_stream(struct http_request *request, int status, const char *content_type,
	http_next *next, http_ended *ended, void *context);
/* Copies bytes. After the client has gone nothing more is asked for and ended has been called:
 * never call it then (ended tells). */
void http_chunk(struct http_request *request, struct span bytes);
/* Breaks the connection off in mid-stream, so that the client cannot take what it has for the
 * whole. Between http_stream and ended. */
void http_abort(struct http_request *request);

#endif
