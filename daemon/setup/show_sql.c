#include "daemon/setup/show_sql.h"

#include <string.h>

#include "base/arena.h"
#include "daemon/store/batch/statements.h"

static void show(const struct statement *statement, FILE *out)
{
	size_t len = strlen(statement->text);

	fprintf(out, "PREPARE %s", statement->name);
	for (int i = 0; i < statement->texts; i++)
		fputs(i == 0 ? " (text" : ", text", out);
	while (len > 0 && statement->text[len - 1] == '\n')
		len--;
	fprintf(out, "%s AS\n%.*s;\n", statement->texts > 0 ? ")" : "", (int)len, statement->text);
}

/* How many there were. */
static size_t show_those(const struct statement_list *list, const char *name, FILE *out)
{
	size_t shown = 0;

	for (size_t i = 0; i < list->len; i++) {
		if (name != NULL && strcmp(list->at[i].name, name) != 0)
			continue;
		if (name == NULL)
			fputc('\n', out);
		show(&list->at[i], out);
		shown++;
	}
	return shown;
}

enum status show_sql(struct arena *arena, const char *name, FILE *out, const char **ret_error)
{
	const struct statements *all = statements_of(arena);
	size_t shown;

	if (name == NULL)
		fputs("-- Run in the schema bursar, with bursar.authority set.\n", out);
	shown = show_those(&all->lane, name, out) + show_those(&all->signing, name, out) +
		show_those(&all->reader, name, out);
	if (shown > 0)
		return OK;
	*ret_error = arena_printf(arena, "there is no statement %s; `bursard sql` shows all", name);
	return STATUS_BAD_INPUT;
}
