/* Which clocks and instants are believed: each limit from both sides. */
#include "base/cc.h"
#include "daemon/store/clock.h"
#include "tests/check.h"

#define S  INT64_C(1000000)
#define AT (INT64_C(1700000000) * S)

TEST(clock_of_the_database_is_compared)
{
	static const struct {
		int64_t theirs_us, ahead_us;
	} rows[] = {
		{AT, 0},
		{AT + 2 * S, 0},
		{AT - 60 * S, 0},
		{AT - 60 * S - 1, 60 * S + 1},
		{AT + 2 * S + 60 * S, 0},
		{AT + 2 * S + 60 * S + 1, -(60 * S + 1)},
		{AT - 86400 * S, 86400 * S},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%zu", i);
		CHECK_INT(rows[i].ahead_us, clock_ahead_us(AT, AT + 2 * S, rows[i].theirs_us));
	}
}

TEST(clock_of_a_command_is_compared)
{
	static const struct {
		int64_t at_us, waited_us;
		bool dates;
	} rows[] = {
		{AT, 0, true},
		{AT + 60 * S, 0, true},
		{AT + 60 * S + 1, 0, false},
		{AT - 900 * S, 0, true},
		{AT - 900 * S - 1, 0, false},
		{AT - 900 * S - 1, 1, true},
		{AT - 4500 * S, 3600 * S, true},
		{AT - 4500 * S - 1, 3600 * S, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%zu", i);
		CHECK_INT(rows[i].dates, clock_dates(rows[i].at_us, rows[i].waited_us, AT));
	}
}
