/* Reads that compute: in slices by a clock, over rows whose marks are opened, with bounds. */
#include "daemon/store/read/computing.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "daemon/store/sealing.h"
#include "render/people_find.h"
#include "tests/check.h"

enum { ARENA_BYTES = 512 << 20, TEXT_OID = 25, INT4_OID = 23 };

/* --- a clock that goes on by so much with each look --- */

static int64_t clock_us, step_us;

static int64_t now(void)
{
	return clock_us += step_us;
}

/* --- rows --- */

/* Takes any format: columns are told apart by type alone. */
static PGresult *rows_of(int columns, unsigned second_type)
{
	PGresAttDesc descs[] = {{(char[]){"reply"}, 0, 0, 1, TEXT_OID, -1, -1},
		{(char[]){"next"}, 0, 0, 1, second_type, -1, -1}};
	PGresult *rows = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);

	CHECK(rows != NULL && PQsetResultAttrs(rows, columns, descs) == 1);
	return rows;
}

static void set_cell(PGresult *rows, int row, int column, const char *text, size_t len)
{
	static char value[1 << 20];

	memcpy(value, text, len);
	CHECK(PQsetvalue(rows, row, column, value, (int)len) == 1);
}

static void add_row(PGresult *rows, struct arena *arena, int number)
{
	const char *row = arena_printf(
		arena, "{\"ref\":\"R%05d\",\"person\":null,\"category\":null}", number);
	const char *next = arena_printf(arena, "R%05d", number);

	set_cell(rows, number, 0, row, strlen(row));
	set_cell(rows, number, 1, next, strlen(next));
}

/* --- a function that counts --- */

struct counts {
	int rows, tells;
	size_t bytes;
	bool goes_on;
};

static struct counts counts;

static void *count_begin(struct arena *arena, const struct span *values)
{
	(void)arena;
	(void)values;
	counts = (struct counts){.rows = 0};
	return &counts;
}

static void count_row(void *state, struct arena *scratch, struct span row)
{
	(void)state;
	/* Scratch is given anew with each row: all of them together take more than there is. */
	(void)arena_alloc(scratch, 4 << 10);
	counts.rows++;
	counts.bytes += row.len;
}

/* In three parts, the last one as long as a test wants. */
static size_t reply_bytes;

static bool count_tell(void *state, bool goes_on, struct json *out)
{
	(void)state;
	counts.goes_on = goes_on;
	for (size_t i = 0; counts.tells == 2 && i < reply_bytes; i++)
		buf_char(&out->bytes, 'x');
	return ++counts.tells == 3;
}

static const struct render counting = {count_begin, count_row, count_tell};

static struct seal_key wrapping;

struct rig {
	struct arena *arena;
	struct computing *computing;
};

static struct rig rig_begin(const struct render *render, PGresult *rows, const char *text)
{
	struct rig rig = {.arena = arena_new(ARENA_BYTES)};
	struct span values[] = {span_of(text), SPAN("10")};
	struct span *kept = ARENA_ARRAY(rig.arena, struct span, 2);

	memset(wrapping.bytes, 1, SEAL_KEY_BYTES);
	memcpy(kept, values, sizeof(values));
	rig.computing = computing_new(rig.arena, render, kept, &wrapping, rows);
	clock_us = 0;
	step_us = 1000;
	return rig;
}

static void rig_end(struct rig *rig)
{
	computing_free(rig->computing);
	arena_free(rig->arena);
}

/* The slices it takes. */
static int slices(struct rig *rig)
{
	int count = 1;

	while (!computing_go_on(rig->computing, clock_us + COMPUTING_SLICE_US, now))
		count++;
	return count;
}

/* Rows and parts of the reply alike: five of a millisecond in each slice of five. */
TEST(computing_goes_in_slices)
{
	static const struct {
		int rows, step_us, slices;
	} cases[] = {{0, 1000, 1}, {1, 1000, 1}, {2, 1000, 1}, {3, 1000, 2}, {97, 1000, 20},
		{98, 1000, 21}, {7, 5000, 10}, {7, 100000, 10}, {1000, 1, 1}};
	struct arena *arena = arena_new(ARENA_BYTES);

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		PGresult *rows = rows_of(2, TEXT_OID);
		struct span reply, next = SPAN("?");
		struct rig rig;

		check_row("%d rows of %d us", cases[i].rows, cases[i].step_us);
		for (int n = 0; n < cases[i].rows; n++)
			add_row(rows, arena, n);
		rig = rig_begin(&counting, rows, "x");
		step_us = cases[i].step_us;
		reply_bytes = 7;
		CHECK_INT(cases[i].slices, slices(&rig));
		CHECK_INT(cases[i].rows, counts.rows);
		CHECK_INT(OK, computing_end(rig.computing, &reply, &next));
		CHECK_SPAN("xxxxxxx", reply);
		CHECK(next.at == NULL && !counts.goes_on);
		rig_end(&rig);
	}
	arena_free(arena);
}

/* Ten thousand, and one more, which is the next page's. */
TEST(computing_looks_at_ten_thousand)
{
	struct arena *arena = arena_new(ARENA_BYTES);

	for (int over = 0; over <= 1; over++) {
		PGresult *rows = rows_of(2, TEXT_OID);
		struct span reply, next = SPAN_NONE;
		struct rig rig;

		check_row("%d over", over);
		for (int n = 0; n < COMPUTING_ROWS_MAX + over; n++)
			add_row(rows, arena, n);
		rig = rig_begin(&counting, rows, "x");
		step_us = 0;
		CHECK_INT(1, slices(&rig));
		CHECK_INT(COMPUTING_ROWS_MAX, counts.rows);
		CHECK_INT(OK, computing_end(rig.computing, &reply, &next));
		CHECK_SPAN(over ? "R09999" : NULL, next);
		CHECK_INT(over, counts.goes_on);
		rig_end(&rig);
	}
	arena_free(arena);
}

TEST(computing_finds_who_is_sealed)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct slice_person person = {.born = date_of(2001, 12, 10), .name = SPAN("Zoë O'Neill")};
	struct buf row = buf_in(arena);
	struct span reply, next, wrapped, sealed;
	PGresult *rows = rows_of(2, TEXT_OID);
	char id[UUID_TEXT + 1];
	struct rig rig;

	hash_begin();
	memset(wrapping.bytes, 1, SEAL_KEY_BYTES);
	memset(person.id.bytes, 2, sizeof(person.id.bytes));
	memset(person.key.bytes, 3, SEAL_KEY_BYTES);
	wrapped = sealing_wrap(arena, &wrapping, &person);
	sealed = sealing_person(arena, &person);
	uuid_format(person.id, id);
	add_row(rows, arena, 0);
	buf_printf(&row, "{\"ref\":\"LEI-1\",\"person\":\"@sealed:person:%s:", id);
	buf_hex(&row, wrapped.at, wrapped.len);
	buf_char(&row, ':');
	buf_hex(&row, sealed.at, sealed.len);
	buf_text(&row, "\",\"category\":\"eligible\",\"since\":null}");
	set_cell(rows, 1, 0, row.at, row.len);
	set_cell(rows, 1, 1, "LEI-1", 5);
	rig = rig_begin(&people_find, rows, "zoe 10/12/2001");
	CHECK_INT(1, slices(&rig));
	CHECK_INT(OK, computing_end(rig.computing, &reply, &next));
	CHECK_SPAN(
		"{\"items\":[{\"ref\":\"LEI-1\",\"name\":\"Zo\\u00eb O'Neill\",\"born\":\"2001-12-"
		"10\",\"category\":\"eligible\",\"since\":\"2017-12-10\"}],\"found\":1,\"more\":"
		"{\"items\":null,\"people\":null}}",
		reply);
	rig_end(&rig);
	arena_free(arena);
	seal_end();
	hash_end();
}

TEST(computing_has_bounds)
{
	static char large[4 * COMPUTING_ROW_BYTES_MAX + 1];

	static const struct {
		size_t row, reply;
		enum status status;
	} cases[] = {{COMPUTING_ROW_BYTES_MAX, 1, OK},
		{COMPUTING_ROW_BYTES_MAX + 1, 1, STATUS_LIMIT}, {sizeof(large), 1, STATUS_LIMIT},
		{1, COMPUTING_REPLY_BYTES_MAX, OK},
		{1, COMPUTING_REPLY_BYTES_MAX + 1, STATUS_LIMIT}};

	memset(large, 'a', sizeof(large));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		PGresult *rows = rows_of(2, TEXT_OID);
		struct span reply, next;
		struct rig rig;

		check_row("%zu", i);
		set_cell(rows, 0, 0, large, cases[i].row);
		set_cell(rows, 0, 1, "a", 1);
		reply_bytes = cases[i].reply;
		rig = rig_begin(&counting, rows, "x");
		CHECK_INT(1, slices(&rig));
		CHECK_INT(cases[i].status, computing_end(rig.computing, &reply, &next));
		rig_end(&rig);
	}
}

/* A query that does not give what it should is a bug of ours that harms nobody. */
TEST(computing_wants_a_row_and_its_cursor)
{
	static const struct {
		int columns;
		unsigned second_type;
		enum status status;
	} cases[] = {{2, TEXT_OID, OK}, {1, TEXT_OID, STATUS_DB_REFUSED},
		{2, INT4_OID, STATUS_DB_REFUSED}};

	reply_bytes = 1;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		PGresult *rows = rows_of(cases[i].columns, cases[i].second_type);
		struct span reply, next;
		struct rig rig;

		check_row("%zu", i);
		set_cell(rows, 0, 0, "{}", 2);
		rig = rig_begin(&counting, rows, "x");
		CHECK_INT(1, slices(&rig));
		CHECK_INT(cases[i].status, computing_end(rig.computing, &reply, &next));
		rig_end(&rig);
	}
}
