/*
 * lane [OPTION]... : payments through the store's lane in this process, in full batches and without
 * HTTP: the same two flights, decisions and rows as bursard's. For the ceiling, and to fill a
 * database with payments.
 *
 *	-d CONNINFO  as bursar_daemon
 *	-k FOLDER    the authorities' keys
 *	-c HEX       SHA-256 of the certificate of whoever asks for the payments
 *	-b COUNT     commands in a batch (300)
 *	-P COUNT     people (400)
 *	-w MS        time before anything is counted (0)
 *	-t MS        time in which payments are counted, or
 *	-m COUNT     how many payments to make
 *
 * Prints one JSON object: items, batches, seconds, per_second, cpu_us (of this process, a payment).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>
#include <sys/resource.h>

#include "base/hash.h"
#include "base/parse.h"
#include "base/seal.h"
#include "bench/client.h"
#include "bench/work.h"
#include "daemon/store/store.h"

enum {
	BATCH_DEFAULT = 300,
	BATCH_MAX = 1000,
	PEOPLE_DEFAULT = 400,
	PEOPLE_MAX = 100000,
	MS_MAX = 3600 * 1000,
	RETRY_MS = 100,
	LOOK_MS = 1,
};

struct lane {
	struct event_base *base;
	struct event *tick;
	struct store *store;
	struct store_staff staff;
	struct credential credential;
	const char *conninfo, *keys_dir;
	int64_t batch, people, warm_us, time_us, items_max;
	struct store_job *jobs; /* two batches: one under way, one waiting */
	char (*refs)[WORK_REF_TEXT];
	int64_t submitted, answered, under_way;
	int64_t counted, batches, begun_us, from_us, until_us, ended_us, cpu_us;
	bool signing_in, counting;
};

static int64_t clock_us(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t now_us(void)
{
	return clock_us(CLOCK_MONOTONIC);
}

static int64_t batches_now(const struct lane *lane)
{
	return (int64_t)store_figures(lane->store).batches;
}

/* A payment for one person after the other, with a time-ordered key. */
static void submit(struct lane *lane, struct store_job *job)
{
	int64_t at_us = clock_us(CLOCK_REALTIME);
	struct command *command = &job->command;
	uint8_t random[10];
	uint64_t number = (uint64_t)lane->submitted++;

	hash_random(random, sizeof(random));
	random[0] = (uint8_t)(number >> 8);
	random[1] = (uint8_t)number;
	hash_random(command->nonce, sizeof(command->nonce));
	command->key = uuid_v7(at_us / 1000, random);
	command->at_us = at_us;
	command->ref = span_of(lane->refs[number * 7919 % (uint64_t)lane->people]);
	store_submit(lane->store, job);
	lane->under_way++;
}

static bool goes_on(const struct lane *lane)
{
	if (lane->items_max > 0)
		return lane->submitted < lane->items_max;
	return now_us() < lane->until_us;
}

static void begin_counting(struct lane *lane)
{
	lane->counting = true;
	lane->from_us = now_us();
	lane->cpu_us = clock_us(CLOCK_PROCESS_CPUTIME_ID);
	lane->batches = batches_now(lane);
	lane->counted = 0;
}

static void on_done(struct store_job *job, const struct offer_book *offers)
{
	struct lane *lane = job->context;

	(void)offers;
	if (job->outcome.kind != OUTCOME_RECORDED || job->outcome.replayed)
		client_die("a payment was not recorded: outcome %d %s", (int)job->outcome.kind,
			job->outcome.event.at == NULL ? "" : job->outcome.event.at);
	lane->under_way--;
	lane->counted++;
	if (!lane->counting && now_us() >= lane->begun_us + lane->warm_us)
		begin_counting(lane);
	if (goes_on(lane)) {
		submit(lane, job);
	} else if (lane->under_way == 0) {
		lane->ended_us = now_us();
		event_base_loopbreak(lane->base);
	}
}

static void begin(struct lane *lane)
{
	struct command command = {.kind = COMMAND_PAYMENT_REQUEST,
		.authority_id = lane->staff.authority_id,
		.staff_id = lane->staff.staff_id,
		.entitlement = SPAN(WORK_ENTITLEMENT),
		.amount_pence = WORK_AMOUNT_PENCE};

	if (!date_parse(SPAN(WORK_DAY), &command.on))
		client_die("%s is no day", WORK_DAY);
	lane->begun_us = now_us();
	lane->until_us = lane->begun_us + lane->warm_us + lane->time_us;
	if (lane->warm_us == 0)
		begin_counting(lane);
	for (int64_t i = 0; i < 2 * lane->batch && goes_on(lane); i++) {
		lane->jobs[i] =
			(struct store_job){.command = command, .done = on_done, .context = lane};
		submit(lane, &lane->jobs[i]);
	}
}

static void signed_in(void *context, enum status status, const struct store_staff *staff)
{
	struct lane *lane = context;

	if (status != OK || staff->staff_id == 0)
		client_die("this certificate cannot sign in");
	lane->staff = *staff;
	begin(lane);
}

/* Until the connections are up. */
static void on_tick(evutil_socket_t fd, short what, void *context)
{
	struct lane *lane = context;
	struct timeval look = {.tv_usec = LOOK_MS * 1000};

	(void)fd;
	(void)what;
	if (store_trouble(lane->store) != NULL)
		event_add(lane->tick, &look);
	else
		store_sign_in(lane->store, &lane->credential, signed_in, lane);
}

static void say(void *context, const char *level, const char *text)
{
	(void)context;
	if (strcmp(level, "info") != 0)
		fprintf(stderr, "lane: %s: %s\n", level, text);
}

/* --- options --- */

static int64_t number_of(const char *text, int64_t max)
{
	int64_t number;

	if (!parse_int(span_of(text), 1, max, &number))
		client_die("%s is not a number from 1 to %lld", text, (long long)max);
	return number;
}

static void read_option(struct lane *lane, int letter, const char *text)
{
	switch (letter) {
	case 'd':
		lane->conninfo = text;
		return;
	case 'k':
		lane->keys_dir = text;
		return;
	case 'c':
		if (!parse_hex(span_of(text), lane->credential.digest.bytes, DIGEST_BYTES))
			client_die("%s is no SHA-256", text);
		return;
	case 'b':
		lane->batch = number_of(text, BATCH_MAX);
		return;
	case 'P':
		lane->people = number_of(text, PEOPLE_MAX);
		return;
	case 'w':
		lane->warm_us = number_of(text, MS_MAX) * 1000;
		return;
	case 't':
		lane->time_us = number_of(text, MS_MAX) * 1000;
		return;
	case 'm':
		lane->items_max = number_of(text, INT64_MAX);
		return;
	default:
		exit(2);
	}
}

static void read_options(struct lane *lane, int argc, char **argv)
{
	int letter;

	while ((letter = getopt(argc, argv, "d:k:c:b:P:w:t:m:")) != -1)
		read_option(lane, letter, optarg);
	if (optind != argc || lane->conninfo == NULL || lane->keys_dir == NULL ||
		(lane->time_us == 0) == (lane->items_max == 0))
		client_die("wanted: -d CONNINFO -k FOLDER -c HEX -t MS | -m COUNT [OPTION]...");
}

static void prepare(struct lane *lane)
{
	lane->jobs = calloc((size_t)(2 * lane->batch), sizeof(*lane->jobs));
	lane->refs = calloc((size_t)lane->people, sizeof(*lane->refs));
	if (lane->jobs == NULL || lane->refs == NULL)
		client_die("no memory");
	for (int64_t i = 0; i < lane->people; i++)
		work_ref(i, lane->refs[i]);
}

static void run(struct lane *lane)
{
	struct store_config config = {.conninfo = lane->conninfo,
		.keys_dir = lane->keys_dir,
		.lanes = 1,
		.readers = 1,
		.batch_max = (int)lane->batch,
		.queue_max = (int)(3 * lane->batch),
		.retry_ms = RETRY_MS};
	struct timeval now = {0};

	lane->base = event_base_new();
	lane->tick = lane->base == NULL ? NULL : event_new(lane->base, -1, 0, on_tick, lane);
	if (lane->tick == NULL)
		client_die("no event loop");
	lane->store = store_new(lane->base, &config, say, NULL);
	event_add(lane->tick, &now);
	event_base_dispatch(lane->base);
}

int main(int argc, char **argv)
{
	static struct lane lane = {.batch = BATCH_DEFAULT, .people = PEOPLE_DEFAULT};

	hash_begin();
	read_options(&lane, argc, argv);
	prepare(&lane);
	run(&lane);
	double seconds = (double)(lane.ended_us - lane.from_us) / 1e6;
	double cpu_us = (double)(clock_us(CLOCK_PROCESS_CPUTIME_ID) - lane.cpu_us);
	printf("{\"items\":%lld,\"batches\":%lld,\"seconds\":%.3f,\"per_second\":%.1f,"
	       "\"cpu_us\":%.2f}\n",
		(long long)lane.counted, (long long)(batches_now(&lane) - lane.batches), seconds,
		(double)lane.counted / seconds, cpu_us / (double)lane.counted);
	store_free(lane.store);
	event_free(lane.tick);
	event_base_free(lane.base);
	free(lane.jobs);
	free(lane.refs);
	seal_end();
	hash_end();
	return 0;
}
