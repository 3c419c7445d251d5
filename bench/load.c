/*
 * load [OPTION]... KIND: many connections to a bursard on this machine, each with a client
 * certificate and a request at a time. KIND: people, awards, request, batch, approve, pay or get.
 *
 *	-p PORT      of the daemon
 *	-a FILE      CA
 *	-i PREFIX    certificate and key (PREFIX.crt, PREFIX.key); connections take turns
 *	-n COUNT     connections (1)
 *	-w MS        time before anything is counted (0)
 *	-t MS        time in which answers are counted; without it, until the work is done
 *	-m COUNT     stop after so many requests
 *	-r RATE      requests a second, answered or not (open loop); a duration counts from the
 *	             moment a request was due. Without it each connection asks for the next as
 *	             soon as it has its answer (closed loop)
 *	-P COUNT     people (400)
 *	-b COUNT     items in one request of batch, approve and pay (1000)
 *	-f FILE      ids of approve and pay, paths of get, one a line
 *
 * Prints one JSON object: requests and items (answered 2xx in the time), failed (all others),
 * seconds, per_second (items), p50_ms to most_ms (of requests), bytes and lines (of bodies).
 * Status 1 if anything failed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>
#include <openssl/ssl.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/parse.h"
#include "bench/client.h"
#include "bench/histogram.h"
#include "bench/work.h"

enum {
	CLIENTS_MAX = 1024,
	IDENTITIES_MAX = 8,
	PEOPLE_DEFAULT = 400,
	ITEMS_DEFAULT = 1000,
	MS_MAX = 3600 * 1000,
	RATE_MAX = 1000000,
	ARENA_BYTES_MAX = 16 << 20,
	FAILURE_BYTES_SHOWN = 400,
};

struct load {
	struct event_base *base;
	struct event *tick; /* of the open loop, and of the end */
	struct work work;
	uint16_t port;
	const char *ca, *file;
	const char *identities[IDENTITIES_MAX];
	size_t identities_len, clients_len;
	int64_t warm_us, time_us, requests_max, rate;
	struct client *clients[CLIENTS_MAX];
	/* Taken in the order in which they came, so that none says nothing for longer than the
	 * daemon lets an unknown one. */
	struct client *idle[CLIENTS_MAX];
	size_t idle_from, idle_len, ready;
	int64_t begun_us, from_us, until_us, last_us;
	int64_t sent, under_way;
	bool over; /* nothing more is sent */
	int64_t requests, items, failed, bytes, lines;
	struct histogram took;
};

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* --- sending --- */

static bool send_next(struct load *load, struct client *client, int64_t due_us)
{
	struct span request;

	if (load->over)
		return false;
	if ((load->requests_max > 0 && load->sent == load->requests_max) ||
		!work_next(&load->work, &request, client_items(client))) {
		load->over = true;
		return false;
	}
	*client_due_us(client) = due_us;
	load->sent++;
	load->under_way++;
	client_send(client, request);
	return true;
}

static void wait_until(struct load *load, int64_t at_us)
{
	int64_t left_us = at_us - now_us();
	struct timeval wait = {0};

	if (left_us > 0)
		wait = (struct timeval){left_us / 1000000, left_us % 1000000};
	event_add(load->tick, &wait);
}

static void idle_add(struct load *load, struct client *client)
{
	assert(load->idle_len < CLIENTS_MAX);
	load->idle[(load->idle_from + load->idle_len++) % CLIENTS_MAX] = client;
}

static struct client *idle_take(struct load *load)
{
	struct client *client = load->idle[load->idle_from];

	load->idle_from = (load->idle_from + 1) % CLIENTS_MAX;
	load->idle_len--;
	return client;
}

/* When the next request of the open loop is due. */
static int64_t due_us(const struct load *load)
{
	return load->begun_us + load->sent * 1000000 / load->rate;
}

static void send_due(struct load *load)
{
	while (load->idle_len > 0 && !load->over && due_us(load) <= now_us()) {
		struct client *client = idle_take(load);

		if (!send_next(load, client, due_us(load)))
			idle_add(load, client);
	}
}

static void end_if_over(struct load *load)
{
	if (load->time_us > 0 && now_us() >= load->until_us)
		load->over = true;
	if (load->over && load->under_way == 0)
		event_base_loopbreak(load->base);
}

static void on_tick(evutil_socket_t fd, short what, void *context)
{
	struct load *load = context;

	(void)fd;
	(void)what;
	if (load->rate > 0)
		send_due(load);
	end_if_over(load);
	if (load->over)
		return;
	/* With no connection to send by, the next answer sends what is due. */
	if (load->rate > 0 && load->idle_len > 0)
		wait_until(load, due_us(load));
	else if (load->time_us > 0)
		wait_until(load, load->until_us);
}

/* --- answers --- */

static void complain(struct load *load, const struct client_answer *answer)
{
	size_t len = answer->body.len;

	if (load->failed++ > 0)
		return;
	if (len > FAILURE_BYTES_SHOWN)
		len = FAILURE_BYTES_SHOWN;
	fprintf(stderr, "load: the first of those that failed: %d %.*s\n", answer->status, (int)len,
		answer->body.at);
}

/* Of a batch, how many of its answers are 201. */
static int64_t recorded(struct span body)
{
	static const char word[] = "{\"status\":201,";
	int64_t count = 0;
	const char *at;

	while ((at = memmem(body.at, body.len, word, sizeof(word) - 1)) != NULL) {
		count++;
		body = span_from(body, (size_t)(at - body.at) + sizeof(word) - 1);
	}
	return count;
}

static void count(struct load *load, struct client *client, const struct client_answer *answer)
{
	bool batch = load->work.kind == WORK_BATCH || load->work.kind == WORK_APPROVE ||
		load->work.kind == WORK_PAY;
	int64_t now = now_us();
	int64_t items = batch ? recorded(answer->body) : answer->status < 300;

	if (items < *client_items(client))
		complain(load, answer);
	if (now < load->from_us || (load->time_us > 0 && now > load->until_us))
		return;
	load->last_us = now;
	load->requests++;
	load->items += items;
	load->bytes += answer->bytes;
	load->lines += answer->lines;
	histogram_add(&load->took, now - *client_due_us(client));
}

static void on_answered(struct client *client, const struct client_answer *answer, void *context)
{
	struct load *load = context;

	load->under_way--;
	count(load, client, answer);
	if (load->time_us > 0 && now_us() >= load->until_us)
		load->over = true;
	if (load->rate > 0) {
		idle_add(load, client);
		send_due(load);
		if (load->idle_len == 1 && !load->over)
			wait_until(load, due_us(load));
	} else {
		send_next(load, client, now_us());
	}
	end_if_over(load);
}

/* All begin at once, when all are connected. */
static void on_ready(struct client *client, void *context)
{
	struct load *load = context;

	idle_add(load, client);
	if (++load->ready < load->clients_len)
		return;
	load->begun_us = now_us();
	load->from_us = load->begun_us + load->warm_us;
	load->until_us = load->from_us + load->time_us;
	while (load->rate == 0 && load->idle_len > 0)
		send_next(load, idle_take(load), load->begun_us);
	on_tick(-1, 0, load);
}

/* --- options --- */

static int64_t number_of(const char *text, int64_t max)
{
	int64_t number;

	if (!parse_int(span_of(text), 1, max, &number))
		client_die("%s is not a number from 1 to %lld", text, (long long)max);
	return number;
}

static void add_identity(struct load *load, const char *prefix)
{
	if (load->identities_len == IDENTITIES_MAX)
		client_die("no more than %d identities", IDENTITIES_MAX);
	load->identities[load->identities_len++] = prefix;
}

static void read_option(struct load *load, int letter, const char *text)
{
	switch (letter) {
	case 'p':
		load->port = (uint16_t)number_of(text, UINT16_MAX);
		return;
	case 'a':
		load->ca = text;
		return;
	case 'i':
		add_identity(load, text);
		return;
	case 'n':
		load->clients_len = (size_t)number_of(text, CLIENTS_MAX);
		return;
	case 'w':
		load->warm_us = number_of(text, MS_MAX) * 1000;
		return;
	case 't':
		load->time_us = number_of(text, MS_MAX) * 1000;
		return;
	case 'm':
		load->requests_max = number_of(text, INT64_MAX);
		return;
	case 'r':
		load->rate = number_of(text, RATE_MAX);
		return;
	case 'P':
		load->work.people = number_of(text, INT32_MAX);
		return;
	case 'b':
		load->work.items = number_of(text, INT32_MAX);
		return;
	case 'f':
		load->file = text;
		return;
	default:
		exit(2);
	}
}

static void read_options(struct load *load, int argc, char **argv)
{
	int letter;

	while ((letter = getopt(argc, argv, "p:a:i:n:w:t:m:r:P:b:f:")) != -1)
		read_option(load, letter, optarg);
	if (optind != argc - 1 || load->port == 0 || load->ca == NULL || load->identities_len == 0)
		client_die("wanted: -p PORT -a CA -i PREFIX [OPTION]... KIND");
	if (!work_kind_of(argv[optind], &load->work.kind))
		client_die("%s is no kind of work", argv[optind]);
	if (load->file != NULL)
		work_read(&load->work, load->file);
}

/* --- the whole --- */

static void open_base(struct load *load)
{
	struct event_config *config = event_config_new();

	if (config == NULL)
		client_die("no memory");
	/* An open loop in whole milliseconds would send in bursts. */
	event_config_set_flag(config, EVENT_BASE_FLAG_PRECISE_TIMER);
	event_config_set_flag(config, EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	load->base = event_base_new_with_config(config);
	event_config_free(config);
	if (load->base == NULL)
		client_die("no event loop");
	load->tick = event_new(load->base, -1, 0, on_tick, load);
	if (load->tick == NULL)
		client_die("no memory");
}

static void run(struct load *load)
{
	struct ssl_ctx_st *tls[IDENTITIES_MAX];
	struct client_calls calls = {.ready = on_ready, .answered = on_answered, .context = load};

	for (size_t i = 0; i < load->identities_len; i++)
		tls[i] = client_tls(load->ca, load->identities[i]);
	for (size_t i = 0; i < load->clients_len; i++)
		load->clients[i] =
			client_new(load->base, tls[i % load->identities_len], load->port, &calls);
	event_base_dispatch(load->base);
	for (size_t i = 0; i < load->clients_len; i++)
		client_free(load->clients[i]);
	for (size_t i = 0; i < load->identities_len; i++)
		SSL_CTX_free(tls[i]);
}

static double ms_at(const struct load *load, double share)
{
	return (double)histogram_quantile_us(&load->took, share) / 1000;
}

static void print(const struct load *load)
{
	int64_t end_us = load->time_us > 0 && load->last_us > 0 && !load->work.lines_len
		? load->until_us
		: load->last_us;
	double seconds = (double)(end_us - load->from_us) / 1e6;

	if (load->last_us == 0)
		seconds = 0;
	printf("{\"requests\":%lld,\"items\":%lld,\"failed\":%lld,\"seconds\":%.3f,"
	       "\"per_second\":%.1f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"p999_ms\":%.3f,"
	       "\"most_ms\":%.3f,\"bytes\":%lld,\"lines\":%lld}\n",
		(long long)load->requests, (long long)load->items, (long long)load->failed, seconds,
		seconds > 0 ? (double)load->items / seconds : 0, ms_at(load, 0.5),
		ms_at(load, 0.99), ms_at(load, 0.999), ms_at(load, 1), (long long)load->bytes,
		(long long)load->lines);
}

int main(int argc, char **argv)
{
	static struct load load = {
		.clients_len = 1, .work = {.people = PEOPLE_DEFAULT, .items = ITEMS_DEFAULT}};

	hash_begin();
	read_options(&load, argc, argv);
	load.work.arena = arena_new(ARENA_BYTES_MAX);
	hash_random(&load.work.chance, sizeof(load.work.chance));
	open_base(&load);
	run(&load);
	print(&load);
	arena_free(load.work.arena);
	event_free(load.tick);
	event_base_free(load.base);
	hash_end();
	return load.failed == 0 ? 0 : 1;
}
