/*
 * New rows of a batch, by the sheets of rows.def: of each table one statement, INSERT … SELECT FROM
 * unnest(…), whose text, parameters and values all come from its columns.
 */
#ifndef BURSAR_DAEMON_STORE_BATCH_ROWS_H
#define BURSAR_DAEMON_STORE_BATCH_ROWS_H

#include "core/decide/slice.h"
#include "daemon/store/authority.h"
#include "daemon/store/pq/connection.h"

enum table {

#define TABLE(table, ...) TABLE_##table,
#include "daemon/store/batch/rows.def"
	TABLES
};

/* Of one table. */
struct rows {
	struct arena *arena;
	const struct store_authority *authority;
	enum table table;
	struct binds binds;
	int len;
};

struct rows rows_of(struct arena *arena, const struct store_authority *authority, enum table table);
/* rows_add_fact(rows, person, fact), … */
#define MADE_OF(...)               (struct rows * rows, __VA_ARGS__)
#define TABLE(table, made_of, ...) void rows_add_##table MADE_OF made_of;
#include "daemon/store/batch/rows.def"
#undef MADE_OF
/* Adds the statement to the flight; none if there are no rows. */
void rows_send(struct rows *rows, struct connection *connection);

/* The statement that adds rows to a table, its text in the arena. */
struct statement rows_statement(struct arena *arena, enum table table);

#endif
