#include "tests/core/offer_text.h"

static const struct faulty top[] = {
	{DOC_TOP(TOP), DOC_TOP(TOP "@colour: red\n"), "unknown key \"colour\"", "known keys"},
	{DOC_TOP(TOP "challenge: Ask\n"), DOC_TOP(TOP "@chalenge: Ask\n"), "unknown key",
		"\"challenge\""},
	{DOC_TOP(TOP), DOC_TOP("@name: Derby\ntitle: A\neffective: 2018-04-01\nsource: a\n"),
		"\"authority\" is missing", "authority:"},
	{DOC_TOP(TOP), DOC_TOP("@authority: a\ntitle: A\neffective: 2018-04-01\nsource: a\n"),
		"\"name\" is missing", "name:"},
	{DOC_TOP(TOP), DOC_TOP("@authority: a\nname: A\neffective: 2018-04-01\nsource: a\n"),
		"\"title\" is missing", "title:"},
	{DOC_TOP(TOP), DOC_TOP("@authority: a\nname: A\ntitle: A\nsource: a\n"),
		"\"effective\" is missing", "effective:"},
	{DOC_TOP(TOP), DOC_TOP("@authority: a\nname: A\ntitle: A\neffective: 2018-04-01\n"),
		"\"source\" is missing", "source:"},
	{TOP FUNDS LINE, "@" TOP FUNDS, "\"entitlements\" is missing", "entitlements:"},
	{TOP FUNDS LINE, TOP FUNDS "entitlements: @[]\n", "the list is empty", "entitlements"},
	{TOP FUNDS LINE, TOP FUNDS "entitlements: @{}\n", "a list is expected", "entitlements"},
	{TOP FUNDS LINE, TOP FUNDS "entitlements: @none\n", "a list is expected", "entitlements"},
	{TOP FUNDS LINE, TOP FUNDS "entitlements:\n- @gift\n", "must be a map", "key: value"},
	{TOP FUNDS LINE, "@[a]", "must be a map", "key: value"},
	{DOC_TOP("authority: a\nname: A\ntitle: A\neffective: 2020-02-29\nsource: a\n"),
		DOC_TOP("authority: a\nname: A\ntitle: A\neffective: @2019-02-29\nsource: a\n"),
		"2019-02-29 is not a date", "YYYY-MM-DD"},
	{DOC_TOP("authority: a\nname: A\ntitle: A\neffective: 2018-04-30\nsource: a\n"),
		DOC_TOP("authority: a\nname: A\ntitle: A\neffective: @2018-04-31\nsource: a\n"),
		"2018-04-31 is not a date", "YYYY-MM-DD"},
	{DOC_TOP("authority: a\nname: A\ntitle: A\neffective: \"2018-04-01\"\nsource: a\n"),
		DOC_TOP("authority: a\nname: A\ntitle: A\neffective: @1.4.2018\nsource: a\n"),
		"1.4.2018 is not a date", "YYYY-MM-DD"},
	{DOC_TOP("authority: a-1\nname: A\ntitle: A\neffective: 2018-04-01\nsource: a\n"),
		DOC_TOP("authority: @A1\nname: A\ntitle: A\neffective: 2018-04-01\nsource: a\n"),
		"A1 is not a code", "lower-case"},
	{DOC_TOP(TOP "statements: [We mentor.]\n"), DOC_TOP(TOP "statements: @We mentor.\n"),
		"a list is expected", "list of texts"},
	{DOC_TOP(TOP "statements: [We mentor.]\n"), DOC_TOP(TOP "statements: [a, @{}]\n"),
		"must be text", ""},
	{DOC_TOP(TOP "review-due: Yearly\n"), DOC_TOP(TOP "review-due: @''\n"), "empty", ""},
};

static const struct faulty vocabulary[] = {
	{DOC_TOP(TOP "facts: {a: An a}\n"), DOC_TOP(TOP "facts: {@A: An a}\n"), "A is not a code",
		"lower-case"},
	{DOC_TOP(TOP "facts: {a: An a}\n"), DOC_TOP(TOP "facts: @[a]\n"), "a map is expected",
		"CODE: words"},
	{DOC_TOP(TOP "facts: {a: An a}\n"), DOC_TOP(TOP "facts: @{}\n"), "the map is empty",
		"CODE: words"},
	{DOC_TOP(TOP "facts: {a: An a}\n"), DOC_TOP(TOP "facts: {a: @''}\n"), "missing",
		"what the fact means"},
	{DOC_TOP(TOP "facts: {a: An a}\n"), DOC_TOP(TOP "facts: {a: @[b]}\n"), "one value",
		"what the fact means"},
	{DOC_TOP(TOP "facts: {a: An a, b: A b}\n"), DOC_TOP(TOP "facts: {a: An a, @a: A b}\n"),
		"given twice", ""},
	{DOC_TOP(TOP "facts: {a: {says: An a}}\n"), DOC_TOP(TOP "facts: {a: @{holds: 6 months}}\n"),
		"\"says\" is missing", "says:"},
	{DOC_TOP(TOP "facts: {a: {says: A, holds: 6 months}}\n"),
		DOC_TOP(TOP "facts: {a: {says: A, @hold: 6 months}}\n"), "unknown key",
		"\"holds\""},
	{DOC_TOP(TOP "facts: {a: {says: A, value: money}}\n"),
		DOC_TOP(TOP "facts: {a: {says: A, value: @number}}\n"),
		"number is no kind of value", "money, date or code"},
	{DOC_TOP(TOP "facts: {a: {says: A, value: date}}\n"),
		DOC_TOP(TOP "facts: {a: {says: A, @value: }}\n"), "the value is missing",
		"money, date or code"},
	{DOC_TOP(TOP "facts: {a: {says: A, value: code, words: [north, south]}}\n"),
		DOC_TOP(TOP "facts: {a: {says: A, value: @code}}\n"), "no list of the codes",
		"words: [..] beside it"},
	{DOC_TOP(TOP "districts: [north, south]\nfacts: {a: {says: A, value: code}}\n"),
		DOC_TOP(TOP "districts: [north, @north]\nfacts: {a: {says: A, value: code}}\n"),
		"north stands twice", "once"},
	{DOC_TOP(TOP "facts: {a: {says: A, value: code, words: [north]}}\n"),
		DOC_TOP(TOP "facts: {a: {says: A, value: money, words: @[north]}}\n"),
		"only a fact whose value is a code", "value: code beside it"},
	{DOC_TOP(TOP "facts: {a: {says: A, value: code, words: [north]}}\n"),
		DOC_TOP(TOP "facts: {a: {says: A, words: @[north]}}\n"),
		"only a fact whose value is a code", "take it away"},
	{DOC_TOP(TOP "facts: {a: {says: A, value: code, words: [north]}}\n"),
		DOC_TOP(TOP "facts: {a: {says: A, value: code, words: [@North]}}\n"),
		"North is not a code", "lower-case letter"},
	{DOC_TOP(TOP "facts: {a: {says: A, value: code, words: [north]}}\n"),
		DOC_TOP(TOP "facts: {a: {says: A, value: code, words: @[]}}\n"),
		"the list is empty", "[north, south]"},
	{DOC_TOP(TOP "facts: {a: {says: A, holds: 1 months}}\n"),
		DOC_TOP(TOP "facts: {a: {says: A, holds: @0 months}}\n"), "0 months", "6 months"},
	{DOC_TOP(TOP "facts: {a: {says: A, holds: 120 months}}\n"),
		DOC_TOP(TOP "facts: {a: {says: A, holds: @121 months}}\n"), "121 months",
		"6 months"},
	{DOC_TOP(TOP "facts: {a: {says: A, holds: 1 month}}\n"),
		DOC_TOP(TOP "facts: {a: {says: A, holds: @6 month}}\n"), "6 month", "6 months"},
	{DOC_TOP(TOP "facts: {a: {says: A, holds: 6 months}}\n"),
		DOC_TOP(TOP "facts: {a: {says: A, holds: @6}}\n"), "6 is not", "6 months"},
	{DOC_TOP(TOP "facts: {a: {says: A, holds: 6 months}}\n"),
		DOC_TOP(TOP "facts: {a: {says: A, holds: @half a year}}\n"), "half a year",
		"6 months"},
};

#define DOC_FUNDS(text) TOP "funds: " text "\n" LINE
#define LEAVING_CARE    "{code: leaving-care, name: A}"

static const struct faulty funds[] = {
	{DOC_FUNDS("[" LEAVING_CARE "]"), DOC_FUNDS("@" LEAVING_CARE), "a list is expected",
		"{code, name, ages}"},
	{DOC_FUNDS("[" LEAVING_CARE "]"), DOC_FUNDS("[" LEAVING_CARE ", @{name: A}]"),
		"\"code\" is missing", "code:"},
	{DOC_FUNDS("[" LEAVING_CARE "]"), DOC_FUNDS("[" LEAVING_CARE ", @{code: b}]"),
		"\"name\" is missing", "name:"},
	{DOC_FUNDS("[" LEAVING_CARE ", {code: b, name: B}]"),
		DOC_FUNDS("[" LEAVING_CARE ", {code: @leaving-care, name: B}]"), "stands twice",
		"a code of its own"},
	{DOC_FUNDS("[" LEAVING_CARE ", {code: b, name: B}]"),
		DOC_FUNDS("[" LEAVING_CARE ", {code: @1b, name: B}]"), "1b is not a code",
		"lower-case"},
	{DOC_FUNDS("[{code: leaving-care, name: A, ages: {from: 21, until: 25}}]"),
		DOC_FUNDS("[{code: leaving-care, name: A, ages: @{from: 21, until: 21}}]"),
		"the age window is empty", "until:"},
};

#define DOC_RATE(text)     TOP "rates: {a: " text "}\n" FUNDS LINE
#define STEP(from, amount) "{from: " from ", amount: \"" amount "\", source: gov.uk}"

static const struct faulty rates[] = {
	{DOC_RATE("[" STEP("2018-04-01", "57.90") "]"), DOC_RATE("@[]"), "the list is empty",
		"source"},
	{DOC_RATE("[" STEP("2018-04-01", "57.90") "]"), DOC_RATE("@" STEP("2018-04-01", "57.90")),
		"a list is expected", "source"},
	{TOP "rates: {a: [" STEP("2018-04-01", "1.00") "]}\n" FUNDS LINE,
		TOP "rates: @[a]\n" FUNDS LINE, "a map is expected", "CODE:"},
	{TOP "rates: {a: [" STEP("2018-04-01", "1.00") "]}\n" FUNDS LINE,
		TOP "rates: {@A: [" STEP("2018-04-01", "1.00") "]}\n" FUNDS LINE, "A is not a code",
		"lower-case"},
	{TOP "rates: {a: [" STEP("2018-04-01", "1.00") "]}\n" FUNDS LINE,
		TOP "rates: {a: [" STEP("2018-04-01", "1.00") "], @a: [" STEP(
			"2018-04-01", "1.00") "]}\n" FUNDS LINE,
		"given twice", ""},
	{DOC_RATE("[" STEP("2018-04-01", "57.90") "]"),
		DOC_RATE("[{from: @2018-04-02, amount: \"57.90\", source: a}]"),
		"no amount when the offer begins", "or before"},
	{DOC_RATE("[" STEP("2018-04-01", "57.90") ", " STEP("2018-04-02", "58.90") "]"),
		DOC_RATE("[" STEP("2018-04-01", "57.90") ", {from: @2018-04-01, amount: \"58.90\", "
							 "source: a}]"),
		"two amounts from this day", "each day once"},
	{DOC_RATE("[" STEP("2017-04-01", "57.90") ", " STEP("2018-04-02", "58.90") "]"),
		DOC_RATE("[" STEP("2017-04-01", "57.90") ", {from: @2017-03-31, amount: \"58.90\", "
							 "source: a}]"),
		"begins before the one above", "order the steps"},
	{DOC_RATE("[" STEP("2018-04-01", "57.90") "]"),
		DOC_RATE("[@{amount: \"57.90\", source: a}]"), "\"from\" is missing", "from:"},
	{DOC_RATE("[" STEP("2018-04-01", "57.90") "]"),
		DOC_RATE("[@{from: 2018-04-01, source: a}]"), "\"amount\" is missing", "amount:"},
	{DOC_RATE("[" STEP("2018-04-01", "57.90") "]"),
		DOC_RATE("[@{from: 2018-04-01, amount: \"57.90\"}]"), "\"source\" is missing",
		"source:"},
	{DOC_RATE("[" STEP("2018-04-01", "57.90") "]"),
		DOC_RATE("[{from: 2018-04-01, amount: @57.90, source: a}]"), "not in quotes",
		"\"57.90\""},
};

static const struct faulty lines[] = {
	{DOC_TWO(ITEM AGES WHO CAP FUND "}\n", ""),
		DOC_TWO("- @{name: Gift, says: A., " AGES WHO CAP FUND "}\n", ""),
		"\"code\" is missing", "code:"},
	{DOC_TWO(ITEM AGES WHO CAP FUND "}\n", ""),
		DOC_TWO("- @{code: gift, says: A., " AGES WHO CAP FUND "}\n", ""),
		"\"name\" is missing", "name:"},
	{DOC_TWO(ITEM AGES WHO CAP FUND "}\n", ""),
		DOC_TWO("- @{code: gift, name: A., " AGES WHO CAP FUND "}\n", ""),
		"\"says\" is missing", "says:"},
	{DOC_TWO(ITEM AGES WHO CAP FUND "}\n", ""),
		DOC_TWO("- {code: @Gift, name: A, says: A., " AGES WHO CAP FUND "}\n", ""),
		"Gift is not a code", "lower-case"},
	{DOC_TWO(ITEM AGES WHO CAP FUND "}\n", ""),
		DOC_TWO("- {code: @[gift], name: A, says: A., " AGES WHO CAP FUND "}\n", ""),
		"one value is expected", "lower-case"},
	{DOC_PAY(CAP FUND), DOC_PAY(CAP FUND ", @colour: red"), "unknown key \"colour\"", ""},
	{DOC_PAY(CAP FUND ", kind: payment"), DOC_PAY(CAP FUND ", kind: @gift"),
		"gift is none of the words", "payment, guarantee or in-kind"},
	{DOC_PAY(CAP FUND ", offered: yes"), DOC_PAY(CAP FUND ", offered: @maybe"), "yes or no",
		""},
	{DOC_PAY(CAP FUND ", offered: true"), DOC_PAY(CAP FUND ", offered: @'yes'"), "yes or no",
		""},
	{DOC_PAY(CAP FUND ", from: 2019-04-01"), DOC_PAY(CAP FUND ", from: @2019-04-31"),
		"2019-04-31 is not a date", "YYYY-MM-DD"},
	{DOC_PAY(CAP FUND ", basis: Law, how: Ask, section: Money, source: b.txt"),
		DOC_PAY(CAP FUND ", basis: Law, how: @[], section: Money, source: b.txt"),
		"must be text", ""},
	{DOC_PAY(CAP FUND ", codes: {cost-code: A.1/2_3-4}"),
		DOC_PAY(CAP FUND ", codes: {cost-code: @=A1}"), "=A1 is not a cost code",
		"a letter or digit"},
	{DOC_PAY(CAP FUND ", codes: {cost-code: a123456789b123456789c123456789d123456789}"),
		DOC_PAY(CAP FUND
			", codes: {cost-code: @a123456789b123456789c123456789d1234567890}"),
		"is not a cost code", "at most 40"},
	{DOC_PAY(CAP FUND ", codes: {cost-code: A1}"),
		DOC_PAY(CAP FUND ", codes: {cost-code: @A 1}"), "A 1 is not a cost code", ""},
	{DOC_PAY(CAP FUND ", codes: {cost-code: A1}"),
		DOC_PAY(CAP FUND ", codes: {cost-code: A1, @colour: A1}"), "unknown key \"colour\"",
		""},
};

TEST(offer_file_top)
{
	check_faulty(top, ARRAY_LEN(top));
}

TEST(offer_file_facts)
{
	check_faulty(vocabulary, ARRAY_LEN(vocabulary));
}

TEST(offer_file_funds)
{
	check_faulty(funds, ARRAY_LEN(funds));
}

TEST(offer_file_rates)
{
	check_faulty(rates, ARRAY_LEN(rates));
}

TEST(offer_file_lines)
{
	check_faulty(lines, ARRAY_LEN(lines));
}

TEST(offer_file_finds_all_faults_in_one_go)
{
	struct reading reading = read_text(
		SPAN("authority: derby\n"
		     "name: Derby\n"
		     "effective: 2019-02-29\n"
		     "source: a.txt\n"
		     "colour: red\n"
		     "rates: {a: [{from: 2030-01-01, amount: 57.90, source: b}]}\n"
		     "funds: [{code: leaving-care, name: A}, {code: leaving-care, name: B}]\n"
		     "entitlements:\n"
		     "- {code: gift, name: A, says: A., ages: {from: 16, until: 25}, categories: "
		     "[relevant],"
		     " cap: {amount: 15.00}, fund: leaving-care}\n"
		     "- {code: gift, name: A, says: A., ages: {from: 24, until: 26}, categories: "
		     "[child],"
		     " needs: [nothing], fund: other}\n"));

	CHECK(reading.offer == NULL);
	CHECK_TEXT(
		"offer.yaml:1:1: key \"title\" is missing in the offer; add \"title:\"\n"
		"offer.yaml:3:12: 2019-02-29 is not a date; write a day of the calendar as "
		"YYYY-MM-DD\n"
		"offer.yaml:5:1: unknown key \"colour\" in the offer; known keys: authority, name, "
		"title, effective, source, review-due, challenge, districts, rates, facts, funds, "
		"entitlements, statements\n"
		"offer.yaml:6:40: the amount is not in quotes; write the amount in quotes: "
		"\"57.90\"\n"
		"offer.yaml:7:47: the fund leaving-care stands twice; give each fund a code of its "
		"own\n"
		"offer.yaml:9:93: key \"per\" is missing in the cap; add \"per:\"\n"
		"offer.yaml:9:102: the amount is not in quotes; write the amount in quotes: "
		"\"15.00\"\n"
		"offer.yaml:10:3: a payment needs a cap; write cap: {amount: \"15.00\", per: "
		"month} "
		"or cap: {by: award, per: lifetime}\n"
		"offer.yaml:10:41: gift stands twice for the same ages, here and in line 9; end "
		"the "
		"ages of one where those of the other begin, or give it another code\n"
		"offer.yaml:10:77: child is not a category; write eligible, relevant, "
		"former-relevant or qualifying\n"
		"offer.yaml:10:93: there is no fact nothing; add it to facts: with what it means: "
		"nothing: …\n"
		"offer.yaml:10:109: there is no fund other; add it to funds: with its name\n",
		printed(&reading));
	arena_free(reading.arena);
}

TEST(offer_file_that_is_not_yaml)
{
	static const char *const texts[] = {"", "a: [", "a: 1\na: 2\n", "\x80", "a: *b\n"};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct reading reading = read_text(span_of(texts[i]));
		check_row("%zu", i);
		CHECK(reading.offer == NULL);
		CHECK(reading.faults->count > 0);
		arena_free(reading.arena);
	}
}

static const char whole[] =
	"authority: derby\n"
	"name: Derby City Council\n"
	"title: Local offer\n"
	"effective: 2018-04-01\n"
	"source: a.txt\n"
	"review-due: Yearly\n"
	"challenge: Complain\n" RATES FACTS "funds:\n"
	"- {code: duty-to-25, name: Grant, ages: {from: 21, until: 25, ours: true}}\n"
	"- {code: leaving-care, name: Leaving care}\n"
	"entitlements:\n"
	"- code: communication-allowance\n"
	"  name: Communication allowance\n"
	"  ages: {from: 16, until: 21}\n"
	"  categories: [relevant, former-relevant]\n"
	"  also: [{category: eligible, needs: [semi-independent, pathway-plan]}]\n"
	"  needs: [pathway-plan, {any: [first-tenancy, pathway-plan]}, {not: semi-independent}]\n"
	"  pays: {every: month, amount: \"15.00\"}\n"
	"  cap: {amount: \"£1,015.00\", per: month}\n"
	"  uplift: top-up\n"
	"  fund: [duty-to-25, leaving-care]\n"
	"  says: \"£15 per month\"\n"
	"  section: Money\n"
	"  basis: Law\n"
	"  how: Ask\n"
	"- {code: maintenance, name: M, says: M., ages: {from: 16, until: 18, ours: yes},\n"
	"   categories: [relevant], pays: {every: week, rate: benefit-weekly}, fund: "
	"leaving-care}\n"
	"- {code: floor, name: F, says: F., ages: {from: 18, until: 21}, categories: [relevant],\n"
	"   pays: {every: week, floor: {rate: benefit-weekly, plus: \"30.00\"}}, fund: "
	"leaving-care}\n"
	"- {code: guarantee, name: G, says: G., kind: guarantee, ages: {from: 18, until: 25},\n"
	"   categories: [qualifying], cap: {by: award, per: lifetime}, from: 2019-04-01,\n"
	"   source: b.txt}\n"
	"- {code: promise, name: P, says: P., offered: no}\n"
	"- {code: gym, name: G, says: G., kind: in-kind, ages: {from: 16, until: 25},\n"
	"   also: [{category: eligible, needs: [semi-independent]}]}\n"
	"statements: [We mentor., We train.]\n";

static void check_need(
	const struct offer_need *need, enum offer_need_kind kind, const char *a, const char *b)
{
	CHECK_INT(kind, need->kind);
	CHECK_INT(b ? 2 : 1, need->facts_len);
	CHECK_SPAN(a, need->facts[0]);
	if (b)
		CHECK_SPAN(b, need->facts[1]);
}

static void check_first_line(const struct offer_line *line)
{
	CHECK_SPAN("communication-allowance", line->code);
	CHECK_SPAN("Communication allowance", line->name);
	CHECK(line->offered && !line->has_from);
	CHECK_INT(OFFER_PAYMENT, line->kind);
	CHECK_INT(16, line->ages.from);
	CHECK_INT(21, line->ages.until);
	CHECK(!line->ages.ours && !line->ages.any);
	CHECK_INT(CATEGORY_BIT(CATEGORY_RELEVANT) | CATEGORY_BIT(CATEGORY_FORMER_RELEVANT),
		line->categories);
	CHECK_INT(1, line->also_len);
	CHECK_INT(CATEGORY_ELIGIBLE, line->also[0].category);
	CHECK_INT(2, line->also[0].needs_len);
	check_need(&line->also[0].needs[0], OFFER_NEED_ALL, "semi-independent", NULL);
	check_need(&line->also[0].needs[1], OFFER_NEED_ALL, "pathway-plan:communication-allowance",
		NULL);
	CHECK_INT(3, line->needs_len);
	check_need(&line->needs[0], OFFER_NEED_ALL, "pathway-plan:communication-allowance", NULL);
	check_need(&line->needs[1], OFFER_NEED_ANY, "first-tenancy",
		"pathway-plan:communication-allowance");
	check_need(&line->needs[2], OFFER_NEED_NOT, "semi-independent", NULL);
	CHECK_INT(OFFER_EVERY, line->pays);
	CHECK_INT(PERIOD_MONTH, line->every);
	CHECK_INT(1500, line->pays_pence);
	CHECK_INT(OFFER_CAP_AMOUNT, line->cap);
	CHECK_INT(101500, line->cap_pence);
	CHECK_INT(PERIOD_MONTH, line->per);
	CHECK_INT(OFFER_UPLIFT_TOP_UP, line->uplift);
	CHECK_INT(2, line->funds_len);
	CHECK_SPAN("duty-to-25", line->funds[0]);
	CHECK_SPAN("leaving-care", line->funds[1]);
	CHECK_SPAN("£15 per month", line->says);
	CHECK_SPAN("a.txt", line->source);
	CHECK_SPAN("Money", line->section);
	CHECK_SPAN("Law", line->basis);
	CHECK_SPAN("Ask", line->how);
	CHECK_INT(18, line->line);
}

static void check_other_lines(const struct offer_line *line)
{
	CHECK_INT(OFFER_RATE, line[1].pays);
	CHECK_INT(PERIOD_WEEK, line[1].every);
	CHECK_INT(PERIOD_WEEK, line[1].per);
	CHECK_INT(OFFER_CAP_NONE, line[1].cap);
	CHECK_SPAN("benefit-weekly", line[1].rate);
	CHECK(line[1].ages.ours);
	CHECK_INT(OFFER_FLOOR, line[2].pays);
	CHECK_SPAN("benefit-weekly", line[2].rate);
	CHECK_INT(3000, line[2].pays_pence);
	CHECK_INT(OFFER_GUARANTEE, line[3].kind);
	CHECK_INT(OFFER_CAP_AWARD, line[3].cap);
	CHECK_INT(OFFER_UP_TO, line[3].pays);
	CHECK_INT(OFFER_UPLIFT_NEW_ONLY, line[3].uplift);
	CHECK(line[3].has_from);
	CHECK_INT(date_of(2019, 4, 1).day, line[3].from.day);
	CHECK_SPAN("b.txt", line[3].source);
	CHECK(!line[4].offered && line[4].ages.any);
	CHECK_INT(OFFER_IN_KIND, line[5].kind);
	CHECK_INT(0, line[5].categories);
	CHECK_INT(1, line[5].also_len);
}

TEST(offer_file_reads_everything)
{
	struct reading reading = read_text(SPAN(whole));
	struct offer *offer = reading.offer;

	CHECK_TEXT("", printed(&reading));
	if (!CHECK(offer != NULL) || !CHECK_INT(6, offer->lines_len))
		return;
	CHECK_INT(0, offer->version);
	CHECK_SPAN("derby", offer->authority);
	CHECK_SPAN("Derby City Council", offer->name);
	CHECK_SPAN("Local offer", offer->title);
	CHECK_SPAN("a.txt", offer->source);
	CHECK_SPAN("Yearly", offer->review_due);
	CHECK_SPAN("Complain", offer->challenge);
	CHECK_INT(date_of(2018, 4, 1).day, offer->effective.day);
	CHECK_INT(1, offer->rates_len);
	CHECK_SPAN("benefit-weekly", offer->rates[0].code);
	CHECK_INT(5790, offer->rates[0].steps[0].amount_pence);
	CHECK_SPAN("gov.uk", offer->rates[0].steps[0].source);
	CHECK_INT(3, offer->facts_len);
	CHECK_SPAN("A first tenancy", offer->facts[0].says);
	CHECK_INT(0, offer->facts[0].holds_months);
	CHECK_SPAN("A plan", offer->facts[2].says);
	CHECK_INT(6, offer->facts[2].holds_months);
	CHECK_INT(2, offer->funds_len);
	CHECK(offer->funds[0].ages.ours && !offer->funds[0].ages.any);
	CHECK_INT(21, offer->funds[0].ages.from);
	CHECK(offer->funds[1].ages.any);
	CHECK_INT(2, offer->statements_len);
	CHECK_SPAN("We train.", offer->statements[1]);
	check_first_line(&offer->lines[0]);
	check_other_lines(offer->lines);
	arena_free(reading.arena);
}
