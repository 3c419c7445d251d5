/* Rows as PostgreSQL sends them, in binary, and as nobody should have made them. */
#include <string.h>

#include <libpq-fe.h>

#include "daemon/store/pq/form.h"
#include "tests/check.h"

/* One row; a column's bytes, or len -1 for NULL. */
struct cell {
	const char *bytes;
	int len;
};

static bool fits(const char *form, const struct cell *cells, int len)
{
	PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);

	PGresAttDesc columns[4] = {{.name = (char[]){"a"}}, {.name = (char[]){"b"}},
		{.name = (char[]){"c"}}, {.name = (char[]){"d"}}};
	bool is;

	assert(len <= 4 && PQsetResultAttrs(result, len, columns) == 1);
	for (int i = 0; i < len; i++) {
		char bytes[32] = {0};

		if (cells[i].len > 0)
			memcpy(bytes, cells[i].bytes, (size_t)cells[i].len);
		assert(PQsetvalue(result, 0, i, cells[i].len < 0 ? NULL : bytes, cells[i].len) ==
			1);
	}
	is = form_fits(result, form);
	PQclear(result);
	return is;
}

TEST(form_of_each_letter)
{
	static const struct {
		const char *form, *bytes;
		int len;
		bool fits;
	} rows[] = {
		{"i", "\0\1", 2, true},
		{"i", "\0\0\0\1", 4, true},
		{"i", "\0\0\0\0\0\0\0\1", 8, true},
		{"i", "\0\0\1", 3, false},
		{"i", NULL, -1, false},
		{"i?", NULL, -1, true},
		{"i?", "\1", 1, false},
		{"b", "\1", 1, true},
		{"b", "\1\1", 2, false},
		{"u", "0123456789abcdef", 16, true},
		{"u", "0123456789abcde", 15, false},
		{"h", "0123456789abcdef0123456789abcdef", 32, true},
		{"h", "0123456789abcdef0123456789abcde", 31, false},
		{"t", "", 0, true},
		{"t", NULL, -1, false},
		{"t?", NULL, -1, true},
		/* 2000-01-01, 1900-01-01 and 2199-12-31, and the days beside them. */
		{"d", "\0\0\0\0", 4, true},
		{"d", "\xff\xff\x71\x54", 4, true},
		{"d", "\xff\xff\x71\x53", 4, false},
		{"d", "\x00\x01\x1d\x58", 4, true},
		{"d", "\x00\x01\x1d\x59", 4, false},
		{"d", "\x7f\xff\xff\xff", 4, false},
		{"d", "\x80\0\0\0", 4, false},
		{"D", "\x80\0\0\0", 4, true},
		{"D", "\x7f\xff\xff\xff", 4, false},
		{"D", "\0\0\0\0", 4, true},
		{"d", "\0\0", 2, false},
		{"s", "\0\0\0\0\0\0\0\0", 8, true},
		{"s", "\x80\0\0\0\0\0\0\0", 8, true},
		{"s", "\x7f\xff\xff\xff\xff\xff\xff\xff", 8, false},
		{"s", "\0\0\0\0", 4, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%zu: %s of %d bytes", i, rows[i].form, rows[i].len);
		CHECK(fits(rows[i].form, &(struct cell){rows[i].bytes, rows[i].len}, 1) ==
			rows[i].fits);
	}
}

static bool described(const char *columns, const char *form, char *ret_fault)
{
	PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_COMMAND_OK);

	PGresAttDesc attributes[] = {{.name = (char[]){"event"}, .typid = 20},
		{.name = (char[]){"until"}, .typid = 1082},
		{.name = (char[]){"leaf"}, .typid = 17}};
	bool is;

	assert(PQsetResultAttrs(result, ARRAY_LEN(attributes), attributes) == 1);
	is = form_described(result, columns, form, ret_fault);
	PQclear(result);
	return is;
}

TEST(form_of_a_description)
{
	static const struct {
		const char *columns, *form, *fault;
	} rows[] = {
		{"event until leaf ", "idh", NULL},
		{"event until leaf ", "i?Dt", NULL},
		{"until event leaf ", "did", "column 1 is event where until is read"},
		{"event unti leaf ", "idh", "column 2 is until where unti is read"},
		{"event until leaf ", "ish", "column 2 is of another type where until is read"},
		{"event until leaf ", "ids", "column 3 is of another type where leaf is read"},
		{"event until leaf more ", "idhb", "column 4 is missing where more is read"},
		{"event until ", "id", "column 3 is leaf where none is read"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char fault[FORM_FAULT_MAX] = "";

		check_row("%s%s", rows[i].columns, rows[i].form);
		CHECK(described(rows[i].columns, rows[i].form, fault) == (rows[i].fault == NULL));
		CHECK_TEXT(rows[i].fault == NULL ? "" : rows[i].fault, fault);
	}
}

TEST(form_of_several_columns)
{
	static const struct cell cells[] = {{"\0\0\0\1", 4}, {"x", 1}, {NULL, -1}};

	CHECK(fits("itt?", cells, 3));
	CHECK(!fits("itt", cells, 3));
	CHECK(!fits("bit?", cells, 3));
	/* A column too many, and one too few. */
	CHECK(!fits("it", cells, 3));
	CHECK(!fits("itt?i", cells, 3));
	CHECK(form_fits(NULL, "i"));
}
