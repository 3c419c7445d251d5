/*
 * Whether clocks can be believed. Events are dated by this machine's clock, and one that is wrong
 * for a minute would date a council's log for years: so it is compared with PostgreSQL's, and what
 * was dated while it was wrong is refused. Instants in µs since 1970.
 */
#ifndef BURSAR_STORE_CLOCK_H
#define BURSAR_STORE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum {
	CLOCK_SLACK_S = 60,
	/* Between a request's arrival and its being queued: its bytes, and who sent it. */
	CLOCK_ARRIVAL_S = 900
};

int64_t clock_now_us(void);
/* Since some instant of the past; it never goes back. For waiting and measuring. */
int64_t clock_steady_us(void);
/* How far ours is ahead of theirs (negative: behind), which was read while ours went from sent to
 * landed; 0 if it may be the same. */
int64_t clock_ahead_us(int64_t sent_us, int64_t landed_us, int64_t theirs_us);
/* Whether a command may carry the instant, after waiting for so long. */
bool clock_dates(int64_t at_us, int64_t waited_us, int64_t theirs_us);

#endif
