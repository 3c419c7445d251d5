#include "daemon/store/pq/sqlstate.h"

#include <string.h>

#include "base/cc.h"

/* The first that fits. What cancels a statement, COMMIT included, does so before anything is
 * committed; what ends a session may come after. */
static const struct {
	const char *begins;
	struct sqlstate says;
} rows[] = {
	{"08", {.ill = true, .unsure = true, .drops = true}}, /* the connection */
	/* Prepared statements are gone (a pooler), or made for another schema (a migration). */
	{"0A000", {.ill = true, .drops = true}}, {"26000", {.ill = true, .drops = true}},
	{"23505", {.overtaken = true}}, /* a unique index */
	/* Read only: a standby after a failover, or a full disk of a hosted database. */
	{"25006", {.ill = true, .drops = true}},
	{"25P02", {.ill = true, .drops = true}}, /* left within a failed transaction */
	{"25P03", {.ill = true, .unsure = true, .drops = true}}, /* idle for too long */
	{"25P04", {.ill = true, .unsure = true, .drops = true}}, /* a transaction for too long */
	{"40003", {.ill = true, .unsure = true, .drops = true}}, /* completion unknown */
	{"40", {.ill = true}},                                   /* serialization, deadlock */
	{"53", {.ill = true}},                                   /* disk, memory, connections */
	{"55P03", {.ill = true, .locked = true}},                /* lock_timeout */
	{"57014", {.ill = true}}, /* statement_timeout, or cancelled by hand */
	{"57", {.ill = true, .unsure = true, .drops = true}}, /* shutting down, crashed */
	{"58", {.ill = true}},                                /* reading or writing a file */
	{"72000", {.ill = true}},                             /* snapshot too old */
};

struct sqlstate sqlstate_of(const char *text)
{
	for (size_t i = 0; text != NULL && i < ARRAY_LEN(rows); i++)
		if (strncmp(text, rows[i].begins, strlen(rows[i].begins)) == 0)
			return rows[i].says;
	return (struct sqlstate){.ill = false};
}

bool sqlstate_is_misread(const char *text)
{
	return text != NULL && strncmp(text, "22", 2) == 0;
}
