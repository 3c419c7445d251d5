/*
 * What the rules of a line looked at, as the members of an event: so that they can be run on it
 * again.
 */
#ifndef BURSAR_CORE_DECIDE_LOOKED_H
#define BURSAR_CORE_DECIDE_LOOKED_H

#include "core/decide/deciding.h"

/* What the line asks for and what is in force, a record each: as few as the rule needs, however
 * much is known of somebody. */
void looked_write_facts(struct json *event, const struct judge_request *request);
/* What awards gave to the cap, and what is drawn on it: before, and left out where it is nothing.
 */
void looked_write_cap_use(struct json *event, const struct judge_request *request);
/* Whether anything of a payment's line fails by what is recorded now: the codes of the reasons. */
struct reasons looked_again(
	struct deciding *d, const struct slice_payment *payment, struct judge_request *ret_request);
/* "again":{"on":…,…,"reasons":[…]}: all that was looked at for it. */
void looked_write_again(
	struct json *event, const struct judge_request *request, const struct reasons *reasons);

#endif
