/* The door when more come than there is room for: strangers who say nothing, one who takes all, no
 * descriptors left. Others are served meanwhile. */
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>

#include "tests/check.h"
#include "tests/daemon/http_rig.h"

#define HOST "Host: x\r\n"
#define WHO  "GET /who HTTP/1.1\r\n" HOST "\r\n"
#define HOLD "GET /hold HTTP/1.1\r\n" HOST "\r\n"

enum { CROWD = 200, PLACES = 24, SOON_MS = 1000 };

static bool is_closed(const struct client *client)
{
	char byte;
	ssize_t got = recv(client->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

	return got == 0 || (got < 0 && errno != EAGAIN);
}

static int closed_of(const struct client *clients, int len)
{
	int closed = 0;

	for (int i = 0; i < len; i++)
		closed += is_closed(&clients[i]);
	return closed;
}

static void close_all(struct client *clients, int len)
{
	for (int i = 0; i < len; i++)
		client_close(&clients[i]);
}

/* Somebody else comes, asks and is served, at once. */
static bool is_served(const struct rig *rig, const char *who)
{
	struct client client;
	int64_t from = rig_now_ms();
	bool served = client_open(&client, rig, who) && client_status(&client, WHO) == 200;
	int64_t took_ms = rig_now_ms() - from;

	client_close(&client);
	if (!served || took_ms > SOON_MS)
		printf("\tserved: %d, after %lld ms\n", served, (long long)took_ms);
	return served && took_ms <= SOON_MS;
}

static struct http_config small_config(bool plain)
{
	struct http_config config = rig_config();

	config.connections_max = PLACES;
	/* What closes somebody here is never the time. */
	config.handshake_ms_max = config.request_ms_max = config.idle_ms_max = 60000;
	if (plain)
		config.certificate = config.key = config.client_ca = NULL;
	return config;
}

/* Connections that say nothing, before or behind the handshake. */
static void bears_silence(bool plain, bool shakes_hands)
{
	static struct client crowd[CROWD];
	struct http_config config = small_config(plain);
	struct rig rig = rig_start(&config);
	struct client known;

	CHECK(client_open(&known, &rig, "client"));
	CHECK_INT(200, client_status(&known, WHO));
	for (int i = 0; i < CROWD; i++) {
		if (shakes_hands)
			CHECK(client_open(&crowd[i], &rig, NULL));
		else
			client_connect(&crowd[i], &rig);
		if (i % 50 == 49)
			CHECK(is_served(&rig, plain ? NULL : "colleague"));
	}
	/* Of a plain door all are strangers, and the oldest goes. */
	if (!plain)
		CHECK_INT(200, client_status(&known, WHO));
	CHECK(rig_becomes(&rig, "connections", PLACES));
	CHECK(closed_of(crowd, CROWD) >= CROWD - PLACES);
	CHECK(rig_count(&rig, "displaced") >= CROWD - PLACES);
	CHECK_INT(0, rig_count(&rig, "over_limit"));
	close_all(crowd, CROWD);
	client_close(&known);
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_bears_a_silent_crowd)
{
	bears_silence(false, false);
}

TEST(door_bears_a_silent_crowd_with_tls)
{
	bears_silence(false, true);
}

TEST(door_bears_a_silent_crowd_without_tls)
{
	bears_silence(true, true);
}

/* One below the limit nobody goes; at it, the oldest stranger does, and nobody whose answer is
 * ours to give. */
TEST(door_limits_connections)
{
	struct client clients[PLACES + 1];
	struct http_config config = small_config(false);
	struct rig rig = rig_start(&config);

	for (int i = 0; i < PLACES; i++) {
		CHECK(client_open(&clients[i], &rig, NULL));
		if (i == 0)
			client_say(&clients[i], HOLD);
	}
	rig_sleep(50);
	CHECK_INT(0, closed_of(clients, PLACES));
	CHECK(client_open(&clients[PLACES], &rig, NULL));
	CHECK(client_wait_closed(&clients[1]) >= 0);
	CHECK_INT(1, closed_of(clients, PLACES + 1));
	client_status(&clients[PLACES], "GET /release HTTP/1.1\r\n" HOST "\r\n");
	struct answer answer = client_answer(&clients[0], false);
	CHECK_TEXT("held", answer.body);
	answer_free(&answer);
	close_all(clients, PLACES + 1);
	CHECK_INT(0, rig_stop(&rig, false));
}

/* With every place held by somebody who is owed an answer, one more is closed at once. */
TEST(door_closes_one_too_many)
{
	enum { FEW = 4 };
	struct client clients[FEW + 1];
	struct http_config config = small_config(true);
	config.connections_max = FEW;
	struct rig rig = rig_start(&config);
	for (int i = 0; i < FEW; i++) {
		CHECK(client_open(&clients[i], &rig, NULL));
		client_say(&clients[i], "GET /hold?ms=400 HTTP/1.1\r\n" HOST "\r\n");
	}
	rig_sleep(50);
	client_connect(&clients[FEW], &rig);
	CHECK(client_wait_closed(&clients[FEW]) >= 0);
	for (int i = 0; i < FEW; i++) {
		struct answer answer = client_answer(&clients[i], false);
		CHECK_TEXT("held", answer.body);
		answer_free(&answer);
	}
	CHECK_INT(1, rig_count(&rig, "over_limit"));
	close_all(clients, FEW + 1);
	CHECK_INT(0, rig_stop(&rig, false));
}

/* One certificate on every connection it can get: a colleague's stay, and more of them come in. */
TEST(door_gives_each_caller_a_share)
{
	static struct client crowd[2 * PLACES];
	struct client colleagues[3];
	struct http_config config = small_config(false);
	struct rig rig = rig_start(&config);

	CHECK(client_open(&colleagues[0], &rig, "colleague"));
	CHECK_INT(200, client_status(&colleagues[0], WHO));
	for (int i = 0; i < 2 * PLACES; i++) {
		CHECK(client_open(&crowd[i], &rig, "client"));
		CHECK_INT(200, client_status(&crowd[i], WHO));
	}
	for (int i = 1; i < 3; i++) {
		CHECK(client_open(&colleagues[i], &rig, "colleague"));
		CHECK_INT(200, client_status(&colleagues[i], WHO));
	}
	CHECK(is_served(&rig, NULL));
	for (int i = 0; i < 3; i++)
		CHECK_INT(200, client_status(&colleagues[i], WHO));
	/* Strangers are left their eighth of the places. */
	CHECK_INT(2 * PLACES - (PLACES - PLACES / 8 - 3), closed_of(crowd, 2 * PLACES));
	close_all(crowd, 2 * PLACES);
	close_all(colleagues, 3);
	CHECK_INT(0, rig_stop(&rig, false));
}

/* Descriptors run out before the places do: the daemon goes on, says so, and serves. */
TEST(door_goes_on_without_descriptors)
{
	static struct client crowd[CROWD];
	struct http_config config = rig_config();

	config.connections_max = 2 * CROWD;
	struct rig rig = rig_start_short(&config, CROWD / 2);
	for (int i = 0; i < CROWD; i++)
		client_connect(&crowd[i], &rig);
	CHECK(is_served(&rig, "client"));
	CHECK(rig_count(&rig, "paused") > 0);
	CHECK_INT(1, rig_count(&rig, "trouble"));
	rig_sleep(1100);
	CHECK_INT(0, rig_count(&rig, "trouble"));
	close_all(crowd, CROWD);
	CHECK(is_served(&rig, NULL));
	CHECK_INT(0, rig_stop(&rig, false));
}
