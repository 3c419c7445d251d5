/* Values that facts may have: money in a period, a date, or a code. They stand in the open, so that
 * rules can be run on them again; nothing personal is said in them. */
#ifndef BURSAR_CORE_FACT_H
#define BURSAR_CORE_FACT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"
#include "core/date.h"

enum fact_value_kind {
	FACT_VALUE_NONE, /* the fact says all by itself; what may go with it is sealed */
	FACT_VALUE_MONEY,
	FACT_VALUE_DATE,
	FACT_VALUE_CODE,
	FACT_VALUES
};

/* How often money comes or goes. */
enum fact_every {
	FACT_EVERY_WEEK,
	FACT_EVERY_FORTNIGHT,
	FACT_EVERY_FOUR_WEEKS,
	FACT_EVERY_MONTH,
	FACT_EVERY_YEAR,
	FACT_EVERIES
};

struct fact_value {
	enum fact_value_kind kind;
	int64_t pence; /* of MONEY, 0 or more, and every */
	enum fact_every every;
	struct date date;
	struct span code;
};

/* All, by their numbers; NULL behind the last. */
extern const char *const fact_every_word_list[FACT_EVERIES + 1];
/* Words of offer files. NONE has none. */
const char *fact_value_word(enum fact_value_kind kind);
const char *fact_every_word(enum fact_every every);
MUST_CHECK bool fact_every_of_word(struct span word, enum fact_every *ret_every);

#endif
