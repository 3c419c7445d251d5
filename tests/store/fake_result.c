#include "tests/store/fake_result.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/cc.h"

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
	(void)result;
	(void)column;
	return TEXT_OID;
}

char *PQgetvalue(const PGresult *result, int row, int column)
{
	assert(row == 0 && column < result->columns);
	return (char *)(uintptr_t)result->cells[column].bytes;
}

int PQgetlength(const PGresult *result, int row, int column)
{
	assert(row == 0 && column < result->columns);
	return result->cells[column].len;
}

int PQgetisnull(const PGresult *result, int row, int column)
{
	assert(row == 0 && column < result->columns);
	return result->cells[column].len < 0;
}
