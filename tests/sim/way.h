/*
 * A way in which steps are done: by core over lists in memory, or by the daemon and PostgreSQL.
 * Each starts with a council just opened, whose administrator is staff 1 and whose log holds event
 * 0.
 */
#ifndef BURSAR_TESTS_SIM_WAY_H
#define BURSAR_TESTS_SIM_WAY_H

#include "base/vec.h"
#include "tests/sim/step.h"

struct reply {
	int status;
	struct span body;
};

/* A row of the accounts, as bursar keeps them. */
struct way_account {
	const char *code;
	int64_t credited, debited, reserved, base;
};

struct way_payment {
	int64_t id;
	const char *state;
};

struct way_books {
	VEC(struct way_account) accounts;
	VEC(struct way_payment) payments;
	VEC(struct span) events; /* from the one asked for */
};

struct way {
	const char *name;
	void *context;
	/* What the council calls itself. */
	const char *authority;
	/* False: everything must be compared rarely. */
	bool looks_are_cheap;
	/* NULL, or what went wrong. Texts live in the arena. */
	const char *(*play)(struct way *way, struct arena *arena, const struct group *group,
		struct reply ret_replies[GROUP_MAX]);
	const char *(*books)(
		struct way *way, struct arena *arena, int64_t from, struct way_books *ret_books);
	void (*end)(struct way *way);
};

struct way way_core(const char *authority);

/* Where the daemon is, and the certificates AUTHORITY-1, AUTHORITY-2 … of the council's staff. */
struct way_http_options {
	const char *url, *folder, *authority;
};

struct way way_http(const struct way_http_options *options);

/* The answers of a batch, their bytes as they stand in its own; returns how many there are. */
size_t way_items(struct arena *arena, struct span body, struct reply ret_replies[GROUP_MAX]);

#endif
