/*
 * The four published offers against the table of every line they must carry: a line that is lost,
 * or whose ages, people, needs, amount or fund change, fails here. Written from the documents, not
 * from the files.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/core/offer_text.h"

/* Who: E eligible, R relevant, F former relevant, Q qualifying; small letters are those of also:,
 * which have needs of their own (in Derby, q always needs the assessment). */
struct row {
	const char *code;
	int from, until; /* 0, 0: every age, of lines not offered */
	bool ours;
	const char *who;
	const char *cap; /* pounds, "award", "rate", "floor", "in-kind", "no" or "guarantee" */
	const char *per;
	const char *needs; /* a b|c !d: b or c, and not d; plan: the pathway plan for the line */
	const char *fund;
	const char *section; /* a part of it */
};

#define OURS true, "RFQ"
#define CARE "leaving-care"

static const struct row derby[] = {
	{"setting-up-home", 18, 25, false, "RFq", "award", "lifetime", "first-tenancy", CARE,
		"Money"},
	{"home-starter-pack", 16, 25, false, "ERFq", "award", "lifetime", "first-tenancy", CARE,
		"Accommodation"},
	{"tv-licence", 16, 25, false, "ERFq", "award", "lifetime", "", CARE, "Accommodation"},
	{"he-bursary", 18, 25, false, "F", "2000.00", "lifetime", "in-higher-education plan", CARE,
		"Education"},
	{"vacation-accommodation", 18, 25, false, "Fq", "award", "academic-year",
		"in-higher-education|residential-further-education", CARE, "Education"},
	{"study-costs", 16, 25, false, "ERFq", "award", "academic-year",
		"plan in-education|in-training", CARE, "Education"},
	{"further-education-bursary", 16, 25, false, "ERFq", "1200.00", "academic-year",
		"in-education|in-training provider-has-no-bursary attends-regularly", CARE,
		"Education"},
	{"achievement-incentive", 16, 21, false, "ERFq", "award", "financial-year", "", CARE,
		"Education"},
	{"achievement-incentive", 21, 25, false, "Fq", "award", "financial-year", "", CARE,
		"Education"},
	{"maintenance-allowance", 16, 18, false, "R", "rate", "week", "semi-independent", CARE,
		"Money"},
	{"communication-allowance", 16, 21, false, "RFeq", "15.00", "month", "contact-details",
		CARE, "identity"},
	{"income-floor", 18, 21, false, "RFq", "floor", "week", "in-eet", CARE, "Money"},
	{"birthday-allowance", 16, 21, false, "ERFq", "award", "financial-year", "", CARE, "Money"},
	{"festival-allowance", 16, 21, false, "ERFq", "award", "financial-year", "", CARE, "Money"},
	{"emergency", 16, 21, false, "ERFq", "award", "financial-year", "discussed-with-adviser",
		CARE, "Money"},
	{"emergency", 21, 25, false, "Fq", "in-kind", "", "", "", "Money"},
	{"contact-support", 16, 25, false, "ERFq", "award", "financial-year", "plan", CARE,
		"Relationships"},
	{"activities", 16, 21, false, "ERFq", "award", "financial-year", "plan", CARE, "Health"},
	{"appointment-travel", 16, 25, false, "ERFq", "award", "financial-year", "", CARE,
		"Health"},
	{"driving-lessons", 18, 21, false, "RFq", "award", "lifetime", "plan", CARE, "Money"},
	{"bicycle", 18, 21, false, "RFq", "award", "lifetime", "plan", CARE, "Money"},
	{"passport", 16, 21, false, "ERFq", "award", "lifetime", "", CARE, "identity"},
	{"birth-certificate", 16, 21, false, "ERFq", "award", "lifetime", "", CARE, "identity"},
	{"uasc-support", 18, 21, false, "RFq", "award", "financial-year", "asylum-claim-open", CARE,
		"identity"},
	{"accommodation", 16, 18, false, "R", "award", "financial-year", "", CARE, "Accommodation"},
	{"council-tax-exemption", 18, 25, false, "RFq", "in-kind", "", "", "", "Money"},
	{"housing-priority", 18, 25, false, "RFq", "in-kind", "", "", "", "Accommodation"},
};

static const struct row leicester[] = {
	{"passport", 16, 25, true, "ERFQ", "award", "lifetime", "", CARE, "Q4"},
	{"provisional-licence", 16, 25, true, "ERFQ", "award", "lifetime", "", CARE, "Q4"},
	{"birth-certificate", 16, 25, true, "ERFQ", "award", "lifetime", "", CARE, "Q4"},
	{"driving-lessons", 16, 25, OURS, "award", "lifetime", "", CARE, "Q5"},
	{"theory-test", 16, 25, OURS, "award", "lifetime", "", CARE, "Q5"},
	{"driving-test", 16, 25, OURS, "award", "lifetime", "", CARE, "Q5"},
	{"cbt-test", 16, 25, OURS, "award", "lifetime", "", CARE, "Q5"},
	{"gym", 16, 21, false, "RFQ", "in-kind", "", "", "", "Q6"},
	{"swimming", 16, 21, false, "RFQ", "in-kind", "", "", "", "Q6"},
	{"leisure-classes", 16, 21, false, "RFQ", "in-kind", "", "", "", "Q6"},
	{"council-tax-exemption", 18, 25, false, "RFQ", "in-kind", "", "own-care-leaver", "", "Q7"},
	{"housing-priority", 16, 18, false, "RFQ", "in-kind", "", "", "", "Q8"},
	{"rent-guarantee", 18, 25, OURS, "guarantee", "lifetime", "", CARE, "Q10"},
	{"rent-deposit", 18, 25, OURS, "award", "lifetime", "", CARE, "Q11"},
	{"setting-up-home", 18, 25, OURS, "2000.00", "lifetime", "", CARE, "Q12"},
	{"tv-licence", 16, 25, OURS, "award", "lifetime", "", CARE, "Q13"},
	{"contents-insurance", 0, 0, false, "", "no", "", "", "", "Q13"},
	{"redecoration", 16, 25, OURS, "award", "lifetime", "first-tenancy", CARE, "Q13"},
	{"cooking-equipment", 16, 25, OURS, "award", "lifetime", "", CARE, "Q13"},
	{"broadband", 16, 25, OURS, "award", "financial-year", "", CARE, "Q13"},
	{"mobile-phone", 16, 25, OURS, "award", "financial-year", "", CARE, "Q13"},
	{"interview-clothes", 16, 25, OURS, "award", "financial-year", "", CARE, "Q14"},
	{"work-travel", 16, 25, OURS, "award", "financial-year", "", CARE, "Q14"},
	{"festival-allowance", 0, 0, false, "", "no", "", "", "", "Q15"},
	{"birthday-allowance", 0, 0, false, "", "no", "", "", "", "Q16"},
};

#define BOTH "duty-to-25 leaving-care"

static const struct row leicestershire[] = {
	{"allowance", 16, 25, OURS, "award", "financial-year", "", BOTH, "33"},
	{"setting-up-home", 18, 25, OURS, "award", "lifetime", "", BOTH, "33"},
	{"study-costs", 16, 25, OURS, "award", "academic-year", "", BOTH, "33"},
	{"transport", 16, 25, OURS, "award", "financial-year", "", BOTH, "33"},
	{"family-relationships", 16, 25, OURS, "award", "financial-year", "", BOTH, "33"},
	{"accommodation", 16, 25, OURS, "award", "financial-year", "", BOTH, "33"},
	{"council-tax-exemption", 18, 25, false, "RFQ", "in-kind", "", "", "", "18"},
};

#define MIND "you-know-your-mind"

static const struct row nottinghamshire[] = {
	{"passport", 16, 25, true, "ERFQ", "award", "lifetime", "", CARE, "ID"},
	{"provisional-licence", 16, 25, true, "ERFQ", "award", "lifetime", "", CARE, "ID"},
	{"birth-certificate", 16, 25, true, "ERFQ", "award", "lifetime", "", CARE, "ID"},
	{"theory-books", 17, 25, false, "ERFQ", "award", "lifetime", "", CARE, "road"},
	{"theory-test", 17, 25, false, "ERFQ", "award", "lifetime", "provisional-licence", CARE,
		"road"},
	{"driving-lessons", 17, 25, false, "ERFQ", "award", "lifetime", "theory-passed", CARE,
		"road"},
	{"driving-test", 17, 25, false, "ERFQ", "award", "lifetime", "theory-passed", CARE, "road"},
	{"cbt-test", 16, 25, OURS, "award", "lifetime", "", CARE, "road"},
	{"gym", 16, 25, false, "RFQ", "in-kind", "", "", "", "Gym"},
	{"swimming", 16, 25, false, "RFQ", "in-kind", "", "", "", "Gym"},
	{"leisure-classes", 16, 25, false, "RFQ", "in-kind", "", "", "", "Gym"},
	{"gym-friend", 16, 25, false, "RFQ", "award", "financial-year", "", MIND, "Gym"},
	{"council-tax-exemption", 18, 25, false, "RFQ", "in-kind", "",
		"own-care-leaver|district-agreed", "", "Council Tax"},
	{"housing-priority", 18, 25, false, "RFQ", "in-kind", "", "", "", "Social Housing"},
	{"rent-guarantee", 18, 25, OURS, "guarantee", "lifetime", "", CARE, "Guarantor"},
	{"rent-deposit", 18, 25, OURS, "award", "lifetime",
		"in-higher-education|full-time-work !social-housing", CARE, "Deposit"},
	{"payment-promise", 0, 0, false, "", "no", "", "", "", "Deposit"},
	{"setting-up-home", 18, 25, OURS, "2000.00", "lifetime", "", CARE, "Setting up"},
	{"tv-licence", 16, 25, OURS, "award", "lifetime", "", CARE, "Setting up"},
	{"contents-insurance", 16, 25, OURS, "award", "lifetime", "", CARE, "Setting up"},
	{"redecoration", 16, 25, OURS, "award", "lifetime", "first-tenancy", CARE, "Setting up"},
	{"cooking-equipment", 16, 25, OURS, "award", "lifetime", "", CARE, "Setting up"},
	{"broadband", 16, 25, OURS, "award", "financial-year", "", CARE, "Setting up"},
	{"mobile-phone", 16, 25, OURS, "award", "financial-year", "", CARE, "Setting up"},
	{"interview-clothes", 16, 25, OURS, "award", "financial-year", "", CARE, "Work"},
	{"work-travel", 16, 25, OURS, "award", "financial-year", "", CARE, "Work"},
	{"festival-gift", 16, 25, OURS, "award", "financial-year", "", CARE, "Special"},
	{"birthday-gift", 16, 25, OURS, "award", "financial-year", "", CARE, "Special"},
	{"appointment-travel", 16, 25, OURS, "award", "financial-year", "", CARE, "Travel"},
	{"wellbeing-equipment", 16, 25, OURS, "award", "financial-year", "", MIND, "Travel"},
};

static struct span load(struct arena *arena, const char *authority)
{
	enum { FILE_BYTES_MAX = 1 << 20 };

	const char *root = getenv("BURSAR_SRC");
	const char *path = arena_printf(arena, "%s/offers/%s.yaml", root ? root : ".", authority);
	FILE *file = fopen(path, "rb");
	if (!CHECK(file != NULL))
		return SPAN("");
	char *text = arena_alloc(arena, FILE_BYTES_MAX);
	size_t len = fread(text, 1, FILE_BYTES_MAX, file);
	CHECK(fclose(file) == 0);
	return (struct span){text, len};
}

static const char *who_of(struct arena *arena, const struct offer_line *line)
{
	static const char letters[CATEGORIES] = {' ', 'E', 'R', 'F', 'Q'};
	struct buf who = buf_in(arena);

	for (unsigned i = CATEGORY_ELIGIBLE; i < CATEGORIES; i++) {
		if (line->categories & CATEGORY_BIT(i))
			buf_char(&who, letters[i]);
	}
	for (size_t i = 0; i < line->also_len; i++)
		buf_char(&who, (char)(letters[line->also[i].category] - 'A' + 'a'));
	return buf_cstr(&who);
}

static const char *needs_of(struct arena *arena, const struct offer_line *line,
	const struct offer_need *needs, size_t len)
{
	struct buf text = buf_in(arena);
	const char *plan = arena_printf(arena, OFFER_FACT_PER_LINE ":%.*s", SPAN_ARG(line->code));

	for (size_t i = 0; i < len; i++) {
		if (i > 0)
			buf_char(&text, ' ');
		if (needs[i].kind == OFFER_NEED_NOT)
			buf_char(&text, '!');
		for (size_t k = 0; k < needs[i].facts_len; k++) {
			if (k > 0)
				buf_char(&text, '|');
			if (span_is(needs[i].facts[k], plan))
				buf_text(&text, "plan");
			else
				buf_span(&text, needs[i].facts[k]);
		}
	}
	return buf_cstr(&text);
}

static const char *cap_of(struct arena *arena, const struct offer_line *line)
{
	struct buf text = buf_in(arena);

	if (!line->offered)
		return "no";
	if (line->kind == OFFER_IN_KIND)
		return "in-kind";
	if (line->pays == OFFER_RATE || line->pays == OFFER_FLOOR)
		return offer_pays_word(line->pays);
	if (line->cap == OFFER_CAP_AWARD)
		return line->kind == OFFER_GUARANTEE ? "guarantee" : "award";
	buf_printf(&text, "%lld.%02lld", (long long)line->cap_pence / 100,
		(long long)line->cap_pence % 100);
	return buf_cstr(&text);
}

static const char *funds_of(struct arena *arena, const struct offer_line *line)
{
	struct buf text = buf_in(arena);

	for (size_t i = 0; i < line->funds_len; i++) {
		if (i > 0)
			buf_char(&text, ' ');
		buf_span(&text, line->funds[i]);
	}
	return buf_cstr(&text);
}

static bool moves_money(const struct offer_line *line)
{
	return line->offered && line->kind != OFFER_IN_KIND;
}

static void check_line(struct arena *arena, const struct row *row, const struct offer_line *line)
{
	CHECK_SPAN(row->code, line->code);
	CHECK_INT(row->until == 0, line->ages.any);
	CHECK_INT(row->from, line->ages.from);
	CHECK_INT(row->until, line->ages.until);
	CHECK_INT(row->ours, line->ages.ours);
	CHECK_TEXT(row->who, who_of(arena, line));
	CHECK_TEXT(row->cap, cap_of(arena, line));
	CHECK_TEXT(row->per, moves_money(line) ? period_word(line->per) : "");
	CHECK_TEXT(row->needs, needs_of(arena, line, line->needs, line->needs_len));
	CHECK_TEXT(row->fund, funds_of(arena, line));
	check_contains(row->section, arena_strndup(arena, line->section.at, line->section.len));
	CHECK(line->says.len > 0);
	CHECK(line->how.len > 0 || !moves_money(line));
}

static struct reading check_offer(
	const char *authority, const char *source, const struct row *rows, size_t len)
{
	struct arena *arena = arena_new(OFFER_ARENA_BYTES);
	struct reading reading = read_text(load(arena, authority));
	struct offer *offer = reading.offer;

	CHECK_TEXT("", printed(&reading));
	if (CHECK(offer != NULL)) {
		CHECK_SPAN(authority, offer->authority);
		CHECK_SPAN(source, offer->source);
		CHECK_INT(date_of(2018, 4, 1).day, offer->effective.day);
		CHECK_INT(len, offer->lines_len);
		CHECK(offer->statements_len > 0);
		for (size_t i = 0; i < len && i < offer->lines_len; i++) {
			check_row("%s line %zu: %s", authority, i, rows[i].code);
			check_line(arena, &rows[i], &offer->lines[i]);
		}
	}
	arena_free(arena);
	return reading;
}

TEST(offers_derby)
{
	struct reading reading =
		check_offer("derby", "002_f7bc9d6c6ff81759.txt", derby, ARRAY_LEN(derby));
	struct offer *offer = reading.offer;

	if (!offer)
		return;
	CHECK(offer->review_due.len > 0 && offer->challenge.len > 0);
	for (size_t i = 0; i < offer->lines_len; i++) {
		const struct offer_line *line = &offer->lines[i];
		check_row("derby line %zu", i);
		for (size_t k = 0; k < line->also_len; k++) {
			const struct offer_also *also = &line->also[k];
			CHECK_TEXT(also->category == CATEGORY_ELIGIBLE ? "semi-independent"
								       : "qualifying-assessed",
				needs_of(reading.arena, line, also->needs, also->needs_len));
		}
	}
	const struct offer_line *allowance =
		offer_line_for(offer, SPAN("communication-allowance"), 18);
	CHECK_INT(OFFER_EVERY, allowance->pays);
	CHECK_INT(PERIOD_MONTH, allowance->every);
	CHECK_INT(1500, allowance->pays_pence);
	const struct offer_line *floor = offer_line_for(offer, SPAN("income-floor"), 18);
	CHECK_SPAN("benefit-weekly", floor->rate);
	CHECK_INT(3000, floor->pays_pence);
	CHECK_SPAN(
		"benefit-weekly", offer_line_for(offer, SPAN("maintenance-allowance"), 16)->rate);
	check_contains("23C(5A)",
		arena_strndup(reading.arena,
			offer_line_for(offer, SPAN("he-bursary"), 18)->basis.at,
			offer_line_for(offer, SPAN("he-bursary"), 18)->basis.len));
	CHECK_INT(6, offer_fact_for(offer, SPAN("pathway-plan:activities"))->holds_months);
	arena_free(reading.arena);
}

TEST(offers_derby_benefit_rate)
{
	static const struct {
		int year, month, day;
		int64_t pence;
	} rows[] = {
		{2018, 4, 1, 5790},
		{2020, 4, 5, 5790},
		{2020, 4, 6, 5890},
		{2021, 4, 11, 5890},
		{2021, 4, 12, 5920},
		{2022, 4, 10, 5920},
		{2022, 4, 11, 6105},
		{2023, 4, 9, 6105},
		{2023, 4, 10, 6720},
		{2024, 4, 7, 6720},
		{2024, 4, 8, 7170},
		{2025, 4, 6, 7170},
		{2025, 4, 7, 7290},
	};
	struct arena *arena = arena_new(OFFER_ARENA_BYTES);
	struct reading reading = read_text(load(arena, "derby"));
	for (size_t i = 0; reading.offer && i < ARRAY_LEN(rows); i++) {
		int64_t pence = 0;
		struct date on = date_of(rows[i].year, rows[i].month, rows[i].day);
		check_row("%d-%02d-%02d", rows[i].year, rows[i].month, rows[i].day);
		CHECK(offer_rate_on(reading.offer, SPAN("benefit-weekly"), on, &pence));
		CHECK_INT(rows[i].pence, pence);
	}
	/* No seed gives the figure: each step must say so. */
	for (size_t i = 0; reading.offer && i < reading.offer->rates[0].steps_len; i++)
		CHECK(span_starts(reading.offer->rates[0].steps[i].source,
			SPAN("Not from the council's document")));
	arena_free(reading.arena);
	arena_free(arena);
}

TEST(offers_leicester)
{
	struct reading reading = check_offer(
		"leicester", "000_91436e9b44016819.txt", leicester, ARRAY_LEN(leicester));

	arena_free(reading.arena);
}

TEST(offers_leicestershire)
{
	struct reading reading = check_offer("leicestershire", "001_863a0ddf70956cc7.txt",
		leicestershire, ARRAY_LEN(leicestershire));

	if (!reading.offer)
		return;
	const struct offer_fund *fund = offer_fund_of(reading.offer, SPAN("duty-to-25"));
	CHECK(fund && fund->ages.from == 21 && fund->ages.until == 25 && fund->ages.ours);
	for (size_t i = 0; i < reading.offer->lines_len; i++) {
		const struct offer_line *line = &reading.offer->lines[i];
		bool council_tax = span_is(line->code, "council-tax-exemption");
		CHECK_INT(council_tax, line->has_from);
		if (!council_tax)
			continue;
		CHECK_INT(date_of(2019, 4, 1).day, line->from.day);
		CHECK_SPAN("001_863a0ddf70956cc7.txt; 003_6859adae5140df78.txt", line->source);
	}
	arena_free(reading.arena);
}

TEST(offers_nottinghamshire)
{
	struct reading reading = check_offer("nottinghamshire", "004_58b736adb3579c4c.txt",
		nottinghamshire, ARRAY_LEN(nottinghamshire));

	if (!reading.offer)
		return;
	CHECK(offer_line_for(reading.offer, SPAN("theory-test"), 17)->basis.len > 0);
	CHECK(offer_line_for(reading.offer, SPAN("driving-test"), 17)->basis.len > 0);
	arena_free(reading.arena);
}
