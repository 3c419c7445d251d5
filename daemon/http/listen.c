#include "daemon/http/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "daemon/http/http.h"

enum { LISTEN_BACKLOG = 1024 };

static int listen_on(const struct addrinfo *at)
{
	static const int on = 1;
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	/* What accept gives inherits TCP_NODELAY on Linux. Without it each answer over TLS waits
	 * for the client's delayed acknowledgement of its first record. */
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0 &&
		bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, LISTEN_BACKLOG) == 0)
		return fd;
	int saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

uint16_t listen_port(int fd)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof(address);

	memset(&address, 0, sizeof(address));
	int failed = getsockname(fd, (struct sockaddr *)&address, &len);
	assert(failed == 0);
	if (address.ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)(const void *)&address)->sin6_port);
	return ntohs(((const struct sockaddr_in *)(const void *)&address)->sin_port);
}

enum status listen_open(
	struct arena *arena, const struct http_config *config, int *ret_fd, const char **ret_error)
{
	struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *at = NULL;
	const char *port = arena_printf(arena, "%u", (unsigned)config->port);
	int failed = getaddrinfo(config->host, port, &hints, &at);

	if (failed != 0) {
		*ret_error = arena_printf(arena, "%s is not an address to listen on: %s",
			config->host, gai_strerror(failed));
		return STATUS_BAD_INPUT;
	}
	int fd = listen_on(at);
	if (fd < 0)
		*ret_error = arena_printf(arena, "cannot listen on %s port %s: %s", config->host,
			port, strerrordesc_np(errno));
	freeaddrinfo(at);
	if (fd < 0)
		return STATUS_IO;
	*ret_fd = fd;
	return OK;
}
