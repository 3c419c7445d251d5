#include "tests/sim/paper.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

const char *paper_category_word(enum sim_category category)
{
	static const char *const words[SIM_CATEGORIES] = {
		"none", "eligible", "relevant", "former-relevant", "qualifying"};

	return words[category];
}

bool paper_ages_hold(const struct paper_ages *ages, int age)
{
	return ages->any || (ages->from <= age && age < ages->until);
}

/* Years by which an age misses. */
static int misses(const struct paper_ages *ages, int age)
{
	if (paper_ages_hold(ages, age))
		return 0;
	return age < ages->from ? ages->from - age : age - (ages->until - 1);
}

const struct paper_line *paper_line_for(const struct paper *paper, const char *code, int age)
{
	const struct paper_line *best = NULL;
	int least = INT_MAX;

	for (size_t i = 0; i < paper->lines_len; i++) {
		const struct paper_line *line = &paper->lines[i];

		if (strcmp(line->code, code) != 0 || misses(&line->ages, age) >= least)
			continue;
		best = line;
		least = misses(&line->ages, age);
	}
	return best;
}

bool paper_fund_serves(const struct paper *paper, const char *fund, int age)
{
	for (size_t i = 0; i < paper->funds_len; i++)
		if (strcmp(paper->funds[i].code, fund) == 0)
			return paper_ages_hold(&paper->funds[i].ages, age);
	return false;
}

bool paper_line_has_fund(const struct paper_line *line, const char *fund)
{
	for (size_t i = 0; i < line->funds_len; i++)
		if (strcmp(line->funds[i], fund) == 0)
			return true;
	return false;
}

const char *paper_fund_for(
	const struct paper *paper, const struct paper_line *line, int age, const char *behind)
{
	bool past = behind == NULL;

	for (size_t i = 0; i < line->funds_len; i++) {
		if (past && paper_fund_serves(paper, line->funds[i], age))
			return line->funds[i];
		past |= behind != NULL && strcmp(line->funds[i], behind) == 0;
	}
	return NULL;
}

bool paper_has_fund(const struct paper *paper, const char *fund)
{
	for (size_t i = 0; i < paper->funds_len; i++)
		if (strcmp(paper->funds[i].code, fund) == 0)
			return true;
	return false;
}

/* pathway-plan always names a line, and nothing else does. */
bool paper_word_holds(const struct paper *paper, const char *fact, int *ret_months)
{
	const char *colon = strchr(fact, ':');
	size_t len = colon == NULL ? strlen(fact) : (size_t)(colon - fact);

	for (size_t i = 0; i < paper->words_len; i++) {
		const char *word = paper->words[i].code;

		if (strlen(word) != len || strncmp(word, fact, len) != 0 ||
			(strcmp(word, "pathway-plan") == 0) != (colon != NULL))
			continue;
		*ret_months = paper->words[i].holds;
		return true;
	}
	return false;
}

static void print_ages(struct buf *out, const struct paper_ages *ages)
{
	if (!ages->any)
		buf_printf(out, ", ages: {from: %d, until: %d}", ages->from, ages->until);
}

static void print_pence(struct buf *out, int64_t pence)
{
	buf_printf(out, "\"%" PRId64 ".%02" PRId64 "\"", pence / 100, pence % 100);
}

static void print_need(struct buf *out, const struct paper_need *need)
{
	buf_text(out, need->kind == NEED_ANY ? "{any: [" : need->kind == NEED_NOT ? "{not: " : "");
	for (size_t i = 0; i < need->facts_len; i++)
		buf_printf(out, "%s%.*s", i == 0 ? "" : ", ", (int)strcspn(need->facts[i], ":"),
			need->facts[i]);
	buf_text(out, need->kind == NEED_ANY ? "]}" : need->kind == NEED_NOT ? "}" : "");
}

static void print_who(struct buf *out, const struct paper_line *line)
{
	const char *between = ", categories: [";

	print_ages(out, &line->ages);
	for (enum sim_category c = ELIGIBLE; c < SIM_CATEGORIES; c++) {
		if (!line->takes[c])
			continue;
		buf_printf(out, "%s%s", between, paper_category_word(c));
		between = ", ";
	}
	if (strcmp(between, ", ") == 0)
		buf_char(out, ']');
	if (line->also != NO_CATEGORY) {
		buf_printf(
			out, ", also: [{category: %s, needs: [", paper_category_word(line->also));
		print_need(out, &line->also_need);
		buf_text(out, "]}]");
	}
	for (size_t i = 0; i < line->needs_len; i++) {
		buf_text(out, i == 0 ? ", needs: [" : ", ");
		print_need(out, &line->needs[i]);
	}
	if (line->needs_len > 0)
		buf_char(out, ']');
}

static void print_cap(struct buf *out, const struct paper_line *line)
{
	if (line->cap == CAP_NONE)
		return;
	if (line->cap == CAP_AWARD) {
		buf_printf(out, ", cap: {by: award, per: %s}", calendar_per_word(line->per));
		return;
	}
	buf_text(out, ", cap: {amount: ");
	print_pence(out, line->cap_pence);
	buf_printf(out, ", per: %s}, uplift: %s", calendar_per_word(line->per),
		line->top_up ? "top-up" : "new-only");
}

static void print_money(struct buf *out, const struct paper_line *line)
{
	const char *every = calendar_per_word(line->per);

	if (line->pays == PAYS_EVERY) {
		buf_printf(out, ", pays: {every: %s, amount: ", every);
		print_pence(out, line->pays_pence);
		buf_char(out, '}');
	} else if (line->pays == PAYS_RATE) {
		buf_printf(out, ", pays: {every: %s, rate: benefit}", every);
	} else if (line->pays == PAYS_FLOOR) {
		buf_printf(
			out, ", pays: {every: %s, floor: {rate: benefit, plus: \"30.00\"}}", every);
	}
	print_cap(out, line);
	for (size_t i = 0; i < line->funds_len; i++)
		buf_printf(out, "%s%s", i == 0 ? ", fund: [" : ", ", line->funds[i]);
	if (line->funds_len > 0)
		buf_char(out, ']');
}

static void print_line(struct buf *out, const struct paper_line *line)
{
	static const char *const kinds[] = {"payment", "guarantee", "in-kind"};
	char day[DATE_TEXT + 1];

	buf_printf(out, "  - {code: %s, name: %s, says: Says", line->code, line->code);
	if (!line->offered) {
		buf_text(out, ", offered: no}\n");
		return;
	}
	buf_printf(out, ", kind: %s", kinds[line->kind]);
	if (line->has_from)
		buf_printf(out, ", from: %s", calendar_text(line->from, day));
	print_who(out, line);
	if (line->kind != KIND_IN_KIND)
		print_money(out, line);
	buf_text(out, "}\n");
}

void paper_print(struct buf *out, const struct paper *paper)
{
	char day[DATE_TEXT + 1];

	buf_printf(out, "authority: %s\nname: Invented\ntitle: Edition %u\neffective: %s\n",
		paper->authority, paper->edition, calendar_text(paper->effective, day));
	buf_text(out,
		"source: chance\nrates: {benefit: [{from: 1990-01-01, amount: \"57.90\", "
		"source: chance}]}\nfacts:\n");
	for (size_t i = 0; i < paper->words_len; i++) {
		buf_printf(out, "  %s: ", paper->words[i].code);
		if (paper->words[i].holds == 0)
			buf_text(out, "Says\n");
		else
			buf_printf(out, "{says: Says, holds: %d month%s}\n", paper->words[i].holds,
				paper->words[i].holds == 1 ? "" : "s");
	}
	buf_text(out, "funds:\n");
	for (size_t i = 0; i < paper->funds_len; i++) {
		buf_printf(out, "  - {code: %s, name: Fund", paper->funds[i].code);
		print_ages(out, &paper->funds[i].ages);
		buf_text(out, "}\n");
	}
	buf_text(out, "entitlements:\n");
	for (size_t i = 0; i < paper->lines_len; i++)
		print_line(out, &paper->lines[i]);
}
