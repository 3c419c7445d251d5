#include "daemon/store/lanes.h"

#include <stdlib.h>

enum {
	/* Beyond statement_timeout, so that PostgreSQL's word comes first if it has one. */
	FLIGHT_MS_MAX = 12000,
	/* From when on /readyz tells of a flight: a lane waits for a lock for 2 s at most. */
	SLOW_MS = 5000
};

/* Plans are made once, perhaps while tables are empty, and are always the same: for each item of a
 * small array, a look at a key. */
#define OPTIONS                                                                                    \
	"-c search_path=bursar -c plan_cache_mode=force_generic_plan -c enable_seqscan=off "       \
	"-c enable_hashjoin=off -c enable_mergejoin=off -c jit=off "                               \
	"-c statement_timeout=10000 -c idle_in_transaction_session_timeout=10000"

struct lanes {
	struct lane list[LANES_MAX];
	int len;
	struct lane_lists lists;
	struct lane_figures figures;
};

struct lanes *lanes_new(
	int len, const struct lane_config *config, const struct connection_config *usual)
{
	struct lanes *lanes = calloc(1, sizeof(*lanes));
	struct lane_config each = *config;
	struct connection_config connection = *usual;

	assert(lanes != NULL);
	assert(len >= 1 && len <= LANES_MAX);
	assert(config->batch_max >= 1 && config->batch_max <= LANE_BATCH_MAX);
	each.figures = &lanes->figures;
	if (each.batch_bytes_max == 0)
		each.batch_bytes_max = LANE_BATCH_BYTES_MAX;
	connection.name = "bursard lane";
	connection.options = OPTIONS;
	connection.writes = true;
	connection.slow_ms = SLOW_MS;
	if (connection.flight_ms_max == 0)
		connection.flight_ms_max = FLIGHT_MS_MAX;
	for (; lanes->len < len; lanes->len++)
		lane_begin(&lanes->list[lanes->len], &lanes->lists, &each, &connection);
	return lanes;
}

void lanes_free(struct lanes *lanes)
{
	for (int i = 0; i < lanes->len; i++)
		lane_end(&lanes->list[i]);
	free(lanes);
}

struct lane *lanes_next(const struct lanes *lanes)
{
	for (struct lane_place *place = lanes->lists.free; place != NULL; place = place->next) {
		struct lane *lane = (struct lane *)place;

		if (connection_is_free(lane->connection))
			return lane;
	}
	return NULL;
}

bool lanes_are_hopeful(const struct lanes *lanes)
{
	for (int i = 0; i < lanes->len; i++)
		if (connection_is_hopeful(lanes->list[i].connection))
			return true;
	return false;
}

bool lanes_are_idle(const struct lanes *lanes)
{
	for (int i = 0; i < lanes->len; i++)
		if (!told_is_done(&lanes->list[i].told))
			return false;
	return lanes->lists.at_work == NULL;
}

struct connection *lanes_connection(const struct lanes *lanes, int i)
{
	return i < lanes->len ? lanes->list[i].connection : NULL;
}

struct lane_figures lanes_figures(const struct lanes *lanes)
{
	return lanes->figures;
}
