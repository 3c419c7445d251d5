/*
 * Which connections there are room for. A stranger's goes to their address until a certificate that
 * client_ca signed has been seen, then to the certificate (places.h). Strangers have what callers
 * leave, at least ADMIT_STRANGERS_SHARE of all: whoever comes is let in, and for them the oldest of
 * the address with most strangers is closed.
 */
#ifndef BURSAR_HTTP_ADMIT_H
#define BURSAR_HTTP_ADMIT_H

struct bufferevent;
struct conn;
struct event_base;
struct http_server;

enum {
	/* One in so many connections is kept for strangers, since callers come as such. */
	ADMIT_STRANGERS_SHARE = 8,
	/* Connections taken in one turn of the event loop, so that a rush of them holds up nobody
	 * who is there, and closing keeps pace with accepting. */
	ADMIT_AT_ONCE = 32,
};

void admit_begin(struct http_server *server);
/* Once no connection is left and nothing is charged to anybody. */
void admit_end(struct http_server *server);

/* evhttp's callback: a connection was accepted; context is the struct http_server. */
struct bufferevent *admit(struct event_base *base, void *context);
/* Makes what was accepted this very moment known to us, so that freeing evhttp tells us. */
void admit_all(struct http_server *server);
/* With the head of a request there, whose certificate it is shows. */
void admit_by_certificate(struct conn *conn);
/* The process is out of descriptors: closes some that strangers hold. */
void admit_spare(struct http_server *server);

#endif
