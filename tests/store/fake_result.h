/* The fake libpq's results: one row at most, of binary values. */
#ifndef BURSAR_TESTS_STORE_FAKE_RESULT_H
#define BURSAR_TESTS_STORE_FAKE_RESULT_H

#include <stdbool.h>

#include <libpq-fe.h>

enum { COLUMNS_MAX = 8, CELL_MAX = 64, TEXT_OID = 25 }; /* pg_type.dat */

struct cell {
	char bytes[CELL_MAX];
	int len; /* -1: NULL */
};

struct pg_result {
	ExecStatusType status;
	int rows, columns; /* one row at most */
	struct cell cells[COLUMNS_MAX];
	char sqlstate[6];
	char tag[16];
	bool ends; /* stands for the NULL between two statements' results */
	struct pg_result *next;
};

#endif
