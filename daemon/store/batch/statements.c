#include "daemon/store/batch/statements.h"

#include <string.h>

#include "daemon/store/batch/append.h"
#include "daemon/store/pq/query.h"
#include "sql/embedded.h"

/* Authority and staff, and those the header of a query names; sql/queries/README.md. */
static int texts_of(const char *text)
{
	static const char header[] = "-- params:";
	const char *at = strstr(text, header);
	int count = 2;

	if (at == NULL)
		return 0;
	at += sizeof(header) - 1;
	for (size_t len = strcspn(at, "\n"), i = 0; i < len; i++)
		count += at[i] == ' ' && at[i + 1] >= 'a' && at[i + 1] <= 'z';
	return count;
}

/* The daemon's own, and room for more. */
static struct statement_list own(struct arena *arena, enum query_of of, size_t more)
{
	struct statement_list list = {
		.at = ARENA_ARRAY(arena, struct statement, QUERIES + more),
	};

	list.len = query_statements(of, list.at);
	return list;
}

struct statements *statements_of(struct arena *arena)
{
	struct statements *all = ARENA_NEW(arena, struct statements);

	all->lane = append_statements(arena, QUERIES);
	all->lane.len += query_statements(QUERY_OF_LANE, all->lane.at + all->lane.len);
	all->reader = own(arena, QUERY_OF_READER, embedded_queries_len);
	for (size_t i = 0; i < embedded_queries_len; i++)
		all->reader.at[all->reader.len++] =
			(struct statement){.name = embedded_queries[i].name,
				.text = embedded_queries[i].text,
				.texts = texts_of(embedded_queries[i].text)};
	all->signing = own(arena, QUERY_OF_SIGNING, 0);
	return all;
}
