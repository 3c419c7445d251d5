/*
 * An export as it comes, at constant memory: read in chunks or lines while the daemon sends.
 * Several may be open at once, each on a connection of its own; one that nobody reads makes the
 * daemon wait.
 */
#ifndef BURSAR_CLI_ASK_STREAM_H
#define BURSAR_CLI_ASK_STREAM_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/span.h"
#include "cli/ask/client.h"

struct arena;
struct profile;

enum {
	STREAM_LINE_BYTES_MAX = 1024 * 1024,
	/* A daemon silent for so long has gone. */
	STREAM_SILENCE_S = 120
};

struct stream;

/* Sends the request and waits for the answer's head. All is in the stream: stream_end tells what
 * went wrong. target has a NUL behind it and profile must outlive the stream. */
struct stream *stream_open(
	struct arena *arena, const struct profile *profile, const char *target) NEVER_NULL;
/* X-Bursar-Size, -1 if the answer lacks it. */
int64_t stream_size(const struct stream *stream);
/* What came next, valid until the next call. False at the end, good or bad. */
MUST_CHECK bool stream_chunk(struct stream *stream, struct span *ret_chunk);
/* A line without its LF, valid until the next call. False at the end, good or bad. */
MUST_CHECK bool stream_line(struct stream *stream, struct span *ret_line);
/* How it ended. CLIENT_ANSWERED with a status of 200: all was there. With another status:
 * answer.body is the problem. */
enum client_end stream_end(
	struct stream *stream, struct client_answer *ret_answer, const char **ret_why);
/* NULL is accepted. */
void stream_close(struct stream *stream);

#endif
