#include "daemon/setup/authority.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/arena.h"
#include "base/text.h"
#include "core/code.h"
#include "core/decide/decide.h"
#include "daemon/setup/certificate.h"
#include "daemon/setup/config.h"
#include "daemon/setup/keyfile.h"
#include "daemon/store/batch/append.h"
#include "daemon/store/sealing.h"

enum { FIRST_STAFF_ID = 1, OWN_STATEMENTS = 3, FLIGHT_MS_MAX = 65000 };

/* libpq's options=: as the owner, whom row security lets pass. */
#define OPTIONS "-c role=bursar_owner -c search_path=bursar -c statement_timeout=60000"

static const struct statement own_statements[OWN_STATEMENTS] = {
	{.name = "look",
		.text = "SELECT coalesce(max(authority_id), 0)::int + 1, coalesce(bool_or(code = "
			"$1::text), "
			"false), EXISTS (SELECT FROM credential WHERE kind = 'certificate' AND "
			"digest = ANY "
			"($2::bytea[])) "
			"FROM authority"},
	{.name = "add_authority",
		.text = "INSERT INTO authority (authority_id, code, name, key_check) "
			"VALUES ($1::int, $2::text, $3::text, ($4::bytea[])[1])"},
	{.name = "add_head", .text = "INSERT INTO log_head (authority_id) VALUES ($1::int)"},
};

/*
 *	the connection is ready -> look -> looked -> write -> written
 *
 * each of them ends the loop where it fails.
 */
struct adding {
	struct arena *arena;
	const struct config *config;
	const struct authority_request *request;
	struct event_base *base;
	struct connection *connection;
	struct digest fingerprint;
	const char *key_path;
	struct slice slice;
	bool looking, key_made;
	enum status status; /* once error or OK is known */
	const char *error;
};

static void end(struct adding *a, enum status status, const char *error)
{
	a->status = status;
	a->error = error;
	event_base_loopbreak(a->base);
}

/* --- the request --- */

static bool is_name(const char *name)
{
	struct span text = span_of(name);

	/* What replies mark a sealed value by; the database refuses it as a name. */
	return !text_is_blank(text) && text.len <= STORE_NAME_MAX &&
		text_wrong(text, false) == NULL && span_eq(span_trim(text), text) &&
		!span_starts(text, SPAN("@sealed:"));
}

static enum status check(struct adding *a, const char **ret_error)
{
	const struct authority_request *request = a->request;

	if (!code_is(span_of(request->code))) {
		*ret_error = arena_printf(a->arena,
			"%s is no code; write a lower-case letter, then letters, digits and "
			"hyphens, "
			"at most %d in all",
			fault_excerpt(a->arena, span_of(request->code)), CODE_MAX);
		return STATUS_BAD_INPUT;
	}
	if (!is_name(request->name) || !is_name(request->admin_name)) {
		*ret_error = arena_printf(a->arena,
			"--name and --admin-name want one line of 1 to %d bytes of UTF-8, without "
			"blanks at its ends",
			STORE_NAME_MAX);
		return STATUS_BAD_INPUT;
	}
	return certificate_fingerprint(a->arena, request->admin_cert, &a->fingerprint, ret_error);
}

/* --- the database --- */

static const char *refusal(struct adding *a, const struct flight *flight)
{
	const char *says = PQresultErrorField(flight->failed, PG_DIAG_MESSAGE_PRIMARY);

	return arena_printf(a->arena, "the database refused: %s; nothing was done",
		says == NULL ? "it did not say why" : says);
}

/* Only if it is sure that the authority is not there. */
static void remove_key(struct adding *a)
{
	if (a->key_made)
		unlink(a->key_path);
	a->key_made = false;
}

static void written(void *context, const struct flight *flight)
{
	struct adding *a = context;

	if (flight->status == STATUS_DB_AWAY) {
		end(a, STATUS_DB_AWAY,
			arena_printf(a->arena,
				"the connection was lost, so the authority may be there or not, "
				"and "
				"its key file %s was kept; repeat the command, which will say",
				a->key_path));
		return;
	}
	/* After an error PostgreSQL answers COMMIT with the tag ROLLBACK. */
	if (flight->status == OK &&
		strcmp(PQcmdStatus(flight->results[flight->len - 1]), "COMMIT") == 0) {
		end(a, OK, NULL);
		return;
	}
	remove_key(a);
	end(a, STATUS_DB_REFUSED, refusal(a, flight));
}

static struct command first_admin(const struct adding *a)
{
	struct timespec now;
	uint8_t chance[10];
	struct command command = {
		.kind = COMMAND_STAFF_ADD,
		.authority_id = a->slice.authority_id,
		.staff_id = FIRST_STAFF_ID,
		.fingerprint = a->fingerprint,
		.staff_add = {.name = span_of(a->request->admin_name), .roles = ROLE_ADMIN},
	};

	clock_gettime(CLOCK_REALTIME, &now);
	command.at_us = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
	hash_random(command.nonce, sizeof(command.nonce));
	/* No request has this key or this digest. */
	hash_random(chance, sizeof(chance));
	command.key = uuid_v7(command.at_us / 1000, chance);
	hash_random(command.request.bytes, sizeof(command.request.bytes));
	return command;
}

static void add_rows(struct adding *a, const struct seal_key *key)
{
	struct binds authority = binds_in(a->arena), head = binds_in(a->arena);
	struct seal_key check = seal_derive(key, SPAN(SEALING_CHECK));

	bind_int4(&authority, a->slice.authority_id);
	bind_text(&authority, a->slice.authority_code);
	bind_text(&authority, span_of(a->request->name));
	bind_add_span(bind_array(&authority, BIND_BYTEA),
		(struct span){(const char *)check.bytes, SEAL_KEY_BYTES});
	bind_int4(&head, a->slice.authority_id);
	connection_add(a->connection, "add_authority", &authority);
	connection_add(a->connection, "add_head", &head);
}

static void write_all(struct adding *a, int32_t id)
{
	static const struct offer_book no_offers;
	struct store_authority *authority = ARENA_NEW(a->arena, struct store_authority);
	struct outcome outcome;
	const char *error;

	enum status status =
		keyfile_create(a->arena, a->config->keys_dir, a->key_path, &authority->key, &error);
	if (status != OK) {
		end(a, status, error);
		return;
	}
	a->key_made = true;
	authority->id = id;
	slice_init(&a->slice, a->arena, id, span_of(a->request->code), &no_offers);
	a->slice.staff_id_next = FIRST_STAFF_ID;
	struct command command = first_admin(a);
	decide_authority_open(&a->slice, &command, &outcome);
	assert(outcome.kind == OUTCOME_RECORDED && append_is_due(&a->slice));
	add_rows(a, &authority->key);
	append_send(&a->slice, authority, a->connection);
	connection_fly(a->connection, written, a);
}

static void looked(void *context, const struct flight *flight)
{
	struct adding *a = context;

	if (flight->status != OK) {
		end(a, flight->status,
			flight->status == STATUS_DB_AWAY
				? "the connection to the database was lost; nothing was done"
				: refusal(a, flight));
		return;
	}
	const PGresult *row = flight->results[flight->len - 1];
	if (value_bool(row, 0, 1)) {
		end(a, STATUS_BAD_INPUT,
			arena_printf(a->arena,
				"the authority %s exists already; nothing was changed",
				a->request->code));
	} else if (value_bool(row, 0, 2)) {
		end(a, STATUS_BAD_INPUT,
			"the admin's certificate is registered already; each authority wants one "
			"of its own, since a certificate says whose staff somebody is");
	} else {
		write_all(a, (int32_t)value_int(row, 0, 0));
	}
}

/* The lock is a statement of its own: what follows it is read after it was granted. */
static void look(void *context)
{
	struct adding *a = context;
	struct binds binds = binds_in(a->arena);

	if (a->looking || !connection_is_free(a->connection))
		return;
	a->looking = true;
	bind_text(&binds, span_of(a->request->code));
	bind_add_digest(bind_array(&binds, BIND_BYTEA), &a->fingerprint);
	connection_add_plain(a->connection, "BEGIN");
	connection_add_plain(a->connection, "LOCK TABLE authority IN SHARE ROW EXCLUSIVE MODE");
	connection_add(a->connection, "look", &binds);
	connection_fly(a->connection, looked, a);
}

/* The daemon would go on trying; a command says what is wrong and ends. Once a flight is under way,
 * its landing says more. */
static void on_trouble(void *context, const char *level, const char *text)
{
	struct adding *a = context;

	if (strcmp(level, "warning") == 0 && !a->looking)
		end(a, STATUS_DB_AWAY,
			arena_printf(a->arena,
				"%s (signed in by owner: of the configuration, in the role "
				"bursar_owner "
				"that `bursard migrate` makes)",
				text));
}

static void talk(struct adding *a)
{
	struct statement_list statements = append_statements(a->arena, OWN_STATEMENTS);

	memcpy(statements.at + statements.len, own_statements, sizeof(own_statements));
	statements.len += OWN_STATEMENTS;
	struct connection_config config = {
		.name = "bursard authority add",
		.conninfo = a->config->owner != NULL ? a->config->owner : a->config->database,
		.options = OPTIONS,
		.statements = statements,
		.writes = true,
		.flight_ms_max = FLIGHT_MS_MAX,
		.slow_ms = FLIGHT_MS_MAX,
		.retry_ms = a->config->retry_ms,
	};
	struct connection_calls calls = {.changed = look, .log = on_trouble, .context = a};
	a->base = event_base_new();
	assert(a->base != NULL);
	a->connection = connection_new(a->base, &config, &calls);
	event_base_dispatch(a->base);
	connection_free(a->connection);
	event_base_free(a->base);
}

enum status authority_add(struct arena *arena, const struct config *config,
	const struct authority_request *request, FILE *out, const char **ret_error)
{
	struct adding a = {.arena = arena, .config = config, .request = request};
	char fingerprint[DIGEST_HEX + 1];
	enum status status = check(&a, ret_error);

	if (status != OK)
		return status;
	a.key_path = arena_printf(arena, "%s/%s.key", config->keys_dir, request->code);
	talk(&a);
	if (a.status != OK) {
		*ret_error = a.error;
		return a.status;
	}
	hash_hex(&a.fingerprint, fingerprint);
	fprintf(out, "authority %s (%s) is number %d\n", request->code, request->name,
		a.slice.authority_id);
	fprintf(out, "its key is %s: back it up, for without it no name can be read\n", a.key_path);
	fprintf(out, "event 0 opened its log; %s is staff %d, admin, by the certificate\n%s\n",
		request->admin_name, FIRST_STAFF_ID, fingerprint);
	return OK;
}
