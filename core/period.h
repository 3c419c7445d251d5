/* The stretches of time that caps and funds are for. */
#ifndef BURSAR_CORE_PERIOD_H
#define BURSAR_CORE_PERIOD_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/span.h"
#include "core/date.h"

enum period_kind {
	PERIOD_LIFETIME,
	PERIOD_FINANCIAL_YEAR, /* 1 April to 31 March */
	PERIOD_ACADEMIC_YEAR,  /* 1 September to 31 August */
	PERIOD_MONTH,
	PERIOD_WEEK, /* from Monday */
	PERIOD_KINDS
};

enum { PERIOD_KEY_MAX = 24 };

/* "lifetime", "financial-year", …: the word of offer files. */
const char *period_word(enum period_kind kind);
MUST_CHECK bool period_of_word(struct span word, enum period_kind *ret_kind);

/* The name of the period of a kind that holds a date, NUL-terminated: "lifetime", "2019-20",
 * "academic-2019-20", "2019-07", "week-2019-07-01" (its Monday). No two kinds share a name. */
void period_key(enum period_kind kind, struct date on, char ret_key[PERIOD_KEY_MAX]);
/* First and last day; not for a lifetime. The first of a calendar's first periods and the last of
 * its last may lie outside it. */
struct date period_first(enum period_kind kind, struct date on);
struct date period_last(enum period_kind kind, struct date on);
/* "2019-20": the two years follow each other, within date.h's years. ret_first is its 1 April. */
MUST_CHECK bool period_parse_year(struct span text, struct date *ret_first);

#endif
