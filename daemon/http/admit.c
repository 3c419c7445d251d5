#include "daemon/http/admit.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/http/conn.h"
#include "daemon/http/inside.h"
#include "daemon/http/request.h"
#include "daemon/http/tls.h"

/* --- places --- */

static struct conn *conn_of(struct place *place)
{
	return (struct conn *)(void *)((char *)place - offsetof(struct conn, place));
}

/* Whose answer is ours to give stays, so that nothing is done twice; one that is on its way and not
 * taken does not. */
static bool may_go(const struct place *place)
{
	const void *at = (const char *)place - offsetof(struct conn, place);
	const struct conn *conn = at;

	if (conn->evcon == NULL)
		return false;
	return conn->state != CONN_BUSY || conn->request->phase != REQUEST_HELD;
}

static bool displace(struct places *places, size_t least)
{
	struct place *victim = places_victim(places, least, may_go);

	if (victim == NULL)
		return false;
	struct conn *conn = conn_of(victim);
	conn->server->counts.displaced_total++;
	conn_close(conn);
	return true;
}

/* IPv6 by the 64 bits that a provider gives to one customer. Hashed with chance, so that nobody can
 * choose addresses that collide. */
static struct digest party_of_address(const struct conn *conn)
{
	static const uint8_t v4_mapped[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
	bool v4 = memcmp(conn->address, v4_mapped, sizeof(v4_mapped)) == 0;
	const struct span parts[] = {
		{(const char *)conn->server->address_salt, sizeof(conn->server->address_salt)},
		{(const char *)conn->address, v4 ? sizeof(conn->address) : 8},
	};

	return hash_sha256_parts(parts, ARRAY_LEN(parts));
}

static void leave(struct conn *conn)
{
	if (conn->place.party != NULL)
		places_leave(conn->is_caller ? conn->server->callers : conn->server->strangers,
			&conn->place);
	conn->is_caller = false;
}

static void join_strangers(struct conn *conn)
{
	struct digest party = party_of_address(conn);

	places_join(conn->server->strangers, &conn->place, &party);
}

/* Room for one more, if need be in place of somebody else. */
static bool make_room(struct http_server *server)
{
	size_t held = places_len(server->strangers) + places_len(server->callers);

	if (held < (size_t)server->config.connections_max)
		return true;
	return displace(server->strangers, 1);
}

void admit_by_certificate(struct conn *conn)
{
	struct http_server *server = conn->server;
	size_t max = (size_t)server->config.connections_max;
	size_t kept = max / ADMIT_STRANGERS_SHARE > 0 ? max / ADMIT_STRANGERS_SHARE : 1;

	if (server->tls == NULL || conn->certificate_known)
		return;
	conn->certificate_known = true;
	tls_shown(conn->bev, &conn->shown);
	if (conn->shown.kind != HTTP_SHOWN_GOOD)
		return;
	/* With everybody's share down to one, they stay strangers and are served as such. */
	if (places_len(server->callers) >= max - kept && !displace(server->callers, 2))
		return;
	leave(conn);
	places_join(server->callers, &conn->place, &conn->shown.sha256);
	conn->is_caller = true;
}

void admit_spare(struct http_server *server)
{
	for (int i = 0; i < ADMIT_AT_ONCE && displace(server->strangers, 1); i++)
		continue;
}

/* --- beginning and end --- */

static void conn_free(struct conn *conn)
{
	struct http_server *server = conn->server;

	if (server->newest == conn)
		server->newest = NULL;
	LIST_REMOVE(conn, link);
	leave(conn);
	if (!conn->doomed)
		server->counts.connections--;
	event_free(conn->timer);
	free(conn);
}

/* From within evhttp_connection_free. */
static void on_close(struct evhttp_connection *evcon, void *context)
{
	struct conn *conn = context;
	struct http_server *server = conn->server;
	int fd = bufferevent_getfd(conn->bev);

	assert(evcon == conn->evcon);
	assert(fd >= 0 && server->by_fd[fd] == conn);

	server->by_fd[fd] = NULL;
	evbuffer_remove_cb(bufferevent_get_input(conn->bev), conn_input, conn);
	struct http_request *request = conn->request;
	conn->request = NULL;
	conn_free(conn);
	if (request != NULL)
		request_client_left(request);
}

static void remember(struct http_server *server, int fd, struct conn *conn)
{
	size_t at = (size_t)fd;

	assert(fd >= 0);
	if (at >= server->by_fd_len) {
		size_t len = at * 2 + 64;
		struct conn **grown = reallocarray(server->by_fd, len, sizeof(struct conn *));
		if (grown == NULL)
			server_no_memory();
		for (size_t i = server->by_fd_len; i < len; i++)
			grown[i] = NULL;
		server->by_fd = grown;
		server->by_fd_len = len;
	}
	assert(server->by_fd[at] == NULL);
	server->by_fd[at] = conn;
}

/* One that has gone already has none. */
static void take_address(struct conn *conn, int fd)
{
	struct sockaddr_storage peer = {.ss_family = AF_UNSPEC};
	socklen_t len = sizeof(peer);

	memset(conn->address, 0, sizeof(conn->address));
	if (getpeername(fd, (struct sockaddr *)&peer, &len) != 0)
		return;
	if (peer.ss_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const void *)&peer;
		memcpy(conn->address, &v6->sin6_addr, sizeof(conn->address));
	} else if (peer.ss_family == AF_INET) {
		const struct sockaddr_in *v4 = (const void *)&peer;
		conn->address[10] = conn->address[11] = 0xff;
		memcpy(conn->address + 12, &v4->sin_addr, 4);
	}
}

/*
 * evhttp asks for a bufferevent before it makes its connection, and tells nobody of the latter. It
 * is the argument of the bufferevent's callbacks, or nothing is if making it failed, in which case
 * our reference has kept the bufferevent alive till now.
 */
static void adopt(struct conn *conn)
{
	static const int on = 1;
	struct http_server *server = conn->server;
	void *evcon = NULL;
	struct bufferevent *bev = conn->bev;

	server->newest = NULL;
	bufferevent_getcb(bev, NULL, NULL, NULL, &evcon);
	if (evcon == NULL) {
		conn_free(conn);
		bufferevent_decref(bev);
		return;
	}
	int fd = bufferevent_getfd(bev);
	event_del(conn->timer);
	conn->evcon = evcon;
	assert(evhttp_connection_get_bufferevent(conn->evcon) == bev);
	remember(server, fd, conn);
	evhttp_connection_set_closecb(conn->evcon, on_close, conn);
	bufferevent_decref(bev);
	/* Inherited on Linux; said again for its price of a call. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	take_address(conn, fd);
	if (conn->doomed || !make_room(server)) {
		server->counts.over_limit_total++;
		conn_close(conn);
		return;
	}
	join_strangers(conn);
	conn_open(conn);
}

static void on_timer(int fd, short what, void *context)
{
	struct conn *conn = context;

	(void)fd;
	(void)what;

	conn->server->accepted_at_once = 0;
	if (conn->evcon == NULL)
		adopt(conn);
	else
		conn_past_deadline(conn);
}

/* So many at once are enough: the listener's turn comes again after everybody else's. */
static void count_accepted(struct http_server *server)
{
	server->counts.accepted_total++;
	if (++server->accepted_at_once < ADMIT_AT_ONCE)
		return;
	server->accepted_at_once = 0;
	evconnlistener_disable(evhttp_bound_socket_get_listener(server->bound));
	event_active(server->listen_again, EV_TIMEOUT, 0);
}

struct bufferevent *admit(struct event_base *base, void *context)
{
	struct http_server *server = context;
	struct conn *conn = calloc(1, sizeof(*conn));

	if (conn == NULL)
		server_no_memory();
	admit_all(server);
	conn->server = server;
	conn->reload = server->reloads;
	if (!server->draining)
		conn->bev = server->tls != NULL
			? tls_accept(base, server->tls)
			: bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	if (conn->bev == NULL) {
		/* Not NULL to evhttp, which would go on without TLS. */
		conn->doomed = true;
		conn->bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	}
	conn->timer = event_new(base, -1, 0, on_timer, conn);
	if (conn->bev == NULL || conn->timer == NULL ||
		evbuffer_add_cb(bufferevent_get_input(conn->bev), conn_input, conn) == NULL)
		server_no_memory();
	/* Reading never times out by itself: a client says nothing while it takes a long answer,
	 * and our deadlines hold for the rest. */
	conn_patience(conn, server->config.idle_ms_max);
	LIST_INSERT_HEAD(&server->conns, conn, link);
	if (!conn->doomed)
		server->counts.connections++;
	server->newest = conn;
	count_accepted(server);
	/* Runs as soon as evhttp is through with accepting, before any byte is read. */
	bufferevent_incref(conn->bev);
	event_active(conn->timer, EV_TIMEOUT, 0);
	return conn->bev;
}

void admit_all(struct http_server *server)
{
	if (server->newest != NULL)
		adopt(server->newest);
}

void admit_begin(struct http_server *server)
{
	size_t max = (size_t)server->config.connections_max;

	hash_random(server->address_salt, sizeof(server->address_salt));
	server->strangers = places_new(max);
	server->callers = places_new(max);
}

void admit_end(struct http_server *server)
{
	places_free(server->strangers);
	places_free(server->callers);
}
