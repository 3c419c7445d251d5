/*
 * The life of a payment: its states and moves are the rows of core/payment.def.
 *
 *     requested --approve--> approved --pay--> paid
 *         |
 *         +-----decline---> declined
 *         |
 *         +-----withdraw--> withdrawn
 *         |
 *         +--approve (the first of two)--> second-needed --approve--> approved
 *         |
 *         +-----defer-----> deferred, from where it is approved, declined or withdrawn
 *
 * The request is the payment itself; each move after it is a step, which an event records.
 * Approvals are counted by rounds: a move that drops them begins a new one. The same moves stand in
 * sql/migrations (payment_move_allowed), where the database refuses any other;
 * tests/sql/test_moves.sql compares the two.
 */
#ifndef BURSAR_CORE_PAYMENT_H
#define BURSAR_CORE_PAYMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"
#include "core/command.h"

enum payment_state {

#define STATE(name, word, fund, end) PAYMENT_##name,
#include "core/payment.def"
	PAYMENT_STATES
};

/* What a move does with the approvals of a payment's round. */
enum payment_approvals { PAYMENT_ADDS, PAYMENT_DROPS, PAYMENT_KEEPS };

struct arena;

struct payment_move {
	const char *step;
	enum payment_state was, becomes;
	enum command_kind command; /* whose event and roles are the step's */
	const char *phases;        /* words of enum transfer_phase, with commas */
	enum payment_approvals approvals;
};

extern const struct payment_move payment_moves[];
extern const size_t payment_moves_len;

const char *payment_state_word(enum payment_state state);
MUST_CHECK bool payment_state_of_word(struct span word, enum payment_state *ret_state);
/* "requested, approved, … or paid", for a sentence. */
const char *payment_state_words(struct arena *arena);
/* Whether its share of a fund has been reserved; whether it has come to its end. */
bool payment_state_is_funded(enum payment_state state);
bool payment_state_is_closed(enum payment_state state);

/* Where a command usually leads a payment in this state; NULL if it may not. */
const struct payment_move *payment_move(enum payment_state was, enum command_kind command);
/* The move to that state; NULL if there is none. */
const struct payment_move *payment_move_to(
	enum payment_state was, enum command_kind command, enum payment_state becomes);
/* The state from which a command's moves begin, which is that of its first row: an event says any
 * other. PAYMENT_STATES if it makes none. */
enum payment_state payment_begins(enum command_kind command);
/* "adds", "drops", "keeps" */
const char *payment_approvals_word(enum payment_approvals approvals);

/* "P341", no leading zeros. */
MUST_CHECK bool payment_parse_id(struct span text, int64_t *ret_id);

#endif
