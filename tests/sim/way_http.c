/* Steps by a daemon over HTTPS, as each member of staff with their own certificate. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <curl/curl.h>
#include <jansson.h>

#include "tests/sim/make.h"
#include "tests/sim/way.h"

enum { STAFF_MAX = 1000, CALLERS = 8, ANSWER_MS_MAX = 30000, URL_BYTES_MAX = 1024 };

struct http {
	struct way_http_options options;
	struct arena *arena;
	CURL *callers[CALLERS]; /* by staff number */
	const char *codes[STAFF_MAX + 1];
	struct buf body; /* under way */
	const char *wrong;
};

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
	struct http *http = context;

	buf_add(&http->body, bytes, size * count);
	return size * count;
}

static void set(struct http *http, CURLcode code)
{
	if (code != CURLE_OK)
		http->wrong = curl_easy_strerror(code);
}

static const char *file_of(struct http *http, int staff, const char *end)
{
	return arena_printf(http->arena, "%s/%s-%d.%s", http->options.folder,
		http->options.authority, staff, end);
}

static CURL *caller(struct http *http, int staff)
{
	CURL *easy = http->callers[staff];

	if (easy != NULL)
		return easy;
	easy = curl_easy_init();
	assert(easy != NULL);
	http->callers[staff] = easy;
	set(http, curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L));
	set(http, curl_easy_setopt(easy, CURLOPT_NOPROXY, "*"));
	set(http,
		curl_easy_setopt(easy, CURLOPT_CAINFO,
			arena_printf(http->arena, "%s/ca.crt", http->options.folder)));
	set(http, curl_easy_setopt(easy, CURLOPT_CAPATH, NULL));
	set(http, curl_easy_setopt(easy, CURLOPT_SSLCERT, file_of(http, staff, "crt")));
	set(http, curl_easy_setopt(easy, CURLOPT_SSLKEY, file_of(http, staff, "key")));
	set(http, curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)ANSWER_MS_MAX));
	set(http, curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body));
	set(http, curl_easy_setopt(easy, CURLOPT_WRITEDATA, http));
	return easy;
}

/* body: absent: a GET. The answer lives in the arena. */
static struct reply ask(struct http *http, struct arena *arena, int staff, struct span path,
	struct span body, struct curl_slist *headers)
{
	CURL *easy = caller(http, staff);
	char url[URL_BYTES_MAX];
	long status = 0;

	(void)snprintf(url, sizeof(url), "%s%.*s", http->options.url, SPAN_ARG(path));
	http->body = buf_in(arena);
	set(http, curl_easy_setopt(easy, CURLOPT_URL, url));
	set(http, curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers));
	if (body.at == NULL) {
		set(http, curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L));
	} else {
		set(http, curl_easy_setopt(easy, CURLOPT_POST, 1L));
		set(http, curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)body.len));
		set(http, curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.at));
	}
	set(http, curl_easy_perform(easy));
	set(http, curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status));
	return (struct reply){(int)status, buf_done(&http->body)};
}

static struct curl_slist *headers_of(const struct step *step)
{
	struct curl_slist *list = curl_slist_append(NULL, "Content-Type: application/json");
	char key[UUID_TEXT + 1], line[UUID_TEXT + sizeof("Idempotency-Key: ")];

	list = curl_slist_append(list, "Expect:");
	step_key(step, key);
	(void)snprintf(line, sizeof(line), "Idempotency-Key: %s", key);
	if (step->key != 0 && !step->item)
		list = curl_slist_append(list, line);
	if (step->of_authority)
		list = curl_slist_append(list, "Key-Scope: authority");
	return list;
}

static void keep_code(struct http *http, const struct step *step, struct span body)
{
	json_t *answer = json_loadb(body.at, body.len, 0, NULL);
	const char *code = json_string_value(json_object_get(answer, "invitation"));
	json_int_t staff = json_integer_value(json_object_get(answer, "staff"));

	if (code != NULL && staff <= STAFF_MAX &&
		(step->kind == STEP_STAFF || step->kind == STEP_RENEW))
		http->codes[staff] = arena_strndup(http->arena, code, strlen(code));
	json_decref(answer);
}

static struct reply play_single(struct http *http, struct arena *arena, const struct step *step)
{
	struct buf path = buf_in(arena), body = buf_in(arena);
	struct curl_slist *headers = headers_of(step);
	struct reply reply;

	step_path(&path, step);
	if (step->dry)
		buf_text(&path, "?dry-run=true");
	if (step->kind == STEP_CLAIM)
		buf_printf(&body, "{\"code\":\"%s\"}", http->codes[step->staff]);
	else
		step_body(&body, step);
	reply = ask(http, arena, step->staff, buf_done(&path),
		step->kind == STEP_LOOK ? SPAN_NONE : buf_done(&body), headers);
	curl_slist_free_all(headers);
	keep_code(http, step, reply.body);
	return reply;
}

static void play_batch(struct http *http, struct arena *arena, const struct group *group,
	struct reply ret_replies[GROUP_MAX])
{
	struct buf path = buf_in(arena), body = buf_in(arena);
	struct curl_slist *headers = headers_of(&group->steps[0]);
	struct reply reply;

	step_path(&path, &group->steps[0]);
	batch_body(&body, group);
	reply = ask(http, arena, group->steps[0].staff, buf_done(&path), buf_done(&body), headers);
	curl_slist_free_all(headers);
	if (way_items(arena, reply.body, ret_replies) != group->len)
		http->wrong = arena_printf(http->arena, "a batch is answered %d: %.*s",
			reply.status, SPAN_ARG(reply.body));
}

static int64_t day_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static const char *http_play(struct way *way, struct arena *arena, const struct group *group,
	struct reply ret_replies[GROUP_MAX])
{
	struct http *http = way->context;

	/* What today is must be the same for all. */
	if (date_london(day_us() + 5000000).day != group->today.day)
		return "London's day has changed meanwhile: begin again";
	if (group->batch)
		play_batch(http, arena, group, ret_replies);
	for (size_t i = 0; i < group->len && !group->batch; i++)
		ret_replies[i] = play_single(http, arena, &group->steps[i]);
	return http->wrong;
}

static struct span export(struct http *http, struct arena *arena, const char *path)
{
	/* Who is never suspended. */
	struct reply reply = ask(http, arena, DEPUTY, span_of(path), SPAN_NONE, NULL);

	if (reply.status != 200)
		http->wrong = arena_printf(
			http->arena, "%s: %d %.*s", path, reply.status, SPAN_ARG(reply.body));
	return reply.body;
}

/* The next line of *rest; false at the end. */
static bool next_line(struct span *rest, struct span *ret_line)
{
	size_t end = span_find(*rest, '\n');

	if (rest->len == 0)
		return false;
	*ret_line = span_slice(*rest, 0, end);
	*rest = span_from(*rest, end < rest->len ? end + 1 : end);
	return true;
}

static int64_t whole(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

static char *text_of(struct arena *arena, const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text == NULL ? arena_printf(arena, "none")
			    : arena_strndup(arena, text, strlen(text));
}

static const char *http_books(
	struct way *way, struct arena *arena, int64_t from, struct way_books *ret_books)
{
	struct http *http = way->context;
	struct span rest = export(http, arena, "/v1/export/events"), line;
	int64_t n = 0;

	*ret_books = (struct way_books){.accounts = {.at = NULL}};
	while (next_line(&rest, &line))
		if (n++ >= from)
			*VEC_PUSH(arena, &ret_books->events) = line;
	rest = export(http, arena, "/v1/export/balances?format=jsonl");
	while (next_line(&rest, &line)) {
		json_t *row = json_loadb(line.at, line.len, 0, NULL);

		*VEC_PUSH(arena, &ret_books->accounts) =
			(struct way_account){text_of(arena, row, "account"),
				whole(row, "credited_pence"), whole(row, "debited_pence"),
				whole(row, "reserved_pence"), whole(row, "base_pence")};
		json_decref(row);
	}
	rest = export(http, arena, "/v1/export/payments?format=jsonl");
	while (next_line(&rest, &line)) {
		json_t *row = json_loadb(line.at, line.len, 0, NULL);
		const char *id = text_of(arena, row, "payment");

		*VEC_PUSH(arena, &ret_books->payments) = (struct way_payment){
			strtoll(id + 1, NULL, 10), text_of(arena, row, "state")};
		json_decref(row);
	}
	return http->wrong;
}

static void http_end(struct way *way)
{
	struct http *http = way->context;

	for (size_t i = 0; i < CALLERS; i++)
		curl_easy_cleanup(http->callers[i]);
	arena_free(http->arena);
	curl_global_cleanup();
}

struct way way_http(const struct way_http_options *options)
{
	struct arena *arena = arena_new(1 << 24);
	struct http *http = ARENA_NEW(arena, struct http);

	*http = (struct http){.options = *options, .arena = arena};
	set(http, curl_global_init(CURL_GLOBAL_DEFAULT));
	return (struct way){.name = "daemon",
		.context = http,
		.authority = options->authority,
		.play = http_play,
		.books = http_books,
		.end = http_end};
}
