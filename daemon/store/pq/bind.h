/*
 * Parameters and results of prepared statements in PostgreSQL's binary format. Arrays are built
 * column by column for INSERT … SELECT FROM unnest(…), in the arena of the batch.
 */
#ifndef BURSAR_DAEMON_STORE_PQ_BIND_H
#define BURSAR_DAEMON_STORE_PQ_BIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libpq-fe.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/span.h"
#include "base/uuid.h"
#include "base/vec.h"
#include "core/date.h"

enum bind_type {
	BIND_BOOL,
	BIND_INT2,
	BIND_INT4,
	BIND_INT8,
	BIND_TEXT,
	BIND_BYTEA,
	BIND_UUID,
	BIND_DATE,
	BIND_INSTANT
};

/* In pg_type, and as SQL names it. */
uint32_t bind_oid(enum bind_type type);
const char *bind_type_word(enum bind_type type);

struct bind {
	enum bind_type type;
	bool is_array;
	struct buf bytes;
	int32_t count; /* of an array's items */
	bool has_null;
};

/* The parameters of one statement: make columns, add values row by row, send. */
struct binds {
	struct arena *arena;
	VEC(struct bind *) list;
};

struct binds binds_in(struct arena *arena);
/* Single values. */
void bind_int4(struct binds *binds, int32_t value);
void bind_text(struct binds *binds, struct span value); /* absent: NULL */
/* A column of an array parameter, to be filled. Pointers stay good. */
struct bind *bind_array(struct binds *binds, enum bind_type type);
void bind_add_null(struct bind *array);
void bind_add_bool(struct bind *array, bool value);
void bind_add_int(struct bind *array, int64_t value);      /* INT2, INT4, INT8 */
void bind_add_span(struct bind *array, struct span value); /* TEXT, BYTEA; absent: NULL */
void bind_add_word(struct bind *array, const char *text);
void bind_add_digest(struct bind *array, const struct digest *digest);
void bind_add_uuid(struct bind *array, struct uuid uuid);
void bind_add_date(struct bind *array, struct date date);
/* For bind_add_date: -infinity. */
extern const struct date bind_date_always;
void bind_add_instant(struct bind *array, int64_t unix_us);

/* PQsendQueryPrepared with these; results binary. False if libpq refuses. */
MUST_CHECK bool binds_send(PGconn *conn, const char *statement, struct binds *binds);

/* --- results: the column must be of the type, and not NULL unless said --- */
bool value_is_null(const PGresult *result, int row, int column);
bool value_bool(const PGresult *result, int row, int column);
int64_t value_int(const PGresult *result, int row, int column); /* int2, int4, int8 */
struct span value_span(
	const PGresult *result, int row, int column); /* in the result; NULL: absent */
struct span value_dup(struct arena *arena, const PGresult *result, int row, int column);
struct uuid value_uuid(const PGresult *result, int row, int column);
bool value_date_is_always(const PGresult *result, int row, int column);
struct date value_date(const PGresult *result, int row, int column);
int64_t value_instant(
	const PGresult *result, int row, int column); /* µs since 1970; -infinity: INT64_MIN */
struct digest value_digest(const PGresult *result, int row, int column);

#endif
