/* The door in time and under strain: deadlines, limits, clients that leave, new certificates, the
 * end. Deadlines are short, margins wide: machines stall. */
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "tests/check.h"
#include "tests/daemon/http_pki.h"
#include "tests/daemon/http_rig.h"

#define HOST "Host: x\r\n"
#define WHO  "GET /who HTTP/1.1\r\n" HOST "\r\n"

/* A deadline of this length is kept if closing takes no less and not as long as LATE_MS. */
enum { DEADLINE_MS = 100, EARLY_MS = 85, LATE_MS = 1500, ARENA_MAX = 1024 * 1024 };

static bool in_time(int took_ms)
{
	if (took_ms >= EARLY_MS && took_ms < LATE_MS)
		return true;
	printf("\tit took %d ms\n", took_ms);
	return false;
}

TEST(door_limits_handshakes)
{
	struct http_config config = rig_config();

	config.handshake_ms_max = DEADLINE_MS;
	struct rig rig = rig_start(&config);
	struct client client;
	client_connect(&client, &rig);
	CHECK(in_time(client_wait_closed(&client)));
	client_close(&client);
	/* Slowly is no better than not at all: the start of a ClientHello, a byte at a time. */
	static const uint8_t hello[] = {0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3};
	client_connect(&client, &rig);
	int64_t from = rig_now_ms();
	for (size_t i = 0; i < sizeof(hello); i++) {
		if (!client_send(&client, hello + i, 1))
			break;
		rig_sleep(10);
	}
	CHECK(client_wait_closed(&client) >= 0);
	CHECK(in_time((int)(rig_now_ms() - from)));
	client_close(&client);
	CHECK_INT(2, rig_count(&rig, "handshakes_late"));
	/* Being through with it is not enough: a request must come. */
	from = rig_now_ms();
	CHECK(client_open(&client, &rig, "client"));
	CHECK(client_wait_closed(&client) >= 0);
	CHECK(in_time((int)(rig_now_ms() - from)));
	client_close(&client);
	CHECK_INT(2, rig_count(&rig, "handshakes_late"));
	CHECK_INT(0, rig_stop(&rig, false));
}

/* Sends text a byte at a time until it is cut off; how long that took. */
static int64_t dribble(struct client *client, const char *text)
{
	int64_t from = rig_now_ms();

	for (size_t i = 0; i < strlen(text) && rig_now_ms() - from < LATE_MS; i++) {
		char byte;
		if (!client_send(client, text + i, 1) ||
			recv(client->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
			break;
		rig_sleep(10);
	}
	return rig_now_ms() - from;
}

TEST(door_limits_requests)
{
	static const char head[] =
		"GET /who HTTP/1.1\r\n" HOST "X: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	struct http_config config = rig_config();

	config.request_ms_max = DEADLINE_MS;
	struct rig rig = rig_start(&config);
	struct client client;
	CHECK(client_open(&client, &rig, "client"));
	CHECK(in_time((int)dribble(&client, head)));
	client_close(&client);
	CHECK(client_open(&client, &rig, "client"));
	client_say(&client, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 200\r\n\r\n");
	CHECK(in_time((int)dribble(&client, head)));
	client_close(&client);
	CHECK_INT(2, rig_count(&rig, "requests_late"));
	CHECK_INT(1, rig_count(&rig, "requests"));
	/* The deadline is the request's: neither pauses before it nor work on it count. */
	CHECK(client_open(&client, &rig, "client"));
	for (int i = 0; i < 2; i++) {
		CHECK_INT(200, client_status(&client, "GET /hold?ms=150 HTTP/1.1\r\n" HOST "\r\n"));
		rig_sleep(2 * DEADLINE_MS);
	}
	client_close(&client);
	CHECK_INT(2, rig_count(&rig, "requests_late"));
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_limits_idleness)
{
	struct http_config config = rig_config();

	enum { BRIEF_MS = 3 * DEADLINE_MS };

	config.idle_ms_max = 3 * BRIEF_MS;
	config.handshake_ms_max = BRIEF_MS;
	struct rig rig = rig_start(&config);
	struct client client;
	/* Who is known may rest. */
	CHECK(client_open(&client, &rig, "client"));
	CHECK_INT(200, client_status(&client, WHO));
	rig_sleep(2 * BRIEF_MS);
	CHECK_INT(200, client_status(&client, WHO));
	int took_ms = client_wait_closed(&client);
	CHECK(took_ms >= 2 * BRIEF_MS && took_ms < BRIEF_MS + LATE_MS);
	client_close(&client);
	/* Others may not. */
	CHECK(client_open(&client, &rig, NULL));
	CHECK_INT(200, client_status(&client, WHO));
	rig_sleep(DEADLINE_MS / 3);
	CHECK_INT(200, client_status(&client, WHO));
	CHECK(in_time(client_wait_closed(&client)));
	client_close(&client);
	CHECK_INT(0, rig_count(&rig, "handshakes_late"));
	CHECK_INT(0, rig_count(&rig, "requests_late"));
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_bears_clients_that_leave)
{
	static const char *const texts[] = {
		"",
		"G",
		"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 9\r\n\r\nabc",
		"POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n",
		WHO,
		"GET / HTTP/3\r\n\r\n",
		"GET /hold?ms=50 HTTP/1.1\r\n" HOST "\r\n",
		"GET /hold?ms=50 HTTP/1.1\r\n" HOST "\r\nGET /hold?ms=1 HTTP/1.1\r\n" HOST "\r\n",
		"GET /stream?chunks=1000&bytes=100000 HTTP/1.1\r\n" HOST "\r\n",
		"GET /stream?chunks=1000&bytes=10&ms=20 HTTP/1.1\r\n" HOST "\r\n",
	};
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		for (int wait_ms = 0; wait_ms <= 10; wait_ms += 10) {
			struct client client;
			check_row("%s after %d ms", texts[i], wait_ms);
			CHECK(client_open(&client, &rig, NULL));
			client_say(&client, texts[i]);
			rig_sleep(wait_ms);
			client_close(&client);
		}
	}
	check_row("afterwards");
	CHECK(rig_becomes(&rig, "requests", 1));
	CHECK(rig_becomes(&rig, "connections", 1));
	CHECK_INT(4, rig_count(&rig, "ended"));
	CHECK_INT(0, rig_stop(&rig, false));
}

/* Pieces of requests in any order, cut anywhere, by clients that stay or leave: seeded, so that a
 * failure can be had again. */
TEST(door_survives_nonsense)
{
	static const char *const pieces[] = {
		"GET /who HTTP/1.1\r\n",
		"POST /echo HTTP/1.1\r\n",
		"GET /stream?chunks=9&bytes=9999 HTTP/1.1\r\n",
		"GET /stream?chunks=9&ms=1&abort=5 HTTP/1.1\r\n",
		"GET /hold?ms=3 HTTP/1.1\r\n",
		"HEAD / HTTP/1.0\r\n",
		"Host: x\r\n",
		"Host: x\r\n\r\n",
		"Content-Length: 5\r\n\r\n",
		"Content-Length: 99999999\r\n\r\n",
		"Expect: 100-continue\r\n",
		"Connection: close\r\n",
		"abcde",
		"\r\n",
		"\n\n",
		"\r\n\r\n",
		"X: \x01\r\n\r\n",
		WHO WHO WHO,
	};

	enum { CLIENTS = 400, SAYS_MAX = 8 };
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	uint64_t state = 20180401;
	for (unsigned i = 0; i < CLIENTS; i++) {
		struct client client;
		CHECK(client_open(&client, &rig, NULL));
		unsigned says = 1 + i % SAYS_MAX;
		for (unsigned n = 0; n < says; n++) {
			state = state * 6364136223846793005U + 1442695040888963407U;
			const char *piece = pieces[(state >> 33) % ARRAY_LEN(pieces)];
			size_t len = strlen(piece);
			if ((state >> 50) % 16 == 0)
				len = (size_t)(state >> 40) % len + 1;
			if (!client_send(&client, piece, len))
				break;
		}
		if ((state >> 60) % 4 == 0)
			rig_sleep(2);
		client_close(&client);
	}
	CHECK(rig_becomes(&rig, "requests", 1));
	CHECK(rig_becomes(&rig, "connections", 1));
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_ends_with_requests_held)
{
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	struct client clients[3];

	for (size_t i = 0; i < ARRAY_LEN(clients); i++) {
		CHECK(client_open(&clients[i], &rig, NULL));
		client_say(&clients[i],
			i < 2 ? "GET /hold HTTP/1.1\r\n" HOST "\r\n"
			      : "GET /stream?chunks=9&ms=9999 HTTP/1.1\r\n" HOST "\r\n");
	}
	CHECK(rig_becomes(&rig, "requests", 4));
	CHECK_INT(0, rig_stop(&rig, false));
	for (size_t i = 0; i < ARRAY_LEN(clients); i++)
		client_close(&clients[i]);
}

static struct digest server_digest(const struct rig *rig)
{
	struct client client;
	struct digest digest = {{0}};
	unsigned len = 0;

	if (CHECK(client_open(&client, rig, NULL)))
		X509_digest(
			SSL_get0_peer_certificate(client.ssl), EVP_sha256(), digest.bytes, &len);
	client_close(&client);
	return digest;
}

static void check_reload(const struct rig *rig, const char *says, const char *certificate)
{
	struct answer answer;

	CHECK_INT(200, rig_get(rig, "/reload", &answer));
	if (!CHECK(answer.body != NULL && strstr(answer.body, says) != NULL))
		CHECK_TEXT(says, answer.body);
	answer_free(&answer);
	struct digest got = server_digest(rig);
	struct digest want = pki_digest(certificate);
	CHECK(hash_eq(&want, &got));
}

TEST(door_takes_new_certificates)
{
	struct http_config config = rig_config();

	config.certificate = pki_path("live.pem");
	config.key = pki_path("live.key");
	pki_copy("server.pem", "live.pem");
	pki_copy("server.key", "live.key");
	struct rig rig = rig_start(&config);
	struct client client;
	CHECK(client_open(&client, &rig, "client"));
	check_reload(&rig, "ok", "server");
	pki_copy("server2.pem", "live.pem");
	check_reload(&rig, "live.key", "server");
	pki_copy("server2.key", "live.key");
	check_reload(&rig, "ok", "server2");
	/* Who was there before has one more answer, and comes again. */
	client_say(&client, WHO);
	struct answer answer = client_answer(&client, false);
	CHECK_INT(200, answer.status);
	CHECK(strstr(answer.head, "\r\nConnection: close\r\n") != NULL);
	answer_free(&answer);
	CHECK(client_wait_closed(&client) >= 0);
	client_close(&client);
	unlink(pki_path("live.pem"));
	check_reload(&rig, "live.pem: No such file", "server2");
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_drains)
{
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	struct client idle;
	struct client held;
	struct client slow;
	struct client coming;
	struct client late;
	char byte;

	CHECK(client_open(&idle, &rig, NULL));
	CHECK_INT(200, client_status(&idle, WHO));
	CHECK(client_open(&held, &rig, NULL));
	client_say(&held, "GET /hold HTTP/1.1\r\n" HOST "\r\n");
	CHECK(client_open(&coming, &rig, NULL));
	client_say(&coming, "GET /release HTTP/1.1\r\n");
	CHECK(rig_becomes(&rig, "requests", 3));
	CHECK(client_open(&slow, &rig, NULL));
	client_say(&slow, "GET /stream?chunks=20&ms=15 HTTP/1.1\r\n" HOST "\r\n");
	struct answer answer = client_answer(&slow, true);
	CHECK_INT(200, answer.status);
	CHECK_INT(200, rig_get(&rig, "/drain", NULL));
	CHECK(client_wait_closed(&idle) >= 0);
	CHECK(!client_open(&late, &rig, NULL));
	/* The slow one's head was out before the drain, so the door has promised nothing; it is
	 * closed though, with what was asked for. */
	char last[5] = "";
	for (ssize_t got = 1; got > 0 && memcmp(last, "0\r\n\r\n", 5) != 0;) {
		memmove(last, last + 1, 4);
		got = client_read(&slow, &last[4], 1);
	}
	CHECK(memcmp(last, "0\r\n\r\n", 5) == 0);
	CHECK(client_wait_closed(&slow) >= 0);
	CHECK(recv(held.fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == -1);
	client_say(&coming, HOST "\r\n");
	answer = client_answer(&coming, false);
	CHECK_TEXT("released", answer.body);
	CHECK(strstr(answer.head, "\r\nConnection: close\r\n") != NULL);
	answer_free(&answer);
	answer = client_answer(&held, false);
	CHECK_TEXT("held", answer.body);
	CHECK(strstr(answer.head, "\r\nConnection: close\r\n") != NULL);
	answer_free(&answer);
	CHECK_INT(0, rig_stop(&rig, true));
	client_close(&idle);
	client_close(&held);
	client_close(&slow);
	client_close(&coming);
	client_close(&late);
}

TEST(door_wants_a_key_of_its_own)
{
	static const struct {
		mode_t mode;
		const char *says;
	} rows[] = {
		{0600, "ok"},
		{0400, "ok"},
		{0604, "(mode 0604); chmod 600"},
		{0644, "(mode 0644)"},
		{0620, "(mode 0620)"},
	};
	struct http_config config = rig_config();
	config.key = pki_path("live.key");
	pki_copy("server.key", "live.key");
	struct rig rig = rig_start(&config);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%o", (unsigned)rows[i].mode);
		CHECK_INT(0, chmod(pki_path("live.key"), rows[i].mode));
		check_reload(&rig, rows[i].says, "server");
	}
	check_row("a group");
	CHECK_INT(0, chmod(pki_path("live.key"), 0640));
	check_reload(&rig, geteuid() == 0 ? "ok" : "(mode 0640)", "server");
	CHECK_INT(0, rig_stop(&rig, false));
}

/* A kept connection outlives its certificate, whose holder does not stay signed in. */
TEST(door_sees_certificates_run_out)
{
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	struct client client;
	struct answer answer;

	pki_make_brief();
	CHECK(client_open(&client, &rig, "brief"));
	for (int i = 0; i < 2; i++) {
		check_row("%s", i == 0 ? "in time" : "run out");
		client_say(&client, WHO);
		answer = client_answer(&client, false);
		CHECK_INT(i == 0 ? 2 * DIGEST_BYTES : strlen("expired"), answer.body_len);
		answer_free(&answer);
		if (i == 0)
			rig_sleep((PKI_BRIEF_S + 1) * 1000 + 50);
	}
	client_close(&client);
	check_row("a new connection");
	CHECK(client_open(&client, &rig, "brief"));
	client_say(&client, WHO);
	answer = client_answer(&client, false);
	CHECK_TEXT("expired", answer.body);
	answer_free(&answer);
	client_close(&client);
	CHECK_INT(0, rig_stop(&rig, false));
}

static struct span no_refuser(struct arena *arena, const char *request_id, int status,
	const char *code, const char *where, const char *says)
{
	(void)arena;
	(void)request_id;
	(void)status;
	(void)code;
	(void)where;
	(void)says;
	return SPAN("");
}

static void no_handler(struct http_request *request, void *context)
{
	(void)context;
	http_reply(request, 200, NULL, SPAN(""));
}

TEST(door_says_why_it_does_not_start)
{
	static const struct http_calls calls = {no_handler, no_refuser, NULL, NULL};
	struct http_config good = rig_config();
	struct rig rig = rig_start(&good);

	static const struct {
		const char *host, *certificate, *key, *client_ca, *says;
		enum status status;
	} rows[] = {
		{"localhost", "server.pem", "server.key", "ca.pem", "not an address",
			STATUS_BAD_INPUT},
		{"192.0.2.1", "server.pem", "server.key", "ca.pem", "cannot listen on 192.0.2.1",
			STATUS_IO},
		{"127.0.0.1", "server.pem", "server.key", "ca.pem", "in use", STATUS_IO},
		{"127.0.0.1", "none.pem", "server.key", "ca.pem", "none.pem: No such file",
			STATUS_IO},
		{"127.0.0.1", "server.key", "server.key", "ca.pem", "server.key: no start line",
			STATUS_BAD_INPUT},
		{"127.0.0.1", "server.pem", "client.key", "ca.pem",
			"client.key: key values mismatch", STATUS_BAD_INPUT},
		{"127.0.0.1", "server.pem", "server.key", "none.pem", "none.pem: No such file",
			STATUS_IO},
		{"127.0.0.1", "server.pem", "server.key", "server.key", "client_ca",
			STATUS_BAD_INPUT},
	};
	struct event_base *base = event_base_new();
	struct arena *arena = arena_new(ARENA_MAX);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_config config = good;
		struct http_server *server = NULL;
		const char *error = NULL;
		check_row("%s", rows[i].says);
		config.host = rows[i].host;
		config.port = rig.port;
		config.certificate = pki_path(rows[i].certificate);
		config.key = pki_path(rows[i].key);
		config.client_ca = pki_path(rows[i].client_ca);
		CHECK_INT(
			rows[i].status, http_start(base, arena, &config, &calls, &server, &error));
		CHECK(server == NULL);
		if (!CHECK(error != NULL && strstr(error, rows[i].says) != NULL))
			CHECK_TEXT(rows[i].says, error);
	}
	arena_free(arena);
	event_base_free(base);
	hash_end();
	CHECK_INT(0, rig_stop(&rig, false));
}
