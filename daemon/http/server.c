#include "daemon/http/inside.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "daemon/http/admit.h"
#include "daemon/http/conn.h"
#include "daemon/http/listen.h"
#include "daemon/http/reply.h"
#include "daemon/http/request.h"
#include "daemon/http/tls.h"

enum {
	/* How long accepting pauses when the process is out of descriptors: the listener would be
	 * called again and again for what it cannot take. */
	LISTEN_PAUSE_MS = 20,
	/* How long that is said to be the case. */
	PAUSED_SAID_MS = 1000,
	/* evhttp sees a line of ours and one header. */
	CANONICAL_HEAD_BYTES_MAX = 256,
};

/* A listener's error callback gets evhttp's context, not ours: here is whose it is. */
static LIST_HEAD(server_list, http_server) servers = LIST_HEAD_INITIALIZER(servers);

/* No descriptor is left, or no memory of the kernel's. They are one pool for all servers. */
static void pause_listening(struct evconnlistener *listener, void *evhttps)
{
	struct timeval pause = server_ms(LISTEN_PAUSE_MS);
	struct http_server *server = NULL;

	(void)evhttps;
	LIST_FOREACH(server, &servers, link)
	{
		admit_spare(server);
		if (server->bound == NULL ||
			evhttp_bound_socket_get_listener(server->bound) != listener)
			continue;
		server->counts.paused_total++;
		server->paused_us = server_clock_us(CLOCK_MONOTONIC);
		evconnlistener_disable(listener);
		event_add(server->listen_again, &pause);
	}
}

static void listen_again(int fd, short what, void *context)
{
	struct http_server *server = context;

	(void)fd;
	(void)what;
	if (server->bound != NULL)
		evconnlistener_enable(evhttp_bound_socket_get_listener(server->bound));
}

/* evhttp has read the line that stands for a head. */
static void take_request(struct evhttp_request *ev, void *context)
{
	struct http_server *server = context;
	struct evhttp_connection *evcon = evhttp_request_get_connection(ev);
	int fd = bufferevent_getfd(evhttp_connection_get_bufferevent(evcon));

	assert(fd >= 0 && (size_t)fd < server->by_fd_len);
	struct conn *conn = server->by_fd[fd];
	assert(conn != NULL && conn->evcon == evcon && conn->state == CONN_HANDED);
	struct http_request *request = conn->request;

	event_del(conn->timer);
	admit_by_certificate(conn);
	request_handed(request, ev);
	conn->state = CONN_BUSY;
	if (request->fault.status != 0)
		reply_refuse(request);
	else
		server->calls.handle(request, server->calls.context);
}

static void make_evhttp(struct http_server *server, int fd)
{
	server->evhttp = evhttp_new(server->base);
	server->scratch = evbuffer_new();
	server->listen_again = event_new(server->base, -1, 0, listen_again, server);
	if (server->evhttp == NULL || server->scratch == NULL || server->listen_again == NULL)
		server_no_memory();
	evhttp_set_bevcb(server->evhttp, admit, server);
	evhttp_set_gencb(server->evhttp, take_request, server);
	evhttp_set_allowed_methods(server->evhttp, EVHTTP_REQ_GET | EVHTTP_REQ_POST);
	evhttp_set_default_content_type(server->evhttp, NULL);
	evhttp_set_max_headers_size(server->evhttp, CANONICAL_HEAD_BYTES_MAX);
	server->bound = evhttp_accept_socket_with_handle(server->evhttp, fd);
	if (server->bound == NULL)
		server_no_memory();
	evconnlistener_set_error_cb(
		evhttp_bound_socket_get_listener(server->bound), pause_listening);
	server->port = listen_port(fd);
}

static char *copy(const char *text)
{
	if (text == NULL)
		return NULL;
	char *made = strdup(text);
	if (made == NULL)
		server_no_memory();
	return made;
}

/* Frees the struct itself once it is closed and no request is left. */
static void release(struct http_server *server)
{
	if (server->evhttp != NULL || server->counts.requests > 0)
		return;
	request_free_spares(server);
	admit_end(server);
	for (size_t i = 0; i < ARRAY_LEN(server->texts); i++)
		free(server->texts[i]);
	free(server->by_fd);
	free(server);
}

static struct http_server *make_server(struct event_base *base, const struct http_config *config,
	const struct http_calls *calls, struct ssl_ctx_st *tls, int fd)
{
	struct http_server *server = calloc(1, sizeof(*server));

	if (server == NULL)
		server_no_memory();
	server->base = base;
	server->tls = tls;
	server->config = *config;
	server->config.host = NULL;
	server->config.certificate = server->texts[0] = copy(config->certificate);
	server->config.key = server->texts[1] = copy(config->key);
	server->config.client_ca = server->texts[2] = copy(config->client_ca);
	server->calls = *calls;
	server->release = release;
	LIST_INIT(&server->conns);
	SLIST_INIT(&server->spares);
	linger_init(&server->lingers);
	admit_begin(server);
	make_evhttp(server, fd);
	LIST_INSERT_HEAD(&servers, server, link);
	return server;
}

static void check_config(const struct http_config *config)
{
	bool tls = config->certificate != NULL && config->key != NULL && config->client_ca != NULL;
	bool plain =
		config->certificate == NULL && config->key == NULL && config->client_ca == NULL;
	bool limited = config->connections_max > 0 && config->handshake_ms_max > 0 &&
		config->request_ms_max > 0 && config->idle_ms_max > 0;

	assert(tls || plain);
	assert(limited);
}

enum status http_start(struct event_base *base, struct arena *arena,
	const struct http_config *config, const struct http_calls *calls,
	struct http_server **ret_server, const char **ret_error)
{
	bool wants_tls = config->certificate != NULL;
	struct ssl_ctx_st *tls = NULL;
	int fd = -1;

	check_config(config);
	hash_begin();
	(void)signal(SIGPIPE, SIG_IGN);
	enum status status = OK;
	if (wants_tls)
		status = tls_read(arena, config->certificate, config->key, config->client_ca, &tls,
			ret_error);
	if (status == OK)
		status = listen_open(arena, config, &fd, ret_error);
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
	/* Open connections hold the old one, for one more answer. */
	tls_free(server->tls);
	server->tls = tls;
	server->reloads++;
	return OK;
}

/* Those without a request. */
static void close_idle(struct http_server *server)
{
	struct conn *next = NULL;

	admit_all(server);
	for (struct conn *conn = LIST_FIRST(&server->conns); conn != NULL; conn = next) {
		next = LIST_NEXT(conn, link);
		bool idle = conn->state == CONN_OPENING || conn->state == CONN_IDLE;
		if (idle)
			conn_close(conn);
	}
}

void http_drain(struct http_server *server)
{
	if (server->draining)
		return;
	server->draining = true;
	evhttp_del_accept_socket(server->evhttp, server->bound);
	server->bound = NULL;
	close_idle(server);
}

bool http_idle(const struct http_server *server)
{
	return server->counts.requests == 0;
}

struct http_counts http_counts(const struct http_server *server)
{
	return server->counts;
}

const char *http_trouble(const struct http_server *server)
{
	int64_t since_us = server_clock_us(CLOCK_MONOTONIC) - server->paused_us;

	if (server->paused_us != 0 && since_us < PAUSED_SAID_MS * INT64_C(1000))
		return "no descriptor or no memory is left for one more connection";
	return NULL;
}

void http_free(struct http_server *server)
{
	if (server == NULL)
		return;
	server->draining = true;
	LIST_REMOVE(server, link);
	event_free(server->listen_again);
	admit_all(server);
	evhttp_free(server->evhttp);
	server->evhttp = NULL;
	server->bound = NULL;
	assert(LIST_EMPTY(&server->conns));
	linger_end_all(&server->lingers);
	evbuffer_free(server->scratch);
	tls_free(server->tls);
	server->tls = NULL;
	release(server);
}
