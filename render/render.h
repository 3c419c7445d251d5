/*
 * Reads that compute. What is sealed (names, births) cannot be searched, sorted or summed by SQL:
 * a query gives rows, the daemon opens what is sealed in them, and a function of this folder makes
 * the reply of them. Pure: no clock, no I/O, no memory but the arena's.
 *
 * It goes in steps, so that a read of ten thousand people can be put aside and gone on with: one
 * row at a time, and then the reply, some of it at a time. The steps of all are short (a few
 * microseconds a row, a fraction of a millisecond a part of the reply).
 */
#ifndef BURSAR_RENDER_RENDER_H
#define BURSAR_RENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cc.h"
#include "base/json.h"
#include "base/span.h"

struct arena;

struct render {
	/* What it goes on with, in the arena. values: of its own parameters, in the order of
	 * daemon/routes.def, checked by daemon/params.c; absent where they were not given. They
	 * live as long as the arena. */
	void *(*begin)(struct arena *arena, const struct span *values);
	/* The next row: a JSON object as PostgreSQL's row_to_json prints it. It is gone when this
	 * returns, and what is allocated in scratch as well. */
	void (*row)(void *state, struct arena *scratch, struct span row);
	/* More of the reply; true when that was all of it. goes_on: there are more rows, which the
	 * next page looks at. */
	MUST_CHECK bool (*tell)(void *state, bool goes_on, struct json *out);
};

/* The number of a parameter limit, checked; 100 if it was not given. */
size_t render_limit(struct span value);

#endif
