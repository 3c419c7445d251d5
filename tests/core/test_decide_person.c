/* Commands about people: adding them, their categories, their facts. */
#include <string.h>

#include "core/decide/decide.h"

#include "tests/check.h"
#include "tests/core/slice_rig.h"

static struct command person_add(struct rig *rig, const char *ref, const char *born)
{
	struct command command = rig_command(rig, COMMAND_PERSON_ADD, RIG_ADVISER);

	command.ref = span_of(ref);
	command.person_add.person = rig_uuid(1);
	command.person_add.key.bytes[0] = 42;
	command.person_add.born = rig_day(born);
	command.person_add.category = CATEGORY_FORMER_RELEVANT;
	command.person_add.name = SPAN("A Name");
	return command;
}

TEST(person_added)
{
	struct rig *rig = rig_new();
	struct command command = person_add(rig, "A", "2000-02-29");
	const struct slice_person *person;

	command.person_add.has_since = true;
	command.person_add.since = rig_day("2018-03-01");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("100", "person-added", "1") "\"person\":\"" RIG_PERSON_1
							"\",\"category\":\"former-relevant\","
							"\"since\":\"2018-03-01\"}",
		rig->outcome.event);
	person = slice_person(&rig->slice, SPAN("A"));
	CHECK_INT(1, rig->slice.new_people.len);
	CHECK(person != NULL);
	if (person == NULL)
		return;
	CHECK(rig->slice.new_people.at[0] == person);
	CHECK(slice_person_by_id(&rig->slice, rig_uuid(1)) == person);
	CHECK_INT(rig_day("2000-02-29").day, person->born.day);
	CHECK_SPAN("A Name", person->name);
	CHECK_INT(42, person->key.bytes[0]);
	CHECK_INT(100, person->event);
	CHECK(person->is_new);
	CHECK_INT(1, rig->slice.people_touched.len);
	if (CHECK_INT(1, person->categories.len)) {
		CHECK_INT(100, person->categories.at[0].event);
		CHECK(person->categories.at[0].is_new);
	}
	CHECK_INT(CATEGORY_NONE, slice_category_on(person, rig_day("2018-02-28")));
	CHECK_INT(CATEGORY_FORMER_RELEVANT, slice_category_on(person, rig_day("2018-03-01")));
	rig_free(rig);
}

static enum category category_on(const struct rig *rig, const char *ref, const char *on)
{
	struct date date;

	if (!CHECK(date_parse(span_of(on), &date)))
		return CATEGORY_NONE;
	return slice_category_on(slice_person(&rig->slice, span_of(ref)), date);
}

/* Left out, the category holds from the 16th birthday on, which no event tells. */
TEST(person_since)
{
	static const struct {
		const char *born, *before, *since;
	} rows[] = {
		{"2000-07-01", "2016-06-30", "2016-07-01"},
		{"2000-02-29", "2016-02-28", "2016-02-29"},
		{"2001-03-01", "2017-02-28", "2017-03-01"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = rig_new();
		struct command command = person_add(rig, "A", rows[i].born);

		check_row("%s", rows[i].born);
		CHECK_TEXT("recorded", rig_decide(rig, &command));
		CHECK(memmem(rig->outcome.event.at, rig->outcome.event.len, "\"since\":null", 12) !=
			NULL);
		CHECK_INT(CATEGORY_NONE, category_on(rig, "A", rows[i].before));
		CHECK_INT(command.person_add.category, category_on(rig, "A", rows[i].since));
		rig_free(rig);
	}
}

TEST(person_born)
{
	static const struct {
		const char *born, *want;
	} rows[] = {
		{"2019-07-01", "recorded"},
		{"2019-07-02", "invalid /born"},
		{"2030-01-01", "invalid /born"},
		{"1900-01-01", "recorded"},
		{"1956-02-29", "recorded"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = rig_new();
		struct command command = person_add(rig, "A", rows[i].born);
		const char *before = rig_dump(rig);

		check_row("%s", rows[i].born);
		CHECK_TEXT(rows[i].want, rig_decide(rig, &command));
		if (rig->outcome.kind == OUTCOME_INVALID)
			CHECK_TEXT(before, rig_dump(rig));
		rig_free(rig);
	}
}

/* 120 years, and the day after. */
TEST(person_born_long_ago)
{
	struct rig *rig = rig_new();
	struct command command = person_add(rig, "A", "1900-01-01");

	command.at_us = INT64_C(1640995200) * 1000000; /* 2022-01-01 */
	CHECK_TEXT("invalid /born", rig_decide(rig, &command));
	command.at_us -= INT64_C(366) * 86400 * 1000000; /* 2020-12-31 */
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	rig_free(rig);
}

TEST(person_twice)
{
	struct rig *rig = rig_new();
	struct command command = person_add(rig, "A", "2000-01-01");
	const char *after;

	CHECK_TEXT("recorded", rig_decide(rig, &command));
	after = rig_dump(rig);
	command = person_add(rig, "A", "2001-01-01");
	command.person_add.person = rig_uuid(2);
	CHECK_TEXT("exists", rig_decide(rig, &command));
	CHECK_TEXT(after, rig_dump(rig));
	command.ref = SPAN("B");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	rig_free(rig);
}

TEST(category_recorded)
{
	struct rig *rig = rig_new();
	struct slice_person *person = rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);
	struct command command = rig_command(rig, COMMAND_CATEGORY_RECORD, RIG_MANAGER);

	command.ref = SPAN("A");
	command.category_record.category = CATEGORY_RELEVANT;
	command.category_record.from = rig_day("2019-06-01");
	rig_text(&command.category_record.reason, "agreed");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("100", "category-recorded", "2") "\"person\":\"" RIG_PERSON_1
							     "\",\"category\":\"relevant\","
							     "\"from\":\"2019-06-01\","
							     "\"reason\":\"" RIG_MAC_AGREED "\"}",
		rig->outcome.event);
	CHECK_INT(CATEGORY_ELIGIBLE, slice_category_on(person, rig_day("2019-05-31")));
	CHECK_INT(CATEGORY_RELEVANT, slice_category_on(person, rig_day("2019-06-01")));
	CHECK(person->categories.at[1].is_new && person->categories.at[1].event == 100);
	CHECK(rig->slice.people_touched.at[0] == person);
	if (CHECK_INT(1, rig->slice.texts.len)) {
		CHECK_TEXT("reason", rig->slice.texts.at[0].field);
		CHECK_INT(100, rig->slice.texts.at[0].event);
		CHECK(rig->slice.texts.at[0].person == person);
		CHECK_SPAN("agreed", rig->slice.texts.at[0].text->text);
	}
	/* Corrected the same day: the later event holds. */
	command = rig_command(rig, COMMAND_CATEGORY_RECORD, RIG_MANAGER);
	command.ref = SPAN("A");
	command.category_record.category = CATEGORY_QUALIFYING;
	command.category_record.from = rig_day("2019-06-01");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK(json_get(rig->outcome.event, "reason").at == NULL);
	CHECK_INT(1, rig->slice.texts.len);
	CHECK_INT(CATEGORY_QUALIFYING, slice_category_on(person, rig_day("2019-06-01")));
	command = rig_command(rig, COMMAND_CATEGORY_RECORD, RIG_MANAGER);
	command.ref = SPAN("nobody");
	CHECK_TEXT("not found person", rig_decide(rig, &command));
	rig_free(rig);
}

static struct command fact_record(
	struct rig *rig, const char *code, const char *from, const char *until)
{
	struct command command = rig_command(rig, COMMAND_FACT_RECORD, RIG_ADVISER);

	command.ref = SPAN("A");
	command.fact_record.fact = span_of(code);
	command.fact_record.from = rig_day(from);
	command.fact_record.has_until = until != NULL;
	if (until != NULL)
		command.fact_record.until = rig_day(until);
	return command;
}

TEST(fact_recorded)
{
	struct rig *rig = rig_new();
	struct slice_person *person = rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);
	struct command command = fact_record(rig, "fact-a", "2019-06-01", NULL);

	rig_text(&command.fact_record.evidence, "seen");
	rig_text(&command.fact_record.value, "v");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("100", "fact-recorded",
			   "1") "\"person\":\"" RIG_PERSON_1 "\",\"fact\":\"fact-a\","
				"\"from\":\"2019-06-01\",\"until\":null,"
				"\"value\":\"" RIG_MAC_V "\",\"evidence\":\"" RIG_MAC_SEEN "\"}",
		rig->outcome.event);
	CHECK(!slice_fact_on(person, SPAN("fact-a"), rig_day("2019-05-31")));
	CHECK(slice_fact_on(person, SPAN("fact-a"), rig_day("2019-06-01")));
	CHECK(person->facts.at[0].is_new && person->facts.at[0].event == 100);
	CHECK(rig->slice.people_touched.at[0] == person);
	if (CHECK_INT(2, rig->slice.texts.len)) {
		CHECK_TEXT("value", rig->slice.texts.at[0].field);
		CHECK_TEXT("evidence", rig->slice.texts.at[1].field);
	}
	command = fact_record(rig, "fact-b", "2019-06-01", "2019-06-01");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN("2019-06-01", json_get(rig->outcome.event, "until"));
	CHECK(slice_fact_on(person, SPAN("fact-b"), rig_day("2019-06-01")));
	CHECK(!slice_fact_on(person, SPAN("fact-b"), rig_day("2019-06-02")));
	rig_free(rig);
}

TEST(fact_not_recorded)
{
	struct rig *rig = rig_new();
	struct command command;
	const char *before;

	rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);
	before = rig_dump(rig);
	command = fact_record(rig, "fact-a", "2019-06-02", "2019-06-01");
	CHECK_TEXT("invalid /until", rig_decide(rig, &command));
	command = fact_record(rig, "no-such-fact", "2019-06-01", NULL);
	CHECK_TEXT("not found fact", rig_decide(rig, &command));
	command = fact_record(rig, "fact-a:gym", "2019-06-01", NULL);
	CHECK_TEXT("not found fact", rig_decide(rig, &command));
	command = fact_record(rig, "pathway-plan", "2019-06-01", NULL);
	CHECK_TEXT("not found fact", rig_decide(rig, &command));
	command = fact_record(rig, "fact-a", "2019-06-01", NULL);
	command.ref = SPAN("nobody");
	CHECK_TEXT("not found person", rig_decide(rig, &command));
	CHECK_TEXT(before, rig_dump(rig));
	rig_free(rig);
}

static void add_facts(struct rig *rig, struct slice_person *person, const char *code,
	const char *until, int count)
{
	struct slice_fact fact = {.code = span_of(code),
		.event = 1,
		.from = rig_day("2018-01-01"),
		.has_until = until != NULL};

	if (until != NULL)
		fact.until = rig_day(until);
	for (int i = 0; i < count; i++)
		*VEC_PUSH(rig->slice.arena, &person->facts) = fact;
}

/* Of one word a hundred may be open, of one person two thousand in all. */
TEST(facts_are_bounded)
{
	struct rig *rig = rig_new();
	struct slice_person *person = rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);
	struct command command = fact_record(rig, "fact-a", "2019-06-01", NULL);

	add_facts(rig, person, "fact-a", "2019-06-30", 500);
	add_facts(rig, person, "fact-b", NULL, 200);
	add_facts(rig, person, "fact-a", RIG_TODAY, 99);
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	command = fact_record(rig, "fact-a", "2019-06-01", NULL);
	CHECK_TEXT("invalid /fact", rig_decide(rig, &command));
	person->facts.at[0].until = rig_day(RIG_TODAY);
	person->facts.at[700].ended_event = 7;
	person->facts.at[701].ended_event = 7;
	command = fact_record(rig, "fact-a", "2019-06-01", NULL);
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	command = fact_record(rig, "fact-a", "2019-06-01", NULL);
	CHECK_TEXT("invalid /fact", rig_decide(rig, &command));
	add_facts(rig, person, "fact-c", "2018-12-31", 2000 - 1 - (int)person->facts.len);
	command = fact_record(rig, "fact-c", "2019-06-01", NULL);
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	command = fact_record(rig, "fact-c", "2019-06-01", NULL);
	CHECK_TEXT("invalid /fact", rig_decide(rig, &command));
	rig_free(rig);
}

TEST(categories_are_bounded)
{
	struct rig *rig = rig_new();
	struct slice_person *person = rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);
	struct slice_category category = person->categories.at[0];
	static const char *const wanted[] = {"recorded", "invalid /category"};

	while (person->categories.len < 499)
		*VEC_PUSH(rig->slice.arena, &person->categories) = category;
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
		struct command command = rig_command(rig, COMMAND_CATEGORY_RECORD, RIG_MANAGER);

		command.ref = SPAN("A");
		command.category_record.category = CATEGORY_RELEVANT;
		command.category_record.from = rig_day("2019-06-01");
		CHECK_TEXT(wanted[i], rig_decide(rig, &command));
	}
	rig_free(rig);
}

/* The vocabulary is that of every version ever published. */
TEST(fact_of_an_older_version)
{
	struct rig *rig = rig_new();
	struct command command;

	rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);
	rig_publish(rig,
		"authority: testshire\nname: T\ntitle: T\neffective: 2019-01-01\nsource: a\n"
		"facts: {fact-new: New}\nentitlements:\n"
		"  - {code: line, name: L, says: L., offered: no}\n");
	command = fact_record(rig, "fact-new", "2019-06-01", NULL);
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	command = fact_record(rig, "fact-a", "2019-06-01", NULL);
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	rig_free(rig);
}

/* A plan holds until the same day six months on, or that month's last. */
TEST(fact_lapses)
{
	static const struct {
		const char *from, *until, *last, *after;
	} rows[] = {
		{"2018-08-31", NULL, "2019-02-28", "2019-03-01"},
		{"2019-08-31", NULL, "2020-02-29", "2020-03-01"},
		{"2018-08-28", NULL, "2019-02-28", "2019-03-01"},
		{"2018-08-29", NULL, "2019-02-28", "2019-03-01"},
		{"2019-01-15", NULL, "2019-07-15", "2019-07-16"},
		{"2019-01-15", "2019-07-14", "2019-07-14", "2019-07-15"},
		{"2019-01-15", "2019-07-15", "2019-07-15", "2019-07-16"},
		{"2019-01-15", "2019-07-16", "2019-07-15", "2019-07-16"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = rig_new();
		struct slice_person *person = rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);
		struct span code = SPAN("pathway-plan:need-plan");
		struct command command =
			fact_record(rig, "pathway-plan:need-plan", rows[i].from, rows[i].until);

		check_row("%s %s", rows[i].from, rows[i].until == NULL ? "" : rows[i].until);
		CHECK_TEXT("recorded", rig_decide(rig, &command));
		CHECK_SPAN(rows[i].last, json_get(rig->outcome.event, "until"));
		CHECK(slice_fact_on(person, code, rig_day(rows[i].last)));
		CHECK(!slice_fact_on(person, code, rig_day(rows[i].after)));
		rig_free(rig);
	}
}

/* What it would compute could be read back by nobody. */
TEST(fact_that_would_leave_the_calendar)
{
	static const struct {
		const char *from, *until, *decided, *last;
	} rows[] = {
		{"2199-06-30", NULL, "recorded", "2199-12-30"},
		{"2199-07-01", NULL, "invalid /from", NULL},
		{"2199-12-31", NULL, "invalid /from", NULL},
		{"2199-12-30", "2199-12-31", "recorded", "2199-12-31"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = rig_new();
		struct command command;

		check_row("%s", rows[i].from);
		rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);
		command = fact_record(rig, "pathway-plan:need-plan", rows[i].from, rows[i].until);
		CHECK_TEXT(rows[i].decided, rig_decide(rig, &command));
		CHECK_SPAN(rows[i].last, json_get(rig->outcome.event, "until"));
		rig_free(rig);
	}
}

TEST(fact_renewed)
{
	struct rig *rig = rig_new();
	struct command command;

	rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);
	command = fact_record(rig, "pathway-plan:need-plan", "2018-08-31", NULL);
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_TEXT("recorded", rig_request(rig, "A", "need-plan", 100, "2019-02-28"));
	CHECK_TEXT("refused missing-fact", rig_request(rig, "A", "need-plan", 100, "2019-03-01"));
	command = fact_record(rig, "pathway-plan:need-plan", "2019-02-28", NULL);
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_TEXT("recorded", rig_request(rig, "A", "need-plan", 100, "2019-03-01"));
	rig_free(rig);
}

static const char *end(struct rig *rig, const char *code, const char *on)
{
	struct command command = rig_command(rig, COMMAND_FACT_END, RIG_ADVISER);

	command.ref = SPAN("A");
	command.fact_end.code = span_of(code);
	command.fact_end.on = rig_day(on);
	return rig_decide(rig, &command);
}

TEST(fact_ended_on_the_first_day_there_is)
{
	struct rig *rig = rig_new();
	struct slice_person *person = rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);

	rig_facts(rig, person, "fact-a@1900-01-01");
	CHECK_TEXT("invalid /on", end(rig, "fact-a", "1900-01-01"));
	CHECK_TEXT("recorded", end(rig, "fact-a", "1900-01-02"));
	CHECK(slice_fact_on(person, SPAN("fact-a"), rig_day("1900-01-01")));
	rig_free(rig);
}

TEST(fact_ended)
{
	struct rig *rig = rig_new();
	struct slice_person *person = rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);

	rig_facts(rig, person, "fact-a@2019-01-01 fact-b@2019-01-01 fact-a@2019-06-15..2019-12-31");
	CHECK_TEXT("not found fact", end(rig, "fact-a", "2018-12-31"));
	CHECK_TEXT("not found fact", end(rig, "fact-c", "2019-07-01"));
	CHECK_TEXT("recorded", end(rig, "fact-a", "2019-07-01"));
	CHECK_SPAN(RIG_HEAD("100", "fact-ended", "1") "\"person\":\"" RIG_PERSON_1
						      "\",\"fact\":\"fact-a\","
						      "\"on\":\"2019-07-01\"}",
		rig->outcome.event);
	CHECK(slice_fact_on(person, SPAN("fact-a"), rig_day("2019-06-30")));
	CHECK(!slice_fact_on(person, SPAN("fact-a"), rig_day("2019-07-01")));
	CHECK(slice_fact_on(person, SPAN("fact-b"), rig_day("2019-07-01")));
	/* Both records of it, and no other. */
	CHECK(person->facts.at[0].end_is_new && person->facts.at[0].ended_event == 100);
	CHECK(!person->facts.at[1].end_is_new && person->facts.at[1].ended_event == 0);
	CHECK(person->facts.at[2].end_is_new && person->facts.at[2].ended_event == 100);
	CHECK(rig->slice.people_touched.at[0] == person);
	CHECK_TEXT("not found fact", end(rig, "fact-a", "2019-07-01"));
	rig_free(rig);
}

/* On its first day it never was; on its last day it loses that one. */
TEST(fact_ended_at_its_edges)
{
	struct rig *rig = rig_new();
	struct slice_person *person = rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);

	rig_facts(rig, person, "fact-a@2019-06-01 fact-b@2019-06-01..2019-06-30");
	CHECK_TEXT("recorded", end(rig, "fact-a", "2019-06-01"));
	CHECK(!slice_fact_on(person, SPAN("fact-a"), rig_day("2019-06-01")));
	CHECK_TEXT("not found fact", end(rig, "fact-b", "2019-07-01"));
	CHECK_TEXT("recorded", end(rig, "fact-b", "2019-06-30"));
	CHECK(slice_fact_on(person, SPAN("fact-b"), rig_day("2019-06-29")));
	CHECK(!slice_fact_on(person, SPAN("fact-b"), rig_day("2019-06-30")));
	/* Nor later, as it is loaded then. */
	for (size_t i = 0; i < person->facts.len; i++)
		person->facts.at[i].end_is_new = false;
	CHECK(!slice_fact_on(person, SPAN("fact-a"), rig_day("2019-06-01")));
	CHECK(!slice_fact_on(person, SPAN("fact-b"), rig_day("2019-06-30")));
	/* The same, as a later batch loads it. */
	person->facts.at[1].end_is_new = false;
	CHECK(!slice_fact_on(person, SPAN("fact-b"), rig_day("2019-06-30")));
	rig_free(rig);
}

/* A record is ended once: an end to come is not brought forward, and no event says that it was. */
TEST(fact_ended_twice)
{
	struct rig *rig = rig_new();
	struct slice_person *person = rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);
	const char *after;

	rig_facts(rig, person, "fact-a@2019-01-01");
	CHECK_TEXT("recorded", end(rig, "fact-a", "2019-08-01"));
	after = rig_dump(rig);
	CHECK_TEXT("exists", end(rig, "fact-a", "2019-07-01"));
	CHECK_TEXT(after, rig_dump(rig));
	CHECK_TEXT("not found fact", end(rig, "fact-a", "2019-08-01"));
	/* A later record of the same fact may be. */
	rig_facts(rig, person, "fact-a@2019-06-01");
	CHECK_TEXT("recorded", end(rig, "fact-a", "2019-07-01"));
	CHECK_INT(100, person->facts.at[0].ended_event);
	CHECK_INT(101, person->facts.at[1].ended_event);
	rig_free(rig);
}
