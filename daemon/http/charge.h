/* The memory that requests and answers may take. */
#ifndef BURSAR_HTTP_CHARGE_H
#define BURSAR_HTTP_CHARGE_H

#include <stdbool.h>
#include <stddef.h>

struct http_request;

enum {
	/* What a body takes until it is answered, decoded and decided, by its length. */
	CHARGE_BODY_WEIGHT = 4,
	/* Of all requests and answers held at a time, and of those of one caller. */
	CHARGE_BYTES_MAX = 512 * 1024 * 1024,
	CHARGE_PARTY_BYTES_MAX = 64 * 1024 * 1024,
	/* An answer of no more is given whatever else is held. */
	CHARGE_ANSWER_BYTES_SMALL = 64 * 1024,
};

/* Sets aside so much for the request until it ends; false if there is no room. */
bool charge_add(struct http_request *request, size_t bytes);
void charge_end(struct http_request *request);

#endif
