/*
 * loader [OPTION]... PLAN: many clients of bursard at once, for the stories. Sends the requests of
 * a plan (plan.h) in their order over CLIENTS connections, each of which asks for the next as soon
 * as it has its answer. The connections are made, and the caller is signed in, before the first of
 * them is sent, and then all clients begin at once.
 *
 *	-u URL       https://ADDRESS:PORT of a daemon; given more than once, clients take turns
 *	-a FILE -c FILE -k FILE    CA, certificate and key
 *	-n CLIENTS   1 to 256
 *	-j FILE      journal, appended to
 *	-p SECONDS   patience: lost answers and 503 are asked for again, with the same key, so long
 *	-s SECONDS   begin nothing new after that
 *	-g           again: PLAN is a journal; every request is sent once more
 *	-o FILE      the answers, in the plan's order: "STATUS\tANSWER", 0 and nothing for none
 *
 * Prints one JSON object: requests (begun), answered, lost, recorded (201), replayed, again (sent
 * more than once), different (from the journal's answer), newly (answered now and not in the
 * journal), statuses and reasons (codes of a refusal joined by +, or the problem's code) with their
 * counts, seconds, per_second (recorded), median_ms and slow_ms (the 99th of a hundred). Status 0
 * if everything begun was answered and nothing is different, else 1; 2 if it could not begin.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>
#include <jansson.h>

#include "base/parse.h"
#include "base/span.h"
#include "tests/stories/plan.h"

enum {
	CLIENTS_MAX = 256,
	URLS_MAX = 4,
	SECONDS_MAX = 600,
	AGAIN_AFTER_US = 50 * 1000,
	POLL_MS_MAX = 20,
	ANSWER_MS_MAX = 20 * 1000,
	ANSWER_BYTES_MAX = 4 << 20,
	URL_BYTES_MAX = 512,
};

struct options {
	const char *urls[URLS_MAX];
	size_t urls_len, clients;
	const char *ca, *certificate, *key, *journal, *answers, *plan;
	int64_t patience_us, begin_us_max;
	bool again;
};

struct client {
	CURL *easy;
	const char *url;
	struct curl_slist *headers;
	struct request *request; /* NULL: none */
	int64_t again_at_us;     /* 0: under way */
	char *bytes;
	size_t len;
};

struct load {
	struct options options;
	struct plan plan;
	CURLM *multi;
	FILE *journal;
	struct client clients[CLIENTS_MAX];
	size_t next; /* of the plan */
	int64_t begun_us, ended_us;
	size_t answered, lost, recorded, replayed, again, different, newly;
	json_t *statuses, *reasons;
};

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void must(CURLcode code)
{
	if (code != CURLE_OK)
		die("libcurl: %s", curl_easy_strerror(code));
}

/* --- options --- */

static int64_t number_of(const char *text, int64_t max)
{
	int64_t number;

	if (!parse_int(span_of(text), 1, max, &number))
		die("%s is not a number from 1 to %lld", text, (long long)max);
	return number;
}

static void add_url(struct options *options, const char *url)
{
	if (options->urls_len == URLS_MAX)
		die("no more than %d daemons", URLS_MAX);
	options->urls[options->urls_len++] = url;
}

static struct options options_read(int argc, char **argv)
{
	struct options o = {.clients = 1};
	int letter;

	while ((letter = getopt(argc, argv, "u:a:c:k:n:j:p:s:go:")) != -1) {
		switch (letter) {
		case 'u':
			add_url(&o, optarg);
			break;
		case 'a':
			o.ca = optarg;
			break;
		case 'c':
			o.certificate = optarg;
			break;
		case 'k':
			o.key = optarg;
			break;
		case 'n':
			o.clients = (size_t)number_of(optarg, CLIENTS_MAX);
			break;
		case 'j':
			o.journal = optarg;
			break;
		case 'p':
			o.patience_us = number_of(optarg, SECONDS_MAX) * 1000000;
			break;
		case 's':
			o.begin_us_max = number_of(optarg, SECONDS_MAX) * 1000000;
			break;
		case 'g':
			o.again = true;
			break;
		case 'o':
			o.answers = optarg;
			break;
		default:
			exit(2);
		}
	}
	if (optind != argc - 1 || o.urls_len == 0 || o.ca == NULL || o.certificate == NULL ||
		o.key == NULL)
		die("wanted: -u URL -a CA -c CERTIFICATE -k KEY [OPTION]... PLAN");
	o.plan = argv[optind];
	return o;
}

/* --- clients --- */

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
	struct client *client = context;
	size_t len = size * count;

	if (client->len + len > ANSWER_BYTES_MAX)
		return 0;
	client->bytes = realloc(client->bytes, client->len + len + 1);
	if (client->bytes == NULL)
		die("no memory");
	memcpy(client->bytes + client->len, bytes, len);
	client->len += len;
	return len;
}

static void client_open(struct client *client, const struct options *options, size_t number)
{
	CURL *easy = curl_easy_init();

	if (easy == NULL)
		die("libcurl does not begin");
	*client = (struct client){.easy = easy, .url = options->urls[number % options->urls_len]};
	must(curl_easy_setopt(easy, CURLOPT_PRIVATE, client));
	must(curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L));
	must(curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1));
	must(curl_easy_setopt(easy, CURLOPT_CAINFO, options->ca));
	must(curl_easy_setopt(easy, CURLOPT_CAPATH, NULL));
	must(curl_easy_setopt(easy, CURLOPT_SSLCERT, options->certificate));
	must(curl_easy_setopt(easy, CURLOPT_SSLKEY, options->key));
	must(curl_easy_setopt(easy, CURLOPT_NOPROXY, "*"));
	must(curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)ANSWER_MS_MAX));
	must(curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body));
	must(curl_easy_setopt(easy, CURLOPT_WRITEDATA, client));
}

static void client_close(struct client *client)
{
	curl_slist_free_all(client->headers);
	curl_easy_cleanup(client->easy);
	free(client->bytes);
}

static void client_send(struct load *load, struct client *client, const char *path)
{
	char url[URL_BYTES_MAX];
	int len = snprintf(url, sizeof(url), "%s%s", client->url, path);

	if (len < 0 || (size_t)len >= sizeof(url))
		die("the path %s is too long", path);
	must(curl_easy_setopt(client->easy, CURLOPT_URL, url));
	client->len = 0;
	client->again_at_us = 0;
	if (curl_multi_add_handle(load->multi, client->easy) != CURLM_OK)
		die("libcurl takes no more");
}

static void client_post(struct load *load, struct client *client)
{
	struct request *request = client->request;
	char key[sizeof("Idempotency-Key: ") + UUID_TEXT];

	snprintf(key, sizeof(key), "Idempotency-Key: %s", request->key);
	curl_slist_free_all(client->headers);
	client->headers = curl_slist_append(NULL, key);
	client->headers = curl_slist_append(client->headers, "Content-Type: application/json");
	must(curl_easy_setopt(client->easy, CURLOPT_HTTPHEADER, client->headers));
	must(curl_easy_setopt(client->easy, CURLOPT_POSTFIELDS, request->body));
	if (request->tries++ == 0)
		request->begun_us = now_us();
	else
		load->again++;
	client_send(load, client, request->path);
}

/* --- answers --- */

static void count(json_t *counts, const char *name)
{
	json_int_t before = json_integer_value(json_object_get(counts, name));

	json_object_set_new(counts, name, json_integer(before + 1));
}

/* The codes of a refusal joined by +, or the problem's own. */
static void count_reasons(json_t *counts, const json_t *problem)
{
	const json_t *reasons = json_object_get(problem, "reasons");
	char text[256];
	size_t len = 0;

	if (json_array_size(reasons) == 0) {
		const char *code = json_string_value(json_object_get(problem, "code"));

		count(counts, code == NULL ? "none" : code);
		return;
	}
	for (size_t i = 0; i < json_array_size(reasons) && len < sizeof(text); i++) {
		const json_t *code = json_object_get(json_array_get(reasons, i), "code");

		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s", i == 0 ? "" : "+",
			json_string_value(code));
	}
	count(counts, text);
}

static void take_answer(struct load *load, struct request *request, int status, json_t *body)
{
	char word[16];

	request->took_us = now_us() - request->begun_us;
	request->status = status;
	load->answered++;
	load->recorded += status == 201;
	load->replayed += json_is_true(json_object_get(body, "replayed"));
	snprintf(word, sizeof(word), "%d", status);
	count(load->statuses, word);
	if (status >= 300)
		count_reasons(load->reasons, body);
	json_object_del(body, "replayed");
	json_object_del(body, "request_id");
	request->answer = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII);
	if (request->answer == NULL)
		die("no memory");
	if (load->journal != NULL)
		journal_answered(load->journal, (size_t)(request - load->plan.list), request);
	if (!load->options.again)
		return;
	if (request->expected == NULL) {
		load->newly++;
	} else if (request->expected_status != status ||
		strcmp(request->expected, request->answer) != 0) {
		load->different++;
		fprintf(stderr, "loader: %s was\n%d %s\nand now is\n%d %s\n", request->key,
			request->expected_status, request->expected, status, request->answer);
	}
}

static void finished(struct load *load, struct client *client, CURLcode code)
{
	struct request *request = client->request;
	json_t *body = NULL;
	long status = 0;

	curl_multi_remove_handle(load->multi, client->easy);
	curl_easy_getinfo(client->easy, CURLINFO_RESPONSE_CODE, &status);
	if (code == CURLE_OK)
		body = json_loadb(client->bytes, client->len, 0, NULL);
	if (body != NULL && status != 503) {
		take_answer(load, request, (int)status, body);
		client->request = NULL;
	} else if (now_us() - request->begun_us < load->options.patience_us) {
		client->again_at_us = now_us() + AGAIN_AFTER_US;
	} else {
		load->lost++;
		fprintf(stderr, "loader: no answer to %s: %s, status %ld\n", request->key,
			curl_easy_strerror(code), status);
		client->request = NULL;
	}
	json_decref(body);
}

/* --- the load --- */

typedef void load_ended(struct load *load, struct client *client, CURLcode code);

static void turn(struct load *load, load_ended *ended)
{
	CURLMsg *message;
	int running, left;
	bool any = false;

	if (curl_multi_perform(load->multi, &running) != CURLM_OK)
		die("libcurl does not go on");
	while ((message = curl_multi_info_read(load->multi, &left)) != NULL) {
		struct client *client = NULL;
		CURLcode code = message->data.result;

		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &client);
		ended(load, client, code);
		any = true;
	}
	if (!any)
		curl_multi_poll(load->multi, NULL, 0, POLL_MS_MAX, NULL);
}

static void greeted(struct load *load, struct client *client, CURLcode code)
{
	long status = 0;

	must(code);
	curl_easy_getinfo(client->easy, CURLINFO_RESPONSE_CODE, &status);
	if (status != 200)
		die("%s answers %ld: %.*s", client->url, status, (int)client->len, client->bytes);
	curl_multi_remove_handle(load->multi, client->easy);
	load->answered++;
}

/* Connects and signs in. */
static void greet(struct load *load)
{
	for (size_t i = 0; i < load->options.clients; i++)
		client_send(load, &load->clients[i], "/v1/me");
	while (load->answered < load->options.clients)
		turn(load, greeted);
	load->answered = 0;
}

static bool begins_more(const struct load *load)
{
	return load->next < load->plan.len &&
		(load->options.begin_us_max == 0 ||
			now_us() - load->begun_us < load->options.begin_us_max);
}

/* Gives every client that has none its next request: all into the journal, then all out. False if
 * there is nothing left to do. */
static bool hand_out(struct load *load)
{
	bool fresh[CLIENTS_MAX] = {false};
	bool any = false, busy = false;

	for (size_t i = 0; i < load->options.clients; i++) {
		struct client *client = &load->clients[i];

		if (client->request == NULL && begins_more(load)) {
			client->request = &load->plan.list[load->next];
			if (load->journal != NULL)
				journal_sent(load->journal, load->next, client->request);
			load->next++;
			fresh[i] = any = true;
		}
		busy |= client->request != NULL;
	}
	if (any && load->journal != NULL)
		journal_sync(load->journal);
	for (size_t i = 0; i < load->options.clients; i++) {
		struct client *client = &load->clients[i];
		bool due = client->again_at_us != 0 && client->again_at_us <= now_us();

		if (client->request != NULL && (fresh[i] || due))
			client_post(load, client);
	}
	return busy;
}

static void run(struct load *load)
{
	greet(load);
	load->begun_us = now_us();
	while (hand_out(load))
		turn(load, finished);
	load->ended_us = now_us();
	if (load->journal != NULL)
		journal_sync(load->journal);
}

/* --- what came of it --- */

static int by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void print_answers(const struct load *load)
{
	FILE *file = fopen(load->options.answers, "w");

	if (file == NULL)
		die("%s: %s", load->options.answers, strerror(errno));
	for (size_t i = 0; i < load->next; i++) {
		const struct request *request = &load->plan.list[i];

		fprintf(file, "%d\t%s\n", request->status,
			request->answer == NULL ? "" : request->answer);
	}
	if (fclose(file) != 0)
		die("%s: %s", load->options.answers, strerror(errno));
}

static void add_times(const struct load *load, json_t *summary)
{
	int64_t *times = calloc(load->answered + 1, sizeof(*times));
	size_t len = 0;

	if (times == NULL)
		die("no memory");
	for (size_t i = 0; i < load->next; i++)
		if (load->plan.list[i].status != 0)
			times[len++] = load->plan.list[i].took_us;
	qsort(times, len, sizeof(*times), by_time);
	json_object_set_new(summary, "median_ms", json_real((double)times[len / 2] / 1000));
	json_object_set_new(summary, "slow_ms", json_real((double)times[len * 99 / 100] / 1000));
	free(times);
}

static void print_summary(const struct load *load)
{
	double seconds = (double)(load->ended_us - load->begun_us) / 1e6;
	json_t *summary = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:O, s:O, s:f, s:f}",
		"requests", (json_int_t)load->next, "answered", (json_int_t)load->answered, "lost",
		(json_int_t)load->lost, "recorded", (json_int_t)load->recorded, "replayed",
		(json_int_t)load->replayed, "again", (json_int_t)load->again, "different",
		(json_int_t)load->different, "newly", (json_int_t)load->newly, "statuses",
		load->statuses, "reasons", load->reasons, "seconds", seconds, "per_second",
		(double)load->recorded / seconds);

	if (summary == NULL)
		die("no memory");
	add_times(load, summary);
	json_dumpf(summary, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6));
	putchar('\n');
	json_decref(summary);
}

int main(int argc, char **argv)
{
	static struct load load;

	load.options = options_read(argc, argv);
	load.plan = load.options.again ? plan_read_journal(load.options.plan)
				       : plan_read(load.options.plan);
	if (load.options.journal != NULL &&
		(load.journal = fopen(load.options.journal, "a")) == NULL)
		die("%s: %s", load.options.journal, strerror(errno));
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0 || (load.multi = curl_multi_init()) == NULL)
		die("libcurl does not begin");
	load.statuses = json_object();
	load.reasons = json_object();
	for (size_t i = 0; i < load.options.clients; i++)
		client_open(&load.clients[i], &load.options, i);
	run(&load);
	print_summary(&load);
	if (load.options.answers != NULL)
		print_answers(&load);
	for (size_t i = 0; i < load.options.clients; i++)
		client_close(&load.clients[i]);
	curl_multi_cleanup(load.multi);
	curl_global_cleanup();
	json_decref(load.statuses);
	json_decref(load.reasons);
	if (load.journal != NULL)
		fclose(load.journal);
	bool sound = load.lost == 0 && load.different == 0 && load.answered == load.next;
	plan_free(&load.plan);
	return sound ? 0 : 1;
}
