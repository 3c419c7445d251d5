/*
 * Closing a connection whose client may still be sending. A close with unread bytes makes the
 * kernel send a reset, which can wipe out an answer the client has not read (RFC 9112 9.6). So the
 * connection stays a moment after its owner let it go, and what arrives is read and forgotten.
 * (A copy of the descriptor would not do: with libevent's changelist, epoll keeps the closed one.)
 */
#ifndef BURSAR_HTTP_LINGER_H
#define BURSAR_HTTP_LINGER_H

#include <stddef.h>
#include <sys/queue.h>

struct bufferevent;
struct lingering;

LIST_HEAD(linger_head, lingering);

struct linger_list {
	struct linger_head head;
	size_t len;
};

enum {
	LINGER_MS_MAX = 1000,
	LINGER_BYTES_MAX = 8 * 1024 * 1024,
	LINGER_COUNT_MAX = 64,
};

void linger_init(struct linger_list *list);
/* To be called just before bev's owner shuts the sending side down and frees bev. Past
 * LINGER_COUNT_MAX it does nothing. */
void linger_begin(struct linger_list *list, struct bufferevent *bev);
void linger_end_all(struct linger_list *list);

#endif
