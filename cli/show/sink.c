#include "cli/show/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "cli/show/say.h"

static const int signals[] = {SIGHUP, SIGINT, SIGTERM};

/* For the handler: what it removes. */
static const char *volatile part_at_risk;

static void interrupted(int signal_number)
{
	const char *part = part_at_risk;

	if (part != NULL)
		unlink(part);
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

/* What was ignored stays so: nohup. */
static void guard(bool guarded)
{
	for (size_t i = 0; i < ARRAY_LEN(signals); i++) {
		struct sigaction action = {.sa_handler = guarded ? interrupted : SIG_DFL}, old;
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

/* A name and a file of its own, whole before a signal can come between. */
static int make_part(struct arena *arena, struct sink *sink)
{
	static const char tail[] = ".XXXXXX.part";
	sigset_t all, before;
	char *part = arena_printf(arena, "%s%s", sink->path, tail);

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	int fd = mkostemps(part, sizeof(".part") - 1, O_CLOEXEC);
	int error = errno;
	if (fd >= 0) {
		part_at_risk = part;
		guard(true);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	sink->part = part;
	errno = error;
	return fd;
}

bool sink_open(struct arena *arena, const char *path, struct sink *ret_sink)
{
	struct stat there;

	*ret_sink = (struct sink){.file = stdout, .path = path};
	if (path == NULL)
		return true;
	if (stat(path, &there) == 0 && !S_ISREG(there.st_mode)) {
		say_error("%s: it is there and no file; give --out the name of one", path);
		return false;
	}
	int fd = make_part(arena, ret_sink);
	if (fd < 0) {
		say_error("%s: %s", path, strerror(errno));
		return false;
	}
	ret_sink->file = fdopen(fd, "w");
	assert(ret_sink->file != NULL);
	return true;
}

enum exit_status sink_close(struct sink *sink, enum exit_status status)
{
	if (sink->path == NULL)
		return status;
	bool whole = fflush(sink->file) == 0 && ferror(sink->file) == 0 &&
		fsync(fileno(sink->file)) == 0;
	whole = fclose(sink->file) == 0 && whole;
	whole = whole && status == EXIT_DONE && rename(sink->part, sink->path) == 0;
	if (!whole && status == EXIT_DONE) {
		say_error("%s: %s", sink->path, strerror(errno));
		status = EXIT_FAILED;
	}
	if (!whole)
		unlink(sink->part);
	part_at_risk = NULL;
	guard(false);
	return status;
}
