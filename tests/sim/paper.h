/*
 * An offer as the model has it: what a council would write down, made by chance, printed as the
 * YAML of bursar-offer(5), and read by rules of the model's own. Codes are static texts; all else
 * is in the arena of whoever made it.
 */
#ifndef BURSAR_TESTS_SIM_PAPER_H
#define BURSAR_TESTS_SIM_PAPER_H

#include "base/buf.h"
#include "tests/sim/calendar.h"

enum {
	PAPER_LINES_MAX = 8,
	PAPER_FUNDS_MAX = 3,
	PAPER_WORDS_MAX = 4,
	PAPER_NEEDS_MAX = 3,
	PAPER_ANY_MAX = 2
};

enum sim_category { NO_CATEGORY, ELIGIBLE, RELEVANT, FORMER_RELEVANT, QUALIFYING, SIM_CATEGORIES };

enum paper_need_kind { NEED_ALL, NEED_ANY, NEED_NOT };

enum paper_kind { KIND_PAYMENT, KIND_GUARANTEE, KIND_IN_KIND };

enum paper_pays { PAYS_UP_TO, PAYS_EVERY, PAYS_RATE, PAYS_FLOOR };

enum paper_cap { CAP_NONE, CAP_AMOUNT, CAP_AWARD };

struct paper_ages {
	int from, until;
	bool any;
};

/* As facts are recorded: pathway-plan:CODE. */
struct paper_need {
	enum paper_need_kind kind;
	const char *facts[PAPER_ANY_MAX];
	size_t facts_len;
};

struct paper_line {
	const char *code;
	bool offered;
	enum paper_kind kind;
	struct paper_ages ages;
	bool takes[SIM_CATEGORIES];
	/* And one that has needs besides. */
	enum sim_category also;
	struct paper_need also_need;
	struct paper_need needs[PAPER_NEEDS_MAX];
	size_t needs_len;
	enum paper_pays pays;
	int64_t pays_pence;
	enum paper_cap cap;
	int64_t cap_pence;
	enum sim_per per;
	bool top_up;
	const char *funds[PAPER_FUNDS_MAX];
	size_t funds_len;
	bool has_from;
	struct date from;
};

struct paper_fund {
	const char *code;
	struct paper_ages ages;
};

/* Months; 0: until ended. */
struct paper_word {
	const char *code;
	int holds;
};

struct paper {
	int version; /* 0 until published */
	const char *authority;
	struct date effective;
	struct paper_word words[PAPER_WORDS_MAX];
	size_t words_len;
	struct paper_fund funds[PAPER_FUNDS_MAX];
	size_t funds_len;
	struct paper_line lines[PAPER_LINES_MAX];
	size_t lines_len;
	unsigned edition; /* so that no two texts are alike */
};

const char *paper_category_word(enum sim_category category);
bool paper_ages_hold(const struct paper_ages *ages, int age);
/* The line of a code for an age, or the one whose ages are nearest; NULL: it is not carried. */
const struct paper_line *paper_line_for(const struct paper *paper, const char *code, int age);
/* The first fund of the line that serves the age, behind one of them unless behind is NULL; NULL:
 * none does. */
const char *paper_fund_for(
	const struct paper *paper, const struct paper_line *line, int age, const char *behind);
/* Whether the line names the fund; whether the fund serves the age. */
bool paper_line_has_fund(const struct paper_line *line, const char *fund);
bool paper_fund_serves(const struct paper *paper, const char *fund, int age);
/* Whether a fact is one of the words, and for how long it holds. */
bool paper_word_holds(const struct paper *paper, const char *fact, int *ret_months);
bool paper_has_fund(const struct paper *paper, const char *fund);
void paper_print(struct buf *out, const struct paper *paper);

#endif
