/* What the financial rules allow whom: own limits, two approvals, one person's sum, awards, days.
 */
#include <string.h>

#include "tests/check.h"
#include "tests/core/slice_rig.h"

#define ALONE                                                                                      \
	"approve:\n"                                                                               \
	"  - {role: manager, up-to: \"50.00\"}\n"                                                  \
	"  - {role: manager, entitlements: [by-year], up-to: \"10.00\"}\n"                         \
	"  - {role: finance, up-to: \"60.00\"}\n"
#define SECOND "second:\n  - {first: manager, and: finance, up-to: \"90.00\"}\n"

enum { MANAGER_2 = 20, FINANCE_2 };

static void staff(struct rig *rig, int32_t id, unsigned roles)
{
	struct slice_staff *staff = ARENA_NEW(rig->arena, struct slice_staff);

	*staff = (struct slice_staff){.id = id, .roles = roles, .active = true};
	slice_put_staff(&rig->slice, staff);
}

static struct rig *with_rules(const char *rules)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	rig_person(rig, "B", "1999-07-01", CATEGORY_RELEVANT);
	staff(rig, MANAGER_2, ROLE_MANAGER);
	staff(rig, FINANCE_2, ROLE_FINANCE);
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 1000000));
	if (rules != NULL)
		rig_rules(rig, rules);
	return rig;
}

static int64_t requested(struct rig *rig, const char *ref, const char *code, int64_t pence)
{
	CHECK_TEXT("recorded", rig_request(rig, ref, code, pence, RIG_TODAY));
	return rig_last(rig);
}

static const char *approve(struct rig *rig, int32_t staff_id, int64_t payment)
{
	const char *what = rig_move(rig, COMMAND_PAYMENT_APPROVE, staff_id, payment);

	if (strcmp(what, "recorded") != 0)
		return what;
	return payment_state_word(slice_payment(&rig->slice, payment)->state);
}

/* Alone: each limit on both sides, named lines in place of the others, the largest of two roles. */
TEST(limits_alone)
{
	static const struct {
		int32_t by;
		const char *code;
		int64_t pence;
		const char *want;
	} rows[] = {
		{RIG_MANAGER, "by-lifetime", 5000, "approved"},
		{RIG_MANAGER, "by-lifetime", 5001, "refused above-your-limit"},
		{RIG_MANAGER, "by-year", 1000, "approved"},
		{RIG_MANAGER, "by-year", 1001, "refused above-your-limit"},
		{RIG_FINANCE, "by-year", 6000, "approved"},
		{RIG_FINANCE, "by-lifetime", 6001, "refused above-your-limit"},
		{RIG_DEPUTY, "by-lifetime", 6000, "approved"},
		{RIG_DEPUTY, "by-lifetime", 6001, "refused above-your-limit"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = with_rules(RIG_RULES_TOP ALONE);
		int64_t payment = requested(rig, "A", rows[i].code, rows[i].pence);

		check_row("%zu", i);
		CHECK_TEXT(rows[i].want, approve(rig, rows[i].by, payment));
		CHECK_SPAN("1", json_get(rig->outcome.event, "financial_rules"));
		rig_check_books(rig);
		rig_free(rig);
	}
}

TEST(limits_say_what_bounded)
{
	struct rig *rig = with_rules(RIG_RULES_TOP ALONE);
	int64_t payment = requested(rig, "A", "by-year", 5500);

	CHECK_TEXT("refused above-your-limit", approve(rig, RIG_MANAGER, payment));
	CHECK_SPAN("{\"row\":\"approve\",\"role\":\"manager\",\"entitlement\":\"by-year\","
		   "\"up_to_pence\":1000,\"asked_pence\":5500}",
		json_get(rig->outcome.event, "within"));
	CHECK_SPAN("[{\"code\":\"above-your-limit\",\"limit_pence\":1000,\"asked_pence\":5500,"
		   "\"roles\":[\"finance\"]}]",
		json_get(rig->outcome.event, "reasons"));
	CHECK_TEXT("approved", approve(rig, RIG_FINANCE, payment));
	CHECK_SPAN("{\"row\":\"approve\",\"role\":\"finance\",\"up_to_pence\":6000,"
		   "\"asked_pence\":5500}",
		json_get(rig->outcome.event, "within"));
	rig_free(rig);
}

/* Without rules, before their first day, and where they have no such part. */
TEST(limits_none)
{
	static const char *const rules[] = {NULL,
		"authority: testshire\ntitle: R\neffective: 2019-07-02\nsource: a\n" ALONE,
		RIG_RULES_TOP "back-dating: 1 year\n"};

	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		struct rig *rig = with_rules(rules[i]);
		int64_t payment = requested(rig, "A", "by-lifetime", 10000);

		check_row("%zu", i);
		CHECK_TEXT("approved", approve(rig, RIG_MANAGER, payment));
		CHECK(json_get(rig->outcome.event, "within").at == NULL);
		CHECK((json_get(rig->outcome.event, "financial_rules").at != NULL) == (i == 2));
		rig_free(rig);
	}
}

/* The day of the approval chooses the version, not that of the request. */
TEST(limits_of_the_day)
{
	struct rig *rig = with_rules(RIG_RULES_TOP ALONE);
	int64_t payment = requested(rig, "A", "by-lifetime", 5001);

	CHECK_TEXT("refused above-your-limit", approve(rig, RIG_MANAGER, payment));
	rig_rules(rig,
		"authority: testshire\ntitle: R\neffective: 2019-07-02\nsource: a\n"
		"approve: [{role: manager, up-to: \"50.01\"}]\n");
	CHECK_TEXT("refused above-your-limit", approve(rig, RIG_MANAGER, payment));
	rig->at_us += INT64_C(86400000000);
	CHECK_TEXT("approved", approve(rig, RIG_MANAGER, payment));
	CHECK_SPAN("2", json_get(rig->outcome.event, "financial_rules"));
	rig_free(rig);
}

TEST(second_needed)
{
	struct rig *rig = with_rules(RIG_RULES_TOP ALONE SECOND);
	int64_t payment = requested(rig, "A", "by-lifetime", 9000);
	const struct slice_payment *there = slice_payment(&rig->slice, payment);

	CHECK_TEXT("second-needed", approve(rig, RIG_MANAGER, payment));
	CHECK_SPAN("2", json_get(rig->outcome.event, "needed"));
	CHECK_SPAN("1", json_get(rig->outcome.event, "stage"));
	CHECK(json_get(rig->outcome.event, "transfers").at == NULL);
	CHECK_SPAN("{\"row\":\"second\",\"first\":\"manager\",\"and\":\"finance\","
		   "\"up_to_pence\":9000,\"asked_pence\":9000}",
		json_get(rig->outcome.event, "within"));
	CHECK(there->fund == NULL);
	/* Not by the same again, nor by another of the same place. */
	CHECK_TEXT("refused approved-already", approve(rig, RIG_MANAGER, payment));
	CHECK_TEXT("refused above-your-limit", approve(rig, MANAGER_2, payment));
	CHECK_INT(ROLE_FINANCE, rig_reason(rig, REASON_ABOVE_YOUR_LIMIT)->roles);
	CHECK_TEXT("refused wrong-state", rig_move(rig, COMMAND_PAYMENT_PAY, RIG_FINANCE, payment));
	CHECK_TEXT("approved", approve(rig, RIG_FINANCE, payment));
	CHECK_SPAN("2", json_get(rig->outcome.event, "needed"));
	CHECK_SPAN("2", json_get(rig->outcome.event, "stage"));
	CHECK_SPAN("second-needed", json_get(rig->outcome.event, "was"));
	CHECK(there->fund != NULL);
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_PAY, FINANCE_2, payment));
	rig_check_books(rig);
	rig_free(rig);
}

/* Who is first and who completes it: the pair in any order, within its limit, or somebody who could
 * approve alone. */
TEST(second_pairs)
{
	static const struct {
		int64_t pence;
		int32_t first, then;
		const char *want_first, *want;
	} rows[] = {
		{9000, RIG_FINANCE, RIG_MANAGER, "second-needed", "approved"},
		{9001, RIG_FINANCE, 0, "refused above-your-limit", NULL},
		{9001, RIG_MANAGER, 0, "refused above-your-limit", NULL},
		/* Even if somebody else could alone; who then completes it. */
		{5500, RIG_MANAGER, FINANCE_2, "second-needed", "approved"},
		{5500, RIG_FINANCE, 0, "approved", NULL},
		{9000, RIG_FINANCE, FINANCE_2, "second-needed", "refused above-your-limit"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = with_rules(RIG_RULES_TOP ALONE SECOND);
		int64_t payment = requested(rig, "A", "by-lifetime", rows[i].pence);

		check_row("%zu", i);
		CHECK_TEXT(rows[i].want_first, approve(rig, rows[i].first, payment));
		if (rows[i].want != NULL)
			CHECK_TEXT(rows[i].want, approve(rig, rows[i].then, payment));
		rig_check_books(rig);
		rig_free(rig);
	}
}

/* Who has both roles fills one place. */
TEST(second_of_one_person)
{
	struct rig *rig = with_rules(RIG_RULES_TOP ALONE SECOND);
	int64_t payment = requested(rig, "A", "by-lifetime", 9000);

	CHECK_TEXT("second-needed", approve(rig, RIG_DEPUTY, payment));
	CHECK_TEXT("refused approved-already", approve(rig, RIG_DEPUTY, payment));
	CHECK_TEXT("approved", approve(rig, RIG_MANAGER, payment));
	rig_free(rig);
}

/* A deferral drops what was approved: the same two can again. Other ends release the cap. */
TEST(second_dropped)
{
	struct rig *rig = with_rules(RIG_RULES_TOP ALONE SECOND);
	int64_t payment = requested(rig, "A", "by-lifetime", 9000);
	struct command defer = rig_command(rig, COMMAND_PAYMENT_DEFER, RIG_MANAGER);

	CHECK_TEXT("second-needed", approve(rig, RIG_MANAGER, payment));
	defer.payment_id = payment;
	rig_text(&defer.payment_defer.reason, "agreed");
	CHECK_TEXT("recorded", rig_decide(rig, &defer));
	CHECK_TEXT("second-needed", approve(rig, RIG_MANAGER, payment));
	CHECK_SPAN("2", json_get(rig->outcome.event, "round"));
	CHECK_SPAN("1", json_get(rig->outcome.event, "stage"));
	CHECK(json_get(rig->outcome.event, "approvals").at == NULL);
	CHECK_TEXT("approved", approve(rig, RIG_FINANCE, payment));
	payment = requested(rig, "B", "by-lifetime", 9000);
	CHECK_TEXT("second-needed", approve(rig, RIG_MANAGER, payment));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_DECLINE, RIG_FINANCE, payment));
	payment = requested(rig, "B", "by-lifetime", 9000);
	CHECK_TEXT("second-needed", approve(rig, RIG_MANAGER, payment));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_WITHDRAW, RIG_ADVISER, payment));
	rig_check_books(rig);
	rig_free(rig);
}

/* What one approves for one person, within the months; a batch adds up. */
TEST(limits_of_a_person)
{
	struct rig *rig = with_rules(RIG_RULES_TOP
		"per-person: [{role: manager, up-to: \"100.00\", within: 6 months}]\n");
	int64_t first = requested(rig, "A", "by-lifetime", 6000);
	int64_t second = requested(rig, "A", "by-year", 4000);
	int64_t third = requested(rig, "A", "by-month", 1);
	int64_t other = requested(rig, "B", "by-month", 5000);

	CHECK_TEXT("approved", approve(rig, RIG_MANAGER, first));
	CHECK_SPAN("{\"role\":\"manager\",\"up_to_pence\":10000,\"months\":6,\"sum_pence\":0,"
		   "\"asked_pence\":6000}",
		json_get(rig->outcome.event, "person_limit"));
	CHECK_TEXT("approved", approve(rig, RIG_MANAGER, second));
	CHECK_TEXT("refused above-person-limit", approve(rig, RIG_MANAGER, third));
	CHECK_SPAN("[{\"code\":\"above-person-limit\",\"limit_pence\":10000,\"left_pence\":0,"
		   "\"asked_pence\":1,\"months\":6}]",
		json_get(rig->outcome.event, "reasons"));
	CHECK_TEXT("approved", approve(rig, RIG_MANAGER, other));
	/* 184 days on the first of July counts no more; one day before it does. */
	rig->at_us += INT64_C(86400000000) * 183;
	CHECK_TEXT("refused above-person-limit", approve(rig, RIG_MANAGER, third));
	rig->at_us += INT64_C(86400000000);
	CHECK_TEXT("approved", approve(rig, RIG_MANAGER, third));
	rig_free(rig);
}

/* Declined since, it counts no more; nor does what another approved, nor the same payment twice. */
TEST(limits_of_a_person_since)
{
	struct rig *rig = with_rules(RIG_RULES_TOP ALONE SECOND
		"per-person: [{role: manager, up-to: \"90.00\", within: 6 months}]\n");
	int64_t first = requested(rig, "A", "by-lifetime", 9000);
	int64_t second = requested(rig, "A", "by-month", 100);
	struct command defer = rig_command(rig, COMMAND_PAYMENT_DEFER, RIG_MANAGER);

	CHECK_TEXT("second-needed", approve(rig, RIG_MANAGER, first));
	CHECK_TEXT("refused above-person-limit", approve(rig, RIG_MANAGER, second));
	defer.payment_id = first;
	rig_text(&defer.payment_defer.reason, "agreed");
	CHECK_TEXT("recorded", rig_decide(rig, &defer));
	CHECK_TEXT("second-needed", approve(rig, RIG_MANAGER, first));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_DECLINE, RIG_FINANCE, first));
	CHECK_TEXT("approved", approve(rig, RIG_MANAGER, second));
	rig_free(rig);
}

TEST(limits_of_awards)
{
	struct rig *rig = with_rules(RIG_RULES_TOP
		"award: [{role: manager, up-to: \"30.00\"}, {role: finance, up-to: \"40.00\"}]\n");
	struct command more;

	CHECK_TEXT("recorded", rig_award(rig, "A", "award-year", 2000, RIG_TODAY));
	CHECK_SPAN("{\"row\":\"award\",\"role\":\"manager\",\"up_to_pence\":3000,"
		   "\"asked_pence\":2000}",
		json_get(rig->outcome.event, "within"));
	CHECK_TEXT("refused above-your-limit", rig_award(rig, "A", "award-year", 1001, RIG_TODAY));
	CHECK_SPAN("2000", json_get(rig->outcome.event, "awarded"));
	CHECK_SPAN("[{\"code\":\"above-your-limit\",\"limit_pence\":3000,\"asked_pence\":3001,"
		   "\"roles\":[\"finance\"]}]",
		json_get(rig->outcome.event, "reasons"));
	CHECK_TEXT("recorded", rig_award(rig, "A", "award-year", 1000, RIG_TODAY));
	/* Of another period, line or person it is another sum. */
	CHECK_TEXT("recorded", rig_award(rig, "A", "award-year", 3000, "2020-04-01"));
	CHECK_TEXT("recorded", rig_award(rig, "A", "award-month", 3000, RIG_TODAY));
	CHECK_TEXT("recorded", rig_award(rig, "B", "award-year", 3000, RIG_TODAY));
	more = rig_command(rig, COMMAND_AWARD_MAKE, RIG_FINANCE);
	more.ref = SPAN("A");
	more.entitlement = SPAN("award-year");
	more.amount_pence = 1000;
	more.on = rig_day(RIG_TODAY);
	CHECK_TEXT("recorded", rig_decide(rig, &more));
	more.key = rig_uuid(99);
	more.amount_pence = 1;
	CHECK_TEXT("refused above-your-limit", rig_decide(rig, &more));
	rig_check_books(rig);
	rig_free(rig);
}

TEST(days_of_need)
{
	struct rig *rig = with_rules(RIG_RULES_TOP "back-dating: 6 months\n");

	CHECK_TEXT("refused too-far-back", rig_request(rig, "A", "by-lifetime", 1, "2018-12-31"));
	CHECK_INT(rig_day("2019-01-01").day, rig_reason(rig, REASON_TOO_FAR_BACK)->day.day);
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 1, "2019-01-01"));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 1, "2019-08-01"));
	CHECK_TEXT("refused too-far-ahead", rig_request(rig, "A", "by-lifetime", 1, "2019-08-02"));
	rig_free(rig);
	rig = with_rules(NULL);
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 1, "2018-04-01"));
	rig_free(rig);
}
