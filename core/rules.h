/*
 * The number of the rules that decide, which every decision's event carries: "rules":3. It rises
 * whenever an event recorded before would come out otherwise, so that whoever decides again knows
 * by which rules to.
 *
 *   1  An event without a number. A cap's limit followed from what had been credited to it: whoever
 *      had been declined, or had an award alone, counted as having drawn on the old cap (new-only),
 *      and a top-up was lost if nothing was asked for while its version held.
 *   2  A cap's limit follows from what is drawn and from the versions of the offer
 *      (core/decide/uplift.h). Of the facts in force on the day, an event names those that the line
 *      asks for.
 *   3  A payment may be deferred; approvals are counted by rounds.
 *      Financial rules bound who approves and awards how much, and how far back a need date may lie
 *      (core/decide/limits.h).
 */
#ifndef BURSAR_CORE_RULES_H
#define BURSAR_CORE_RULES_H

enum { RULES = 3 };

#endif
