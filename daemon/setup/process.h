/* What the process asks of the kernel before it serves. */
#ifndef BURSAR_DAEMON_SETUP_PROCESS_H
#define BURSAR_DAEMON_SETUP_PROCESS_H

#include "base/cc.h"
#include "base/status.h"

struct arena;

/* Descriptors beside those of clients: the database, the admin listener, connections that are being
 * closed, files. */
enum { PROCESS_DESCRIPTORS_BESIDE = 128 };

/* Files it makes are its user's alone; writing to one who has left is an error, no signal; and it
 * leaves no image of its memory behind, where keys and names are. */
void process_begin(void);
/* Raises the limit on descriptors as far as so many connections of clients need. STATUS_IO if it
 * may not be raised; *ret_error says what to do. */
MUST_CHECK enum status process_descriptors(
	struct arena *arena, int connections_max, const char **ret_error);
#endif
