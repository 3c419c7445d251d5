#include "tests/sim/play.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "tests/sim/agree.h"
#include "tests/sim/history.h"
#include "tests/sim/make.h"

enum { TAIL = 40, BOOKS_EVERY = 60, ARENA_BYTES = 1 << 30 };

/* The first reply of a key. */
struct first {
	int owner;
	uint64_t key;
	struct span body;
};

/* What one way told. */
struct told {
	struct history history;
	VEC(struct first) firsts;
	VEC(json_t *) replies; /* recorded, whose events are not seen yet */
};

struct playing {
	const struct play_options *options;
	struct arena *arena, *room; /* of the run; of a group */
	struct way *ways;
	size_t ways_len;
	struct told told[PLAY_WAYS_MAX];
	struct model *model;
	struct make make;
	struct group group;
	json_t *wants[GROUP_MAX];
	int statuses[GROUP_MAX];
	bool replays[GROUP_MAX];
	const char *tail[TAIL];
	size_t steps, groups;
	struct tally *tally;
};

static void print_tail(const struct playing *p)
{
	size_t first = p->steps < TAIL ? 0 : p->steps - TAIL;

	for (size_t i = first; i < p->steps; i++)
		printf("%5zu  %s\n", i, p->tail[i % TAIL]);
}

static bool fail(const struct playing *p, const struct way *way, size_t i, const char *wrong)
{
	char day[DATE_TEXT + 1];

	printf("seed %" PRIu64 ", today %s, the last steps:\n", p->options->seed,
		calendar_text(p->model->today, day));
	print_tail(p);
	if (i < p->group.len)
		printf("of the last %zu, number %zu by %s: %s\n", p->group.len, i + 1, way->name,
			wrong);
	else
		printf("after the last of them, by %s: %s\n", way->name, wrong);
	printf("again: tests/sim/run %" PRIu64 "%s\n", p->options->seed,
		p->ways_len > 1 ? " --database" : "");
	return false;
}

/* What a step is and what the model says, in a line. */
static const char *line_of(struct playing *p, size_t i)
{
	struct buf line = buf_in(p->arena);
	const json_t *want = p->wants[i], *reason;
	size_t n;

	step_print(&line, &p->group.steps[i]);
	buf_printf(&line, " -> %d", p->statuses[i]);
	if (json_object_get(want, "code") != NULL)
		buf_printf(&line, " %s", json_string_value(json_object_get(want, "code")));
	json_array_foreach(json_object_get(want, "reasons"), n, reason)
	{
		buf_printf(&line, " %s", json_string_value(json_object_get(reason, "code")));
	}
	if (json_is_true(json_object_get(want, "replayed")))
		buf_text(&line, " again");
	else if (json_is_integer(json_object_get(want, "event")))
		buf_printf(&line, " event %" JSON_INTEGER_FORMAT,
			json_integer_value(json_object_get(want, "event")));
	return buf_cstr(&line);
}

/* Puts the last step of the group to the model. */
static void ask(struct playing *p)
{
	size_t i = p->group.len - 1;

	p->replays[i] = model_is_replay(p->model, &p->group.steps[i]);
	p->wants[i] = model_answer(p->model, &p->group.steps[i], &p->statuses[i]);
	p->tail[p->steps++ % TAIL] = line_of(p, i);
	tally_add(p->tally, p->statuses[i], p->wants[i]);
}

static void next_group(struct playing *p)
{
	size_t len;

	make_group(&p->make, &p->group, &len);
	p->tally->batches += p->group.batch;
	while (p->group.len < len) {
		make_step(&p->make, &p->group);
		ask(p);
		/* As a lane does: what follows a publication is decided by it. */
		if (p->group.steps[p->group.len - 1].kind == STEP_PUBLISH)
			break;
	}
}

/* With ,"replayed":true} at its end, or a member more, where the first had }. */
static bool is_again(struct span first, struct span reply)
{
	struct span tail = SPAN(",\"replayed\":true");

	return first.len > 0 && reply.len >= first.len + tail.len &&
		memcmp(first.at, reply.at, first.len - 1) == 0 &&
		span_starts(span_from(reply, first.len - 1), tail);
}

static const char *check_bytes(struct playing *p, struct told *told, const struct step *step,
	const struct reply *reply, bool replay)
{
	int owner = step->of_authority ? KEY_OF_AUTHORITY : step->staff;

	for (size_t i = 0; i < told->firsts.len; i++) {
		const struct first *first = &told->firsts.at[i];

		if (first->owner != owner || first->key != step->key)
			continue;
		return !replay || is_again(first->body, reply->body)
			? NULL
			: "the reply sent again is not the first one";
	}
	if (replay)
		return "a key is known that never was told of";
	*VEC_PUSH(p->arena, &told->firsts) =
		(struct first){owner, step->key, span_dup(p->arena, reply->body)};
	return NULL;
}

static const char *check_reply(
	struct playing *p, struct told *told, size_t i, const struct reply *reply)
{
	json_t *got = json_loadb(reply->body.at, reply->body.len, 0, NULL);
	const struct step *step = &p->group.steps[i];
	const char *wrong;

	if (got == NULL || reply->status != p->statuses[i]) {
		json_decref(got);
		return arena_printf(p->arena, "status %d: %.*s; the model says %d: %s",
			reply->status, SPAN_ARG(reply->body), p->statuses[i],
			agree_text(p->arena, p->wants[i]));
	}
	wrong = agree(p->arena, p->wants[i], got);
	if (json_is_true(json_object_get(got, "recorded")) && !p->replays[i])
		*VEC_PUSH(p->arena, &told->replies) = json_incref(got);
	if (wrong == NULL && json_is_true(json_object_get(got, "recorded")))
		wrong = check_bytes(p, told, step, reply, p->replays[i]);
	json_decref(got);
	return wrong;
}

/* Each recorded reply against its event. */
static const char *check_events(struct playing *p, struct told *told)
{
	const char *wrong = NULL;

	for (size_t i = 0; i < told->replies.len; i++) {
		json_t *reply = told->replies.at[i];
		json_int_t n = json_integer_value(json_object_get(reply, "event"));

		if (wrong == NULL)
			wrong = n < told->history.size
				? agree_event(p->arena, reply, told->history.events.at[n])
				: "a reply tells of an event that is not there";
		json_decref(reply);
	}
	told->replies.len = 0;
	return wrong;
}

static bool check_books(struct playing *p, size_t w)
{
	struct told *told = &p->told[w];
	struct way *way = &p->ways[w];
	struct way_books books;
	const char *wrong = way->books(way, p->room, told->history.size, &books);

	for (size_t i = 0; wrong == NULL && i < books.events.len; i++)
		wrong = history_add(&told->history, books.events.at[i]);
	if (wrong == NULL && told->history.size != p->model->events)
		wrong = arena_printf(p->arena, "there are %lld events, the model has %lld",
			(long long)told->history.size, (long long)p->model->events);
	if (wrong == NULL)
		wrong = check_events(p, told);
	if (wrong == NULL)
		wrong = books_differ(p->room, p->model, &told->history, &books);
	return wrong == NULL || fail(p, way, SIZE_MAX, wrong);
}

static bool play_group(struct playing *p, bool last)
{
	struct reply replies[GROUP_MAX];
	bool good = true;

	for (size_t w = 0; w < p->ways_len && good; w++) {
		struct way *way = &p->ways[w];
		const char *wrong = way->play(way, p->room, &p->group, replies);

		if (wrong != NULL)
			good = fail(p, way, SIZE_MAX, wrong);
		for (size_t i = 0; i < p->group.len && good; i++) {
			wrong = check_reply(p, &p->told[w], i, &replies[i]);
			if (wrong != NULL)
				good = fail(p, way, i, wrong);
		}
		if (good &&
			(way->looks_are_cheap || last ||
				p->groups % BOOKS_EVERY == BOOKS_EVERY - 1))
			good = check_books(p, w);
	}
	for (size_t i = 0; i < p->group.len; i++)
		json_decref(p->wants[i]);
	arena_reset(p->room);
	p->groups++;
	return good;
}

static bool set_up(struct playing *p)
{
	bool more = true, good = true;

	for (size_t n = 0; more && good; n++) {
		p->group = (struct group){.len = 1, .today = p->model->today};
		more = make_first(&p->make, n, &p->group.steps[0]);
		ask(p);
		good = play_group(p, false);
	}
	return good;
}

static bool go_on(struct playing *p)
{
	const struct play_options *options = p->options;
	bool last = false;

	while (!last) {
		next_group(p);
		last = p->steps >= options->steps_max || options->is_over(options->context);
		if (!play_group(p, last))
			return false;
	}
	return true;
}

static void end(struct playing *p)
{
	for (size_t w = 0; w < p->ways_len; w++) {
		for (size_t i = 0; i < p->told[w].replies.len; i++)
			json_decref(p->told[w].replies.at[i]);
		history_end(&p->told[w].history);
		p->ways[w].end(&p->ways[w]);
	}
	model_end(p->model);
	arena_free(p->room);
	arena_free(p->arena);
}

bool play(
	const struct play_options *options, struct way *ways, size_t ways_len, struct tally *tally)
{
	struct playing p = {.options = options,
		.arena = arena_new(ARENA_BYTES),
		.room = arena_new(ARENA_BYTES),
		.ways = ways,
		.ways_len = ways_len,
		.tally = tally};
	bool good;

	p.model = model_begin(p.arena, ways[ways_len - 1].authority);
	make_begin(&p.make, p.arena, p.model, options->seed, options->today);
	for (size_t w = 0; w < ways_len; w++)
		history_begin(&p.told[w].history, p.arena);
	good = set_up(&p) && go_on(&p);
	tally->seeds++;
	end(&p);
	return good;
}
