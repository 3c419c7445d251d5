/* Decisions by the four published offers as they stand in offers/: what their documents promise. */
#include <string.h>

#include "base/buf.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

/* One request by one authority's offer; an award first where award is not 0. */
struct row {
	const char *code, *born, *facts, *want;
	enum category category;
	int64_t award, pence;
};

#define E      CATEGORY_ELIGIBLE
#define R      CATEGORY_RELEVANT
#define F      CATEGORY_FORMER_RELEVANT
#define Q      CATEGORY_QUALIFYING
#define AGE_16 "2003-07-01"
#define AGE_17 "2002-07-01"
#define AGE_18 "2001-07-01"
#define AGE_20 "1998-07-02"
#define AGE_21 "1998-07-01"
#define AGE_24 "1994-07-02"
#define AGE_25 "1994-07-01"

static void check_rows(const char *authority, const struct row *rows, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		struct rig *rig = rig_authority(authority);
		struct slice_person *person = rig_person(rig, "A", rows[i].born, rows[i].category);

		check_row("%s %zu: %s", authority, i, rows[i].code);
		rig_facts(rig, person, rows[i].facts);
		if (rows[i].award > 0)
			CHECK_TEXT("recorded",
				rig_award(rig, "A", rows[i].code, rows[i].award, RIG_TODAY));
		CHECK_TEXT(rows[i].want,
			rig_request(rig, "A", rows[i].code, rows[i].pence, RIG_TODAY));
		rig_check_books(rig);
		rig_free(rig);
	}
}

static void check_says(struct rig *rig, enum reason_code code, const char *line,
	const char *authority, const char *want)
{
	struct reason_words words = {
		.offers = &rig->book, .line = span_of(line), .authority = span_of(authority)};
	struct buf out = buf_in(rig->arena);

	reason_say(&out, rig_reason(rig, code), &words);
	CHECK_TEXT(want, buf_cstr(&out));
}

static void fact(struct rig *rig, const char *code, const char *from)
{
	struct command command = rig_command(rig, COMMAND_FACT_RECORD, RIG_ADVISER);

	command.ref = SPAN("A");
	command.fact_record.fact = span_of(code);
	command.fact_record.from = rig_day(from);
	rig_text(&command.fact_record.evidence, "seen");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
}

TEST(nottinghamshire_rows)
{
	static const struct row rows[] = {
		{"driving-lessons", AGE_17, "", "refused missing-fact award-needed", R, 0, 100},
		{"driving-lessons", AGE_17, "", "refused missing-fact", R, 60000, 100},
		{"driving-lessons", AGE_17, "theory-passed@2019-07-02", "refused missing-fact", R,
			60000, 100},
		{"driving-lessons", AGE_17, "theory-passed@2019-07-01", "recorded", R, 60000, 100},
		/* A rung of the ladder does not ask for the lower ones, and begins at 17. */
		{"driving-lessons", AGE_17, "provisional-licence@2019-01-01",
			"refused missing-fact", E, 60000, 100},
		{"driving-lessons", AGE_17, "theory-passed@2019-07-01", "recorded", E, 60000, 100},
		{"driving-lessons", AGE_16, "theory-passed@2019-07-01", "refused age-below", E,
			60000, 100},
		{"driving-lessons", AGE_24, "theory-passed@2019-07-01", "recorded", Q, 60000, 100},
		{"driving-lessons", AGE_25, "theory-passed@2019-07-01", "refused age-above", Q,
			60000, 100},
		{"theory-test", AGE_17, "", "refused missing-fact", R, 2300, 2300},
		{"theory-test", AGE_17, "provisional-licence@2019-07-01", "recorded", R, 2300,
			2300},
		{"cbt-test", AGE_17, "", "refused category", E, 2300, 2300},
		{"rent-deposit", AGE_18, "", "refused missing-fact", F, 50000, 50000},
		{"rent-deposit", AGE_18, "full-time-work@2019-01-01", "recorded", F, 50000, 50000},
		{"rent-deposit", AGE_18, "in-higher-education@2019-01-01", "recorded", F, 50000,
			50000},
		{"rent-deposit", AGE_18, "in-higher-education@2019-01-01 social-housing@2019-07-01",
			"refused excluded-by-fact", F, 50000, 50000},
		{"rent-deposit", AGE_18, "social-housing@2019-07-01",
			"refused missing-fact excluded-by-fact", F, 50000, 50000},
		{"payment-promise", AGE_18, "", "refused not-offered", F, 0, 100},
		{"setting-up-home", AGE_18, "", "recorded", F, 0, 200000},
		{"setting-up-home", AGE_18, "", "refused cap-exceeded", F, 0, 200001},
		{"setting-up-home", AGE_17, "", "refused age-below", F, 0, 200000},
		{"rent-guarantee", AGE_18, "", "refused not-yet-payable", F, 50000, 100},
		{"gym", AGE_18, "", "refused not-yet-payable", F, 0, 100},
	};

	check_rows("nottinghamshire", rows, ARRAY_LEN(rows));
}

/* Lessons only once the theory test is passed, and then up to the award. */
TEST(nottinghamshire_driving_lessons)
{
	struct rig *rig = rig_authority("nottinghamshire");

	rig_person(rig, "A", AGE_18, F);
	CHECK_TEXT("recorded", rig_award(rig, "A", "driving-lessons", 60000, RIG_TODAY));
	CHECK_TEXT(
		"refused missing-fact", rig_request(rig, "A", "driving-lessons", 12000, RIG_TODAY));
	check_says(rig, REASON_MISSING_FACT, "Driving lessons", "Nottinghamshire",
		"Driving lessons (Nottinghamshire) needs this on record: Has passed the theory "
		"test "
		"(theory-passed). An adviser can add it.");
	fact(rig, "theory-passed", "2019-07-01");
	CHECK_TEXT("refused missing-fact",
		rig_request(rig, "A", "driving-lessons", 12000, "2019-06-30"));
	CHECK_TEXT("recorded", rig_request(rig, "A", "driving-lessons", 56000, RIG_TODAY));
	CHECK_TEXT(
		"refused cap-exceeded", rig_request(rig, "A", "driving-lessons", 12000, RIG_TODAY));
	check_says(rig, REASON_CAP_EXCEEDED, "Driving lessons", "Nottinghamshire",
		"Driving lessons (Nottinghamshire): £40.00 of £600.00 is left; this is £120.00. A "
		"manager can raise the award.");
	rig_check_books(rig);
	rig_free(rig);
}

TEST(derby_rows)
{
	static const char plan[] = "pathway-plan:driving-lessons@2019-01-01..2019-07-01";
	static const struct row rows[] = {
		{"communication-allowance", AGE_18, "", "refused missing-fact", R, 0, 1500},
		{"communication-allowance", AGE_18, "contact-details@2019-01-01", "recorded", R, 0,
			1500},
		{"communication-allowance", AGE_18, "contact-details@2019-01-01",
			"refused amount-rule", R, 0, 1400},
		{"communication-allowance", AGE_20, "contact-details@2019-01-01", "recorded", F, 0,
			1500},
		{"communication-allowance", AGE_21, "contact-details@2019-01-01",
			"refused age-above", F, 0, 1500},
		{"communication-allowance", AGE_17, "contact-details@2019-01-01",
			"refused missing-fact", E, 0, 1500},
		{"communication-allowance", AGE_17,
			"contact-details@2019-01-01 semi-independent@2019-01-01", "recorded", E, 0,
			1500},
		{"communication-allowance", AGE_17, "", "refused missing-fact missing-fact", E, 0,
			1500},
		{"communication-allowance", AGE_18, "contact-details@2019-01-01",
			"refused missing-fact", Q, 0, 1500},
		{"communication-allowance", AGE_18,
			"contact-details@2019-01-01 qualifying-assessed@2019-01-01", "recorded", Q,
			0, 1500},
		{"he-bursary", AGE_18,
			"in-higher-education@2019-01-01 pathway-plan:he-bursary@2019-07-01",
			"recorded", F, 0, 200000},
		{"he-bursary", AGE_18,
			"in-higher-education@2019-01-01 pathway-plan:he-bursary@2019-07-01",
			"refused cap-exceeded", F, 0, 200001},
		{"he-bursary", AGE_18,
			"in-higher-education@2019-01-01 pathway-plan:study-costs@2019-07-01",
			"refused missing-fact", F, 0, 200000},
		{"he-bursary", AGE_18, "", "refused category missing-fact missing-fact", R, 0, 1},
		{"emergency", AGE_20, "discussed-with-adviser@2019-07-01", "recorded", F, 5000,
			5000},
		{"emergency", AGE_21, "discussed-with-adviser@2019-07-01",
			"refused not-yet-payable", F, 0, 5000},
		{"achievement-incentive", AGE_20, "", "recorded", R, 5000, 5000},
		{"achievement-incentive", AGE_21, "", "refused category", R, 5000, 5000},
		{"achievement-incentive", AGE_21, "", "recorded", F, 5000, 5000},
		{"driving-lessons", AGE_18, plan, "recorded", F, 5000, 5000},
		{"driving-lessons", AGE_17, plan, "refused age-below", F, 5000, 5000},
		{"driving-lessons", AGE_18, "", "refused missing-fact", F, 5000, 5000},
		{"maintenance-allowance", AGE_17, "semi-independent@2019-01-01",
			"refused not-yet-payable", R, 0, 5790},
		{"income-floor", AGE_18, "in-eet@2019-01-01", "refused not-yet-payable", R, 0, 100},
		{"setting-up-home", AGE_18, "first-tenancy@2019-01-01", "refused award-needed", F,
			0, 100},
		{"contents-insurance", AGE_18, "", "refused not-offered", F, 0, 100},
	};

	check_rows("derby", rows, ARRAY_LEN(rows));
}

/* £15 a calendar month once contact details are given, and once in each. */
TEST(derby_communication_allowance)
{
	static const char code[] = "communication-allowance";
	struct rig *rig = rig_authority("derby");

	rig_person(rig, "A", AGE_18, F);
	CHECK_TEXT("refused missing-fact", rig_request(rig, "A", code, 1500, RIG_TODAY));
	fact(rig, "contact-details", "2019-06-01");
	CHECK_TEXT("recorded", rig_request(rig, "A", code, 1500, RIG_TODAY));
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", code, 1500, "2019-07-31"));
	check_says(rig, REASON_CAP_EXCEEDED, "Communication allowance", "Derby",
		"Communication allowance (Derby): £0.00 of £15.00 is left for 2019-07; this is "
		"£15.00. A manager can make an award beyond it.");
	CHECK_TEXT("recorded", rig_request(rig, "A", code, 1500, "2019-06-30"));
	CHECK_TEXT("recorded", rig_request(rig, "A", code, 1500, "2019-08-01"));
	rig_check_books(rig);
	rig_free(rig);
}

TEST(leicester_rows)
{
	static const struct row rows[] = {
		{"contents-insurance", AGE_18, "", "refused not-offered", F, 0, 100},
		{"festival-allowance", AGE_18, "", "refused not-offered", F, 0, 100},
		{"birthday-allowance", AGE_18, "", "refused not-offered", F, 0, 100},
		{"passport", AGE_17, "", "recorded", E, 8000, 8000},
		{"tv-licence", AGE_17, "", "refused category", E, 8000, 8000},
		{"driving-lessons", AGE_18, "", "recorded", F, 8000, 8000},
		{"redecoration", AGE_18, "", "refused missing-fact", F, 8000, 8000},
		{"redecoration", AGE_18, "first-tenancy@2019-07-01", "recorded", F, 8000, 8000},
		{"rent-guarantee", AGE_18, "", "refused not-yet-payable", F, 0, 100},
		{"council-tax-exemption", AGE_18, "own-care-leaver@2018-01-01",
			"refused not-yet-payable", F, 0, 100},
	};

	check_rows("leicester", rows, ARRAY_LEN(rows));
}

/* £1,250.00 approved and paid, then £800.00 refused because £750.00 of £2,000.00 is left. */
TEST(leicester_setting_up_home)
{
	static const char code[] = "setting-up-home";
	struct rig *rig = rig_authority("leicester");

	rig_person(rig, "A", AGE_18, F);
	CHECK_TEXT("recorded", rig_credit(rig, "leaving-care", "2019-20", 10000000));
	CHECK_TEXT("recorded", rig_request(rig, "A", code, 125000, RIG_TODAY));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, 101));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_PAY, RIG_FINANCE, 101));
	CHECK_TEXT("200000-125000-0", rig_cap(rig, 1, code, "lifetime"));
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", code, 80000, RIG_TODAY));
	CHECK_INT(75000, rig_reason(rig, REASON_CAP_EXCEEDED)->left_pence);
	CHECK_INT(200000, rig_reason(rig, REASON_CAP_EXCEEDED)->limit_pence);
	check_says(rig, REASON_CAP_EXCEEDED, "Setting up home allowance", "Leicester",
		"Setting up home allowance (Leicester): £750.00 of £2,000.00 is left; this is "
		"£800.00. A manager can make an award beyond it.");
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", code, 75001, RIG_TODAY));
	CHECK_TEXT("recorded", rig_request(rig, "A", code, 75000, RIG_TODAY));
	rig_check_books(rig);
	rig_free(rig);
}

/* duty-to-25 serves people from the 21st birthday until the day before the 25th. */
TEST(leicestershire_ages)
{
	static const struct {
		const char *born, *request, *fund;
	} rows[] = {
		{AGE_20, "recorded", "leaving-care"},
		{AGE_21, "recorded", "duty-to-25"},
		{AGE_24, "recorded", "duty-to-25"},
		{AGE_25, "refused age-above", NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = rig_authority("leicestershire");

		check_row("%s", rows[i].born);
		rig_person(rig, "A", rows[i].born, F);
		rig_credit(rig, "duty-to-25", "2019-20", 4000000);
		rig_credit(rig, "leaving-care", "2019-20", 4000000);
		CHECK_TEXT("recorded", rig_award(rig, "A", "allowance", 50000, RIG_TODAY));
		CHECK_TEXT(rows[i].request, rig_request(rig, "A", "allowance", 50000, RIG_TODAY));
		if (rows[i].fund != NULL) {
			CHECK_SPAN(rows[i].fund,
				json_get(json_get(rig->outcome.event, "fund"), "code"));
			CHECK_TEXT("recorded",
				rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, rig_last(rig)));
			CHECK_TEXT("4000000-0-50000",
				rig_account(rig,
					arena_printf(rig->arena, "fund:%s:2019-20", rows[i].fund)));
		}
		rig_check_books(rig);
		rig_free(rig);
	}
}

/* £40,000.00 for 2019-20, to the last penny and not beyond it. */
TEST(leicestershire_duty_is_exhausted)
{
	struct rig *rig = rig_authority("leicestershire");
	int64_t last;

	rig_person(rig, "A", AGE_21, F);
	CHECK_TEXT("recorded", rig_credit(rig, "duty-to-25", "2019-20", 4000000));
	CHECK_TEXT("recorded", rig_credit(rig, "leaving-care", "2019-20", 4000000));
	CHECK_TEXT("recorded", rig_award(rig, "A", "transport", 9000000, RIG_TODAY));
	for (int i = 0; i < 3; i++) {
		CHECK_TEXT("recorded", rig_request(rig, "A", "transport", 1333333, RIG_TODAY));
		CHECK_TEXT("recorded",
			rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, rig_last(rig)));
	}
	CHECK_TEXT("recorded", rig_request(rig, "A", "transport", 2, RIG_TODAY));
	last = rig_last(rig);
	CHECK_TEXT("refused fund-exhausted",
		rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, last));
	CHECK_INT(1, rig_reason(rig, REASON_FUND_EXHAUSTED)->left_pence);
	check_says(rig, REASON_FUND_EXHAUSTED, "Transport", "Leicestershire",
		"The fund duty-to-25 for 2019-20 has £0.01 left; this is £0.02. The next fund, "
		"leaving-care, has £40,000.00 left: a manager can approve with --fund "
		"leaving-care, or a finance officer can credit the fund.");
	CHECK_TEXT("recorded", rig_request(rig, "A", "transport", 1, RIG_TODAY));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, rig_last(rig)));
	CHECK_TEXT("4000000-0-4000000", rig_account(rig, "fund:duty-to-25:2019-20"));
	rig_check_books(rig);
	rig_free(rig);
}

/* Its council tax line has a first day of its own. */
TEST(leicestershire_council_tax)
{
	struct rig *rig = rig_authority("leicestershire");

	rig_person(rig, "A", "1999-07-01", F);
	CHECK_TEXT("refused not-offered",
		rig_request(rig, "A", "council-tax-exemption", 100, "2019-03-31"));
	CHECK_TEXT("refused not-yet-payable",
		rig_request(rig, "A", "council-tax-exemption", 100, "2019-04-01"));
	rig_free(rig);
}
