/*
 * bursard as a daemon, in the foreground: one event loop on which the store and the door run.
 *
 *	SIGTERM, SIGINT  no new connections; what was begun is answered, for at most
 *	                 SERVE_DRAIN_MS_MAX; a second one ends it at once
 *	SIGHUP           the TLS files are read again
 */
#ifndef BURSAR_DAEMON_SERVE_H
#define BURSAR_DAEMON_SERVE_H

#include "base/cc.h"
#include "base/status.h"

struct arena;
struct config;

enum { SERVE_DRAIN_MS_MAX = 10000 };

/* Returns once it was told to end. Otherwise *ret_error says why it cannot start. */
MUST_CHECK enum status serve(
	struct arena *arena, const struct config *config, const char **ret_error);

#endif
