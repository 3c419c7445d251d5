#include "daemon/setup/metrics.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "daemon/http/http.h"
#include "daemon/routes.h"
#include "daemon/store/store.h"
#include "tests/check.h"

static bool says(const struct buf *out, const char *line)
{
	return memmem(out->at, out->len, line, strlen(line)) != NULL;
}

/* Each request under its route and its hundred, a status of no hundred as none of them. */
TEST(metrics_count_by_route_and_status)
{
	static const struct {
		int status;
		bool found;
	} rows[] = {{200, true}, {299, true}, {404, true}, {499, true}, {500, true}, {503, true},
		{404, false}, {999, true}};
	struct arena *arena = arena_new(1 << 20);
	struct metrics *metrics = metrics_new();
	struct buf out = buf_in(arena);
	struct route_path path;
	const struct route *route = route_find(true, SPAN("/v1/payments"), &path).route;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		metrics_count(
			metrics, rows[i].found ? route : NULL, rows[i].status, 500000 + (int)i);
	metrics_print(metrics, &(struct http_counts){.accepted_total = 7},
		&(struct store_figures){.recorded = 9, .oldest_flight_us = 2999}, &out);
#define REQUESTS "\nbursar_http_requests_total{method="
	CHECK(says(&out, REQUESTS "\"POST\",route=\"/v1/payments\",status=\"0xx\"} 1\n"));
	CHECK(!says(&out, "status=\"1xx\""));
	CHECK(says(&out, REQUESTS "\"POST\",route=\"/v1/payments\",status=\"2xx\"} 2\n"));
	CHECK(!says(&out, "status=\"3xx\""));
	CHECK(says(&out, REQUESTS "\"POST\",route=\"/v1/payments\",status=\"4xx\"} 2\n"));
	CHECK(says(&out, REQUESTS "\"POST\",route=\"/v1/payments\",status=\"5xx\"} 2\n"));
	CHECK(says(&out, REQUESTS "\"any\",route=\"none\",status=\"4xx\"} 1\n"));
	CHECK(says(&out,
		"\nbursar_http_request_seconds_total{method=\"POST\",route=\"/v1/payments\"} "
		"3.500022\n"));
	CHECK(says(&out, "\nbursar_http_connections_total 7\n"));
	CHECK(says(&out, "\nbursar_commands_recorded_total 9\n"));
	CHECK(says(&out, "\nbursar_database_oldest_flight_milliseconds 2\n"));
	metrics_free(metrics);
	arena_free(arena);
}
