#include "tests/wire/told.h"
#include "core/sheet.h"

#include "base/arena.h"
#include "tests/check.h"

enum { ARENA_BYTES = 64 << 20 };

struct wire_input told_input(enum command_kind kind, const char *body)
{
	struct wire_input input = {.body = span_of(body)};

	if (kind == COMMAND_FACT_END)
		input.code = SPAN("theory-passed");
	if (kind == COMMAND_FUND_CREDIT || kind == COMMAND_FUND_DEBIT || kind == COMMAND_FUND_MOVE)
		input.code = SPAN("leaving-care");
	if (kind == COMMAND_PAYMENT_APPROVE || kind == COMMAND_PAYMENT_WITHDRAW ||
		kind == COMMAND_PAYMENT_DECLINE || kind == COMMAND_PAYMENT_DEFER ||
		kind == COMMAND_PAYMENT_PAY)
		input.id = SPAN("P341");
	if (kind == COMMAND_PAYEE_CHANGE)
		input.code = SPAN("a1-driving");
	if (kind == COMMAND_STAFF_RENEW || kind == COMMAND_STAFF_CHANGE ||
		kind == COMMAND_STAFF_DROP_CREDENTIAL || kind == COMMAND_STAFF_SUSPEND ||
		kind == COMMAND_STAFF_REINSTATE)
		input.id = SPAN("341");
	if (kind != COMMAND_PERSON_ADD && kind != COMMAND_PAYMENT_REQUEST)
		input.ref = SPAN("CL-1");
	return input;
}

const char *told_of(struct arena *arena, const struct wire_problem *problem)
{
	return arena_printf(arena, "%d %s %s: %s", problem->status, problem->code,
		problem->where == NULL ? "-" : problem->where, problem->detail);
}

const char *told_decode(struct arena *arena, enum command_kind kind, struct wire_input input,
	struct command *ret_command)
{
	struct command command = {.kind = kind, .at_us = TOLD_AT_US};
	struct wire_problem problem;

	if (!wire_decode(arena, &input, &command, &problem))
		return told_of(arena, &problem);
	*ret_command = command;
	return NULL;
}

void told_run(const struct told *rows, size_t rows_len)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct command command;

	hash_begin();
	for (size_t i = 0; i < rows_len; i++) {
		check_row("%s %.60s", sheet_of(rows[i].kind)->word, rows[i].body);
		const char *told = told_decode(
			arena, rows[i].kind, told_input(rows[i].kind, rows[i].body), &command);
		CHECK_TEXT(rows[i].told, told);
	}
	arena_free(arena);
}
