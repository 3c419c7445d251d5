/*
 * bursar person|fact|award import FILE.csv: the columns are the parameters of the noun's recording
 * verb. The whole file is checked before the first line is sent (lines.h).
 *
 * The key of a line is made of what it says, not of where it stands or who sends it: the same lines
 * sent again, by a colleague, in another order, with others between or with other line ends, record
 * nothing twice. It is UUIDv8(SHA-256(word LF statement LF n)): the command's word as events have
 * it, the line's members as compact JSON in ASCII with sorted names (amounts in pence), and in
 * decimal which line of the file it is that says just this, from 1.
 */
#ifndef BURSAR_CLI_RUN_IMPORT_H
#define BURSAR_CLI_RUN_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"
#include "base/uuid.h"
#include "cli/show/csv.h"
#include "cli/words/action.h"
#include "cli/words/args.h"

struct arena;
struct faults;

enum { IMPORT_BYTES_MAX = 64 * 1024 * 1024 };

/* Which parameter stands in which column, and the values of lines that leave one out. */
struct import_header {
	const struct parameter *columns[CSV_FIELDS_MAX]; /* NULL: a column without a name */
	size_t len;
	struct arg_list defaults;
	size_t rows; /* lines to send */
};

/* Reads the header line and checks every line behind it: all faults are added. False if there was
 * any. defaults: options of the import that stand for an empty or missing column. */
MUST_CHECK bool import_check(struct arena *arena, struct span text, const struct action *each,
	const struct arg_list *defaults, struct faults *faults, struct import_header *ret_header);
/* Whether lines that move money would have no day: neither a column nor a default says it. */
bool import_lacks_day(const struct action *each, const struct import_header *header);
/* Whether a record is what spreadsheets leave behind: nothing but commas and blanks. */
bool import_is_blank(const struct csv_record *record);
/* The values of a line that was checked; empty fields are left out. */
struct arg_list import_values(
	struct arena *arena, const struct import_header *header, const struct csv_record *record);
/* What a line says, as keys are made of it. */
struct span import_statement(
	struct arena *arena, const struct action *each, const struct arg_list *values);
struct uuid import_key(const char *word, struct span statement, int64_t n);

action_run import_run;

#endif
