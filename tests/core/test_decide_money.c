/* Awards, credits of funds, and what the offer holds for somebody. */
#include "core/decide/decide.h"

#include "base/arena.h"
#include "core/money.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

static struct rig *with_person(void)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	return rig;
}

#define CAP(code, period) "cap:" RIG_PERSON_1 ":" code ":" period
#define AWARD(code)       "\"person\":\"" RIG_PERSON_1 "\",\"entitlement\":\"" code "\","

TEST(award_made)
{
	struct rig *rig = with_person();
	struct command command = rig_command(rig, COMMAND_AWARD_MAKE, RIG_MANAGER);
	const struct slice_award *award;

	command.ref = SPAN("A");
	command.entitlement = SPAN("award-year");
	command.amount_pence = 5000;
	command.on = rig_day("2020-03-31");
	rig_text(&command.award_make.reason, "agreed");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("100", "award-made", "2") AWARD(
			   "award-year") "\"amount\":5000,\"on\":\"2020-03-31\",\"offer\":1,"
					 "\"period\":\"2019-20\","
					 "\"reason\":\"" RIG_MAC_AGREED
					 "\",\"cap\":{\"period\":\"2019-20\",\"credited_pence\":"
					 "5000,\"drawn_pence\":0,"
					 "\"reserved_pence\":0,\"left_pence\":5000,"
					 "\"limit_pence\":5000},\"roles\":[\"manager\"],\"rules\":"
					 "3,\"transfers\":["
					 "{\"n\":0,"
					 "\"phase\":\"post\",\"from\":\"offer:award-year\",\"to\":"
					 "\"" CAP("award-year", "2019-20") "\",\"amount\":5000}]}",
		rig->outcome.event);
	if (!CHECK_INT(1, rig->slice.awards.len) || !CHECK_INT(1, rig->slice.texts.len))
		return;
	award = &rig->slice.awards.at[0];
	CHECK_INT(100, award->event);
	CHECK(award->person == slice_person(&rig->slice, SPAN("A")));
	CHECK_SPAN("award-year", award->entitlement);
	CHECK_SPAN("2019-20", award->period);
	CHECK_INT(rig_day("2020-03-31").day, award->on.day);
	CHECK_INT(5000, award->amount_pence);
	CHECK(award->cap == slice_account(&rig->slice, SPAN(CAP("award-year", "2019-20"))));
	CHECK(award->cap->kind == ACCOUNT_CAP && award->cap->base_pence == 0);
	CHECK_INT(ACCOUNT_OFFER, slice_account(&rig->slice, SPAN("offer:award-year"))->kind);
	CHECK_INT(2, rig->slice.new_accounts.len);
	CHECK_TEXT("0-5000-0", rig_account(rig, "offer:award-year"));
	rig_check_books(rig);
	rig_free(rig);
}

TEST(award_on_a_cap_by_amount)
{
	struct rig *rig = with_person();

	CHECK_TEXT("recorded", rig_award(rig, "A", "by-lifetime", 500, RIG_TODAY));
	CHECK_SPAN(
		RIG_HEAD("100", "award-made", "2") AWARD(
			"by-lifetime") "\"amount\":500,\"on\":\"2019-07-01\",\"offer\":1,"
				       "\"period\":\"lifetime\","
				       "\"reason\":null,\"cap\":{\"period\":\"lifetime\","
				       "\"credited_pence\":10500,"
				       "\"drawn_pence\":0,\"reserved_pence\":0,\"left_pence\":"
				       "10500,\"limit_pence\":10500},\"roles\":[\"manager\"],"
				       "\"rules\":3,"
				       "\"transfers\":[{\"n\":0,\"phase\":\"post\",\"from\":"
				       "\"offer:by-lifetime\","
				       "\"to\":\"" CAP("by-lifetime",
					       "lifetime") "\",\"amount\":10000},{\"n\":1,"
							   "\"phase\":\"post\",\"from\":\"offer:by-"
							   "lifetime\",\"to\":\"" CAP("by-lifetime",
								   "lifetime") "\",\"amount\":500}]"
									       "}",
		rig->outcome.event);
	CHECK_INT(10000,
		slice_account(&rig->slice, SPAN(CAP("by-lifetime", "lifetime")))->base_pence);
	rig_free(rig);
}

/* A cap that was loaded knows what an uplift added to it, and does not get it again. */
TEST(award_rebases_a_loaded_cap)
{
	struct rig *rig = with_person();
	struct account *cap;

	CHECK_TEXT("recorded", rig_award(rig, "A", "by-lifetime", 500, RIG_TODAY));
	cap = slice_account(&rig->slice, SPAN(CAP("by-lifetime", "lifetime")));
	cap->is_new = false;
	rig_publish(rig,
		RIG_OFFER_TOP("2019-07-01") RIG_LINE("by-lifetime",
			"cap: {amount: \"150.00\", per: lifetime}, uplift: top-up, fund: care"));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 15500, RIG_TODAY));
	CHECK_INT(15000, cap->base_pence);
	CHECK_TEXT("recorded", rig_award(rig, "A", "by-lifetime", 500, RIG_TODAY));
	CHECK_INT(15000, cap->base_pence);
	rig_check_books(rig);
	rig_free(rig);
}

/* An award is judged by the line alone; who it is for is asked when they draw on it. */
TEST(award_judged)
{
	static const struct {
		const char *code, *on, *want;
	} rows[] = {
		{"award-year", "2018-04-01", "recorded"},
		{"award-year", "2018-03-31", "refused not-offered"},
		{"no-such-line", RIG_TODAY, "refused not-offered"},
		{"refused-line", RIG_TODAY, "refused not-offered"},
		{"from-july", "2019-06-30", "refused not-offered"},
		{"from-july", "2019-07-01", "recorded"},
		{"kind", RIG_TODAY, "refused not-yet-payable"},
		{"rate", RIG_TODAY, "refused not-yet-payable"},
		{"floor", RIG_TODAY, "refused not-yet-payable"},
		{"guarantee", RIG_TODAY, "recorded"},
		{"ages", RIG_TODAY, "recorded"},
		{"need-a", RIG_TODAY, "recorded"},
	};
	struct rig *rig = rig_new();

	/* Of no category, and too old for all. */
	rig_person(rig, "A", "1960-07-01", CATEGORY_NONE);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s %s", rows[i].code, rows[i].on);
		CHECK_TEXT(rows[i].want, rig_award(rig, "A", rows[i].code, 100, rows[i].on));
	}
	rig_check_books(rig);
	rig_free(rig);
}

TEST(award_refused)
{
	struct rig *rig = with_person();

	CHECK_TEXT("refused not-offered", rig_award(rig, "A", "refused-line", 100, RIG_TODAY));
	CHECK_SPAN(RIG_HEAD("100", "refused", "2") "\"command\":\"award-make\"," AWARD(
			   "refused-line") "\"amount\":100,\"on\":\"2019-07-01\",\"offer\":1,"
					   "\"period\":null,"
					   "\"reason\":null,\"cap\":null,\"roles\":[\"manager\"],"
					   "\"rules\":3,\"reasons\":[{"
					   "\"code\":"
					   "\"not-offered\"}]}",
		rig->outcome.event);
	CHECK_TEXT("not found person", rig_award(rig, "nobody", "award-year", 100, RIG_TODAY));
	CHECK_INT(0, rig->slice.accounts.count);
	CHECK_INT(0, rig->slice.awards.len);
	if (CHECK_INT(1, rig->slice.refusals.len)) {
		CHECK(rig->slice.refusals.at[0].reasons[REASON_NOT_OFFERED]);
		CHECK_INT(100, rig->slice.refusals.at[0].amount_pence);
	}
	rig_free(rig);
}

TEST(award_beyond_counting)
{
	struct rig *rig = with_person();
	struct account *cap;
	const char *before;

	CHECK_TEXT("recorded", rig_award(rig, "A", "award-year", 1, RIG_TODAY));
	cap = slice_account(&rig->slice, SPAN(CAP("award-year", "2019-20")));
	cap->credited = MONEY_BALANCE_MAX_PENCE - 100;
	before = rig_dump(rig);
	CHECK_TEXT("invalid /amount_pence", rig_award(rig, "A", "award-year", 101, RIG_TODAY));
	CHECK_TEXT(before, rig_dump(rig));
	CHECK_TEXT("recorded", rig_award(rig, "A", "award-year", 100, RIG_TODAY));
	rig_free(rig);
}

TEST(fund_credited)
{
	struct rig *rig = rig_new();
	struct command command = rig_command(rig, COMMAND_FUND_CREDIT, RIG_FINANCE);

	command.fund_credit.code = SPAN("care");
	command.fund_credit.year = SPAN("2019-20");
	command.fund_credit.amount_pence = 4000000;
	rig_text(&command.fund_credit.reason, "agreed");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("100", "fund-credited",
			   "3") "\"fund\":\"care\",\"year\":\"2019-20\","
				"\"amount\":4000000,\"left\":4000000,\"reason\":\"" RIG_MAC_AGREED
				"\",\"rules\":3,\"transfers\":[{\"n\":0,\"phase\":\"post\","
				"\"from\":\"grantor\","
				"\"to\":\"fund:care:2019-20\",\"amount\":4000000}]}",
		rig->outcome.event);
	CHECK_TEXT("4000000-0-0", rig_account(rig, "fund:care:2019-20"));
	CHECK_TEXT("0-4000000-0", rig_account(rig, "grantor"));
	CHECK_SPAN("2019-20", slice_account(&rig->slice, SPAN("fund:care:2019-20"))->period);
	CHECK_INT(ACCOUNT_FUND, slice_account(&rig->slice, SPAN("fund:care:2019-20"))->kind);
	CHECK_INT(ACCOUNT_GRANTOR, slice_account(&rig->slice, SPAN("grantor"))->kind);
	if (CHECK_INT(1, rig->slice.texts.len))
		CHECK(rig->slice.texts.at[0].person == NULL);
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 1));
	CHECK_TEXT("4000001-0-0", rig_account(rig, "fund:care:2019-20"));
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2018-19", 2));
	CHECK_TEXT("recorded", rig_credit(rig, "duty", "2019-20", 3));
	CHECK_TEXT("4000001-0-0", rig_account(rig, "fund:care:2019-20"));
	CHECK_TEXT("0-4000006-0", rig_account(rig, "grantor"));
	CHECK_TEXT("not found fund", rig_credit(rig, "no-such-fund", "2019-20", 1));
	rig_check_books(rig);
	rig_free(rig);
}

/* At most the next financial year, of London's day. */
TEST(fund_years)
{
	static const struct {
		int64_t at_s;
		const char *year, *want;
	} rows[] = {
		{INT64_C(1553990399), "2019-20", "recorded"}, /* 2019-03-30T23:59:59Z */
		{INT64_C(1553990399), "2020-21", "invalid /year"},
		{INT64_C(1554073199), "2020-21",
			"invalid /year"}, /* 2019-03-31T22:59:59Z, summer time */
		{INT64_C(1554073200), "2020-21", "recorded"},
		{INT64_C(1554073200), "2021-22", "invalid /year"},
		{INT64_C(1554073200), "2000-01", "recorded"},
		{INT64_C(1554073200), "2019-21", "invalid /year"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = rig_new();

		check_row("%zu", i);
		rig->at_us = rows[i].at_s * 1000000;
		CHECK_TEXT(rows[i].want, rig_credit(rig, "care", rows[i].year, 1));
		rig_free(rig);
	}
}

TEST(fund_beyond_counting)
{
	struct rig *rig = rig_new();
	struct account *fund;
	const char *before;

	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 1));
	fund = slice_account(&rig->slice, SPAN("fund:care:2019-20"));
	fund->credited = MONEY_BALANCE_MAX_PENCE - 100;
	fund->debited = MONEY_BALANCE_MAX_PENCE - 200; /* spent is counted too */
	before = rig_dump(rig);
	CHECK_TEXT("invalid /amount_pence", rig_credit(rig, "care", "2019-20", 101));
	CHECK_TEXT(before, rig_dump(rig));
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 100));
	rig_free(rig);
}

static const struct outcome_line *line_of(const struct rig *rig, const char *code)
{
	for (size_t i = 0; i < rig->outcome.lines_len; i++)
		if (span_is(rig->outcome.lines[i].line->code, code))
			return &rig->outcome.lines[i];
	return NULL;
}

static const char *look(struct rig *rig, const char *ref, const char *on)
{
	struct command command = rig_command(rig, COMMAND_ENTITLEMENTS, RIG_AUDITOR);

	command.ref = span_of(ref);
	command.on = rig_day(on);
	return rig_decide(rig, &command);
}

TEST(entitlements_looked_at)
{
	static const struct {
		const char *code;
		enum reason_code reason; /* REASON_CODES: payable */
		int64_t limit, left;     /* -1: no cap */
	} rows[] = {
		{"from-july", REASON_AWARD_NEEDED, 0, 0},
		{"refused-line", REASON_NOT_OFFERED, -1, -1},
		{"kind", REASON_NOT_YET_PAYABLE, -1, -1},
		{"rate", REASON_NOT_YET_PAYABLE, -1, -1},
		{"guarantee", REASON_NOT_YET_PAYABLE, 0, 0},
		{"need-a", REASON_MISSING_FACT, 10000, 10000},
		{"need-not", REASON_CODES, 10000, 10000},
		{"ages", REASON_CODES, 10000, 10000},
		{"two-ages", REASON_AGE_BELOW, 1000, 1000},
		{"monthly", REASON_CAP_EXCEEDED, 1500, 0},
		{"twice", REASON_CODES, 3000, 1500},
		{"by-lifetime", REASON_CAP_EXCEEDED, 10000, 0},
		{"by-year", REASON_CODES, 10000, 1},
		{"award-year", REASON_CODES, 700, 100},
		{"award-month", REASON_CAP_EXCEEDED, 300, 0},
	};
	struct rig *rig = with_person();
	const struct outcome_line *by_year, *by_week;
	const char *before;

	rig_request(rig, "A", "monthly", 1500, RIG_TODAY);
	rig_request(rig, "A", "twice", 1500, RIG_TODAY);
	rig_request(rig, "A", "by-lifetime", 10000, RIG_TODAY);
	rig_request(rig, "A", "by-year", 9999, RIG_TODAY);
	rig_award(rig, "A", "award-year", 700, RIG_TODAY);
	rig_request(rig, "A", "award-year", 600, RIG_TODAY);
	rig_award(rig, "A", "award-month", 300, RIG_TODAY);
	rig_request(rig, "A", "award-month", 300, RIG_TODAY);
	before = rig_dump(rig);
	CHECK_TEXT("looked", look(rig, "A", RIG_TODAY));
	CHECK_TEXT(before, rig_dump(rig));
	CHECK(rig->outcome.offer == rig->versions[0] && !rig->outcome.recorded);
	/* A code that stands twice is one line for somebody. */
	CHECK_INT(rig->versions[0]->lines_len - 1, rig->outcome.lines_len);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct outcome_line *line = line_of(rig, rows[i].code);

		check_row("%s", rows[i].code);
		CHECK(line != NULL);
		if (line == NULL)
			continue;
		CHECK_INT(rows[i].reason == REASON_CODES ? 0 : 1, line->reasons.len);
		if (rows[i].reason != REASON_CODES)
			CHECK(reason_has(&line->reasons, rows[i].reason));
		CHECK_INT(rows[i].limit >= 0, line->room != NULL);
		CHECK_INT(rows[i].limit, line->room == NULL ? -1 : line->room->limit_pence);
		CHECK_INT(rows[i].left, line->room == NULL ? -1 : line->room->left_pence);
	}
	by_year = line_of(rig, "by-year");
	by_week = line_of(rig, "by-week");
	if (CHECK(by_year != NULL) && CHECK(by_week != NULL)) {
		CHECK_SPAN("2019-20", by_year->period);
		CHECK(by_year->cap != NULL);
		CHECK(by_week->cap == NULL);
	}
	rig_free(rig);
}

TEST(entitlements_not_found)
{
	struct rig *rig = with_person();

	CHECK_TEXT("not found person", look(rig, "nobody", RIG_TODAY));
	CHECK_TEXT("looked", look(rig, "A", "2018-04-01"));
	CHECK_TEXT("not found offer", look(rig, "A", "2018-03-31"));
	rig_free(rig);
}

/* The rig's offer with a line of its own in place of all: n needs of which none is met, count
 * times over. */
static void many_lines(struct rig *rig, size_t needs_len, size_t count)
{
	static struct span fact[] = {SPAN_INIT("fact-a")};
	struct offer *offer = ARENA_NEW(rig->arena, struct offer);
	struct offer_need *needs = ARENA_ARRAY(rig->arena, struct offer_need, needs_len);

	*offer = *rig->versions[0];
	for (size_t i = 0; i < needs_len; i++)
		needs[i] =
			(struct offer_need){.kind = OFFER_NEED_ALL, .facts = fact, .facts_len = 1};
	offer->lines = ARENA_ARRAY(rig->arena, struct offer_line, count);
	offer->lines_len = count;
	for (size_t i = 0; i < count; i++) {
		offer->lines[i] = *offer_line_for(rig->versions[0], SPAN("by-lifetime"), 19);
		offer->lines[i].code = span_of(arena_printf(rig->arena, "line-%zu", i));
		offer->lines[i].needs = needs;
		offer->lines[i].needs_len = needs_len;
	}
	rig->versions[0] = offer;
}

/* However many needs an offer of whatever version has. */
TEST(entitlements_of_many_needs)
{
	struct rig *rig = with_person();

	many_lines(rig, 300, 2);
	CHECK_TEXT("looked", look(rig, "A", RIG_TODAY));
	if (CHECK_INT(2, rig->outcome.lines_len)) {
		CHECK_INT(300, rig->outcome.lines[0].reasons.len);
		CHECK_INT(300, rig->outcome.lines[1].reasons.len);
	}
	rig_request(rig, "A", "line-1", 100, RIG_TODAY);
	CHECK_INT(300, rig->reasons.len);
	rig_free(rig);
}

/* Six hundred people look at a hundred and fifty lines: a batch's arena holds 512 MiB, and this
 * with two reasons a line takes less than a tenth. */
TEST(entitlements_are_small)
{
	struct rig *rig = with_person();
	size_t before;

	many_lines(rig, 2, 150);
	before = arena_used(rig->arena);
	for (int i = 0; i < 600; i++)
		CHECK_TEXT("looked", look(rig, "A", RIG_TODAY));
	check_row("%zu bytes", arena_used(rig->arena) - before);
	CHECK(arena_used(rig->arena) - before < (size_t)48 << 20);
	rig_free(rig);
}
