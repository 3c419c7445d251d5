#include "daemon/http/inside.h"

#include <stdio.h>
#include <stdlib.h>

struct timeval server_ms(int ms)
{
	return (struct timeval){.tv_sec = ms / 1000, .tv_usec = (suseconds_t)(ms % 1000) * 1000};
}

int64_t server_clock_us(clockid_t clock)
{
	struct timespec now;
	int failed = clock_gettime(clock, &now);

	assert(failed == 0);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

NORETURN void server_no_memory(void)
{
	(void)fprintf(stderr, "bursar: http: out of memory\n");
	abort();
}
