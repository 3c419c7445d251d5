#include "daemon/setup/metrics.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/cc.h"

enum { STATUSES = 6 };

struct metrics {
	/* By route_index; the last is for requests no route was found for. */
	struct counts {
		uint64_t requests[STATUSES]; /* by the status' first digit */
		uint64_t took_us;
	} * counts;
};

struct metrics *metrics_new(void)
{
	struct metrics *metrics = calloc(1, sizeof(*metrics));

	assert(metrics != NULL);
	metrics->counts = calloc(route_count() + 1, sizeof(*metrics->counts));
	assert(metrics->counts != NULL);
	return metrics;
}

void metrics_free(struct metrics *metrics)
{
	if (metrics == NULL)
		return;
	free(metrics->counts);
	free(metrics);
}

void metrics_count(struct metrics *metrics, const struct route *route, int status, int64_t took_us)
{
	unsigned index = route == NULL ? route_count() : route_index(route);
	unsigned class = (unsigned)status / 100;

	metrics->counts[index].requests[class < STATUSES ? class : 0]++;
	metrics->counts[index].took_us += (uint64_t)took_us;
}

static const char *name_of(unsigned index)
{
	return index == route_count() ? "none" : route_at(index)->template;
}

static const char *method_of(unsigned index)
{
	const struct route *route = route_at(index);

	if (route == NULL)
		return "any";
	return route_is_post(route) ? "POST" : "GET";
}

static void print_requests(const struct metrics *metrics, unsigned index, struct buf *out)
{
	for (unsigned class = 0; class < STATUSES; class ++)
		if (metrics->counts[index].requests[class] > 0)
			buf_printf(out,
				"bursar_http_requests_total{method=\"%s\",route=\"%s\",status="
				"\"%uxx\"} %" PRIu64 "\n",
				method_of(index), name_of(index), class,
				metrics->counts[index].requests[class]);
}

static void print_seconds(const struct metrics *metrics, unsigned index, struct buf *out)
{
	uint64_t count = 0;

	for (unsigned class = 0; class < STATUSES; class ++)
		count += metrics->counts[index].requests[class];
	if (count > 0)
		buf_printf(out,
			"bursar_http_request_seconds_total{method=\"%s\",route=\"%s\"} %" PRIu64
			".%06" PRIu64 "\n",
			method_of(index), name_of(index), metrics->counts[index].took_us / 1000000,
			metrics->counts[index].took_us % 1000000);
}

static void print_head(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* A family's lines stand together, behind its head. */
static void print_family(const struct metrics *metrics, const char *name, const char *help,
	void (*print)(const struct metrics *metrics, unsigned index, struct buf *out),
	struct buf *out)
{
	print_head(out, name, "counter", help);
	for (unsigned index = 0; index <= route_count(); index++)
		print(metrics, index, out);
}

static void print_figure(
	struct buf *out, const char *name, const char *type, const char *help, uint64_t value)
{
	print_head(out, name, type, help);
	buf_printf(out, "%s %" PRIu64 "\n", name, value);
}

void metrics_print(const struct metrics *metrics, const struct http_counts *http,
	const struct store_figures *store, struct buf *out)
{
	const struct figure {
		const char *name, *type, *help;
		uint64_t value;
	} figures[] = {
		{"bursar_http_connections", "gauge", "Connections open now.",
			(uint64_t)http->connections},
		{"bursar_http_connections_total", "counter", "Connections accepted.",
			(uint64_t)http->accepted_total},
		{"bursar_http_connections_refused_total", "counter",
			"Connections closed at once, since nobody else could go.",
			(uint64_t)http->over_limit_total},
		{"bursar_http_connections_displaced_total", "counter",
			"Connections closed for a newer one.", (uint64_t)http->displaced_total},
		{"bursar_http_accept_paused_total", "counter",
			"Times that no descriptor was left for a connection.",
			(uint64_t)http->paused_total},
		{"bursar_http_handshakes_late_total", "counter", "Handshakes past their deadline.",
			(uint64_t)http->handshakes_late_total},
		{"bursar_http_requests_late_total", "counter", "Requests past their deadline.",
			(uint64_t)http->requests_late_total},
		{"bursar_commands_total", "counter", "Commands answered.", store->commands},
		{"bursar_commands_recorded_total", "counter", "Commands recorded.",
			store->recorded},
		{"bursar_commands_refused_total", "counter", "Commands refused by a rule.",
			store->refused},
		{"bursar_commands_replayed_total", "counter",
			"Commands whose key had been used before.", store->replayed},
		{"bursar_commands_waiting", "gauge", "Commands waiting for a lane.",
			store->waiting},
		{"bursar_batches_total", "counter", "Transactions of commands.", store->batches},
		{"bursar_batches_failed_total", "counter", "Batches the database refused.",
			store->failed_batches},
		{"bursar_queries_total", "counter", "Reads sent to the database.", store->queries},
		{"bursar_queries_waiting", "gauge", "Reads waiting for their turn.",
			store->reads_waiting},
		{"bursar_sign_ins_total", "counter", "Certificates looked up in the database.",
			store->sign_ins},
		{"bursar_sign_ins_waiting", "gauge", "Certificates waiting to be looked up.",
			store->sign_ins_waiting},
		{"bursar_database_connections", "gauge", "Connections that are up.",
			store->connections_up},
		{"bursar_database_connections_wanted", "gauge", "Connections configured.",
			store->connections_wanted},
		{"bursar_database_oldest_flight_milliseconds", "gauge",
			"For how long the database has not answered what was sent first.",
			(uint64_t)store->oldest_flight_us / 1000},
	};

	for (size_t i = 0; i < ARRAY_LEN(figures); i++)
		print_figure(
			out, figures[i].name, figures[i].type, figures[i].help, figures[i].value);
	print_family(
		metrics, "bursar_http_requests_total", "Requests answered.", print_requests, out);
	print_family(metrics, "bursar_http_request_seconds_total",
		"Time from the last byte of requests to the last of their answers.", print_seconds,
		out);
}
