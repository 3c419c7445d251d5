#include "daemon/store/batch/rows.h"

#include "base/arena.h"
#include "core/decide/reason.h"
#include "daemon/store/sealing.h"

/* How a column travels, and what stands around its item in the INSERT. */
enum kind { BOOL, INT2, INT4, INT8, TEXT, WORD, WORDS, BYTES, DIGEST, UUID, DATE, INSTANT };

static const struct {
	enum bind_type type;
	const char *before, *behind;
} kinds[] = {
	[BOOL] = {BIND_BOOL, "", ""},
	[INT2] = {BIND_INT2, "", ""},
	[INT4] = {BIND_INT4, "", ""},
	[INT8] = {BIND_INT8, "", ""},
	[TEXT] = {BIND_TEXT, "", ""}, /* of a span; NULL if it is absent */
	[WORD] = {BIND_TEXT, "", ""}, /* of a C string */
	/* An array of words: unnest would take arrays of arrays apart. */
	[WORDS] = {BIND_TEXT, "string_to_array(", ", ' ')"},
	[BYTES] = {BIND_BYTEA, "", ""},
	[DIGEST] = {BIND_BYTEA, "", ""},
	[UUID] = {BIND_UUID, "", ""},
	[DATE] = {BIND_DATE, "", ""},
	[INSTANT] = {BIND_INSTANT, "", ""},
};

#define ADD_BOOL    bind_add_bool
#define ADD_INT2    bind_add_int
#define ADD_INT4    bind_add_int
#define ADD_INT8    bind_add_int
#define ADD_TEXT    bind_add_span
#define ADD_WORD    bind_add_word
#define ADD_WORDS   bind_add_span
#define ADD_BYTES   bind_add_span
#define ADD_DIGEST  bind_add_digest
#define ADD_UUID    bind_add_uuid
#define ADD_DATE    bind_add_date
#define ADD_INSTANT bind_add_instant

struct column {
	const char *name;
	enum kind kind;
};

/* Each ends with a column without a name. */
#define TABLE(table, made_of, ...)                                                                 \
	static const struct column columns_of_##table[] = {__VA_ARGS__{NULL, 0}};
#define COLUMN(name, kind, ...) {#name, kind},
#include "daemon/store/batch/rows.def"

static const struct {
	const char *name, *statement;
	const struct column *columns;
} tables[TABLES] = {

#define TABLE(table, made_of, ...) [TABLE_##table] = {#table, "add_" #table, columns_of_##table},
#include "daemon/store/batch/rows.def"
};

/* --- what some values are made by --- */

static void add_word(struct buf *words, const char *word)
{
	if (words->len > 0)
		buf_char(words, ' ');
	buf_text(words, word);
}

static struct span roles_in_words(struct arena *arena, unsigned roles)
{
	struct buf words = buf_in(arena);

	for (unsigned n = 0; n < ROLES; n++)
		if ((roles & role_at(n)) != 0)
			add_word(&words, role_word(role_at(n)));
	return buf_done(&words);
}

static struct span reasons_in_words(struct arena *arena, const bool reasons[REASON_CODES])
{
	struct buf words = buf_in(arena);

	for (unsigned code = 0; code < REASON_CODES; code++)
		if (reasons[code])
			add_word(&words, reason_word((enum reason_code)code));
	return buf_done(&words);
}

static bool resolves(const struct transfer *transfer)
{
	return transfer->phase == TRANSFER_SETTLE || transfer->phase == TRANSFER_RELEASE;
}

/* --- rows --- */

struct rows rows_of(struct arena *arena, const struct store_authority *authority, enum table table)
{
	struct rows rows = {
		.arena = arena, .authority = authority, .table = table, .binds = binds_in(arena)};

	bind_int4(&rows.binds, authority->id);
	for (const struct column *column = tables[table].columns; column->name != NULL; column++)
		bind_array(&rows.binds, kinds[column->kind].type);
	return rows;
}

/* A column behind the other, from that behind the authority's on. */
#define MADE_OF(...) (struct rows * rows, __VA_ARGS__)
#define TABLE(table, made_of, ...)                                                                 \
	void rows_add_##table MADE_OF made_of                                                      \
	{                                                                                          \
		struct bind **to = rows->binds.list.at;                                            \
                                                                                                   \
		rows->len++;                                                                       \
		__VA_ARGS__                                                                        \
	}
#define COLUMN(name, kind, ...) ADD_##kind(*++to, __VA_ARGS__);
#define COLUMN_IF(name, kind, condition, ...)                                                      \
	++to;                                                                                      \
	if (condition)                                                                             \
		ADD_##kind(*to, __VA_ARGS__);                                                      \
	else                                                                                       \
		bind_add_null(*to);
#include "daemon/store/batch/rows.def"

void rows_send(struct rows *rows, struct connection *connection)
{
	if (rows->len > 0)
		connection_add(connection, tables[rows->table].statement, &rows->binds);
}

/* --- statements --- */

static void add_names(struct buf *text, const struct column *columns, const char *comma)
{
	for (const struct column *column = columns; column->name != NULL; column++) {
		buf_text(text, column == columns ? "" : comma);
		buf_text(text, column->name);
	}
}

static void add_values(struct buf *text, const struct column *columns)
{
	for (const struct column *column = columns; column->name != NULL; column++)
		buf_printf(text, ", %sw.%s%s", kinds[column->kind].before, column->name,
			kinds[column->kind].behind);
}

static void add_arrays(struct buf *text, const struct column *columns)
{
	for (const struct column *column = columns; column->name != NULL; column++)
		buf_printf(text, "%s$%td::%s[]", column == columns ? "" : ", ",
			column - columns + 2, bind_type_word(kinds[column->kind].type));
}

struct statement rows_statement(struct arena *arena, enum table table)
{
	const struct column *columns = tables[table].columns;
	struct buf text = buf_in(arena);

	buf_printf(&text, "INSERT INTO %s (authority_id, ", tables[table].name);
	add_names(&text, columns, ", ");
	buf_text(&text, ")\nSELECT $1::int");
	add_values(&text, columns);
	buf_text(&text, "\nFROM unnest(");
	add_arrays(&text, columns);
	buf_text(&text, ")\n\tAS w (");
	add_names(&text, columns, ", ");
	buf_text(&text, ")");
	return (struct statement){.name = tables[table].statement, .text = buf_cstr(&text)};
}
