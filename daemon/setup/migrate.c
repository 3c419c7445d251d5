#include "daemon/setup/migrate.h"

#include <stdint.h>
#include <string.h>
#include <time.h>

#include <libpq-fe.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/parse.h"
#include "daemon/setup/key_checks.h"
#include "sql/embedded.h"

enum {
	/* Another migrate may make the same roles and schema at the same moment, in another
	 * database of the cluster as well: what PostgreSQL refuses for that is tried again. */
	PREPARE_TRIES_MAX = 20,
	PREPARE_WAIT_MS = 100,
	SQLSTATE_LEN = 5,
};

#define CONNECT_TIMEOUT_S "5"

static const char schema_sql[] =
	"CREATE SCHEMA IF NOT EXISTS bursar AUTHORIZATION bursar_owner;"
	"SET LOCAL ROLE bursar_owner;"
	"CREATE TABLE IF NOT EXISTS bursar.migration ("
	"number integer PRIMARY KEY, name text NOT NULL, digest bytea NOT NULL, "
	"applied_at timestamptz NOT NULL DEFAULT now())";

struct migrate {
	struct arena *arena;
	PGconn *conn;
	FILE *out;
	const char *error;
	char sqlstate[SQLSTATE_LEN +
		1]; /* of the last statement that failed; "" if none is known */
};

static void close_conn(PGconn **conn)
{
	PQfinish(*conn);
}

static void clear_result(PGresult **result)
{
	PQclear(*result);
}

static void ignore_notice(void *context, const char *text)
{
	(void)context;
	(void)text;
}

static const char *first_line(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strcspn(text, "\n"));
}

static PGconn *dial(const char *conninfo)
{
	const char *const names[] = {
		"fallback_application_name", "connect_timeout", "dbname", NULL};
	const char *const values[] = {"bursard", CONNECT_TIMEOUT_S, conninfo, NULL};
	PGconn *conn = PQconnectdbParams(names, values, 1);

	assert(conn != NULL);
	PQsetNoticeProcessor(conn, ignore_notice, NULL);
	return conn;
}

static const char *remedy_of(const char *sqlstate)
{
	if (strcmp(sqlstate, "42501") == 0) /* insufficient_privilege */
		return "; name in owner: a superuser, or a role with CREATEROLE that may create "
		       "schemas in this database";
	return "";
}

/* NULL if it failed, and m->error says why. */
static PGresult *checked(struct migrate *m, const char *doing, PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *says = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return result;
	snprintf(m->sqlstate, sizeof(m->sqlstate), "%s", sqlstate == NULL ? "" : sqlstate);
	if (says == NULL)
		says = first_line(m->arena, PQerrorMessage(m->conn));
	m->error = arena_printf(m->arena, "%s: %s%s", doing, says, remedy_of(m->sqlstate));
	PQclear(result);
	return NULL;
}

static bool run(struct migrate *m, const char *doing, const char *sql)
{
	PGresult *result CLEANUP(clear_result) = checked(m, doing, PQexec(m->conn, sql));

	return result != NULL;
}

/* Success is COMMIT's tag: after an error PostgreSQL answers it with ROLLBACK, and no error. */
static bool commit(struct migrate *m)
{
	PGresult *result CLEANUP(clear_result) =
		checked(m, "the transaction cannot be committed", PQexec(m->conn, "COMMIT"));

	if (result == NULL)
		return false;
	if (strcmp(PQcmdStatus(result), "COMMIT") == 0)
		return true;
	m->error = "the transaction was rolled back";
	return false;
}

static void roll_back(struct migrate *m)
{
	PQclear(PQexec(m->conn, "ROLLBACK"));
}

/* --- what is there --- */

static struct digest digest_of(const struct embedded_file *file)
{
	return hash_sha256((struct span){file->text, file->len});
}

static const char *versions_differ(struct arena *arena, int64_t there)
{
	bool newer = there > (int64_t)embedded_migrations_len;

	return arena_printf(arena,
		"the database has schema version %lld and this bursard %s %zu; %s",
		(long long)there, newer ? "knows only" : "needs", embedded_migrations_len,
		newer ? "install the bursard it was migrated with, or a newer one"
		      : "run `bursard migrate`");
}

/* Row i must be our migration i + 1. */
static bool is_ours(const PGresult *rows, int i)
{
	const struct embedded_file *file = &embedded_migrations[i];
	struct digest ours = digest_of(file), theirs;
	const char *hex = PQgetvalue(rows, i, 2);
	int64_t number;

	if (!parse_int(span_of(PQgetvalue(rows, i, 0)), 1, INT32_MAX, &number) || number != i + 1)
		return false;
	return parse_hex(span_of(hex), theirs.bytes, sizeof(theirs.bytes)) &&
		hash_eq(&ours, &theirs);
}

/* How many of our migrations are there; false if the database is newer, or another's. */
static bool look(struct migrate *m, int *ret_applied)
{
	PGresult *rows CLEANUP(clear_result) = checked(m, "the migrations cannot be read",
		PQexec(m->conn,
			"SELECT number, name, encode(digest, 'hex') FROM bursar.migration "
			"ORDER BY number"));
	int64_t last = 0;

	if (rows == NULL)
		return false;
	int len = PQntuples(rows);
	if (len > 0 && !parse_int(span_of(PQgetvalue(rows, len - 1, 0)), 0, INT32_MAX, &last))
		last = 0;
	if (last > (int64_t)embedded_migrations_len) {
		m->error = versions_differ(m->arena, last);
		return false;
	}
	for (int i = 0; i < len; i++) {
		if (is_ours(rows, i))
			continue;
		m->error = arena_printf(m->arena,
			"migration %s (%s) of this database is not the one of this bursard (%s); "
			"use the bursard that made it, or one released after it",
			PQgetvalue(rows, i, 0), PQgetvalue(rows, i, 1),
			embedded_migrations[i].name);
		return false;
	}
	*ret_applied = len;
	return true;
}

/* Before anything is touched: a newer database's roles are not ours to change. */
static bool look_first(struct migrate *m)
{
	PGresult *there CLEANUP(clear_result) = checked(m, "the schema cannot be looked for",
		PQexec(m->conn, "SELECT to_regclass('bursar.migration') IS NOT NULL"));
	int applied;

	if (there == NULL)
		return false;
	return strcmp(PQgetvalue(there, 0, 0), "t") != 0 || look(m, &applied);
}

/* --- roles, schema and table --- */

static bool is_worth_another_try(const char *sqlstate)
{
	/* unique_violation, duplicate_object, _schema and _table, deadlock_detected, and
	 * internal_error, which is "tuple concurrently updated" for roles. */
	static const char *const states[] = {"23505", "42710", "42P06", "42P07", "40P01", "XX000"};

	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (strcmp(sqlstate, states[i]) == 0)
			return true;
	return false;
}

static bool prepare_once(struct migrate *m, const char *schema)
{
	m->sqlstate[0] = '\0';
	if (run(m, "no transaction can be begun", "BEGIN") &&
		run(m, "the roles cannot be made", embedded_roles.text) &&
		(*schema == '\0' || run(m, "the schema cannot be made", schema)) && commit(m))
		return true;
	roll_back(m);
	return false;
}

static bool prepare(struct migrate *m, const char *schema)
{
	static const struct timespec wait = {.tv_nsec = PREPARE_WAIT_MS * 1000000L};

	for (int i = 1; !prepare_once(m, schema); i++) {
		if (i == PREPARE_TRIES_MAX || !is_worth_another_try(m->sqlstate))
			return false;
		nanosleep(&wait, NULL);
	}
	fprintf(m->out, "roles bursar_owner, bursar_daemon and bursar_auditor%s: there\n",
		*schema == '\0' ? "" : ", schema bursar");
	return true;
}

/* --- migrations --- */

static bool note(struct migrate *m, int number, const struct embedded_file *file)
{
	struct digest digest = digest_of(file);
	const char *values[] = {
		arena_printf(m->arena, "%d", number), file->name, (const char *)digest.bytes};
	const int lengths[] = {0, 0, DIGEST_BYTES};
	const int formats[] = {0, 0, 1};

	PGresult *result CLEANUP(clear_result) = checked(m, "the migration cannot be noted",
		PQexecParams(m->conn,
			"INSERT INTO bursar.migration (number, name, digest) VALUES ($1::int, $2, "
			"$3)",
			3, NULL, values, lengths, formats, 0));

	return result != NULL;
}

/* The next migration, whichever it is by the time the lock is granted; *ret_done if there is none.
 */
static bool step(struct migrate *m, bool *ret_done)
{
	int applied = 0;

	if (!run(m, "no transaction can be begun",
		    "BEGIN; SET LOCAL ROLE bursar_owner; SET LOCAL search_path = bursar; "
		    "LOCK TABLE bursar.migration IN SHARE ROW EXCLUSIVE MODE") ||
		!look(m, &applied))
		return false;
	if ((size_t)applied == embedded_migrations_len) {
		*ret_done = true;
		return commit(m);
	}
	const struct embedded_file *file = &embedded_migrations[applied];
	const char *doing = arena_printf(m->arena, "migration %s failed", file->name);
	if (!run(m, doing, file->text) || !note(m, applied + 1, file) || !commit(m))
		return false;
	fprintf(m->out, "migration %s: applied\n", file->name);
	return true;
}

static bool migrate_all(struct migrate *m)
{
	bool done = false;

	if (!look_first(m) || !prepare(m, schema_sql))
		return false;
	while (!done) {
		if (step(m, &done))
			continue;
		roll_back(m);
		return false;
	}
	fprintf(m->out, "the schema has version %zu, which this bursard needs\n",
		embedded_migrations_len);
	return true;
}

static bool roles_alone(struct migrate *m)
{
	return look_first(m) && prepare(m, "");
}

static enum status connected(struct arena *arena, const char *conninfo, FILE *out,
	bool (*work)(struct migrate *m), const char **ret_error)
{
	PGconn *conn CLEANUP(close_conn) = dial(conninfo);
	struct migrate m = {.arena = arena, .conn = conn, .out = out};

	if (PQstatus(conn) != CONNECTION_OK) {
		*ret_error = arena_printf(arena,
			"the database cannot be reached: %s; is PostgreSQL running, and is owner: "
			"(or "
			"database:) in the configuration right?",
			first_line(arena, PQerrorMessage(conn)));
		return STATUS_DB_AWAY;
	}
	if (work(&m))
		return OK;
	*ret_error = m.error;
	return PQstatus(conn) == CONNECTION_OK ? STATUS_DB_REFUSED : STATUS_DB_AWAY;
}

enum status migrate_run(struct arena *arena, const char *conninfo, const char *keys_dir, FILE *out,
	const char **ret_error)
{
	enum status status = connected(arena, conninfo, out, migrate_all, ret_error);

	if (status != OK)
		return status;
	return key_checks_keep(arena, conninfo, keys_dir, out, ret_error);
}

enum status migrate_roles(
	struct arena *arena, const char *conninfo, FILE *out, const char **ret_error)
{
	return connected(arena, conninfo, out, roles_alone, ret_error);
}

/* --- at the daemon's start --- */

enum status migrate_check(struct arena *arena, const char *conninfo, const char **ret_error)
{
	PGconn *conn CLEANUP(close_conn) = dial(conninfo);
	struct migrate m = {.arena = arena, .conn = conn};
	int64_t number = 0;

	if (PQstatus(conn) != CONNECTION_OK) {
		*ret_error = arena_printf(arena, "the database cannot be reached: %s",
			first_line(arena, PQerrorMessage(conn)));
		return STATUS_DB_AWAY;
	}
	PGresult *result CLEANUP(clear_result) = checked(&m, "the schema cannot be read",
		PQexec(conn, "SELECT coalesce(max(number), 0) FROM bursar.migration"));
	if (result == NULL) {
		/* Class 42: no schema, no table or no right to read it; others will pass. */
		bool lacks = strncmp(m.sqlstate, "42", 2) == 0 || strcmp(m.sqlstate, "3F000") == 0;
		*ret_error = arena_printf(
			arena, "%s%s", m.error, lacks ? "; run `bursard migrate`" : "");
		return lacks ? STATUS_DB_REFUSED : STATUS_DB_AWAY;
	}
	if (!parse_int(span_of(PQgetvalue(result, 0, 0)), 0, INT32_MAX, &number) ||
		number != (int64_t)embedded_migrations_len) {
		*ret_error = versions_differ(arena, number);
		return STATUS_DB_REFUSED;
	}
	return OK;
}
