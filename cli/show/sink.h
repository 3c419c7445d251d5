/*
 * Where an export goes: standard output, or a file that gets its name when all of it is there.
 * Until then it is a file of its own beside it, FILE.XXXXXX.part, so that two exports never mix; it
 * is removed when the export fails or bursar is interrupted.
 */
#ifndef BURSAR_CLI_SHOW_SINK_H
#define BURSAR_CLI_SHOW_SINK_H

#include <stdbool.h>
#include <stdio.h>

#include "base/cc.h"
#include "cli/exit.h"

struct arena;

struct sink {
	FILE *file;
	const char *path; /* NULL: standard output */
	const char *part; /* the file while it is not whole */
};

/* path: NULL for standard output. False if it cannot be, which is then said. One at a time. */
MUST_CHECK bool sink_open(struct arena *arena, const char *path, struct sink *ret_sink);
/* Gives the file its name if status says that all went well, else removes it. The status then; what
 * cannot be written is said. */
enum exit_status sink_close(struct sink *sink, enum exit_status status);

#endif
