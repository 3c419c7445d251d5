/* What may be sent, by the sheets, a line each: command or batch, the command's word, its path, and
 * a role that may; nobody: somebody who is not staff yet. */
#include <stdio.h>

#include "core/sheet.h"

static const char *role_of(const struct sheet *sheet)
{
	for (unsigned n = 0; n < ROLES; n++)
		if ((sheet->roles & (unsigned)role_at(n)) != 0)
			return role_word(role_at(n));
	return "nobody";
}

int main(void)
{
	for (unsigned k = 0; k < COMMANDS; k++) {
		const struct sheet *sheet = sheet_of((enum command_kind)k);

		if (sheet->looks)
			continue;
		printf("command %s %s %s\n", sheet->word, sheet->path, role_of(sheet));
		if (sheet->batch != NULL)
			printf("batch %s %s %s\n", sheet->word, sheet->batch, role_of(sheet));
	}
	return 0;
}
