#include "bench/client.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "base/parse.h"

enum { HEAD_BYTES_MAX = 4096, PATH_BYTES_MAX = 4096, EXTENTS_MAX = 16 };

enum state { IDLE, HEAD, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, LAST_CHUNK_END };

struct client {
	struct bufferevent *bev;
	struct client_calls calls;
	enum state state;
	size_t left; /* of the body or chunk */
	struct client_answer answer;
	int64_t due_us;
	int items;
};

void client_die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("bench: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(2);
}

struct ssl_ctx_st *client_tls(const char *ca, const char *prefix)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
	char certificate[PATH_BYTES_MAX], key[PATH_BYTES_MAX];

	snprintf(certificate, sizeof(certificate), "%s.crt", prefix);
	snprintf(key, sizeof(key), "%s.key", prefix);
	if (tls == NULL || SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION) != 1 ||
		SSL_CTX_load_verify_file(tls, ca) != 1 ||
		SSL_CTX_use_certificate_chain_file(tls, certificate) != 1 ||
		SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1)
		client_die("TLS for %s: %s", prefix, ERR_reason_error_string(ERR_get_error()));
	SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
	return tls;
}

/* --- the answer's bytes --- */

static void done(struct client *client)
{
	client->state = IDLE;
	client->calls.answered(client, &client->answer, client->calls.context);
}

/* The value of a header of ours, absent if it is not there. */
static struct span header(const char *head, const char *name)
{
	const char *at = strcasestr(head, name);

	if (at == NULL)
		return SPAN_NONE;
	at += strlen(name);
	at += strspn(at, ": ");
	return (struct span){at, strcspn(at, "\r\n")};
}

static bool take_head(struct client *client, struct evbuffer *input)
{
	struct evbuffer_ptr end = evbuffer_search(input, "\r\n\r\n", 4, NULL);
	char head[HEAD_BYTES_MAX];
	struct span length;
	int64_t number;

	if (end.pos < 0)
		return false;
	size_t len = (size_t)end.pos + 4;
	if (len >= sizeof(head))
		client_die("an answer's head is too long");
	evbuffer_remove(input, head, len);
	head[len] = '\0';
	client->answer = (struct client_answer){.status = 0};
	if (!parse_int((struct span){head + strcspn(head, " ") + 1, 3}, 100, 599, &number))
		client_die("this is no answer: %s", head);
	client->answer.status = (int)number;
	length = header(head, "\r\nContent-Length");
	client->state = length.at == NULL ? CHUNK_SIZE : BODY;
	if (length.at == NULL)
		return true;
	if (!parse_int(length, 0, INT32_MAX, &number))
		client_die("this is no length: %.*s", SPAN_ARG(length));
	client->left = (size_t)number;
	return true;
}

static int64_t lines_in(struct span bytes)
{
	int64_t lines = 0;

	while (bytes.len > 0) {
		size_t line = span_find(bytes, '\n');

		lines += line < bytes.len;
		bytes = span_from(bytes, line + 1);
	}
	return lines;
}

static bool take_body(struct client *client, struct evbuffer *input)
{
	size_t len = client->left;

	if (evbuffer_get_length(input) < len)
		return false;
	client->answer.body =
		(struct span){(const char *)evbuffer_pullup(input, (ev_ssize_t)len), len};
	client->answer.bytes = (int64_t)len;
	client->state = IDLE;
	client->calls.answered(client, &client->answer, client->calls.context);
	evbuffer_drain(input, len);
	return false;
}

static bool take_size(struct client *client, struct evbuffer *input)
{
	size_t len;
	char *line = evbuffer_readln(input, &len, EVBUFFER_EOL_CRLF_STRICT);
	char *end = line;

	if (line == NULL)
		return false;
	client->left = strtoul(line, &end, 16);
	if (len == 0 || *end != '\0')
		client_die("this is no chunk's length: %s", line);
	free(line);
	client->state = client->left == 0 ? LAST_CHUNK_END : CHUNK;
	return true;
}

/* Counted and forgotten, as they come. */
static bool take_chunk(struct client *client, struct evbuffer *input)
{
	struct evbuffer_iovec extents[EXTENTS_MAX];
	int count = evbuffer_peek(input, (ev_ssize_t)client->left, NULL, extents, EXTENTS_MAX);
	size_t taken = 0;

	for (int i = 0; i < count && i < EXTENTS_MAX; i++) {
		size_t len = extents[i].iov_len;

		if (len > client->left - taken)
			len = client->left - taken;
		client->answer.lines += lines_in((struct span){extents[i].iov_base, len});
		taken += len;
	}
	evbuffer_drain(input, taken);
	client->answer.bytes += (int64_t)taken;
	client->left -= taken;
	if (client->left == 0)
		client->state = CHUNK_END;
	return taken > 0;
}

/* The empty line behind a chunk, and behind the last. */
static bool take_end(struct client *client, struct evbuffer *input)
{
	if (evbuffer_get_length(input) < 2)
		return false;
	evbuffer_drain(input, 2);
	if (client->state == CHUNK_END) {
		client->state = CHUNK_SIZE;
		return true;
	}
	done(client);
	return false;
}

static bool take(struct client *client, struct evbuffer *input)
{
	switch (client->state) {
	case IDLE:
		if (evbuffer_get_length(input) > 0)
			client_die("an answer nobody asked for");
		return false;
	case HEAD:
		return take_head(client, input);
	case BODY:
		return take_body(client, input);
	case CHUNK_SIZE:
		return take_size(client, input);
	case CHUNK:
		return take_chunk(client, input);
	case CHUNK_END:
	case LAST_CHUNK_END:
		return take_end(client, input);
	}
	UNREACHABLE("a client without a state");
}

static void on_read(struct bufferevent *bev, void *context)
{
	struct client *client = context;

	while (take(client, bufferevent_get_input(bev)))
		;
}

static void on_event(struct bufferevent *bev, short what, void *context)
{
	static const int on = 1;
	struct client *client = context;

	if ((what & BEV_EVENT_CONNECTED) == 0)
		client_die("a connection ended: %s, %s",
			ERR_reason_error_string(bufferevent_get_openssl_error(bev)),
			evutil_socket_error_to_string(EVUTIL_SOCKET_ERROR()));
	setsockopt(bufferevent_getfd(bev), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	client->calls.ready(client, client->calls.context);
}

/* --- beginning and end --- */

struct client *client_new(struct event_base *base, struct ssl_ctx_st *tls, uint16_t port,
	const struct client_calls *calls)
{
	struct client *client = calloc(1, sizeof(*client));
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	SSL *ssl = SSL_new(tls);

	if (client == NULL || ssl == NULL)
		client_die("no memory");
	client->calls = *calls;
	client->bev = bufferevent_openssl_socket_new(
		base, -1, ssl, BUFFEREVENT_SSL_CONNECTING, BEV_OPT_CLOSE_ON_FREE);
	if (client->bev == NULL)
		client_die("no memory");
	bufferevent_setcb(client->bev, on_read, NULL, on_event, client);
	bufferevent_enable(client->bev, EV_READ | EV_WRITE);
	if (bufferevent_socket_connect(client->bev, (struct sockaddr *)&to, sizeof(to)) != 0)
		client_die("cannot connect to port %d", port);
	return client;
}

void client_free(struct client *client)
{
	bufferevent_free(client->bev);
	free(client);
}

void client_send(struct client *client, struct span request)
{
	assert(client->state == IDLE);
	client->state = HEAD;
	if (bufferevent_write(client->bev, request.at, request.len) != 0)
		client_die("no memory");
}

int64_t *client_due_us(struct client *client)
{
	return &client->due_us;
}

int *client_items(struct client *client)
{
	return &client->items;
}
