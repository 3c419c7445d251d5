/* Which errors of PostgreSQL say that it is ill, and what of that; and which that we are wrong. */
#include "daemon/store/pq/sqlstate.h"
#include "tests/check.h"

enum { ILL = 1, UNSURE = 2, DROPS = 4, LOCKED = 8, MISREAD = 16, OVERTAKEN = 32 };

static const struct {
	const char *sqlstate;
	unsigned says;
} rows[] = {
	{"57014", ILL},
	{"57P01", ILL | UNSURE | DROPS},
	{"57P05", ILL | UNSURE | DROPS},
	{"55P03", ILL | LOCKED},
	{"55006", 0},
	{"25006", ILL | DROPS},
	{"25P02", ILL | DROPS},
	{"25P03", ILL | UNSURE | DROPS},
	{"25001", 0},
	{"53100", ILL},
	{"53200", ILL},
	{"53300", ILL},
	{"40001", ILL},
	{"40P01", ILL},
	{"40003", ILL | UNSURE | DROPS},
	{"08006", ILL | UNSURE | DROPS},
	{"0A000", ILL | DROPS},
	{"26000", ILL | DROPS},
	{"58030", ILL},
	{"72000", ILL},
	{"22P02", MISREAD},
	{"22003", MISREAD},
	{"23505", OVERTAKEN},
	{"23514", 0},
	{"BU020", 0},
	{"42P01", 0},
	{"XX000", 0},
	{NULL, 0},
};

TEST(sqlstate_of_an_ill_database)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct sqlstate says = sqlstate_of(rows[i].sqlstate);

		check_row("%s", rows[i].sqlstate == NULL ? "none" : rows[i].sqlstate);
		CHECK_INT((rows[i].says & ILL) != 0, says.ill);
		CHECK_INT((rows[i].says & UNSURE) != 0, says.unsure);
		CHECK_INT((rows[i].says & DROPS) != 0, says.drops);
		CHECK_INT((rows[i].says & LOCKED) != 0, says.locked);
		CHECK_INT((rows[i].says & OVERTAKEN) != 0, says.overtaken);
		CHECK_INT((rows[i].says & MISREAD) != 0, sqlstate_is_misread(rows[i].sqlstate));
	}
}
