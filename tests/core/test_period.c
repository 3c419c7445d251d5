#include "core/period.h"

#include "core/category.h"
#include "core/code.h"
#include "tests/check.h"

static struct date day(const char *text)
{
	struct date date = {0};

	if (!date_parse(span_of(text), &date))
		check_true(__FILE__, __LINE__, text, false);
	return date;
}

static const struct {
	enum period_kind kind;
	const char *on, *key, *first, *last;
} rows[] = {
	{PERIOD_FINANCIAL_YEAR, "2019-03-31", "2018-19", "2018-04-01", "2019-03-31"},
	{PERIOD_FINANCIAL_YEAR, "2019-04-01", "2019-20", "2019-04-01", "2020-03-31"},
	{PERIOD_FINANCIAL_YEAR, "2020-03-31", "2019-20", "2019-04-01", "2020-03-31"},
	{PERIOD_FINANCIAL_YEAR, "2020-04-01", "2020-21", "2020-04-01", "2021-03-31"},
	{PERIOD_FINANCIAL_YEAR, "2019-12-31", "2019-20", "2019-04-01", "2020-03-31"},
	{PERIOD_FINANCIAL_YEAR, "2020-01-01", "2019-20", "2019-04-01", "2020-03-31"},
	{PERIOD_FINANCIAL_YEAR, "1999-04-01", "1999-00", "1999-04-01", "2000-03-31"},
	{PERIOD_FINANCIAL_YEAR, "2009-04-01", "2009-10", "2009-04-01", "2010-03-31"},
	{PERIOD_ACADEMIC_YEAR, "2019-08-31", "academic-2018-19", "2018-09-01", "2019-08-31"},
	{PERIOD_ACADEMIC_YEAR, "2019-09-01", "academic-2019-20", "2019-09-01", "2020-08-31"},
	{PERIOD_ACADEMIC_YEAR, "2020-08-31", "academic-2019-20", "2019-09-01", "2020-08-31"},
	{PERIOD_ACADEMIC_YEAR, "2020-09-01", "academic-2020-21", "2020-09-01", "2021-08-31"},
	{PERIOD_MONTH, "2019-06-30", "2019-06", "2019-06-01", "2019-06-30"},
	{PERIOD_MONTH, "2019-07-01", "2019-07", "2019-07-01", "2019-07-31"},
	{PERIOD_MONTH, "2019-07-31", "2019-07", "2019-07-01", "2019-07-31"},
	{PERIOD_MONTH, "2019-02-28", "2019-02", "2019-02-01", "2019-02-28"},
	{PERIOD_MONTH, "2020-02-29", "2020-02", "2020-02-01", "2020-02-29"},
	{PERIOD_MONTH, "2019-12-31", "2019-12", "2019-12-01", "2019-12-31"},
	{PERIOD_MONTH, "2020-01-01", "2020-01", "2020-01-01", "2020-01-31"},
	{PERIOD_WEEK, "2019-06-30", "week-2019-06-24", "2019-06-24", "2019-06-30"},
	{PERIOD_WEEK, "2019-07-01", "week-2019-07-01", "2019-07-01", "2019-07-07"},
	{PERIOD_WEEK, "2019-07-07", "week-2019-07-01", "2019-07-01", "2019-07-07"},
	{PERIOD_WEEK, "2019-07-08", "week-2019-07-08", "2019-07-08", "2019-07-14"},
	{PERIOD_WEEK, "2020-01-01", "week-2019-12-30", "2019-12-30", "2020-01-05"},
};

TEST(period_each_edge_from_both_sides)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char key[PERIOD_KEY_MAX];
		check_row("%s of %s", period_word(rows[i].kind), rows[i].on);
		period_key(rows[i].kind, day(rows[i].on), key);
		CHECK_TEXT(rows[i].key, key);
		CHECK_INT(day(rows[i].first).day, period_first(rows[i].kind, day(rows[i].on)).day);
		CHECK_INT(day(rows[i].last).day, period_last(rows[i].kind, day(rows[i].on)).day);
	}
}

TEST(period_of_a_lifetime_is_one)
{
	char key[PERIOD_KEY_MAX];

	period_key(PERIOD_LIFETIME, day("1900-01-01"), key);
	CHECK_TEXT("lifetime", key);
	period_key(PERIOD_LIFETIME, day("2199-12-31"), key);
	CHECK_TEXT("lifetime", key);
}

TEST(period_words)
{
	static const char *const words[PERIOD_KINDS] = {
		"lifetime", "financial-year", "academic-year", "month", "week"};

	for (unsigned i = 0; i < PERIOD_KINDS; i++) {
		enum period_kind kind = PERIOD_KINDS;
		CHECK_TEXT(words[i], period_word((enum period_kind)i));
		CHECK(period_of_word(span_of(words[i]), &kind));
		CHECK_INT(i, kind);
	}
	static const char *const wrong[] = {"", "year", "day", "Month", "months", "lifetime "};
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		enum period_kind kind = PERIOD_KINDS;
		CHECK(!period_of_word(span_of(wrong[i]), &kind));
		CHECK_INT(PERIOD_KINDS, kind);
	}
}

TEST(period_parse_year)
{
	static const struct {
		const char *text, *first; /* NULL: refused */
	} years[] = {
		{"2019-20", "2019-04-01"},
		{"1999-00", "1999-04-01"},
		{"2009-10", "2009-04-01"},
		{"1900-01", "1900-04-01"},
		{"2198-99", "2198-04-01"},
		{"2199-00", NULL},
		{"1899-00", NULL},
		{"2019-21", NULL},
		{"2019-19", NULL},
		{"2019-18", NULL},
		{"2019-2020", NULL},
		{"2019/20", NULL},
		{"2019", NULL},
		{"19-20", NULL},
		{"", NULL},
		{"2019-2x", NULL},
		{"x019-20", NULL},
		{" 2019-20", NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(years); i++) {
		struct date first = {-99};
		check_row("%s", years[i].text);
		CHECK_INT(
			years[i].first != NULL, period_parse_year(span_of(years[i].text), &first));
		CHECK_INT(years[i].first ? day(years[i].first).day : -99, first.day);
	}
}

TEST(category_words)
{
	static const char *const words[CATEGORIES] = {
		"none", "eligible", "relevant", "former-relevant", "qualifying"};

	for (unsigned i = 0; i < CATEGORIES; i++) {
		enum category category = CATEGORIES;
		CHECK_TEXT(words[i], category_word((enum category)i));
		CHECK_INT(i != CATEGORY_NONE, category_of_word(span_of(words[i]), &category));
		CHECK_INT(i == CATEGORY_NONE ? CATEGORIES : i, category);
	}
	enum category category = CATEGORIES;
	CHECK(!category_of_word(SPAN("Eligible"), &category));
	CHECK(!category_of_word(SPAN(""), &category));
}

#define TEN "abcdefghij"

TEST(code_is)
{
	static const char *const right[] = {"a", "setting-up-home", "a1", "cbt-test", "a-", "z",
		"az", "a0", "a9", TEN TEN TEN TEN "abcdefgh"};
	static const char *const wrong[] = {"", "1a", "-a", "A", "aB", "a_b", "a b", "a:b", "a.b",
		"é", "a\n", TEN TEN TEN TEN "abcdefghi"};

	for (size_t i = 0; i < ARRAY_LEN(right); i++) {
		check_row("%s", right[i]);
		CHECK(code_is(span_of(right[i])));
	}
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		check_row("%s", wrong[i]);
		CHECK(!code_is(span_of(wrong[i])));
	}
	CHECK(!code_is(SPAN_NONE));
	CHECK(!code_is(((struct span){"a\0b", 3})));
}

TEST(code_is_fact)
{
	static const char *const right[] = {"contact-details", "pathway-plan:study-costs",
		TEN TEN TEN TEN "abcdefgh:" TEN TEN TEN TEN "abcdefgh"};
	static const char *const wrong[] = {"", ":", "a:", ":a", "a:b:c", "a: b", "A:b", "a:1",
		TEN TEN TEN TEN "abcdefgh:" TEN TEN TEN TEN "abcdefghi"};

	for (size_t i = 0; i < ARRAY_LEN(right); i++) {
		check_row("%s", right[i]);
		CHECK(code_is_fact(span_of(right[i])));
	}
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		check_row("%s", wrong[i]);
		CHECK(!code_is_fact(span_of(wrong[i])));
	}
}

TEST(code_is_ref)
{
	static const char *const right[] = {
		"R", "7", "LEI-9001", "a.b_c-D", TEN TEN TEN TEN TEN TEN "abcd"};
	static const char *const wrong[] = {"", ".", "..", "-a", "_a", "a/b", "a b", "a ",
		"Zo\xc3\xab", "a:b", TEN TEN TEN TEN TEN TEN "abcde"};

	for (size_t i = 0; i < ARRAY_LEN(right); i++) {
		check_row("%s", right[i]);
		CHECK(code_is_ref(span_of(right[i])));
	}
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		check_row("%s", wrong[i]);
		CHECK(!code_is_ref(span_of(wrong[i])));
	}
	CHECK(!code_is_ref(SPAN_NONE));
}
