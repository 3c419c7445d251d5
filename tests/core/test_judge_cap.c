/* Step 6: caps by amount and by award, their periods, versions and uplifts. */
#include "core/decide/judge.h"

#include "tests/check.h"
#include "tests/core/slice_rig.h"

static struct rig *with_person(void)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	return rig;
}

TEST(cap_exactly_what_is_left)
{
	struct rig *rig = with_person();
	const struct reason *reason;

	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "by-lifetime", 10001, RIG_TODAY));
	CHECK_INT(10000, rig_reason(rig, REASON_CAP_EXCEEDED)->left_pence);
	CHECK_TEXT("none", rig_cap(rig, 1, "by-lifetime", "lifetime"));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 6000, RIG_TODAY));
	CHECK_TEXT("10000-0-6000", rig_cap(rig, 1, "by-lifetime", "lifetime"));
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "by-lifetime", 4001, RIG_TODAY));
	reason = rig_reason(rig, REASON_CAP_EXCEEDED);
	CHECK_INT(10000, reason->limit_pence);
	CHECK_INT(4000, reason->left_pence);
	CHECK_INT(4001, reason->asked_pence);
	CHECK_SPAN("lifetime", reason->period);
	CHECK_INT(0, reason->by_award);
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 4000, RIG_TODAY));
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "by-lifetime", 1, RIG_TODAY));
	CHECK_INT(0, rig_reason(rig, REASON_CAP_EXCEEDED)->left_pence);
	rig_check_books(rig);
	rig_free(rig);
}

TEST(cap_of_a_whole_amount)
{
	struct rig *rig = with_person();

	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 10000, RIG_TODAY));
	CHECK_TEXT("10000-0-10000", rig_cap(rig, 1, "by-lifetime", "lifetime"));
	rig_free(rig);
}

TEST(cap_is_one_persons)
{
	struct rig *rig = with_person();

	rig_person(rig, "B", "1999-07-01", CATEGORY_RELEVANT);
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 10000, RIG_TODAY));
	CHECK_TEXT("recorded", rig_request(rig, "B", "by-lifetime", 10000, RIG_TODAY));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-year", 10000, RIG_TODAY));
	rig_free(rig);
}

/* One cap for both ages of a code. */
TEST(cap_of_a_code_that_stands_twice)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "2000-07-02", CATEGORY_RELEVANT);
	CHECK_TEXT("recorded", rig_request(rig, "A", "two-ages", 600, "2018-07-01"));
	rig->at_us += INT64_C(730) * 86400 * 1000000;
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "two-ages", 401, "2021-07-02"));
	CHECK_INT(400, rig_reason(rig, REASON_CAP_EXCEEDED)->left_pence);
	CHECK_TEXT("recorded", rig_request(rig, "A", "two-ages", 400, "2021-07-02"));
	rig_check_books(rig);
	rig_free(rig);
}

TEST(award_needed_alone)
{
	struct rig *rig = with_person();
	const struct reason *reason;

	CHECK_TEXT("refused award-needed", rig_request(rig, "A", "award-year", 1, RIG_TODAY));
	reason = rig_reason(rig, REASON_AWARD_NEEDED);
	CHECK_INT(1, reason->asked_pence);
	CHECK_SPAN("2019-20", reason->period);
	CHECK_TEXT("recorded", rig_award(rig, "A", "award-year", 5000, "2019-04-01"));
	CHECK_TEXT("recorded", rig_request(rig, "A", "award-year", 3000, RIG_TODAY));
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "award-year", 2001, RIG_TODAY));
	reason = rig_reason(rig, REASON_CAP_EXCEEDED);
	CHECK_INT(1, reason->by_award);
	CHECK_INT(5000, reason->limit_pence);
	CHECK_INT(2000, reason->left_pence);
	CHECK_TEXT("recorded", rig_request(rig, "A", "award-year", 2000, RIG_TODAY));
	/* Spent is not the same as never agreed. */
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "award-year", 1, RIG_TODAY));
	CHECK_TEXT("recorded", rig_award(rig, "A", "award-year", 1, RIG_TODAY));
	CHECK_TEXT("recorded", rig_request(rig, "A", "award-year", 1, RIG_TODAY));
	CHECK_TEXT("5001-0-5001", rig_cap(rig, 1, "award-year", "2019-20"));
	rig_check_books(rig);
	rig_free(rig);
}

TEST(award_raises_a_cap_by_amount)
{
	struct rig *rig = with_person();
	const struct reason *reason;

	/* Before the first touch, and after it. */
	CHECK_TEXT("recorded", rig_award(rig, "A", "by-lifetime", 500, RIG_TODAY));
	CHECK_TEXT("10500-0-0", rig_cap(rig, 1, "by-lifetime", "lifetime"));
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "by-lifetime", 10501, RIG_TODAY));
	reason = rig_reason(rig, REASON_CAP_EXCEEDED);
	CHECK_INT(10500, reason->limit_pence);
	CHECK_INT(0, reason->by_award);
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 10500, RIG_TODAY));
	CHECK_TEXT("recorded", rig_award(rig, "A", "by-lifetime", 100, RIG_TODAY));
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "by-lifetime", 101, RIG_TODAY));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 100, RIG_TODAY));
	CHECK_TEXT("10600-0-10600", rig_cap(rig, 1, "by-lifetime", "lifetime"));
	rig_check_books(rig);
	rig_free(rig);
}

/* The last day of a period, the first of the next, and a day on which both may still be asked for.
 */
static const struct {
	const char *amount, *award, *last, *first, *last_key, *first_key;
} periods[] = {
	{"by-year", "award-year", "2019-03-31", "2019-04-01", "2018-19", "2019-20"},
	{"by-academic", "award-academic", "2018-08-31", "2018-09-01", "academic-2017-18",
		"academic-2018-19"},
	{"by-month", "award-month", "2019-02-28", "2019-03-01", "2019-02", "2019-03"},
	{"by-week", "award-week", "2019-06-30", "2019-07-01", "week-2019-06-24", "week-2019-07-01"},
};

TEST(cap_periods_by_amount)
{
	struct rig *rig = with_person();

	for (size_t i = 0; i < ARRAY_LEN(periods); i++) {
		const char *code = periods[i].amount;

		check_row("%s", code);
		CHECK_TEXT("recorded", rig_request(rig, "A", code, 10000, periods[i].last));
		CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", code, 1, periods[i].last));
		CHECK_SPAN(periods[i].last_key, rig_reason(rig, REASON_CAP_EXCEEDED)->period);
		CHECK_TEXT("recorded", rig_request(rig, "A", code, 10000, periods[i].first));
		CHECK_TEXT(
			"refused cap-exceeded", rig_request(rig, "A", code, 1, periods[i].first));
		CHECK_SPAN(periods[i].first_key, rig_reason(rig, REASON_CAP_EXCEEDED)->period);
	}
	rig_check_books(rig);
	rig_free(rig);
}

TEST(cap_periods_by_award)
{
	struct rig *rig = with_person();

	for (size_t i = 0; i < ARRAY_LEN(periods); i++) {
		const char *code = periods[i].award;

		check_row("%s", code);
		CHECK_TEXT("recorded", rig_award(rig, "A", code, 700, periods[i].first));
		CHECK_TEXT("refused award-needed", rig_request(rig, "A", code, 1, periods[i].last));
		CHECK_TEXT("recorded", rig_request(rig, "A", code, 700, periods[i].first));
		CHECK_TEXT("recorded", rig_award(rig, "A", code, 300, periods[i].last));
		CHECK_TEXT(
			"refused cap-exceeded", rig_request(rig, "A", code, 301, periods[i].last));
		CHECK_TEXT("recorded", rig_request(rig, "A", code, 300, periods[i].last));
		CHECK_TEXT("700-0-700", rig_cap(rig, 1, code, periods[i].first_key));
		CHECK_TEXT("300-0-300", rig_cap(rig, 1, code, periods[i].last_key));
	}
	rig_check_books(rig);
	rig_free(rig);
}

TEST(cap_of_a_lifetime_knows_no_year)
{
	struct rig *rig = with_person();

	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 5000, "2018-04-01"));
	CHECK_TEXT(
		"refused cap-exceeded", rig_request(rig, "A", "by-lifetime", 5001, "2019-08-01"));
	rig_free(rig);
}

TEST(cap_recurring_once_a_month)
{
	struct rig *rig = with_person();

	CHECK_TEXT("recorded", rig_request(rig, "A", "monthly", 1500, "2019-06-30"));
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "monthly", 1500, "2019-06-01"));
	CHECK_TEXT("recorded", rig_request(rig, "A", "monthly", 1500, "2019-07-01"));
	CHECK_TEXT("recorded", rig_request(rig, "A", "twice", 1500, "2019-07-01"));
	CHECK_TEXT("recorded", rig_request(rig, "A", "twice", 1500, "2019-07-31"));
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "twice", 1500, "2019-07-15"));
	rig_free(rig);
}

#define VERSION(effective, more) RIG_OFFER_TOP(effective) RIG_LINE("line", more)
#define BY_AMOUNT(amount)        "cap: {amount: \"" amount "\", per: lifetime}, fund: care"
#define TOP_UP                   ", uplift: top-up"
#define NEW_ONLY                 ", uplift: new-only"
#define BY_AWARD                 "cap: {by: award, per: lifetime}, fund: care"

static struct rig *with_versions(const char *first, const char *second)
{
	struct rig *rig = rig_empty();

	rig_publish(rig, first);
	rig_publish(rig, second);
	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	return rig;
}

/* What is left on or after the second version's day, to the penny. */
static void check_left(struct rig *rig, const char *on, int64_t limit, int64_t left)
{
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "line", left + 1, on));
	CHECK_INT(limit, rig_reason(rig, REASON_CAP_EXCEEDED)->limit_pence);
	CHECK_INT(left, rig_reason(rig, REASON_CAP_EXCEEDED)->left_pence);
	if (left > 0)
		CHECK_TEXT("recorded", rig_request(rig, "A", "line", left, on));
	rig_check_books(rig);
}

TEST(version_of_the_need_date)
{
	struct rig *rig = with_versions(VERSION("2018-04-01", BY_AMOUNT("100.00")),
		VERSION("2019-07-01", BY_AMOUNT("150.00")));
	int64_t version = 0;

	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "line", 10001, "2019-06-30"));
	CHECK(json_get_int(rig->outcome.event, "offer", &version));
	CHECK_INT(1, version);
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "line", 15001, "2019-07-01"));
	CHECK(json_get_int(rig->outcome.event, "offer", &version));
	CHECK_INT(2, version);
	CHECK_TEXT("recorded", rig_request(rig, "A", "line", 15000, "2019-07-01"));
	CHECK_TEXT("15000-0-15000", rig_cap(rig, 1, "line", "lifetime"));
	rig_free(rig);
}

TEST(version_of_the_same_day_later_wins)
{
	struct rig *rig = with_versions(VERSION("2019-07-01", BY_AMOUNT("100.00")),
		VERSION("2019-07-01", BY_AMOUNT("50.00")));

	CHECK_TEXT("refused not-offered", rig_request(rig, "A", "line", 1, "2019-06-30"));
	check_left(rig, "2019-07-01", 5000, 5000);
	rig_free(rig);
}

TEST(uplift_top_up)
{
	struct rig *rig = with_versions(VERSION("2018-04-01", BY_AMOUNT("100.00")),
		VERSION("2019-07-01", BY_AMOUNT("150.00") TOP_UP));

	CHECK_TEXT("recorded", rig_request(rig, "A", "line", 8000, "2019-06-30"));
	check_left(rig, "2019-07-01", 15000, 7000);
	CHECK_TEXT("15000-0-15000", rig_cap(rig, 1, "line", "lifetime"));
	/* Once. */
	check_left(rig, "2019-07-02", 15000, 0);
	/* The day before it the old cap still rules. */
	check_left(rig, "2019-06-30", 10000, 0);
	rig_free(rig);
}

TEST(uplift_top_up_by_an_award)
{
	struct rig *rig = with_versions(VERSION("2018-04-01", BY_AMOUNT("100.00")),
		VERSION("2019-07-01", BY_AMOUNT("150.00") TOP_UP));

	CHECK_TEXT("recorded", rig_request(rig, "A", "line", 10000, "2019-06-30"));
	CHECK_TEXT("recorded", rig_award(rig, "A", "line", 700, "2019-07-01"));
	CHECK_TEXT("15700-0-10000", rig_cap(rig, 1, "line", "lifetime"));
	check_left(rig, "2019-07-01", 15700, 5700);
	rig_free(rig);
}

TEST(uplift_new_only)
{
	struct rig *rig = with_versions(VERSION("2018-04-01", BY_AMOUNT("100.00")),
		VERSION("2019-07-01", BY_AMOUNT("150.00") NEW_ONLY));

	rig_person(rig, "B", "1999-07-01", CATEGORY_RELEVANT);
	CHECK_TEXT("recorded", rig_request(rig, "A", "line", 8000, "2019-06-30"));
	check_left(rig, "2019-07-01", 10000, 2000);
	CHECK_TEXT("recorded", rig_request(rig, "B", "line", 15000, "2019-07-01"));
	rig_free(rig);
}

/* A version with a lower cap: what was drawn counts, and what is drawn beyond it is not asked back.
 */
TEST(version_with_a_lower_cap)
{
	static const struct {
		int64_t drawn, limit, left;
	} rows[] = {{0, 6000, 6000}, {1, 6000, 5999}, {5999, 6000, 1}, {6000, 6000, 0},
		{6001, 6000, 0}, {10000, 6000, 0}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = with_versions(VERSION("2018-04-01", BY_AMOUNT("100.00")),
			VERSION("2019-07-01", BY_AMOUNT("60.00")));

		check_row("%zu", i);
		if (rows[i].drawn > 0)
			CHECK_TEXT("recorded",
				rig_request(rig, "A", "line", rows[i].drawn, "2019-06-30"));
		check_left(rig, "2019-07-01", rows[i].limit, rows[i].left);
		rig_free(rig);
	}
}

TEST(version_with_a_lower_cap_and_an_award)
{
	struct rig *rig = with_versions(VERSION("2018-04-01", BY_AMOUNT("100.00")),
		VERSION("2019-07-01", BY_AMOUNT("60.00")));

	CHECK_TEXT("recorded", rig_request(rig, "A", "line", 5000, "2019-06-30"));
	CHECK_TEXT("recorded", rig_award(rig, "A", "line", 300, "2019-07-01"));
	CHECK_TEXT("10300-0-5000", rig_cap(rig, 1, "line", "lifetime"));
	check_left(rig, "2019-07-01", 6300, 1300);
	rig_free(rig);
}

TEST(version_from_award_to_amount)
{
	struct rig *rig = with_versions(
		VERSION("2018-04-01", BY_AWARD), VERSION("2019-07-01", BY_AMOUNT("100.00")));

	CHECK_TEXT("recorded", rig_award(rig, "A", "line", 500, "2019-06-30"));
	CHECK_TEXT("recorded", rig_request(rig, "A", "line", 400, "2019-06-30"));
	check_left(rig, "2019-07-01", 10500, 10100);
	rig_free(rig);
}

/* What the old version gave is no award. */
TEST(version_from_amount_to_award)
{
	struct rig *rig = with_versions(
		VERSION("2018-04-01", BY_AMOUNT("100.00")), VERSION("2019-07-01", BY_AWARD));

	CHECK_TEXT("recorded", rig_request(rig, "A", "line", 400, "2019-06-30"));
	CHECK_TEXT("refused award-needed", rig_request(rig, "A", "line", 1, "2019-07-01"));
	CHECK_TEXT("recorded", rig_award(rig, "A", "line", 700, "2019-07-01"));
	check_left(rig, "2019-07-01", 700, 300);
	rig_free(rig);
}

/* The request carries what the rule rested on: limit and left before it, the cap after it. */
TEST(cap_figures_of_a_request)
{
	struct rig *rig = with_person();
	int64_t limit = 0, left = 0;
	struct span cap;

	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 6000, RIG_TODAY));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 1000, RIG_TODAY));
	CHECK(json_get_int(rig->outcome.event, "limit", &limit));
	CHECK(json_get_int(rig->outcome.event, "left", &left));
	CHECK_INT(10000, limit);
	CHECK_INT(4000, left);
	cap = json_get(rig->outcome.event, "cap");
	CHECK_SPAN("{\"period\":\"lifetime\",\"credited_pence\":10000,\"drawn_pence\":0,"
		   "\"reserved_pence\":7000,\"left_pence\":3000,"
		   "\"limit_pence\":10000}",
		cap);
	rig_free(rig);
}
