/* Limits of the process, each in a process of its own. */
#include "daemon/setup/process.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "tests/check.h"

enum { CONNECTIONS = 100, NEEDED = CONNECTIONS + PROCESS_DESCRIPTORS_BESIDE };

/* 0: as it should be. */
static int try_descriptors(rlim_t soft, rlim_t hard, rlim_t want_soft, const char *want_error)
{
	struct rlimit limit = {soft, hard};
	struct arena *arena = arena_new(1 << 16);
	const char *error = "";

	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 1;
	enum status status = process_descriptors(arena, CONNECTIONS, &error);
	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur != want_soft || limit.rlim_max != hard)
		return 2;
	if ((status == OK) != (want_error[0] == '\0') || strstr(error, want_error) == NULL)
		return 3;
	return 0;
}

TEST(process_descriptors)
{
	static const struct {
		rlim_t soft, hard, want_soft;
		const char *error;
	} rows[] = {
		{NEEDED, NEEDED, NEEDED, ""},
		{NEEDED + 1, NEEDED + 5, NEEDED + 1, ""},
		{NEEDED - 1, NEEDED, NEEDED, ""},
		{64, NEEDED + 5, NEEDED, ""},
		{64, NEEDED - 1, 64,
			"connections: 100 needs 228 open files, and this process may have 227; "
			"raise"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int status = -1;
		check_row("%llu of %llu", (unsigned long long)rows[i].soft,
			(unsigned long long)rows[i].hard);
		pid_t child = fork();
		if (child == 0)
			_exit(try_descriptors(
				rows[i].soft, rows[i].hard, rows[i].want_soft, rows[i].error));
		CHECK_INT(child, waitpid(child, &status, 0));
		CHECK_INT(0, status);
	}
}
