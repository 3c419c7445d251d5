#include "daemon/store/store.h"

#include <stdlib.h>

#include <event2/event.h>

#include "base/arena.h"
#include "base/buf.h"
#include "daemon/store/authorities.h"
#include "daemon/store/batch/statements.h"
#include "daemon/store/clock.h"
#include "daemon/store/due.h"
#include "daemon/store/lanes.h"
#include "daemon/store/probe.h"
#include "daemon/store/read/readers.h"
#include "daemon/store/read/signing.h"

/* Of the list of statements; not their texts. */
enum { STATEMENTS_BYTES_MAX = 1 << 20 };

struct store {
	struct store_config config;
	struct store_log log;
	struct due due;
	struct authorities authorities;
	struct lanes *lanes;
	struct probe probe;
	struct readers *readers;
	struct signing *signing;
	struct arena *statements;
	struct event *arrived;
};

/* --- what is next --- */

/* Of the queues no lane is at, the one that has waited longest. */
static struct queue *longest_waiting(struct store *store, struct authority **ret_authority)
{
	struct queue *best = NULL;
	int64_t best_us = 0, since_us = 0;

	for (struct authority *a = store->authorities.first; a != NULL; a = a->next) {
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
	struct lane *lane;

	while ((lane = lanes_next(store->lanes)) != NULL) {
		struct authority *authority = NULL;
		struct queue *queue = longest_waiting(store, &authority);

		if (queue == NULL)
			return;
		lane_start(lane, authority, queue);
	}
}

static void send_jobs_away(struct store *store)
{
	struct store_job *job;

	for (struct authority *a = store->authorities.first; a != NULL; a = a->next)
		while ((job = queues_take_any(&a->queues)) != NULL)
			due_add_job(&store->due, job, OUTCOME_BUSY);
}

/* Gives free lanes and readers what waits. With nobody to serve them, those who wait are told so at
 * once. */
static void dispatch(void *context)
{
	struct store *store = context;

	dispatch_lanes(store);
	readers_dispatch(store->readers);
	if (!lanes_are_hopeful(store->lanes))
		send_jobs_away(store);
	if (!readers_are_hopeful(store->readers))
		readers_send_away(store->readers);
}

static void on_arrived(evutil_socket_t fd, short what, void *context)
{
	(void)fd;
	(void)what;
	dispatch(context);
}

/* --- asking --- */

void store_submit(struct store *store, struct store_job *job)
{
	struct authority *authority =
		authorities_find(&store->authorities, job->command.authority_id);
	bool records = !job->command.dry_run && job->command.kind != COMMAND_ENTITLEMENTS;
	struct queue *queue;

	assert(authority != NULL);
	queue = records ? &authority->queues.records : &authority->queues.looks;
	if (queue->len >= store->config.queue_max) {
		due_add_job(&store->due, job, OUTCOME_BUSY);
		return;
	}
	job->queued_us = clock_steady_us();
	queue_put(queue, job);
	/* From the event loop: what arrives in one turn of it goes into one batch. */
	event_active(store->arrived, EV_TIMEOUT, 1);
}

void store_read(struct store *store, const struct store_question *question, store_answered *done,
	void *context)
{
	struct authority *authority = authorities_find(&store->authorities, question->authority_id);

	assert(authority != NULL);
	readers_ask(store->readers, authority, question, done, context);
	dispatch(store);
}

void store_sign_in(struct store *store, const struct credential *credential, store_signed_in *done,
	void *context)
{
	signing_ask(store->signing, credential, done, context);
}

void store_find_authority(
	struct store *store, struct span code, store_signed_in *done, void *context)
{
	signing_find(store->signing, code, done, context);
}

const struct store_authority *store_authority(const struct store *store, int32_t id)
{
	const struct authority *authority = authorities_find(&store->authorities, id);

	return authority == NULL ? NULL : &authority->public;
}

/* --- beginning and end --- */

static void open_connections(struct store *store, struct event_base *base)
{
	const struct store_config *config = &store->config;
	const struct statements *statements = statements_of(store->statements);
	struct connection_config usual = {.conninfo = config->conninfo,
		.flight_ms_max = config->flight_ms_max,
		.quiet_ms_max = config->quiet_ms_max,
		.retry_ms = config->retry_ms};
	struct lane_config lane = {.base = base,
		.batch_max = config->batch_max,
		.batch_bytes_max = config->batch_bytes_max,
		.due = &store->due,
		.log = &store->log,
		.freed = dispatch,
		.context = store};
	struct readers_config readers = {.base = base,
		.due = &store->due,
		.log = &store->log,
		.freed = dispatch,
		.context = store};
	struct signing_config signing = {
		.base = base, .log = &store->log, .authorities = &store->authorities};

	usual.statements = statements->lane;
	store->lanes = lanes_new(config->lanes, &lane, &usual);
	store->probe = (struct probe){
		.lanes = store->lanes, .log = &store->log, .freed = dispatch, .context = store};
	usual.statements = statements->reader;
	store->readers = readers_new(config->readers, &readers, &usual);
	usual.statements = statements->signing;
	store->signing = signing_new(&signing, &usual);
}

struct store *store_new(struct event_base *base, const struct store_config *config,
	store_logger *log, void *log_context)
{
	struct store *store = calloc(1, sizeof(*store));

	assert(store != NULL);
	store->config = *config;
	store->log = (struct store_log){.log = log, .context = log_context};
	store->authorities = (struct authorities){.keys_dir = config->keys_dir, .log = &store->log};
	store->statements = arena_new(STATEMENTS_BYTES_MAX);
	due_begin(&store->due, base);
	store->arrived = event_new(base, -1, 0, on_arrived, store);
	assert(store->arrived != NULL);
	open_connections(store, base);
	return store;
}

void store_free(struct store *store)
{
	if (store == NULL)
		return;
	lanes_free(store->lanes);
	readers_free(store->readers);
	send_jobs_away(store);
	due_end(&store->due);
	signing_free(store->signing);
	authorities_free(&store->authorities);
	event_free(store->arrived);
	arena_free(store->statements);
	free(store);
}

/* --- how it is --- */

/* All of them in turn: lanes, readers, signing; NULL past the last. */
static struct connection *connection_at(const struct store *store, int i)
{
	const struct store_config *config = &store->config;

	if (i < config->lanes)
		return lanes_connection(store->lanes, i);
	i -= config->lanes;
	if (i < config->readers)
		return readers_connection(store->readers, i);
	return i == config->readers ? signing_connection(store->signing) : NULL;
}

const char *store_trouble(struct store *store)
{
	struct connection *connection;
	const char *trouble = NULL;

	for (int i = 0; trouble == NULL && (connection = connection_at(store, i)) != NULL; i++)
		trouble = connection_trouble(connection);
	probe_look(&store->probe);
	return trouble == NULL ? probe_trouble(&store->probe) : trouble;
}

void store_remarks(const struct store *store, struct buf *out)
{
	authorities_remarks(&store->authorities, out);
	readers_remarks(store->readers, out);
}

static uint64_t jobs_waiting(const struct store *store)
{
	uint64_t count = 0;

	for (const struct authority *a = store->authorities.first; a != NULL; a = a->next)
		count += (uint64_t)queues_len(&a->queues);
	return count;
}

bool store_idle(const struct store *store)
{
	return lanes_are_idle(store->lanes) && readers_are_idle(store->readers) &&
		jobs_waiting(store) == 0 && signing_idle(store->signing) &&
		due_is_empty(&store->due);
}

struct store_figures store_figures(const struct store *store)
{
	struct lane_figures lanes = lanes_figures(store->lanes);
	struct store_figures figures = {.batches = lanes.batches,
		.commands = lanes.commands + store->due.jobs_told,
		.recorded = lanes.recorded,
		.refused = lanes.refused,
		.replayed = lanes.replayed,
		.failed_batches = lanes.failed_batches,
		.queries = readers_started(store->readers),
		.sign_ins = signing_started(store->signing),
		.waiting = jobs_waiting(store),
		.reads_waiting = (uint64_t)readers_waiting(store->readers),
		.sign_ins_waiting = (uint64_t)signing_waiting(store->signing)};
	struct connection *connection;

	for (int i = 0; (connection = connection_at(store, i)) != NULL; i++) {
		int64_t flight_us = connection_flight_us(connection);

		figures.connections_wanted++;
		figures.connections_up += connection_is_up(connection);
		if (flight_us > figures.oldest_flight_us)
			figures.oldest_flight_us = flight_us;
	}
	return figures;
}
