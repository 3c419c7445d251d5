#include "daemon/http/tls.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/span.h"

/* Forward secrecy and AEAD alone; TLS 1.3 has no others. */
static const char tls12_ciphers[] = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
				    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
				    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

enum { TLS_WRITE_BYTES_MAX = 4 * SSL3_RT_MAX_PLAIN_LENGTH };

/* A key that wants a passphrase is an error, not a question on somebody's terminal. */
/* NOLINTNEXTLINE(readability-non-const-parameter): OpenSSL says what it takes. */
static int no_passphrase(char *to, int size, int writing, void *context)
{
	(void)to;
	(void)size;
	(void)writing;
	(void)context;
	return -1;
}

/* The oldest of OpenSSL's complaints is the nearest to the cause. */
static enum status complain(
	struct arena *arena, const char *what, const char *file, const char **ret_error)
{
	unsigned long error = ERR_get_error();
	const char *says = ERR_SYSTEM_ERROR(error) ? NULL : ERR_reason_error_string(error);
	char text[256] = "";
	bool system = ERR_SYSTEM_ERROR(error);

	ERR_error_string_n(error, text, sizeof(text));
	if (system)
		says = strerrordesc_np(ERR_GET_REASON(error));
	*ret_error = arena_printf(arena, "%s %s: %s", what, file, says != NULL ? says : text);
	ERR_clear_error();
	return system ? STATUS_IO : STATUS_BAD_INPUT;
}

/* Lets the handshake pass: whoever shows a certificate of another authority is told so by HTTP's
 * 401, where a TLS alert may be lost with the connection. tls_shown looks at the result. */
static int take_any(int verified, X509_STORE_CTX *context)
{
	(void)verified;
	(void)context;
	return 1;
}

static bool configure(SSL_CTX *tls)
{
	SSL_CTX_set_options(
		tls, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
	/* What a connection has no use for while it rests, 34 KB, goes back. */
	SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_default_passwd_cb(tls, no_passphrase);
	/* No SSL_VERIFY_FAIL_IF_NO_PEER_CERT: who shows none is told so by HTTP's 401. */
	SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, take_any);
	return SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) == 1 &&
		SSL_CTX_set_num_tickets(tls, 0) == 1 &&
		SSL_CTX_set_cipher_list(tls, tls12_ciphers) == 1;
}

/* A file of root may be its group's to read, as packages of certificates make it. */
static enum status check_mode(struct arena *arena, const char *key, const char **ret_error)
{
	struct stat about;

	if (stat(key, &about) != 0 || !S_ISREG(about.st_mode))
		return OK;
	mode_t others = about.st_uid == 0 ? S_IWGRP | S_IXGRP | S_IRWXO : S_IRWXG | S_IRWXO;
	if ((about.st_mode & others) == 0)
		return OK;
	*ret_error = arena_printf(arena,
		"key %s: others than its owner may use it (mode %04o); chmod 600 it, or 640 if "
		"root owns it, and have another key made if somebody else has read this one",
		key, (unsigned)(about.st_mode & ~(mode_t)S_IFMT));
	return STATUS_BAD_INPUT;
}

static enum status load(SSL_CTX *tls, struct arena *arena, const char *certificate, const char *key,
	const char *client_ca, const char **ret_error)
{
	if (!configure(tls))
		return complain(arena, "OpenSSL", "lacks what bursar needs", ret_error);
	if (SSL_CTX_use_certificate_chain_file(tls, certificate) != 1)
		return complain(arena, "certificate", certificate, ret_error);
	if (SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1 ||
		SSL_CTX_check_private_key(tls) != 1)
		return complain(arena, "key", key, ret_error);
	if (SSL_CTX_load_verify_file(tls, client_ca) != 1)
		return complain(arena, "client_ca", client_ca, ret_error);
	STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(client_ca);
	if (names == NULL)
		return complain(arena, "client_ca", client_ca, ret_error);
	SSL_CTX_set_client_CA_list(tls, names);
	return OK;
}

enum status tls_read(struct arena *arena, const char *certificate, const char *key,
	const char *client_ca, struct ssl_ctx_st **ret_tls, const char **ret_error)
{
	ERR_clear_error();
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
	if (tls == NULL)
		return complain(arena, "OpenSSL", "does not start", ret_error);
	enum status status = check_mode(arena, key, ret_error);
	if (status == OK)
		status = load(tls, arena, certificate, key, client_ca, ret_error);
	if (status != OK) {
		SSL_CTX_free(tls);
		return status;
	}
	*ret_tls = tls;
	return OK;
}

void tls_free(struct ssl_ctx_st *tls)
{
	SSL_CTX_free(tls);
}

struct bufferevent *tls_accept(struct event_base *base, struct ssl_ctx_st *tls)
{
	SSL *ssl = SSL_new(tls);

	if (ssl == NULL)
		return NULL;
	struct bufferevent *bev = bufferevent_openssl_socket_new(
		base, -1, ssl, BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
	/* Messages say how long they are: many clients leave without close_notify, which is no
	 * error here. */
	if (bev == NULL)
		return NULL;
	bufferevent_openssl_set_allow_dirty_shutdown(bev, 1);
	/* Of a long answer, several records a turn of the event loop. */
	bufferevent_set_max_single_write(bev, TLS_WRITE_BYTES_MAX);
	return bev;
}

bool tls_is(struct bufferevent *bev)
{
	return bufferevent_openssl_get_ssl(bev) != NULL;
}

bool tls_is_open(struct bufferevent *bev)
{
	SSL *ssl = bufferevent_openssl_get_ssl(bev);

	return SSL_is_init_finished(ssl) == 1;
}

void tls_join(struct bufferevent *bev)
{
	struct evbuffer *output = bufferevent_get_output(bev);

	if (evbuffer_get_length(output) <= SSL3_RT_MAX_PLAIN_LENGTH)
		evbuffer_pullup(output, -1);
}

/* Far ahead if OpenSSL cannot tell. */
static int64_t end_of(const X509 *certificate)
{
	struct tm end = {0};

	if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1)
		return INT64_MAX;
	return timegm(&end);
}

void tls_shown(struct bufferevent *bev, struct tls_shown *ret_shown)
{
	SSL *ssl = bufferevent_openssl_get_ssl(bev);
	X509 *certificate = SSL_get0_peer_certificate(ssl);
	long verified = SSL_get_verify_result(ssl);
	unsigned char *der = NULL;
	int len = certificate != NULL ? i2d_X509(certificate, &der) : 0;

	*ret_shown = (struct tls_shown){.kind = HTTP_SHOWN_NONE};
	if (len <= 0)
		return;
	ret_shown->sha256 = hash_sha256((struct span){(const char *)der, (size_t)len});
	ret_shown->until_s = end_of(certificate);
	ret_shown->kind = verified == X509_V_OK           ? HTTP_SHOWN_GOOD
		: verified == X509_V_ERR_CERT_HAS_EXPIRED ? HTTP_SHOWN_EXPIRED
							  : HTTP_SHOWN_FOREIGN;
	OPENSSL_free(der);
}
