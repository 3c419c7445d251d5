#include "daemon/store/clock.h"

#include <time.h>

enum { US_PER_S = 1000000 };

static int64_t read_us(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * US_PER_S + now.tv_nsec / 1000;
}

int64_t clock_now_us(void)
{
	return read_us(CLOCK_REALTIME);
}

int64_t clock_steady_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

int64_t clock_ahead_us(int64_t sent_us, int64_t landed_us, int64_t theirs_us)
{
	const int64_t slack_us = (int64_t)CLOCK_SLACK_S * US_PER_S;

	if (theirs_us < sent_us - slack_us)
		return sent_us - theirs_us;
	if (theirs_us > landed_us + slack_us)
		return landed_us - theirs_us;
	return 0;
}

bool clock_dates(int64_t at_us, int64_t waited_us, int64_t theirs_us)
{
	const int64_t slack_us = (int64_t)CLOCK_SLACK_S * US_PER_S;
	const int64_t arrival_us = (int64_t)CLOCK_ARRIVAL_S * US_PER_S;

	return at_us <= theirs_us + slack_us && at_us >= theirs_us - waited_us - arrival_us;
}
