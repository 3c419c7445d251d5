#include "tests/core/slice_rig.h"

#include <stddef.h>

/* In pieces: a literal of them all would be longer than C99 promises. */
const char *const rig_offer[] = {
	RIG_OFFER_TOP("2018-04-01"),
	/* Step 1: offered. */
	RIG_LINE("from-july", "from: 2019-07-01, cap: {by: award, per: lifetime}, fund: care"),
	"  - {code: refused-line, name: Line, says: No., offered: no}\n",
	RIG_LINE("kind", "kind: in-kind"),
	RIG_LINE("guarantee", "kind: guarantee, cap: {by: award, per: lifetime}, fund: care"),
	RIG_LINE("rate", "pays: {every: week, rate: weekly}, fund: care"),
	RIG_LINE(
		"floor", "pays: {every: week, floor: {rate: weekly, plus: \"30.00\"}}, fund: care"),
	/* Step 2: categories. */
	"  - {code: relevant-only, name: Line, says: A line., ages: {from: 16, until: 25}, "
	"categories: [relevant], also: [{category: qualifying, needs: [fact-a]}], needs: [fact-b], "
	"cap: {amount: \"100.00\", per: lifetime}, fund: care}\n",
	/* Step 3: ages. */
	"  - {code: ages, name: Line, says: A line., ages: {from: 18, until: 21}, "
	"categories: [relevant], cap: {amount: \"100.00\", per: lifetime}, fund: care}\n",
	"  - {code: two-ages, name: Line, says: A line., ages: {from: 16, until: 18}, "
	"categories: [relevant], cap: {amount: \"10.00\", per: lifetime}, fund: care}\n",
	"  - {code: two-ages, name: Line, says: A line., ages: {from: 21, until: 25}, "
	"categories: [relevant], cap: {amount: \"10.00\", per: lifetime}, fund: care}\n",
	/* Step 4: needs. */
	RIG_LINE("need-a", "needs: [fact-a], cap: {amount: \"100.00\", per: lifetime}, fund: care"),
	RIG_LINE("need-any",
		"needs: [{any: [fact-a, fact-b]}], cap: {amount: \"100.00\", per: lifetime}, fund: "
		"care"),
	RIG_LINE("need-not",
		"needs: [{not: fact-c}], cap: {amount: \"100.00\", per: lifetime}, fund: care"),
	RIG_LINE("need-plan",
		"needs: [pathway-plan], cap: {amount: \"100.00\", per: lifetime}, fund: care"),
	/* Step 5: amounts. */
	RIG_LINE("monthly",
		"pays: {every: month, amount: \"15.00\"}, "
		"cap: {amount: \"15.00\", per: month}, fund: care"),
	RIG_LINE("twice",
		"pays: {every: month, amount: \"15.00\"}, "
		"cap: {amount: \"30.00\", per: month}, fund: care"),
	/* Step 6: caps. */
	RIG_LINE("by-lifetime", "cap: {amount: \"100.00\", per: lifetime}, fund: care"),
	RIG_LINE("by-year", "cap: {amount: \"100.00\", per: financial-year}, fund: care"),
	RIG_LINE("by-academic", "cap: {amount: \"100.00\", per: academic-year}, fund: care"),
	RIG_LINE("by-month", "cap: {amount: \"100.00\", per: month}, fund: care"),
	RIG_LINE("by-week", "cap: {amount: \"100.00\", per: week}, fund: care"),
	RIG_LINE("award-lifetime", "cap: {by: award, per: lifetime}, fund: care"),
	RIG_LINE("award-year", "cap: {by: award, per: financial-year}, fund: care"),
	RIG_LINE("award-academic", "cap: {by: award, per: academic-year}, fund: care"),
	RIG_LINE("award-month", "cap: {by: award, per: month}, fund: care"),
	RIG_LINE("award-week", "cap: {by: award, per: week}, fund: care"),
	/* Step 7: funds. */
	RIG_LINE("two-funds", "cap: {amount: \"5000.00\", per: lifetime}, fund: [duty, care]"),
	RIG_LINE("young-fund", "cap: {amount: \"100.00\", per: lifetime}, fund: [young]"),
	/* All at once. */
	"  - {code: everything, name: Line, says: A line., ages: {from: 18, until: 21}, "
	"categories: [relevant], needs: [fact-a, {any: [fact-b, pathway-plan]}, {not: fact-c}], "
	"pays: {every: month, amount: \"15.00\"}, cap: {amount: \"15.00\", per: month}, fund: "
	"care}\n",
	NULL,
};
