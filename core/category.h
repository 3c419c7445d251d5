/* The four categories of care leaver (Children Act 1989 ss.19A, 23A, 23C, 24 as Derby's local offer
 * words them). Recorded, not derived. */
#ifndef BURSAR_CORE_CATEGORY_H
#define BURSAR_CORE_CATEGORY_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/span.h"

/* A determination without a day of its own holds from this birthday. */
enum { CATEGORY_FROM_AGE = 16 };

enum category {
	CATEGORY_NONE, /* nothing recorded for the day */
	CATEGORY_ELIGIBLE,
	CATEGORY_RELEVANT,
	CATEGORY_FORMER_RELEVANT,
	CATEGORY_QUALIFYING,
	CATEGORIES
};

/* A set: bit 1U << category. */
#define CATEGORY_BIT(category) (1U << (category))

/* All, by their numbers; NULL behind the last. */
extern const char *const category_word_list[CATEGORIES + 1];
/* "former-relevant"; CATEGORY_NONE is "none". */
const char *category_word(enum category category);
/* Not "none". */
MUST_CHECK bool category_of_word(struct span word, enum category *ret_category);

#endif
