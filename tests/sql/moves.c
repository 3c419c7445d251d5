/* The moves of core/payment.def, a line each, as tests/sql/test_moves.sql writes those of the
 * database. */
#include <stdio.h>

#include "core/payment.h"
#include "core/sheet.h"

static void print_roles(unsigned roles)
{
	const char *between = " ";

	for (unsigned n = 0; n < ROLES; n++) {
		if ((roles & role_at(n)) == 0)
			continue;
		printf("%s%s", between, role_word(role_at(n)));
		between = ",";
	}
}

int main(void)
{
	for (size_t i = 0; i < payment_moves_len; i++) {
		const struct payment_move *move = &payment_moves[i];

		printf("%s %s %s %s", move->step, payment_state_word(move->was),
			payment_state_word(move->becomes), sheet_of(move->command)->event);
		print_roles(sheet_of(move->command)->roles);
		printf(" %s %s %s\n", move->phases[0] == '\0' ? "none" : move->phases,
			payment_approvals_word(move->approvals),
			payment_state_is_closed(move->becomes) ? "closes" : "goes-on");
	}
	return 0;
}
