#include "tests/store/fake_result.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cc.h"
#include "tests/store/fake_pq.h"

void PQclear(PGresult *result)
{
	free(result);
}

ExecStatusType PQresultStatus(const PGresult *result)
{
	return result->status;
}

char *PQresultErrorField(const PGresult *result, int field)
{
	static char says[] = "told to fail";

	if (result->sqlstate[0] == '\0')
		return NULL;
	return field == PG_DIAG_SQLSTATE ? (char *)(uintptr_t)result->sqlstate : says;
}

char *PQresultErrorMessage(const PGresult *result)
{
	static char says[] = "told to fail\n", nothing[] = "";

	return result->sqlstate[0] == '\0' ? nothing : says;
}

char *PQcmdStatus(PGresult *result)
{
	return result->tag;
}

int PQntuples(const PGresult *result)
{
	return result->rows;
}

int PQnfields(const PGresult *result)
{
	return result->columns;
}

Oid PQftype(const PGresult *result, int column)
{
	Oid type = result->cells[column].type;

	return type == 0 ? TEXT_OID : type;
}

char *PQfname(const PGresult *result, int column)
{
	return (char *)(uintptr_t)result->cells[column].bytes;
}

static const struct cell *cell_of(const PGresult *result, int row, int column)
{
	assert(row < result->rows && column < result->columns);
	return &result->cells[row * result->columns + column];
}

char *PQgetvalue(const PGresult *result, int row, int column)
{
	return (char *)(uintptr_t)cell_of(result, row, column)->bytes;
}

int PQgetlength(const PGresult *result, int row, int column)
{
	return cell_of(result, row, column)->len;
}

int PQgetisnull(const PGresult *result, int row, int column)
{
	return cell_of(result, row, column)->len < 0;
}

void fake_put_number(struct pg_result *result, uint64_t value, int bytes)
{
	struct cell *cell = &result->cells[result->columns++];

	for (cell->len = 0; cell->len < bytes; cell->len++)
		cell->bytes[cell->len] = (char)(value >> 8 * (bytes - 1 - cell->len));
}

void fake_put_text(struct pg_result *result, const char *text)
{
	struct cell *cell = &result->cells[result->columns++];

	cell->len = snprintf(cell->bytes, sizeof(cell->bytes), "%s", text);
}

void fake_put_bytes(struct pg_result *result, const uint8_t *bytes, size_t len)
{
	struct cell *cell = &result->cells[result->columns++];

	assert(len <= sizeof(cell->bytes));
	memcpy(cell->bytes, bytes, len);
	cell->len = (int)len;
}

void fake_put_null(struct pg_result *result)
{
	result->cells[result->columns++].len = -1;
}

static Oid type_of(char letter)
{
	static const struct {
		char letter;
		enum bind_type type;
	} rows[] = {{'i', BIND_INT8}, {'b', BIND_BOOL}, {'u', BIND_UUID}, {'h', BIND_BYTEA},
		{'t', BIND_TEXT}, {'d', BIND_DATE}, {'D', BIND_DATE}, {'s', BIND_INSTANT}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].letter == letter)
			return bind_oid(rows[i].type);
	UNREACHABLE("a letter form.h does not have");
}

void fake_describe(struct pg_result *result, const struct statement *statement)
{
	const char *form = statement->form;

	for (const char *at = statement->columns; *at != '\0'; at += strcspn(at, " ") + 1) {
		struct cell *cell = &result->cells[result->columns++];

		assert(result->columns <= CELLS_MAX);
		snprintf(cell->bytes, sizeof(cell->bytes), "%.*s", (int)strcspn(at, " "), at);
		cell->type = type_of(*form);
		form += form[1] == '?' ? 2 : 1;
	}
	if (fake.twisted != NULL && strcmp(fake.twisted, statement->name) == 0) {
		struct cell first = result->cells[fake.twist[0]];

		result->cells[fake.twist[0]] = result->cells[fake.twist[1]];
		result->cells[fake.twist[1]] = first;
	}
}
