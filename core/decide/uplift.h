/*
 * What the versions of an offer give somebody for one period of one line when a cap changes.
 *
 * The version in effect on the need date gives the cap, V. Whoever has drawn nothing in the period
 * has V. Whoever has, began with the cap of the version in effect on the earliest need date of what
 * they have drawn; each later version up to the need date's, in turn, gives them its cap if that is
 * higher and the version says "uplift: top-up". They have that, or V if V is lower: a lower cap
 * binds from its day.
 *
 * Drawn is what is paid or on its way. A declined request is not, nor is an award. Awards come on
 * top of all this. Nothing depends on when anybody asked: a version that nobody used while it held
 * is walked all the same.
 *
 * A version that another of the same effective date replaced was never in effect. One whose line
 * has its limit by award, or for another kind of period, or is not there, gives nothing to compare
 * with: the walk goes past it.
 */
#ifndef BURSAR_CORE_DECIDE_UPLIFT_H
#define BURSAR_CORE_DECIDE_UPLIFT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/offer/offer.h"

/* What the versions give on a day, awards aside; 0 if the line has no cap of its own. line: of the
 * version in effect on the day, for the age. first_drawn: the earliest need date of what is drawn
 * in the period; NULL: nothing is. */
int64_t uplift_base_pence(const struct offer_book *book, const struct offer_line *line, int age,
	struct date on, const struct date *first_drawn);

/* Whether versions in effect between from (NULL: ever) and a day differ in the caps they give a
 * code: if not, it does not matter what was drawn when. */
bool uplift_matters(
	const struct offer_book *book, struct span code, const struct date *from, struct date on);

#endif
