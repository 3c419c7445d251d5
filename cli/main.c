/* bursar, the command line of bursard (bursar(1)): parses, runs, cleans up. */
#include <curl/curl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/standard.h"
#include "cli/ask/session.h"
#include "cli/show/answer.h"
#include "cli/show/say.h"
#include "cli/version.h"
#include "cli/words/help.h"

/* Lists and files are read whole; what is unbounded is streamed. */
#define SESSION_ARENA_BYTES ((size_t)4 << 30)

static void print_help(const struct args *args)
{
	if (args->action != NULL)
		help_action(stdout, args->action);
	else if (args->noun != NULL)
		help_noun(stdout, actions, actions_len, args->noun);
	else
		help_all(stdout, actions, actions_len);
}

static enum exit_status run(struct session *session, struct args *args, int argc, char **argv)
{
	enum args_end end = args_parse(session->arena, actions, actions_len, argc, argv, args);

	say_begin(args->no_color);
	switch (end) {
	case ARGS_RUN:
		break;
	case ARGS_HELP:
		print_help(args);
		return EXIT_DONE;
	case ARGS_VERSION:
		puts("bursar " VERSION_TEXT);
		return EXIT_DONE;
	case ARGS_USAGE:
		say_error("%s", args->wrong);
		return EXIT_USAGE;
	}
	return args->action->run != NULL ? args->action->run(session) : answer_run(session);
}

/* What a write said is forgotten by now; a pipe remembers. */
static bool reader_has_left(void)
{
	struct pollfd out = {.fd = STDOUT_FILENO};

	return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

int main(int argc, char **argv)
{
	struct args args;

	standard_begin();
	struct session session = {.arena = arena_new(SESSION_ARENA_BYTES), .args = &args};
	/* A reader that leaves shows as a failed write. */
	signal(SIGPIPE, SIG_IGN);
	hash_begin();
	curl_global_init(CURL_GLOBAL_DEFAULT);
	enum exit_status status = run(&session, &args, argc, argv);
	say_progress_end();
	if (fflush(stdout) != 0 || ferror(stdout) != 0) {
		/* A reader that has seen enough needs no message. */
		if (!reader_has_left())
			say_error("standard output cannot be written; is there space left?");
		status = exit_worse(status, EXIT_FAILED);
	}
	client_close(session.client);
	curl_global_cleanup();
	hash_end();
	arena_free(session.arena);
	return (int)status;
}
