#include "core/period.h"

#include <assert.h>
#include <string.h>

static const char *const words[PERIOD_KINDS] = {
	[PERIOD_LIFETIME] = "lifetime",
	[PERIOD_FINANCIAL_YEAR] = "financial-year",
	[PERIOD_ACADEMIC_YEAR] = "academic-year",
	[PERIOD_MONTH] = "month",
	[PERIOD_WEEK] = "week",
};

const char *period_word(enum period_kind kind)
{
	assert((unsigned)kind < PERIOD_KINDS);
	return words[kind];
}

bool period_of_word(struct span word, enum period_kind *ret_kind)
{
	for (unsigned i = 0; i < PERIOD_KINDS; i++) {
		if (!span_is(word, words[i]))
			continue;
		*ret_kind = (enum period_kind)i;
		return true;
	}
	return false;
}

/* The first day of the year beginning with a month that holds a date. */
static struct date year_first(struct date on, int month)
{
	struct date_parts parts = date_split(on);

	return date_of(parts.year - (parts.month < month), month, 1);
}

struct date period_first(enum period_kind kind, struct date on)
{
	struct date_parts parts = date_split(on);

	switch (kind) {
	case PERIOD_FINANCIAL_YEAR:
		return year_first(on, 4);
	case PERIOD_ACADEMIC_YEAR:
		return year_first(on, 9);
	case PERIOD_MONTH:
		return date_of(parts.year, parts.month, 1);
	case PERIOD_WEEK:
		return date_plus_days(on, -date_weekday(on));
	case PERIOD_LIFETIME:
	case PERIOD_KINDS:
		break;
	}
	UNREACHABLE("a lifetime has no first day");
}

struct date period_last(enum period_kind kind, struct date on)
{
	struct date first = period_first(kind, on);
	struct date_parts next = date_split(first);

	if (kind == PERIOD_WEEK)
		return date_plus_days(first, 6);
	next.month += kind == PERIOD_MONTH ? 1 : 12;
	if (next.month > 12) {
		next.year++;
		next.month -= 12;
	}
	return date_plus_days(date_of(next.year, next.month, 1), -1);
}

static void put_year(char *at, int first)
{
	static const int tens[] = {1000, 100, 10, 1};

	for (size_t i = 0; i < ARRAY_LEN(tens); i++)
		at[i] = (char)('0' + first / tens[i] % 10);
	at[4] = '-';
	at[5] = (char)('0' + (first + 1) / 10 % 10);
	at[6] = (char)('0' + (first + 1) % 10);
	at[7] = '\0';
}

void period_key(enum period_kind kind, struct date on, char ret_key[PERIOD_KEY_MAX])
{
	static const char academic[] = "academic-", week[] = "week-";
	char text[DATE_TEXT + 1];

	if (kind == PERIOD_LIFETIME) {
		memcpy(ret_key, "lifetime", sizeof("lifetime"));
		return;
	}
	struct date first = period_first(kind, on);
	switch (kind) {
	case PERIOD_FINANCIAL_YEAR:
		put_year(ret_key, date_split(first).year);
		return;
	case PERIOD_ACADEMIC_YEAR:
		memcpy(ret_key, academic, sizeof(academic));
		put_year(ret_key + sizeof(academic) - 1, date_split(first).year);
		return;
	case PERIOD_MONTH:
		date_format(first, text);
		memcpy(ret_key, text, sizeof("2019-07") - 1);
		ret_key[sizeof("2019-07") - 1] = '\0';
		return;
	case PERIOD_WEEK:
		memcpy(ret_key, week, sizeof(week));
		date_format(first, ret_key + sizeof(week) - 1);
		return;
	case PERIOD_LIFETIME:
	case PERIOD_KINDS:
		break;
	}
	UNREACHABLE("every kind of period has a key");
}

bool period_parse_year(struct span text, struct date *ret_first)
{
	char again[PERIOD_KEY_MAX], day[] = "0000-04-01";
	struct date first;

	if (text.len != sizeof("2019-20") - 1)
		return false;
	memcpy(day, text.at, 4);
	if (!date_parse(SPAN(day), &first))
		return false;
	/* The second year has one spelling: what the first gives. */
	period_key(PERIOD_FINANCIAL_YEAR, first, again);
	if (!span_is(text, again) || date_split(first).year == DATE_YEAR_MAX)
		return false;
	*ret_first = first;
	return true;
}
