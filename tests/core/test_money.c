#include "core/money.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "tests/check.h"

static const struct {
	const char *text;
	int64_t pence;
} right[] = {
	{"15", 1500},
	{"15.00", 1500},
	{"£15", 1500},
	{"£15.00", 1500},
	{"£1,234.50", 123450},
	{"1,234", 123400},
	{"12,345.67", 1234567},
	{"123,456", 12345600},
	{"1,234,567.89", 123456789},
	{"0.01", 1},
	{"0.50", 50},
	{"0.99", 99},
	{"1.00", 100},
	{"10", 1000},
	{"999999999.99", MONEY_MAX_PENCE},
	{"£999,999,999.99", MONEY_MAX_PENCE},
};

TEST(money_parse_reads_amounts)
{
	for (size_t i = 0; i < ARRAY_LEN(right); i++) {
		check_row("%s", right[i].text);
		int64_t pence = -7;
		CHECK_TEXT(NULL, money_parse(span_of(right[i].text), &pence));
		CHECK_INT(right[i].pence, pence);
	}
}

static const struct {
	const char *text;
	const char *says; /* a part of the message */
} wrong[] = {
	{"", "empty"},
	{"0", "above zero"},
	{"0.00", "above zero"},
	{"£0", "above zero"},
	{"-1", "above zero"},
	{"-0.01", "above zero"},
	{"-£3.00", "above zero"},
	{"£-3.00", "not an amount"},
	{"+15", "not an amount"},
	{"15.001", "more than two decimals"},
	{"15.000", "more than two decimals"},
	{"15.0", "two decimals"},
	{"15.", "two decimals"},
	{".50", "before the point"},
	{".", "before the point"},
	{"1e3", "not an amount"},
	{"1E3", "not an amount"},
	{"0x10", "not an amount"},
	{"£", "no digits"},
	{"££15", "not an amount"},
	{"15£", "not an amount"},
	{"$15", "not an amount"},
	{" 15", "not an amount"},
	{"15 ", "not an amount"},
	{"1 234", "not an amount"},
	{"1.2.3", "not an amount"},
	{"15.-1", "not an amount"},
	{"15.0a", "not an amount"},
	{"015", "begins with a zero"},
	{"00.50", "begins with a zero"},
	{"0,123", "begins with a zero"},
	{"1,23.00", "commas"},
	{"1,23", "commas"},
	{"1,2345", "commas"},
	{"1234,567", "commas"},
	{"12,34,567", "commas"},
	{"1234567,890", "commas"},
	{",123", "commas"},
	{"123,", "commas"},
	{",", "commas"},
	{"1,,234", "commas"},
	{"1,234.5,0", "not an amount"},
	{"1000000000", "£999,999,999.99"},
	{"1000000000.00", "£999,999,999.99"},
	{"£1,000,000,000", "£999,999,999.99"},
	{"92233720368547758.07", "£999,999,999.99"},
	{"92233720368547758.08", "£999,999,999.99"},
	{"9223372036854775808", "£999,999,999.99"},
	{"99999999999999999999999999999999", "£999,999,999.99"},
};

TEST(money_parse_refuses)
{
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		check_row("%s", wrong[i].text);
		int64_t pence = -7;
		const char *says = money_parse(span_of(wrong[i].text), &pence);
		if (CHECK(says != NULL) && !CHECK(strstr(says, wrong[i].says) != NULL))
			CHECK_TEXT(wrong[i].says, says);
		CHECK_INT(-7, pence);
	}
}

/* Nothing is an amount as well, where one may be nothing. */
TEST(money_parse_or_none)
{
	static const struct {
		const char *text, *says;
		int64_t pence;
	} rows[] = {
		{"0", NULL, 0},
		{"0.00", NULL, 0},
		{"0.01", NULL, 1},
		{"520.00", NULL, 52000},
		{"999,999,999.99", NULL, MONEY_MAX_PENCE},
		{"-0", "it is below zero", -1},
		{"1000000000", "it is more than £999,999,999.99", -1},
		{"", "it is empty", -1},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t pence = -1;

		check_row("%s", rows[i].text);
		CHECK_TEXT(rows[i].says, money_parse_or_none(span_of(rows[i].text), &pence));
		CHECK_INT(rows[i].pence, pence);
	}
	CHECK_TEXT("it must be above zero", money_parse(SPAN("-1"), &(int64_t){0}));
	CHECK_TEXT("it must be above zero", money_parse(SPAN("0.00"), &(int64_t){0}));
}

TEST(money_parse_refuses_nul_and_the_absent_text)
{
	int64_t pence = -7;

	CHECK(money_parse(((struct span){"15\0", 3}), &pence) != NULL);
	CHECK(money_parse(SPAN_NONE, &pence) != NULL);
	CHECK_INT(-7, pence);
}

static const struct {
	int64_t pence;
	const char *printed, *plain;
} shown[] = {
	{0, "£0.00", "0.00"},
	{1, "£0.01", "0.01"},
	{99, "£0.99", "0.99"},
	{100, "£1.00", "1.00"},
	{-300, "-£3.00", "-3.00"},
	{-1, "-£0.01", "-0.01"},
	{99999, "£999.99", "999.99"},
	{100000, "£1,000.00", "1000.00"},
	{123450, "£1,234.50", "1234.50"},
	{99999999, "£999,999.99", "999999.99"},
	{100000000, "£1,000,000.00", "1000000.00"},
	{MONEY_MAX_PENCE, "£999,999,999.99", "999999999.99"},
	{INT64_MAX, "£92,233,720,368,547,758.07", "92233720368547758.07"},
	{INT64_MIN, "-£92,233,720,368,547,758.08", "-92233720368547758.08"},
};

TEST(money_print)
{
	struct arena *arena = arena_new(1 << 16);

	for (size_t i = 0; i < ARRAY_LEN(shown); i++) {
		check_row("%lld", (long long)shown[i].pence);
		struct buf printed = buf_in(arena), plain = buf_in(arena);
		money_print(&printed, shown[i].pence);
		money_print_plain(&plain, shown[i].pence);
		CHECK_SPAN(shown[i].printed, buf_done(&printed));
		CHECK_SPAN(shown[i].plain, buf_done(&plain));
	}
	arena_free(arena);
}

TEST(money_print_reads_back)
{
	struct arena *arena = arena_new(1 << 16);
	static const int64_t amounts[] = {1, 99, 100, 123456, 99999999, 100000000, MONEY_MAX_PENCE};

	for (size_t i = 0; i < ARRAY_LEN(amounts); i++) {
		int64_t pence = 0;
		struct buf printed = buf_in(arena);
		money_print(&printed, amounts[i]);
		CHECK_TEXT(NULL, money_parse(buf_done(&printed), &pence));
		CHECK_INT(amounts[i], pence);
	}
	arena_free(arena);
}

static const struct {
	int64_t a, b;
	bool fits;
} sums[] = {
	{1, 2, true},
	{5, -7, true},
	{MONEY_BALANCE_MAX_PENCE - 1, 1, true},
	{MONEY_BALANCE_MAX_PENCE, 0, true},
	{MONEY_BALANCE_MAX_PENCE, 1, false},
	{1, MONEY_BALANCE_MAX_PENCE, false},
	{-MONEY_BALANCE_MAX_PENCE, 0, true},
	{-MONEY_BALANCE_MAX_PENCE, -1, false},
	{INT64_MAX, 1, false},
	{INT64_MAX, INT64_MAX, false},
	{INT64_MIN, -1, false},
	{INT64_MAX, INT64_MIN, true},
};

TEST(money_add)
{
	for (size_t i = 0; i < ARRAY_LEN(sums); i++) {
		check_row("%lld + %lld", (long long)sums[i].a, (long long)sums[i].b);
		int64_t sum = 42;
		CHECK_INT(sums[i].fits, money_add(sums[i].a, sums[i].b, &sum));
		CHECK_INT(sums[i].fits ? sums[i].a + sums[i].b : 42, sum);
	}
}
