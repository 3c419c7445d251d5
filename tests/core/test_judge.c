/* The rules that ask who, when and what is known: steps 1 to 5 of a decision. */
#include "core/decide/judge.h"

#include "tests/check.h"
#include "tests/core/slice_rig.h"

/* One request of one person; want as rig_decide says it. */
struct row {
	const char *name, *code, *on, *born, *facts, *want;
	enum category category;
	int64_t pence; /* 0: one pound */
};

static void check_rows(const struct row *rows, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		struct rig *rig = rig_new();
		struct slice_person *person = rig_person(rig, "A",
			rows[i].born == NULL ? "1999-07-01" : rows[i].born, rows[i].category);

		check_row("%s", rows[i].name);
		if (rows[i].facts != NULL)
			rig_facts(rig, person, rows[i].facts);
		CHECK_TEXT(rows[i].want,
			rig_request(rig, "A", rows[i].code,
				rows[i].pence == 0 ? 100 : rows[i].pence,
				rows[i].on == NULL ? RIG_TODAY : rows[i].on));
		rig_check_books(rig);
		rig_free(rig);
	}
}

#define E .category = CATEGORY_ELIGIBLE
#define R .category = CATEGORY_RELEVANT
#define F .category = CATEGORY_FORMER_RELEVANT
#define Q .category = CATEGORY_QUALIFYING

TEST(judge_offered)
{
	static const struct row rows[] = {
		{"carried", "by-lifetime", R, .want = "recorded"},
		{"a code the offer lacks", "no-such-line", R, .want = "refused not-offered"},
		{"the beginning of a code", "by-life", R, .want = "refused not-offered"},
		{"offered: no", "refused-line", R, .want = "refused not-offered"},
		{"alone, whoever asks", "refused-line", .want = "refused not-offered"},
		{"before the offer", "by-lifetime", .on = "2018-03-31", R,
			.want = "refused not-offered"},
		{"the offer's first day", "by-lifetime", .on = "2018-04-01", R, .want = "recorded"},
		{"before the line's own day", "from-july", .on = "2019-06-30", R,
			.want = "refused not-offered"},
		{"the line's own day", "from-july", .on = "2019-07-01", R,
			.want = "refused award-needed"},
	};

	check_rows(rows, ARRAY_LEN(rows));
}

TEST(judge_payable)
{
	static const struct {
		const char *code, *says;
	} rows[] = {
		{"kind", "help in kind"},
		{"guarantee", "a guarantee"},
		{"rate", "an amount computed from a rate"},
		{"floor", "an amount computed from income"},
	};
	struct rig *rig = rig_new();

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].code);
		CHECK_TEXT("refused not-yet-payable",
			rig_request(rig, "A", rows[i].code, 100, RIG_TODAY));
		CHECK_SPAN(rows[i].says, rig_reason(rig, REASON_NOT_YET_PAYABLE)->state);
		CHECK_TEXT(rows[i].says,
			judge_unpayable(
				offer_line_for(rig->versions[0], span_of(rows[i].code), 20)));
	}
	CHECK_TEXT(NULL, judge_unpayable(offer_line_for(rig->versions[0], SPAN("monthly"), 20)));
	CHECK_TEXT(NULL, judge_unpayable(offer_line_for(rig->versions[0], SPAN("by-week"), 20)));
	rig_free(rig);
}

TEST(judge_not_payable_and_more)
{
	static const struct row rows[] = {
		{"the day before the 16th birthday", "kind", .born = "2003-07-02", R,
			.want = "refused not-yet-payable age-below"},
		{"no category", "rate", .want = "refused not-yet-payable category"},
	};

	check_rows(rows, ARRAY_LEN(rows));
}

TEST(judge_category)
{
	static const struct row rows[] = {
		{"named", "relevant-only", R, .facts = "fact-b@2019-01-01", .want = "recorded"},
		{"named, without the line's need", "relevant-only", R,
			.want = "refused missing-fact"},
		{"none recorded", "relevant-only", .facts = "fact-a@2019-01-01 fact-b@2019-01-01",
			.want = "refused category"},
		{"not named", "relevant-only", E, .facts = "fact-b@2019-01-01",
			.want = "refused category"},
		{"nor this", "relevant-only", F, .facts = "fact-b@2019-01-01",
			.want = "refused category"},
		{"also, with both needs", "relevant-only", Q,
			.facts = "fact-a@2019-01-01 fact-b@2019-01-01", .want = "recorded"},
		{"also, without its own", "relevant-only", Q, .facts = "fact-b@2019-01-01",
			.want = "refused missing-fact"},
		{"also, without the line's", "relevant-only", Q, .facts = "fact-a@2019-01-01",
			.want = "refused missing-fact"},
		{"also, without either", "relevant-only", Q,
			.want = "refused missing-fact missing-fact"},
		{"every one: eligible", "by-lifetime", E, .want = "recorded"},
		{"every one: relevant", "by-lifetime", R, .want = "recorded"},
		{"every one: former relevant", "by-lifetime", F, .want = "recorded"},
		{"every one: qualifying", "by-lifetime", Q, .want = "recorded"},
		{"every one, but none", "by-lifetime", .want = "refused category"},
	};

	check_rows(rows, ARRAY_LEN(rows));
}

TEST(judge_category_figures)
{
	struct rig *rig = rig_new();
	const struct reason *reason;

	rig_person(rig, "A", "1999-07-01", CATEGORY_FORMER_RELEVANT);
	CHECK_TEXT("refused category missing-fact",
		rig_request(rig, "A", "relevant-only", 100, RIG_TODAY));
	reason = rig_reason(rig, REASON_CATEGORY);
	CHECK_INT(CATEGORY_FORMER_RELEVANT, reason->category);
	CHECK_INT(CATEGORY_BIT(CATEGORY_RELEVANT) | CATEGORY_BIT(CATEGORY_QUALIFYING),
		reason->allowed);
	rig_free(rig);
}

TEST(judge_category_dated)
{
	static const struct {
		const char *on, *want;
	} rows[] = {
		{"2018-12-31", "refused category"},
		{"2019-01-01", "recorded"},
		{"2019-05-31", "recorded"},
		{"2019-06-01", "refused category"},
		{"2019-06-30", "refused category"},
		{"2019-07-01", "recorded"},
	};
	struct rig *rig = rig_new();
	struct slice_person *person = rig_person(rig, "A", "1999-07-01", CATEGORY_NONE);

	/* In no order; of two on one day the later event holds, whichever stands first. */
	rig_category(rig, person, CATEGORY_QUALIFYING, "2019-06-01", 30);
	rig_category(rig, person, CATEGORY_RELEVANT, "2019-07-01", 32);
	rig_category(rig, person, CATEGORY_RELEVANT, "2019-01-01", 29);
	rig_category(rig, person, CATEGORY_FORMER_RELEVANT, "2019-07-01", 31);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].on);
		CHECK_TEXT(rows[i].want, rig_request(rig, "A", "ages", 100, rows[i].on));
	}
	rig_free(rig);
}

TEST(judge_ages)
{
	static const struct row rows[] = {
		{"the day before the 18th birthday", "ages", .born = "2001-07-02", R,
			.want = "refused age-below"},
		{"the 18th birthday", "ages", .born = "2001-07-01", R, .want = "recorded"},
		{"the day before the 21st birthday", "ages", .born = "1998-07-02", R,
			.want = "recorded"},
		{"the 21st birthday", "ages", .born = "1998-07-01", R, .want = "refused age-above"},
		{"long after", "ages", .born = "1920-07-01", R, .want = "refused age-above"},
		{"before birth", "ages", .on = "2018-04-01", .born = "2018-04-02", R,
			.want = "refused category age-below"},
		{"the age is that of the day, not of today", "ages", .on = "2019-07-15",
			.born = "2001-07-15", R, .want = "recorded"},
		{"a day earlier", "ages", .on = "2019-07-14", .born = "2001-07-15", R,
			.want = "refused age-below"},
		{"the younger window", "two-ages", .born = "2002-07-01", R, .want = "recorded"},
		{"its last day", "two-ages", .born = "2001-07-02", R, .want = "recorded"},
		{"after it", "two-ages", .born = "2001-07-01", R, .want = "refused age-above"},
		{"nearer to the older one", "two-ages", .born = "1998-07-02", R,
			.want = "refused age-below"},
		{"the older window", "two-ages", .born = "1998-07-01", R, .want = "recorded"},
	};

	check_rows(rows, ARRAY_LEN(rows));
}

/* Born on 29 February 2000, 19 on 1 March 2019 and 20 on 29 February 2020; and 18 on 1 March 2018,
 * with an offer of that time. */
TEST(judge_ages_leap)
{
	static const struct {
		const char *on, *want;
		int age;
	} rows[] = {
		{"2018-02-28", "refused age-below", 17},
		{"2018-03-01", "recorded", 18},
		{"2019-02-28", "recorded", 18},
		{"2019-03-01", "recorded", 19},
		{"2020-02-28", "recorded", 19},
		{"2020-02-29", "recorded", 20},
		{"2021-02-28", "recorded", 20},
		{"2021-03-01", "refused age-above", 21},
	};
	struct rig *rig = rig_empty();

	rig_publish(rig,
		RIG_OFFER_TOP(
			"2015-04-06") "  - {code: ages, name: Line, says: A line., "
				      "ages: {from: 18, until: 21}, categories: [relevant], "
				      "cap: {amount: \"100.00\", per: lifetime}, fund: care}\n");
	rig->at_us += INT64_C(1000) * 86400 * 1000000;
	rig_person(rig, "A", "2000-02-29", CATEGORY_RELEVANT);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t age = 0;

		check_row("%s", rows[i].on);
		CHECK_TEXT(rows[i].want, rig_request(rig, "A", "ages", 100, rows[i].on));
		CHECK(json_get_int(rig->outcome.event, "age", &age));
		CHECK_INT(rows[i].age, age);
	}
	rig_free(rig);
}

TEST(judge_age_figures)
{
	struct rig *rig = rig_new();
	const struct reason *reason;

	rig_person(rig, "A", "2001-07-02", CATEGORY_RELEVANT);
	rig_person(rig, "B", "1998-07-01", CATEGORY_RELEVANT);
	rig_request(rig, "A", "ages", 100, RIG_TODAY);
	reason = rig_reason(rig, REASON_AGE_BELOW);
	CHECK_INT(17, reason->age);
	CHECK_INT(18, reason->from_age);
	rig_request(rig, "B", "ages", 100, RIG_TODAY);
	reason = rig_reason(rig, REASON_AGE_ABOVE);
	CHECK_INT(21, reason->age);
	CHECK_INT(21, reason->until_age);
	rig_free(rig);
}

TEST(judge_needs)
{
	static const struct row rows[] = {
		{"missing", "need-a", R, .want = "refused missing-fact"},
		{"another", "need-a", R, .facts = "fact-b@2019-01-01",
			.want = "refused missing-fact"},
		{"from the day after", "need-a", R, .facts = "fact-a@2019-07-02",
			.want = "refused missing-fact"},
		{"from the day", "need-a", R, .facts = "fact-a@2019-07-01", .want = "recorded"},
		{"until the day", "need-a", R, .facts = "fact-a@2019-01-01..2019-07-01",
			.want = "recorded"},
		{"until the day before", "need-a", R, .facts = "fact-a@2019-01-01..2019-06-30",
			.want = "refused missing-fact"},
		{"ended on its first day", "need-a", R, .facts = "fact-a@2019-07-01..2019-06-30",
			.want = "refused missing-fact"},
		{"one record ended, one in force", "need-a", R,
			.facts = "fact-a@2019-01-01..2019-06-30 fact-a@2019-06-15",
			.want = "recorded"},
		{"any: neither", "need-any", R, .facts = "fact-c@2019-01-01",
			.want = "refused missing-fact"},
		{"any: the first", "need-any", R, .facts = "fact-a@2019-01-01", .want = "recorded"},
		{"any: the second", "need-any", R, .facts = "fact-b@2019-01-01",
			.want = "recorded"},
		{"any: both", "need-any", R, .facts = "fact-a@2019-01-01 fact-b@2019-01-01",
			.want = "recorded"},
		{"not: absent", "need-not", R, .want = "recorded"},
		{"not: held", "need-not", R, .facts = "fact-c@2019-07-01",
			.want = "refused excluded-by-fact"},
		{"not: from the day after", "need-not", R, .facts = "fact-c@2019-07-02",
			.want = "recorded"},
		{"not: until the day before", "need-not", R,
			.facts = "fact-c@2019-01-01..2019-06-30", .want = "recorded"},
		{"plan of this line", "need-plan", R, .facts = "pathway-plan:need-plan@2019-06-01",
			.want = "recorded"},
		{"plan of another line", "need-plan", R, .facts = "pathway-plan:need-a@2019-06-01",
			.want = "refused missing-fact"},
		{"a plan of no line", "need-plan", R, .facts = "pathway-plan@2019-06-01",
			.want = "refused missing-fact"},
	};

	check_rows(rows, ARRAY_LEN(rows));
}

TEST(judge_need_figures)
{
	struct rig *rig = rig_new();
	struct slice_person *person = rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	const struct reason *reason;

	CHECK_TEXT("refused missing-fact", rig_request(rig, "A", "need-any", 100, RIG_TODAY));
	reason = rig_reason(rig, REASON_MISSING_FACT);
	if (CHECK_INT(2, reason->facts_len)) {
		CHECK_SPAN("fact-a", reason->facts[0]);
		CHECK_SPAN("fact-b", reason->facts[1]);
	}
	CHECK_TEXT("refused missing-fact", rig_request(rig, "A", "need-plan", 100, RIG_TODAY));
	reason = rig_reason(rig, REASON_MISSING_FACT);
	if (CHECK_INT(1, reason->facts_len))
		CHECK_SPAN("pathway-plan:need-plan", reason->facts[0]);
	rig_facts(rig, person, "fact-c@2019-01-01");
	CHECK_TEXT("refused excluded-by-fact", rig_request(rig, "A", "need-not", 100, RIG_TODAY));
	reason = rig_reason(rig, REASON_EXCLUDED_BY_FACT);
	if (CHECK_INT(1, reason->facts_len))
		CHECK_SPAN("fact-c", reason->facts[0]);
	rig_free(rig);
}

TEST(judge_amount)
{
	static const struct row rows[] = {
		{"just the amount", "monthly", R, .pence = 1500, .want = "recorded"},
		{"a penny less", "monthly", R, .pence = 1499, .want = "refused amount-rule"},
		{"a penny more", "monthly", R, .pence = 1501,
			.want = "refused amount-rule cap-exceeded"},
		{"twice in one", "twice", R, .pence = 3000, .want = "refused amount-rule"},
		{"once of two", "twice", R, .pence = 1500, .want = "recorded"},
		{"up to: any", "by-lifetime", R, .pence = 1, .want = "recorded"},
	};

	check_rows(rows, ARRAY_LEN(rows));
}

TEST(judge_amount_figures)
{
	struct rig *rig = rig_new();
	const struct reason *reason;

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	rig_request(rig, "A", "monthly", 1400, RIG_TODAY);
	reason = rig_reason(rig, REASON_AMOUNT_RULE);
	CHECK_INT(1500, reason->limit_pence);
	CHECK_INT(1400, reason->asked_pence);
	rig_free(rig);
}

TEST(judge_day)
{
	static const struct row rows[] = {
		{"31 days ahead", "by-lifetime", .on = "2019-08-01", R, .want = "recorded"},
		{"32 days ahead", "by-lifetime", .on = "2019-08-02", R,
			.want = "refused too-far-ahead"},
		{"with what is not offered", "no-such-line", .on = "2019-08-02", R,
			.want = "refused too-far-ahead not-offered"},
	};
	struct rig *rig = rig_new();

	check_rows(rows, ARRAY_LEN(rows));
	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	rig_request(rig, "A", "by-lifetime", 100, "2019-08-02");
	CHECK_INT(rig_day("2019-08-01").day, rig_reason(rig, REASON_TOO_FAR_AHEAD)->day.day);
	rig_free(rig);
}

/* Ahead of London's day: an hour before midnight UTC it is tomorrow there in summer. */
TEST(judge_day_is_london)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	rig->at_us = RIG_NOON_US + INT64_C(11) * 3600 * 1000000 - 1;
	CHECK_TEXT(
		"refused too-far-ahead", rig_request(rig, "A", "by-lifetime", 100, "2019-08-02"));
	rig->at_us++;
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 100, "2019-08-02"));
	rig_free(rig);
}

TEST(judge_collects_all)
{
	static const struct row rows[] = {
		{"everything", "everything", .on = "2019-08-02", .born = "2003-07-01",
			.facts = "fact-c@2019-01-01", .pence = 1501,
			.want = "refused too-far-ahead category age-below missing-fact "
				"missing-fact "
				"excluded-by-fact amount-rule cap-exceeded"},
		{"nothing", "everything", .born = "2000-07-01", R,
			.facts = "fact-a@2019-01-01 pathway-plan:everything@2019-07-01",
			.pence = 1500, .want = "recorded"},
	};

	check_rows(rows, ARRAY_LEN(rows));
}
