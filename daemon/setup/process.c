#include "daemon/setup/process.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/arena.h"

#ifdef __has_feature
#if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

void process_begin(void)
{
	static const struct rlimit none = {0, 0};

	umask(S_IRWXG | S_IRWXO);
	signal(SIGPIPE, SIG_IGN);
	setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__
	/* Where a program takes core files, the limit does not hold. (The sanitizers' search for
	 * leaks needs what this forbids.) */
	prctl(PR_SET_DUMPABLE, 0);
#endif
}

enum status process_descriptors(struct arena *arena, int connections_max, const char **ret_error)
{
	rlim_t wanted = (rlim_t)connections_max + PROCESS_DESCRIPTORS_BESIDE;
	struct rlimit limit;
	int failed = getrlimit(RLIMIT_NOFILE, &limit);

	assert(failed == 0);
	if (limit.rlim_cur >= wanted)
		return OK;
	if (limit.rlim_max >= wanted) {
		limit.rlim_cur = wanted;
		if (setrlimit(RLIMIT_NOFILE, &limit) == 0)
			return OK;
	}
	*ret_error = arena_printf(arena,
		"limits: connections: %d needs %llu open files, and this process may have %llu; "
		"raise that (LimitNOFILE= of the service, ulimit -n of a shell) or write a smaller "
		"number of connections",
		connections_max, (unsigned long long)wanted, (unsigned long long)limit.rlim_max);
	return STATUS_IO;
}
