/*
 * RFC 4180: records of fields with commas between, a field perhaps in quotes in which "" is a
 * quote. Lines end with LF or CRLF; a byte order mark before the first is skipped; lines without a
 * character are skipped.
 */
#ifndef BURSAR_CLI_SHOW_CSV_H
#define BURSAR_CLI_SHOW_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/cc.h"
#include "base/span.h"

struct arena;

enum { CSV_FIELDS_MAX = 64 };

struct csv {
	struct arena *arena;
	struct span rest;
	int line; /* from 1: where the record begins that csv_next gives */
	int next_line;
};

struct csv_record {
	struct span fields[CSV_FIELDS_MAX];
	size_t len;
	int line;
	/* NULL, or what is wrong with the record's form: its fields are then not to be used. */
	const char *wrong;
};

/* text must outlive the fields: they point into it, or into the arena if they had quotes. */
struct csv csv_read(struct arena *arena, struct span text);
/* False at the end. After a record with a wrong form the next one begins at the next line end;
 * after quotes that are not closed there is none. */
MUST_CHECK bool csv_next(struct csv *csv, struct csv_record *ret_record);
/* A field, quoted where it must be. A field that a spreadsheet would take for a formula is not
 * altered. */
void csv_write(FILE *out, struct span field);

#endif
