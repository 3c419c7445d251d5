/*
 * An authority's published offer: one file, enforced as it stands. offer_file.c reads it,
 * offer_check.c holds its parts against each other, offer.c answers questions of it. The file is
 * described in bursar-offer(5).
 */
#ifndef BURSAR_CORE_OFFER_OFFER_H
#define BURSAR_CORE_OFFER_OFFER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/hash.h"
#include "base/span.h"
#include "core/category.h"
#include "core/date.h"
#include "core/fact.h"
#include "core/period.h"

struct arena;
struct faults;

/* What a file may hold; each is a fault with its place where it is passed. The largest of offers/
 * fits twelve times. */
enum {
	OFFER_BYTES_MAX = 256 * 1024,
	OFFER_ENTITLEMENTS_MAX = 200,
	OFFER_RATES_MAX = 50,
	OFFER_STEPS_MAX = 100, /* of a rate */
	OFFER_FACTS_MAX = 200,
	OFFER_CODES_MAX = 50, /* of a fact's words, and of the districts */
	OFFER_FUNDS_MAX = 50,
	OFFER_COST_CODE_MAX = 40, /* bytes */
	OFFER_STATEMENTS_MAX = 100,
	OFFER_NEEDS_MAX = 20, /* of a line, and of each category in also */
	OFFER_ANY_MAX = 20,   /* of one any: list */
	OFFER_LINE_FUNDS_MAX = 10,
	OFFER_AGE_MAX = 120,
	OFFER_NAME_BYTES_MAX = 300,  /* of names, titles, sources, sections and what facts say */
	OFFER_WORDS_BYTES_MAX = 4000 /* of all other texts */
};

/* Of an authority: publishing more is refused. */
enum { OFFER_VERSIONS_MAX = 1000, OFFER_VERSIONS_BYTES_MAX = 16 * 1024 * 1024 };

/* A need for this fact on a line means OFFER_FACT_PER_LINE:<the line's code>. */
#define OFFER_FACT_PER_LINE "pathway-plan"

struct offer_ages {
	int from, until; /* completed years: from <= age < until */
	bool ours;       /* the document names none */
	bool any;        /* no window at all: every age */
};

struct offer_step {
	struct date from;
	int64_t amount_pence;
	struct span source;
};

/* A dated amount a rule may name: steps by ascending date, each holding until the next. */
struct offer_rate {
	struct span code;
	struct offer_step *steps;
	size_t steps_len;
};

struct offer_codes {
	struct span *list;
	size_t len;
};

/* A word of the vocabulary. */
struct offer_fact {
	struct span code;
	struct span says;
	int holds_months;           /* 0: until ended */
	enum fact_value_kind value; /* what each record of it says beside */
	struct offer_codes words;   /* of FACT_VALUE_CODE: which there are; maybe the districts */
};

struct offer_fund {
	struct span code;
	struct span name;
	struct offer_ages ages;
	struct span cost_code; /* in the council's ledger; absent: none is said */
};

enum offer_need_kind { OFFER_NEED_ALL, OFFER_NEED_ANY, OFFER_NEED_NOT };

/* facts: one for ALL and NOT, several for ANY; OFFER_FACT_PER_LINE is already spelled out with its
 * line. */
struct offer_need {
	enum offer_need_kind kind;
	struct span *facts;
	size_t facts_len;
};

/* A category with needs of its own, which it has besides the line's. */
struct offer_also {
	enum category category;
	struct offer_need *needs;
	size_t needs_len;
};

enum offer_kind { OFFER_PAYMENT, OFFER_GUARANTEE, OFFER_IN_KIND };

enum offer_pays {
	OFFER_UP_TO, /* any amount within the cap */
	OFFER_EVERY, /* just this amount, once in each period */
	OFFER_RATE,  /* a rate, once in each period */
	OFFER_FLOOR  /* the income rule */
};

enum offer_cap { OFFER_CAP_NONE, OFFER_CAP_AMOUNT, OFFER_CAP_AWARD };

enum offer_uplift { OFFER_UPLIFT_NEW_ONLY, OFFER_UPLIFT_TOP_UP };

struct offer_line {
	struct span code;
	struct span name;
	bool offered;
	enum offer_kind kind;
	struct offer_ages ages;
	unsigned categories; /* CATEGORY_BIT set; those of also are not in it */
	struct offer_also *also;
	size_t also_len;
	struct offer_need *needs;
	size_t needs_len;
	enum offer_pays pays;
	enum period_kind every; /* of OFFER_EVERY, OFFER_RATE, OFFER_FLOOR */
	int64_t pays_pence;     /* of OFFER_EVERY; of OFFER_FLOOR what is added to the rate */
	struct span rate;       /* of OFFER_RATE, OFFER_FLOOR */
	enum offer_cap cap;     /* OFFER_CAP_NONE where nothing is paid or the amount is computed */
	int64_t cap_pence;      /* of OFFER_CAP_AMOUNT */
	enum period_kind per;   /* of both caps; equal to every where the amount is computed */
	enum offer_uplift uplift;
	struct span *funds;
	size_t funds_len;
	bool has_from;
	struct date from; /* the line's own first day, if has_from */
	struct span says, section, basis, how;
	struct span cost_code; /* in the council's ledger; absent: none is said */
	struct span source;    /* the offer's unless the line has its own */
	int line;              /* in the file */
};

struct offer {
	int32_t version;      /* 0 until published */
	struct digest digest; /* SHA-256 of the file; set by whoever has it read to enforce it */
	size_t bytes;         /* of the file */
	struct span authority, name, title, source, review_due, challenge;
	struct date effective;
	struct offer_rate *rates;
	size_t rates_len;
	struct offer_fact *facts;
	size_t facts_len;
	struct offer_codes districts; /* for which council tax is asked; may be none */
	struct offer_fund *funds;
	size_t funds_len;
	struct offer_line *lines;
	size_t lines_len;
	struct span *statements;
	size_t statements_len;
};

/* NULL if there were faults: every fault of the file is in the list. scratch: for what reading
 * takes and nobody needs afterwards, YAML_ARENA_BYTES and twice the text; may be the same arena. */
struct offer *offer_read(
	struct arena *arena, struct arena *scratch, struct span text, struct faults *faults);

/* The line of a code for an age; where the code stands twice and no window holds the age, the one
 * with the nearest window. NULL if the offer does not carry the code. */
const struct offer_line *offer_line_for(const struct offer *offer, struct span code, int age);
/* The word of the vocabulary a fact's code belongs to (pathway-plan:gym → pathway-plan), or NULL. A
 * fact that names a line is only right for OFFER_FACT_PER_LINE, which always names one. */
const struct offer_fact *offer_fact_for(const struct offer *offer, struct span fact);
/* Whether a code is among those of a list. */
bool offer_codes_hold(const struct offer_codes *codes, struct span code);
const struct offer_fund *offer_fund_of(const struct offer *offer, struct span code);
/* The first fund of the line whose window holds the age, or NULL. */
const struct offer_fund *offer_fund_for(
	const struct offer *offer, const struct offer_line *line, int age);
/* The next fund of the line behind one of them whose window holds the age; NULL if there is none.
 */
const struct offer_fund *offer_fund_next(const struct offer *offer, const struct offer_line *line,
	int age, const struct offer_fund *behind);
/* Whether the line names the fund. */
bool offer_line_has_fund(const struct offer_line *line, struct span fund);
bool offer_ages_hold(const struct offer_ages *ages, int age);
/* The rate's amount on a day; false before its first step. */
MUST_CHECK bool offer_rate_on(
	const struct offer *offer, struct span rate, struct date on, int64_t *ret_pence);
/* Words of offer files. */
const char *offer_kind_word(enum offer_kind kind);
const char *offer_pays_word(enum offer_pays pays);

/* An authority's published versions, ascending. */
struct offer_book {
	const struct offer **versions;
	size_t len;
};

/* The version in effect on a day: the latest effective date on or before it, of these the highest
 * number. NULL if none. */
const struct offer *offer_on(const struct offer_book *book, struct date on);
/* The version of a number; NULL if there is none. */
const struct offer *offer_version(const struct offer_book *book, int64_t version);
/* Of any version: the word for a fact, newest version first. */
const struct offer_fact *offer_book_fact(const struct offer_book *book, struct span fact);
/* Whether any version names the fund. */
bool offer_book_has_fund(const struct offer_book *book, struct span fund);

#endif
