/*
 * One keep-alive connection over TLS, with a client certificate, on libevent: a request at a time,
 * sent as the bytes it is given. No more of HTTP than bursard answers with: a status line, headers,
 * and a body by Content-Length or in chunks. Whatever else comes ends the program.
 */
#ifndef BURSAR_BENCH_CLIENT_H
#define BURSAR_BENCH_CLIENT_H

#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"

struct client;
struct event_base;
struct ssl_ctx_st;

struct client_answer {
	int status;
	struct span body;     /* absent of an answer in chunks */
	int64_t bytes, lines; /* of the body */
};

struct client_calls {
	/* The handshake is done: the connection is ready for its first request. */
	void (*ready)(struct client *client, void *context);
	/* It is ready for the next one. */
	void (*answered)(struct client *client, const struct client_answer *answer, void *context);
	void *context;
};

/* What went wrong, and status 2. */
NORETURN void client_die(const char *format, ...) PRINTF(1, 2);
/* PEM files; certificate and key are PREFIX.crt and PREFIX.key. */
struct ssl_ctx_st *client_tls(const char *ca, const char *prefix);
/* Connects to 127.0.0.1. calls is copied. */
struct client *client_new(struct event_base *base, struct ssl_ctx_st *tls, uint16_t port,
	const struct client_calls *calls);
void client_free(struct client *client);
void client_send(struct client *client, struct span request);
/* The caller's, 0 at first: when the request under way was due, and its items. */
int64_t *client_due_us(struct client *client);
int *client_items(struct client *client);

#endif
