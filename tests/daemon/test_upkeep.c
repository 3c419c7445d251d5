#include "daemon/upkeep.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/check.h"

/* Few enough for the socket to hold what nobody reads meanwhile. */
enum { WATCHDOG_MS = 100, LOOP_MS = 300 };

/* A socket such as systemd's, and a watchdog of that interval. */
static int notify_socket(struct sockaddr_un *ret_at)
{
	char text[24];
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	ret_at->sun_family = AF_UNIX;
	/* Not in TMPDIR, whose name may be longer than a socket's. */
	snprintf(
		ret_at->sun_path, sizeof(ret_at->sun_path), "/tmp/bursar-notify.%d", (int)getpid());
	CHECK_INT(0, bind(fd, (const struct sockaddr *)ret_at, sizeof(*ret_at)));
	setenv("NOTIFY_SOCKET", ret_at->sun_path, 1);
	snprintf(text, sizeof(text), "%d", WATCHDOG_MS * 1000);
	setenv("WATCHDOG_USEC", text, 1);
	snprintf(text, sizeof(text), "%d", (int)getpid());
	setenv("WATCHDOG_PID", text, 1);
	return fd;
}

/* How often the watchdog was told. */
static int told(int fd)
{
	char text[64];
	int count = 0;

	for (ssize_t got; (got = recv(fd, text, sizeof(text) - 1, 0)) > 0; count++) {
		text[got] = '\0';
		CHECK_TEXT("WATCHDOG=1", text);
	}
	return count;
}

static void loop(struct event_base *base)
{
	struct timeval most = {.tv_usec = LOOP_MS * 1000};

	event_base_loopexit(base, &most);
	event_base_dispatch(base);
}

TEST(upkeep_tells_the_watchdog)
{
	struct sockaddr_un at;
	struct event_base *base = event_base_new();
	int fd = notify_socket(&at);
	struct upkeep *upkeep = upkeep_start(base);

	loop(base);
	CHECK(told(fd) >= 2);
	upkeep_stop(upkeep);
	/* Without a watchdog nobody is told. */
	unsetenv("WATCHDOG_USEC");
	upkeep = upkeep_start(base);
	loop(base);
	CHECK_INT(0, told(fd));
	upkeep_stop(upkeep);
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_PID");
	unlink(at.sun_path);
	close(fd);
	event_base_free(base);
}
