#include "daemon/store/store.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <event2/event.h>

#include "daemon/store/internal.h"
#include "daemon/store/signing.h"
#include "sql/embedded.h"

/* Plans are made once, perhaps while tables are empty, and are always the same: for each item of a
 * small array, a look at a key. */
#define LANE_OPTIONS                                                                               \
	"-c search_path=bursar -c plan_cache_mode=force_generic_plan -c enable_seqscan=off "       \
	"-c enable_hashjoin=off -c enable_mergejoin=off -c jit=off "                               \
	"-c statement_timeout=10000 -c idle_in_transaction_session_timeout=10000"
/* A query with optional parameters is planned for those it has. Nobody reads for longer than a
 * minute, or waits for a lock that somebody's maintenance holds. */
#define READER_OPTIONS                                                                             \
	"-c search_path=bursar -c plan_cache_mode=force_custom_plan -c statement_timeout=60000 "   \
	"-c lock_timeout=2000"
#define SIGNING_OPTIONS "-c search_path=bursar -c statement_timeout=5000 -c lock_timeout=2000"

int64_t store_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void store_log(struct store *store, const char *level, const char *format, ...)
{
	char text[1000];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	store->log(store->log_context, level, text);
}

/* --- telling --- */

static void wake(struct store *store)
{
	event_active(store->due, EV_TIMEOUT, 1);
}

void store_due(struct store *store, struct store_job *job, enum outcome_kind kind)
{
	job->outcome = (struct outcome){.kind = kind};
	job->next = NULL;
	if (store->due_last == NULL)
		store->due_first = job;
	else
		store->due_last->next = job;
	store->due_last = job;
	wake(store);
}

void store_due_read(struct store *store, struct read *read, enum status status)
{
	read->status = status;
	read->next = NULL;
	if (store->due_reads_last == NULL)
		store->due_reads_first = read;
	else
		store->due_reads_last->next = read;
	store->due_reads_last = read;
	wake(store);
}

static void tell_jobs(struct store *store)
{
	static const struct offer_book none;

	while (store->due_first != NULL) {
		struct store_job *job = store->due_first;

		store->due_first = job->next;
		if (store->due_first == NULL)
			store->due_last = NULL;
		job->next = NULL;
		store->figures.commands++;
		job->done(job, &none);
	}
}

static void tell_reads(struct store *store)
{
	while (store->due_reads_first != NULL) {
		struct read *read = store->due_reads_first;

		store->due_reads_first = read->next;
		if (store->due_reads_first == NULL)
			store->due_reads_last = NULL;
		read->answered(read->context, read->status, NULL);
		arena_free(read->arena);
	}
}

static void on_due(evutil_socket_t fd, short what, void *context)
{
	(void)fd;
	(void)what;
	tell_jobs(context);
	tell_reads(context);
}

/* --- what is next --- */

/* Or will be in a moment. */
static bool any_lane_up(const struct store *store)
{
	for (int i = 0; i < store->config.lanes; i++)
		if (connection_is_hopeful(store->lanes[i].connection))
			return true;
	return false;
}

static bool any_reader_up(const struct store *store)
{
	for (int i = 0; i < store->config.readers; i++)
		if (connection_is_hopeful(store->readers[i].connection))
			return true;
	return false;
}

/* Of the queues no lane is at, the one that has waited longest. */
static struct queue *longest_waiting(struct store *store, struct authority **ret_authority)
{
	struct queue *best = NULL;
	int64_t best_us = 0, since_us = 0;

	for (struct authority *a = store->authorities; a != NULL; a = a->next) {
		struct queue *queue = queues_next(&a->queues, &since_us);

		if (queue == NULL || (best != NULL && best_us <= since_us))
			continue;
		best = queue;
		best_us = since_us;
		*ret_authority = a;
	}
	return best;
}

static void dispatch_lanes(struct store *store)
{
	for (int i = 0; i < store->config.lanes; i++) {
		struct lane *lane = &store->lanes[i];
		struct authority *authority = NULL;
		struct queue *queue;

		if (lane->phase != LANE_FREE || !connection_is_free(lane->connection))
			continue;
		queue = longest_waiting(store, &authority);
		if (queue == NULL)
			return;
		lane_start(lane, authority, queue);
	}
}

static void dispatch_readers(struct store *store)
{
	for (int i = 0; i < store->config.readers; i++) {
		struct reader *reader = &store->readers[i];
		struct turn *turn;

		if (reader->read != NULL || !connection_is_free(reader->connection))
			continue;
		turn = turns_take(&store->turns);
		if (turn == NULL)
			return;
		reader_start(reader, (struct read *)turn);
	}
}

static void send_reads_away(struct store *store)
{
	struct turn *turn;

	while ((turn = turns_leave(&store->turns)) != NULL)
		store_due_read(store, (struct read *)turn, STATUS_DB_AWAY);
}

static void send_jobs_away(struct store *store)
{
	struct store_job *job;

	for (struct authority *a = store->authorities; a != NULL; a = a->next)
		while ((job = queues_take_any(&a->queues)) != NULL)
			store_due(store, job, OUTCOME_BUSY);
}

/* With nobody to serve them, those who wait are told so at once. */
static void send_away(struct store *store)
{
	if (!any_lane_up(store))
		send_jobs_away(store);
	if (!any_reader_up(store))
		send_reads_away(store);
}

void store_dispatch(struct store *store)
{
	dispatch_lanes(store);
	dispatch_readers(store);
	send_away(store);
}

void store_submit(struct store *store, struct store_job *job)
{
	struct authority *authority = authority_of(store, job->command.authority_id);
	bool records = !job->command.dry_run && job->command.kind != COMMAND_ENTITLEMENTS;
	struct queue *queue;

	assert(authority != NULL);
	queue = records ? &authority->queues.records : &authority->queues.looks;
	if (queue->len >= store->config.queue_max) {
		store_due(store, job, OUTCOME_BUSY);
		return;
	}
	job->queued_us = store_now_us();
	queue_put(queue, job);
	/* From the event loop: what arrives in one turn of it goes into one batch. */
	event_active(store->arrived, EV_TIMEOUT, 1);
}

static void on_arrived(evutil_socket_t fd, short what, void *context)
{
	(void)fd;
	(void)what;
	store_dispatch(context);
}

/* --- beginning and end --- */

static void log_connection(void *context, const char *level, const char *text)
{
	struct lane *lane = context;

	lane->store->log(lane->store->log_context, level, text);
}

static void log_reader(void *context, const char *level, const char *text)
{
	struct reader *reader = context;

	reader->store->log(reader->store->log_context, level, text);
}

static void reader_changed(void *context)
{
	struct reader *reader = context;

	store_dispatch(reader->store);
}

static struct arena *lane_arena(void)
{
	struct arena *arena = arena_new(STORE_ARENA_BYTES_MAX);

	arena_keep(arena, STORE_ARENA_BYTES_KEPT);
	return arena;
}

/* What is the same of all. */
static struct connection_config connection_usual(
	const struct store *store, const char *name, int flight_ms_max, int slow_ms)
{
	const struct store_config *config = &store->config;

	return (struct connection_config){.name = name,
		.conninfo = config->conninfo,
		.flight_ms_max = config->flight_ms_max > 0 ? config->flight_ms_max : flight_ms_max,
		.quiet_ms_max = config->quiet_ms_max,
		.slow_ms = slow_ms,
		.retry_ms = config->retry_ms};
}

static void open_lanes(struct store *store)
{
	struct connection_config config = connection_usual(
		store, "bursard lane", STORE_LANE_FLIGHT_MS_MAX, STORE_LANE_SLOW_MS);

	config.options = LANE_OPTIONS;
	config.statements = store->statements->lane;
	config.writes = true;
	for (int i = 0; i < store->config.lanes; i++) {
		struct lane *lane = &store->lanes[i];

		lane->store = store;
		lane->arena = lane_arena();
		lane->spare = lane_arena();
		lane->teller = event_new(store->base, -1, 0, lane_tell, lane);
		assert(lane->teller != NULL);
		lane->connection = connection_new(store->base, &config,
			&(struct connection_calls){
				.changed = lane_changed, .log = log_connection, .context = lane});
	}
}

static void open_readers(struct store *store)
{
	struct connection_config config = connection_usual(
		store, "bursard reader", STORE_READER_FLIGHT_MS_MAX, STORE_READER_SLOW_MS);

	config.options = READER_OPTIONS;
	config.statements = store->statements->reader;
	for (int i = 0; i < store->config.readers; i++) {
		struct reader *reader = &store->readers[i];

		reader->store = store;
		reader->connection = connection_new(store->base, &config,
			&(struct connection_calls){
				.changed = reader_changed, .log = log_reader, .context = reader});
	}
}

static void open_signing(struct store *store)
{
	struct connection_config config = connection_usual(
		store, "bursard sign-in", STORE_SIGNING_FLIGHT_MS_MAX, STORE_SIGNING_SLOW_MS);

	config.options = SIGNING_OPTIONS;
	config.statements = store->statements->signing;
	store->signing = signing_new(store, &config);
}

void store_sign_in(
	struct store *store, const struct digest *fingerprint, store_signed_in *done, void *context)
{
	signing_ask(store->signing, fingerprint, done, context);
}

struct store *store_new(struct event_base *base, const struct store_config *config,
	store_logger *log, void *log_context)
{
	struct store *store = calloc(1, sizeof(*store));

	assert(store != NULL);
	assert(config->lanes >= 1 && config->lanes <= STORE_LANES_MAX);
	assert(config->readers >= 1 && config->readers <= STORE_READERS_MAX);
	assert(config->batch_max >= 1 && config->batch_max <= STORE_BATCH_MAX);
	store->base = base;
	store->config = *config;
	if (store->config.batch_bytes_max == 0)
		store->config.batch_bytes_max = LANE_BATCH_BYTES_MAX;
	store->turns.places = config->readers;
	store->log = log;
	store->log_context = log_context;
	store->due = event_new(base, -1, 0, on_due, store);
	store->arrived = event_new(base, -1, 0, on_arrived, store);
	assert(store->due != NULL && store->arrived != NULL);
	store->texts = arena_new(STORE_TEXTS_BYTES_MAX);
	store->statements = statements_of(store->texts);
	open_lanes(store);
	open_readers(store);
	open_signing(store);
	return store;
}

static void close_connections(struct store *store)
{
	for (int i = 0; i < store->config.lanes; i++)
		lane_stop(&store->lanes[i]);
	for (int i = 0; i < store->config.readers; i++)
		reader_stop(&store->readers[i]);
}

void store_free(struct store *store)
{
	if (store == NULL)
		return;
	close_connections(store);
	send_jobs_away(store);
	send_reads_away(store);
	tell_jobs(store);
	tell_reads(store);
	signing_free(store->signing);
	for (struct authority *a = store->authorities, *next; a != NULL; a = next) {
		next = a->next;
		authority_free(a);
	}
	event_free(store->due);
	event_free(store->arrived);
	arena_free(store->texts);
	free(store);
}

/* All of them in turn: lanes, readers, signing; NULL past the last. */
static struct connection *connection_at(const struct store *store, int i)
{
	const struct store_config *config = &store->config;

	if (i < config->lanes)
		return store->lanes[i].connection;
	i -= config->lanes;
	if (i < config->readers)
		return store->readers[i].connection;
	return i == config->readers ? signing_connection(store->signing) : NULL;
}

const char *store_trouble(const struct store *store)
{
	struct connection *connection;
	const char *trouble = NULL;

	for (int i = 0; trouble == NULL && (connection = connection_at(store, i)) != NULL; i++)
		trouble = connection_trouble(connection);
	return trouble;
}

static uint64_t waiting(const struct store *store)
{
	uint64_t count = 0;

	for (const struct authority *a = store->authorities; a != NULL; a = a->next)
		count += (uint64_t)queues_len(&a->queues);
	return count;
}

bool store_idle(const struct store *store)
{
	for (int i = 0; i < store->config.lanes; i++)
		if (store->lanes[i].phase != LANE_FREE || store->lanes[i].told.first != NULL)
			return false;
	for (int i = 0; i < store->config.readers; i++)
		if (store->readers[i].read != NULL)
			return false;
	return waiting(store) == 0 && store->turns.waiting == 0 && signing_idle(store->signing) &&
		store->due_first == NULL && store->due_reads_first == NULL;
}

struct store_figures store_figures(const struct store *store)
{
	struct store_figures figures = store->figures;
	struct connection *connection;

	figures.waiting = waiting(store);
	figures.reads_waiting = (uint64_t)store->turns.waiting;
	figures.sign_ins_waiting = (uint64_t)signing_waiting(store->signing);
	for (int i = 0; (connection = connection_at(store, i)) != NULL; i++) {
		int64_t flight_us = connection_flight_us(connection);

		figures.connections_wanted++;
		figures.connections_up += connection_is_up(connection);
		if (flight_us > figures.oldest_flight_us)
			figures.oldest_flight_us = flight_us;
	}
	return figures;
}
