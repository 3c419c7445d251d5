/*
 * How an answer of the daemon is shown, as data: fields of the object by their label, then lists as
 * tables. A member that is missing or null shows as nothing.
 */
#ifndef BURSAR_CLI_SHOW_VIEW_H
#define BURSAR_CLI_SHOW_VIEW_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct buf;

enum cell_kind {
	CELL_TEXT,  /* a string, a number or a list of strings, joined */
	CELL_PENCE, /* an amount, aligned right */
	CELL_COUNT, /* a number, aligned right */
	CELL_YES    /* a truth: yes or no */
};

struct column {
	const char *title;
	const char *member; /* "cap.left_pence" looks inside objects */
	enum cell_kind kind;
	bool wraps; /* long text, folded at the terminal's width */
};

struct section {
	const char *title; /* NULL: none */
	const char *member;
	const struct column *columns;
	size_t columns_len;
	const char *all; /* the command that shows all of it, where the answer's "more" says that
			    there is more; NULL: it is all here */
};

typedef void view_print_own(const json_t *answer, FILE *out);

struct view {
	const struct column *fields;
	size_t fields_len;
	const struct section *sections;
	size_t sections_len;
	view_print_own *print; /* own code for all of it, or NULL */
};

/* Whether it is one list, which alone can be CSV. */
bool view_is_list(const struct view *view);
void view_print(const struct view *view, const json_t *answer, FILE *out);
/* What the answer leaves out of its lists, as view_print says it. */
void view_print_more(const struct view *view, const json_t *answer, FILE *out);
/* RFC 4180: a header line, then a line a row. Amounts are pounds without sign or commas, and
 * columns are named as the members, amounts without their _pence. The view must be a list. */
void view_print_csv(const struct view *view, const json_t *answer, FILE *out);
/* A dotted path of members; NULL if it is not there. */
const json_t *view_member(const json_t *object, const char *path);
/* The text of a cell of a table. */
void view_cell(struct buf *out, const json_t *value, enum cell_kind kind);

#endif
