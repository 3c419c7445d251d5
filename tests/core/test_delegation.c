/* A file of financial rules: what it may say, and every fault with its place and its remedy. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "core/delegation/delegation.h"
#include "tests/check.h"

enum { ARENA_BYTES = 32 << 20 };

#define TOP           "authority: derby\ntitle: Rules\neffective: 2018-04-01\nsource: invented\n"
#define ALONE         "{role: manager, up-to: \"500.00\"}"
#define APPROVE(rows) TOP "approve: [" rows "]\n"
#define BOTH(rows)                                                                                 \
	TOP "approve: [" ALONE ", {role: finance, up-to: \"1000.00\"}]\nsecond: [" rows "]\n"

struct reading {
	struct arena *arena;
	struct faults *faults;
	struct delegation *rules;
};

static struct reading read_text(struct span text)
{
	struct reading reading = {.arena = arena_new(ARENA_BYTES)};
	struct arena *scratch = arena_new(ARENA_BYTES);

	reading.faults = faults_new(reading.arena, "rules.yaml");
	reading.rules = delegation_read(reading.arena, scratch, text, reading.faults);
	/* Nothing that was read points to what reading took. */
	arena_free(scratch);
	return reading;
}

static void check_good(const char *text)
{
	struct reading reading = read_text(span_of(text));
	struct buf out = buf_in(reading.arena);

	faults_print(reading.faults, &out);
	CHECK_TEXT("", buf_cstr(&out));
	CHECK(reading.rules != NULL);
	arena_free(reading.arena);
}

/* The one good, the other with one fault, at its '@'. */
static const struct faulty {
	const char *good, *bad, *says, *remedy;
} faults[] = {
	{TOP, "@title: Rules\neffective: 2018-04-01\nsource: a\n", "\"authority\" is missing",
		"authority:"},
	{TOP, "@authority: derby\neffective: 2018-04-01\nsource: a\n", "\"title\" is missing",
		"title:"},
	{TOP, "@authority: derby\ntitle: Rules\nsource: a\n", "\"effective\" is missing",
		"effective:"},
	{TOP, "@authority: derby\ntitle: Rules\neffective: 2018-04-01\n", "\"source\" is missing",
		"source:"},
	{TOP, TOP "@aprove: []\n", "unknown key", "\"approve\""},
	{APPROVE(ALONE), TOP "approve: @{}\n", "a list is expected", "list of rows"},
	{APPROVE(ALONE), TOP "approve: @[]\n", "the list is empty", "list of rows"},
	{APPROVE(ALONE), APPROVE("@5"), "must be a map", "key: value"},
	{APPROVE(ALONE), APPROVE("{role: @boss, up-to: \"500.00\"}"), "boss is none of the words",
		"manager, finance"},
	{APPROVE(ALONE), APPROVE("{role: @adviser, up-to: \"500.00\"}"), "adviser may not do this",
		"manager, finance"},
	{APPROVE(ALONE), APPROVE("@{up-to: \"500.00\"}"), "\"role\" is missing", "role:"},
	{APPROVE(ALONE), APPROVE("@{role: manager}"), "\"up-to\" is missing", "up-to:"},
	{APPROVE(ALONE), APPROVE("{role: manager, up-to: @500}"), "not in quotes", "\"500.00\""},
	{APPROVE(ALONE), APPROVE("{role: manager, up-to: @\"0.00\"}"), "is not an amount", ""},
	{APPROVE(ALONE ", {role: manager, entitlements: [gym], up-to: \"1.00\"}"),
		APPROVE(ALONE ", {role: @manager, up-to: \"600.00\"}"),
		"manager has two rows for all that no other row names, here and in line 5",
		"one row"},
	{APPROVE(ALONE ", {role: finance, up-to: \"600.00\"}"),
		APPROVE("{role: finance, entitlements: [a, b], up-to: \"1.00\"}, {role: @finance, "
			"entitlements: [c, b], up-to: \"2.00\"}"),
		"finance has two rows for b", "one row"},
	{APPROVE("{role: manager, entitlements: [a], up-to: \"1.00\"}"),
		APPROVE("{role: manager, entitlements: @[], up-to: \"1.00\"}"), "the list is empty",
		""},
	{APPROVE("{role: manager, entitlements: [a], up-to: \"1.00\"}"),
		APPROVE("{role: manager, entitlements: [a, @a], up-to: \"1.00\"}"),
		"a stands twice", "once"},
	{BOTH("{first: manager, and: finance, up-to: \"1000.00\"}"),
		BOTH("{first: manager, and: finance, up-to: @\"999.99\"}"),
		"the limit falls: finance approves up to £1,000.00 alone, by line 5", "raise it"},
	{BOTH("{first: manager, and: manager, up-to: \"500.00\"}"),
		BOTH("{first: manager, and: manager, up-to: @\"499.00\"}"),
		"the limit falls: manager", "raise it"},
	{TOP "approve: [{role: manager, entitlements: [a], up-to: \"900.00\"}]\n"
	     "second: [{first: manager, and: finance, up-to: \"900.00\"}]\n",
		TOP "approve: [{role: manager, entitlements: [a], up-to: \"900.01\"}]\n"
		    "second: [{first: manager, and: finance, up-to: @\"900.00\"}]\n",
		"the limit falls: manager", "raise it"},
	{TOP "approve: [{role: manager, up-to: \"900.00\"}]\n"
	     "second: [{first: manager, and: finance, entitlements: [a], up-to: \"900.00\"}]\n",
		TOP "approve: [{role: manager, up-to: \"900.01\"}]\n"
		    "second: [{first: manager, and: finance, entitlements: [a], up-to: "
		    "@\"900.00\"}]\n",
		"the limit falls: manager", "raise it"},
	{BOTH("{first: manager, and: finance, up-to: \"5000.00\"}, {first: manager, and: manager, "
	      "up-to: \"5000.00\"}"),
		BOTH("{first: manager, and: finance, up-to: \"5000.00\"}, {first: @finance, and: "
		     "manager, up-to: \"5000.00\"}"),
		"finance and manager has two rows", "one row"},
	{BOTH("{first: manager, and: finance, up-to: \"5000.00\"}"),
		TOP "second: @[{first: manager, and: finance, up-to: \"5000.00\"}]\n",
		"no limit that second: could go beyond", "approve:"},
	{TOP "per-person: [{role: manager, up-to: \"1.00\", within: 1 month}]\n",
		TOP "per-person: [{role: manager, up-to: \"1.00\", within: @0 months}]\n",
		"0 months", "6 months"},
	{TOP "per-person: [{role: manager, up-to: \"1.00\", within: 120 months}]\n",
		TOP "per-person: [{role: manager, up-to: \"1.00\", within: @121 months}]\n",
		"121 months", "6 months"},
	{TOP "per-person: [{role: manager, up-to: \"1.00\", within: 6 months}]\n",
		TOP "per-person: [@{role: manager, up-to: \"1.00\"}]\n", "\"within\" is missing",
		"within:"},
	{TOP "per-person: [{role: manager, up-to: \"1.00\", within: 6 months}]\n",
		TOP "per-person: [{role: manager, up-to: \"1.00\", within: 6 months}, {role: "
		    "@manager, up-to: \"2.00\", within: 12 months}]\n",
		"manager has two rows", "one row"},
	{TOP "award: [{role: manager, up-to: \"1.00\"}]\n",
		TOP "award: [{role: @admin, up-to: \"1.00\"}]\n", "admin may not do this",
		"manager, finance"},
	{TOP, TOP "confirm: @[]\n", "a map of commands", "fund-move"},
	{TOP, TOP "confirm: {@payment-pay: {by: [finance]}}\n",
		"payment-pay is nothing that a second person is asked for", ""},
	{TOP "lapse: {requested: 90 days, deferred: 1 day, proposal: 3650 days}\n",
		TOP "lapse: {requested: @0 days}\n", "0 days is not a number of days", "1 to 3650"},
	{TOP "lapse: {requested: 3650 days}\n", TOP "lapse: {requested: @3651 days}\n",
		"3651 days is not", "1 to 3650"},
	{TOP "lapse: {requested: 90 days}\n", TOP "lapse: {requested: @90}\n", "90 is not", "days"},
	{TOP "lapse: {requested: 90 days}\n", TOP "lapse: {@approved: 90 days}\n", "unknown key",
		"requested"},
	{TOP "back-dating: 12 years\n", TOP "back-dating: @0 years\n", "0 years is not",
		"1 to 100"},
	{TOP "back-dating: 100 years\n", TOP "back-dating: @101 years\n", "101 years is not",
		"1 to 100"},
	{TOP "back-dating: 1 month\n", TOP "back-dating: @6 weeks\n", "6 weeks is not", "years"},
};

static void check_contains(const char *want, const char *got)
{
	if (*want != '\0' && (got == NULL || strstr(got, want) == NULL))
		CHECK_TEXT(want, got);
}

static void check_bad(const struct faulty *row)
{
	char text[4096];
	int line = 1, column = 1;
	size_t before = strcspn(row->bad, "@");
	struct reading reading;

	snprintf(text, sizeof(text), "%.*s%s", (int)before, row->bad, row->bad + before + 1);
	for (size_t i = 0; i < before; i++) {
		column = row->bad[i] == '\n' ? 1 : column + 1;
		line += row->bad[i] == '\n';
	}
	reading = read_text(span_of(text));
	CHECK(reading.rules == NULL);
	if (CHECK_INT(1, reading.faults->count)) {
		CHECK_INT(line, reading.faults->list[0].line);
		CHECK_INT(column, reading.faults->list[0].column);
		check_contains(row->says, reading.faults->list[0].says);
		check_contains(row->remedy, reading.faults->list[0].remedy);
	}
	arena_free(reading.arena);
}

TEST(delegation_faults)
{
	for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
		check_row("%zu: %s", i, faults[i].says);
		check_good(faults[i].good);
		check_bad(&faults[i]);
	}
}

static const char whole[] =
	TOP "approve:\n"
	    "  - {role: manager, up-to: \"500.00\"}\n"
	    "  - {role: manager, entitlements: [setting-up-home, he-bursary], up-to: \"2000.00\"}\n"
	    "  - {role: finance, up-to: \"1000.00\"}\n"
	    "second:\n"
	    "  - {first: manager, and: finance, up-to: \"5000.00\"}\n"
	    "per-person:\n"
	    "  - {role: manager, up-to: \"2500.00\", within: 6 months}\n"
	    "award:\n"
	    "  - {role: manager, up-to: \"1000.00\"}\n"
	    "lapse: {requested: 90 days, deferred: 180 days, proposal: 30 days}\n"
	    "back-dating: 12 years\n";

TEST(delegation_reads_everything)
{
	struct reading reading = read_text(SPAN(whole));
	const struct delegation *rules = reading.rules;
	struct delegation_limit limit = {.n = -1};
	const struct delegation_row *row;
	struct date first;

	if (!CHECK(rules != NULL))
		return;
	CHECK_SPAN("derby", rules->authority);
	CHECK_INT(date_of(2018, 4, 1).day, rules->effective.day);
	CHECK_INT(sizeof(whole) - 1, rules->bytes);
	CHECK_INT(90, rules->lapse_days[DELEGATION_REQUESTED]);
	CHECK_INT(180, rules->lapse_days[DELEGATION_DEFERRED]);
	CHECK_INT(30, rules->lapse_days[DELEGATION_PROPOSAL]);
	CHECK(delegation_first_day(rules, date_of(2020, 2, 29), &first));
	CHECK_INT(date_of(2008, 2, 29).day, first.day);
	row = delegation_row_for(
		rules, DELEGATION_APPROVE, ROLE_MANAGER, ROLE_NONE, SPAN("he-bursary"));
	CHECK_INT(200000, row->up_to_pence);
	row = delegation_row_for(rules, DELEGATION_APPROVE, ROLE_MANAGER, ROLE_NONE, SPAN("gym"));
	CHECK_INT(50000, row->up_to_pence);
	row = delegation_row_for(rules, DELEGATION_SECOND, ROLE_FINANCE, ROLE_MANAGER, SPAN("gym"));
	CHECK_INT(500000, row->up_to_pence);
	CHECK(delegation_row_for(rules, DELEGATION_AWARD, ROLE_FINANCE, ROLE_NONE, SPAN("gym")) ==
		NULL);
	/* Rows, an entitlement each. */
	CHECK(delegation_next_limit(rules, &limit) && limit.row->up_to_pence == 50000);
	CHECK(delegation_next_limit(rules, &limit) &&
		span_is(limit.entitlement, "setting-up-home"));
	CHECK(delegation_next_limit(rules, &limit) && span_is(limit.entitlement, "he-bursary"));
	CHECK_INT(2, limit.n);
	CHECK(delegation_next_limit(rules, &limit) && limit.row->role == ROLE_FINANCE);
	CHECK(delegation_next_limit(rules, &limit) && limit.part == DELEGATION_SECOND);
	CHECK(delegation_next_limit(rules, &limit) && limit.part == DELEGATION_PER_PERSON);
	CHECK(delegation_next_limit(rules, &limit) && limit.part == DELEGATION_AWARD);
	CHECK(!delegation_next_limit(rules, &limit));
	CHECK_INT(6, limit.n);
	arena_free(reading.arena);
}

TEST(delegation_without_a_bound)
{
	struct reading reading = read_text(SPAN(TOP));
	struct date first;

	CHECK(!delegation_first_day(NULL, date_of(2019, 7, 1), &first));
	if (CHECK(reading.rules != NULL))
		CHECK(!delegation_first_day(reading.rules, date_of(2019, 7, 1), &first));
	for (unsigned word = 0; word < DELEGATION_WORDS; word++) {
		CHECK_INT(0, delegation_confirm(NULL, (enum delegation_word)word));
		CHECK_INT(0, delegation_confirm(reading.rules, (enum delegation_word)word));
	}
	arena_free(reading.arena);
}

TEST(delegation_of_a_day)
{
	struct delegation one = {.version = 1, .effective = {100}};
	struct delegation two = {.version = 2, .effective = {200}};
	struct delegation three = {.version = 3, .effective = {200}};
	const struct delegation *versions[] = {&one, &two, &three};
	struct delegation_book book = {.versions = versions, .len = 3};

	CHECK(delegation_on(&book, (struct date){99}) == NULL);
	CHECK(delegation_on(&book, (struct date){100}) == &one);
	CHECK(delegation_on(&book, (struct date){199}) == &one);
	CHECK(delegation_on(&book, (struct date){200}) == &three);
	CHECK(delegation_version(&book, 2) == &two);
	CHECK(delegation_version(&book, 4) == NULL);
}

/* A word of confirm is one of a command that is there, or will be. */
TEST(delegation_words)
{
	for (unsigned n = 0; n < DELEGATION_WORDS; n++) {
		enum delegation_word word;

		CHECK(delegation_word_of(
			span_of(delegation_word_text((enum delegation_word)n)), &word));
		CHECK_INT(n, word);
	}
}
