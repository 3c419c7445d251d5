#include "cli/show/table.h"

#include <libsmartcols.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

enum { CELL_ARENA_BYTES = 64 * 1024 * 1024 };

struct table {
	struct libscols_table *scols;
	struct libscols_line *line;
	FILE *out;
	struct arena *arena; /* of one cell */
};

/* libsmartcols fails for want of memory alone. */
static void must(bool done)
{
	if (done)
		return;
	fputs("bursar: out of memory\n", stderr);
	abort();
}

struct table *table_new(FILE *out)
{
	struct table *table = calloc(1, sizeof(*table));

	if (table == NULL)
		must(false);
	assert(table != NULL);
	table->out = out;
	table->arena = arena_new(CELL_ARENA_BYTES);
	table->scols = scols_new_table();
	must(table->scols != NULL && scols_table_set_stream(table->scols, out) == 0);
	return table;
}

void table_column(struct table *table, const char *title, bool right, bool wraps)
{
	int flags = (right ? SCOLS_FL_RIGHT : 0) | (wraps ? SCOLS_FL_WRAP : 0);

	must(scols_table_new_column(table->scols, title, 0, flags) != NULL);
}

void table_row(struct table *table)
{
	table->line = scols_table_new_line(table->scols, NULL);
	must(table->line != NULL);
}

void table_cell(struct table *table, size_t column, const char *text)
{
	struct buf clean = buf_in(table->arena);

	text_clean(&clean, span_of(text), false);
	must(scols_line_set_data(table->line, column, buf_cstr(&clean)) == 0);
	arena_reset(table->arena);
}

void table_end(struct table *table)
{
	if (scols_table_get_nlines(table->scols) == 0)
		fputs("(none)\n", table->out);
	else
		must(scols_print_table(table->scols) == 0);
	scols_unref_table(table->scols);
	arena_free(table->arena);
	free(table);
}
