/* The words of a command line, read against a table of actions. */
#ifndef BURSAR_CLI_WORDS_ARGS_H
#define BURSAR_CLI_WORDS_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cc.h"
#include "base/span.h"
#include "base/vec.h"
#include "cli/words/action.h"

struct arena;

struct arg {
	const struct parameter *parameter;
	struct span text;
	int at; /* where in argv the value stands, 0 if nowhere */
};

/* Values of parameters, in the order they were given. */
struct arg_list {
	struct arg *at;
	size_t len;
};

struct args {
	int argc;
	char *const *argv;
	const struct action *action; /* NULL with HELP or VERSION of no particular action */
	const char *noun;            /* for help of a noun */
	struct arg_list values;      /* of the action's parameters */
	enum output output;
	struct span profile, server, key; /* absent if not given */
	bool dry_run, yes, no_color;
	const char *wrong; /* of ARGS_USAGE, in the arena: one line or several */
};

enum args_end { ARGS_RUN, ARGS_HELP, ARGS_VERSION, ARGS_USAGE };

/* Unless it ends in ARGS_USAGE, everything typed has been checked for its form, so that a request
 * can be made of it; files have not been opened. */
MUST_CHECK enum args_end args_parse(struct arena *arena, const struct action *table,
	size_t table_len, int argc, char *const *argv, struct args *ret_args);

/* The value of a parameter by its name; the absent span if it was not given. */
struct span args_get(const struct arg_list *values, const char *name);
bool args_has(const struct arg_list *values, const char *name);

#endif
