/*
 * Bodies of requests, read once somebody wants them, and the memory that requests and answers may
 * take. evhttp sees none of the bodies.
 */
#ifndef BURSAR_HTTP_RECEIVE_H
#define BURSAR_HTTP_RECEIVE_H

#include <stdbool.h>
#include <stddef.h>

struct http_request;

enum {
	/* What a body takes until it is answered, decoded and decided, by its length. */
	RECEIVE_BODY_WEIGHT = 4,
	/* Of all requests and answers held at a time, and of those of one caller. */
	RECEIVE_BYTES_MAX = 512 * 1024 * 1024,
	RECEIVE_PARTY_BYTES_MAX = 64 * 1024 * 1024,
	/* An answer of no more is given whatever else is held. */
	RECEIVE_ANSWER_BYTES_SMALL = 64 * 1024,
};

/* Sets aside so much for the request until it ends; false if there is no room. */
bool receive_charge(struct http_request *request, size_t bytes);
void receive_discharge(struct http_request *request);
/* The request will be answered without its body. False if the rest of it may still come, so that
 * the connection has to be closed. */
bool receive_forget(struct http_request *request);

#endif
