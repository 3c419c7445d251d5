#include "cli/ask/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/parse.h"
#include "cli/ask/profile.h"
#include "cli/version.h"

enum { RETRY_AFTER_MAX_S = 3600 };

struct client {
	const struct profile *profile;
	CURL *easy;
	char error[CURL_ERROR_SIZE];
};

/* What the callbacks of one call fill. */
struct receiver {
	struct arena *arena;
	struct buf body;
	struct client_answer answer;
	bool too_large;
};

/* libcurl fails here for want of memory, or built without what we need: nothing to go on with. */
static void must(CURLcode code)
{
	if (code == CURLE_OK)
		return;
	fprintf(stderr, "bursar: libcurl: %s\n", curl_easy_strerror(code));
	abort();
}

CURL *client_handle(const struct profile *profile)
{
	CURL *easy = curl_easy_init();

	must(easy == NULL ? CURLE_FAILED_INIT : CURLE_OK);
	assert(easy != NULL);
	must(curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https"));
	must(curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L));
	must(curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L));
	must(curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1));
	must(curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2));
	must(curl_easy_setopt(easy, CURLOPT_CAINFO, profile->ca));
	/* Else the machine's own CAs would be trusted beside the profile's. */
	must(curl_easy_setopt(easy, CURLOPT_CAPATH, NULL));
	must(curl_easy_setopt(easy, CURLOPT_SSLCERT, profile->certificate));
	must(curl_easy_setopt(easy, CURLOPT_SSLKEY, profile->key));
	must(curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CLIENT_CONNECT_MS));
	must(curl_easy_setopt(easy, CURLOPT_USERAGENT, "bursar/" VERSION_TEXT));
	must(curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L));
	if (profile->loopback)
		must(curl_easy_setopt(easy, CURLOPT_NOPROXY, "*"));
	return easy;
}

static bool is_header(struct span line, const char *name, struct span *ret_value)
{
	size_t len = strlen(name);

	if (line.len <= len || line.at[len] != ':' || strncasecmp(line.at, name, len) != 0)
		return false;
	*ret_value = span_trim(span_from(line, len + 1));
	return true;
}

/* RFC 8288: <target>; rel="next". Only a target on the same daemon counts. */
static void read_link(struct arena *arena, struct span value, struct client_answer *answer)
{
	size_t end = span_find(value, '>');

	if (!span_starts(value, SPAN("</")) || end == value.len)
		return;
	struct span rel = span_trim(span_from(value, end + 1));
	if (span_starts(rel, SPAN(";")))
		rel = span_trim(span_from(rel, 1));
	if (span_is(rel, "rel=\"next\"") || span_is(rel, "rel=next"))
		answer->next = span_dup(arena, span_slice(value, 1, end - 1));
}

void client_header(struct arena *arena, struct span line, struct client_answer *answer)
{
	struct span value;
	int64_t number;

	if (span_starts(line, SPAN("HTTP/")))
		*answer = (struct client_answer){.size = -1, .retry_after_s = -1};
	else if (is_header(line, "link", &value))
		read_link(arena, value, answer);
	else if (is_header(line, "server", &value))
		answer->server = span_dup(arena, value);
	else if (is_header(line, "x-bursar-size", &value) &&
		parse_int(value, 0, INT64_MAX, &number))
		answer->size = number;
	else if (is_header(line, "retry-after", &value) &&
		parse_int(value, 0, RETRY_AFTER_MAX_S, &number))
		answer->retry_after_s = (int)number;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): libcurl says what it takes. */
static size_t on_header(char *bytes, size_t size, size_t count, void *context)
{
	struct receiver *receiver = context;

	client_header(receiver->arena, (struct span){bytes, size * count}, &receiver->answer);
	return size * count;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
	struct receiver *receiver = context;

	receiver->too_large = receiver->body.len + size * count > CLIENT_BODY_BYTES_MAX;
	if (receiver->too_large)
		return 0;
	buf_add(&receiver->body, bytes, size * count);
	return size * count;
}

struct client *client_open(const struct profile *profile)
{
	struct client *client = calloc(1, sizeof(*client));

	must(client == NULL ? CURLE_OUT_OF_MEMORY : CURLE_OK);
	assert(client != NULL);
	client->profile = profile;
	client->easy = client_handle(profile);
	must(curl_easy_setopt(client->easy, CURLOPT_ERRORBUFFER, client->error));
	must(curl_easy_setopt(client->easy, CURLOPT_TIMEOUT_MS, (long)CLIENT_CALL_MS));
	must(curl_easy_setopt(client->easy, CURLOPT_HEADERFUNCTION, on_header));
	must(curl_easy_setopt(client->easy, CURLOPT_WRITEFUNCTION, on_body));
	return client;
}

void client_close(struct client *client)
{
	if (client == NULL)
		return;
	curl_easy_cleanup(client->easy);
	free(client);
}

static struct curl_slist *add(struct curl_slist *list, const char *header)
{
	struct curl_slist *longer = curl_slist_append(list, header);

	must(longer == NULL ? CURLE_OUT_OF_MEMORY : CURLE_OK);
	return longer;
}

static struct curl_slist *headers_of(struct arena *arena, const struct client_request *request)
{
	struct curl_slist *list = add(NULL, "Accept: application/json, application/problem+json");

	if (request->method == POST) {
		list = add(list, "Content-Type: application/json");
		/* Else libcurl waits for a go-ahead before larger bodies. */
		list = add(list, "Expect:");
	}
	if (request->key != NULL)
		list = add(list, arena_printf(arena, "Idempotency-Key: %s", request->key));
	if (request->key != NULL && request->key_is_authoritys)
		list = add(list, "Key-Scope: authority");
	return list;
}

static const char *remedy_of(CURLcode code)
{
	switch ((int)code) {
	case CURLE_COULDNT_CONNECT:
	case CURLE_COULDNT_RESOLVE_HOST:
		return "is bursard running there? bursar doctor looks closer";
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
		return "the profile's ca: must be the one that signed the daemon's certificate";
	case CURLE_SSL_CERTPROBLEM:
		return "the profile's certificate: and key: must be PEM files that belong together";
	case CURLE_OPERATION_TIMEDOUT:
		return "it did not answer in time";
	default:
		return "bursar doctor looks closer";
	}
}

enum client_end client_end_of(struct arena *arena, const struct profile *profile, CURL *easy,
	CURLcode code, const char *error, const char **ret_why)
{
	long sent = 0;

	if (code == CURLE_OK)
		return CLIENT_ANSWERED;
	const char *what = error[0] != '\0' ? error : curl_easy_strerror(code);
	*ret_why = arena_printf(arena, "%s: %s; %s", profile->server, what, remedy_of(code));
	if (code == CURLE_SSL_CERTPROBLEM)
		return CLIENT_UNSIGNED;
	curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &sent);
	return sent > 0 ? CLIENT_LOST : CLIENT_AWAY;
}

enum client_end client_call(struct client *client, struct arena *arena,
	const struct client_request *request, struct client_answer *ret_answer,
	const char **ret_why)
{
	struct receiver receiver = {.arena = arena, .body = buf_in(arena)};
	CURL *easy = client->easy;
	long status = 0;
	struct curl_slist *headers = headers_of(arena, request);

	client->error[0] = '\0';
	must(curl_easy_setopt(easy, CURLOPT_URL,
		arena_printf(arena, "%s%.*s", client->profile->server, SPAN_ARG(request->target))));
	must(curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers));
	must(curl_easy_setopt(easy, CURLOPT_HEADERDATA, &receiver));
	must(curl_easy_setopt(easy, CURLOPT_WRITEDATA, &receiver));
	if (request->method == POST) {
		must(curl_easy_setopt(easy, CURLOPT_POST, 1L));
		must(curl_easy_setopt(
			easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len));
		must(curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body.at));
	} else {
		must(curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L));
	}
	CURLcode code = curl_easy_perform(easy);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(headers);
	if (receiver.too_large) {
		*ret_why = "the answer is larger than bursar reads";
		return CLIENT_TOO_LARGE;
	}
	enum client_end end =
		client_end_of(arena, client->profile, easy, code, client->error, ret_why);
	if (end != CLIENT_ANSWERED)
		return end;
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	*ret_answer = receiver.answer;
	ret_answer->status = (int)status;
	buf_cstr(&receiver.body);
	ret_answer->body = buf_done(&receiver.body);
	return CLIENT_ANSWERED;
}
