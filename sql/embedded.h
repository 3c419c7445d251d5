/*
 * The texts of sql/ inside the daemon, so that what it runs is what it was built with. tools/embed
 * writes them into embedded.c at build time.
 *
 * Names are base names without ".sql" ("0001_ledger", "payment_list"), ascending by bytes, which
 * is the order of migrations. Texts are NUL-terminated behind their len bytes and live for ever.
 */
#ifndef BURSAR_SQL_EMBEDDED_H
#define BURSAR_SQL_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
	const char *name;
	const char *text;
	size_t len; /* bytes of text */
};

/* sql/migrations/NNNN_name.sql; numbered from 0001 without gaps, so that entry i has number
 * i + 1. */
extern const struct embedded_file embedded_migrations[];
extern const size_t embedded_migrations_len;

/* sql/queries/NAME.sql */
extern const struct embedded_file embedded_queries[];
extern const size_t embedded_queries_len;

/* sql/lane/NAME.sql */
extern const struct embedded_file embedded_lane[];
extern const size_t embedded_lane_len;

/* sql/roles.sql */
extern const struct embedded_file embedded_roles;

#endif
