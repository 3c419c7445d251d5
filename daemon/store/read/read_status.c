#include "daemon/store/read/read_status.h"

#include <string.h>

#include "daemon/store/pq/sqlstate.h"

enum status read_status(const struct flight *flight)
{
	if (flight->status != STATUS_DB_REFUSED)
		return flight->status;
	if (sqlstate_of(connection_sqlstate(flight)).ill)
		return STATUS_DB_AWAY;
	return sqlstate_is_misread(connection_sqlstate(flight)) ? STATUS_BAD_INPUT
								: STATUS_DB_REFUSED;
}

void read_log_refused(const struct store_log *log, const char *query, const struct flight *flight)
{
	const char *sqlstate = connection_sqlstate(flight),
		   *text = PQresultErrorMessage(flight->failed);

	store_log(log, sqlstate_of(sqlstate).ill ? "warning" : "error",
		"query %s was refused: %s %.*s", query, sqlstate == NULL ? "" : sqlstate,
		(int)strcspn(text, "\n"), text);
}
