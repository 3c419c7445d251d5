/* The server's side of TLS: 1.2 or better, no tickets, no session cache (a resumed session comes
 * without its certificate), no renegotiation; a client certificate is asked for and must be of
 * client_ca if one is shown. */
#ifndef BURSAR_HTTP_TLS_H
#define BURSAR_HTTP_TLS_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/hash.h"
#include "base/status.h"
#include "daemon/http/http.h"

struct arena;
struct bufferevent;
struct event_base;
struct ssl_ctx_st;

/* certificate: the chain, the server's own first. *ret_error is in the arena and names the file. */
MUST_CHECK enum status tls_read(struct arena *arena, const char *certificate, const char *key,
	const char *client_ca, struct ssl_ctx_st **ret_tls, const char **ret_error);
/* NULL is accepted. */
void tls_free(struct ssl_ctx_st *tls);
/* For a connection just accepted, its descriptor still to be set; closes it when it is freed. NULL
 * if there is no memory. */
struct bufferevent *tls_accept(struct event_base *base, struct ssl_ctx_st *tls);
/* False if bev is none of tls_accept's. */
bool tls_is(struct bufferevent *bev);
/* Of a connection of tls_accept. */
bool tls_is_open(struct bufferevent *bev);
/* What waits to be written goes out as one record if it fits: each would cost the two sides a call
 * to the kernel and a cipher's start (a quarter of a small request's time, measured). */
void tls_join(struct bufferevent *bev);

struct tls_shown {
	enum http_shown kind;
	struct digest sha256; /* unless NONE */
	int64_t until_s;      /* the last second it is good for, since the epoch; if GOOD */
};

/* What the client showed in the handshake. */
void tls_shown(struct bufferevent *bev, struct tls_shown *ret_shown);

#endif
