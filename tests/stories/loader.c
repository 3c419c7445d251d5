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
 *	-g           again: PLAN is a journal; every request is sent once more
 *	-o FILE      the answers, in the plan's order: "STATUS\tANSWER", 0 and nothing for none
 *
 * SIGTERM: begins nothing new, and ends when all that was begun has its answer.
 *
 * Prints what came of it (tally.h). Status 0 if everything begun was answered and nothing is
 * different, else 1; 2 if it could not begin.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>
#include <jansson.h>

#include "base/parse.h"
#include "base/span.h"
#include "tests/stories/plan.h"
#include "tests/stories/tally.h"

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
	int64_t patience_us;
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
	size_t greeted;
	struct tally tally;
};

static volatile sig_atomic_t told_to_end;

static void on_term(int number)
{
	(void)number;
	told_to_end = 1;
}

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

	while ((letter = getopt(argc, argv, "u:a:c:k:n:j:p:go:")) != -1) {
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
		load->tally.again++;
	client_send(load, client, request->path);
}

/* --- answers --- */

static void take_answer(struct load *load, struct request *request, int status, json_t *body)
{
	struct tally *tally = &load->tally;

	request->took_us = now_us() - request->begun_us;
	request->status = status;
	tally_add(tally, status, body);
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
		tally->newly++;
	} else if (request->expected_status != status ||
		strcmp(request->expected, request->answer) != 0) {
		tally->different++;
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
		load->tally.lost++;
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
	load->greeted++;
}

/* Connects and signs in. */
static void greet(struct load *load)
{
	for (size_t i = 0; i < load->options.clients; i++)
		client_send(load, &load->clients[i], "/v1/me");
	while (load->greeted < load->options.clients)
		turn(load, greeted);
}

static bool begins_more(const struct load *load)
{
	return !told_to_end && load->next < load->plan.len;
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

static void begin(struct load *load)
{
	const struct options *options = &load->options;

	load->plan = options->again ? plan_read_journal(options->plan) : plan_read(options->plan);
	if (options->journal != NULL && (load->journal = fopen(options->journal, "a")) == NULL)
		die("%s: %s", options->journal, strerror(errno));
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0 || (load->multi = curl_multi_init()) == NULL)
		die("libcurl does not begin");
	load->tally = tally_new();
	for (size_t i = 0; i < options->clients; i++)
		client_open(&load->clients[i], options, i);
}

static void end(struct load *load)
{
	for (size_t i = 0; i < load->options.clients; i++)
		client_close(&load->clients[i]);
	curl_multi_cleanup(load->multi);
	curl_global_cleanup();
	tally_free(&load->tally);
	if (load->journal != NULL)
		fclose(load->journal);
	plan_free(&load->plan);
}

int main(int argc, char **argv)
{
	static struct load load;

	load.options = options_read(argc, argv);
	signal(SIGTERM, on_term);
	begin(&load);
	run(&load);
	load.tally.requests = load.next;
	load.tally.took_us = load.ended_us - load.begun_us;
	tally_print(&load.tally, &load.plan);
	if (load.options.answers != NULL)
		print_answers(&load);
	end(&load);
	return load.tally.lost == 0 && load.tally.different == 0 ? 0 : 1;
}
