/*
 * Offer documents for tests, and tables of their faults: each a small bad document beside its good
 * neighbour. In the bad one an @ stands before the place the fault must name.
 */
#ifndef BURSAR_TESTS_CORE_OFFER_TEXT_H
#define BURSAR_TESTS_CORE_OFFER_TEXT_H

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "core/offer/offer.h"
#include "tests/check.h"

enum { OFFER_ARENA_BYTES = 32 << 20 };

#define TOP                                                                                        \
	"authority: derby\n"                                                                       \
	"name: Derby\n"                                                                            \
	"title: Local offer\n"                                                                     \
	"effective: 2018-04-01\n"                                                                  \
	"source: a.txt\n"
#define FUNDS "funds: [{code: leaving-care, name: Leaving care}]\n"
#define FACTS                                                                                      \
	"facts:\n"                                                                                 \
	"  first-tenancy: A first tenancy\n"                                                       \
	"  semi-independent: Lives semi-independently\n"                                           \
	"  pathway-plan: {says: A plan, holds: 6 months}\n"
#define RATES "rates:\n  benefit-weekly: [{from: 2015-04-06, amount: \"57.90\", source: gov.uk}]\n"
#define ENTS  "entitlements:\n"
#define ITEM  "- {code: gift, name: Gift, says: A gift., "
#define AGES  "ages: {from: 16, until: 25}, "
#define WHO   "categories: [relevant, former-relevant], "
#define CAP   "cap: {by: award, per: lifetime}, "
#define FUND  "fund: leaving-care"
#define LINE  ENTS ITEM AGES WHO CAP FUND "}\n"

/* Documents whose interesting part is the top, one entitlement, or that without its usual cap. */
#define DOC_TOP(text)  text FUNDS LINE
#define DOC_ITEM(text) TOP RATES FACTS FUNDS ENTS ITEM text "}\n"
#define DOC_WHO(text)  DOC_ITEM(text CAP FUND)
#define DOC_PAY(text)  DOC_ITEM(AGES WHO text)
#define DOC_TWO(a, b)  TOP RATES FACTS FUNDS ENTS a b

struct faulty {
	const char *good, *bad;
	const char *says, *remedy; /* parts of them */
};

struct reading {
	struct arena *arena;
	struct faults *faults;
	struct offer *offer;
};

static inline struct reading read_text(struct span text)
{
	struct reading reading = {.arena = arena_new(OFFER_ARENA_BYTES)};

	reading.faults = faults_new(reading.arena, "offer.yaml");
	reading.offer = offer_read(reading.arena, reading.arena, text, reading.faults);
	return reading;
}

static inline const char *printed(const struct reading *reading)
{
	struct buf out = buf_in(reading->arena);

	faults_print(reading->faults, &out);
	return buf_cstr(&out);
}

static inline void check_good(const char *text)
{
	struct reading reading = read_text(span_of(text));

	CHECK_TEXT("", printed(&reading));
	CHECK(reading.offer != NULL);
	arena_free(reading.arena);
}

static inline void check_contains(const char *want, const char *got)
{
	if (*want && (!got || !strstr(got, want)))
		CHECK_TEXT(want, got);
}

static inline void check_bad(const struct faulty *row)
{
	static char text[65536];
	int line = 1, column = 1;
	const char *mark = strchr(row->bad, '@');

	if (!CHECK(mark != NULL) || !CHECK(strlen(row->bad) < sizeof(text)))
		return;
	size_t before = (size_t)(mark - row->bad), after = strlen(mark + 1);
	memcpy(text, row->bad, before);
	memcpy(text + before, mark + 1, after);
	for (size_t i = 0; i < before; i++) {
		column = row->bad[i] == '\n' ? 1 : column + 1;
		line += row->bad[i] == '\n';
	}
	struct reading reading = read_text((struct span){text, before + after});
	CHECK(reading.offer == NULL);
	if (CHECK_INT(1, reading.faults->count)) {
		const struct fault *fault = &reading.faults->list[0];
		CHECK_INT(line, fault->line);
		CHECK_INT(column, fault->column);
		check_contains(row->says, fault->says);
		check_contains(row->remedy, fault->remedy);
	} else {
		CHECK_TEXT(row->says, printed(&reading));
	}
	arena_free(reading.arena);
}

static inline void check_faulty(const struct faulty *rows, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		check_row("%zu: %s", i, rows[i].says);
		check_good(rows[i].good);
		check_bad(&rows[i]);
	}
}

#endif
