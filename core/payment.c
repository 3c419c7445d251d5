#include "core/payment.h"

#include "base/parse.h"

static const char *const words[PAYMENT_STATES] = {
	[PAYMENT_REQUESTED] = "requested",
	[PAYMENT_APPROVED] = "approved",
	[PAYMENT_DECLINED] = "declined",
	[PAYMENT_PAID] = "paid",
};

static const struct move {
	enum payment_state from;
	enum command_kind command;
	enum payment_state to;
} moves[] = {
	{PAYMENT_REQUESTED, COMMAND_PAYMENT_APPROVE, PAYMENT_APPROVED},
	{PAYMENT_REQUESTED, COMMAND_PAYMENT_DECLINE, PAYMENT_DECLINED},
	{PAYMENT_APPROVED, COMMAND_PAYMENT_PAY, PAYMENT_PAID},
};

const char *payment_state_word(enum payment_state state)
{
	assert(state < PAYMENT_STATES);
	return words[state];
}

bool payment_state_of_word(struct span word, enum payment_state *ret_state)
{
	for (unsigned state = 0; state < PAYMENT_STATES; state++) {
		if (span_is(word, words[state])) {
			*ret_state = (enum payment_state)state;
			return true;
		}
	}
	return false;
}

bool payment_move(enum payment_state from, enum command_kind command, enum payment_state *ret_to)
{
	for (size_t i = 0; i < ARRAY_LEN(moves); i++) {
		if (moves[i].from == from && moves[i].command == command) {
			*ret_to = moves[i].to;
			return true;
		}
	}
	return false;
}

bool payment_parse_id(struct span text, int64_t *ret_id)
{
	if (text.len < 2 || text.at[0] != 'P')
		return false;
	return parse_int(span_from(text, 1), 0, INT64_MAX / 16, ret_id);
}
