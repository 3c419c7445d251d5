#include <limits.h>

#include "core/date.h"

#include "tests/check.h"

static struct date day(const char *text)
{
	struct date date = {0};

	if (!date_parse(span_of(text), &date))
		check_true(__FILE__, __LINE__, text, false);
	return date;
}

static void check_day(const char *want, struct date got)
{
	char text[DATE_TEXT + 1];

	date_format(got, text);
	CHECK_TEXT(want, text);
}

static const struct {
	const char *text;
	int32_t day; /* since 1970-01-01, from another calendar program */
} right[] = {
	{"1970-01-01", 0},
	{"1969-12-31", -1},
	{"1900-01-01", -25567},
	{"1900-02-28", -25509},
	{"1900-03-01", -25508},
	{"2000-02-29", 11016},
	{"2000-03-01", 11017},
	{"2019-02-28", 17955},
	{"2019-03-01", 17956},
	{"2020-02-29", 18321},
	{"2020-12-31", 18627},
	{"2100-02-28", 47540},
	{"2100-03-01", 47541},
	{"2199-12-31", 84005},
};

TEST(date_parse_counts_days)
{
	for (size_t i = 0; i < ARRAY_LEN(right); i++) {
		check_row("%s", right[i].text);
		struct date date = {-99};
		CHECK(date_parse(span_of(right[i].text), &date));
		CHECK_INT(right[i].day, date.day);
		check_day(right[i].text, date);
	}
}

static const char *const wrong[] = {
	"",
	"2019-02-29",
	"2019-02-30",
	"1900-02-29",
	"2100-02-29",
	"2019-00-01",
	"2019-13-01",
	"2019-01-00",
	"2019-01-32",
	"2019-04-31",
	"2019-06-31",
	"2019-09-31",
	"2019-11-31",
	"1899-12-31",
	"2200-01-01",
	"0000-01-01",
	"9999-01-01",
	"2019-1-01",
	"2019-01-1",
	"19-01-01",
	"2019/01/01",
	"2019/01-01",
	"2019-01/01",
	"20190101",
	"2019-01-01 ",
	" 2019-01-01",
	"2019-01-01T",
	"+019-01-01",
	"-019-01-01",
	"2019--1-01",
	"2019-01--1",
	"201a-01-01",
	"2019-0x-01",
	"2019-01-1a",
	"01-01-2019",
	"today",
};

TEST(date_parse_refuses)
{
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		check_row("%s", wrong[i]);
		struct date date = {-99};
		CHECK(!date_parse(span_of(wrong[i]), &date));
		CHECK_INT(-99, date.day);
	}
	struct date date = {-99};
	CHECK(!date_parse(SPAN_NONE, &date));
}

TEST(date_split_undoes_date_of_for_every_day)
{
	struct date_parts before = {1899, 12, 31};

	for (int32_t i = day("1900-01-01").day; i <= day("2199-12-31").day; i++) {
		struct date_parts parts = date_split((struct date){i});
		if (date_of(parts.year, parts.month, parts.day).day != i) {
			CHECK_INT(i, date_of(parts.year, parts.month, parts.day).day);
			return;
		}
		bool next_day = parts.year == before.year && parts.month == before.month &&
			parts.day == before.day + 1;
		bool next_month = parts.day == 1 &&
			parts.year * 12 + parts.month == before.year * 12 + before.month + 1;
		if (!next_day && !next_month) {
			CHECK_INT(before.day + 1, parts.day);
			return;
		}
		before = parts;
	}
}

TEST(date_cmp_orders)
{
	CHECK_INT(-1, date_cmp(day("2019-12-31"), day("2020-01-01")));
	CHECK_INT(0, date_cmp(day("2020-01-01"), day("2020-01-01")));
	CHECK_INT(1, date_cmp(day("2020-01-01"), day("2019-12-31")));
}

TEST(date_format_long)
{
	static const struct {
		const char *date, *text;
	} rows[] = {
		{"2019-04-01", "1 April 2019"},
		{"2019-09-30", "30 September 2019"},
		{"2020-02-09", "9 February 2020"},
		{"2020-02-10", "10 February 2020"},
		{"1999-12-31", "31 December 1999"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char text[20];
		date_format_long(day(rows[i].date), text);
		CHECK_TEXT(rows[i].text, text);
	}
}

TEST(date_plus_days)
{
	check_day("2019-03-01", date_plus_days(day("2019-02-28"), 1));
	check_day("2020-02-29", date_plus_days(day("2020-02-28"), 1));
	check_day("2019-12-31", date_plus_days(day("2020-01-01"), -1));
	check_day("2020-01-01", date_plus_days(day("2019-01-01"), 365));
}

TEST(date_plus_months_keeps_within_the_month)
{
	static const struct {
		const char *from;
		int months;
		const char *to;
	} rows[] = {
		{"2018-08-31", 6, "2019-02-28"},
		{"2019-08-31", 6, "2020-02-29"},
		{"2018-08-29", 6, "2019-02-28"},
		{"2019-08-29", 6, "2020-02-29"},
		{"2018-08-28", 6, "2019-02-28"},
		{"2019-02-28", 6, "2019-08-28"},
		{"2019-01-31", 1, "2019-02-28"},
		{"2019-01-31", 2, "2019-03-31"},
		{"2019-03-31", 1, "2019-04-30"},
		{"2019-12-31", 1, "2020-01-31"},
		{"2019-11-30", 1, "2019-12-30"},
		{"2019-12-01", 12, "2020-12-01"},
		{"2020-02-29", 12, "2021-02-28"},
		{"2020-02-29", 48, "2024-02-29"},
		{"2019-03-31", -1, "2019-02-28"},
		{"2020-01-15", -1, "2019-12-15"},
		{"2019-05-05", 0, "2019-05-05"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s + %d", rows[i].from, rows[i].months);
		struct date to = {0};
		CHECK(date_plus_months(day(rows[i].from), rows[i].months, &to));
		check_day(rows[i].to, to);
	}
}

TEST(date_plus_months_stays_in_the_calendar)
{
	static const struct {
		const char *from;
		int months;
		const char *to; /* NULL: it leaves the calendar */
	} rows[] = {
		{"2199-11-30", 1, "2199-12-30"},
		{"2199-12-01", 1, NULL},
		{"2199-12-31", 0, "2199-12-31"},
		{"2199-06-30", 6, "2199-12-30"},
		{"2199-07-01", 6, NULL},
		{"1900-02-28", -1, "1900-01-28"},
		{"1900-01-31", -1, NULL},
		{"1900-01-01", 3599, "2199-12-01"},
		{"1900-01-01", 3600, NULL},
		{"2199-12-31", INT_MAX, NULL},
		{"1900-01-01", INT_MIN, NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct date to = {0};
		check_row("%s + %d", rows[i].from, rows[i].months);
		if (CHECK_INT(rows[i].to != NULL,
			    date_plus_months(day(rows[i].from), rows[i].months, &to)) &&
			rows[i].to != NULL)
			check_day(rows[i].to, to);
	}
}

TEST(date_in_calendar)
{
	CHECK(date_in_calendar(day("1900-01-01")));
	CHECK(!date_in_calendar(date_plus_days(day("1900-01-01"), -1)));
	CHECK(date_in_calendar(day("2199-12-31")));
	CHECK(!date_in_calendar(date_plus_days(day("2199-12-31"), 1)));
}

TEST(date_birthday)
{
	check_day("2018-05-17", date_birthday(day("2002-05-17"), 16));
	check_day("2018-03-01", date_birthday(day("2000-02-29"), 18));
	check_day("2016-02-29", date_birthday(day("2000-02-29"), 16));
	check_day("2000-02-29", date_birthday(day("2000-02-29"), 0));
	check_day("2100-03-01", date_birthday(day("2080-02-29"), 20));
}

TEST(date_age_turns_on_the_birthday)
{
	static const struct {
		const char *born, *on;
		int age;
	} rows[] = {
		{"2000-05-17", "2018-05-16", 17},
		{"2000-05-17", "2018-05-17", 18},
		{"2000-05-17", "2019-05-16", 18},
		{"2000-12-31", "2018-12-30", 17},
		{"2000-12-31", "2018-12-31", 18},
		{"2000-12-31", "2019-01-01", 18},
		{"2000-01-01", "2017-12-31", 17},
		{"2000-01-01", "2018-01-01", 18},
		{"2000-02-29", "2018-02-28", 17},
		{"2000-02-29", "2018-03-01", 18},
		{"2000-02-29", "2016-02-28", 15},
		{"2000-02-29", "2016-02-29", 16},
		{"2000-02-28", "2018-02-27", 17},
		{"2000-02-28", "2018-02-28", 18},
		{"2000-05-17", "2000-05-17", 0},
		{"2000-05-17", "2001-05-16", 0},
		{"2000-05-17", "2001-05-17", 1},
		{"2000-05-17", "2000-05-16", -1},
		{"2000-05-17", "1999-05-17", -1},
		{"2000-05-17", "1999-05-16", -2},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("born %s on %s", rows[i].born, rows[i].on);
		CHECK_INT(rows[i].age, date_age(day(rows[i].born), day(rows[i].on)));
	}
}

TEST(date_weekday)
{
	CHECK_INT(3, date_weekday(day("1970-01-01")));
	CHECK_INT(2, date_weekday(day("1969-12-31")));
	CHECK_INT(0, date_weekday(day("1900-01-01")));
	CHECK_INT(0, date_weekday(day("2019-07-01")));
	CHECK_INT(6, date_weekday(day("2019-07-07")));
	CHECK_INT(0, date_weekday(day("2019-07-08")));
}

/* Seconds since 1970 of an instant of UTC, in microseconds. */
static int64_t instant(const char *date, int hour, int minute, int second)
{
	return (((int64_t)day(date).day * 24 + hour) * 60 + minute) * INT64_C(60000000) +
		(int64_t)second * 1000000;
}

TEST(date_london_is_an_hour_ahead_in_summer_time)
{
	static const struct {
		const char *utc_date;
		int hour, minute, second;
		const char *london;
	} rows[] = {
		/* 31 March 2019 is a last Sunday: the switch is at 01:00 of that very day. */
		{"2019-03-30", 23, 59, 59, "2019-03-30"},
		{"2019-03-31", 0, 0, 0, "2019-03-31"},
		{"2019-03-31", 22, 59, 59, "2019-03-31"},
		{"2019-03-31", 23, 0, 0, "2019-04-01"},
		{"2019-07-01", 22, 59, 59, "2019-07-01"},
		{"2019-07-01", 23, 0, 0, "2019-07-02"},
		/* 27 October 2019. */
		{"2019-10-26", 22, 59, 59, "2019-10-26"},
		{"2019-10-26", 23, 0, 0, "2019-10-27"},
		{"2019-10-27", 0, 59, 59, "2019-10-27"},
		{"2019-10-27", 23, 0, 0, "2019-10-27"},
		{"2019-10-28", 0, 0, 0, "2019-10-28"},
		/* A year whose March and October end on other days: 29 March and 25 October 2020.
		 */
		{"2020-03-28", 23, 30, 0, "2020-03-28"},
		{"2020-03-29", 23, 30, 0, "2020-03-30"},
		{"2020-10-24", 23, 30, 0, "2020-10-25"},
		{"2020-10-25", 23, 30, 0, "2020-10-25"},
		/* New Year is winter. */
		{"2019-12-31", 23, 59, 59, "2019-12-31"},
		{"2020-01-01", 0, 0, 0, "2020-01-01"},
		{"1969-12-31", 23, 59, 59, "1969-12-31"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s %02d:%02d:%02d", rows[i].utc_date, rows[i].hour, rows[i].minute,
			rows[i].second);
		check_day(rows[i].london,
			date_london(instant(
				rows[i].utc_date, rows[i].hour, rows[i].minute, rows[i].second)));
	}
	check_day("2019-07-01", date_london(instant("2019-07-01", 23, 0, 0) - 1));
}

TEST(date_format_instant)
{
	char text[28];

	date_format_instant(instant("2019-07-01", 12, 0, 0), text);
	CHECK_TEXT("2019-07-01T12:00:00.000000Z", text);
	date_format_instant(instant("2019-07-01", 23, 59, 59) + 999999, text);
	CHECK_TEXT("2019-07-01T23:59:59.999999Z", text);
	date_format_instant(-1, text);
	CHECK_TEXT("1969-12-31T23:59:59.999999Z", text);
	date_format_instant(0, text);
	CHECK_TEXT("1970-01-01T00:00:00.000000Z", text);
}
