#include "daemon/setup/args.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define DEFAULT_CONFIG BURSAR_SYSCONFDIR "/bursar/bursard.yaml"

const char args_version[] = "bursard " BURSAR_VERSION;

const char args_help[] =
	"usage: bursard [--config FILE]\n"
	"       bursard --check-config [--config FILE]\n"
	"       bursard migrate [--roles] [--config FILE]\n"
	"       bursard authority add CODE --name TEXT --admin-cert FILE [--admin-name TEXT]\n"
	"                             [--config FILE]\n"
	"       bursard sql [NAME]\n"
	"       bursard --version | --help\n"
	"\n"
	"Without a verb it serves, in the foreground.\n"
	"\n"
	"  --config FILE      the configuration; " DEFAULT_CONFIG " if left out\n"
	"  --check-config     say all that is wrong with the configuration, or ok\n"
	"  migrate            make or renew the schema, with the owner's role; safe to repeat\n"
	"  --roles            make the roles alone: before a backup is restored on a new server\n"
	"  authority add      add a council: its key, its log, its first admin\n"
	"  --name TEXT        the council's name\n"
	"  --admin-cert FILE  the first admin's certificate (PEM)\n"
	"  --admin-name TEXT  the first admin's name; Administrator if left out\n"
	"  sql                show the daemon's statements, or one, for psql and EXPLAIN\n"
	"\n"
	"Exit status: 0 done, 1 failed, 2 usage.\n";

enum option_id {
	OPTION_CONFIG = 1,
	OPTION_CHECK,
	OPTION_VERSION,
	OPTION_HELP,
	OPTION_NAME,
	OPTION_ADMIN_NAME,
	OPTION_ADMIN_CERT,
	OPTION_ROLES
};

enum { WORDS_MAX = 3 };

static const struct option options[] = {
	{"config", required_argument, NULL, OPTION_CONFIG},
	{"check-config", no_argument, NULL, OPTION_CHECK},
	{"version", no_argument, NULL, OPTION_VERSION},
	{"help", no_argument, NULL, OPTION_HELP},
	{"name", required_argument, NULL, OPTION_NAME},
	{"admin-name", required_argument, NULL, OPTION_ADMIN_NAME},
	{"admin-cert", required_argument, NULL, OPTION_ADMIN_CERT},
	{"roles", no_argument, NULL, OPTION_ROLES},
	{NULL, 0, NULL, 0},
};

/* What was given, before it is known what it is for. */
struct given {
	struct args args;
	bool check, version, help;
	const char *words[WORDS_MAX];
	int words_len;
};

static bool take_option(struct given *given, int option)
{
	switch (option) {
	case OPTION_CONFIG:
		given->args.config = optarg;
		return true;
	case OPTION_CHECK:
		given->check = true;
		return true;
	case OPTION_VERSION:
		given->version = true;
		return true;
	case OPTION_HELP:
		given->help = true;
		return true;
	case OPTION_NAME:
		given->args.name = optarg;
		return true;
	case OPTION_ADMIN_NAME:
		given->args.admin_name = optarg;
		return true;
	case OPTION_ADMIN_CERT:
		given->args.admin_cert = optarg;
		return true;
	case OPTION_ROLES:
		given->args.roles = true;
		return true;
	default:
		return false;
	}
}

static const char *collect(int argc, char **argv, struct given *given)
{
	int option;

	opterr = 0;
	/* 0 makes glibc start afresh. */
	optind = 0;
	while ((option = getopt_long(argc, argv, "+:", options, NULL)) != -1 || optind < argc) {
		if (option == -1 && given->words_len == WORDS_MAX)
			return argv[optind];
		if (option == -1)
			given->words[given->words_len++] = argv[optind++];
		else if (!take_option(given, option))
			return argv[optind - 1];
	}
	return NULL;
}

static bool words_are(const struct given *given, int len, const char *first, const char *second)
{
	return given->words_len == len && strcmp(given->words[0], first) == 0 &&
		(second == NULL || strcmp(given->words[1], second) == 0);
}

static bool verb_of(const struct given *given, enum args_verb *ret_verb)
{
	bool check = given->check;

	if (given->help)
		*ret_verb = ARGS_HELP;
	else if (given->version)
		*ret_verb = ARGS_VERSION;
	else if (given->words_len == 0)
		*ret_verb = check ? ARGS_CHECK_CONFIG : ARGS_SERVE;
	else if (!check && words_are(given, 1, "migrate", NULL))
		*ret_verb = ARGS_MIGRATE;
	else if (!check && words_are(given, 3, "authority", "add"))
		*ret_verb = ARGS_AUTHORITY_ADD;
	else if (!check && (words_are(given, 1, "sql", NULL) || words_are(given, 2, "sql", NULL)))
		*ret_verb = ARGS_SQL;
	else
		return false;
	return true;
}

/* What the verb lacks or has too much; NULL if nothing. */
static const char *misfit(const struct args *args)
{
	if (args->verb == ARGS_HELP || args->verb == ARGS_VERSION)
		return NULL;
	if (args->roles && args->verb != ARGS_MIGRATE)
		return "--roles is for migrate";
	if (args->verb == ARGS_AUTHORITY_ADD)
		return args->name == NULL || args->admin_cert == NULL
			? "authority add needs --name and --admin-cert"
			: NULL;
	return args->name != NULL || args->admin_name != NULL || args->admin_cert != NULL
		? "--name, --admin-name and --admin-cert are for authority add"
		: NULL;
}

bool args_read(int argc, char **argv, struct args *ret_args, char ret_error[ARGS_ERROR_MAX])
{
	struct given given = {
		.args = {.config = DEFAULT_CONFIG, .admin_name = NULL},
	};
	const char *stray = collect(argc, argv, &given), *says;

	if (stray != NULL) {
		snprintf(ret_error, ARGS_ERROR_MAX, "%.80s is out of place or lacks its value",
			stray);
		return false;
	}
	if (!verb_of(&given, &given.args.verb)) {
		snprintf(ret_error, ARGS_ERROR_MAX, "there is no such command: %.80s%s%.40s",
			given.words[0], given.words_len > 1 ? " " : "",
			given.words_len > 1 ? given.words[1] : "");
		return false;
	}
	says = misfit(&given.args);
	if (says != NULL) {
		snprintf(ret_error, ARGS_ERROR_MAX, "%s", says);
		return false;
	}
	if (given.args.verb == ARGS_AUTHORITY_ADD)
		given.args.code = given.words[2];
	if (given.args.verb == ARGS_SQL && given.words_len == 2)
		given.args.statement = given.words[1];
	if (given.args.admin_name == NULL)
		given.args.admin_name = "Administrator";
	*ret_args = given.args;
	return true;
}
