/* What may be sent, by the sheets, a line each: command or batch, the command's word, its path. */
#include <stdio.h>

#include "core/sheet.h"

int main(void)
{
	for (unsigned k = 0; k < COMMANDS; k++) {
		const struct sheet *sheet = sheet_of((enum command_kind)k);

		if (sheet->looks)
			continue;
		printf("command %s %s\n", sheet->word, sheet->path);
		if (sheet->batch != NULL)
			printf("batch %s %s\n", sheet->word, sheet->batch);
	}
	return 0;
}
