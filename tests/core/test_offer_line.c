#include "tests/core/offer_text.h"

static const struct faulty who[] = {
	{DOC_WHO(AGES WHO), DOC_TWO("- @{code: gift, name: A, says: A., " WHO CAP FUND "}\n", ""),
		"needs ages", "ages:"},
	{DOC_WHO(AGES WHO), DOC_TWO("- @{code: gift, name: A, says: A., " AGES CAP FUND "}\n", ""),
		"needs categories", "categories:"},
	{DOC_WHO("ages: {from: 16, until: 17}, " WHO),
		DOC_WHO("ages: @{from: 16, until: 16}, " WHO), "the age window is empty", "until:"},
	{DOC_WHO("ages: {from: 16, until: 17}, " WHO),
		DOC_WHO("ages: @{from: 21, until: 16}, " WHO), "the age window is empty", "until:"},
	{DOC_WHO("ages: {from: 0, until: 120}, " WHO),
		DOC_WHO("ages: {from: @-1, until: 120}, " WHO), "-1 is not an age", "120"},
	{DOC_WHO("ages: {from: 0, until: 120}, " WHO),
		DOC_WHO("ages: {from: 0, until: @121}, " WHO), "121 is not an age", "120"},
	{DOC_WHO(AGES WHO), DOC_WHO("ages: @{from: 16}, " WHO), "\"until\" is missing", "until:"},
	{DOC_WHO(AGES WHO), DOC_WHO("ages: @{until: 16}, " WHO), "\"from\" is missing", "from:"},
	{DOC_WHO(AGES WHO), DOC_WHO("ages: @16-24, " WHO), "must be a map", ""},
	{DOC_WHO(AGES WHO), DOC_WHO("ages: {from: @'16', until: 25}, " WHO), "whole number", ""},
	{DOC_WHO("ages: {from: 16, until: 25, ours: true}, " WHO),
		DOC_WHO("ages: {from: 16, until: 25, ours: @ja}, " WHO), "yes or no", ""},
	{DOC_WHO(AGES "categories: [eligible, qualifying], "),
		DOC_WHO(AGES "categories: [eligible, @unqualified], "),
		"unqualified is not a category", "former-relevant"},
	{DOC_WHO(AGES "categories: [relevant], "), DOC_WHO(AGES "categories: [@none], "),
		"none is not a category", "former-relevant"},
	{DOC_WHO(AGES "categories: [relevant], "), DOC_WHO(AGES "categories: @relevant, "),
		"a list is expected", "brackets"},
	{DOC_WHO(AGES "categories: [relevant], "), DOC_WHO(AGES "categories: @[], "),
		"the list is empty", "brackets"},
	{DOC_WHO(AGES "categories: [relevant, eligible], "),
		DOC_WHO(AGES "categories: [relevant, @relevant], "), "relevant stands twice",
		"once"},
};

#define ALSO(text) DOC_WHO(AGES WHO "also: " text ", ")

static const struct faulty also[] = {
	{ALSO("[{category: eligible, needs: [semi-independent]}]"),
		ALSO("[{category: @relevant, needs: [semi-independent]}]"),
		"relevant is among the categories", "not in both"},
	{ALSO("[{category: eligible, needs: [first-tenancy]}]"),
		ALSO("[{category: eligible, needs: [first-tenancy]}, {category: @eligible, needs: "
		     "[semi-independent]}]"),
		"eligible stands twice", "one item"},
	{ALSO("[{category: eligible, needs: [first-tenancy]}]"), ALSO("[@{category: eligible}]"),
		"\"needs\" is missing", "needs:"},
	{ALSO("[{category: eligible, needs: [first-tenancy]}]"),
		ALSO("[@{needs: [first-tenancy]}]"), "\"category\" is missing", "category:"},
	{ALSO("[{category: eligible, needs: [first-tenancy]}]"),
		ALSO("[{category: eligible, needs: @[]}]"), "the list is empty", "needs"},
	{ALSO("[{category: eligible, needs: [first-tenancy]}]"),
		ALSO("@{category: eligible, needs: [first-tenancy]}"), "a list is expected", ""},
	{ALSO("[{category: eligible, needs: [first-tenancy]}]"),
		ALSO("[{category: eligible, needs: [@first-flat]}]"), "no fact first-flat",
		"add it to facts:"},
	{ALSO("[{category: eligible, needs: [pathway-plan]}]"),
		ALSO("[{category: @elegible, needs: [pathway-plan]}]"), "not a category", ""},
};

#define NEEDS(text) DOC_WHO(AGES WHO "needs: " text ", ")

static const struct faulty needs[] = {
	{NEEDS("[first-tenancy]"), NEEDS("@first-tenancy"), "a list is expected", "[a, b]"},
	{NEEDS("[first-tenancy]"), NEEDS("@[]"), "the list is empty", "[a, b]"},
	{NEEDS("[first-tenancy]"), NEEDS("[@first-flat]"), "no fact first-flat", "first-flat: …"},
	{NEEDS("[{any: [first-tenancy, semi-independent]}]"),
		NEEDS("[{any: [first-tenancy, @first-flat]}]"), "no fact first-flat", "facts:"},
	{NEEDS("[{not: first-tenancy}]"), NEEDS("[{not: @first-flat}]"), "no fact first-flat",
		"facts:"},
	{NEEDS("[{any: [first-tenancy]}]"), NEEDS("[{any: @first-tenancy}]"), "a list is expected",
		"any: [a, b]"},
	{NEEDS("[{any: [first-tenancy]}]"), NEEDS("[{any: @[]}]"), "the list is empty",
		"any: [a, b]"},
	{NEEDS("[{any: [first-tenancy]}, {not: semi-independent}]"),
		NEEDS("[@{any: [first-tenancy], not: semi-independent}]"),
		"either any: or not:", "two needs"},
	{NEEDS("[{not: semi-independent}]"), NEEDS("[@{}]"), "either any: or not:", "two needs"},
	{NEEDS("[{not: semi-independent}]"), NEEDS("[{@every-one: semi-independent}]"),
		"unknown key", "any, not"},
	{NEEDS("[{not: semi-independent}]"), NEEDS("[{not: @[semi-independent]}]"),
		"one value is expected", ""},
	{NEEDS("[pathway-plan]"), NEEDS("[@pathway-plan:gift]"), "does not name a line",
		"pathway-plan alone"},
	{NEEDS("[pathway-plan]"), NEEDS("[@Pathway Plan]"), "Pathway Plan is not a code",
		"lower-case"},
	{NEEDS("[pathway-plan]"), NEEDS("[@[pathway-plan]]"), "one value is expected", "not: a"},
	{TOP FACTS FUNDS ENTS ITEM AGES WHO CAP FUND ", needs: [pathway-plan]}\n",
		TOP FUNDS ENTS ITEM AGES WHO CAP FUND ", needs: [@pathway-plan]}\n",
		"no fact pathway-plan", "facts:"},
};

#define AMOUNT(text) DOC_PAY("cap: {amount: " text ", per: month}, " FUND)

static const struct faulty amounts[] = {
	{AMOUNT("\"15.00\""), AMOUNT("@15.00"), "not in quotes",
		"write the amount in quotes: \"15.00\""},
	{AMOUNT("'15'"), AMOUNT("@15"), "not in quotes", "write the amount in quotes: \"15.00\""},
	{AMOUNT("\"£1,234.50\""), AMOUNT("@£1234.50"), "not in quotes", "\"1234.50\""},
	{AMOUNT("\"15.10\""), AMOUNT("@15.1"), "two decimals", "\"15.00\""},
	{AMOUNT("\"15.00\""), AMOUNT("@\"15.001\""), "more than two decimals", "in quotes"},
	{AMOUNT("\"0.01\""), AMOUNT("@\"0.00\""), "above zero", "in quotes"},
	{AMOUNT("\"15.00\""), AMOUNT("@\"-15.00\""), "above zero", "in quotes"},
	{AMOUNT("\"15.00\""), AMOUNT("@\"1e3\""), "1e3 is not an amount", "in quotes"},
	{AMOUNT("\"15.00\""), AMOUNT("@\"£\""), "no digits", "in quotes"},
	{AMOUNT("\"999999999.99\""), AMOUNT("@\"1000000000.00\""), "more than", "in quotes"},
	{AMOUNT("\"15.00\""), AMOUNT("@\"\""), "the value is missing", "in quotes"},
	{AMOUNT("\"15.00\""), AMOUNT("@[\"15.00\"]"), "one value is expected", "in quotes"},
};

static const struct faulty caps[] = {
	{DOC_PAY(CAP FUND), DOC_TWO("- @{code: gift, name: A, says: A., " AGES WHO FUND "}\n", ""),
		"a payment needs a cap", "cap: {amount:"},
	{DOC_PAY("kind: guarantee, cap: {by: award, per: lifetime}"),
		DOC_TWO("- @{code: gift, name: A, says: A., kind: guarantee, " AGES WHO FUND "}\n",
			""),
		"a guarantee needs a cap", "cap: {amount:"},
	{DOC_PAY("cap: {amount: \"15.00\", per: month}, " FUND),
		DOC_PAY("cap: @{amount: \"15.00\"}, " FUND), "\"per\" is missing", "per:"},
	{DOC_PAY("cap: {by: award, per: month}, " FUND), DOC_PAY("cap: @{by: award}, " FUND),
		"\"per\" is missing", "per:"},
	{DOC_PAY("cap: {by: award, per: month}, " FUND), DOC_PAY("cap: @{per: month}, " FUND),
		"no amount and is not by award", "{by: award"},
	{DOC_PAY("cap: {by: award, per: month}, " FUND),
		DOC_PAY("cap: @{amount: \"15.00\", by: award, per: month}, " FUND),
		"has an amount and is by award", "{by: award"},
	{DOC_PAY("cap: {by: award, per: month}, " FUND),
		DOC_PAY("cap: {by: @prize, per: month}, " FUND), "prize is none", "by: award"},
	{DOC_PAY("cap: {by: award, per: academic-year}, " FUND),
		DOC_PAY("cap: {by: award, per: @year}, " FUND), "year is not a period",
		"financial-year"},
	{DOC_PAY(CAP FUND), DOC_PAY("cap: @award, " FUND), "must be a map", ""},
	{DOC_PAY("cap: {amount: \"9.00\", per: lifetime}, uplift: top-up, " FUND),
		DOC_PAY("cap: {by: award, per: lifetime}, uplift: @top-up, " FUND),
		"only a cap by amount", "take uplift: away"},
	{DOC_PAY("cap: {amount: \"9.00\", per: lifetime}, uplift: new-only, " FUND),
		DOC_PAY("cap: {amount: \"9.00\", per: lifetime}, uplift: @all, " FUND),
		"all is none", "top-up"},
};

static const struct faulty pays[] = {
	{DOC_PAY("pays: up-to, " CAP FUND), DOC_PAY("pays: @monthly, " CAP FUND), "monthly is none",
		"up-to"},
	{DOC_PAY("pays: up-to, " CAP FUND), DOC_PAY("pays: @[up-to], " CAP FUND), "one value",
		"up-to"},
	{DOC_PAY("pays: {every: month, amount: \"15.00\"}, cap: {amount: \"15.00\", per: "
		 "month}, " FUND),
		DOC_PAY("pays: {every: month, amount: \"15.00\"}, cap: {amount: @\"14.99\", per: "
			"month}, " FUND),
		"smaller than the amount that recurs", "raise the cap"},
	{DOC_PAY("pays: {every: month, amount: \"15.00\"}, cap: {amount: \"15.00\", per: "
		 "month}, " FUND),
		DOC_PAY("pays: {every: month, amount: \"15.00\"}, cap: {amount: \"15.00\", per: "
			"@week}, " FUND),
		"pays every month, but the cap is per week", "same period"},
	{DOC_PAY("pays: {every: month, amount: \"15.00\"}, cap: {by: award, per: month}, " FUND),
		DOC_PAY("pays: {every: month, amount: \"15.00\"}, cap: {by: award, per: "
			"@lifetime}, " FUND),
		"the cap is per lifetime", "same period"},
	{DOC_PAY("pays: {every: week, rate: benefit-weekly}, " FUND),
		DOC_PAY("pays: {every: week, rate: @benefit-daily}, " FUND),
		"no rate benefit-daily", "rates:"},
	{DOC_PAY("pays: {every: week, floor: {rate: benefit-weekly, plus: \"30.00\"}}, " FUND),
		DOC_PAY("pays: {every: week, floor: {rate: @benefit, plus: \"30.00\"}}, " FUND),
		"no rate benefit", "rates:"},
	{DOC_PAY("pays: {every: week, floor: {rate: benefit-weekly, plus: \"30.00\"}}, " FUND),
		DOC_PAY("pays: {every: week, floor: @{rate: benefit-weekly}}, " FUND),
		"\"plus\" is missing", "plus:"},
	{DOC_PAY("pays: {every: week, floor: {rate: benefit-weekly, plus: \"30.00\"}}, " FUND),
		DOC_PAY("pays: {every: week, floor: @{plus: \"30.00\"}}, " FUND),
		"\"rate\" is missing", "rate:"},
	{DOC_PAY("pays: {every: week, floor: {rate: benefit-weekly, plus: \"30.00\"}}, " FUND),
		DOC_PAY("pays: {every: week, floor: {rate: benefit-weekly, plus: @30.00}}, " FUND),
		"not in quotes", "\"30.00\""},
	{DOC_PAY("pays: {every: week, rate: benefit-weekly}, " FUND),
		DOC_PAY("pays: @{rate: benefit-weekly}, " FUND), "\"every\" is missing", "every:"},
	{DOC_PAY("pays: {every: week, rate: benefit-weekly}, " FUND),
		DOC_PAY("pays: @{every: week}, " CAP FUND), "does not say one amount", "just one"},
	{DOC_PAY("pays: {every: week, rate: benefit-weekly}, " FUND),
		DOC_PAY("pays: @{every: week, rate: benefit-weekly, amount: \"1.00\"}, " CAP FUND),
		"does not say one amount", "just one"},
	{DOC_PAY("pays: {every: week, rate: benefit-weekly}, " FUND),
		DOC_PAY("pays: {every: week, rate: benefit-weekly}, cap: @{by: award, per: "
			"week}, " FUND),
		"its own cap", "take the cap away"},
};

static const struct faulty line_funds[] = {
	{DOC_PAY(CAP "fund: leaving-care"),
		DOC_TWO("- @{code: gift, name: A, says: A., " AGES WHO CAP "kind: payment}\n", ""),
		"a payment needs a fund", "fund:"},
	{DOC_PAY(CAP "fund: [leaving-care]"), DOC_PAY(CAP "fund: @[]"), "the list is empty",
		"leaving-care"},
	{DOC_PAY(CAP "fund: leaving-care"), DOC_PAY(CAP "fund: @other"), "no fund other", "funds:"},
	{DOC_PAY(CAP "fund: [leaving-care]"), DOC_PAY(CAP "fund: [leaving-care, @other]"),
		"no fund other", "funds:"},
	{DOC_PAY(CAP "fund: [leaving-care]"), DOC_PAY(CAP "fund: [leaving-care, @leaving-care]"),
		"leaving-care stands twice", "once"},
	{DOC_PAY(CAP "fund: leaving-care"), DOC_PAY(CAP "fund: @{}"), "a list is expected", ""},
	{DOC_PAY(CAP "fund: leaving-care"), DOC_PAY(CAP "fund: @Other"), "Other is not a code", ""},
};

static const struct faulty without_money[] = {
	{DOC_PAY("kind: in-kind"), DOC_PAY("kind: in-kind, cap: @{by: award, per: lifetime}"),
		"in kind has no cap", "kind: payment"},
	{DOC_PAY("kind: in-kind"), DOC_PAY("kind: in-kind, pays: @up-to"), "in kind has no pays",
		"kind: payment"},
	{DOC_PAY("kind: in-kind"), DOC_PAY("kind: in-kind, fund: @leaving-care"),
		"in kind has no fund", "kind: payment"},
	{DOC_PAY("kind: in-kind"), DOC_PAY("kind: in-kind, uplift: @top-up"),
		"in kind has no uplift", "kind: payment"},
	{DOC_ITEM("offered: no"), DOC_ITEM("offered: no, cap: @{amount: \"15.00\", per: month}"),
		"not offered has no cap", "offered: yes"},
	{DOC_ITEM("offered: no"), DOC_ITEM("offered: no, pays: @up-to"), "not offered has no pays",
		"offered: yes"},
	{DOC_ITEM("offered: no, " AGES WHO "kind: payment"),
		DOC_ITEM("offered: no, fund: @leaving-care"), "not offered has no fund",
		"offered: yes"},
};

#define AGED(from, until, cap)                                                                     \
	ITEM "ages: {from: " from ", until: " until "}, " WHO "cap: " cap ", " FUND "}\n"
#define AWARD "{by: award, per: lifetime}"

static const struct faulty twins[] = {
	{DOC_TWO(AGED("16", "21", AWARD), AGED("21", "25", AWARD)),
		DOC_TWO(AGED("16", "21", AWARD),
			ITEM "ages: @{from: 20, until: 25}, " WHO CAP FUND "}\n"),
		"gift stands twice for the same ages, here and in line 14", "end the ages"},
	{DOC_TWO(AGED("21", "25", AWARD), AGED("16", "21", AWARD)),
		DOC_TWO(AGED("21", "25", AWARD),
			ITEM "ages: @{from: 16, until: 22}, " WHO CAP FUND "}\n"),
		"gift stands twice", "end the ages"},
	{DOC_TWO(AGED("16", "21", AWARD), AGED("21", "25", AWARD)),
		DOC_TWO(AGED("16", "25", AWARD),
			ITEM "ages: @{from: 18, until: 19}, " WHO CAP FUND "}\n"),
		"gift stands twice", "end the ages"},
	{DOC_TWO(AGED("16", "21", AWARD), ITEM "offered: no, ages: {from: 21, until: 25}}\n"),
		DOC_TWO(AGED("16", "21", AWARD),
			"- @{code: gift, name: A, says: A., offered: no}\n"),
		"gift stands twice", "end the ages"},
	{DOC_TWO(AGED("16", "21", AWARD), AGED("21", "25", "{amount: \"1.00\", per: lifetime}")),
		DOC_TWO(AGED("16", "21", AWARD), AGED("21", "25", "@{by: award, per: month}")),
		"gift has one cap, per lifetime in line 14", "the same per:"},
	{DOC_TWO(AGED("16", "21", "{by: award, per: month}"),
		 ITEM "kind: in-kind, ages: {from: 21, until: 25}, " WHO "}\n"),
		DOC_TWO(AGED("16", "21", "{by: award, per: month}"),
			ITEM "kind: in-kind, ages: @{from: 20, until: 25}, " WHO "}\n"),
		"gift stands twice", "end the ages"},
};

TEST(offer_line_who)
{
	check_faulty(who, ARRAY_LEN(who));
}

TEST(offer_line_also)
{
	check_faulty(also, ARRAY_LEN(also));
}

TEST(offer_line_needs)
{
	check_faulty(needs, ARRAY_LEN(needs));
}

TEST(offer_line_amounts)
{
	check_faulty(amounts, ARRAY_LEN(amounts));
}

TEST(offer_line_caps)
{
	check_faulty(caps, ARRAY_LEN(caps));
}

TEST(offer_line_pays)
{
	check_faulty(pays, ARRAY_LEN(pays));
}

TEST(offer_line_funds)
{
	check_faulty(line_funds, ARRAY_LEN(line_funds));
}

TEST(offer_line_without_money)
{
	check_faulty(without_money, ARRAY_LEN(without_money));
}

TEST(offer_line_twins)
{
	check_faulty(twins, ARRAY_LEN(twins));
}
