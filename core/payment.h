/*
 * The life of a payment.
 *
 *     requested --approve--> approved --pay--> paid
 *         |
 *         +-----decline---> declined
 *
 * The same moves stand in sql/migrations, where the database refuses any other.
 */
#ifndef BURSAR_CORE_PAYMENT_H
#define BURSAR_CORE_PAYMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"
#include "core/command.h"

enum payment_state {
	PAYMENT_REQUESTED,
	PAYMENT_APPROVED,
	PAYMENT_DECLINED,
	PAYMENT_PAID,
	PAYMENT_STATES
};

const char *payment_state_word(enum payment_state state);
MUST_CHECK bool payment_state_of_word(struct span word, enum payment_state *ret_state);
/* Where a command leads a payment in this state; false if it may not. */
MUST_CHECK bool payment_move(
	enum payment_state from, enum command_kind command, enum payment_state *ret_to);
/* "P341", no leading zeros. */
MUST_CHECK bool payment_parse_id(struct span text, int64_t *ret_id);

#endif
