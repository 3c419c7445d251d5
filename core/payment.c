#include "core/payment.h"

#include "base/buf.h"
#include "base/parse.h"

enum { UNFUNDED, FUNDED };

enum { OPEN, CLOSED };

static const struct {
	const char *word;
	bool funded, closed;
} states[PAYMENT_STATES] = {

#define STATE(name, word, fund, end) [PAYMENT_##name] = {word, fund == FUNDED, end == CLOSED},
#include "core/payment.def"
};

const struct payment_move payment_moves[] = {

#define MOVE(step, was, becomes, command, phases, approvals)                                       \
	{step, PAYMENT_##was, PAYMENT_##becomes, COMMAND_##command, phases, PAYMENT_##approvals},
#include "core/payment.def"
};
const size_t payment_moves_len = ARRAY_LEN(payment_moves);

const char *payment_state_word(enum payment_state state)
{
	assert(state < PAYMENT_STATES);
	return states[state].word;
}

bool payment_state_of_word(struct span word, enum payment_state *ret_state)
{
	for (unsigned state = 0; state < PAYMENT_STATES; state++) {
		if (span_is(word, states[state].word)) {
			*ret_state = (enum payment_state)state;
			return true;
		}
	}
	return false;
}

const char *payment_state_words(struct arena *arena)
{
	struct buf words = buf_in(arena);

	for (unsigned state = 0; state < PAYMENT_STATES; state++) {
		if (state > 0)
			buf_text(&words, state + 1 < PAYMENT_STATES ? ", " : " or ");
		buf_text(&words, states[state].word);
	}
	return buf_cstr(&words);
}

bool payment_state_is_funded(enum payment_state state)
{
	assert(state < PAYMENT_STATES);
	return states[state].funded;
}

bool payment_state_is_closed(enum payment_state state)
{
	assert(state < PAYMENT_STATES);
	return states[state].closed;
}

const struct payment_move *payment_move(enum payment_state was, enum command_kind command)
{
	for (size_t i = 0; i < payment_moves_len; i++)
		if (payment_moves[i].was == was && payment_moves[i].command == command)
			return &payment_moves[i];
	return NULL;
}

enum payment_state payment_begins(enum command_kind command)
{
	for (size_t i = 0; i < payment_moves_len; i++)
		if (payment_moves[i].command == command)
			return payment_moves[i].was;
	return PAYMENT_STATES;
}

const struct payment_move *payment_move_to(
	enum payment_state was, enum command_kind command, enum payment_state becomes)
{
	for (size_t i = 0; i < payment_moves_len; i++)
		if (payment_moves[i].was == was && payment_moves[i].command == command &&
			payment_moves[i].becomes == becomes)
			return &payment_moves[i];
	return NULL;
}

const char *payment_approvals_word(enum payment_approvals approvals)
{
	static const char *const words[] = {
		[PAYMENT_ADDS] = "adds", [PAYMENT_DROPS] = "drops", [PAYMENT_KEEPS] = "keeps"};

	assert(approvals < ARRAY_LEN(words));
	return words[approvals];
}

bool payment_parse_id(struct span text, int64_t *ret_id)
{
	if (text.len < 2 || text.at[0] != 'P')
		return false;
	return parse_int(span_from(text, 1), 0, INT64_MAX / 16, ret_id);
}
