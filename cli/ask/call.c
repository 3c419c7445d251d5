#include "cli/ask/call.h"

#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/hash.h"
#include "cli/ask/request.h"
#include "cli/show/problem.h"

enum { HTTP_UNAVAILABLE = 503, MS_PER_S = 1000, NS_PER_MS = 1000000 };

static const int pauses_ms[CALL_AGAIN_MAX] = {200, 600, 2000};

static void pause_ms(int wait_ms)
{
	struct timespec left = {wait_ms / MS_PER_S, (long)(wait_ms % MS_PER_S) * NS_PER_MS};

	while (nanosleep(&left, &left) != 0)
		;
}

static struct call send_once(
	struct client *client, struct arena *arena, const struct client_request *request)
{
	struct call call = {.why = NULL};

	call.end = client_call(client, arena, request, &call.answer, &call.why);
	return call;
}

static struct client_request with_key(
	struct arena *arena, const struct request *request, struct call_key key)
{
	char *text = arena_alloc(arena, UUID_TEXT + 1);

	uuid_format(key.uuid, text);
	return (struct client_request){.method = POST,
		.target = request->target,
		.body = request->body,
		.key = text,
		.key_is_authoritys = key.is_authoritys};
}

struct call call_asking(struct client *client, struct arena *arena, const struct request *request,
	struct call_key key)
{
	const struct client_request wire = with_key(arena, request, key);

	return send_once(client, arena, &wire);
}

static bool is_unavailable(const struct call *call, const char *code)
{
	char found[PROBLEM_CODE_MAX];

	if (call->end != CLIENT_ANSWERED || call->answer.status != HTTP_UNAVAILABLE)
		return false;
	problem_code(call->answer.body, found);
	return strcmp(found, code) == 0;
}

struct call call_once(struct client *client, struct arena *arena, enum method method,
	const struct request *request)
{
	const struct client_request wire = {
		.method = method, .target = request->target, .body = request->body};

	for (int again = 0;; again++) {
		struct call call = send_once(client, arena, &wire);
		if (!is_unavailable(&call, "busy") || again == CALL_AGAIN_MAX)
			return call;
		pause_ms(pauses_ms[again]);
	}
}

struct call call_recording(struct client *client, struct arena *arena,
	const struct request *request, struct call_key key)
{
	bool unknown = false;
	const struct client_request wire = with_key(arena, request, key);

	for (int again = 0;; again++) {
		struct call call = send_once(client, arena, &wire);
		bool busy = is_unavailable(&call, "busy");
		bool lost = call.end == CLIENT_LOST || is_unavailable(&call, "unknown");
		unknown = unknown || lost;
		call.again = again > 0;
		/* Out of reach from the start is not going to change by itself. */
		bool try_again = lost || busy || (unknown && call.end == CLIENT_AWAY);
		if (!try_again || again == CALL_AGAIN_MAX) {
			call.unknown = try_again && unknown;
			if (call.why == NULL && call.unknown)
				call.why = "the daemon cannot say";
			return call;
		}
		pause_ms(pauses_ms[again]);
	}
}

enum exit_status call_exit(const struct call *call)
{
	char code[PROBLEM_CODE_MAX];

	switch (call->end) {
	case CLIENT_ANSWERED:
		problem_code(call->answer.body, code);
		return exit_of_http(call->answer.status, code);
	case CLIENT_UNSIGNED:
		return EXIT_NOT_YOURS;
	case CLIENT_TOO_LARGE:
		return EXIT_FAILED;
	case CLIENT_AWAY:
	case CLIENT_LOST:
		return EXIT_AWAY;
	}
	UNREACHABLE("an end of a call");
}

struct uuid call_key(void)
{
	struct timespec now;
	uint8_t random[10];

	clock_gettime(CLOCK_REALTIME, &now);
	hash_random(random, sizeof(random));
	return uuid_v7((int64_t)now.tv_sec * MS_PER_S + now.tv_nsec / NS_PER_MS, random);
}
