/* Which errors of PostgreSQL say that it is ill, and which that we are wrong. */
#include "daemon/store/sqlstate.h"
#include "tests/check.h"

static const struct {
	const char *sqlstate;
	bool ill, misread;
} rows[] = {
	{"57014", true, false},
	{"57P01", true, false},
	{"55P03", true, false},
	{"55006", false, false},
	{"25006", true, false},
	{"25P02", false, false},
	{"53100", true, false},
	{"40001", true, false},
	{"08006", true, false},
	{"58030", true, false},
	{"22P02", false, true},
	{"22003", false, true},
	{"23514", false, false},
	{"BU020", false, false},
	{"42P01", false, false},
	{NULL, false, false},
};

TEST(sqlstate_of_an_ill_database)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].sqlstate == NULL ? "none" : rows[i].sqlstate);
		CHECK_INT(rows[i].ill, sqlstate_is_ill(rows[i].sqlstate));
		CHECK_INT(rows[i].misread, sqlstate_is_misread(rows[i].sqlstate));
	}
}
