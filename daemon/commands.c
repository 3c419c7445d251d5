/* Commands: decoded, handed to the store, and answered from what was decided. */
#include "daemon/call.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "base/uuid.h"
#include "core/money.h"
#include "daemon/setup/log.h"

struct single {
	struct call *call;
	struct store_job job;
};

enum {
	/* Of one reply's body, and of a batch's in all: what rendering takes is some eight times as
	 * much, and fits the arena of a request. */
	REPLY_BYTES_MAX = 4 << 20,
	ANSWERS_BYTES_MAX = 16 << 20,
	/* What may always be said of an item, however much the others took. */
	ANSWER_BYTES_MIN = 1024
};

struct batch {
	struct call *call;
	struct wire_item *items;
	struct store_job *jobs;
	struct span *answers; /* "{"status":…,"body":…}" */
	struct arena *room;   /* for one answer after the other */
	size_t len, left;
	size_t answers_bytes;
};

/* Derby of derby: how people call the authority. */
static struct span short_name(struct arena *arena, const struct store_authority *authority)
{
	struct span name = span_dup(arena, span_of(authority->code));
	char *first = arena_strndup(arena, name.at, name.len);

	if (first[0] >= 'a' && first[0] <= 'z')
		first[0] = (char)(first[0] - 'a' + 'A');
	return (struct span){first, name.len};
}

static struct wire_words words_of(
	const struct call *call, struct arena *arena, const struct offer_book *offers)
{
	const struct store_authority *authority =
		store_authority(call->store, call->staff.authority_id);

	return (struct wire_words){.offers = offers,
		.authority = short_name(arena, authority),
		.authority_code = span_of(authority->code),
		.invitation_key = &authority->invitation_key,
		.request_id = http_request_id(call->request)};
}

static bool is_dry_run(const struct call *call)
{
	return span_is(http_query(call->request, "dry-run"), "true");
}

static struct command head_of(const struct call *call)
{
	return (struct command){.kind = call->route->command,
		.dry_run = is_dry_run(call),
		.key_is_authoritys = call->key_is_authoritys,
		.authority_id = call->staff.authority_id,
		.staff_id = call->staff.staff_id,
		.at_us = http_received_us(call->request)};
}

/* What a key stands for: under the authority's key, so that the digest says nothing of short
 * requests. */
static struct digest request_of(const struct call *call, struct span target, struct span content)
{
	const struct seal_key *key =
		&store_authority(call->store, call->staff.authority_id)->idempotency_key;
	struct span parts[] = {http_method_text(call->request), target, content};

	return hash_hmac_parts(
		(struct span){(const char *)key->bytes, SEAL_KEY_BYTES}, parts, ARRAY_LEN(parts));
}

static void reply(struct call *call, int status, struct span body)
{
	http_reply(call->request, status,
		status < 300 ? "application/json" : "application/problem+json", body);
}

/* The body of an answer in a bound, and its status. */
static int render(const struct call *call, const struct store_job *job,
	const struct wire_words *words, struct buf *out)
{
	const char *trouble;
	int status = wire_reply(out, &job->command, &job->outcome, words, &trouble);
	int64_t number = -1;

	if (job->outcome.kind == OUTCOME_BUG && job->outcome.says != NULL)
		log_text(LOG_ERROR, "contradiction", "%s to %s, authority %d: %s",
			call->route->template, words->request_id, (int)call->staff.authority_id,
			job->outcome.says);
	if (trouble == NULL)
		return status;
	if (!json_get_int(job->outcome.event, "n", &number))
		number = -1;
	log_text(LOG_ERROR, "unshown",
		"the reply of %s to %s, authority %d, event %lld, cannot be shown: %s",
		call->route->template, words->request_id, (int)call->staff.authority_id,
		(long long)number, trouble);
	return status;
}

static void reply_to(struct single *single, const struct wire_words *words)
{
	struct call *call = single->call;
	const struct store_job *job = &single->job;
	struct buf body = buf_within(call->arena, REPLY_BYTES_MAX);
	int status = render(call, job, words, &body);

	if (status >= 300)
		call->code = arena_printf(
			call->arena, "%.*s", SPAN_ARG(json_get(buf_done(&body), "code")));
	reply(call, status, buf_done(&body));
}

static void decided(struct store_job *job, const struct offer_book *offers)
{
	struct single *single = job->context;
	struct wire_words words = words_of(single->call, single->call->arena, offers);

	reply_to(single, &words);
}

/* Whose the keys of a request are; answers if it is not said as it should be. */
static bool read_scope(struct call *call)
{
	struct span scope = http_header(call->request, "Key-Scope");

	call->key_is_authoritys = span_is(scope, "authority");
	if (scope.at == NULL || call->key_is_authoritys || span_is(scope, "staff"))
		return true;
	call_fail(call, 422, "invalid", "Key-Scope",
		"Key-Scope is authority, for keys that are the same whoever sends them, or staff, "
		"as without it.");
	return false;
}

/* The key of a command that is to be recorded, or of a dry run that asks about one; answers if it
 * is not there or not one. */
static bool read_key(struct call *call)
{
	struct span key = http_header(call->request, "Idempotency-Key");

	if (key.at == NULL && is_dry_run(call))
		return true;
	if (key.at == NULL) {
		call_fail(call, 400, "key-missing", "Idempotency-Key",
			"Whatever records something needs an Idempotency-Key header: a UUID of "
			"your choice, the same when the request is repeated.");
		return false;
	}
	call->has_key = uuid_parse(key, &call->key);
	if (!call->has_key)
		call_fail(call, 400, "key-malformed", "Idempotency-Key",
			"The Idempotency-Key is not a UUID, such as "
			"0198c0de-0000-7000-8000-000000000000.");
	return call->has_key;
}

bool commands_head_fits(struct call *call)
{
	switch (call->route->kind) {
	case ROUTE_READ:
	case ROUTE_EXPORT:
	case ROUTE_LOOK:
		return true;
	case ROUTE_COMMAND:
		return read_scope(call) && read_key(call);
	case ROUTE_CLAIM:
		return read_key(call);
	case ROUTE_BATCH:
		return read_scope(call);
	}
	UNREACHABLE("a kind of route commands.c does not know");
}

/* What a dry run would be without its parameter. */
static struct span recording_target(const struct call *call)
{
	struct span target = http_target(call->request);

	return is_dry_run(call) ? span_slice(target, 0, span_find(target, '?')) : target;
}

static void take_key(const struct call *call, struct command *command)
{
	command->key = call->key;
	command->asks_key = call->has_key && command->dry_run;
}

/* NULL if it is not sound, which is then answered. */
static struct single *decode(
	struct call *call, const struct wire_input *input, struct command command)
{
	struct single *single = ARENA_NEW(call->arena, struct single);
	struct wire_problem problem;

	single->call = call;
	single->job.command = command;
	single->job.context = single;
	single->job.done = decided;
	if (wire_decode(call->arena, input, &single->job.command, &problem))
		return single;
	call_problem(call, &problem);
	return NULL;
}

/* Of a person to be added, what tells somebody of the same name and birth date. */
static void set_likeness(const struct call *call, struct command *command)
{
	const struct seal_key *key =
		&store_authority(call->store, call->staff.authority_id)->likeness_key;
	struct command_person_add *asked = &command->person_add;
	char born[DATE_TEXT + 1];

	if (command->kind != COMMAND_PERSON_ADD || asked->name.at == NULL)
		return;
	date_format(asked->born, born);
	struct span parts[] = {span_of(born), text_fold(call->arena, asked->name)};
	asked->likeness = hash_hmac_parts(
		(struct span){(const char *)key->bytes, SEAL_KEY_BYTES}, parts, ARRAY_LEN(parts));
	asked->has_likeness = true;
}

static void submit(struct call *call, const struct wire_input *input, struct command command)
{
	struct single *single = decode(call, input, command);

	if (single == NULL)
		return;
	set_likeness(call, &single->job.command);
	store_submit(call->store, &single->job);
}

void commands_serve(struct call *call)
{
	struct command command = head_of(call);
	struct wire_input input = {.ref = call->path.ref,
		.code = call->path.code,
		.id = call->path.id,
		.body = http_body(call->request)};

	take_key(call, &command);
	command.request = request_of(call, recording_target(call), http_body(call->request));
	submit(call, &input, command);
}

/* --- somebody who is not staff yet --- */

/* Answers what is known before any authority is: in the words in which it would have answered. */
static void answer_early(struct single *single, struct outcome outcome)
{
	struct call *call = single->call;
	struct wire_words words = {.request_id = http_request_id(call->request)};

	single->job.outcome = outcome;
	reply_to(single, &words);
}

/* It is the invitation that says whose command it is. Another certificate makes it another request.
 */
static void submit_claim(struct single *single)
{
	struct call *call = single->call;
	struct command *command = &single->job.command;
	struct buf content = buf_in(call->arena);

	command->authority_id = call->staff.authority_id;
	command->staff_id = command->staff_claim.code.staff_id;
	buf_hex(&content, command->fingerprint.bytes, DIGEST_BYTES);
	buf_span(&content, http_body(call->request));
	command->request = request_of(call, recording_target(call), buf_done(&content));
	store_submit(call->store, &single->job);
}

static void found_authority(void *context, enum status status, const struct store_staff *found)
{
	struct single *single = context;

	if (!call_looked_up(single->call, status))
		return;
	single->call->staff.authority_id = found->authority_id;
	if (found->authority_id == 0)
		answer_early(
			single, (struct outcome){.kind = OUTCOME_NOT_FOUND, .where = "invitation"});
	else
		submit_claim(single);
}

/* Whether the caller may be the one who claimed and had no answer. */
static bool is_of_caller(const struct call *call, const struct invitation *invitation)
{
	const struct store_authority *authority =
		store_authority(call->store, call->staff.authority_id);

	return call->staff.staff_id == invitation->staff_id &&
		span_is(invitation->authority, authority->code);
}

/* Of the year 2200; beyond it nobody need be told. */
#define CERTIFICATE_UNTIL_S_MAX INT64_C(7258118400)

void commands_claim(struct call *call)
{
	struct wire_input input = {.body = http_body(call->request)};
	struct command head = head_of(call);
	struct single *single;

	take_key(call, &head);
	single = decode(call, &input, head);
	if (single == NULL)
		return;
	if (http_certificate(call->request, &single->job.command.fingerprint) != HTTP_SHOWN_GOOD)
		UNREACHABLE("the door lets nobody pass without a certificate");
	if (http_certificate_until_s(call->request) < CERTIFICATE_UNTIL_S_MAX)
		single->job.command.certificate_until_s = http_certificate_until_s(call->request);
	if (call->staff.staff_id == 0)
		store_find_authority(call->store, single->job.command.staff_claim.code.authority,
			found_authority, single);
	else if (is_of_caller(call, &single->job.command.staff_claim.code))
		submit_claim(single);
	else
		answer_early(single,
			(struct outcome){.kind = OUTCOME_EXISTS,
				.says = "this certificate is registered already"});
}

void commands_look(struct call *call)
{
	struct wire_input input = {.ref = call->path.ref, .on = http_query(call->request, "on")};

	submit(call, &input, head_of(call));
}

#define ANSWERS_BEGIN "{\"answers\":["
#define ANSWERS_END   "]}"

static void put(char *to, size_t *len, struct span bytes)
{
	memcpy(to + *len, bytes.at, bytes.len);
	*len += bytes.len;
}

static void answer_batch(struct batch *batch)
{
	size_t len = sizeof(ANSWERS_BEGIN ANSWERS_END);
	char *body;

	for (size_t i = 0; i < batch->len; i++)
		len += batch->answers[i].len + 1;
	/* Its length is known, and growing to it would take twice as much. */
	body = arena_alloc(batch->call->arena, len);
	len = 0;
	put(body, &len, SPAN(ANSWERS_BEGIN));
	for (size_t i = 0; i < batch->len; i++) {
		if (i > 0)
			put(body, &len, SPAN(","));
		put(body, &len, batch->answers[i]);
	}
	put(body, &len, SPAN(ANSWERS_END));
	arena_free(batch->room);
	reply(batch->call, 200, (struct span){body, len});
}

/* Of what rendering an answer takes nothing stays but the answer. */
static void keep_answer(struct batch *batch, size_t i, int status, struct span body)
{
	struct json answer = json_in(batch->room);

	json_open(&answer, NULL, '{');
	json_int(&answer, "status", status);
	json_raw(&answer, "body", body);
	json_close(&answer, '}');
	batch->answers[i] = span_dup(batch->call->arena, json_done(&answer));
	batch->answers_bytes += batch->answers[i].len;
	arena_reset(batch->room);
}

static size_t room_of_answer(const struct batch *batch)
{
	size_t left = batch->answers_bytes < ANSWERS_BYTES_MAX
		? ANSWERS_BYTES_MAX - batch->answers_bytes
		: 0;

	if (left > REPLY_BYTES_MAX)
		return REPLY_BYTES_MAX;
	return left < ANSWER_BYTES_MIN ? ANSWER_BYTES_MIN : left;
}

static void decided_item(struct store_job *job, const struct offer_book *offers)
{
	struct batch *batch = job->context;
	struct wire_words words = words_of(batch->call, batch->room, offers);
	struct buf body = buf_within(batch->room, room_of_answer(batch));
	size_t i = (size_t)(job - batch->jobs);
	int status;

	words.within = arena_printf(batch->room, "/items/%zu", i);
	status = render(batch->call, job, &words, &body);
	keep_answer(batch, i, status, buf_done(&body));
	if (--batch->left == 0)
		answer_batch(batch);
}

static void submit_item(struct batch *batch, size_t i)
{
	struct call *call = batch->call;
	struct wire_item *item = &batch->items[i];
	struct store_job *job = &batch->jobs[i];

	job->command = item->command;
	job->command.request = request_of(call, span_of(call->route->template), item->content);
	job->context = batch;
	job->of_batch = true;
	job->done = decided_item;
	store_submit(call->store, job);
}

void commands_serve_batch(struct call *call)
{
	struct batch *batch = ARENA_NEW(call->arena, struct batch);
	struct command head = head_of(call);
	struct wire_problem problem;

	batch->call = call;
	if (!wire_decode_batch(call->arena, http_body(call->request), &head, &batch->items,
		    &batch->len, &problem)) {
		call_problem(call, &problem);
		return;
	}
	batch->jobs = ARENA_ARRAY(call->arena, struct store_job, batch->len);
	batch->answers = ARENA_ARRAY(call->arena, struct span, batch->len);
	batch->left = batch->len;
	batch->room = arena_new(HTTP_ARENA_BYTES_MAX);
	for (size_t i = 0; i < batch->len; i++) {
		struct buf body = buf_in(batch->room);
		int status;

		if (batch->items[i].sound) {
			submit_item(batch, i);
			continue;
		}
		status = wire_reply_problem(
			&body, &batch->items[i].problem, http_request_id(call->request));
		keep_answer(batch, i, status, buf_done(&body));
		batch->left--;
	}
	if (batch->left == 0)
		answer_batch(batch);
}
