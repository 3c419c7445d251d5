#include "core/date.h"

#include <assert.h>

#define DAY_US  (INT64_C(86400) * 1000000)
#define HOUR_US (INT64_C(3600) * 1000000)

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	assert(month >= 1 && month <= 12);
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static bool exists(int year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 && day <= month_days(year, month);
}

/* Days since 1970-01-01 of a proleptic Gregorian day. The year is counted from March, so that the
 * leap day is its last; an era is the 400 years after which the calendar repeats. */
struct date date_of(int year, int month, int day)
{
	assert(year >= 1 && year <= 9999 && exists(year, month, day));
	int from_march = year - (month <= 2);
	int era = from_march / 400;
	int year_of_era = from_march - era * 400;
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return (struct date){era * 146097 + day_of_era - 719468};
}

struct date_parts date_split(struct date date)
{
	assert(date.day >= -719162 && date.day <= 2932896); /* the years 1 to 9999 */
	int shifted = date.day + 719468;
	int era = shifted / 146097;
	int day_of_era = shifted - era * 146097;
	int year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int from_march = (5 * day_of_year + 2) / 153;
	struct date_parts parts;
	parts.day = day_of_year - (153 * from_march + 2) / 5 + 1;
	parts.month = from_march < 10 ? from_march + 3 : from_march - 9;
	parts.year = year_of_era + era * 400 + (parts.month <= 2);
	return parts;
}

static bool digits(const char *at, size_t len, int *ret_number)
{
	int number = 0;

	for (size_t i = 0; i < len; i++) {
		if (at[i] < '0' || at[i] > '9')
			return false;
		number = number * 10 + (at[i] - '0');
	}
	*ret_number = number;
	return true;
}

bool date_parse(struct span text, struct date *ret_date)
{
	int year, month, day;

	if (text.len != DATE_TEXT || text.at[4] != '-' || text.at[7] != '-')
		return false;
	if (!digits(text.at, 4, &year) || !digits(text.at + 5, 2, &month) ||
		!digits(text.at + 8, 2, &day))
		return false;
	if (year < DATE_YEAR_MIN || year > DATE_YEAR_MAX || !exists(year, month, day))
		return false;
	*ret_date = date_of(year, month, day);
	return true;
}

/* Returns where the digits end. */
static char *put(char *at, int number, int width)
{
	for (int i = width - 1; i >= 0; i--) {
		at[i] = (char)('0' + number % 10);
		number /= 10;
	}
	return at + width;
}

void date_format(struct date date, char ret_text[DATE_TEXT + 1])
{
	struct date_parts parts = date_split(date);
	char *at = put(ret_text, parts.year, 4);

	*at++ = '-';
	at = put(at, parts.month, 2);
	*at++ = '-';
	at = put(at, parts.day, 2);
	*at = '\0';
}

void date_format_long(struct date date, char ret_text[20])
{
	static const char *const months[] = {"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"};
	struct date_parts parts = date_split(date);
	char *at = put(ret_text, parts.day, parts.day < 10 ? 1 : 2);

	*at++ = ' ';
	for (const char *name = months[parts.month - 1]; *name; name++)
		*at++ = *name;
	*at++ = ' ';
	at = put(at, parts.year, 4);
	*at = '\0';
}

int date_cmp(struct date a, struct date b)
{
	return (a.day > b.day) - (a.day < b.day);
}

struct date date_plus_days(struct date date, int days)
{
	return (struct date){date.day + days};
}

bool date_in_calendar(struct date date)
{
	return date_cmp(date, date_of(DATE_YEAR_MIN, 1, 1)) >= 0 &&
		date_cmp(date, date_of(DATE_YEAR_MAX, 12, 31)) <= 0;
}

bool date_plus_months(struct date date, int months, struct date *ret_date)
{
	struct date_parts parts = date_split(date);
	int64_t count = (int64_t)parts.year * 12 + parts.month - 1 + months;

	if (count < (int64_t)DATE_YEAR_MIN * 12 || count >= (int64_t)(DATE_YEAR_MAX + 1) * 12)
		return false;
	int year = (int)(count / 12), month = (int)(count % 12) + 1;
	int last = month_days(year, month);
	*ret_date = date_of(year, month, parts.day < last ? parts.day : last);
	return true;
}

struct date date_birthday(struct date born, int age)
{
	struct date_parts parts = date_split(born);
	int year = parts.year + age;

	if (!exists(year, parts.month, parts.day))
		return date_of(year, 3, 1);
	return date_of(year, parts.month, parts.day);
}

int date_age(struct date born, struct date on)
{
	int age = date_split(on).year - date_split(born).year;

	return date_cmp(on, date_birthday(born, age)) < 0 ? age - 1 : age;
}

int date_weekday(struct date date)
{
	/* 1970-01-01 was a Thursday. */
	return ((date.day + 3) % 7 + 7) % 7;
}

/* 01:00 UTC on the last Sunday of a month of 31 days. */
static int64_t switch_us(int year, int month)
{
	struct date last = date_of(year, month, 31);
	int after_sunday = (date_weekday(last) + 1) % 7;

	return (int64_t)(last.day - after_sunday) * DAY_US + HOUR_US;
}

/* Towards the past for instants before 1970. */
static struct date utc_day(int64_t unix_us)
{
	int64_t day = unix_us / DAY_US - (unix_us % DAY_US < 0);

	assert(day >= INT32_MIN && day <= INT32_MAX);
	return (struct date){(int32_t)day};
}

struct date date_london(int64_t unix_us)
{
	int year = date_split(utc_day(unix_us)).year;
	bool summer = unix_us >= switch_us(year, 3) && unix_us < switch_us(year, 10);

	return utc_day(summer ? unix_us + HOUR_US : unix_us);
}

void date_format_instant(int64_t unix_us, char ret_text[28])
{
	struct date day = utc_day(unix_us);
	int64_t rest_us = unix_us - day.day * DAY_US;
	int seconds = (int)(rest_us / 1000000);

	date_format(day, ret_text);
	char *at = ret_text + DATE_TEXT;
	*at++ = 'T';
	at = put(at, seconds / 3600, 2);
	*at++ = ':';
	at = put(at, seconds / 60 % 60, 2);
	*at++ = ':';
	at = put(at, seconds % 60, 2);
	*at++ = '.';
	at = put(at, (int)(rest_us % 1000000), 6);
	*at++ = 'Z';
	*at = '\0';
}
