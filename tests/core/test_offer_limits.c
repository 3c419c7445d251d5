/* Each limit of an offer file from both sides: what just fits is sound, one more is the one fault,
 * at its place. */
#include "tests/core/offer_text.h"

/* begin, count times item with its number, end. */
static struct span many(
	struct arena *arena, const char *begin, const char *item, size_t count, const char *end)
{
	struct buf buf = buf_in(arena);

	buf_text(&buf, begin);
	for (size_t i = 0; i < count; i++) {
		for (const char *at = item; *at != '\0'; at++) {
			if (*at == '#')
				buf_printf(&buf, "%zu", i);
			else
				buf_char(&buf, *at);
		}
	}
	buf_text(&buf, end);
	return buf_done(&buf);
}

#define ALSO_BEGIN "also: [{category: eligible, needs: ["

static const struct limit {
	const char *begin, *item, *end;
	size_t max;
	const char *says, *remedy;
} limits[] = {
	{TOP FUNDS ENTS, "- {code: gift-#, name: A, says: A., offered: no}\n", "",
		OFFER_ENTITLEMENTS_MAX, "201 entitlements, and an offer holds 200", "all but 200"},
	{TOP "rates:\n", "  r-#: [{from: 2018-04-01, amount: \"1.00\", source: a}]\n", FUNDS LINE,
		OFFER_RATES_MAX, "51 rates, and an offer holds 50", "all but 50"},
	{TOP "facts:\n", "  f-#: A fact\n", FUNDS LINE, OFFER_FACTS_MAX,
		"201 facts, and an offer holds 200", "all but 200"},
	{TOP FUNDS "districts: [d", ", d-#", "]\n" LINE, OFFER_CODES_MAX - 1,
		"51 codes, and a list of them holds 50", "all but 50"},
	{TOP FUNDS "facts: {a: {says: A, value: code, words: [w", ", w-#", "]}}\n" LINE,
		OFFER_CODES_MAX - 1, "51 codes, and a list of them holds 50", "all but 50"},
	{TOP "funds:\n- {code: leaving-care, name: A}\n", "- {code: f-#, name: A}\n", LINE,
		OFFER_FUNDS_MAX - 1, "51 funds, and an offer holds 50", "all but 50"},
	{TOP FUNDS "statements:\n", "- A#\n", LINE, OFFER_STATEMENTS_MAX,
		"101 statements, and an offer holds 100", "all but 100"},
	{TOP FACTS FUNDS ENTS ITEM AGES WHO CAP FUND ", needs: [first-tenancy",
		", {not: pathway-plan}", "]}\n", OFFER_NEEDS_MAX - 1,
		"21 needs, and a line holds 20", "all but 20"},
	{TOP FACTS FUNDS ENTS ITEM AGES WHO CAP FUND ", " ALSO_BEGIN "first-tenancy",
		", first-tenancy", "]}]}\n", OFFER_NEEDS_MAX - 1, "21 needs, and a line holds 20",
		"all but 20"},
	{TOP FACTS FUNDS ENTS ITEM AGES WHO CAP FUND ", needs: [{any: [first-tenancy",
		", first-tenancy", "]}]}\n", OFFER_ANY_MAX - 1, "21 facts, and any: holds 20",
		"all but 20"},
	{TOP FUNDS ENTS "- {name: A, says: A., offered: no, code: g", "g", "}\n", 47,
		"is not a code", "at most 48"},
	{"authority: derby\ntitle: A\nsource: a\neffective: 2018-04-01\nname: A", "x",
		"\n" FUNDS LINE, OFFER_NAME_BYTES_MAX - 1, "the text is 301 bytes long",
		"300 bytes"},
	{TOP "challenge: A", "x", "\n" FUNDS LINE, OFFER_WORDS_BYTES_MAX - 1,
		"the text is 4001 bytes long", "4000 bytes"},
	{TOP FUNDS "facts: {a: A", "x", "}\n" LINE, OFFER_NAME_BYTES_MAX - 1,
		"the text is 301 bytes long", "300 bytes"},
	{TOP FUNDS "statements: [A", "x", "]\n" LINE, OFFER_WORDS_BYTES_MAX - 1,
		"the text is 4001 bytes long", "4000 bytes"},
	{TOP FUNDS ENTS "- {code: gift, name: A, offered: no, says: A", "x", "}\n",
		OFFER_WORDS_BYTES_MAX - 1, "the text is 4001 bytes long", "4000 bytes"},
	{TOP FUNDS ENTS "- {code: gift, name: A, offered: no, says: A, section: A", "x", "}\n",
		OFFER_NAME_BYTES_MAX - 1, "the text is 301 bytes long", "300 bytes"},
};

static void check_limit(const struct limit *limit, size_t count, bool fits)
{
	struct arena *arena = arena_new(OFFER_ARENA_BYTES);
	struct reading reading =
		read_text(many(arena, limit->begin, limit->item, count, limit->end));

	CHECK_INT(fits, reading.offer != NULL);
	if (fits) {
		CHECK_TEXT("", printed(&reading));
	} else if (CHECK_INT(1, reading.faults->count)) {
		check_contains(limit->says, reading.faults->list[0].says);
		check_contains(limit->remedy, reading.faults->list[0].remedy);
		CHECK(reading.faults->list[0].line > 0);
	}
	arena_free(reading.arena);
	arena_free(arena);
}

TEST(offer_limits_from_both_sides)
{
	for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
		check_row("%s", limits[i].says);
		check_limit(&limits[i], limits[i].max, true);
		check_limit(&limits[i], limits[i].max + 1, false);
	}
}

/* Steps ascend, so they are written with their years. */
TEST(offer_limits_of_the_steps_of_a_rate)
{
	for (int more = 0; more < 2; more++) {
		struct arena *arena = arena_new(OFFER_ARENA_BYTES);
		struct buf buf = buf_in(arena);
		buf_text(&buf, TOP "rates:\n  a:\n");
		for (int i = 0; i < OFFER_STEPS_MAX + more; i++)
			buf_printf(&buf, "  - {from: %d-01-01, amount: \"1.00\", source: a}\n",
				1900 + i);
		buf_text(&buf, FUNDS LINE);
		struct reading reading = read_text(buf_done(&buf));
		CHECK_TEXT(more == 0 ? ""
				     : "offer.yaml:108:5: there are 101 steps, and a rate "
				       "holds 100; leave out all but 100\n",
			printed(&reading));
		arena_free(reading.arena);
		arena_free(arena);
	}
}

TEST(offer_limits_of_the_funds_of_a_line)
{
	for (size_t more = 0; more < 2; more++) {
		struct arena *arena = arena_new(OFFER_ARENA_BYTES);
		struct span funds = many(arena, TOP "funds:\n", "- {code: f-#, name: A}\n", 11,
			ENTS ITEM AGES WHO CAP "fund: [f-10");
		struct span text = many(arena, arena_printf(arena, "%.*s", SPAN_ARG(funds)),
			", f-#", OFFER_LINE_FUNDS_MAX - 1 + more, "]}\n");
		struct reading reading = read_text(text);
		CHECK_INT(more == 0, reading.offer != NULL);
		if (more > 0 && CHECK_INT(1, reading.faults->count))
			CHECK_TEXT("there are 11 funds, and a line holds 10",
				reading.faults->list[0].says);
		arena_free(reading.arena);
		arena_free(arena);
	}
}

/* The largest there can be of everything at once is read into a small part of the room there is. */
TEST(offer_of_the_largest_size)
{
	struct arena *arena = arena_new(OFFER_ARENA_BYTES);
	struct buf buf = buf_in(arena);

	buf_text(&buf, TOP FACTS FUNDS ENTS);
	for (int i = 0; buf.len < OFFER_BYTES_MAX - 2000; i++)
		buf_printf(&buf,
			"- {code: gift-%d, name: A, says: A., " AGES WHO CAP FUND
			", needs: [{any: [first-tenancy, first-tenancy, pathway-plan]}, {not: "
			"pathway-plan}, first-tenancy, first-tenancy, first-tenancy, first-tenancy,"
			" pathway-plan, pathway-plan, pathway-plan, pathway-plan, pathway-plan,"
			" pathway-plan], how: %01500d}\n",
			i, i);
	struct reading reading = read_text(buf_done(&buf));
	CHECK_TEXT("", printed(&reading));
	if (CHECK(reading.offer != NULL))
		CHECK_INT(buf.len, reading.offer->bytes);
	arena_free(reading.arena);
	arena_free(arena);
}
