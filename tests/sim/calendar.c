#include "tests/sim/calendar.h"

#include <stdio.h>
#include <string.h>

const char *calendar_per_word(enum sim_per per)
{
	static const char *const words[PERS] = {
		"lifetime", "financial-year", "academic-year", "month", "week"};

	return words[per];
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_of(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

int calendar_age(struct date born, struct date on)
{
	struct date_parts b = date_split(born), o = date_split(on);
	bool had = o.month > b.month || (o.month == b.month && o.day >= b.day);

	return o.year - b.year - (had ? 0 : 1);
}

struct date calendar_birthday(struct date born, int age)
{
	struct date_parts b = date_split(born);

	b.year += age;
	if (b.month == 2 && b.day == 29 && !is_leap(b.year))
		return date_of(b.year, 3, 1);
	return date_of(b.year, b.month, b.day);
}

struct date calendar_months_later(struct date from, int months)
{
	struct date_parts f = date_split(from);
	int last;

	while (months-- > 0) {
		f.month++;
		if (f.month == 13) {
			f.month = 1;
			f.year++;
		}
	}
	last = days_of(f.year, f.month);
	return date_of(f.year, f.month, f.day < last ? f.day : last);
}

static int year_from(struct date on, int month, const char *before, char ret_text[PERIOD_TEXT])
{
	struct date_parts o = date_split(on);
	int first = o.month >= month ? o.year : o.year - 1;

	(void)snprintf(ret_text, PERIOD_TEXT, "%s%04d-%02d", before, first, (first + 1) % 100);
	return first;
}

int calendar_year(struct date on, char ret_text[PERIOD_TEXT])
{
	return year_from(on, 4, "", ret_text);
}

const char *calendar_text(struct date date, char ret_text[DATE_TEXT + 1])
{
	struct date_parts d = date_split(date);

	(void)snprintf(ret_text, DATE_TEXT + 1, "%04u-%02u-%02u", (unsigned)d.year % 10000,
		(unsigned)d.month % 100, (unsigned)d.day % 100);
	return ret_text;
}

void calendar_period(enum sim_per per, struct date on, char ret_text[PERIOD_TEXT])
{
	char day[DATE_TEXT + 1];

	switch (per) {
	case PER_FINANCIAL:
		(void)calendar_year(on, ret_text);
		return;
	case PER_ACADEMIC:
		(void)year_from(on, 9, "academic-", ret_text);
		return;
	case PER_MONTH:
		(void)snprintf(ret_text, PERIOD_TEXT, "%.7s", calendar_text(on, day));
		return;
	case PER_WEEK:
		/* 1970-01-01 was a Thursday. */
		while ((on.day + 3) % 7 != 0)
			on.day--;
		(void)snprintf(ret_text, PERIOD_TEXT, "week-%s", calendar_text(on, day));
		return;
	case PER_LIFETIME:
	case PERS:
		break;
	}
	(void)snprintf(ret_text, PERIOD_TEXT, "lifetime");
}

struct date calendar_within(struct date date)
{
	struct date first = date_of(DATE_YEAR_MIN, 1, 2), last = date_of(DATE_YEAR_MAX, 12, 30);

	if (date.day < first.day)
		return first;
	return date.day > last.day ? last : date;
}
