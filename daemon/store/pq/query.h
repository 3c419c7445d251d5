/*
 * The daemon's own SELECTs, one file of sql/lane/ each, as query.def lists them: which connection
 * prepares them, and the columns of what they answer, by which C reads it.
 */
#ifndef BURSAR_DAEMON_STORE_PQ_QUERY_H
#define BURSAR_DAEMON_STORE_PQ_QUERY_H

#include "daemon/store/pq/connection.h"

/* The place of a column in its row: KEY_owner, KEY_key, … */
#define ROW(row, ...)           enum { __VA_ARGS__ };
#define COLUMN(row, name, form) row##_##name,
#include "daemon/store/pq/query.def"

enum query {

#define QUERY(connection, name, row, says) QUERY_##name,
#include "daemon/store/pq/query.def"
	QUERIES
};

/* Who prepares a statement. */
enum query_of { QUERY_OF_LANE, QUERY_OF_READER, QUERY_OF_SIGNING };

const char *query_name(enum query query);
/* One row of its answer, in words. */
const char *query_says(enum query query);
/* Of its rows (form.h); NULL if nobody reads them. */
const char *query_form(enum query query);

/* Those of one connection, in the order of the list, as they are prepared: list has room for
 * QUERIES. Texts live for ever. */
size_t query_statements(enum query_of of, struct statement *list);

#endif
