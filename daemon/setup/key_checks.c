#include "daemon/setup/key_checks.h"

#include <stdint.h>
#include <string.h>

#include <libpq-fe.h>

#include "base/arena.h"
#include "base/parse.h"
#include "base/seal.h"
#include "base/uuid.h"
#include "daemon/store/sealing.h"

enum { AUTHORITY_ID, CODE, PERSON, WRAPPED };

struct keeping {
	struct arena *arena;
	PGconn *conn;
	const char *keys_dir;
	FILE *out;
	const char *error;
};

static void close_conn(PGconn **conn)
{
	PQfinish(*conn);
}

static void clear_result(PGresult **result)
{
	PQclear(*result);
}

static bool worked(struct keeping *k, const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	const char *says = PQerrorMessage(k->conn);

	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return true;
	k->error = arena_printf(k->arena, "the key check values cannot be kept: %s",
		arena_strndup(k->arena, says, strcspn(says, "\n")));
	return false;
}

/* Each authority without one, with the key of somebody in it, if there is anybody. */
static const char lacking_sql[] =
	"SELECT a.authority_id, a.code, p.person_id, encode(p.wrapped_key, 'hex') "
	"FROM bursar.authority AS a "
	"LEFT JOIN LATERAL (SELECT person_id, wrapped_key FROM bursar.person_private "
	"WHERE authority_id = a.authority_id AND wrapped_key IS NOT NULL LIMIT 1) AS p ON true "
	"WHERE a.key_check IS NULL ORDER BY a.authority_id";

static bool opens(struct keeping *k, const struct seal_key *key, const PGresult *rows, int row)
{
	struct seal_key wrapping = seal_derive(key, SPAN(SEALING_WRAP));
	struct uuid person;
	struct span wrapped;

	if (PQgetisnull(rows, row, PERSON))
		return true;
	return uuid_parse(span_of(PQgetvalue(rows, row, PERSON)), &person) &&
		parse_hex_span(span_of(PQgetvalue(rows, row, WRAPPED)), k->arena, &wrapped) &&
		sealing_unwraps(k->arena, &wrapping, person, wrapped);
}

/* False: the database would not; of a key that is not right nothing is kept, and that is said. */
static bool keep(struct keeping *k, const PGresult *rows, int row)
{
	const char *code = PQgetvalue(rows, row, CODE);
	const char *path = arena_printf(k->arena, "%s/%s.key", k->keys_dir, code);
	struct seal_key key, check;
	enum status status = seal_key_load(path, &key);

	if (status != OK || !opens(k, &key, rows, row)) {
		fprintf(k->out, "authority %s: its key check value is not kept, since %s %s\n",
			code, path,
			status != OK ? "cannot be read; run this again when it is there"
				     : "does not open what is sealed: it is another's key");
		return true;
	}
	check = seal_derive(&key, SPAN(SEALING_CHECK));
	const char *values[] = {PQgetvalue(rows, row, AUTHORITY_ID), (const char *)check.bytes};
	const int lengths[] = {0, SEAL_KEY_BYTES};
	const int formats[] = {0, 1};
	PGresult *result CLEANUP(clear_result) = PQexecParams(k->conn,
		"UPDATE bursar.authority SET key_check = $2 "
		"WHERE authority_id = $1::int AND key_check IS NULL",
		2, NULL, values, lengths, formats, 0);
	explicit_bzero(&key, sizeof(key));
	if (!worked(k, result))
		return false;
	fprintf(k->out, "authority %s: its key check value is kept\n", code);
	return true;
}

static bool keep_all(struct keeping *k)
{
	PGresult *role CLEANUP(clear_result) = PQexec(k->conn, "SET ROLE bursar_owner");
	PGresult *rows CLEANUP(clear_result) = PQexec(k->conn, lacking_sql);

	if (!worked(k, role) || !worked(k, rows))
		return false;
	for (int row = 0; row < PQntuples(rows); row++)
		if (!keep(k, rows, row))
			return false;
	return true;
}

enum status key_checks_keep(struct arena *arena, const char *conninfo, const char *keys_dir,
	FILE *out, const char **ret_error)
{
	PGconn *conn CLEANUP(close_conn) = PQconnectdb(conninfo);
	struct keeping k = {.arena = arena, .conn = conn, .keys_dir = keys_dir, .out = out};

	assert(conn != NULL);
	if (PQstatus(conn) == CONNECTION_OK && keep_all(&k))
		return OK;
	*ret_error = k.error == NULL ? "the database cannot be reached" : k.error;
	return PQstatus(conn) == CONNECTION_OK ? STATUS_DB_REFUSED : STATUS_DB_AWAY;
}
