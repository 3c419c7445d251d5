/*
 * Calls to the daemon by libcurl: HTTPS alone, the profile's CA alone, the profile's certificate,
 * no redirects, no proxy to this machine. One connection is kept and used again.
 */
#ifndef BURSAR_CLI_ASK_CLIENT_H
#define BURSAR_CLI_ASK_CLIENT_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"
#include "cli/words/action.h"

struct arena;
struct profile;

enum {
	CLIENT_CONNECT_MS = 5000,
	CLIENT_CALL_MS = 60 * 1000,
	CLIENT_BODY_BYTES_MAX = 256 * 1024 * 1024
};

struct client_request {
	enum method method;
	struct span target;     /* path and query, NUL behind it */
	struct span body;       /* of a POST */
	const char *key;        /* of a POST that records or asks about a key, else NULL */
	bool key_is_authoritys; /* the same key whoever sends it (docs/http.md, Key-Scope) */
};

struct client_answer {
	int status;
	struct span body; /* in the arena of the call, NUL behind it */
	struct span next; /* target of a further page; absent if there is none */
	struct span server;
	int64_t size;      /* X-Bursar-Size, -1 if it is not there */
	int retry_after_s; /* -1 if it is not there */
};

enum client_end {
	CLIENT_ANSWERED,
	CLIENT_AWAY,     /* nothing was sent */
	CLIENT_LOST,     /* it was sent, no whole answer came */
	CLIENT_UNSIGNED, /* the daemon or this library will not have the certificate: nothing was
			    done */
	CLIENT_TOO_LARGE /* an answer past CLIENT_BODY_BYTES_MAX */
};

struct client;

/* profile must outlive it. */
struct client *client_open(const struct profile *profile) NEVER_NULL;
/* NULL is accepted. */
void client_close(struct client *client);
/* ret_answer is set with CLIENT_ANSWERED alone, ret_why otherwise: a sentence with what to do, in
 * the arena. */
MUST_CHECK enum client_end client_call(struct client *client, struct arena *arena,
	const struct client_request *request, struct client_answer *ret_answer,
	const char **ret_why);

/* For stream.c: what every handle is set to, the meaning of a header line and of a result. */
CURL *client_handle(const struct profile *profile) NEVER_NULL;
void client_header(struct arena *arena, struct span line, struct client_answer *answer);
enum client_end client_end_of(struct arena *arena, const struct profile *profile, CURL *easy,
	CURLcode code, const char *error, const char **ret_why);

#endif
