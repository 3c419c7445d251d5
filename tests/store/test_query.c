/* The statements of sql/lane: each file is in query.def, and each has its file. */
#include <string.h>

#include "daemon/store/pq/query.h"
#include "sql/embedded.h"
#include "tests/check.h"

TEST(query_of_each_file)
{
	struct statement list[QUERIES];
	size_t len = 0;

	for (enum query_of of = 0; of <= QUERY_OF_SIGNING; of++)
		len += query_statements(of, list);
	CHECK_INT(QUERIES, len);
	CHECK_INT(QUERIES, embedded_lane_len);
	for (size_t i = 0; i < embedded_lane_len; i++) {
		bool found = false;

		check_row("%s", embedded_lane[i].name);
		for (enum query query = 0; query < QUERIES; query++)
			found |= strcmp(query_name(query), embedded_lane[i].name) == 0;
		CHECK(found);
	}
}

TEST(query_of_one_connection)
{
	struct statement list[QUERIES];

	CHECK_INT(2, query_statements(QUERY_OF_READER, list));
	CHECK_TEXT("read_authority", list[0].name);
	CHECK(list[0].columns == NULL && list[0].form == NULL);
	CHECK(query_statements(QUERY_OF_LANE, list) > 1);
	CHECK_TEXT("head_lock", list[1].name);
	CHECK_TEXT("size at offer_serial staff_serial rules_serial clock ", list[1].columns);
	CHECK_TEXT("isiiis", list[1].form);
	CHECK_INT(5, HEAD_clock);
}
