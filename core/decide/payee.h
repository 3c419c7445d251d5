/* To whom a payment goes: a person or a registered payee, by what the council's purchase ledger
 * knows them by, which must not change under an approval (docs/events.md: paid_to). */
#ifndef BURSAR_CORE_DECIDE_PAYEE_H
#define BURSAR_CORE_DECIDE_PAYEE_H

#include "core/decide/deciding.h"

/* What stands now. */
struct slice_creditor payee_creditor(const struct slice_payment *payment);
/* The payee's part of a payment that is being asked for. False, and an answer, if it names one that
 * is not there, has ended, or stands beside a text. */
MUST_CHECK bool payee_choose(
	struct deciding *d, const struct slice_person *person, struct slice_payment *ret_payment);
/* Whether a payment is to somebody the purchase ledger or the list of payees knows: such alone say
 * to whom. */
bool payee_is_known(const struct slice_payment *payment);
/* The member paid_to; nothing if nobody is known. */
void payee_write(struct json *event, const struct slice_payment *payment);
/* The same of what is approved: without those who set it. */
void payee_write_content(struct json *content, const struct slice_payment *payment);
/* Refused to whoever set it, and if it was changed after it was asked for. */
void payee_judge(struct deciding *d, const struct slice_payment *payment);

#endif
