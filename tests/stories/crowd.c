/*
 * A crowd of connections that do nothing, for tests/stories: opens COUNT of them to 127.0.0.1:PORT,
 * says so in a line on stdout, and holds them until standard input ends.
 *
 *	crowd PORT COUNT silent                  no byte is ever sent
 *	crowd PORT COUNT tls [CERT KEY]          nothing behind the handshake
 *	crowd PORT COUNT say TEXT [CERT KEY]     TEXT behind it, \r and \n written so, never an end
 *	crowd PORT COUNT post BYTES [CERT KEY]   a batch of so many bytes, all but the last
 *
 * Those the other side closes count as opened: a second number says how many it has closed by the
 * end.
 */
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cc.h"

struct member {
	int fd;
	SSL *ssl;
};

static int die(const char *what)
{
	perror(what);
	return 2;
}

static SSL_CTX *tls_of(const char *certificate, const char *key)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_client_method());

	assert(tls != NULL);
	if (certificate != NULL)
		assert(SSL_CTX_use_certificate_chain_file(tls, certificate) == 1 &&
			SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) == 1);
	return tls;
}

static char *batch_of(size_t bytes)
{
	static const char head[] = "POST /v1/payments/batch HTTP/1.1\r\nHost: x\r\n"
				   "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n";
	size_t room = sizeof(head) + 20 + bytes;
	char *text = malloc(room);

	assert(text != NULL);
	int len = snprintf(text, room, head, bytes);
	memset(text + len, ' ', bytes - 1);
	text[(size_t)len + bytes - 1] = '\0';
	return text;
}

/* In place. */
static void unescape(char *text)
{
	char *to = text;

	for (const char *at = text; *at != '\0'; at++) {
		if (at[0] == '\\' && (at[1] == 'r' || at[1] == 'n'))
			*to++ = *++at == 'r' ? '\r' : '\n';
		else
			*to++ = *at;
	}
	*to = '\0';
}

static bool open_one(struct member *member, int port, SSL_CTX *tls, const char *says)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	static const struct timeval patience = {.tv_sec = 5};

	member->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (member->fd < 0 ||
		connect(member->fd, (const struct sockaddr *)&address, sizeof(address)) != 0)
		return false;
	if (tls == NULL)
		return true;
	setsockopt(member->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	member->ssl = SSL_new(tls);
	SSL_set_fd(member->ssl, member->fd);
	if (SSL_connect(member->ssl) == 1 && says != NULL)
		SSL_write(member->ssl, says, (int)strlen(says));
	return true;
}

static int closed_of(const struct member *members, int count)
{
	int closed = 0;

	for (int i = 0; i < count; i++) {
		struct pollfd ready = {.fd = members[i].fd, .events = POLLRDHUP};
		closed += poll(&ready, 1, 0) == 1;
	}
	return closed;
}

int main(int argc, char **argv)
{
	struct rlimit limit;
	SSL_CTX *tls = NULL;
	char *says = NULL;
	char byte = 0;

	if (argc < 4)
		return 2;
	int port = (int)strtol(argv[1], NULL, 10);
	int count = (int)strtol(argv[2], NULL, 10);
	bool posts = strcmp(argv[3], "post") == 0;
	bool speaks = strcmp(argv[3], "say") == 0 || posts;
	int certificate = speaks ? 5 : 4;
	if (posts) {
		says = batch_of(strtoul(argv[4], NULL, 10));
	} else if (speaks) {
		says = strdup(argv[4]);
		assert(says != NULL);
		unescape(says);
	}
	if (strcmp(argv[3], "silent") != 0)
		tls = tls_of(argc > certificate + 1 ? argv[certificate] : NULL,
			argc > certificate + 1 ? argv[certificate + 1] : NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	struct member *members = calloc((size_t)count, sizeof(*members));
	assert(members != NULL);
	for (int i = 0; i < count; i++)
		if (!open_one(&members[i], port, tls, says))
			return die("connect");
	printf("opened %d\n", count);
	(void)fflush(stdout);
	while (read(STDIN_FILENO, &byte, 1) > 0)
		continue;
	printf("closed %d\n", closed_of(members, count));
	for (int i = 0; i < count; i++)
		SSL_free(members[i].ssl);
	SSL_CTX_free(tls);
	free(members);
	free(says);
	return 0;
}
