#include "daemon/store/pq/form.h"

#include <stdio.h>
#include <string.h>

#include "base/cc.h"
#include "core/date.h"
#include "daemon/store/pq/bind.h"

static bool is_date(const PGresult *result, int row, int column, bool or_always)
{
	if (PQgetlength(result, row, column) != 4)
		return false;
	if (value_date_is_always(result, row, column))
		return or_always;
	/* PostgreSQL's days go on for millions of years and are counted from 2000. */
	return value_int(result, row, column) < INT32_MAX / 2 &&
		value_int(result, row, column) > INT32_MIN / 2 &&
		date_in_calendar(value_date(result, row, column));
}

static bool value_fits(const PGresult *result, int row, int column, char letter)
{
	int len = PQgetlength(result, row, column);

	switch (letter) {
	case 'i':
		return len == 2 || len == 4 || len == 8;
	case 'b':
		return len == 1;
	case 'u':
		return len == (int)sizeof(struct uuid);
	case 'h':
		return len == DIGEST_BYTES;
	case 't':
		return true;
	case 'd':
		return is_date(result, row, column, false);
	case 'D':
		return is_date(result, row, column, true);
	case 's':
		/* Infinity, and what no clock shows. */
		return len == 8 && value_int(result, row, column) < INT64_MAX / 2;
	default:
		UNREACHABLE("a letter form.h does not have");
	}
}

/* One column of all rows; nullable: its letter has a '?' behind it. */
static bool column_fits(const PGresult *result, int column, char letter, bool nullable)
{
	int rows = PQntuples(result);

	for (int row = 0; row < rows; row++) {
		if (value_is_null(result, row, column) ? !nullable
						       : !value_fits(result, row, column, letter))
			return false;
	}
	return true;
}

bool form_fits(const PGresult *result, const char *form)
{
	int column = 0;

	if (result == NULL || PQntuples(result) == 0)
		return true;
	for (const char *at = form; *at != '\0'; at++) {
		bool nullable = at[1] == '?';

		if (column >= PQnfields(result) || !column_fits(result, column, *at, nullable))
			return false;
		column++;
		at += nullable;
	}
	return column == PQnfields(result);
}

/* Of pg_type.dat; a domain is described as what it is made of. */
static bool type_fits(Oid type, char letter)
{
	static const struct {
		char letter;
		enum bind_type type;
	} rows[] = {{'i', BIND_INT2}, {'i', BIND_INT4}, {'i', BIND_INT8}, {'b', BIND_BOOL},
		{'u', BIND_UUID}, {'h', BIND_BYTEA}, {'t', BIND_TEXT}, {'t', BIND_BYTEA},
		{'d', BIND_DATE}, {'D', BIND_DATE}, {'s', BIND_INSTANT}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].letter == letter && bind_oid(rows[i].type) == type)
			return true;
	return false;
}

static bool describe_fault(char *ret_fault, int column, const char *is, const char *should, int len)
{
	snprintf(ret_fault, FORM_FAULT_MAX, "column %d is %s%.64s where %.*s is read", column + 1,
		is[0] == '\0' ? "missing" : "", is, len, should);
	return false;
}

bool form_described(const PGresult *described, const char *columns, const char *form,
	char ret_fault[FORM_FAULT_MAX])
{
	int column = 0;

	for (const char *name = columns; *name != '\0'; column++) {
		int len = (int)strcspn(name, " ");
		const char *is = column < PQnfields(described) ? PQfname(described, column) : "";

		if ((int)strlen(is) != len || memcmp(is, name, (size_t)len) != 0)
			return describe_fault(ret_fault, column, is, name, len);
		if (!type_fits(PQftype(described, column), *form))
			return describe_fault(ret_fault, column, "of another type", name, len);
		form += form[1] == '?' ? 2 : 1;
		name += len + 1;
	}
	if (column < PQnfields(described))
		return describe_fault(ret_fault, column, PQfname(described, column), "none", 4);
	return true;
}
