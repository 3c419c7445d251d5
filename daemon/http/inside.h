/*
 * Inside the door: what its files share. A server owns its connections, a connection its request
 * being received or answered; a request that a handler holds outlives both.
 *
 *	server.c  starting, draining, freeing       conn.c    one connection: bytes in, deadlines
 *	admit.c   accepting, whose places they are (places.c)
 *	tls.c     certificates                      guard.c   the rules (target.c: path and query)
 *	request.c making, handing over, accessors   receive.c bodies · charge.c memory held
 *	reply.c   answers · stream.c  long ones
 *	linger.c  closing without losing the answer
 *	listen.c  the socket
 */
#ifndef BURSAR_HTTP_INSIDE_H
#define BURSAR_HTTP_INSIDE_H

#include <event2/event.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>
#include <sys/time.h>
#include <time.h>

#include "daemon/http/guard.h"
#include "daemon/http/http.h"
#include "daemon/http/linger.h"
#include "daemon/http/places.h"
#include "daemon/http/tls.h"

struct bufferevent;
struct evbuffer;
struct evconnlistener;
struct evhttp;
struct evhttp_connection;
struct evhttp_request;
struct ssl_ctx_st;

enum {
	/* Ids are cut from this much chance at a time, so that one call to the kernel serves 64. */
	SERVER_CHANCE_BYTES = 512,
	/* Answered requests kept for the next ones, with the first chunk of their arenas. */
	SERVER_SPARE_REQUESTS_MAX = 64,
	SERVER_ADDRESS_BYTES = 16,
};

/*
 *	OPENING -> IDLE -> HEAD -> HANDED -> BUSY (-> BODY -> BUSY) -> IDLE -> ...
 *	             (answered without its body:) BUSY -> REFUSED -> closed
 */
enum conn_state {
	CONN_OPENING, /* accepted, nothing of a request is there. Deadline: handshake_ms_max */
	CONN_IDLE,    /* nothing of a further one. Deadline: idle_ms_max, of one who is not known
			 handshake_ms_max */
	CONN_HEAD,    /* we collect the head. Deadline: request_ms_max, likewise */
	CONN_HANDED,  /* evhttp reads a line of ours. The same deadline */
	CONN_BODY,    /* a handler wants the body. Deadline: request_ms_max */
	CONN_BUSY,    /* a handler holds the request, or the answer is on its way. None */
	CONN_REFUSED, /* the last answer is on its way; what comes in is forgotten. None */
};

struct conn {
	LIST_ENTRY(conn) link;
	struct http_server *server;
	struct bufferevent *bev;
	struct evhttp_connection *evcon; /* NULL until adopted */
	struct event *timer;
	struct http_request *request; /* in HEAD to REFUSED */
	enum conn_state state;
	struct place place;
	bool is_caller;  /* it is one of server->callers, not strangers */
	bool known;      /* http_know */
	bool doomed;     /* nothing can come of it */
	unsigned reload; /* server->reloads when it came */
	bool certificate_known;
	struct tls_shown shown;
	int patience_ms;                                                        /* as set for bev */
	void (*evhttp_event)(struct bufferevent *bev, short what, void *evcon); /* receive.c */
	uint8_t address[SERVER_ADDRESS_BYTES]; /* IPv6, or IPv4 as such (RFC 4291 2.5.5.2) */
};

LIST_HEAD(conn_list, conn);

enum request_phase {
	REQUEST_COMING,    /* no handler waits for it but by http_receive */
	REQUEST_HELD,      /* a handler has it */
	REQUEST_STREAMING, /* http_stream was called, the last chunk not */
	REQUEST_ANSWERED,  /* all is handed to evhttp */
};

struct stream {
	http_next *next;
	http_ended *ended; /* NULL once called */
	void *context;
	const char *content_type;
	bool asked;   /* next was called, http_chunk not yet */
	bool started; /* the status line is out */
};

struct http_request {
	SLIST_ENTRY(http_request) spare;
	struct http_server *server;
	struct conn *conn;         /* NULL once the client has gone */
	struct evhttp_request *ev; /* NULL before HELD and once the client has gone */
	struct arena *arena;
	enum request_phase phase;
	char *raw; /* the head's bytes so far */
	size_t raw_len;
	size_t raw_size;
	const struct guard_head *head; /* NULL if it was refused */
	struct guard_fault fault;      /* status 0 if it was not */
	bool received;                 /* the body is here */
	bool last;                     /* http_last */
	char *body_room;
	struct span body; /* as far as it has come */
	http_handler *then;
	void *then_context;
	struct party *party; /* that answers for charged */
	size_t charged;
	struct tls_shown shown;
	uint8_t address[SERVER_ADDRESS_BYTES];
	int64_t received_us;
	int64_t started_us; /* the same moment, of the monotonic clock */
	void *tag;
	int status;
	size_t body_bytes;
	struct stream stream;
	char id[HTTP_REQUEST_ID_TEXT + 1];
};

SLIST_HEAD(request_list, http_request);

struct http_server {
	LIST_ENTRY(http_server) link;
	struct event_base *base;
	struct evhttp *evhttp;             /* NULL once freed, while handlers still hold requests */
	struct evhttp_bound_socket *bound; /* NULL while draining */
	struct event *listen_again;
	struct evbuffer *scratch;
	struct ssl_ctx_st *tls;    /* NULL for plain HTTP */
	struct http_config config; /* its texts are those: */
	char *texts[3];
	struct http_calls calls;
	/* A request has ended; it may have been what a server that is freed waited for. */
	void (*release)(struct http_server *server);
	uint16_t port;
	bool draining;
	unsigned reloads;  /* how often its certificates were replaced */
	int64_t paused_us; /* when no descriptor was left; 0: never */
	struct http_counts counts;
	struct conn_list conns;
	struct conn *newest;  /* accepted and not adopted yet; NULL: none */
	int accepted_at_once; /* since the event loop's last turn */
	uint8_t address_salt[DIGEST_BYTES];
	struct places *strangers, *callers;
	size_t held_bytes;   /* charge.h */
	struct conn **by_fd; /* adopted connections by descriptor */
	size_t by_fd_len;
	struct request_list spares;
	size_t spares_len;
	struct linger_list lingers;
	uint8_t chance[SERVER_CHANCE_BYTES];
	size_t chance_left;
};

struct timeval server_ms(int ms);
int64_t server_clock_us(clockid_t clock);
/* As base/arena.h does it. */
NORETURN void server_no_memory(void);

#endif
