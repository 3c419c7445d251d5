/*
 * What the moves of a payment share: the payment of the command and the move its state allows, the
 * event with the members that each of them has, and the step that ends it.
 */
#ifndef BURSAR_CORE_DECIDE_MOVING_H
#define BURSAR_CORE_DECIDE_MOVING_H

#include "core/decide/deciding.h"
#include "core/decide/limits.h"

/* One move of one payment. */
struct moving {
	struct slice_payment *payment;
	const struct payment_move *move; /* NULL if its state allows none: then there is a reason */
	enum payment_state was;
	/* Of a move that reserves; else NULL. */
	struct account *fund, *payable;
	/* Of an approval; else NULL. */
	const struct limits *limits;
	struct date until; /* of a deferral, if has_until */
	bool has_until;
};

/* False, and an answer, if there is no such payment. */
MUST_CHECK bool moving_begin(struct deciding *d, struct moving *ret_moving);
/* Opens the event and writes "payment" to "state". */
struct json moving_open(struct deciding *d, const struct moving *moving);
/* The state before, unless it is where the command usually begins, or what was refused. */
void moving_write_was(struct deciding *d, struct json *event, const struct moving *moving);
/* What is refused about it. */
struct subject moving_subject(const struct moving *moving);
/* Ends the event. True if the payment was moved: it is another now, and its step is kept. */
bool moving_close(struct deciding *d, struct json *event, const struct moving *moving);

/* What was reserved of a cap is free again: among the transfers, and, once the event has been
 * closed, among what the cap has drawn. */
void moving_release(struct deciding *d, const struct moving *moving);
void moving_released(struct deciding *d, const struct moving *moving);

#endif
