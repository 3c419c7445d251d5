/* bursard's command line. bursard(8) is its manual. */
#ifndef BURSAR_DAEMON_SETUP_ARGS_H
#define BURSAR_DAEMON_SETUP_ARGS_H

#include <stdbool.h>

#include "base/cc.h"

enum args_verb {
	ARGS_SERVE,
	ARGS_CHECK_CONFIG,
	ARGS_MIGRATE,
	ARGS_AUTHORITY_ADD,
	ARGS_SQL,
	ARGS_VERSION,
	ARGS_HELP,
};

struct args {
	enum args_verb verb;
	const char *config;    /* path */
	bool roles;            /* of migrate: the roles alone */
	const char *statement; /* of sql; NULL: all */
	/* Of authority add. */
	const char *code, *name, *admin_name, *admin_cert;
};

enum { ARGS_ERROR_MAX = 200 };

/* False: ret_error says what is wrong with it. Texts are those of argv. */
MUST_CHECK bool args_read(
	int argc, char **argv, struct args *ret_args, char ret_error[ARGS_ERROR_MAX]);

extern const char args_help[], args_version[];

#endif
