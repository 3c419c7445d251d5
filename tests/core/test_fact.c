#include "core/fact.h"

#include <string.h>

#include "tests/check.h"
#include "tests/core/slice_rig.h"

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

#define WITH_VALUES                                                                                \
	"authority: testshire\nname: Testshire\ntitle: A\neffective: 2018-04-01\nsource: a\n"      \
	"districts: [ashfield, mansfield]\nfacts:\n"                                               \
	"  earnings: {says: Pay after tax, value: money}\n"                                        \
	"  expected: {says: A child, value: date}\n"                                               \
	"  hours: {says: In work, value: code, words: [full-time, part-time]}\n"                   \
	"  lives-in: {says: Lives in, value: code}\n"                                              \
	"  own: In words\n"                                                                        \
	"entitlements: [{code: gift, name: A, says: A, offered: no}]\n"

/* What goes with a fact is of the kind that its word has, or there is an answer. */
TEST(fact_values)
{
	static const struct {
		const char *fact, *value;
		int every; /* -1: not given */
		const char *decided, *bytes;
	} rows[] = {
		{"earnings", "520.00", FACT_EVERY_MONTH, "recorded",
			"\"amount\":52000,\"every\":\"month\"}"},
		{"earnings", "0.00", FACT_EVERY_FOUR_WEEKS, "recorded",
			"\"amount\":0,\"every\":\"four-weeks\"}"},
		{"earnings", "1,234", FACT_EVERY_WEEK, "recorded",
			"\"amount\":123400,\"every\":\"week\"}"},
		{"earnings", "999999999.99", FACT_EVERY_YEAR, "recorded",
			"\"amount\":99999999999,\"every\":\"year\"}"},
		{"earnings", "1000000000", FACT_EVERY_YEAR, "invalid /value", NULL},
		{"earnings", "-1", FACT_EVERY_YEAR, "invalid /value", NULL},
		{"earnings", "lots", FACT_EVERY_YEAR, "invalid /value", NULL},
		{"earnings", "520.00", -1, "invalid /every", NULL},
		{"earnings", NULL, FACT_EVERY_MONTH, "invalid /value", NULL},
		{"expected", "2020-02-29", -1, "recorded", ""},
		{"expected", "2019-02-29", -1, "invalid /value", NULL},
		{"expected", NULL, -1, "invalid /value", NULL},
		{"expected", "2020-02-29", FACT_EVERY_WEEK, "invalid /every", NULL},
		{"hours", "part-time", -1, "recorded", ""},
		{"hours", "mansfield", -1, "invalid /value", NULL},
		{"hours", NULL, -1, "invalid /value", NULL},
		{"lives-in", "mansfield", -1, "recorded", ""},
		{"lives-in", "part-time", -1, "invalid /value", NULL},
		{"own", NULL, FACT_EVERY_WEEK, "invalid /every", NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = rig_empty();
		struct slice_person *person = rig_person(rig, "A", "2000-01-01", CATEGORY_ELIGIBLE);
		struct command command = rig_command(rig, COMMAND_FACT_RECORD, RIG_ADVISER);
		const struct slice_fact *fact;

		check_row("%s %s", rows[i].fact, rows[i].value);
		rig_publish(rig, WITH_VALUES);
		command.ref = SPAN("A");
		command.fact_record.fact = span_of(rows[i].fact);
		command.fact_record.from = rig_day("2019-06-01");
		rig_text(&command.fact_record.evidence, "seen");
		if (rows[i].value != NULL)
			rig_text(&command.fact_record.value, rows[i].value);
		command.fact_record.has_every = rows[i].every >= 0;
		if (rows[i].every >= 0)
			command.fact_record.every = (enum fact_every)rows[i].every;
		CHECK_TEXT(rows[i].decided, rig_decide(rig, &command));
		if (rows[i].bytes != NULL) {
			struct span bytes = rig->outcome.event;
			size_t len = strlen(rows[i].bytes);

			CHECK_SPAN(rows[i].bytes, span_from(bytes, bytes.len - len));
			/* An amount stands open, all else is sealed beside the evidence. */
			CHECK((json_get(bytes, "value").at == NULL) == (len > 0));
			fact = &person->facts.at[0];
			CHECK(slice_fact_value_on(person, span_of(rows[i].fact), fact->value.kind,
				      rig_day(RIG_TODAY)) == fact);
			CHECK_INT(len > 0 ? 1 : 2, rig->slice.texts.len);
		} else {
			CHECK_INT(0, person->facts.len);
		}
		rig_free(rig);
	}
}
