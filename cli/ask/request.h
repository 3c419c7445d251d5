/* The request of an action, made of the values typed: target and body. */
#ifndef BURSAR_CLI_ASK_REQUEST_H
#define BURSAR_CLI_ASK_REQUEST_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/span.h"
#include "cli/words/action.h"
#include "cli/words/args.h"

struct arena;

struct request {
	struct span target; /* NUL behind it */
	struct span body;   /* of a POST */
};

/* NULL, or why a file the request needs cannot be read. */
MUST_CHECK const char *request_build(struct arena *arena, const struct action *action,
	const struct arg_list *values, bool dry_run, struct request *ret_request);

#endif
