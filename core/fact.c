#include "core/fact.h"

static const char *const values[FACT_VALUES] = {
	[FACT_VALUE_MONEY] = "money",
	[FACT_VALUE_DATE] = "date",
	[FACT_VALUE_CODE] = "code",
};

const char *const fact_every_word_list[FACT_EVERIES + 1] = {
	[FACT_EVERY_WEEK] = "week",
	[FACT_EVERY_FORTNIGHT] = "fortnight",
	[FACT_EVERY_FOUR_WEEKS] = "four-weeks",
	[FACT_EVERY_MONTH] = "month",
	[FACT_EVERY_YEAR] = "year",
};

const char *fact_value_word(enum fact_value_kind kind)
{
	assert(kind > FACT_VALUE_NONE && kind < FACT_VALUES);
	return values[kind];
}

const char *fact_every_word(enum fact_every every)
{
	assert(every < FACT_EVERIES);
	return fact_every_word_list[every];
}

bool fact_every_of_word(struct span word, enum fact_every *ret_every)
{
	for (unsigned every = 0; every < FACT_EVERIES; every++) {
		if (!span_is(word, fact_every_word_list[every]))
			continue;
		*ret_every = (enum fact_every)every;
		return true;
	}
	return false;
}
