/* The target of a request: path and query taken apart and decoded. Pure. */
#ifndef BURSAR_HTTP_TARGET_H
#define BURSAR_HTTP_TARGET_H

#include <stdbool.h>

#include "base/cc.h"

struct arena;
struct guard_fault;
struct guard_head;

/*
 * Fills in head's path and parameters from its target. Decoded are %XX and, in the query, '+' as a
 * blank (the form HTML and most client libraries write). A decoded '/' inside a segment of the path
 * would become a boundary that the client did not mean: refused.
 */
MUST_CHECK bool target_parse(
	struct arena *arena, struct guard_head *head, struct guard_fault *ret_fault);

#endif
