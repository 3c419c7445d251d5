/* Days of the Gregorian calendar, and Europe/London's today. */
#ifndef BURSAR_CORE_DATE_H
#define BURSAR_CORE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"

struct date {
	int32_t day; /* since 1970-01-01 */
};

enum { DATE_TEXT = 10, DATE_YEAR_MIN = 1900, DATE_YEAR_MAX = 2199 };

struct date_parts {
	int year, month, day;
};

/* Strict YYYY-MM-DD that exists, within the years above. */
MUST_CHECK bool date_parse(struct span text, struct date *ret_date);
/* NUL-terminated. */
void date_format(struct date date, char ret_text[DATE_TEXT + 1]);
/* "1 April 2019", in the arena-free buffer of 20 bytes. */
void date_format_long(struct date date, char ret_text[20]);
/* Asserts that the date exists. */
struct date date_of(int year, int month, int day);
struct date_parts date_split(struct date date);
int date_cmp(struct date a, struct date b);
/* Whether it lies within the years above. What is computed from a date somebody gave may not, and
 * must then not be recorded: nobody could read it back. */
bool date_in_calendar(struct date date);
/* days: some thousands at most. May leave the calendar. */
struct date date_plus_days(struct date date, int days);
/* The same day of a later month, or that month's last day if it has none (31 August + 6 months = 28
 * or 29 February). False if it leaves the calendar, whatever months is. */
MUST_CHECK bool date_plus_months(struct date date, int months, struct date *ret_date);
/* The anniversary: somebody born on 29 February has it on 1 March in other years. */
struct date date_birthday(struct date born, int age);
/* Completed years on a day; negative before birth. */
int date_age(struct date born, struct date on);
/* 0 Monday … 6 Sunday. */
int date_weekday(struct date date);

/* The date in Europe/London. Summer time: from 01:00 UTC on the last Sunday of March to 01:00 UTC
 * on the last Sunday of October (Summer Time Act 1972 as amended by SI 2002/262). */
struct date date_london(int64_t unix_us);
/* "2019-07-01T12:00:00.000000Z", NUL-terminated. */
void date_format_instant(int64_t unix_us, char ret_text[28]);

#endif
