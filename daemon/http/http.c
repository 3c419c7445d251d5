#include "daemon/http/http.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "daemon/http/conn.h"
#include "daemon/http/door.h"
#include "daemon/http/request.h"
#include "daemon/http/tls.h"

enum {
	LISTEN_BACKLOG = 1024,
	/* How long accepting pauses when the process is out of descriptors: the listener would be
	 * called again and again for what it cannot take. */
	LISTEN_PAUSE_MS = 100,
	/* evhttp sees a line of ours and one header. */
	CANONICAL_HEAD_BYTES_MAX = 256,
};

static NORETURN void no_memory(void)
{
	fprintf(stderr, "bursar: http: out of memory\n");
	abort();
}

struct timeval door_ms(int ms)
{
	return (struct timeval){.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};
}

static int listen_on(const struct addrinfo *at)
{
	static const int on = 1;
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	/* What accept gives inherits TCP_NODELAY on Linux. Without it each answer over TLS waits
	 * for the client's delayed acknowledgement of its first record. */
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
		bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, LISTEN_BACKLOG) == 0)
		return fd;
	int saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

static uint16_t port_of(int fd)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof address;
	memset(&address, 0, sizeof address);
	int failed = getsockname(fd, (struct sockaddr *)&address, &len);
	assert(failed == 0);
	if (address.ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)(const void *)&address)->sin6_port);
	return ntohs(((const struct sockaddr_in *)(const void *)&address)->sin_port);
}

static enum status open_socket(
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
			port, strerror(errno));
	freeaddrinfo(at);
	if (fd < 0)
		return STATUS_IO;
	*ret_fd = fd;
	return OK;
}

static void pause_listening(struct evconnlistener *listener, void *context)
{
	struct http_server *server = context;
	struct timeval pause = door_ms(LISTEN_PAUSE_MS);
	evconnlistener_disable(listener);
	event_add(server->listen_again, &pause);
}

static void listen_again(int fd, short what, void *context)
{
	struct http_server *server = context;
	(void)fd;
	(void)what;
	if (server->bound != NULL)
		evconnlistener_enable(evhttp_bound_socket_get_listener(server->bound));
}

static void make_evhttp(struct http_server *server, int fd)
{
	server->evhttp = evhttp_new(server->base);
	server->scratch = evbuffer_new();
	server->listen_again = event_new(server->base, -1, 0, listen_again, server);
	if (server->evhttp == NULL || server->scratch == NULL || server->listen_again == NULL)
		no_memory();
	evhttp_set_bevcb(server->evhttp, conn_make, server);
	evhttp_set_gencb(server->evhttp, conn_request, server);
	evhttp_set_allowed_methods(server->evhttp, EVHTTP_REQ_GET | EVHTTP_REQ_POST);
	evhttp_set_default_content_type(server->evhttp, NULL);
	evhttp_set_max_headers_size(server->evhttp, CANONICAL_HEAD_BYTES_MAX);
	evhttp_set_max_body_size(server->evhttp, (ev_ssize_t)server->config.body_bytes_max);
	server->bound = evhttp_accept_socket_with_handle(server->evhttp, fd);
	if (server->bound == NULL)
		no_memory();
	evconnlistener_set_error_cb(
		evhttp_bound_socket_get_listener(server->bound), pause_listening);
	server->port = port_of(fd);
}

static char *copy(const char *text)
{
	if (text == NULL)
		return NULL;
	char *made = strdup(text);
	if (made == NULL)
		no_memory();
	return made;
}

static struct http_server *make_server(struct event_base *base, const struct http_config *config,
	const struct http_calls *calls, struct ssl_ctx_st *tls, int fd)
{
	struct http_server *server = calloc(1, sizeof *server);
	if (server == NULL)
		no_memory();
	server->base = base;
	server->tls = tls;
	server->config = *config;
	server->config.host = NULL;
	server->config.certificate = copy(config->certificate);
	server->config.key = copy(config->key);
	server->config.client_ca = copy(config->client_ca);
	server->calls = *calls;
	LIST_INIT(&server->conns);
	SLIST_INIT(&server->spares);
	linger_init(&server->lingers);
	make_evhttp(server, fd);
	return server;
}

enum status http_start(struct event_base *base, struct arena *arena,
	const struct http_config *config, const struct http_calls *calls,
	struct http_server **ret_server, const char **ret_error)
{
	bool wants_tls = config->certificate != NULL;
	struct ssl_ctx_st *tls = NULL;
	int fd = -1;
	assert(wants_tls == (config->key != NULL) && wants_tls == (config->client_ca != NULL));
	assert(config->connections_max > 0 && config->handshake_ms_max > 0);
	assert(config->request_ms_max > 0 && config->idle_ms_max > 0);

	hash_begin();
	signal(SIGPIPE, SIG_IGN);
	enum status status = OK;
	if (wants_tls)
		status = tls_read(arena, config->certificate, config->key, config->client_ca, &tls,
			ret_error);
	if (status == OK)
		status = open_socket(arena, config, &fd, ret_error);
	if (status != OK) {
		tls_free(tls);
		return status;
	}
	*ret_server = make_server(base, config, calls, tls, fd);
	return OK;
}

uint16_t http_port(const struct http_server *server)
{
	return server->port;
}

enum status http_reload(struct http_server *server, struct arena *arena, const char **ret_error)
{
	const struct http_config *config = &server->config;
	struct ssl_ctx_st *tls = NULL;
	if (server->tls == NULL)
		return OK;
	enum status status = tls_read(
		arena, config->certificate, config->key, config->client_ca, &tls, ret_error);
	if (status != OK)
		return status;
	/* Open connections hold the old one. */
	tls_free(server->tls);
	server->tls = tls;
	return OK;
}

void http_drain(struct http_server *server)
{
	if (server->draining)
		return;
	server->draining = true;
	evhttp_del_accept_socket(server->evhttp, server->bound);
	server->bound = NULL;
	conn_close_idle(server);
}

bool http_idle(const struct http_server *server)
{
	return server->counts.requests == 0;
}

struct http_counts http_counts(const struct http_server *server)
{
	return server->counts;
}

static void free_text(const char *text)
{
	/* Ours by strdup; const only in the interface. */
	free((void *)(uintptr_t)text);
}

void door_release(struct http_server *server)
{
	if (server->evhttp != NULL || server->counts.requests > 0)
		return;
	request_free_spares(server);
	free_text(server->config.certificate);
	free_text(server->config.key);
	free_text(server->config.client_ca);
	free(server->by_fd);
	free(server);
}

void http_free(struct http_server *server)
{
	if (server == NULL)
		return;
	server->draining = true;
	event_free(server->listen_again);
	conn_adopt_all(server);
	evhttp_free(server->evhttp);
	server->evhttp = NULL;
	server->bound = NULL;
	assert(LIST_EMPTY(&server->conns));
	linger_end_all(&server->lingers);
	evbuffer_free(server->scratch);
	tls_free(server->tls);
	server->tls = NULL;
	door_release(server);
}
