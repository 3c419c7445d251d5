#include "tests/wire/world.h"

#include <string.h>

#include "base/arena.h"
#include "tests/check.h"

enum { ARENA_BYTES = 64 << 20 };

static const char offer_text[] =
	"authority: leicester\n"
	"name: Leicester City Council\n"
	"title: What we offer\n"
	"effective: 2018-04-01\n"
	"source: seed.txt\n"
	"facts:\n"
	"  contact-details: Current telephone number given to the adviser\n"
	"  theory-passed: Theory test passed\n"
	"  in-prison: In prison\n"
	"  pathway-plan: {says: A current pathway plan, holds: 6 months}\n"
	"funds:\n"
	"  - {code: duty-to-25, name: Support to 25, ages: {from: 21, until: 25}}\n"
	"  - {code: leaving-care, name: Leaving care budget, ages: {from: 16, until: 21}}\n"
	"entitlements:\n"
	"  - code: setting-up-home\n"
	"    name: Setting up home\n"
	"    ages: {from: 18, until: 25}\n"
	"    categories: [relevant, former-relevant, qualifying]\n"
	"    cap: {amount: \"2000.00\", per: lifetime}\n"
	"    fund: [duty-to-25, leaving-care]\n"
	"    says: \"Setting up allowance \xc2\xa3"
	"2,000.\"\n"
	"    section: Q12\n"
	"  - code: communication-allowance\n"
	"    name: Communication allowance\n"
	"    ages: {from: 16, until: 21}\n"
	"    categories: [former-relevant]\n"
	"    needs: [contact-details]\n"
	"    pays: {every: month, amount: \"15.00\"}\n"
	"    cap: {amount: \"15.00\", per: month}\n"
	"    fund: leaving-care\n"
	"    says: \"15 pounds a month.\"\n"
	"  - code: driving-lessons\n"
	"    name: Driving lessons\n"
	"    ages: {from: 17, until: 25}\n"
	"    categories: [former-relevant]\n"
	"    needs: [theory-passed, not: in-prison]\n"
	"    cap: {by: award, per: financial-year}\n"
	"    fund: [duty-to-25, leaving-care]\n"
	"    says: Lessons once the theory test is passed.\n"
	"  - code: gym\n"
	"    name: Gym\n"
	"    kind: in-kind\n"
	"    ages: {from: 16, until: 21}\n"
	"    categories: [former-relevant]\n"
	"    says: The gym is free.\n"
	"  - code: birthday\n"
	"    name: Birthday\n"
	"    offered: no\n"
	"    says: \"No.\"\n";

static void staff(struct world *world, int32_t id, unsigned roles)
{
	struct slice_staff *staff = ARENA_NEW(world->arena, struct slice_staff);

	*staff = (struct slice_staff){.id = id, .roles = roles, .active = true};
	slice_put_staff(&world->slice, staff);
}

void world_begin(struct world *world)
{
	hash_begin();
	*world =
		(struct world){.arena = arena_new(ARENA_BYTES), .at_us = INT64_C(1561982400000000)};
	slice_init(&world->slice, world->arena, 1, SPAN("leicester"), &world->none);
	world->slice.size = WORLD_SIZE;
	world->slice.staff_id_next = 4;
	staff(world, ASHA, ROLE_ANY);
	staff(world, BEN, ROLE_MANAGER | ROLE_FINANCE);
	staff(world, CARA, ROLE_AUDITOR);
}

void world_end(struct world *world)
{
	arena_free(world->arena);
}

static const char *publish(struct arena *arena, struct span text)
{
	struct buf body = buf_in(arena);

	buf_text(&body, "{\"text\":");
	buf_json(&body, text);
	buf_text(&body, "}");
	return buf_cstr(&body);
}

static const char *body_of(struct arena *arena, const struct step *step)
{
	static const char arrow[] = " => ";

	if (step->kind != COMMAND_OFFER_PUBLISH)
		return step->body;
	const char *between = strstr(step->body, arrow);
	if (between == NULL)
		return publish(arena, SPAN(offer_text));
	size_t len = (size_t)(between - step->body);
	const char *at = strstr(offer_text, arena_strndup(arena, step->body, len));
	assert(at != NULL);
	return publish(arena,
		span_of(arena_printf(arena, "%.*s%s%s", (int)(at - offer_text), offer_text,
			between + sizeof(arrow) - 1, at + len)));
}

struct span world_play(
	struct world *world, const struct step *step, const struct uuid *key, int *ret_status)
{
	struct command *command = ARENA_NEW(world->arena, struct command);
	struct buf out = buf_in(world->arena);
	struct wire_problem problem;
	struct outcome outcome;
	struct seal_key invitation_key;
	const char *body = body_of(world->arena, step);
	struct wire_input input = {.ref = span_of(step->ref),
		.code = span_of(step->code),
		.id = span_of(step->id),
		.body = span_of(body)};

	*command = (struct command){.kind = step->kind,
		.dry_run = key == NULL,
		.authority_id = 1,
		.staff_id = step->staff,
		.at_us = world->at_us};
	if (!wire_decode(world->arena, &input, command, &problem)) {
		*ret_status = wire_reply_problem(&out, &problem, "r1");
		return buf_done(&out);
	}
	/* So that invitations, which are made of an event's bytes, are always the same. */
	memset(command->nonce, 0, sizeof(command->nonce));
	memset(invitation_key.bytes, 7, SEAL_KEY_BYTES);
	if (key != NULL)
		command->key = *key;
	command->request = hash_sha256(span_of(body));
	decide(&world->slice, command, &outcome);
	/* A publication ends its batch: what comes next is loaded by the new version. */
	world->slice.offers_loaded = world->slice.offers;
	struct wire_words words = {.offers = world->slice.offers,
		.authority = SPAN("Leicester"),
		.authority_code = SPAN("leicester"),
		.invitation_key = &invitation_key,
		.request_id = "r1"};
	const char *trouble;
	*ret_status = wire_reply(&out, command, &outcome, &words, &trouble);
	CHECK_TEXT(NULL, trouble);
	return buf_done(&out);
}

/* Without its end ,"replayed":true}. */
static struct span unreplayed(struct span reply)
{
	static const char tail[] = ",\"replayed\":true}";
	size_t len = sizeof(tail) - 1;

	if (reply.len < len || !span_is(span_from(reply, reply.len - len), tail))
		return SPAN_NONE;
	return span_slice(reply, 0, reply.len - len);
}

static void check_replay(
	struct world *world, const struct step *step, const struct uuid *key, struct span answered)
{
	int64_t size = world->slice.size;
	int status = 0;
	struct span again = unreplayed(world_play(world, step, key, &status));

	CHECK_INT(step->status, status);
	CHECK_SPAN(arena_strndup(world->arena, answered.at, answered.len - 1), again);
	CHECK_INT(size, world->slice.size);
}

void world_run(struct world *world, const struct step *steps, size_t steps_len)
{
	for (size_t i = 0; i < steps_len; i++) {
		int64_t size = world->slice.size;
		struct uuid key = {{(uint8_t)(world->steps >> 8), (uint8_t)world->steps}};
		int status = 0;
		world->steps++;
		check_row("step %zu", i);
		struct span reply = world_play(world, &steps[i], &key, &status);
		CHECK_INT(steps[i].status, status);
		CHECK_SPAN(steps[i].reply, reply);
		if (world->slice.size > size)
			check_replay(world, &steps[i], &key, reply);
	}
}

void world_run_dry(struct world *world, const struct step *steps, size_t steps_len)
{
	int64_t size = world->slice.size;

	for (size_t i = 0; i < steps_len; i++) {
		int status = 0;
		check_row("dry step %zu", i);
		struct span reply = world_play(world, &steps[i], NULL, &status);
		CHECK_INT(steps[i].status, status);
		CHECK_SPAN(steps[i].reply, reply);
		CHECK_INT(size, world->slice.size);
	}
}

void world_set_up(struct world *world)
{
	static const struct step steps[] = {
		{ASHA, COMMAND_OFFER_PUBLISH, NULL, NULL, NULL, "", 201,
			"{\"recorded\":true,\"event\":100,\"version\":1,\"effective\":"
			"\"2018-04-01\",\"says\":\"Published: version 1 of the offer, in effect "
			"from 1 April 2018.\"}"},
		{ASHA, COMMAND_PERSON_ADD, NULL, NULL, NULL,
			"{\"ref\":\"CL-1\",\"born\":\"1999-05-03\",\"category\":"
			"\"former-relevant\",\"name\":\"Kim\"}",
			201,
			"{\"recorded\":true,\"event\":101,\"ref\":\"CL-1\",\"category\":"
			"\"former-relevant\",\"since\":\"2015-05-03\",\"says\":\"Added: CL-1, "
			"former-relevant since 3 May 2015.\"}"},
	};

	world_run(world, steps, ARRAY_LEN(steps));
}
