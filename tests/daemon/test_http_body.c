/* Bodies: read when a handler wants them, forgotten when it does not, and bounded in all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/http/charge.h"
#include "tests/check.h"
#include "tests/daemon/http_rig.h"

#define HOST "Host: x\r\n"
#define WHO  "GET /who HTTP/1.1\r\n" HOST "\r\n"

enum { MIB = 1024 * 1024, LARGEST_HELD = CHARGE_PARTY_BYTES_MAX / CHARGE_BODY_WEIGHT / MIB };

static void post(struct client *client, const char *path, size_t announced)
{
	char text[256];

	(void)snprintf(text, sizeof(text),
		"POST %s HTTP/1.1\r\n" HOST "Content-Length: %zu\r\n\r\n", path, announced);
	client_say(client, text);
}

static bool closes(const struct answer *answer)
{
	return strstr(answer->head, "\r\nConnection: close\r\n") != NULL;
}

/* The answer is there before the body, which finds ears nevertheless. */
TEST(door_refuses_before_the_body)
{
	enum { LEN = 90 * 1000 };
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	char *body = calloc(1, LEN);
	for (int sends = 0; sends < 2; sends++) {
		struct client client;
		check_row("%s", sends ? "sent" : "kept back");
		CHECK(client_open(&client, &rig, "client"));
		post(&client, "/no", LEN);
		rig_sleep(30);
		if (sends)
			CHECK(client_send(&client, body, LEN));
		struct answer answer = client_answer(&client, false);
		CHECK_INT(403, answer.status);
		CHECK_TEXT("not you", answer.body);
		CHECK(closes(&answer));
		answer_free(&answer);
		CHECK(client_wait_closed(&client) >= 0);
		client_close(&client);
	}
	check_row("waits for 100");
	struct client client;
	CHECK(client_open(&client, &rig, "client"));
	client_say(&client,
		"POST /no HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n");
	CHECK_INT(403, client_status(&client, ""));
	client_close(&client);
	free(body);
	CHECK_INT(0, rig_stop(&rig, false));
}

/* One that came with its head is no reason to close. */
TEST(door_forgets_bodies_that_are_there)
{
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	struct client client;

	CHECK(client_open(&client, &rig, "client"));
	for (int i = 0; i < 3; i++) {
		client_say(
			&client, "POST /no HTTP/1.1\r\n" HOST "Content-Length: 4\r\n\r\nGET " WHO);
		struct answer answer = client_answer(&client, false);
		CHECK_INT(403, answer.status);
		CHECK(!closes(&answer));
		answer_free(&answer);
		CHECK_INT(200, client_status(&client, ""));
	}
	client_close(&client);
	CHECK_INT(0, rig_stop(&rig, false));
}

/* Bodies that come while nobody wants them yet, whole, in pieces, or not at all. */
TEST(door_receives_later)
{
	static const char head[] =
		"POST /later?ms=20 HTTP/1.1\r\n" HOST "Content-Length: 6\r\n\r\n";

	static const struct {
		const char *at_once, *meanwhile, *after;
	} rows[] = {
		{"abcdef", "", ""},
		{"abc", "def", ""},
		{"abc", "", "def"},
		{"", "abcdef", ""},
		{"", "", "abcdef"},
		{"a", "b", "cdef"},
		{"abcdef" WHO, "", ""},
		{"abc", "def" WHO, ""},
		{"", "ab", "cdef" WHO},
	};
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	struct client client;
	CHECK(client_open(&client, &rig, "client"));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char text[256];
		check_row("%zu", i);
		(void)snprintf(text, sizeof(text), "%s%s", head, rows[i].at_once);
		client_say(&client, text);
		rig_sleep(5);
		client_say(&client, rows[i].meanwhile);
		rig_sleep(30);
		client_say(&client, rows[i].after);
		struct answer answer = client_answer(&client, false);
		CHECK_TEXT("abcdef", answer.body);
		answer_free(&answer);
		if (i >= 6)
			CHECK_INT(200, client_status(&client, ""));
	}
	client_close(&client);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%zu, and leaves", i);
		CHECK(client_open(&client, &rig, "client"));
		client_say(&client, head);
		client_say(&client, rows[i].at_once);
		rig_sleep(i % 2 == 0 ? 0 : 30);
		client_close(&client);
	}
	rig_sleep(50);
	CHECK(rig_becomes(&rig, "requests", 1));
	CHECK(rig_becomes(&rig, "connections", 1));
	CHECK_INT(0, rig_stop(&rig, false));
}

/* One certificate announces all the bodies that are kept for it: its next is refused, others' are
 * taken; and it may again, once one of its own is over. */
TEST(door_bounds_bodies_by_caller)
{
	static struct client clients[LARGEST_HELD + 1];
	struct http_config config = rig_config();

	config.body_bytes_max = MIB;
	config.request_ms_max = 60000;
	struct rig rig = rig_start(&config);
	for (int i = 0; i < LARGEST_HELD + 1; i++) {
		CHECK(client_open(&clients[i], &rig, "client"));
		post(&clients[i], "/echo", MIB);
	}
	struct answer answer = client_answer(&clients[LARGEST_HELD], false);
	CHECK_INT(503, answer.status);
	CHECK(strstr(answer.head, "\r\nRetry-After: 1\r\n") != NULL);
	CHECK(closes(&answer));
	answer_free(&answer);
	struct client other;
	CHECK(client_open(&other, &rig, "colleague"));
	CHECK_INT(200,
		client_status(
			&other, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc"));
	client_close(&other);
	/* Without a body it may ask. */
	CHECK(client_open(&other, &rig, "client"));
	CHECK_INT(200, client_status(&other, WHO));
	client_close(&clients[0]);
	CHECK(rig_becomes(&rig, "requests", LARGEST_HELD));
	char *body = calloc(1, MIB);
	post(&other, "/echo", MIB);
	CHECK(client_send(&other, body, MIB));
	answer = client_answer(&other, false);
	CHECK_INT(200, answer.status);
	CHECK_INT(MIB, answer.body_len);
	answer_free(&answer);
	free(body);
	client_close(&other);
	for (int i = 1; i < LARGEST_HELD + 1; i++)
		client_close(&clients[i]);
	CHECK_INT(0, rig_stop(&rig, false));
}

/* Answers that are not taken count, too. */
TEST(door_bounds_answers_by_caller)
{
	enum { LEN = 16 * MIB, FIT = CHARGE_PARTY_BYTES_MAX / LEN };
	struct client clients[FIT + 1];
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	for (int i = 0; i < FIT + 1; i++) {
		char text[64];
		CHECK(client_open(&clients[i], &rig, "client"));
		(void)snprintf(text, sizeof(text), "GET /large?bytes=%d HTTP/1.1\r\n" HOST "\r\n",
			(int)LEN);
		client_say(&clients[i], text);
		rig_sleep(20);
	}
	struct answer answer = client_answer(&clients[FIT], false);
	CHECK_INT(503, answer.status);
	CHECK(!closes(&answer));
	answer_free(&answer);
	/* A small one is given. */
	CHECK_INT(200, client_status(&clients[FIT], WHO));
	for (int i = 0; i < FIT; i++) {
		answer = client_answer(&clients[i], false);
		CHECK_INT(LEN, answer.body_len);
		answer_free(&answer);
	}
	CHECK_INT(200,
		client_status(&clients[FIT], "GET /large?bytes=99999 HTTP/1.1\r\n" HOST "\r\n"));
	for (int i = 0; i < FIT + 1; i++)
		client_close(&clients[i]);
	CHECK_INT(0, rig_stop(&rig, false));
}
