#include "daemon/store/pq/bind.h"

#include <string.h>

#include "base/arena.h"

/* Days and microseconds from 1970-01-01 to PostgreSQL's 2000-01-01. */
#define EPOCH_DAYS 10957
#define EPOCH_US   (INT64_C(86400000000) * EPOCH_DAYS)

enum { ARRAY_HEADER_BYTES = 20 };

/* Type oids of pg_type.dat; fixed for ever. */
static const struct {
	uint32_t oid;
	const char *word;
} types[] = {
	[BIND_BOOL] = {16, "boolean"},
	[BIND_INT2] = {21, "smallint"},
	[BIND_INT4] = {23, "int"},
	[BIND_INT8] = {20, "bigint"},
	[BIND_TEXT] = {25, "text"},
	[BIND_BYTEA] = {17, "bytea"},
	[BIND_UUID] = {2950, "uuid"},
	[BIND_DATE] = {1082, "date"},
	[BIND_INSTANT] = {1184, "timestamptz"},
};

const struct date bind_date_always = {INT32_MIN + EPOCH_DAYS};

uint32_t bind_oid(enum bind_type type)
{
	return types[type].oid;
}

const char *bind_type_word(enum bind_type type)
{
	return types[type].word;
}

static void put_big_endian(char *at, uint64_t value, size_t bytes)
{
	for (size_t i = bytes; i > 0; i--) {
		at[i - 1] = (char)(value & 0xff);
		value >>= 8;
	}
}

static void add_big_endian(struct buf *buf, uint64_t value, size_t bytes)
{
	char raw[8];

	put_big_endian(raw, value, bytes);
	buf_add(buf, raw, bytes);
}

static uint64_t get_big_endian(const char *at, size_t bytes)
{
	uint64_t value = 0;

	for (size_t i = 0; i < bytes; i++)
		value = value << 8 | (unsigned char)at[i];
	return value;
}

struct binds binds_in(struct arena *arena)
{
	return (struct binds){.arena = arena};
}

static struct bind *add(struct binds *binds, enum bind_type type, bool is_array)
{
	struct bind *bind = ARENA_NEW(binds->arena, struct bind);

	*VEC_PUSH(binds->arena, &binds->list) = bind;
	*bind = (struct bind){.type = type, .is_array = is_array, .bytes = buf_in(binds->arena)};
	return bind;
}

void bind_int4(struct binds *binds, int32_t value)
{
	add_big_endian(&add(binds, BIND_INT4, false)->bytes, (uint32_t)value, 4);
}

void bind_text(struct binds *binds, struct span value)
{
	struct bind *bind = add(binds, BIND_TEXT, false);

	bind->has_null = value.at == NULL;
	buf_span(&bind->bytes, value);
}

struct bind *bind_array(struct binds *binds, enum bind_type type)
{
	static const char header[ARRAY_HEADER_BYTES];
	struct bind *array = add(binds, type, true);

	buf_add(&array->bytes, header, sizeof(header));
	return array;
}

void bind_add_null(struct bind *array)
{
	array->count++;
	array->has_null = true;
	add_big_endian(&array->bytes, UINT32_MAX, 4);
}

static void add_value(struct bind *array, enum bind_type type, const void *bytes, size_t len)
{
	assert(array->is_array && array->type == type);
	array->count++;
	add_big_endian(&array->bytes, len, 4);
	buf_add(&array->bytes, bytes, len);
}

static void add_number(struct bind *array, enum bind_type type, int64_t value, size_t bytes)
{
	char raw[8];

	put_big_endian(raw, (uint64_t)value, bytes);
	add_value(array, type, raw, bytes);
}

void bind_add_bool(struct bind *array, bool value)
{
	add_number(array, BIND_BOOL, value, 1);
}

void bind_add_int(struct bind *array, int64_t value)
{
	assert(array->type == BIND_INT2 || array->type == BIND_INT4 || array->type == BIND_INT8);
	add_number(array, array->type, value,
		array->type == BIND_INT8           ? 8
			: array->type == BIND_INT4 ? 4
						   : 2);
}

void bind_add_span(struct bind *array, struct span value)
{
	if (value.at == NULL)
		bind_add_null(array);
	else
		add_value(array, array->type == BIND_BYTEA ? BIND_BYTEA : BIND_TEXT, value.at,
			value.len);
}

void bind_add_word(struct bind *array, const char *text)
{
	bind_add_span(array, span_of(text));
}

void bind_add_digest(struct bind *array, const struct digest *digest)
{
	add_value(array, BIND_BYTEA, digest->bytes, DIGEST_BYTES);
}

void bind_add_uuid(struct bind *array, struct uuid uuid)
{
	add_value(array, BIND_UUID, uuid.bytes, sizeof(uuid.bytes));
}

void bind_add_date(struct bind *array, struct date date)
{
	add_number(array, BIND_DATE, date.day - EPOCH_DAYS, 4);
}

void bind_add_instant(struct bind *array, int64_t unix_us)
{
	add_number(array, BIND_INSTANT, unix_us - EPOCH_US, 8);
}

/* An array's header: dimensions, whether it has nulls, the items' type, their number, the first
 * one's index. */
static void seal_header(struct bind *array)
{
	char *at = array->bytes.at;

	put_big_endian(at, array->count > 0, 4);
	put_big_endian(at + 4, array->has_null, 4);
	put_big_endian(at + 8, bind_oid(array->type), 4);
	if (array->count == 0) {
		array->bytes.len = 12;
		return;
	}
	put_big_endian(at + 12, (uint32_t)array->count, 4);
	put_big_endian(at + 16, 1, 4);
}

bool binds_send(PGconn *conn, const char *statement, struct binds *binds)
{
	size_t len = binds->list.len;
	const char **values = ARENA_ARRAY(binds->arena, const char *, len);
	int *lengths = ARENA_ARRAY(binds->arena, int, len);
	int *formats = ARENA_ARRAY(binds->arena, int, len);

	for (size_t i = 0; i < len; i++) {
		struct bind *bind = binds->list.at[i];

		if (bind->is_array)
			seal_header(bind);
		values[i] = !bind->is_array && bind->has_null ? NULL : buf_cstr(&bind->bytes);
		lengths[i] = (int)bind->bytes.len;
		formats[i] = 1;
	}
	return PQsendQueryPrepared(conn, statement, (int)len, values, lengths, formats, 1) == 1;
}

bool value_is_null(const PGresult *result, int row, int column)
{
	return PQgetisnull(result, row, column) == 1;
}

bool value_bool(const PGresult *result, int row, int column)
{
	assert(PQgetlength(result, row, column) == 1);
	return PQgetvalue(result, row, column)[0] != 0;
}

int64_t value_int(const PGresult *result, int row, int column)
{
	const char *at = PQgetvalue(result, row, column);

	switch (PQgetlength(result, row, column)) {
	case 2:
		return (int16_t)get_big_endian(at, 2);
	case 4:
		return (int32_t)get_big_endian(at, 4);
	case 8:
		return (int64_t)get_big_endian(at, 8);
	default:
		UNREACHABLE("a column that is no integer");
	}
}

struct span value_span(const PGresult *result, int row, int column)
{
	if (value_is_null(result, row, column))
		return SPAN_NONE;
	return (struct span){
		PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column)};
}

struct span value_dup(struct arena *arena, const PGresult *result, int row, int column)
{
	return span_dup(arena, value_span(result, row, column));
}

struct uuid value_uuid(const PGresult *result, int row, int column)
{
	struct uuid uuid;

	assert(PQgetlength(result, row, column) == sizeof(uuid.bytes));
	memcpy(uuid.bytes, PQgetvalue(result, row, column), sizeof(uuid.bytes));
	return uuid;
}

bool value_date_is_always(const PGresult *result, int row, int column)
{
	return value_int(result, row, column) == INT32_MIN;
}

struct date value_date(const PGresult *result, int row, int column)
{
	return (struct date){(int32_t)value_int(result, row, column) + EPOCH_DAYS};
}

int64_t value_instant(const PGresult *result, int row, int column)
{
	int64_t us = value_int(result, row, column);

	return us == INT64_MIN ? INT64_MIN : us + EPOCH_US;
}

struct digest value_digest(const PGresult *result, int row, int column)
{
	struct digest digest;

	assert(PQgetlength(result, row, column) == DIGEST_BYTES);
	memcpy(digest.bytes, PQgetvalue(result, row, column), DIGEST_BYTES);
	return digest;
}
