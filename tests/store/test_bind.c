/* PostgreSQL's binary format, byte for byte (src/backend/utils/adt/arrayfuncs.c, array_recv). */
#include "base/arena.h"
#include "daemon/store/pq/bind.h"
#include "tests/check.h"

enum { ARENA_BYTES = 1 << 20 };

static void check_bytes(const char *hex, const struct bind *bind, struct arena *arena)
{
	struct buf text = buf_in(arena);

	buf_hex(&text, bind->bytes.at, bind->bytes.len);
	CHECK_SPAN(hex, buf_done(&text));
}

TEST(bind_single_values)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct binds binds = binds_in(arena);

	bind_int4(&binds, -2);
	bind_text(&binds, SPAN("ab"));
	bind_text(&binds, SPAN_NONE);
	CHECK_INT(3, binds.list.len);
	check_bytes("fffffffe", binds.list.at[0], arena);
	check_bytes("6162", binds.list.at[1], arena);
	CHECK(binds.list.at[2]->has_null && !binds.list.at[1]->has_null);
	arena_free(arena);
}

/* The header is filled in when the statement is sent: twenty bytes are kept for it. */
#define HEADER "0000000000000000000000000000000000000000"

TEST(bind_arrays)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct binds binds = binds_in(arena);
	struct bind *numbers = bind_array(&binds, BIND_INT8),
		    *small = bind_array(&binds, BIND_INT2);
	struct bind *days = bind_array(&binds, BIND_DATE), *at = bind_array(&binds, BIND_INSTANT);
	struct bind *texts = bind_array(&binds, BIND_TEXT);

	bind_add_int(numbers, 341);
	bind_add_null(numbers);
	check_bytes(HEADER "000000080000000000000155ffffffff", numbers, arena);
	CHECK_INT(2, numbers->count);
	CHECK(numbers->has_null);
	bind_add_int(small, -1);
	check_bytes(HEADER "00000002ffff", small, arena);
	bind_add_date(days, date_of(2000, 1, 1));
	bind_add_date(days, date_of(1999, 12, 31));
	bind_add_date(days, bind_date_always);
	check_bytes(HEADER "000000040000000000000004ffffffff0000000480000000", days, arena);
	bind_add_instant(at, INT64_C(946684800000001));
	check_bytes(HEADER "000000080000000000000001", at, arena);
	bind_add_span(texts, SPAN(""));
	bind_add_span(texts, SPAN_NONE);
	bind_add_word(texts, "x");
	check_bytes(HEADER "00000000ffffffff0000000178", texts, arena);
	CHECK_INT(3, texts->count);
	arena_free(arena);
}
