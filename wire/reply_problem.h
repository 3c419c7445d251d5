/* The head of each problem document. */
#ifndef BURSAR_WIRE_REPLY_PROBLEM_H
#define BURSAR_WIRE_REPLY_PROBLEM_H

#include "base/json.h"
#include "wire/wire.h"

/* A problem document up to its code, after what out holds; *out is void until the bytes are given
 * back. */
struct json reply_problem_open(struct buf *out, int status, const char *code, struct span detail);

#endif
