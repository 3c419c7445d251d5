/* One connection: its bytes on their way to evhttp, and its deadlines. */
#ifndef BURSAR_HTTP_CONN_H
#define BURSAR_HTTP_CONN_H

struct bufferevent;
struct conn;
struct event_base;
struct evhttp_request;
struct http_server;

/* evhttp's callbacks; context is the struct http_server. A connection was accepted: */
struct bufferevent *conn_make(struct event_base *base, void *context);
/* A request is complete: */
void conn_request(struct evhttp_request *ev, void *context);

/* The answer is on its way to the last byte, and evhttp is about to close the connection or to take
 * the next request from it. */
void conn_answered(struct conn *conn);
void conn_close(struct conn *conn);
/* Those without a request. */
void conn_close_idle(struct http_server *server);
/* Makes connections accepted this very moment known to us, so that freeing evhttp tells us. */
void conn_adopt_all(struct http_server *server);

#endif
