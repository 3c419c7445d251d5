#include "core/decide/slice.h"

#include "tests/check.h"
#include "tests/core/slice_rig.h"

static struct slice slice_in(struct arena *arena)
{
	static const struct offer_book none;
	struct slice slice;

	slice_init(&slice, arena, 7, SPAN("testshire"), &none);
	return slice;
}

TEST(slice_begins_empty)
{
	struct arena *arena = arena_new(1 << 20);
	struct slice slice = slice_in(arena);
	struct digest print = {{1}};

	CHECK_INT(7, slice.authority_id);
	CHECK_SPAN("testshire", slice.authority_code);
	CHECK_INT(0, slice.size);
	CHECK(slice_person(&slice, SPAN("A")) == NULL);
	CHECK(slice_person(&slice, SPAN_NONE) == NULL);
	CHECK(slice_person_by_id(&slice, rig_uuid(1)) == NULL);
	CHECK(slice_account(&slice, SPAN("grantor")) == NULL);
	CHECK(slice_account_by_id(&slice, 0) == NULL);
	CHECK(slice_payment(&slice, 0) == NULL);
	CHECK(slice_staff(&slice, 1) == NULL);
	CHECK(slice_key(&slice, 1, rig_uuid(1)) == NULL);
	CHECK(!slice_has_fingerprint(&slice, &print));
	arena_free(arena);
}

TEST(slice_finds_what_was_put)
{
	struct arena *arena = arena_new(1 << 20);
	struct slice slice = slice_in(arena);
	struct slice_person person = {.id = rig_uuid(1), .ref = SPAN("A")};
	struct slice_person erased = {.id = rig_uuid(2), .ref = SPAN_NONE};
	struct account account = {.id = 16, .code = SPAN("grantor")};
	struct slice_payment payment = {.id = 341};
	struct slice_staff staff = {.id = 3};
	struct digest print = {{1}}, other = {{2}};

	slice_put_person(&slice, &person);
	slice_put_person(&slice, &erased);
	slice_put_account(&slice, &account);
	slice_put_payment(&slice, &payment);
	slice_put_staff(&slice, &staff);
	slice_put_fingerprint(&slice, &print);
	CHECK(slice_person(&slice, SPAN("A")) == &person);
	CHECK(slice_person(&slice, SPAN("a")) == NULL);
	CHECK(slice_person(&slice, SPAN_NONE) == NULL);
	CHECK(slice_person_by_id(&slice, rig_uuid(1)) == &person);
	CHECK(slice_person_by_id(&slice, rig_uuid(2)) == &erased);
	CHECK(slice_account(&slice, SPAN("grantor")) == &account);
	CHECK(slice_account_by_id(&slice, 16) == &account);
	CHECK(slice_account_by_id(&slice, 17) == NULL);
	CHECK(slice_payment(&slice, 341) == &payment);
	CHECK(slice_payment(&slice, 342) == NULL);
	CHECK(slice_staff(&slice, 3) == &staff);
	CHECK(slice_staff(&slice, 2) == NULL);
	CHECK(slice_has_fingerprint(&slice, &print));
	CHECK(!slice_has_fingerprint(&slice, &other));
	arena_free(arena);
}

/* A key is one staff member's. */
TEST(slice_keys)
{
	struct arena *arena = arena_new(1 << 20);
	struct slice slice = slice_in(arena);
	struct slice_key one = {.owner = 1, .key = rig_uuid(9)};
	struct slice_key two = {.owner = 2, .key = rig_uuid(9)};

	slice_put_key(&slice, &one);
	CHECK(slice_key(&slice, 1, rig_uuid(9)) == &one);
	CHECK(slice_key(&slice, 2, rig_uuid(9)) == NULL);
	CHECK(slice_key(&slice, 1, rig_uuid(8)) == NULL);
	slice_put_key(&slice, &two);
	CHECK(slice_key(&slice, 1, rig_uuid(9)) == &one);
	CHECK(slice_key(&slice, 2, rig_uuid(9)) == &two);
	arena_free(arena);
}

TEST(slice_category_of_a_day)
{
	struct rig *rig = rig_empty();
	struct slice_person *person = rig_person(rig, "A", "2000-01-01", CATEGORY_NONE);

	CHECK_INT(CATEGORY_NONE, slice_category_on(person, rig_day("2019-01-01")));
	rig_category(rig, person, CATEGORY_QUALIFYING, "2019-02-01", 6);
	rig_category(rig, person, CATEGORY_RELEVANT, "2019-01-01", 5);
	CHECK_INT(CATEGORY_NONE, slice_category_on(person, rig_day("2018-12-31")));
	CHECK_INT(CATEGORY_RELEVANT, slice_category_on(person, rig_day("2019-01-01")));
	CHECK_INT(CATEGORY_RELEVANT, slice_category_on(person, rig_day("2019-01-31")));
	CHECK_INT(CATEGORY_QUALIFYING, slice_category_on(person, rig_day("2019-02-01")));
	/* A correction of the same day, and one that came before it but stands after. */
	rig_category(rig, person, CATEGORY_FORMER_RELEVANT, "2019-02-01", 8);
	rig_category(rig, person, CATEGORY_ELIGIBLE, "2019-02-01", 7);
	CHECK_INT(CATEGORY_FORMER_RELEVANT, slice_category_on(person, rig_day("2019-02-01")));
	/* What is recorded later of an earlier day changes nothing after the next. */
	rig_category(rig, person, CATEGORY_ELIGIBLE, "2019-01-15", 9);
	CHECK_INT(CATEGORY_ELIGIBLE, slice_category_on(person, rig_day("2019-01-15")));
	CHECK_INT(CATEGORY_FORMER_RELEVANT, slice_category_on(person, rig_day("2019-02-01")));
	rig_free(rig);
}

TEST(slice_fact_of_a_day)
{
	static const struct {
		const char *on;
		bool holds;
	} rows[] = {
		{"2018-12-31", false},
		{"2019-01-01", true},
		{"2019-01-31", true},
		{"2019-02-01", false},
		{"2019-02-28", false},
		{"2019-03-01", true},
		{"2199-12-31", true},
	};
	struct rig *rig = rig_empty();
	struct slice_person *person = rig_person(rig, "A", "2000-01-01", CATEGORY_NONE);

	rig_facts(rig, person, "fact-a@2019-03-01 fact-a@2019-01-01..2019-01-31 fact-b@2019-02-01");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].on);
		CHECK_INT(
			rows[i].holds, slice_fact_on(person, SPAN("fact-a"), rig_day(rows[i].on)));
		CHECK(!slice_fact_on(person, SPAN("fact"), rig_day(rows[i].on)));
	}
	check_row("by record");
	CHECK(!slice_fact_holds(&person->facts.at[0], rig_day("2019-01-15")));
	CHECK(slice_fact_holds(&person->facts.at[1], rig_day("2019-01-15")));
	rig_free(rig);
}

/* Of the records in force with a value of the kind the latest from, then the latest event. */
TEST(slice_fact_value_of_a_day)
{
	static const struct {
		const char *on;
		int64_t event; /* 0: none */
	} rows[] = {
		{"2018-12-31", 0},
		{"2019-01-01", 1},
		{"2019-02-28", 1},
		{"2019-03-01", 4}, /* a correction of the same day */
		{"2019-03-31", 4},
		{"2019-04-01", 4}, /* one that ended a day before, and one without a value */
		{"2019-04-30", 4},
		{"2019-05-01", 7}, /* of £0.00: an end */
		{"2199-12-31", 7},
	};
	struct rig *rig = rig_empty();
	struct slice_person *person = rig_person(rig, "A", "2000-01-01", CATEGORY_NONE);
	const struct slice_fact *found;

	rig_facts(rig, person,
		"pay@2019-01-01 pay@2019-03-01 pay@2019-02-15..2019-02-20 pay@2019-03-01 "
		"pay@2019-04-01 pay@2019-04-01 pay@2019-05-01 other@2019-01-01 pay@2019-04-02");
	for (size_t i = 0; i < person->facts.len; i++) {
		struct slice_fact *fact = &person->facts.at[i];

		fact->event = (int64_t)i + 1;
		fact->value =
			(struct fact_value){.kind = FACT_VALUE_MONEY, .pence = 100 * (int64_t)i};
	}
	/* Ended before it began: never held. */
	person->facts.at[2].has_until = true;
	person->facts.at[2].until = rig_day("2019-02-14");
	person->facts.at[4].has_until = true;
	person->facts.at[4].until = rig_day("2019-03-31");
	person->facts.at[5].value = (struct fact_value){.kind = FACT_VALUE_NONE};
	person->facts.at[6].value.pence = 0;
	person->facts.at[8].value = (struct fact_value){.kind = FACT_VALUE_DATE};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].on);
		found = slice_fact_value_on(
			person, SPAN("pay"), FACT_VALUE_MONEY, rig_day(rows[i].on));
		CHECK_INT(rows[i].event, found == NULL ? 0 : found->event);
	}
	found = slice_fact_value_on(person, SPAN("pay"), FACT_VALUE_DATE, rig_day("2019-05-01"));
	CHECK(found != NULL && found->event == 9);
	CHECK(slice_fact_value_on(person, SPAN("pay"), FACT_VALUE_CODE, rig_day("2019-05-01")) ==
		NULL);
	CHECK(slice_fact_value_on(person, SPAN("pa"), FACT_VALUE_MONEY, rig_day("2019-05-01")) ==
		NULL);
	rig_free(rig);
}
