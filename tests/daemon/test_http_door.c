/* The door as a client finds it: requests, refusals, certificates. What it does in time and under
 * strain is in test_http_life.c. */
#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/check.h"
#include "tests/daemon/http_pki.h"
#include "tests/daemon/http_rig.h"

#define HOST "Host: x\r\n"

static bool has(const char *text, const char *part)
{
	if (text != NULL && strstr(text, part) != NULL)
		return true;
	printf("\t%s is not in\n%s\n", part, text != NULL ? text : "(nothing)");
	return false;
}

TEST(door_gives_what_was_sent)
{
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	struct client client;

	CHECK(client_open(&client, &rig, NULL));
	client_say(&client,
		"POST /look?a=b%20c&d HTTP/1.1\r\n" HOST "X-Test: t\r\n"
		"Content-Length: 4\r\n\r\nbody");
	struct answer answer = client_answer(&client, false);
	CHECK_INT(201, answer.status);
	CHECK(has(answer.head, "HTTP/1.1 201 Created\r\n"));
	CHECK(has(answer.head, "\r\nContent-Type: text/plain\r\n"));
	CHECK(has(answer.head, "\r\nX-Added: yes\r\n"));
	CHECK(has(answer.head, "\r\nDate: "));
	CHECK(strstr(answer.head, "Connection:") == NULL);
	CHECK(has(answer.body,
		"method 1 POST\npath /look\ntarget /look?a=b%20c&d\n"
		"query a\nquery d\na b c\nheader t\nbody body\nreceived "));
	char id[HTTP_REQUEST_ID_TEXT + 1];
	(void)snprintf(id, sizeof(id), "%s", answer.body + strlen("id "));
	CHECK_INT(HTTP_REQUEST_ID_TEXT, strspn(id, "0123456789abcdef"));
	answer_free(&answer);
	client_say(&client, "GET /look HTTP/1.1\r\n" HOST "\r\n");
	answer = client_answer(&client, false);
	CHECK(has(answer.body, "method 0 GET\npath /look\ntarget /look\nbody \n"));
	CHECK(strncmp(answer.body + strlen("id "), id, HTTP_REQUEST_ID_TEXT) != 0);
	answer_free(&answer);
	client_close(&client);
	CHECK_INT(0, rig_stop(&rig, false));
}

/* Without TCP_NODELAY a request takes 40 ms. */
static void keep_alive(struct http_config config)
{
	enum { REQUESTS = 1000 };
	struct rig rig = rig_start(&config);
	struct client client;
	char text[128];
	CHECK(client_open(&client, &rig, NULL));
	int64_t from = rig_now_ms();
	int right = 0;
	for (int i = 0; i < REQUESTS; i++) {
		(void)snprintf(text, sizeof(text),
			"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\n%05d", i);
		client_say(&client, text);
		struct answer answer = client_answer(&client, false);
		if (answer.status == 200 && answer.body != NULL &&
			strcmp(answer.body, text + strlen(text) - 5) == 0)
			right++;
		answer_free(&answer);
	}
	CHECK_INT(REQUESTS, right);
	CHECK(rig_now_ms() - from < 5000);
	CHECK_INT(2, rig_count(&rig, "accepted"));
	client_close(&client);
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_keeps_connections)
{
	keep_alive(rig_config());
}

TEST(door_speaks_plain)
{
	struct http_config config = rig_config();

	config.certificate = NULL;
	config.key = NULL;
	config.client_ca = NULL;
	keep_alive(config);
}

TEST(door_refuses)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{"GET // HTTP/1.1\r\n" HOST "\r\n", "\"where\":\"-\""},
		{"GET / HTTP/1.257\r\n" HOST "\r\n", "version"},
		{"GET / HTTP/1.1\r\n\r\n", "\"where\":\"Host\""},
		{"GET / HTTP/1.1\n" HOST "\n", "CR LF"},
		{"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "twice"},
		{"GET / HTTP/1.1\r\n" HOST "X : a\r\n\r\n", "token"},
		{"GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n", "folded"},
		{"GET / HTTP/1.1\r\n" HOST "X: a\x01\r\n\r\n", "control"},
		{"GET /%ff HTTP/1.1\r\n" HOST "\r\n", "UTF-8"},
		{"GET /?a&a HTTP/1.1\r\n" HOST "\r\n", "\"where\":\"a\""},
		{"POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
			"Transfer-Encoding"},
		{"POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx",
			"twice"},
		{"POST / HTTP/1.1\r\n" HOST "Content-Length: +1\r\n\r\nx", "number"},
		{"POST / HTTP/1.1\r\n" HOST "Expect: more\r\nContent-Length: 1\r\n\r\nx", "Expect"},
		{"\r\n\r\n", "first line"},
	};
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct client client;
		check_row("%s", rows[i].text);
		CHECK(client_open(&client, &rig, NULL));
		client_say(&client, rows[i].text);
		/* What stands behind it is never read as a request. */
		client_say(&client, "GET /who HTTP/1.1\r\n" HOST "\r\n");
		struct answer answer = client_answer(&client, false);
		CHECK_INT(400, answer.status);
		CHECK(has(answer.head, "HTTP/1.1 400 Bad Request\r\n"));
		CHECK(has(answer.head, "\r\nContent-Type: application/problem+json\r\n"));
		CHECK(has(answer.head, "\r\nConnection: close\r\n"));
		CHECK(has(answer.body, "\"400\":\"malformed\""));
		CHECK(has(answer.body, rows[i].says));
		answer_free(&answer);
		CHECK(client_wait_closed(&client) >= 0);
		client_close(&client);
	}
	check_row("afterwards");
	CHECK_INT(400, rig_count(&rig, "status"));
	CHECK_INT((int)ARRAY_LEN(rows) + 1, rig_count(&rig, "done"));
	CHECK_INT(3, rig_count(&rig, "handled"));
	CHECK_INT(0, rig_stop(&rig, false));
}

/* A client that says all it has before it listens finds the answer nevertheless. */
TEST(door_refuses_large_bodies)
{
	enum { MORE = 1000 * 1000 };
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	char *body = calloc(1, MORE);
	for (int i = 0; i < 2; i++) {
		size_t len = i == 0 ? RIG_BODY_BYTES_MAX : MORE;
		struct client client;
		char text[128];
		check_row("%zu", len);
		CHECK(client_open(&client, &rig, NULL));
		(void)snprintf(text, sizeof(text),
			"POST /echo HTTP/1.1\r\n" HOST "Content-Length: %zu\r\n\r\n",
			i == 0 ? len : len + RIG_BODY_BYTES_MAX);
		client_say(&client, text);
		/* The refusal is out by then; the rest must find ears nevertheless. */
		rig_sleep(30);
		CHECK(client_send(&client, body, len));
		struct answer answer = client_answer(&client, false);
		CHECK_INT(i == 0 ? 200 : 413, answer.status);
		if (i == 0) {
			CHECK_INT(RIG_BODY_BYTES_MAX, answer.body_len);
		} else {
			CHECK(has(answer.head, "HTTP/1.1 413 Content Too Large\r\n"));
			CHECK(has(answer.head, "\r\nConnection: close\r\n"));
			CHECK(has(
				answer.body, "\"413\":\"too-large\",\"where\":\"Content-Length\""));
		}
		answer_free(&answer);
		client_close(&client);
	}
	free(body);
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_limits_heads)
{
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	static const char start[] = "GET /who HTTP/1.1\r\n" HOST "X: ";
	static const char end[] = "\r\n\r\n";

	/* GUARD_HEAD_BYTES_MAX and one more. */
	for (size_t len = 16384; len <= 16385; len++) {
		struct client client;
		char *head = malloc(len);
		memset(head, 'x', len);
		memcpy(head, start, sizeof(start) - 1);
		memcpy(head + len - (sizeof(end) - 1), end, sizeof(end) - 1);
		check_row("%zu", len);
		CHECK(client_open(&client, &rig, NULL));
		client_send(&client, head, len);
		struct answer answer = client_answer(&client, false);
		CHECK_INT(len == 16384 ? 200 : 400, answer.status);
		if (answer.status == 400)
			CHECK(has(answer.body, "16 KiB"));
		answer_free(&answer);
		client_close(&client);
		free(head);
	}
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_takes_bytes_as_they_come)
{
	static const char text[] = "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc";
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	struct client client;

	CHECK(client_open(&client, &rig, NULL));
	for (size_t i = 0; i < strlen(text); i++)
		client_send(&client, text + i, 1);
	struct answer answer = client_answer(&client, false);
	CHECK_TEXT("abc", answer.body);
	answer_free(&answer);
	/* In all ways to cut it in two. */
	for (size_t cut = 1; cut < strlen(text); cut++) {
		check_row("%zu", cut);
		client_send(&client, text, cut);
		rig_sleep(1);
		client_say(&client, text + cut);
		answer = client_answer(&client, false);
		CHECK_TEXT("abc", answer.body);
		answer_free(&answer);
	}
	client_close(&client);
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_answers_pipelines_in_order)
{
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	struct client client;
	static const char *const bodies[] = {"abc", "held", "de", "nothing here"};

	CHECK(client_open(&client, &rig, NULL));
	client_say(&client,
		"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc"
		"GET /hold?ms=20 HTTP/1.1\r\n" HOST "\r\n"
		"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\ndeGET ");
	rig_sleep(30);
	client_say(&client,
		"/x HTTP/1.1\r\n" HOST "\r\n"
		"GET /x HTTP/3\r\n" HOST "\r\nGET /who HTTP/1.1\r\n" HOST "\r\n");
	for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
		struct answer answer = client_answer(&client, false);
		CHECK_TEXT(bodies[i], answer.body);
		answer_free(&answer);
	}
	struct answer answer = client_answer(&client, false);
	CHECK_INT(400, answer.status);
	answer_free(&answer);
	CHECK(client_wait_closed(&client) >= 0);
	client_close(&client);
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_says_continue)
{
	static const char head[] = "POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
				   "Content-Length: 3\r\n\r\n";
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	struct client client;

	CHECK(client_open(&client, &rig, NULL));
	for (int i = 0; i < 50; i++) {
		check_row("%d", i);
		client_say(&client, head);
		/* Odd ones do not wait. */
		if (i % 2 == 1)
			client_say(&client, "abc");
		struct answer answer = client_answer(&client, true);
		if (answer.status == 100) {
			CHECK_TEXT("HTTP/1.1 100 Continue\r\n\r\n", answer.head);
			if (i % 2 == 0)
				client_say(&client, "abc");
			answer = client_answer(&client, true);
		} else {
			CHECK_INT(1, i % 2);
		}
		CHECK_INT(200, answer.status);
		char body[3];
		CHECK_INT(3, client_read(&client, body, 3));
		CHECK(memcmp(body, "abc", 3) == 0);
	}
	check_row("refused at once");
	client_say(&client,
		"POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
		"Content-Length: 100001\r\n\r\n");
	struct answer answer = client_answer(&client, false);
	CHECK_INT(413, answer.status);
	answer_free(&answer);
	client_close(&client);
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_hands_over_other_methods)
{
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	struct client client;

	CHECK(client_open(&client, &rig, NULL));
	client_say(&client, "HEAD /who HTTP/1.1\r\n" HOST "\r\n");
	struct answer answer = client_answer(&client, true);
	CHECK_INT(405, answer.status);
	CHECK(has(answer.head, "\r\nContent-Length: 14\r\n"));
	static const char *const methods[] = {"PUT", "DELETE", "TRACE", "PATCH", "BREW", "get"};
	for (size_t i = 0; i < ARRAY_LEN(methods); i++) {
		char text[128];
		check_row("%s", methods[i]);
		/* A body that is not taken for the next request, whatever the method. */
		(void)snprintf(text, sizeof(text),
			"%s /who HTTP/1.1\r\n" HOST "Content-Length: 4\r\n\r\nGET ", methods[i]);
		client_say(&client, text);
		answer = client_answer(&client, false);
		CHECK_INT(405, answer.status);
		CHECK_TEXT("no such method", answer.body);
		answer_free(&answer);
	}
	client_close(&client);
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_closes_when_asked)
{
	static const struct {
		const char *text;
		int status;
	} rows[] = {
		{"GET /who HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", 200},
		{"GET /who HTTP/1.0\r\n" HOST "\r\n", 200},
		{"GET /stream HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", 200},
		{"GET /stream HTTP/1.0\r\n" HOST "\r\n", 400},
	};
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct client client;
		check_row("%s", rows[i].text);
		CHECK(client_open(&client, &rig, NULL));
		client_say(&client, rows[i].text);
		struct answer answer = client_answer(&client, false);
		CHECK_INT(rows[i].status, answer.status);
		CHECK(answer.whole);
		CHECK(has(answer.head, "\r\nConnection: close\r\n"));
		answer_free(&answer);
		CHECK(client_wait_closed(&client) >= 0);
		client_close(&client);
	}
	CHECK_INT(2, rig_count(&rig, "ended"));
	CHECK_INT(0, rig_stop(&rig, false));
}

/* is_signed: by the authority the door knows. */
static void check_who(const struct rig *rig, const char *who, bool is_signed)
{
	static const char digits[] = "0123456789abcdef";
	struct digest digest = pki_digest(who != NULL ? who : "client");
	char hex[DIGEST_HEX + 1] = "";

	for (size_t i = 0; i < DIGEST_BYTES; i++) {
		hex[2 * i] = digits[digest.bytes[i] >> 4];
		hex[2 * i + 1] = digits[digest.bytes[i] & 15];
	}
	struct client client;
	CHECK(client_open(&client, rig, who));
	for (int i = 0; i < 2; i++) {
		client_say(&client, "GET /who HTTP/1.1\r\n" HOST "\r\n");
		struct answer answer = client_answer(&client, false);
		CHECK_TEXT(is_signed ? hex : "nobody", answer.body);
		answer_free(&answer);
	}
	client_close(&client);
}

TEST(door_sees_certificates)
{
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);

	check_who(&rig, "client", true);
	check_who(&rig, NULL, false);
	check_who(&rig, "stranger", false);
	CHECK_INT(7, rig_count(&rig, "handled"));
	CHECK_INT(0, rig_stop(&rig, false));
}

/* A resumed session would come without its certificate. */
TEST(door_resumes_no_sessions)
{
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	static const int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};

	for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
		SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
		SSL_SESSION *session = NULL;
		SSL_CTX_set_max_proto_version(tls, versions[i]);
		for (int turn = 0; turn < 2; turn++) {
			struct client client;
			client_connect(&client, &rig);
			client.ssl = SSL_new(tls);
			SSL_set_fd(client.ssl, client.fd);
			if (session != NULL)
				SSL_set_session(client.ssl, session);
			check_row("%s turn %d", i == 0 ? "1.2" : "1.3", turn);
			CHECK_INT(1, SSL_connect(client.ssl));
			client_say(&client, "GET /who HTTP/1.1\r\n" HOST "\r\n");
			struct answer answer = client_answer(&client, false);
			CHECK_INT(200, answer.status);
			answer_free(&answer);
			CHECK_INT(0, SSL_session_reused(client.ssl));
			SSL_SESSION_free(session);
			session = SSL_get1_session(client.ssl);
			CHECK_INT(0, SSL_SESSION_has_ticket(session));
			client_close(&client);
		}
		SSL_SESSION_free(session);
		SSL_CTX_free(tls);
	}
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_wants_tls_12)
{
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	struct client client;

	client_connect(&client, &rig);
	client.tls = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_security_level(client.tls, 0);
	SSL_CTX_set_min_proto_version(client.tls, TLS1_1_VERSION);
	SSL_CTX_set_max_proto_version(client.tls, TLS1_1_VERSION);
	client.ssl = SSL_new(client.tls);
	SSL_set_fd(client.ssl, client.fd);
	CHECK(SSL_connect(client.ssl) != 1);
	ERR_clear_error();
	client_close(&client);
	/* Nor does it speak plainly to somebody who does. */
	client_connect(&client, &rig);
	client_say(&client, "GET /who HTTP/1.1\r\n" HOST "\r\n");
	struct answer answer = client_answer(&client, false);
	CHECK_INT(0, answer.status);
	client_close(&client);
	CHECK_INT(1, rig_count(&rig, "handled"));
	CHECK_INT(0, rig_stop(&rig, false));
}
