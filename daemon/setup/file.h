/* Small files, read and replaced whole. */
#ifndef BURSAR_DAEMON_SETUP_FILE_H
#define BURSAR_DAEMON_SETUP_FILE_H

#include <stddef.h>

#include "base/cc.h"
#include "base/span.h"
#include "base/status.h"

struct arena;

/* In the arena, NUL behind it. STATUS_IO with errno set; EFBIG if it is larger than max_bytes. */
MUST_CHECK enum status file_read(
	struct arena *arena, const char *path, size_t max_bytes, struct span *ret_text);
/* Whoever reads the path finds the old text or the new one, never a part. STATUS_IO with errno
 * set. */
MUST_CHECK enum status file_replace(struct arena *arena, const char *path, struct span text);
/* For CLEANUP; nothing if it is below 0. */
void file_close(const int *fd);
/* All of it, whatever signals arrive. STATUS_IO with errno set. */
MUST_CHECK enum status file_write(int fd, struct span text);

#endif
