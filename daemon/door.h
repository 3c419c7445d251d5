/*
 * The door's bursar side: which paths there are and who may use them, who is calling, a command or
 * a query made of the request, and the answer. And the admin listener: /livez, /readyz, /metrics.
 */
#ifndef BURSAR_DAEMON_DOOR_H
#define BURSAR_DAEMON_DOOR_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/status.h"

struct config;
struct door;
struct event_base;
struct arena;
struct store;

/* Listens. *ret_error says what failed. Config and store must outlive the door. */
MUST_CHECK enum status door_open(struct event_base *base, const struct config *config,
	struct store *store, struct arena *arena, struct door **ret_door, const char **ret_error);
/* The ports listened on: where the configuration says 0, any free one was taken. */
int door_port(const struct door *door);
int door_admin_port(const struct door *door);
/* Reads the TLS files again. */
MUST_CHECK enum status door_reload(struct door *door, struct arena *arena, const char **ret_error);
/* No new connections; true from door_idle on when every request has been answered. */
void door_close(struct door *door);
bool door_idle(const struct door *door);
void door_free(struct door *door);

#endif
