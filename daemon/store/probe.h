/*
 * Whether the database still takes a row. A full disk or a server that has become read-only answers
 * every question and records nothing: so whoever asks how the store is makes it write one, on a
 * lane that has nothing else to do, at most every PROBE_MS. One that is at work has just written.
 */
#ifndef BURSAR_STORE_PROBE_H
#define BURSAR_STORE_PROBE_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/store/lanes.h"
#include "daemon/store/log.h"

enum { PROBE_MS = 10000, PROBE_TROUBLE_MAX = 200 };

/* Zeroed to begin with, and then these: */
struct probe {
	struct lanes *lanes;
	const struct store_log *log;
	void (*freed)(void *context); /* a lane is free again */
	void *context;
	/* probe.c's */
	bool under_way, has_written;
	int64_t began_us;
	char trouble[PROBE_TROUBLE_MAX + 1]; /* why the last was not written; "" if it was */
};

/* Writes a row if it is time. */
void probe_look(struct probe *probe);
/* NULL if the last row was written, or none was tried yet. */
const char *probe_trouble(const struct probe *probe);

#endif
