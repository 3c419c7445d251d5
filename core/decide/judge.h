/*
 * The rules of a line, applied: steps 1 to 6 of DESIGN.md section 5 for a request, step 7 for an
 * approval. Only figures go in, only reasons come out; the figures are written into the decision's
 * event, so that the same function can be run again on them years later.
 */
#ifndef BURSAR_CORE_DECIDE_JUDGE_H
#define BURSAR_CORE_DECIDE_JUDGE_H

#include "core/decide/reason.h"
#include "core/decide/slice.h"
#include "core/offer/offer.h"

/* The limit on the day, awards included, and what it leaves; for a line whose cap is by award with
 * none made, 0 and 0. */
struct judge_room {
	int64_t limit_pence, left_pence;
	/* Of the limit, what awards gave; what is paid or on its way, the payment that is judged
	 * again left out. */
	int64_t awarded_pence, drawn_pence;
	/* To be credited to the cap first: what the limit, awards aside, is above the highest that
	 * was ever given. */
	int64_t top_up_pence;
	/* What was drawn first, on which the limit hangs, if has_first_drawn: without it, it would
	 * be higher. */
	struct date first_drawn;
	bool has_first_drawn;
};

struct judge_request {
	const struct offer_book *book;  /* every version */
	const struct offer *offer;      /* in effect on the day; NULL if none is */
	const struct delegation *rules; /* the financial rules of today; NULL: none */
	const struct offer_line *line;  /* NULL if the offer does not carry the code */
	const struct slice_person *person;
	struct date on, today;
	int age;
	enum category category;
	struct span period;
	const struct account *cap; /* of the period; NULL before its first touch */
	struct judge_room room;    /* of a line with a cap */
	int64_t asked_pence; /* 0: nothing is asked for, only whether there is anything to be had */
};

/* Fills in what follows from line, person and day. */
struct judge_request judge_begin(const struct slice *slice, const struct slice_person *person,
	struct span code, struct date on, struct date today, int64_t asked_pence);

/* The same of a payment, run again by what is recorded now and with its own reserve left out. */
struct judge_request judge_again(
	const struct slice *slice, const struct slice_payment *payment, struct date today);

/* What is paid by nobody yet: "a guarantee"; NULL if the line can be paid. */
const char *judge_unpayable(const struct offer_line *line);
/* Whether the line is offered on the day at all; if not, a reason. */
MUST_CHECK bool judge_offered(const struct judge_request *request, struct reasons *reasons);
/* Whether the line asks for a fact, of everybody or of the person's category. */
bool judge_asks_for(const struct judge_request *request, struct span fact);
/* The line's rules, whichever day it is asked on. */
void judge_line(const struct judge_request *request, struct reasons *reasons);
/* These, and whether the need date may be asked for. */
void judge_request(const struct judge_request *request, struct reasons *reasons);

/* The fund an approval draws on: its account may be NULL (never credited). left_pence 0 then. */
struct judge_fund {
	const struct offer_fund *fund; /* NULL: none serves the age */
	struct account *account;
	int64_t left_pence;
	/* The next of the line whose ages hold, and what it has; NULL: there is none. */
	const struct offer_fund *next;
	int64_t next_left_pence;
};

/* The first whose ages hold. */
struct judge_fund judge_fund(const struct slice *slice, const struct offer *offer,
	const struct offer_line *line, int age, struct span year);
/* The one that was chosen, if its ages hold; it is of the line. */
struct judge_fund judge_fund_chosen(const struct slice *slice, const struct offer *offer,
	const struct offer_line *line, int age, struct span year, struct span chosen);
void judge_approval(const struct judge_fund *fund, int age, struct span year, int64_t amount_pence,
	struct reasons *reasons);

#endif
