/* A request from its first byte to its last use; the accessors of http.h. */
#ifndef BURSAR_HTTP_REQUEST_H
#define BURSAR_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct conn;
struct evhttp_request;
struct http_request;
struct http_server;

struct http_request *request_make(struct conn *conn);
/* Room for size bytes of head, at least first. */
void request_reserve(struct http_request *request, size_t size, size_t first);
/* Its head is sound or refused, and evhttp has one for it. */
void request_handed(struct http_request *request, struct evhttp_request *ev);
/* Takes the time. */
void request_stamp(struct http_request *request);
/* From within the closing of its connection. */
void request_client_left(struct http_request *request);
/* An answered request is over, whole or not: tells who wants to know and ends it. */
void request_over(struct http_request *request, bool gone);
/* Nobody uses it any more. */
void request_end(struct http_request *request);
/* Since the last stamp. */
int64_t request_took_us(const struct http_request *request);
void request_free_spares(struct http_server *server);

#endif
