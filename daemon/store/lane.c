#include "daemon/store/lane.h"

#include <string.h>

#include "base/buf.h"
#include "daemon/store/batch/append.h"
#include "daemon/store/clock.h"
#include "daemon/store/lane_decide.h"
#include "daemon/store/pq/sqlstate.h"

static void landed(void *context, const struct flight *flight);

/* Before anything is sent in the phase. False, which is a bug: the connection ends, and with it
 * whatever it was about. */
static bool go(struct lane *lane, enum lane_phase phase)
{
	if (lane_to(&lane->place, phase))
		return true;
	store_log(lane->config.log, "error", "a lane that is %s may not go on to %s",
		lane_phase_text(lane->place.phase), lane_phase_text(phase));
	connection_drop(lane->connection, "a lane lost its way");
	return false;
}

static void let_go(struct lane *lane)
{
	lane->queue->busy = false;
	lane->authority = NULL;
	lane->queue = NULL;
	if (lane->offers != NULL)
		offers_release(lane->offers);
	lane->offers = NULL;
	go(lane, LANE_FREE);
}

/* Ends the batch, and what was left to be tried alone, when the connection is no more: before the
 * second flight nothing can have been written. */
static void give_up_lost(struct lane *lane);

static void load(struct lane *lane)
{
	const struct command **commands;

	if (!go(lane, LANE_LOADING)) {
		give_up_lost(lane);
		return;
	}
	arena_reset(lane->arena);
	if (lane->offers != NULL)
		offers_release(lane->offers);
	lane->offers = offers_use(lane->authority->offers);
	commands = ARENA_ARRAY(lane->arena, const struct command *, (size_t)lane->jobs_len);
	for (int i = 0; i < lane->jobs_len; i++)
		commands[i] = &lane->jobs[i]->command;
	lane->load = (struct load){.arena = lane->arena,
		.authority = &lane->authority->public,
		.commands = commands,
		.commands_len = (size_t)lane->jobs_len,
		.locks = lane->queue == &lane->authority->queues.records,
		.lock_ms_max = lane->authority->queues.locked ? LANE_LOCKED_AGAIN_MS_MAX
							      : LANE_LOCKED_MS_MAX};
	load_send(&lane->load, lane->connection);
	connection_fly(lane->connection, landed, lane);
}

/* The next batch of the lane's authority: one of those to be tried alone, or nothing. */
static bool next_alone(struct lane *lane)
{
	if (lane->alone == NULL)
		return false;
	lane->jobs[0] = lane->alone;
	lane->jobs_len = 1;
	lane->alone = lane->alone->next;
	lane->jobs[0]->next = NULL;
	lane->trying_alone = true;
	load(lane);
	return true;
}

static bool publishes(const struct command *command)
{
	return (command->kind == COMMAND_OFFER_PUBLISH || command->kind == COMMAND_RULES_PUBLISH) &&
		!command->dry_run;
}

/* As many as may be, up to a publication: what follows it is loaded by what it publishes. */
static void take_jobs(struct lane *lane)
{
	int most = lane->config.batch_max;
	struct store_job *job = NULL;

	if (lane->queue->fits_max > 0 && lane->queue->fits_max < most)
		most = lane->queue->fits_max;
	for (lane->jobs_len = 0; lane->jobs_len < most; lane->jobs_len++) {
		job = queue_take(lane->queue);
		if (job == NULL)
			return;
		lane->jobs[lane->jobs_len] = job;
		if (publishes(&job->command)) {
			lane->jobs_len++;
			return;
		}
	}
}

void lane_start(struct lane *lane, struct authority *authority, struct queue *queue)
{
	lane->authority = authority;
	lane->queue = queue;
	queue->busy = true;
	lane->trying_alone = false;
	take_jobs(lane);
	load(lane);
}

/* Ends the batch with the outcomes decided. They are told while the database works on the next. */
static void answer(struct lane *lane)
{
	struct told_batch batch = {
		.arena = lane->arena, .offers = lane->offers, .book = lane->slice.offers};

	while (lane->jobs_len > 0) {
		struct store_job *job = lane->jobs[--lane->jobs_len];

		job->next = batch.first;
		batch.first = job;
	}
	lane->arena = told_next(&lane->told, &batch);
	lane->offers = NULL;
	lane->authority->queues.ill = false;
	lane->authority->queues.locked = false;
	lane->config.figures->batches++;
	if (next_alone(lane))
		return;
	let_go(lane);
	lane->config.freed(lane->config.context);
}

/* Others go before it, and it does not take all lanes. */
static void stand_back(struct lane *lane, bool locked)
{
	lane->queue->turn_us = clock_steady_us();
	lane->authority->queues.ill = true;
	lane->authority->queues.locked = locked;
}

/* Nothing more is tried alone. */
static void send_alone_away(struct lane *lane)
{
	while (lane->alone != NULL) {
		struct store_job *job = lane->alone;

		lane->alone = job->next;
		job->next = NULL;
		due_add_job(lane->config.due, job, OUTCOME_BUSY);
	}
}

/* Ends the batch, and what was left to be tried alone, with one answer for all; a batch that is
 * being rolled back has its answers already. */
static void give_up(struct lane *lane, enum outcome_kind kind)
{
	for (int i = 0; i < lane->jobs_len; i++)
		due_add_job(lane->config.due, lane->jobs[i],
			lane->place.phase == LANE_ROLLING_BACK ? lane->jobs[i]->outcome.kind
							       : kind);
	lane->jobs_len = 0;
	send_alone_away(lane);
	stand_back(lane, false);
	let_go(lane);
	lane->config.freed(lane->config.context);
}

static void give_up_lost(struct lane *lane)
{
	give_up(lane, lane->place.phase == LANE_APPENDING ? OUTCOME_UNKNOWN : OUTCOME_BUSY);
}

static void roll_back(struct lane *lane)
{
	if (!go(lane, LANE_ROLLING_BACK)) {
		give_up_lost(lane);
		return;
	}
	connection_add_plain(lane->connection, "ROLLBACK");
	connection_fly(lane->connection, landed, lane);
}

static void fetch_offers(struct lane *lane)
{
	struct binds id = binds_in(lane->arena), later = binds_in(lane->arena),
		     later_rules = binds_in(lane->arena);

	if (!go(lane, LANE_FETCHING_OFFERS)) {
		give_up_lost(lane);
		return;
	}
	bind_int4(&id, lane->authority->public.id);
	bind_int4(&later, lane->authority->public.id);
	bind_int4(&later, offers_newest(lane->authority->offers));
	bind_int4(&later_rules, lane->authority->public.id);
	bind_int4(&later_rules, offers_newest_rules(lane->authority->offers));
	connection_add_plain(lane->connection, "ROLLBACK");
	connection_add_plain(lane->connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
	load_set_authority(&lane->load, lane->connection);
	connection_add(lane->connection, query_name(QUERY_head_look), &id);
	connection_add(lane->connection, query_name(QUERY_load_offers), &later);
	connection_add(lane->connection, query_name(QUERY_load_rules), &later_rules);
	connection_add_plain(lane->connection, "COMMIT");
	connection_fly(lane->connection, landed, lane);
}

static void put_all_alone(struct lane *lane)
{
	for (int i = lane->jobs_len - 1; i >= 0; i--) {
		lane->jobs[i]->next = lane->alone;
		lane->alone = lane->jobs[i];
	}
	lane->jobs_len = 0;
}

static void tell_refused(struct lane *lane)
{
	for (int i = 0; i < lane->jobs_len; i++)
		due_add_job(lane->config.due, lane->jobs[i], lane->jobs[i]->outcome.kind);
	lane->jobs_len = 0;
	if (!connection_is_free(lane->connection))
		send_alone_away(lane);
	if (next_alone(lane))
		return;
	let_go(lane);
	lane->config.freed(lane->config.context);
}

/* What becomes of each command of a batch that was refused, unless it is tried alone. */
static enum outcome_kind refused_as(const struct lane *lane, const struct sqlstate *says, bool ill)
{
	if (says->unsure && lane->place.phase == LANE_APPENDING)
		return OUTCOME_UNKNOWN;
	return ill ? OUTCOME_BUSY : OUTCOME_BUG;
}

/* A batch that cannot be loaded or appended: back. If the database is not at fault, each is then
 * tried alone, so that the one that is harms no other; and one that was overtaken, by a batch of
 * another authority that registered the same certificate, decides again on what is there now. */
static void refuse(struct lane *lane, const char *sqlstate, const char *text)
{
	struct sqlstate says = sqlstate_of(sqlstate);
	bool fetching = lane->place.phase == LANE_FETCHING_OFFERS, ill = says.ill || fetching;
	enum outcome_kind kind = refused_as(lane, &says, ill);
	bool again = says.overtaken && !lane->trying_alone;

	lane->config.figures->failed_batches++;
	store_log(lane->config.log, ill || again ? "warning" : "error",
		"%s %d was refused: %s %.*s",
		fetching ? "fetching the offers for a batch of" : "a batch of", lane->jobs_len,
		sqlstate == NULL ? "" : sqlstate, (int)strcspn(text, "\n"), text);
	for (int i = 0; i < lane->jobs_len; i++)
		lane->jobs[i]->outcome = (struct outcome){.kind = kind};
	if (ill) {
		send_alone_away(lane);
		stand_back(lane, says.locked);
	} else if (again || (!lane->trying_alone && lane->jobs_len > 1)) {
		put_all_alone(lane);
	}
	/* One that is made anew has nothing to roll back. */
	if (connection_is_free(lane->connection))
		roll_back(lane);
	else
		tell_refused(lane);
}

/* What does not fit into this batch any more goes into the next. */
static void put_back_from(struct lane *lane, int from)
{
	for (int i = lane->jobs_len - 1; i >= from; i--)
		queue_put_back(lane->queue, lane->jobs[i]);
	lane->jobs_len = from;
	lane->queue->fits_max = from;
}

static void end_batch(struct lane *lane)
{
	bool appends = append_is_due(&lane->slice);

	if (!go(lane, appends ? LANE_APPENDING : LANE_ENDING)) {
		give_up_lost(lane);
		return;
	}
	if (appends)
		append_send(&lane->slice, &lane->authority->public, lane->connection);
	else
		connection_add_plain(lane->connection, "COMMIT");
	connection_fly(lane->connection, landed, lane);
}

static void decide_all(struct lane *lane)
{
	int64_t now_us = clock_steady_us();
	int fits_max = lane->queue->fits_max;

	for (int i = 0; i < lane->jobs_len; i++) {
		lane_decide(lane->jobs[i], &lane->slice, &lane->authority->refusals,
			lane->load.clock_us, now_us);
		if (arena_used(lane->arena) > lane->config.batch_bytes_max)
			put_back_from(lane, i + 1);
	}
	/* All of so many fit: the next batch may be larger again. */
	if (fits_max > 0 && lane->jobs_len == fits_max)
		lane->queue->fits_max = 2 * fits_max < lane->config.batch_max ? 2 * fits_max : 0;
	end_batch(lane);
}

/* Nobody can say when this is. */
static void refuse_undated(struct lane *lane)
{
	for (int i = 0; i < lane->jobs_len; i++)
		lane->jobs[i]->outcome = (struct outcome){.kind = OUTCOME_CLOCK};
	send_alone_away(lane);
	roll_back(lane);
}

/* A log that ends in the future dates all that follows there, until then. */
static void note_ahead(struct lane *lane)
{
	struct authority *authority = lane->authority;
	int64_t last_us = lane->slice.last_at_us, clock_us = lane->load.clock_us;
	bool was_ahead = authority->ahead_us > 0;

	/* An empty log ends before all time. */
	authority->ahead_us =
		last_us > clock_us + (int64_t)CLOCK_SLACK_S * 1000000 ? last_us - clock_us : 0;
	if (authority->ahead_us > 0 && !was_ahead)
		store_log(lane->config.log, "warning",
			"the log of authority %d ends %lld s ahead of the database's clock: until "
			"then all its events get the instant of its last one",
			authority->public.id, (long long)authority->ahead_us / 1000000);
}

static void loaded(struct lane *lane, const struct flight *flight)
{
	const struct store_authority *authority = &lane->authority->public;
	const char *error = NULL;
	int32_t serial = 0;

	slice_init(&lane->slice, lane->arena, authority->id, span_of(authority->code),
		&lane->offers->book);
	slice_set_rules(&lane->slice, &lane->offers->rules);
	if (!load_read(&lane->load, flight, &lane->slice, &serial, &error))
		refuse(lane, NULL, error);
	else if (!connection_agrees(lane->connection, lane->load.clock_us))
		refuse_undated(lane);
	else if (serial != lane->offers->serial ||
		lane->load.rules_serial != lane->offers->rules_serial)
		fetch_offers(lane);
	else {
		authority_heard(lane->authority, lane->load.staff_serial);
		note_ahead(lane);
		decide_all(lane);
	}
}

static void fetched_offers(struct lane *lane, const struct flight *flight)
{
	const PGresult *head = flight->results[3];
	struct buf error = buf_in(lane->arena);
	struct offers *offers = NULL;

	if (PQntuples(head) == 1)
		offers = offers_with(lane->authority->offers, flight->results[4],
			(int32_t)value_int(head, 0, HEAD_offer_serial), &error);
	else
		buf_text(&error, "the authority has no log");
	if (offers != NULL &&
		!offers_add_rules(offers, flight->results[5],
			(int32_t)value_int(head, 0, HEAD_rules_serial), &error)) {
		offers_release(offers);
		offers = NULL;
	}
	if (offers == NULL) {
		store_log(lane->config.log, "error",
			"what is published cannot be read by this version: %s", buf_cstr(&error));
		give_up(lane, OUTCOME_BUSY);
		return;
	}
	authority_set_offers(lane->authority, offers);
	load(lane);
}

static void appended(struct lane *lane, const struct flight *flight)
{
	/* After an error PostgreSQL answers COMMIT with the tag ROLLBACK, and no error. */
	PGresult *commit = flight->results[flight->len - 1];

	if (strcmp(PQcmdStatus(commit), "COMMIT") == 0) {
		/* Before anybody is told, so that it holds from their next request on. */
		if (slice_changes_staff(&lane->slice))
			authority_heard(lane->authority, lane->load.staff_serial + 1);
		answer(lane);
	} else {
		refuse(lane, NULL, "COMMIT was answered otherwise");
	}
}

static void landed(void *context, const struct flight *flight)
{
	struct lane *lane = context;

	if (lane->place.phase == LANE_FREE) {
		store_log(lane->config.log, "error", "a flight of a free lane landed");
		connection_drop(lane->connection, "a lane lost its way");
		return;
	}
	if (flight->status == STATUS_DB_AWAY) {
		give_up_lost(lane);
		return;
	}
	if (flight->status != OK && lane->place.phase != LANE_ROLLING_BACK) {
		refuse(lane, PQresultErrorField(flight->failed, PG_DIAG_SQLSTATE),
			PQresultErrorMessage(flight->failed));
		return;
	}
	switch (lane->place.phase) {
	case LANE_LOADING:
		loaded(lane, flight);
		return;
	case LANE_FETCHING_OFFERS:
		fetched_offers(lane, flight);
		return;
	case LANE_APPENDING:
		appended(lane, flight);
		return;
	case LANE_ENDING:
		answer(lane);
		return;
	case LANE_ROLLING_BACK:
		if (flight->status != OK)
			connection_drop(lane->connection, "a transaction does not end");
		tell_refused(lane);
		return;
	case LANE_FREE:
		return;
	}
}

static void changed(void *context)
{
	struct lane *lane = context;

	lane->config.freed(lane->config.context);
}

static void log_line(void *context, const char *level, const char *text)
{
	struct lane *lane = context;

	store_log(lane->config.log, level, "%s", text);
}

static struct arena *new_arena(void)
{
	struct arena *arena = arena_new(LANE_ARENA_BYTES_MAX);

	arena_keep(arena, LANE_ARENA_BYTES_KEPT);
	return arena;
}

void lane_begin(struct lane *lane, struct lane_lists *lists, const struct lane_config *config,
	const struct connection_config *connection)
{
	lane_enter(&lane->place, lists);
	lane->config = *config;
	lane->arena = new_arena();
	told_begin(&lane->told, config->base, new_arena(), config->figures);
	lane->connection = connection_new(config->base, connection,
		&(struct connection_calls){.changed = changed, .log = log_line, .context = lane});
}

void lane_end(struct lane *lane)
{
	enum lane_phase phase = lane->place.phase;

	connection_free(lane->connection);
	told_end(&lane->told);
	if (phase != LANE_FREE) {
		for (int i = 0; i < lane->jobs_len; i++)
			due_add_job(lane->config.due, lane->jobs[i],
				phase == LANE_APPENDING ? OUTCOME_UNKNOWN : OUTCOME_BUSY);
		send_alone_away(lane);
		let_go(lane);
	}
	arena_free(lane->arena);
}
