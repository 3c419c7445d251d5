/* What the event loop does now and then whoever asks or does not: it tells systemd's watchdog that
 * it turns, and gives memory back that a rush has left. */
#ifndef BURSAR_DAEMON_UPKEEP_H
#define BURSAR_DAEMON_UPKEEP_H

#include "base/cc.h"

struct event_base;
struct upkeep;

enum {
	UPKEEP_LOOK_MS = 10000,
	/* Free memory of more than this, and more than is in use, goes back. */
	UPKEEP_FREE_BYTES_MAX = 64 << 20,
};

/* Tells systemd, if it is it who started us; states are sd_notify(3)'s. */
void upkeep_notify(const char *format, ...) PRINTF(1, 2);

struct upkeep *upkeep_start(struct event_base *base);
/* NULL is accepted. */
void upkeep_stop(struct upkeep *upkeep);

#endif
