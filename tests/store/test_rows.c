/* What a sheet of rows.def becomes: a statement, and its parameters. */
#include "base/arena.h"
#include "daemon/store/batch/append.h"
#include "daemon/store/batch/rows.h"
#include "tests/check.h"

enum { ARENA_BYTES = 1 << 20 };

static const struct store_authority authority = {.id = 7};

TEST(rows_statements)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct statement staff = rows_statement(arena, TABLE_staff);
	struct statement_list all = append_statements(arena, 1);

	CHECK_TEXT("add_staff", staff.name);
	CHECK_TEXT("INSERT INTO staff (authority_id, staff_id, name, roles, event)\n"
		   "SELECT $1::int, w.staff_id, w.name, string_to_array(w.roles, ' '), w.event\n"
		   "FROM unnest($2::int[], $3::text[], $4::text[], $5::bigint[])\n"
		   "\tAS w (staff_id, name, roles, event)",
		staff.text);
	CHECK(staff.columns == NULL && staff.texts == 0);
	CHECK_INT(TABLES, all.len);
	CHECK_TEXT("add_event", all.at[0].name);
	arena_free(arena);
}

/* A parameter for the authority and one a column, all of one length. */
TEST(rows_parameters)
{
	static const enum bind_type types[] = {BIND_UUID, BIND_TEXT, BIND_INT8, BIND_DATE,
		BIND_DATE, BIND_INT8, BIND_TEXT, BIND_DATE, BIND_TEXT};

	/* What one of the facts below leaves out, or both. */
	static const bool nulls[] = {false, false, false, false, true, true, true, true, true};
	struct arena *arena = arena_new(ARENA_BYTES);
	struct rows rows = rows_of(arena, &authority, TABLE_fact);
	const struct slice_person person = {.id = {{1}}};
	const struct slice_fact first = {.code = SPAN("a"),
		.value = {.kind = FACT_VALUE_MONEY, .pence = 5, .every = FACT_EVERY_WEEK}};
	const struct slice_fact second = {.code = SPAN("b"), .has_until = true, .ended_event = 3};

	rows_add_fact(&rows, &person, &first);
	rows_add_fact(&rows, &person, &second);
	CHECK_INT(2, rows.len);
	if (!CHECK_INT(1 + ARRAY_LEN(types), rows.binds.list.len))
		return;
	CHECK(!rows.binds.list.at[0]->is_array);
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		const struct bind *bind = rows.binds.list.at[i + 1];

		check_row("%zu", i);
		CHECK(bind->is_array);
		CHECK_INT(types[i], bind->type);
		CHECK_INT(2, bind->count);
		CHECK(bind->has_null == nulls[i]);
	}
	arena_free(arena);
}

/* A fact keeps the last day it was recorded with; its end has the end's. */
TEST(rows_of_a_fact_and_its_end)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct rows facts = rows_of(arena, &authority, TABLE_fact);
	struct rows ends = rows_of(arena, &authority, TABLE_fact_end);
	const struct slice_person person = {.id = {{1}}};
	const struct slice_fact fact = {.code = SPAN("a"),
		.event = 258,
		.until = {9},
		.has_until = true,
		.ended_event = 3,
		.ended_until = {7}};
	struct binds days = binds_in(arena);
	struct bind *recorded = bind_array(&days, BIND_DATE), *end = bind_array(&days, BIND_DATE);

	bind_add_date(recorded, fact.until);
	bind_add_date(end, fact.ended_until);
	rows_add_fact(&facts, &person, &fact);
	rows_add_fact_end(&ends, &person, &fact);
	CHECK(span_eq(buf_done(&recorded->bytes), buf_done(&facts.binds.list.at[5]->bytes)));
	CHECK(span_eq(buf_done(&end->bytes), buf_done(&ends.binds.list.at[5]->bytes)));
	arena_free(arena);
}
