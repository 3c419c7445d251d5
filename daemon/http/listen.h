/* The socket of a server. */
#ifndef BURSAR_HTTP_LISTEN_H
#define BURSAR_HTTP_LISTEN_H

#include <stdint.h>

#include "base/cc.h"
#include "base/status.h"

struct arena;
struct http_config;

/* Listens on config's host, an address, and port; non-blocking. *ret_error is in the arena. */
MUST_CHECK enum status listen_open(
	struct arena *arena, const struct http_config *config, int *ret_fd, const char **ret_error);
uint16_t listen_port(int fd);

#endif
