/*
 * bursar person|fact|award import FILE.csv: the columns are the parameters of the noun's recording
 * verb. The whole file is checked before the first line is sent. Each line's key comes from the
 * file's digest and the line's number, so that the same file sent again records nothing twice.
 */
#ifndef BURSAR_CLI_IMPORTING_H
#define BURSAR_CLI_IMPORTING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cc.h"
#include "base/hash.h"
#include "base/span.h"
#include "base/uuid.h"
#include "cli/action.h"
#include "cli/args.h"
#include "cli/csv.h"

struct arena;
struct faults;

enum { IMPORTING_BYTES_MAX = 64 * 1024 * 1024 };

/* Which parameter stands in which column. */
struct importing_header {
	const struct parameter *columns[CSV_FIELDS_MAX];
	size_t len;
};

/* Reads the header line and checks every line behind it: all faults are added. False if there was
 * any. ret_rows: lines to send. */
MUST_CHECK bool importing_check(struct arena *arena, struct span text, const struct action *each,
	struct faults *faults, struct importing_header *ret_header, size_t *ret_rows);
/* The values of a line that was checked; empty fields are left out. */
struct arg_list importing_values(struct arena *arena, const struct importing_header *header,
	const struct csv_record *record);
/* The key of a line of a file. */
struct uuid importing_key(struct digest file, int line);

action_run importing_run;

#endif
