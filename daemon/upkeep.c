#include "daemon/upkeep.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>
#include <systemd/sd-daemon.h>

#include "base/cc.h"

struct upkeep {
	struct event *watchdog, *memory;
};

void upkeep_notify(const char *format, ...)
{
	char text[128];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	sd_notify(0, text);
}

static void tell_watchdog(evutil_socket_t fd, short what, void *context)
{
	(void)fd;
	(void)what;
	(void)context;
	upkeep_notify("WATCHDOG=1");
}

/* Its second number, in pages; 0 if it cannot be told. */
static size_t resident_bytes(void)
{
	char text[64] = "";
	char *second = NULL;
	FILE *from = fopen("/proc/self/statm", "re");

	if (from == NULL)
		return 0;
	if (fgets(text, sizeof(text), from) != NULL)
		second = strchr(text, ' ');
	fclose(from);
	return second == NULL ? 0 : strtoul(second, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

/* free() gives back the end of the heap alone, and what lasts lies behind what a rush took. */
static void give_back(evutil_socket_t fd, short what, void *context)
{
	struct mallinfo2 info = mallinfo2();
	size_t used = info.uordblks + info.hblkhd, resident = resident_bytes();

	(void)fd;
	(void)what;
	(void)context;
	if (resident > 2 * used && resident - used > UPKEEP_FREE_BYTES_MAX)
		malloc_trim(0);
}

static struct event *every(struct event_base *base, uint64_t us, event_callback_fn call)
{
	struct timeval wait = {
		.tv_sec = (time_t)(us / 1000000), .tv_usec = (suseconds_t)(us % 1000000)};
	struct event *made = event_new(base, -1, EV_PERSIST, call, NULL);

	assert(made != NULL);
	event_add(made, &wait);
	return made;
}

struct upkeep *upkeep_start(struct event_base *base)
{
	struct upkeep *upkeep = calloc(1, sizeof(*upkeep));
	uint64_t us = 0;

	assert(upkeep != NULL);
	upkeep->memory = every(base, UPKEEP_LOOK_MS * UINT64_C(1000), give_back);
	if (sd_watchdog_enabled(0, &us) > 0)
		upkeep->watchdog = every(base, us / 2, tell_watchdog);
	return upkeep;
}

void upkeep_stop(struct upkeep *upkeep)
{
	if (upkeep == NULL)
		return;
	event_free(upkeep->memory);
	if (upkeep->watchdog != NULL)
		event_free(upkeep->watchdog);
	free(upkeep);
}
