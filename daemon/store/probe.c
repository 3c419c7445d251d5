#include "daemon/store/probe.h"

#include <stdio.h>
#include <string.h>

#include "daemon/store/clock.h"

/* Its row is no part of any ledger: of all daemons, one. */
#define WRITE                                                                                      \
	"INSERT INTO probe (at) VALUES (clock_timestamp()) "                                       \
	"ON CONFLICT (one) DO UPDATE SET at = excluded.at"

static void landed(void *context, const struct flight *flight)
{
	struct probe *probe = context;
	bool was_well = probe->trouble[0] == '\0';

	probe->under_way = false;
	/* A lost connection is told as what it is. */
	probe->trouble[0] = '\0';
	if (flight->status == STATUS_DB_REFUSED) {
		const char *text = PQresultErrorMessage(flight->failed);

		snprintf(probe->trouble, sizeof(probe->trouble), "it takes no row: %.*s",
			(int)strcspn(text, "\n"), text);
		if (was_well)
			store_log(probe->log, "warning", "the database: %s", probe->trouble);
	}
	probe->freed(probe->context);
}

void probe_look(struct probe *probe)
{
	int64_t now_us = clock_steady_us();
	struct lane *lane = NULL;

	if (probe->under_way ||
		(probe->has_written && now_us - probe->began_us < (int64_t)PROBE_MS * 1000))
		return;
	lane = lanes_next(probe->lanes);
	if (lane == NULL)
		return;
	probe->under_way = probe->has_written = true;
	probe->began_us = now_us;
	connection_add_plain(lane->connection, WRITE);
	connection_fly(lane->connection, landed, probe);
}

const char *probe_trouble(const struct probe *probe)
{
	return probe->trouble[0] == '\0' ? NULL : probe->trouble;
}
