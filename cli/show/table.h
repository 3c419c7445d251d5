/* A table on the terminal, or in a file, by libsmartcols. */
#ifndef BURSAR_CLI_SHOW_TABLE_H
#define BURSAR_CLI_SHOW_TABLE_H

#include <stdbool.h>
#include <stdio.h>

struct table;

/* Ends the process where there is no memory, as an arena does. */
struct table *table_new(FILE *out);
void table_column(struct table *table, const char *title, bool right, bool wraps);
/* A new line; its cells are set by number of their column. Texts are copied. */
void table_row(struct table *table);
void table_cell(struct table *table, size_t column, const char *text);
/* Prints what there is ("(none)" if there is no row) and frees the table. */
void table_end(struct table *table);

#endif
