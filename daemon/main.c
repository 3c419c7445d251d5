/* bursard(8): what it was told to do, and its exit status. */
#include <stdio.h>

#include <event2/event.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/seal.h"
#include "base/standard.h"
#include "daemon/http/tls.h"
#include "daemon/serve.h"
#include "daemon/setup/args.h"
#include "daemon/setup/authority.h"
#include "daemon/setup/config.h"
#include "daemon/setup/log.h"
#include "daemon/setup/migrate.h"
#include "daemon/setup/process.h"
#include "daemon/setup/show_sql.h"

enum exit_status { EXIT_DONE, EXIT_FAILED, EXIT_USAGE };

/* Room for the configuration as YAML, which is small beside what reading it may take. */
enum { ARENA_BYTES_MAX = 64 << 20 };

static enum exit_status end(enum status status, const char *error)
{
	if (status == OK)
		return EXIT_DONE;
	fprintf(stderr, "bursard: %s\n", error);
	return EXIT_FAILED;
}

/* The files it names as well: whether they are there, readable, and fit together. */
static enum exit_status check_config(struct arena *arena, const struct config *config)
{
	struct ssl_ctx_st *tls = NULL;
	const char *error = NULL;
	enum status status = tls_read(arena, config->tls_certificate, config->tls_key,
		config->tls_client_ca, &tls, &error);

	tls_free(tls);
	if (status == OK)
		puts("ok");
	return end(status, error);
}

static enum exit_status migrate(
	struct arena *arena, const struct config *config, const struct args *args)
{
	const char *error = NULL;
	const char *conninfo = config->owner != NULL ? config->owner : config->database;
	enum status status = args->roles
		? migrate_roles(arena, conninfo, stdout, &error)
		: migrate_run(arena, conninfo, config->keys_dir, stdout, &error);

	return end(status, error);
}

static enum exit_status add_authority(
	struct arena *arena, const struct config *config, const struct args *args)
{
	const char *error = NULL;
	struct authority_request request = {
		.code = args->code,
		.name = args->name,
		.admin_name = args->admin_name,
		.admin_cert = args->admin_cert,
	};
	enum status status = authority_add(arena, config, &request, stdout, &error);

	return end(status, error);
}

static enum exit_status with_config(struct arena *arena, const struct args *args)
{
	struct buf faults = buf_in(arena);
	const char *error = NULL;
	const struct config *config = config_load(arena, args->config, &faults);

	if (config == NULL) {
		fputs(buf_cstr(&faults), stderr);
		return EXIT_FAILED;
	}
	switch (args->verb) {
	case ARGS_CHECK_CONFIG:
		return check_config(arena, config);
	case ARGS_MIGRATE:
		return migrate(arena, config, args);
	case ARGS_AUTHORITY_ADD:
		return add_authority(arena, config, args);
	case ARGS_SERVE:
	case ARGS_SQL:
	case ARGS_VERSION:
	case ARGS_HELP:
		break;
	}
	enum status status = process_descriptors(arena, config->connections_max, &error);
	if (status == OK)
		status = serve(arena, config, &error);
	return end(status, error);
}

static enum exit_status show(struct arena *arena, const struct args *args)
{
	const char *error = NULL;
	enum status status = show_sql(arena, args->statement, stdout, &error);

	return end(status, error);
}

static enum exit_status run(const struct args *args)
{
	if (args->verb == ARGS_HELP) {
		fputs(args_help, stdout);
		return EXIT_DONE;
	}
	if (args->verb == ARGS_VERSION) {
		puts(args_version);
		return EXIT_DONE;
	}
	struct arena *arena = arena_new(ARENA_BYTES_MAX);
	enum exit_status status =
		args->verb == ARGS_SQL ? show(arena, args) : with_config(arena, args);
	arena_free(arena);
	return status;
}

int main(int argc, char **argv)
{
	struct args args;
	char error[ARGS_ERROR_MAX];

	standard_begin();
	process_begin();
	if (!args_read(argc, argv, &args, error)) {
		fprintf(stderr, "bursard: %s; see bursard --help\n", error);
		return EXIT_USAGE;
	}
	hash_begin();
	enum exit_status status = run(&args);
	log_end();
	seal_end();
	hash_end();
	libevent_global_shutdown();
	if (fflush(stdout) != 0 && status == EXIT_DONE) {
		fprintf(stderr, "bursard: stdout: writing failed\n");
		status = EXIT_FAILED;
	}
	return (int)status;
}
