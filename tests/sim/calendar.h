/*
 * Ages, months and periods as the model reckons them, by itself: of core it has the numbering of
 * days and no more. From bursar-offer(5): ages are completed years, somebody born on 29 February
 * has the birthday on 1 March in other years; a financial year runs from 1 April, an academic year
 * from 1 September, a week from Monday.
 */
#ifndef BURSAR_TESTS_SIM_CALENDAR_H
#define BURSAR_TESTS_SIM_CALENDAR_H

#include "core/date.h"

enum sim_per { PER_LIFETIME, PER_FINANCIAL, PER_ACADEMIC, PER_MONTH, PER_WEEK, PERS };

enum { PERIOD_TEXT = 24 };

const char *calendar_per_word(enum sim_per per);
int calendar_age(struct date born, struct date on);
struct date calendar_birthday(struct date born, int age);
/* The last day of what holds so many months: the same day of that month, or its last. */
struct date calendar_months_later(struct date from, int months);
/* "2019-20", the first year of which is returned. */
int calendar_year(struct date on, char ret_text[PERIOD_TEXT]);
void calendar_period(enum sim_per per, struct date on, char ret_text[PERIOD_TEXT]);
const char *calendar_text(struct date date, char ret_text[DATE_TEXT + 1]);
/* min and max of a day beside the calendar's ends. */
struct date calendar_within(struct date date);

#endif
