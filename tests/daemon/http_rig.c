#include "tests/daemon/http_rig.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/daemon/http_pki.h"

enum { PATIENCE_S = 3, READ_BYTES = 64 * 1024 };

struct http_config rig_config(void)
{
	return (struct http_config){
		.host = "127.0.0.1",
		.certificate = pki_path("server.pem"),
		.key = pki_path("server.key"),
		.client_ca = pki_path("ca.pem"),
		.connections_max = 100,
		.handshake_ms_max = 5000,
		.request_ms_max = 5000,
		.idle_ms_max = 5000,
		.stream_idle_ms_max = 5000,
		.body_bytes_max = RIG_BODY_BYTES_MAX,
	};
}

struct rig rig_start(const struct http_config *config)
{
	return rig_start_short(config, 0);
}

struct rig rig_start_short(const struct http_config *config, int descriptors)
{
	struct rlimit limit = {(rlim_t)descriptors, (rlim_t)descriptors};
	struct rig rig = {.plain = config->certificate == NULL};
	int ends[2];
	int failed = pipe(ends);

	assert(failed == 0);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)fflush(NULL);
	rig.pid = fork();
	assert(rig.pid >= 0);
	if (rig.pid == 0) {
		close(ends[0]);
		if (descriptors > 0)
			setrlimit(RLIMIT_NOFILE, &limit);
		rig_run(config, ends[1]);
	}
	close(ends[1]);
	if (read(ends[0], &rig.port, sizeof(rig.port)) != sizeof(rig.port))
		rig.port = 0;
	close(ends[0]);
	return rig;
}

int rig_stop(struct rig *rig, bool by_itself)
{
	int status = -1;

	if (!by_itself)
		kill(rig->pid, SIGTERM);
	for (int64_t until = rig_now_ms() + 10000; rig_now_ms() < until; rig_sleep(2))
		if (waitpid(rig->pid, &status, WNOHANG) == rig->pid)
			return status;
	kill(rig->pid, SIGKILL);
	waitpid(rig->pid, &status, 0);
	return status;
}

int64_t rig_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void rig_sleep(int ms)
{
	struct timespec wait = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};

	nanosleep(&wait, NULL);
}

void client_connect(struct client *client, const struct rig *rig)
{
	static const struct timeval patience = {.tv_sec = PATIENCE_S};
	static const int on = 1;
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(rig->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};

	*client = (struct client){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
	assert(client->fd >= 0);
	setsockopt(client->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(client->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (connect(client->fd, (const struct sockaddr *)&address, sizeof(address)) != 0) {
		close(client->fd);
		client->fd = -1;
	}
}

bool client_open(struct client *client, const struct rig *rig, const char *who)
{
	char file[64];

	client_connect(client, rig);
	if (client->fd < 0)
		return false;
	if (rig->plain)
		return true;
	client->tls = SSL_CTX_new(TLS_client_method());
	assert(client->tls != NULL);
	SSL_CTX_load_verify_file(client->tls, pki_path("ca.pem"));
	SSL_CTX_set_verify(client->tls, SSL_VERIFY_PEER, NULL);
	if (who != NULL) {
		(void)snprintf(file, sizeof(file), "%s.pem", who);
		SSL_CTX_use_certificate_chain_file(client->tls, pki_path(file));
		(void)snprintf(file, sizeof(file), "%s.key", who);
		SSL_CTX_use_PrivateKey_file(client->tls, pki_path(file), SSL_FILETYPE_PEM);
	}
	client->ssl = SSL_new(client->tls);
	SSL_set_fd(client->ssl, client->fd);
	bool open = SSL_connect(client->ssl) == 1;
	ERR_clear_error();
	return open;
}

bool client_send(struct client *client, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len > 0) {
		int most = len > READ_BYTES ? READ_BYTES : (int)len;
		ssize_t sent = client->ssl != NULL ? SSL_write(client->ssl, at, most)
						   : send(client->fd, at, (size_t)most, 0);
		ERR_clear_error();
		if (sent <= 0)
			return false;
		at += sent;
		len -= (size_t)sent;
	}
	return true;
}

bool client_say(struct client *client, const char *text)
{
	return client_send(client, text, strlen(text));
}

ssize_t client_read(struct client *client, void *ret_bytes, size_t len)
{
	if (client->len > 0) {
		size_t take = len < client->len ? len : client->len;
		memcpy(ret_bytes, client->bytes, take);
		client->len -= take;
		memmove(client->bytes, client->bytes + take, client->len);
		return (ssize_t)take;
	}
	ssize_t got = client->ssl != NULL ? SSL_read(client->ssl, ret_bytes, (int)len)
					  : recv(client->fd, ret_bytes, len, 0);
	ERR_clear_error();
	return got;
}

/* Puts more behind what is there. */
static bool fill(struct client *client)
{
	char *grown = realloc(client->bytes, client->len + READ_BYTES);

	assert(grown != NULL);
	client->bytes = grown;
	size_t had = client->len;
	client->len = 0;
	ssize_t got = client_read(client, client->bytes + had, READ_BYTES);
	client->len = had + (got > 0 ? (size_t)got : 0);
	return got > 0;
}

/* Length up to and with the mark, 0 if it does not come. */
static size_t fill_to(struct client *client, const char *mark)
{
	for (;;) {
		char *found = client->len == 0
			? NULL
			: memmem(client->bytes, client->len, mark, strlen(mark));
		if (found != NULL)
			return (size_t)(found - client->bytes) + strlen(mark);
		if (!fill(client))
			return 0;
	}
}

static bool take_body(struct client *client, struct answer *answer, size_t len)
{
	char *grown = realloc(answer->body, answer->body_len + len + 1);

	assert(grown != NULL);
	answer->body = grown;
	while (len > 0) {
		ssize_t got = client_read(client, answer->body + answer->body_len, len);
		if (got <= 0)
			return false;
		answer->body_len += (size_t)got;
		len -= (size_t)got;
	}
	answer->body[answer->body_len] = '\0';
	return true;
}

static bool take_chunks(struct client *client, struct answer *answer)
{
	char line[32];

	for (;;) {
		size_t len = fill_to(client, "\r\n");
		if (len == 0 || len >= sizeof(line))
			return false;
		client_read(client, line, len);
		line[len] = '\0';
		size_t chunk = strtoul(line, NULL, 16);
		if (!take_body(client, answer, chunk) || fill_to(client, "\r\n") != 2)
			return false;
		client_read(client, line, 2);
		if (chunk == 0)
			return true;
	}
}

struct answer client_answer(struct client *client, bool head_only)
{
	struct answer answer = {0};
	size_t len = fill_to(client, "\r\n\r\n");

	if (len == 0)
		return answer;
	assert(len < sizeof(answer.head));
	client_read(client, answer.head, len);
	answer.status = (int)strtol(answer.head + strlen("HTTP/1.1 "), NULL, 10);
	const char *length = strcasestr(answer.head, "\r\nContent-Length: ");
	if (head_only)
		answer.whole = true;
	else if (strcasestr(answer.head, "\r\nTransfer-Encoding: chunked\r\n") != NULL)
		answer.whole = take_chunks(client, &answer);
	else if (length != NULL)
		answer.whole = take_body(client, &answer,
			strtoul(length + strlen("\r\nContent-Length: "), NULL, 10));
	return answer;
}

int client_wait_closed(struct client *client)
{
	char byte;
	int64_t from = rig_now_ms();
	ssize_t got = client_read(client, &byte, 1);
	int64_t took = rig_now_ms() - from;

	return got > 0 || took >= PATIENCE_S * INT64_C(1000) ? -1 : (int)took;
}

void client_close(struct client *client)
{
	SSL_free(client->ssl);
	SSL_CTX_free(client->tls);
	if (client->fd >= 0)
		close(client->fd);
	free(client->bytes);
	*client = (struct client){.fd = -1};
}

void answer_free(struct answer *answer)
{
	free(answer->body);
	answer->body = NULL;
}

int rig_get(const struct rig *rig, const char *target, struct answer *ret_answer)
{
	struct client client;
	char text[512];
	struct answer answer = {0};

	(void)snprintf(text, sizeof(text),
		"GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", target);
	if (client_open(&client, rig, "client") && client_say(&client, text))
		answer = client_answer(&client, false);
	client_close(&client);
	int status = answer.status;
	if (ret_answer != NULL)
		*ret_answer = answer;
	else
		answer_free(&answer);
	return status;
}

int64_t rig_count(const struct rig *rig, const char *name)
{
	struct answer answer;
	char line[64];
	int64_t number = -1;

	(void)snprintf(line, sizeof(line), "%s=", name);
	if (rig_get(rig, "/count", &answer) == 200) {
		const char *at = answer.body;
		while (at != NULL && strncmp(at, line, strlen(line)) != 0) {
			at = strchr(at, '\n');
			at = at != NULL ? at + 1 : NULL;
		}
		if (at != NULL)
			number = strtoll(at + strlen(line), NULL, 10);
	}
	answer_free(&answer);
	return number;
}

bool rig_becomes(const struct rig *rig, const char *name, int64_t want)
{
	int64_t got = -1;

	for (int64_t until = rig_now_ms() + 1000; rig_now_ms() < until; rig_sleep(5)) {
		got = rig_count(rig, name);
		if (got == want)
			return true;
	}
	printf("\t%s is %lld, not %lld\n", name, (long long)got, (long long)want);
	return false;
}

int client_status(struct client *client, const char *text)
{
	client_say(client, text);
	struct answer answer = client_answer(client, false);
	answer_free(&answer);
	return answer.status;
}
