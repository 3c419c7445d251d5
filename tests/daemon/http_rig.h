/*
 * A door in a process of its own, with a handler that does what the path says, and a blocking
 * client. The handler (http_rig_door.c):
 *
 *	POST /echo                            the body
 *	POST /later?ms=                       the same, wanted only after so long
 *	POST /no                              403, the body never wanted
 *	GET /who                              certificate's SHA-256 in hex, "expired" or "nobody"
 *	GET /look                             what the accessors give, a line each
 *	GET /hold?ms=                         holds the request so long; without ms till /release
 *	GET /stream?chunks=&bytes=&ms=&abort= chunks of the digits 0 to 9 in turn, each ms later;
 *	                                      breaks off at chunk number abort
 *	GET /large?bytes=                     an answer of so many
 *	GET /reload                           "ok" or what http_reload says
 *	GET /drain                            drains; the process ends when the door is idle
 *	GET /count                            NAME=NUMBER lines
 *	anything else                         404; another method 405
 */
#ifndef BURSAR_TESTS_HTTP_RIG_H
#define BURSAR_TESTS_HTTP_RIG_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/cc.h"
#include "daemon/http/http.h"

struct rig {
	uint16_t port;
	pid_t pid;
	bool plain;
};

enum { RIG_BODY_BYTES_MAX = 100 * 1000 };

/* Limits that no test runs into by chance; a test shortens what it is about. */
struct http_config rig_config(void);
/* Over plain HTTP if config names no certificate. */
struct rig rig_start(const struct http_config *config);
/* With no more descriptors than that. */
struct rig rig_start_short(const struct http_config *config, int descriptors);
/* Waits until the process has ended, telling it to unless it does by itself. 0 if it ended well,
 * the sanitizers' leak check included. */
int rig_stop(struct rig *rig, bool by_itself);
/* One number of /count, asked over a connection of its own. */
int64_t rig_count(const struct rig *rig, const char *name);

/* Waits for a count to become what it should, a second at most. */
bool rig_becomes(const struct rig *rig, const char *name, int64_t want);

struct client {
	int fd;
	SSL_CTX *tls;
	SSL *ssl;
	char *bytes; /* read and not yet taken */
	size_t len;
};

struct answer {
	int status;      /* 0 if none came */
	char head[4096]; /* NUL-terminated, its empty line included */
	char *body;      /* NUL-terminated; of answer_free */
	size_t body_len;
	bool whole; /* false if the connection ended before the body did */
};

/* who: "client", "colleague", "brief" (good for two seconds), "stranger" or NULL for no
 * certificate. False if the handshake fails (with TLS 1.3 a refused certificate shows at the first
 * read instead). */
bool client_open(struct client *client, const struct rig *rig, const char *who);
/* Only the connection, without TLS. */
void client_connect(struct client *client, const struct rig *rig);
/* False if the other side has closed. */
bool client_send(struct client *client, const void *bytes, size_t len);
bool client_say(struct client *client, const char *text);
/* Reads one answer; head_only: leaves its body. Free it with answer_free. */
struct answer client_answer(struct client *client, bool head_only);
/* Of the answer to text. */
int client_status(struct client *client, const char *text);
/* The next bytes, at most len; 0 at the end, -1 on an error. */
ssize_t client_read(struct client *client, void *ret_bytes, size_t len);
/* Milliseconds until the other side closes; -1 if it sends something or does not within 3 s. */
int client_wait_closed(struct client *client);
/* Leaves without a word. */
void client_close(struct client *client);
void answer_free(struct answer *answer);
/* Status of a GET over a connection of its own. */
int rig_get(const struct rig *rig, const char *target, struct answer *ret_answer);
int64_t rig_now_ms(void);
void rig_sleep(int ms);

/* For http_rig.c: the process. */
NORETURN void rig_run(const struct http_config *config, int port_to);

#endif
