/* Long answers of the door: their pace, their ends, and clients that take them slowly. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/check.h"
#include "tests/daemon/http_rig.h"

#define HOST "Host: x\r\n"
#define WHO  "GET /who HTTP/1.1\r\n" HOST "\r\n"

/* 50 MB, and never more than a chunk of it waits in the door. */
TEST(door_streams_at_the_clients_pace)
{
	enum { CHUNKS = 500, CHUNK = 100 * 1000, WINDOW = 64 * 1024 };
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	struct client client;
	char text[128];
	CHECK(client_open(&client, &rig, NULL));
	int window = WINDOW;
	setsockopt(client.fd, SOL_SOCKET, SO_RCVBUF, &window, sizeof(window));
	(void)snprintf(text, sizeof(text),
		"GET /stream?chunks=%d&bytes=%d HTTP/1.1\r\n" HOST "\r\n", (int)CHUNKS, (int)CHUNK);
	client_say(&client, text);
	struct answer answer = client_answer(&client, true);
	CHECK_INT(200, answer.status);
	CHECK(strstr(answer.head, "\r\nTransfer-Encoding: chunked\r\n") != NULL);
	CHECK(strstr(answer.head, "\r\nX-Bursar-Size: 5\r\n") != NULL);
	int64_t asked = -1;
	for (int i = 0; i < 20 && asked != rig_count(&rig, "asked"); i++) {
		asked = rig_count(&rig, "asked");
		rig_sleep(100);
	}
	/* What the sockets take, some 4 MB at most, and one chunk. */
	CHECK(asked > 1 && asked < 80);
	size_t right = 0;
	size_t all = 0;
	static char bytes[20000];
	for (;;) {
		ssize_t got = client_read(&client, bytes, sizeof(bytes));
		if (got <= 0)
			break;
		all += (size_t)got;
		for (ssize_t i = 0; i < got; i++)
			right += bytes[i] != '\r' && bytes[i] != '\n';
		if (got >= 5 && memcmp(bytes + got - 5, "0\r\n\r\n", 5) == 0)
			break;
	}
	/* Each chunk has the five digits of its length and four bytes of line ends. */
	CHECK_INT((size_t)CHUNKS * (CHUNK + 5 + 4) + 5, all);
	CHECK_INT((size_t)CHUNKS * (CHUNK + 5) + 1, right);
	CHECK_INT(CHUNKS + 1, rig_count(&rig, "asked"));
	CHECK_INT(1, rig_count(&rig, "ended"));
	CHECK_INT(200, client_status(&client, WHO));
	client_close(&client);
	CHECK_INT(0, rig_stop(&rig, false));
}

TEST(door_streams)
{
	static const struct {
		const char *target, *body;
		bool whole;
	} rows[] = {
		{"/stream?chunks=3&bytes=2", "001122", true},
		{"/stream?chunks=3&bytes=2&ms=1", "001122", true},
		{"/stream?chunks=0", "", true},
		{"/stream?chunks=0&ms=5", "", true},
		{"/stream?chunks=3&bytes=2&abort=2", "0011", false},
		{"/stream?chunks=3&bytes=2&abort=2&ms=1", "0011", false},
		{"/stream?chunks=3&bytes=2&abort=3", "001122", false},
	};
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct answer answer;
		check_row("%s", rows[i].target);
		CHECK_INT(200, rig_get(&rig, rows[i].target, &answer));
		CHECK_INT(rows[i].whole, answer.whole);
		if (rows[i].whole)
			CHECK_TEXT(rows[i].body, answer.body);
		answer_free(&answer);
	}
	check_row("before the first byte");
	CHECK_INT(0, rig_get(&rig, "/stream?abort=0", NULL));
	CHECK_INT((int)ARRAY_LEN(rows) + 1, rig_count(&rig, "ended"));
	CHECK_INT(4, rig_count(&rig, "gone"));
	CHECK_INT(0, rig_stop(&rig, false));
}

/* Neither long answers nor slow work end one, nor does a client that takes some of it within
 * stream_idle_ms_max, however long idle_ms_max is past; one that takes nothing does. */
TEST(door_waits_for_slow_streams)
{
	/* A machine that is busy may sleep for three times as long. */
	enum { IDLE_MS = 300, STREAM_IDLE_MS = 3000, TAKES = 4 };
	struct http_config config = rig_config();
	config.idle_ms_max = IDLE_MS;
	config.stream_idle_ms_max = STREAM_IDLE_MS;
	struct rig rig = rig_start(&config);
	struct answer answer;
	CHECK_INT(200, rig_get(&rig, "/stream?chunks=30&ms=20", &answer));
	CHECK(answer.whole);
	answer_free(&answer);
	CHECK_INT(200, rig_get(&rig, "/stream?chunks=1&ms=700", &answer));
	CHECK(answer.whole);
	answer_free(&answer);
	struct client client;
	static char bytes[4 * 1024 * 1024];
	CHECK(client_open(&client, &rig, NULL));
	client_say(&client, "GET /stream?chunks=9999&bytes=99999 HTTP/1.1\r\n" HOST "\r\n");
	/* Each take empties the sockets, so that the door can write again. */
	for (int i = 0; i < TAKES; i++) {
		rig_sleep(3 * IDLE_MS);
		for (size_t got = 0; got < sizeof(bytes);) {
			ssize_t read = client_read(&client, bytes, sizeof(bytes) - got);
			if (!CHECK(read > 0))
				break;
			got += (size_t)read;
		}
	}
	CHECK_INT(0, rig_count(&rig, "gone"));
	int64_t from = rig_now_ms();
	for (int i = 0; i < 400 && rig_count(&rig, "gone") == 0; i++)
		rig_sleep(50);
	CHECK(rig_now_ms() - from >= STREAM_IDLE_MS / 2);
	CHECK_INT(1, rig_count(&rig, "gone"));
	CHECK_INT(3, rig_count(&rig, "ended"));
	client_close(&client);
	/* Of an answer that is none, idle_ms_max holds. */
	CHECK(client_open(&client, &rig, NULL));
	client_say(&client, "GET /large?bytes=16000000 HTTP/1.1\r\n" HOST "\r\n");
	CHECK(rig_becomes(&rig, "gone", 2));
	client_close(&client);
	CHECK_INT(0, rig_stop(&rig, false));
}

/* What a client sends ahead without listening must not fill the memory. */
TEST(door_reads_little_ahead)
{
	enum { AHEAD = 32 * 1024 * 1024 };
	struct http_config config = rig_config();
	struct rig rig = rig_start(&config);
	struct client client;
	static const struct timeval patience = {.tv_usec = 200000};
	CHECK(client_open(&client, &rig, NULL));
	setsockopt(client.fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	client_say(&client, "GET /stream?chunks=2&ms=400 HTTP/1.1\r\n" HOST "\r\n");
	char *bytes = calloc(1, AHEAD);
	CHECK(!client_send(&client, bytes, AHEAD));
	free(bytes);
	client_close(&client);
	CHECK(rig_becomes(&rig, "requests", 1));
	CHECK_INT(0, rig_stop(&rig, false));
}
