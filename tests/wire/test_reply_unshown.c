/* Stored events that cannot be rendered, and replies that are too long: answered in words. */
#include <string.h>

#include "base/arena.h"
#include "tests/check.h"
#include "tests/wire/world.h"

static int render(struct world *world, enum command_kind kind, enum outcome_kind outcome_kind,
	struct span event, struct buf *out, const char **ret_trouble)
{
	struct command command = {.kind = kind, .ref = SPAN("CL-1")};
	struct outcome outcome = {
		.kind = outcome_kind, .recorded = true, .replayed = true, .event = event};
	static const struct seal_key invitation_key;
	struct wire_words words = {.offers = &world->none,
		.authority = SPAN("Leicester"),
		.authority_code = SPAN("leicester"),
		.invitation_key = &invitation_key};

	return wire_reply(out, &command, &outcome, &words, ret_trouble);
}

static const struct row {
	enum command_kind kind;
	enum outcome_kind outcome;
	const char *event;
	int status;
	const char *reply;
} rows[] = {
	/* Recorded by a version that looked at no calendar. */
	{COMMAND_FACT_RECORD, OUTCOME_RECORDED,
		"{\"v\":1,\"n\":17,\"t\":\"fact-recorded\",\"fact\":\"pathway-plan:gym\","
		"\"from\":\"2199-12-31\",\"until\":\"2200-06-30\"}",
		201,
		"{\"recorded\":true,\"event\":17,\"says\":\"This is recorded, as event 17, but its "
		"reply cannot be shown: its member until is not a day of the years 1900 to 2199. "
		"Nothing needs to be sent again.\",\"shown\":false,\"replayed\":true}"},
	{COMMAND_FUND_CREDIT, OUTCOME_RECORDED, "{\"v\":1,\"n\":18}", 201,
		"{\"recorded\":true,\"event\":18,\"says\":\"This is recorded, as event 18, but its "
		"reply cannot be shown: its member amount is not a number bursar writes. Nothing "
		"needs to be sent again.\",\"shown\":false,\"replayed\":true}"},
	{COMMAND_PAYMENT_REQUEST, OUTCOME_RECORDED,
		"{\"v\":1,\"n\":18,\"amount\":9223372036854775807,\"left\":-9223372036854775807,"
		"\"limit\":1}",
		201,
		"{\"recorded\":true,\"event\":18,\"says\":\"This is recorded, as event 18, but its "
		"reply cannot be shown: its member amount is not a number bursar writes. Nothing "
		"needs to be sent again.\",\"shown\":false,\"replayed\":true}"},
	{COMMAND_PAYMENT_PAY, OUTCOME_RECORDED, "", 201,
		"{\"recorded\":true,\"event\":null,\"says\":\"This is recorded, but its reply "
		"cannot be shown: its member amount is not a number bursar writes. Nothing needs "
		"to be sent again.\",\"shown\":false,\"replayed\":true}"},
	{COMMAND_PAYMENT_REQUEST, OUTCOME_REFUSED,
		"{\"v\":1,\"n\":19,\"reasons\":[{\"code\":\"no-such-reason\"}]}", 422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"This is refused by a rule, as event 19, but "
		"its "
		"reasons cannot be shown: its reasons are not of the form bursar writes. Nothing "
		"needs to be sent "
		"again.\",\"code\":\"refused\",\"recorded\":true,\"event\":19,\"reasons\":[],"
		"\"shown\":false,\"replayed\":true}"},
};

TEST(reply_unshown)
{
	struct world world;

	world_begin(&world);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct buf out = buf_in(world.arena);
		const char *trouble = NULL;
		check_row("%zu", i);
		CHECK_INT(rows[i].status,
			render(&world, rows[i].kind, rows[i].outcome, span_of(rows[i].event), &out,
				&trouble));
		CHECK_SPAN(rows[i].reply, buf_done(&out));
		CHECK(trouble != NULL);
	}
	world_end(&world);
}

static const struct step recorded[] = {
	{ASHA, COMMAND_STAFF_ADD, NULL, NULL, NULL, "{\"name\":\"Zo\",\"roles\":[\"manager\"]}",
		201, NULL},
	{ASHA, COMMAND_STAFF_RENEW, NULL, NULL, "2", "", 201, NULL},
	{ASHA, COMMAND_CATEGORY_RECORD, "CL-1", NULL, NULL,
		"{\"category\":\"qualifying\",\"from\":\"2017-05-03\",\"reason\":\"Left\"}", 201,
		NULL},
	{ASHA, COMMAND_FACT_RECORD, "CL-1", NULL, NULL,
		"{\"fact\":\"theory-passed\",\"from\":\"2019-06-01\",\"evidence\":\"l\"}", 201,
		NULL},
	{ASHA, COMMAND_FACT_END, "CL-1", "theory-passed", NULL, "{\"on\":\"2019-06-20\"}", 201,
		NULL},
	{BEN, COMMAND_AWARD_MAKE, "CL-1", NULL, NULL,
		"{\"entitlement\":\"setting-up-home\",\"amount_pence\":60000,\"reason\":\"A\"}",
		201, NULL},
	{ASHA, COMMAND_FUND_CREDIT, NULL, "leaving-care", NULL,
		"{\"amount_pence\":200000,\"year\":\"2019-20\",\"reason\":\"Grant\"}", 201, NULL},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":1}", 201,
		NULL},
	{BEN, COMMAND_PAYMENT_APPROVE, NULL, NULL, "P109", "", 201, NULL},
	{BEN, COMMAND_PAYMENT_PAY, NULL, NULL, "P109", "", 201, NULL},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"gym\",\"amount_pence\":1}", 422, NULL},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"driving-lessons\",\"amount_pence\":1}", 422,
		NULL},
};

/* Any answer will do; that there is one, within the bytes, is what sanitizers look at. */
static void try(struct world *world, enum command_kind kind, struct span event)
{
	const enum outcome_kind kinds[] = {OUTCOME_RECORDED, OUTCOME_REFUSED};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		struct arena *arena = arena_new(1 << 20);
		struct span copy = span_dup(arena, event);
		struct buf out = buf_within(arena, 1 << 16);
		const char *trouble = NULL;
		int status = render(world, kind, kinds[i], copy, &out, &trouble);
		CHECK(status == 201 || status == 422 || status == 409);
		arena_free(arena);
	}
}

/* Every event of every kind, cut off at each byte, and with each byte another. */
TEST(reply_of_damaged_events)
{
	static const char others[] = "\"{}[],:-9n";
	struct world world;

	world_begin(&world);
	world_set_up(&world);
	for (size_t i = 0; i < ARRAY_LEN(recorded); i++) {
		struct uuid key = {{7, (uint8_t)i}};
		int status = 0;
		check_row("step %zu", i);
		world_play(&world, &recorded[i], &key, &status);
		if (!CHECK_INT(recorded[i].status, status))
			continue;
		struct span bytes = world.slice.events.at[world.slice.events.len - 1].bytes;
		char *copy = arena_strndup(world.arena, bytes.at, bytes.len);
		for (size_t at = 0; at < bytes.len; at++) {
			try(&world, recorded[i].kind, (struct span){copy, at});
			copy[at] = others[at % (sizeof(others) - 1)];
			try(&world, recorded[i].kind, (struct span){copy, bytes.len});
			copy[at] = bytes.at[at];
		}
	}
	world_end(&world);
}

/* A bound on either side of a reply's length. */
TEST(reply_longer_than_its_bound)
{
	static const char event[] =
		"{\"v\":1,\"n\":17,\"t\":\"fact-ended\",\"fact\":\"a\",\"on\":\"2019-06-20\"}";
	struct world world;
	const char *trouble = NULL;

	world_begin(&world);
	struct buf whole = buf_in(world.arena);
	CHECK_INT(201,
		render(&world, COMMAND_FACT_END, OUTCOME_RECORDED, SPAN(event), &whole, &trouble));
	CHECK_TEXT(NULL, trouble);
	struct buf fits = buf_within(world.arena, whole.len);
	CHECK_INT(201,
		render(&world, COMMAND_FACT_END, OUTCOME_RECORDED, SPAN(event), &fits, &trouble));
	CHECK_TEXT(NULL, trouble);
	CHECK(span_eq(buf_done(&whole), buf_done(&fits)));
	struct buf small = buf_within(world.arena, whole.len - 1);
	CHECK_INT(201,
		render(&world, COMMAND_FACT_END, OUTCOME_RECORDED, SPAN(event), &small, &trouble));
	CHECK_TEXT(arena_printf(world.arena, "it would be longer than %zu bytes", whole.len - 1),
		trouble);
	CHECK_SPAN(arena_printf(world.arena,
			   "{\"recorded\":true,\"event\":17,\"says\":\"This is recorded, as event "
			   "17, but its reply cannot be shown: it would be longer than %zu bytes. "
			   "Nothing needs to be sent again.\",\"shown\":false,\"replayed\":true}",
			   whole.len - 1),
		buf_done(&small));
	world_end(&world);
}
