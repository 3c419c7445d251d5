#include "core/fact.h"

#include "tests/check.h"

TEST(fact_words)
{
	static const char *const values[] = {NULL, "money", "date", "code"};
	static const char *const everies[] = {"week", "fortnight", "four-weeks", "month", "year"};
	enum fact_every every;

	CHECK_INT(FACT_VALUES, ARRAY_LEN(values));
	for (unsigned i = FACT_VALUE_MONEY; i < FACT_VALUES; i++)
		CHECK_TEXT(values[i], fact_value_word((enum fact_value_kind)i));
	CHECK_INT(FACT_EVERIES, ARRAY_LEN(everies));
	for (unsigned i = 0; i < FACT_EVERIES; i++) {
		CHECK_TEXT(everies[i], fact_every_word((enum fact_every)i));
		every = FACT_EVERIES;
		CHECK(fact_every_of_word(span_of(everies[i]), &every));
		CHECK_INT(i, every);
	}
	CHECK(!fact_every_of_word(SPAN("weeks"), &every));
	CHECK(!fact_every_of_word(SPAN("day"), &every));
	CHECK(!fact_every_of_word(SPAN_NONE, &every));
}
