/*
 * What a request's head must be: the line and the headers, checked on the bytes the client sent.
 *
 * The rules are RFC 9112 and RFC 9110 with every leniency left out: lines end with CR LF; no folded
 * lines; header names are tokens and stand right before their colon; no control bytes; exactly one
 * Host; at most one Content-Length, digits alone; no Transfer-Encoding; HTTP/1.0 or 1.1; a target
 * that begins with one '/', of the characters RFC 3986 allows, whose path and query are well-formed
 * UTF-8 without control characters once decoded; no query parameter twice. Pure: no I/O, no clock.
 */
#ifndef BURSAR_HTTP_GUARD_H
#define BURSAR_HTTP_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cc.h"
#include "base/span.h"

struct arena;

enum {
	GUARD_HEAD_BYTES_MAX = 16 * 1024,
	GUARD_METHOD_BYTES_MAX = 32,
	GUARD_HEADERS_MAX = 64,
	GUARD_PARAMETERS_MAX = 32,
};

struct guard_field {
	struct span name;
	struct span value;
};

struct guard_head {
	struct span method; /* a token, any */
	struct span target; /* as it was sent */
	struct span path;   /* decoded, without query; begins with '/' */
	struct guard_field parameters[GUARD_PARAMETERS_MAX]; /* decoded, in their order */
	size_t parameters_len;
	struct guard_field headers[GUARD_HEADERS_MAX]; /* in their order, values trimmed */
	size_t headers_len;
	size_t body_bytes; /* announced; 0 without Content-Length */
	int minor;         /* of HTTP/1.x: 0 or 1 */
	bool close;        /* the client wants no second request, or cannot say so (HTTP/1.0) */
	bool expects;      /* waits for 100 Continue */
};

/* What is wrong; all texts static or in the arena. */
struct guard_fault {
	int status;
	const char *code;  /* of docs/http.md */
	const char *where; /* the header or parameter to blame, NULL for the rest */
	const char *says;
};

/* The length of the head at the start of bytes, its empty line included; 0 if it has not ended yet.
 * Lines that end with LF alone end a head too, so that guard_check can blame them at once. from:
 * bytes looked at before. */
size_t guard_head_end(struct span bytes, size_t from);

/* head: what guard_head_end measured, kept by the caller as long as *ret_head, whose spans point
 * into it or the arena. False with *ret_fault (400 malformed or 413 too-large) if a rule is
 * broken. */
MUST_CHECK bool guard_check(struct span head, size_t body_bytes_max, struct arena *arena,
	const struct guard_head **ret_head, struct guard_fault *ret_fault);

/* The value of the first header of that name, of either case; absent if there is none. */
struct span guard_header(const struct guard_head *head, const char *name);

#endif
