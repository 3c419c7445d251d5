/* A rule's no: a code and the figures it rests on. All that fail are collected, and each can be
 * said in a sentence. */
#ifndef BURSAR_CORE_DECIDE_REASON_H
#define BURSAR_CORE_DECIDE_REASON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"
#include "core/category.h"
#include "core/date.h"
#include "core/offer/offer.h"

struct arena;
struct buf;
struct json;

enum reason_code {

#define REASON(name, code, figures) REASON_##name,
#include "core/decide/reason.def"
#undef REASON
	REASON_CODES
};

/* Figures in pence. Which ones a code has: reason.c's table of sentences. */
struct reason {
	enum reason_code code;

	union {
		int64_t limit_pence;
		int64_t next_left_pence; /* with next_fund */
		int64_t creditor_set;    /* an event */
	};

	int64_t left_pence, asked_pence;
	int by_award; /* 1 if an award sets the limit, else 0 */

	/* No code has both of two: hundreds of lines looked at keep some each. */
	union {
		int age, months;
	};

	int from_age, until_age;
	enum category category;

	union {
		unsigned allowed; /* categories */
		unsigned roles;   /* who could */
	};

	union {
		const struct span *facts; /* any of them would do; or the one that excludes */
		const struct span *codes; /* of reasons */
	};

	union {
		size_t facts_len;
		size_t codes_len;
	};
	struct span state;
	struct span fund, year;

	union {
		struct span period;
		struct span next_fund; /* behind fund; absent: there is none */
	};
	struct date day;
};

/* As many as the needs of a line and the rules make; in an arena. */
struct reasons {
	struct arena *arena;
	struct reason *list;
	size_t len, room;
};

const char *reason_word(enum reason_code code);
struct reasons reasons_in(struct arena *arena);
/* A copy that takes no more room than it needs, to be read alone. */
struct reasons reasons_dup(struct arena *arena, const struct reasons *reasons);
/* Valid until the next one is added. */
struct reason *reason_add(struct reasons *reasons, enum reason_code code);
bool reason_has(const struct reasons *reasons, enum reason_code code);

/* The member "reasons" of an event, and back. False if the bytes are not of that form, or figures
 * are larger than any that bursar writes. */
void reasons_write(struct json *event, const struct reasons *reasons);
MUST_CHECK bool reasons_read(struct arena *arena, struct span list, struct reasons *ret_reasons);

/* What sentences need besides: all may be absent. */
struct reason_words {
	const struct offer_book *offers; /* for the words of facts */
	struct span line;                /* "Driving lessons", or the code */
	struct span authority;           /* "Derby" */
	/* It was about taking away what is there: more of it would not help. */
	bool takes;
	/* Whoever was refused changed where the money goes, and did not ask for it. */
	bool set_creditor;
};

/* "Driving lessons (Derby): £40.00 of £600.00 is left; this is £120.00. A manager can raise the
 * award." */
void reason_say(struct buf *out, const struct reason *reason, const struct reason_words *context);
/* The object of docs/http.md: {"code":…,"says":…,figures}. */
void reason_json(struct buf *out, const struct reason *reason, const struct reason_words *context);

#endif
