/*
 * Heads that a log had before, from outside of it: what was noted of an earlier audit, or an
 * earlier export of its events. The log must go on from each of them, event for event. Pure: lines
 * are handed in.
 *
 * A note is a line "authority CODE, size N, root HEX", with or without what stands before the size,
 * so that what an audit printed will do.
 */
#ifndef BURSAR_VERIFY_SINCE_H
#define BURSAR_VERIFY_SINCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/cc.h"
#include "base/hash.h"
#include "base/span.h"
#include "base/vec.h"
#include "verify/findings.h"
#include "verify/merkle.h"

struct since_head {
	struct span authority; /* absent: not said */
	uint64_t size;
	struct digest root;
	int line; /* of its file; 0: the file is an export */
};

struct since {
	struct arena *arena;
	VEC(struct since_head) heads;
	struct merkle events; /* of an export */
	int lines;
	bool is_export;
};

/* Zeroed to begin with but for the arena. False: the line is neither; *ret_error, a clause. */
MUST_CHECK bool since_line(struct since *since, struct span line, const char **ret_error);
/* After the last line, and before anything is compared. False: there was nothing in it. */
MUST_CHECK bool since_end(struct since *since);
/* Those of the size the log has come to are compared with it. */
void since_compare(
	const struct since *since, const struct merkle *merkle, struct findings *findings);
/* Those of another authority, or beyond the end of the log. */
void since_compare_end(
	const struct since *since, struct span authority, uint64_t size, struct findings *findings);

/* "authority CODE, size N, root HEX" */
void since_note(struct buf *out, struct span authority, uint64_t size, const struct digest *root);

#endif
