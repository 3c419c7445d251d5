#include "daemon/store/pq/query.h"

#include <string.h>

#include "sql/embedded.h"

enum row {
	ROW_NOTHING,

#define ROW(row, ...) ROW_##row,
#include "daemon/store/pq/query.def"
	ROWS
};

static const char *const columns[ROWS] = {
#define ROW(row, ...)           [ROW_##row] = __VA_ARGS__,
#define COLUMN(row, name, form) #name " "
#include "daemon/store/pq/query.def"
};

static const char *const forms[ROWS] = {
#define ROW(row, ...)           [ROW_##row] = __VA_ARGS__,
#define COLUMN(row, name, form) form
#include "daemon/store/pq/query.def"
};

static const struct {
	const char *name, *says;
	enum query_of of;
	enum row row;
} queries[QUERIES] = {

#define QUERY(connection, name, row, says)                                                         \
	[QUERY_##name] = {#name, says, QUERY_OF_##connection, ROW_##row},
#include "daemon/store/pq/query.def"
};

static const char *text_of(const char *name)
{
	for (size_t i = 0; i < embedded_lane_len; i++)
		if (strcmp(embedded_lane[i].name, name) == 0)
			return embedded_lane[i].text;
	UNREACHABLE("a statement without its file in sql/lane");
}

const char *query_name(enum query query)
{
	return queries[query].name;
}

const char *query_says(enum query query)
{
	return queries[query].says;
}

const char *query_form(enum query query)
{
	return forms[queries[query].row];
}

size_t query_statements(enum query_of of, struct statement *list)
{
	size_t len = 0;

	for (enum query query = 0; query < QUERIES; query++)
		if (queries[query].of == of)
			list[len++] = (struct statement){.name = queries[query].name,
				.text = text_of(queries[query].name),
				.columns = columns[queries[query].row],
				.form = forms[queries[query].row]};
	return len;
}
