#include "core/offer/offer.h"

#include "tests/core/offer_text.h"

static const char text[] =
	"authority: derby\n"
	"name: Derby\n"
	"title: Local offer\n"
	"effective: 2018-04-01\n"
	"source: a.txt\n"
	"rates:\n"
	"  benefit: [{from: 2015-04-06, amount: \"57.90\", source: a},\n"
	"    {from: 2020-04-06, amount: \"58.90\", source: a},\n"
	"    {from: 2021-04-12, amount: \"59.20\", source: a}]\n"
	"facts: {semi-independent: A, pathway-plan: {says: A plan, holds: 6 months}}\n"
	"funds: [{code: duty-to-25, name: A, ages: {from: 21, until: 25}},\n"
	"  {code: young, name: A, ages: {from: 16, until: 18}}, {code: leaving-care, name: A}]\n"
	"entitlements:\n"
	"- {code: early, name: A, says: A., ages: {from: 16, until: 18}, categories: [relevant],\n"
	"   cap: {by: award, per: lifetime}, fund: [duty-to-25, young]}\n"
	"- {code: split, name: First, says: A., ages: {from: 16, until: 18}, categories: "
	"[relevant],\n"
	"   cap: {by: award, per: lifetime}, fund: [duty-to-25, leaving-care]}\n"
	"- {code: split, name: Second, says: A., ages: {from: 21, until: 25}, categories: "
	"[relevant],\n"
	"   cap: {by: award, per: lifetime}, fund: leaving-care}\n"
	"- {code: never, name: Never, says: No., offered: no}\n";

TEST(offer_line_for_takes_the_window_that_holds_or_the_nearest)
{
	static const struct {
		const char *code;
		int age;
		const char *name;
	} rows[] = {
		{"split", 0, "First"},
		{"split", 15, "First"},
		{"split", 16, "First"},
		{"split", 17, "First"},
		{"split", 18, "First"},
		{"split", 19, "First"},
		{"split", 20, "Second"},
		{"split", 21, "Second"},
		{"split", 24, "Second"},
		{"split", 25, "Second"},
		{"split", -1, "First"},
		{"never", 40, "Never"},
		{"other", 18, NULL},
		{"spli", 18, NULL},
		{"", 18, NULL},
	};
	struct reading reading = read_text(SPAN(text));
	if (!CHECK(reading.offer != NULL))
		return;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s at %d", rows[i].code, rows[i].age);
		const struct offer_line *line =
			offer_line_for(reading.offer, span_of(rows[i].code), rows[i].age);
		CHECK_SPAN(rows[i].name, line ? line->name : SPAN_NONE);
	}
	arena_free(reading.arena);
}

TEST(offer_fund_for_takes_the_first_whose_window_holds)
{
	static const struct {
		const char *code;
		int age;
		const char *fund;
	} rows[] = {
		{"early", 16, "young"},
		{"early", 17, "young"},
		{"early", 15, NULL},
		{"early", 18, NULL},
		{"early", 20, NULL},
		{"early", 21, "duty-to-25"},
		{"early", 24, "duty-to-25"},
		{"early", 25, NULL},
		{"split", 17, "leaving-care"},
	};
	struct reading reading = read_text(SPAN(text));
	if (!CHECK(reading.offer != NULL))
		return;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s at %d", rows[i].code, rows[i].age);
		const struct offer_line *line =
			offer_line_for(reading.offer, span_of(rows[i].code), 17);
		const struct offer_fund *fund = offer_fund_for(reading.offer, line, rows[i].age);
		CHECK_SPAN(rows[i].fund, fund ? fund->code : SPAN_NONE);
	}
	/* In the order of the line, not of the file. */
	const struct offer_line *split = offer_line_for(reading.offer, SPAN("split"), 17);
	CHECK_SPAN("duty-to-25", offer_fund_for(reading.offer, split, 22)->code);
	arena_free(reading.arena);
}

TEST(offer_ages_hold_from_the_first_birthday_to_before_the_last)
{
	struct offer_ages ages = {.from = 16, .until = 21};

	CHECK(!offer_ages_hold(&ages, 15));
	CHECK(offer_ages_hold(&ages, 16));
	CHECK(offer_ages_hold(&ages, 20));
	CHECK(!offer_ages_hold(&ages, 21));
	ages.any = true;
	CHECK(offer_ages_hold(&ages, 15));
	CHECK(offer_ages_hold(&ages, 21));
}

TEST(offer_fact_for)
{
	static const struct {
		const char *fact, *word;
	} rows[] = {
		{"semi-independent", "semi-independent"},
		{"pathway-plan:split", "pathway-plan"},
		{"pathway-plan:gym", "pathway-plan"},
		{"pathway-plan", NULL},
		{"pathway-plan:", NULL},
		{"pathway-plan:a:b", NULL},
		{"semi-independent:split", NULL},
		{"other", NULL},
		{"other:split", NULL},
		{"", NULL},
	};
	struct reading reading = read_text(SPAN(text));
	if (!CHECK(reading.offer != NULL))
		return;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].fact);
		const struct offer_fact *fact =
			offer_fact_for(reading.offer, span_of(rows[i].fact));
		CHECK_SPAN(rows[i].word, fact ? fact->code : SPAN_NONE);
	}
	arena_free(reading.arena);
}

TEST(offer_rate_on_holds_until_the_next_step)
{
	static const struct {
		int year, month, day;
		int64_t pence; /* 0: none */
	} rows[] = {
		{2015, 4, 5, 0},
		{2015, 4, 6, 5790},
		{2020, 4, 5, 5790},
		{2020, 4, 6, 5890},
		{2021, 4, 11, 5890},
		{2021, 4, 12, 5920},
		{2030, 1, 1, 5920},
	};
	struct reading reading = read_text(SPAN(text));
	if (!CHECK(reading.offer != NULL))
		return;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t pence = 0;
		struct date on = date_of(rows[i].year, rows[i].month, rows[i].day);
		check_row("%d-%02d-%02d", rows[i].year, rows[i].month, rows[i].day);
		CHECK_INT(rows[i].pence != 0,
			offer_rate_on(reading.offer, SPAN("benefit"), on, &pence));
		CHECK_INT(rows[i].pence, pence);
	}
	int64_t pence = 7;
	CHECK(!offer_rate_on(reading.offer, SPAN("other"), date_of(2020, 1, 1), &pence));
	CHECK_INT(7, pence);
	arena_free(reading.arena);
}

TEST(offer_words)
{
	CHECK_TEXT("payment", offer_kind_word(OFFER_PAYMENT));
	CHECK_TEXT("guarantee", offer_kind_word(OFFER_GUARANTEE));
	CHECK_TEXT("in-kind", offer_kind_word(OFFER_IN_KIND));
	CHECK_TEXT("up-to", offer_pays_word(OFFER_UP_TO));
	CHECK_TEXT("every", offer_pays_word(OFFER_EVERY));
	CHECK_TEXT("rate", offer_pays_word(OFFER_RATE));
	CHECK_TEXT("floor", offer_pays_word(OFFER_FLOOR));
}

TEST(offer_on_takes_the_latest_in_effect)
{
	struct offer first = {.version = 1, .effective = date_of(2018, 4, 1)};
	struct offer later = {.version = 2, .effective = date_of(2020, 4, 1)};
	struct offer earlier = {.version = 3, .effective = date_of(2019, 4, 1)};
	struct offer again = {.version = 4, .effective = date_of(2019, 4, 1)};
	const struct offer *versions[] = {&first, &later, &earlier, &again};
	struct offer_book book = {versions, ARRAY_LEN(versions)};

	CHECK(offer_on(&book, date_of(2018, 3, 31)) == NULL);
	CHECK(offer_on(&book, date_of(2018, 4, 1)) == &first);
	CHECK(offer_on(&book, date_of(2019, 3, 31)) == &first);
	CHECK(offer_on(&book, date_of(2019, 4, 1)) == &again);
	CHECK(offer_on(&book, date_of(2020, 3, 31)) == &again);
	CHECK(offer_on(&book, date_of(2020, 4, 1)) == &later);
	book.len = 3;
	CHECK(offer_on(&book, date_of(2019, 4, 1)) == &earlier);
	book.len = 0;
	CHECK(offer_on(&book, date_of(2019, 4, 1)) == NULL);
}

TEST(offer_book_knows_the_words_and_funds_of_every_version)
{
	struct offer_fact old_facts[] = {{.code = SPAN("gone"), .says = SPAN("Gone")},
		{.code = SPAN("kept"), .says = SPAN("Old words")}};
	struct offer_fact new_facts[] = {{.code = SPAN("kept"), .says = SPAN("New words")}};
	struct offer_fund old_funds[] = {{.code = SPAN("gone"), .name = SPAN("Gone")}};
	struct offer first = {.version = 1,
		.facts = old_facts,
		.facts_len = 2,
		.funds = old_funds,
		.funds_len = 1};
	struct offer second = {.version = 2, .facts = new_facts, .facts_len = 1};
	const struct offer *versions[] = {&first, &second};
	struct offer_book book = {versions, ARRAY_LEN(versions)};

	CHECK(offer_book_fact(&book, SPAN("gone")) == &old_facts[0]);
	CHECK(offer_book_fact(&book, SPAN("kept")) == &new_facts[0]);
	CHECK(offer_book_fact(&book, SPAN("never")) == NULL);
	CHECK(offer_book_has_fund(&book, SPAN("gone")));
	CHECK(!offer_book_has_fund(&book, SPAN("kept")));
}
