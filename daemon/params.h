/* What a query parameter may be: a table of kinds, named by routes.def. */
#ifndef BURSAR_DAEMON_PARAMS_H
#define BURSAR_DAEMON_PARAMS_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/span.h"

struct param_kind {
	const char *name;
	bool (*fits)(struct span text);
	const char *wanted; /* ends "The parameter x must be …"; NULL: the states of a payment */
};

/* NULL: there is none of this name. */
const struct param_kind *param_kind(struct span name);

#endif
