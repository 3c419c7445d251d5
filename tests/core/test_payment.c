#include "core/payment.h"
#include "core/sheet.h"

#include <string.h>

#include "base/arena.h"
#include "tests/check.h"

static const struct {
	enum payment_state state;
	const char *word;
	bool funded, closed;
} states[] = {
	{PAYMENT_REQUESTED, "requested", false, false},
	{PAYMENT_SECOND_NEEDED, "second-needed", false, false},
	{PAYMENT_DEFERRED, "deferred", false, false},
	{PAYMENT_APPROVED, "approved", true, false},
	{PAYMENT_DECLINED, "declined", false, true},
	{PAYMENT_WITHDRAWN, "withdrawn", false, true},
	{PAYMENT_PAID, "paid", true, true},
};

TEST(payment_words)
{
	CHECK_INT(PAYMENT_STATES, ARRAY_LEN(states));
	for (size_t i = 0; i < ARRAY_LEN(states); i++) {
		enum payment_state state = PAYMENT_STATES;

		check_row("%s", states[i].word);
		CHECK_TEXT(states[i].word, payment_state_word(states[i].state));
		CHECK(payment_state_of_word(span_of(states[i].word), &state));
		CHECK_INT(states[i].state, state);
		CHECK_INT(states[i].funded, payment_state_is_funded(states[i].state));
		CHECK_INT(states[i].closed, payment_state_is_closed(states[i].state));
	}
}

TEST(payment_words_of_a_sentence)
{
	struct arena *arena = arena_new(4096);

	CHECK_TEXT("requested, second-needed, deferred, approved, declined, withdrawn or paid",
		payment_state_words(arena));
	arena_free(arena);
}

TEST(payment_state_of_no_word)
{
	static const char *const words[] = {"", "Paid", "pai", "paid ", "in-run"};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		enum payment_state state = PAYMENT_PAID;

		check_row("%s", words[i]);
		CHECK(!payment_state_of_word(span_of(words[i]), &state));
		CHECK_INT(PAYMENT_PAID, state);
	}
}

/* Every state by every command: these moves, and no other. */
TEST(payment_moves)
{
	static const struct {
		enum payment_state from;
		enum command_kind command;
		enum payment_state to;
		const char *step;
	} moves[] = {
		{PAYMENT_REQUESTED, COMMAND_PAYMENT_APPROVE, PAYMENT_APPROVED, "approve"},
		{PAYMENT_DEFERRED, COMMAND_PAYMENT_APPROVE, PAYMENT_APPROVED, "approve"},
		{PAYMENT_SECOND_NEEDED, COMMAND_PAYMENT_APPROVE, PAYMENT_APPROVED, "approve"},
		{PAYMENT_SECOND_NEEDED, COMMAND_PAYMENT_DEFER, PAYMENT_DEFERRED, "defer"},
		{PAYMENT_SECOND_NEEDED, COMMAND_PAYMENT_DECLINE, PAYMENT_DECLINED, "decline"},
		{PAYMENT_SECOND_NEEDED, COMMAND_PAYMENT_WITHDRAW, PAYMENT_WITHDRAWN, "withdraw"},
		{PAYMENT_REQUESTED, COMMAND_PAYMENT_DEFER, PAYMENT_DEFERRED, "defer"},
		{PAYMENT_REQUESTED, COMMAND_PAYMENT_DECLINE, PAYMENT_DECLINED, "decline"},
		{PAYMENT_DEFERRED, COMMAND_PAYMENT_DECLINE, PAYMENT_DECLINED, "decline"},
		{PAYMENT_REQUESTED, COMMAND_PAYMENT_WITHDRAW, PAYMENT_WITHDRAWN, "withdraw"},
		{PAYMENT_DEFERRED, COMMAND_PAYMENT_WITHDRAW, PAYMENT_WITHDRAWN, "withdraw"},
		{PAYMENT_APPROVED, COMMAND_PAYMENT_PAY, PAYMENT_PAID, "pay"},
	};

	/* And, of the first of two approvals, another end of the same. */
	CHECK_INT(ARRAY_LEN(moves) + 2, payment_moves_len);
	for (unsigned from = 0; from < PAYMENT_STATES; from++) {
		for (unsigned command = 0; command < COMMANDS; command++) {
			const struct payment_move *move;
			size_t want = ARRAY_LEN(moves);

			for (size_t i = 0; i < ARRAY_LEN(moves); i++)
				if (moves[i].from == from && moves[i].command == command)
					want = i;
			check_row("%s %s", payment_state_word((enum payment_state)from),
				sheet_of((enum command_kind)command)->word);
			move = payment_move((enum payment_state)from, (enum command_kind)command);
			CHECK_INT(want < ARRAY_LEN(moves), move != NULL);
			if (move == NULL || want == ARRAY_LEN(moves))
				continue;
			CHECK_INT(moves[want].to, move->becomes);
			CHECK_TEXT(moves[want].step, move->step);
		}
	}
}

TEST(payment_moves_to_second_needed)
{
	const enum payment_state from[] = {PAYMENT_REQUESTED, PAYMENT_DEFERRED};

	for (size_t i = 0; i < ARRAY_LEN(from); i++) {
		const struct payment_move *move =
			payment_move_to(from[i], COMMAND_PAYMENT_APPROVE, PAYMENT_SECOND_NEEDED);

		if (CHECK(move != NULL))
			CHECK_TEXT("", move->phases);
	}
	CHECK(payment_move_to(PAYMENT_SECOND_NEEDED, COMMAND_PAYMENT_APPROVE,
		      PAYMENT_SECOND_NEEDED) == NULL);
	CHECK(payment_move_to(PAYMENT_REQUESTED, COMMAND_PAYMENT_DECLINE, PAYMENT_PAID) == NULL);
}

TEST(payment_begins_where)
{
	CHECK_INT(PAYMENT_REQUESTED, payment_begins(COMMAND_PAYMENT_APPROVE));
	CHECK_INT(PAYMENT_REQUESTED, payment_begins(COMMAND_PAYMENT_WITHDRAW));
	CHECK_INT(PAYMENT_APPROVED, payment_begins(COMMAND_PAYMENT_PAY));
	CHECK_INT(PAYMENT_STATES, payment_begins(COMMAND_FUND_CREDIT));
}

/* What every row of the table keeps to, whatever is added. */
TEST(payment_table_is_sound)
{
	for (size_t i = 0; i < payment_moves_len; i++) {
		const struct payment_move *move = &payment_moves[i];
		bool reserves = strstr(move->phases, "reserve") != NULL;

		check_row("%s", move->step);
		CHECK(!payment_state_is_closed(move->was));
		CHECK(sheet_of(move->command)->roles != 0);
		CHECK_INT(payment_state_is_funded(move->becomes),
			payment_state_is_funded(move->was) || reserves);
	}
}

TEST(payment_ids)
{
	static const struct {
		const char *text;
		int64_t id; /* -1: refused */
	} rows[] = {
		{"P0", 0},
		{"P341", 341},
		{"P576460752303423487", INT64_MAX / 16},
		{"P576460752303423488", -1},
		{"P9223372036854775808", -1},
		{"P", -1},
		{"", -1},
		{"341", -1},
		{"p341", -1},
		{"P0341", -1},
		{"P-1", -1},
		{"P+1", -1},
		{"P 1", -1},
		{"P1 ", -1},
		{"PP1", -1},
		{"P1e3", -1},
		{"P3.0", -1},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t id = -1;

		check_row("%s", rows[i].text);
		CHECK_INT(rows[i].id >= 0, payment_parse_id(span_of(rows[i].text), &id));
		CHECK_INT(rows[i].id, id);
	}
}
