/* What somebody may still have when a cap changes: the cases of the rule's design, computed there
 * twice by others, and some of ours. */
#include <string.h>

#include "base/arena.h"
#include "core/decide/uplift.h"
#include "core/money.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

/* 2023-06-15T12:00:00Z: later than every need date below. */
#define JUNE_2023_US INT64_C(1686830400000000)

static const struct row {
	const char *name, *given, *ask, *on, *expect;
} rows[] = {
	{"d-up-01", "v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:top-up; drawn=1250.00@2022-06-01",
		"left", "2023-03-31", "limit=2000.00 left=750.00"},
	{"d-up-02", "v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:top-up; drawn=1250.00@2022-06-01",
		"left", "2023-04-01", "limit=3000.00 left=1750.00"},
	{"d-up-03",
		"v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:new-only; drawn=1250.00@2022-06-01",
		"left", "2023-04-01", "limit=2000.00 left=750.00"},
	{"d-up-04", "v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:new-only", "left", "2023-04-01",
		"limit=3000.00 left=3000.00"},
	{"d-up-05", "v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:top-up", "left", "2023-04-01",
		"limit=3000.00 left=3000.00"},
	{"d-up-06", "v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:top-up; drawn=2000.00@2022-06-01",
		"request 1000.00", "2023-04-01", "ok"},
	{"d-up-07", "v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:top-up; drawn=2000.00@2022-06-01",
		"request 1000.01", "2023-04-01", "refused cap-exceeded"},
	{"d-up-08", "v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:top-up; drawn=2000.00@2022-06-01",
		"request 0.01", "2023-03-31", "refused cap-exceeded"},
	{"d-up-09",
		"v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:new-only; drawn=2000.00@2022-06-01",
		"request 0.01", "2023-04-01", "refused cap-exceeded"},
	{"d-up-10",
		"v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:new-only; declined=500.00@2022-06-01",
		"left", "2023-04-01", "limit=3000.00 left=3000.00"},
	{"d-up-11",
		"v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:new-only; "
		"requested=500.00@2022-06-01",
		"left", "2023-04-01", "limit=2000.00 left=1500.00"},
	{"d-up-12", "v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:top-up; drawn=2500.00@2023-05-01",
		"left", "2023-03-01", "limit=2000.00 left=0.00"},
	{"d-up-13",
		"v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:top-up; drawn=1250.00@2022-06-01; "
		"award=300.00@2022-05-01",
		"left", "2023-04-01", "limit=3300.00 left=2050.00"},
	{"d-up-14",
		"v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:new-only; drawn=1250.00@2022-06-01; "
		"award=300.00@2022-05-01",
		"left", "2023-04-01", "limit=2300.00 left=1050.00"},
	{"d-up-15",
		"v1=2000.00@2018-04-01; v2=2600.00@2022-04-01:new-only; "
		"v3=3000.00@2023-04-01:top-up; drawn=400.00@2021-06-01",
		"left", "2022-06-01", "limit=2000.00 left=1600.00"},
	{"d-up-16",
		"v1=2000.00@2018-04-01; v2=2600.00@2022-04-01:new-only; "
		"v3=3000.00@2023-04-01:top-up; drawn=400.00@2021-06-01",
		"left", "2023-06-01", "limit=3000.00 left=2600.00"},
	{"d-up-17",
		"v1=2000.00@2018-04-01; v2=2600.00@2022-04-01:top-up; "
		"v3=3000.00@2023-04-01:new-only; drawn=400.00@2021-06-01",
		"left", "2023-06-01", "limit=2600.00 left=2200.00"},
	{"d-up-18",
		"v1=2000.00@2018-04-01; v2=1500.00@2022-04-01:new-only; drawn=1800.00@2021-06-01",
		"left", "2022-06-01", "limit=1500.00 left=0.00"},
	{"d-up-19",
		"per=academic-year; v1=1200.00@2018-04-01; v2=1500.00@2021-01-01:top-up; "
		"drawn=1200.00@2020-10-01",
		"left", "2021-01-01", "limit=1500.00 left=300.00"},
	{"d-up-20",
		"per=academic-year; v1=1200.00@2018-04-01; v2=1500.00@2021-01-01:new-only; "
		"drawn=1200.00@2020-10-01",
		"left", "2021-09-01", "limit=1500.00 left=1500.00"},
	{"d-up-21",
		"per=academic-year; v1=1200.00@2018-04-01; v2=1500.00@2021-01-01:new-only; "
		"drawn=1200.00@2020-10-01",
		"left", "2021-08-31", "limit=1200.00 left=0.00"},
	{"d-up-22", "v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:top-up; drawn=1250.00@2022-06-01",
		"gain v2", "2023-04-01", "1000.00"},
	{"d-up-23",
		"v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:new-only; drawn=1250.00@2022-06-01",
		"gain v2", "2023-04-01", "0.00"},
	{"d-up-24", "v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:new-only", "gain v2",
		"2023-04-01", "1000.00"},
	/* Ours. An award alone is nothing drawn. */
	{"award alone",
		"v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:new-only; award=300.00@2022-05-01",
		"left", "2023-04-01", "limit=3300.00 left=3300.00"},
	{"one of two declined",
		"v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:new-only; "
		"declined=500.00@2022-06-01; drawn=100.00@2023-04-02",
		"left", "2023-05-01", "limit=3000.00 left=2900.00"},
	{"the earlier of two",
		"v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:new-only; drawn=100.00@2023-04-02; "
		"drawn=0.01@2023-03-31",
		"left", "2023-05-01", "limit=2000.00 left=1899.99"},
	/* A version that another of its day replaced was never in effect. */
	{"replaced on its day",
		"v1=2000.00@2018-04-01; v2=2600.00@2022-04-01:top-up; "
		"v3=2500.00@2022-04-01:new-only; v4=3000.00@2023-04-01:new-only; "
		"drawn=400.00@2021-06-01",
		"left", "2023-06-01", "limit=2000.00 left=1600.00"},
	/* Down and up again: a top-up is measured by what they have, and never above the cap. */
	{"down, then up to less",
		"v1=2000.00@2018-04-01; v2=1500.00@2022-04-01; v3=1800.00@2023-04-01:top-up; "
		"drawn=400.00@2021-06-01",
		"left", "2023-06-01", "limit=1800.00 left=1400.00"},
	{"down, then up to more, new-only",
		"v1=2000.00@2018-04-01; v2=1500.00@2022-04-01; v3=2500.00@2023-04-01:new-only; "
		"drawn=400.00@2021-06-01",
		"left", "2023-06-01", "limit=2000.00 left=1600.00"},
	{"begun while it was low",
		"v1=2000.00@2018-04-01; v2=1500.00@2022-04-01; v3=2000.00@2023-04-01:new-only; "
		"drawn=400.00@2022-06-01",
		"left", "2023-06-01", "limit=1500.00 left=1100.00"},
	{"the day of the version",
		"v1=2000.00@2018-04-01; v2=3000.00@2023-04-01:new-only; drawn=100.00@2023-04-01",
		"left", "2023-04-01", "limit=3000.00 left=2900.00"},
};

enum { VERSIONS_MAX = RIG_VERSIONS_MAX };

struct played {
	struct rig *rig;
	const char *per;
	const char *texts[VERSIONS_MAX];
	struct date effective[VERSIONS_MAX];
	size_t texts_len;
};

static int64_t pence_of(struct span text)
{
	int64_t pence = 0;
	const char *wrong = span_is(text, "0.00") ? NULL : money_parse(text, &pence);

	CHECK_TEXT(NULL, wrong);
	return pence;
}

static const char *version(struct arena *arena, const char *per, struct span amount,
	struct span effective, struct span uplift)
{
	return arena_printf(arena,
		RIG_OFFER_TOP("%.*s")
			RIG_LINE("line", "cap: {amount: \"%.*s\", per: %s}, fund: care%s%.*s"),
		SPAN_ARG(effective), SPAN_ARG(amount), per, uplift.len > 0 ? ", uplift: " : "",
		SPAN_ARG(uplift));
}

/* Publishes what is effective by a day and has not been. */
static void publish_until(struct played *played, struct date day)
{
	while (played->rig->book.len < played->texts_len &&
		date_cmp(played->effective[played->rig->book.len], day) <= 0)
		rig_publish(played->rig, played->texts[played->rig->book.len]);
}

static void draw(struct played *played, struct span word, int64_t pence, const char *on)
{
	struct rig *rig = played->rig;

	if (span_is(word, "award")) {
		CHECK_TEXT("recorded", rig_award(rig, "A", "line", pence, on));
		return;
	}
	CHECK_TEXT("recorded", rig_request(rig, "A", "line", pence, on));
	if (span_is(word, "requested"))
		return;
	if (span_is(word, "declined")) {
		CHECK_TEXT("recorded",
			rig_move(rig, COMMAND_PAYMENT_DECLINE, RIG_MANAGER, rig_last(rig)));
		return;
	}
	CHECK(span_is(word, "drawn"));
	int64_t payment = rig_last(rig);

	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, payment));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_PAY, RIG_FINANCE, payment));
}

/* "v2=3000.00@2023-04-01:top-up", "drawn=400.00@2021-06-01", "per=academic-year". */
static void play_clause(struct played *played, struct span clause, bool versions, bool late)
{
	struct arena *arena = played->rig->arena;
	struct span word = span_slice(clause, 0, span_find(clause, '='));
	struct span value = span_from(clause, word.len + 1);
	struct span amount = span_slice(value, 0, span_find(value, '@'));
	struct span date, mode;

	if (span_is(word, "per")) {
		played->per = arena_strndup(arena, value.at, value.len);
		return;
	}
	date = span_slice(value, amount.len + 1, DATE_TEXT);
	if (word.at[0] == 'v') {
		if (!versions)
			return;
		mode = span_from(value, amount.len + 1 + DATE_TEXT);
		mode = mode.len > 0 ? span_from(mode, 1) : mode;
		played->effective[played->texts_len] =
			rig_day(arena_strndup(arena, date.at, date.len));
		played->texts[played->texts_len++] =
			version(arena, played->per, amount, date, mode);
		return;
	}
	if (versions)
		return;
	const char *on = arena_strndup(arena, date.at, date.len);

	if (late)
		publish_until(played, rig_day(on));
	draw(played, word, pence_of(amount), on);
}

static void play_clauses(struct played *played, const char *given, bool versions, bool late)
{
	for (struct span rest = span_of(given); rest.len > 0;) {
		size_t len = span_find(rest, ';');

		play_clause(played, span_slice(rest, 0, len), versions, late);
		rest = span_from(rest, len + 2 < rest.len ? len + 2 : rest.len);
	}
}

static struct judge_room room_on(struct rig *rig, const char *ref, const char *on)
{
	return judge_begin(&rig->slice, slice_person(&rig->slice, span_of(ref)), SPAN("line"),
		rig_day(on), rig_day(on), 0)
		.room;
}

static const char *answer(struct played *played, const struct row *row)
{
	struct rig *rig = played->rig;
	struct judge_room room = room_on(rig, "A", row->on);
	struct buf out = buf_in(rig->arena);

	if (strncmp(row->ask, "request ", 8) == 0) {
		const char *decided =
			rig_request(rig, "A", "line", pence_of(span_of(row->ask + 8)), row->on);

		return strcmp(decided, "recorded") == 0 ? "ok" : decided;
	}
	if (strcmp(row->ask, "gain v2") == 0) {
		int64_t limit = room.limit_pence;

		rig->book.len = 1;
		money_print_plain(&out, limit - room_on(rig, "A", row->on).limit_pence);
		return buf_cstr(&out);
	}
	CHECK_TEXT("refused cap-exceeded",
		rig_request(rig, "A", "line", room.left_pence + 1, row->on));
	CHECK_INT(room.limit_pence, rig_reason(rig, REASON_CAP_EXCEEDED)->limit_pence);
	CHECK_INT(room.left_pence, rig_reason(rig, REASON_CAP_EXCEEDED)->left_pence);
	buf_text(&out, "limit=");
	money_print_plain(&out, room.limit_pence);
	buf_text(&out, " left=");
	money_print_plain(&out, room.left_pence);
	if (room.left_pence > 0)
		CHECK_TEXT("recorded", rig_request(rig, "A", "line", room.left_pence, row->on));
	return buf_cstr(&out);
}

/* late: each version is published only once somebody needs it, so that everything drawn before was
 * decided without knowing of it. */
static void run(const struct row *row, bool late)
{
	struct played played = {.rig = rig_empty(), .per = "lifetime"};

	check_row("%s%s", row->name, late ? " late" : "");
	played.rig->at_us = JUNE_2023_US;
	rig_person(played.rig, "A", "2002-01-01", CATEGORY_RELEVANT);
	play_clauses(&played, row->given, true, late);
	if (!late)
		publish_until(&played, rig_day("2199-12-31"));
	publish_until(&played, played.effective[0]);
	for (int year = 18; year <= 23; year++)
		rig_credit(played.rig, "care",
			arena_printf(played.rig->arena, "20%d-%d", year, year + 1), 99999999);
	play_clauses(&played, row->given, false, late);
	publish_until(&played, rig_day("2199-12-31"));
	CHECK_TEXT(row->expect, answer(&played, row));
	rig_check_books(played.rig);
	rig_free(played.rig);
}

TEST(uplift_cases)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		run(&rows[i], false);
		run(&rows[i], true);
	}
}

/* What the event keeps: the number of the rules, and the first drawn where the limit hangs on it.
 */
TEST(uplift_in_the_event)
{
	struct played played = {.rig = rig_empty(), .per = "lifetime"};
	struct rig *rig = played.rig;

	rig->at_us = JUNE_2023_US;
	rig_person(rig, "A", "2002-01-01", CATEGORY_RELEVANT);
	play_clauses(&played, rows[2].given, true, false);
	publish_until(&played, rig_day("2199-12-31"));
	CHECK_TEXT("recorded", rig_request(rig, "A", "line", 125000, "2022-06-01"));
	CHECK_SPAN(NULL, json_get(rig->outcome.event, "first_drawn"));
	CHECK_SPAN("3", json_get(rig->outcome.event, "rules"));
	CHECK_TEXT("recorded", rig_request(rig, "A", "line", 100, "2023-04-01"));
	CHECK_SPAN("2022-06-01", json_get(rig->outcome.event, "first_drawn"));
	CHECK_SPAN("{\"period\":\"lifetime\",\"credited_pence\":200000,\"drawn_pence\":0,"
		   "\"reserved_pence\":125100,\"left_pence\":74900,\"limit_pence\":200000}",
		json_get(rig->outcome.event, "cap"));
	rig_free(rig);
}

/* What was drawn when is only looked for where versions that count differ: on either side of each
 * edge. The versions: 2018 and 2019 alike, 2020-04-10 another cap, 2021-04-10 another again. */
TEST(uplift_matters)
{
	static const struct {
		const char *code, *from, *on;
		bool matters;
	} cases[] = {
		{"line", NULL, "2020-04-09", false},
		{"line", NULL, "2020-04-10", true},
		{"line", "2020-04-09", "2020-04-10", true},
		{"line", "2020-04-10", "2021-04-09", false},
		{"line", "2020-04-10", "2021-04-10", true},
		{"line", "2021-04-09", "2021-04-10", true},
		{"line", "2021-04-10", "2199-12-31", false},
		{"line", NULL, "2018-04-01", false},
		{"line", NULL, "2018-03-31", false},
		{"other", NULL, "2199-12-31", false},
	};

	static const struct {
		const char *effective, *amount;
	} versions[] = {{"2018-04-01", "10.00"}, {"2019-04-01", "10.00"}, {"2020-04-10", "20.00"},
		{"2021-04-10", "10.00"}};
	struct rig *rig = rig_empty();

	for (size_t i = 0; i < ARRAY_LEN(versions); i++)
		rig_publish(rig,
			version(rig->arena, "lifetime", span_of(versions[i].amount),
				span_of(versions[i].effective), SPAN("")));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct date from = {0};

		check_row("%zu", i);
		if (cases[i].from != NULL)
			from = rig_day(cases[i].from);
		CHECK_INT(cases[i].matters,
			uplift_matters(&rig->book, span_of(cases[i].code),
				cases[i].from == NULL ? NULL : &from, rig_day(cases[i].on)));
	}
	rig_free(rig);
}
