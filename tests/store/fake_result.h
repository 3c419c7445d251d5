/* The fake libpq's results: few rows, of binary values. */
#ifndef BURSAR_TESTS_STORE_FAKE_RESULT_H
#define BURSAR_TESTS_STORE_FAKE_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include <libpq-fe.h>

#include "daemon/store/pq/connection.h"

enum { CELLS_MAX = 40, CELL_MAX = 64, TEXT_OID = 25 }; /* pg_type.dat */

struct cell {
	char bytes[CELL_MAX];
	int len; /* -1: NULL */
	Oid type;
};

struct pg_result {
	ExecStatusType status;
	int rows, columns;
	struct cell cells[CELLS_MAX]; /* row by row; of a described statement: names */
	char sqlstate[6];
	char tag[16];
	bool ends; /* stands for the NULL between two statements' results */
	struct pg_result *next;
};

/* A further value. */
void fake_put_number(struct pg_result *result, uint64_t value, int bytes);
void fake_put_text(struct pg_result *result, const char *text);
void fake_put_bytes(struct pg_result *result, const uint8_t *bytes, size_t len);
void fake_put_null(struct pg_result *result);

/* Its columns as C reads them, or as the test has twisted them. */
void fake_describe(struct pg_result *result, const struct statement *statement);

#endif
