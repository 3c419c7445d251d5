/* Steps by core: decoded from the JSON a client would send, decided over lists in memory, answered
 * in JSON. */
#include "base/arena.h"
#include "base/json.h"
#include "tests/sim/rows.h"
#include "tests/sim/way.h"
#include "wire/wire.h"

enum { ARENA_BYTES = 512 << 20, STAFF_MAX = 1000 };

#define DAY_US INT64_C(86400000000)

struct core {
	struct arena *arena, *room;
	struct rows rows;
	struct seal_key invitation_key;
	int64_t ticks;
	const char *codes[STAFF_MAX + 1]; /* invitations printed, by staff number */
	struct command commands[GROUP_MAX];
	struct outcome outcomes[GROUP_MAX];
	struct span bodies[GROUP_MAX];
	int statuses[GROUP_MAX]; /* of what could not be decoded, else 0 */
};

static const enum command_kind kinds[STEP_KINDS] = {
	[STEP_PUBLISH] = COMMAND_OFFER_PUBLISH,
	[STEP_STAFF] = COMMAND_STAFF_ADD,
	[STEP_RENEW] = COMMAND_STAFF_RENEW,
	[STEP_CLAIM] = COMMAND_STAFF_CLAIM,
	[STEP_CHANGE] = COMMAND_STAFF_CHANGE,
	[STEP_SUSPEND] = COMMAND_STAFF_SUSPEND,
	[STEP_REINSTATE] = COMMAND_STAFF_REINSTATE,
	[STEP_PERSON] = COMMAND_PERSON_ADD,
	[STEP_CATEGORY] = COMMAND_CATEGORY_RECORD,
	[STEP_FACT] = COMMAND_FACT_RECORD,
	[STEP_FACT_END] = COMMAND_FACT_END,
	[STEP_AWARD] = COMMAND_AWARD_MAKE,
	[STEP_REQUEST] = COMMAND_PAYMENT_REQUEST,
	[STEP_APPROVE] = COMMAND_PAYMENT_APPROVE,
	[STEP_DECLINE] = COMMAND_PAYMENT_DECLINE,
	[STEP_WITHDRAW] = COMMAND_PAYMENT_WITHDRAW,
	[STEP_DEFER] = COMMAND_PAYMENT_DEFER,
	[STEP_PAY] = COMMAND_PAYMENT_PAY,
	[STEP_CREDIT] = COMMAND_FUND_CREDIT,
	[STEP_DEBIT] = COMMAND_FUND_DEBIT,
	[STEP_MOVE] = COMMAND_FUND_MOVE,
	[STEP_LOOK] = COMMAND_ENTITLEMENTS,
};

static struct command head_of(struct core *core, const struct step *step, struct date today)
{
	struct command command = {.kind = kinds[step->kind],
		.dry_run = step->dry,
		.authority_id = 1,
		.staff_id = step->staff,
		.at_us = today.day * DAY_US + DAY_US / 2 + core->ticks++ * 1000,
		.key_is_authoritys = step->of_authority};

	if (step->key == 0)
		return command;
	command.key = rows_key(step);
	command.asks_key = step->dry;
	return command;
}

static struct digest request_of(struct span target, struct span content)
{
	struct span parts[] = {target, SPAN("\n"), content};

	return hash_sha256_parts(parts, ARRAY_LEN(parts));
}

static void not_decoded(struct core *core, size_t i, const struct wire_problem *problem)
{
	struct buf body = buf_in(core->room);

	core->statuses[i] = wire_reply_problem(&body, problem, "sim");
	core->bodies[i] = buf_done(&body);
}

static void decode(struct core *core, const struct group *group, size_t i)
{
	const struct step *step = &group->steps[i];
	struct buf body = buf_in(core->room), path = buf_in(core->room), id = buf_in(core->room);
	struct command command = head_of(core, step, group->today);
	struct wire_problem problem;
	struct wire_input input;
	char day[DATE_TEXT + 1];

	if (step->kind == STEP_CLAIM)
		buf_printf(&body, "{\"code\":\"%s\"}", core->codes[step->staff]);
	else if (step->kind != STEP_LOOK)
		step_body(&body, step);
	step_path(&path, step);
	if (step->other != 0)
		buf_printf(&id, "%d", step->other);
	else
		buf_printf(&id, "P%lld", (long long)step->payment);
	input = (struct wire_input){.ref = span_of(step->ref),
		.code = span_of(step->code),
		.id = buf_done(&id),
		.body = buf_done(&body)};
	if (step->has_on)
		input.on = span_of(calendar_text(step->on, day));
	if (!wire_decode(core->room, &input, &command, &problem)) {
		not_decoded(core, i, &problem);
		return;
	}
	command.request = request_of(buf_done(&path), buf_done(&body));
	if (step->kind == STEP_CLAIM)
		command.fingerprint = rows_fingerprint(step->staff);
	if (step->kind == STEP_PERSON && step->name != NULL) {
		command.person_add.likeness = rows_likeness(core->room, step);
		command.person_add.has_likeness = true;
	}
	core->commands[i] = command;
}

static void decode_batch(struct core *core, const struct group *group)
{
	struct buf body = buf_in(core->room), path = buf_in(core->room);
	struct command head = head_of(core, &group->steps[0], group->today);
	struct wire_problem problem;
	struct wire_item *items;
	bool sound;
	size_t len;

	step_path(&path, &group->steps[0]);
	batch_body(&body, group);
	sound = wire_decode_batch(core->room, buf_done(&body), &head, &items, &len, &problem);
	assert(sound && len == group->len);
	for (size_t i = 0; i < len; i++) {
		core->commands[i] = items[i].command;
		core->commands[i].request = request_of(buf_done(&path), items[i].content);
		if (!items[i].sound)
			not_decoded(core, i, &items[i].problem);
	}
}

static struct span printed(
	struct core *core, const struct wire_words *words, size_t i, int *ret_status)
{
	struct buf out = buf_in(core->room);
	const char *trouble;

	*ret_status = wire_reply(&out, &core->commands[i], &core->outcomes[i], words, &trouble);
	if (trouble != NULL)
		core->rows.wrong = trouble;
	return buf_done(&out);
}

static void keep_code(struct core *core, const struct step *step, struct span body)
{
	struct span code = json_get(body, "invitation");
	int64_t staff_id;

	if ((step->kind == STEP_STAFF || step->kind == STEP_RENEW) && code.at != NULL &&
		json_get_int(body, "staff", &staff_id) && staff_id <= STAFF_MAX)
		core->codes[staff_id] = span_dup(core->arena, code).at;
}

/* Whoever is suspended does not come as far as that: the door turns them away. */
static void turn_away(struct core *core, const struct slice *slice, size_t i, int32_t staff_id)
{
	static const struct wire_problem problem = {
		.status = 401, .code = "not-signed-in", .detail = "Suspended."};

	if (core->outcomes[i].kind == OUTCOME_NOT_YOUR_ROLE &&
		!slice_staff(slice, staff_id)->active)
		not_decoded(core, i, &problem);
}

/* One lane's batch, from..end of a group: decided over one slice, kept, and answered. */
static void play_slice(struct core *core, const struct group *group, size_t from, size_t end)
{
	struct wire_words words = {.authority = SPAN("Sim"),
		.authority_code = core->rows.authority,
		.invitation_key = &core->invitation_key,
		.request_id = "sim"};
	struct group part = {.len = end - from, .today = group->today};
	struct slice slice;

	for (size_t i = from; i < end; i++)
		part.steps[i - from] = group->steps[i];
	rows_load(&core->rows, &part, core->room, &slice);
	for (size_t i = from; i < end; i++)
		if (core->statuses[i] == 0) {
			decide(&slice, &core->commands[i], &core->outcomes[i]);
			turn_away(core, &slice, i, group->steps[i].staff);
		}
	rows_keep(&core->rows, &slice);
	words.offers = &core->rows.book;
	for (size_t i = from; i < end; i++) {
		if (core->statuses[i] == 0)
			core->bodies[i] = printed(core, &words, i, &core->statuses[i]);
		keep_code(core, &group->steps[i], core->bodies[i]);
	}
}

/* Looks have batches of their own. */
static size_t end_of_slice(const struct group *group, size_t from)
{
	bool looks = group->steps[from].kind == STEP_LOOK;
	size_t end = from;

	while (end < group->len && (group->steps[end].kind == STEP_LOOK) == looks)
		end++;
	return end;
}

static const char *core_play(struct way *way, struct arena *arena, const struct group *group,
	struct reply ret_replies[GROUP_MAX])
{
	struct core *core = way->context;
	size_t end;

	arena_reset(core->room);
	for (size_t i = 0; i < group->len; i++)
		core->statuses[i] = 0;
	for (size_t i = 0; i < group->len && !group->batch; i++)
		decode(core, group, i);
	if (group->batch)
		decode_batch(core, group);
	for (size_t from = 0; from < group->len; from = end) {
		end = end_of_slice(group, from);
		play_slice(core, group, from, end);
	}
	for (size_t i = 0; i < group->len; i++)
		ret_replies[i] =
			(struct reply){core->statuses[i], span_dup(arena, core->bodies[i])};
	return core->rows.wrong;
}

static const char *core_books(
	struct way *way, struct arena *arena, int64_t from, struct way_books *ret_books)
{
	const struct rows *rows = &((struct core *)way->context)->rows;

	*ret_books = (struct way_books){.accounts = {.at = NULL}};
	for (size_t i = 0; i < rows->accounts.len; i++) {
		const struct row_account *row = &rows->accounts.at[i];

		*VEC_PUSH(arena, &ret_books->accounts) = (struct way_account){
			row->code.at, row->credited, row->debited, row->reserved, row->base};
	}
	for (size_t i = 0; i < rows->payments.len; i++)
		*VEC_PUSH(arena, &ret_books->payments) = (struct way_payment){
			rows->payments.at[i].id, payment_state_word(rows->payments.at[i].state)};
	for (size_t i = (size_t)from; i < rows->events.len; i++)
		*VEC_PUSH(arena, &ret_books->events) = rows->events.at[i].bytes;
	return NULL;
}

static void core_end(struct way *way)
{
	struct core *core = way->context;
	struct arena *arena = core->arena;

	arena_free(core->room);
	arena_free(arena);
}

/* Event 0, with the administrator. */
static void open_authority(struct core *core)
{
	struct group nothing = {.len = 0};
	struct command command = {.kind = COMMAND_STAFF_ADD,
		.authority_id = 1,
		.staff_id = 1,
		.at_us = 1,
		.fingerprint = rows_fingerprint(1),
		.staff_add = {.name = SPAN("Admin"), .roles = ROLE_ADMIN}};
	struct outcome outcome;
	struct slice slice;

	rows_load(&core->rows, &nothing, core->room, &slice);
	decide_authority_open(&slice, &command, &outcome);
	rows_keep(&core->rows, &slice);
}

struct way way_core(const char *authority)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct core *core = ARENA_NEW(arena, struct core);

	core->arena = arena;
	core->room = arena_new(ARENA_BYTES);
	core->rows = (struct rows){.arena = arena,
		.authority = span_of(authority),
		.invitation_key = &core->invitation_key};
	open_authority(core);
	return (struct way){.name = "core",
		.context = core,
		.authority = authority,
		.looks_are_cheap = true,
		.play = core_play,
		.books = core_books,
		.end = core_end};
}
