#include "daemon/store/read/signing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/clock.h"
#include "daemon/store/pq/form.h"
#include "daemon/store/pq/query.h"
#include "daemon/store/read/read_status.h"
#include "daemon/store/read/sign_ins.h"

enum {
	/* Beyond statement_timeout, so that PostgreSQL's word comes first if it has one. */
	FLIGHT_MS_MAX = 6000,
	/* From when on /readyz tells of a flight. */
	SLOW_MS = 3000
};

#define OPTIONS "-c search_path=bursar -c statement_timeout=5000 -c lock_timeout=2000"

struct asker {
	store_signed_in *done;
	void *context;
	struct asker *next;
};

struct lookup {
	struct credential credential;
	char code[STORE_AUTHORITY_CODE_MAX + 1]; /* "": by the credential */
	struct store_staff found;                /* by the credential, once it has landed */
	struct asker *askers;
	struct lookup *next;
};

struct waiting {
	struct lookup *first;
	int len;
};

enum { KNOWN, UNKNOWN, CLASSES };

struct signing {
	struct signing_config config;
	struct connection *connection;
	struct lookup *under_way;
	bool knows; /* the authorities have been asked for */
	uint64_t started;
	struct waiting waiting[CLASSES];
	struct sign_ins memory;
};

static void *or_die(void *memory)
{
	assert(memory != NULL);
	return memory;
}

/* Tells all who asked, and forgets them. */
static void tell(struct lookup *lookup, enum status status, const struct store_staff *staff)
{
	for (struct asker *asker = lookup->askers, *next; asker != NULL; asker = next) {
		next = asker->next;
		asker->done(asker->context, status, staff);
		free(asker);
	}
	free(lookup);
}

static void send_away(struct signing *signing)
{
	for (int class = 0; class < CLASSES; class ++) {
		struct lookup *lookup = signing->waiting[class].first;

		signing->waiting[class] = (struct waiting){.first = NULL};
		for (struct lookup *next; lookup != NULL; lookup = next) {
			next = lookup->next;
			tell(lookup, STATUS_DB_AWAY, NULL);
		}
	}
}

static struct lookup *next_lookup(struct signing *signing)
{
	for (int class = 0; class < CLASSES; class ++) {
		struct waiting *waiting = &signing->waiting[class];
		struct lookup *lookup = waiting->first;

		if (lookup == NULL)
			continue;
		waiting->first = lookup->next;
		waiting->len--;
		lookup->next = NULL;
		return lookup;
	}
	return NULL;
}

static void dispatch(struct signing *signing);

static void end_lookup(struct signing *signing, enum status status, const struct store_staff *staff)
{
	struct lookup *lookup = signing->under_way;

	signing->under_way = NULL;
	if (status == OK && lookup->code[0] == '\0')
		sign_ins_keep(
			&signing->memory, &lookup->credential, staff, clock_steady_us() / 1000000);
	tell(lookup, status, status == OK ? staff : NULL);
}

/* Whoever is of an authority whose key cannot be used is not signed in. */
static void end_found(
	struct signing *signing, struct authority *authority, const struct store_staff *staff)
{
	bool opens = authority_open(signing->config.authorities, authority);

	end_lookup(signing, opens ? OK : STATUS_SEAL_BROKEN, staff);
}

/* --- the authorities --- */

/* Of a look-up that waited for them. */
static void find_again(struct signing *signing, enum status status)
{
	const struct lookup *lookup = signing->under_way;
	bool by_code = lookup->code[0] != '\0';
	struct store_staff staff = lookup->found;
	struct authority *authority = by_code
		? authorities_find_code(signing->config.authorities, span_of(lookup->code))
		: authorities_find(signing->config.authorities, staff.authority_id);

	if (by_code && authority != NULL)
		staff.authority_id = authority->public.id;
	if (authority != NULL) {
		end_found(signing, authority, &staff);
	} else if (status == OK && !by_code) {
		store_log(signing->config.log, "error", "there is no authority %d, but staff of it",
			staff.authority_id);
		end_lookup(signing, STATUS_DB_REFUSED, NULL);
	} else {
		end_lookup(signing, status, &staff);
	}
}

static void authorities_landed(void *context, const struct flight *flight)
{
	struct signing *signing = context;
	enum status status = read_status(flight);

	if (flight->status == STATUS_DB_REFUSED)
		read_log_refused(signing->config.log, query_name(QUERY_authorities), flight);
	if (status == OK && !authorities_read(signing->config.authorities, flight->results[0])) {
		store_log(signing->config.log, "error", "a row of authority is not of its form");
		status = STATUS_DB_REFUSED;
	}
	/* After a loss again, as soon as the connection is back. A database that refuses is not
	 * asked on and on: whoever is of one that is not known asks again. */
	signing->knows = flight->status != STATUS_DB_AWAY;
	if (signing->under_way != NULL)
		find_again(signing, status);
	dispatch(signing);
}

static void ask_authorities(struct signing *signing)
{
	connection_add_texts(signing->connection, query_name(QUERY_authorities), NULL, 0);
	connection_fly(signing->connection, authorities_landed, signing);
}

/* --- a look-up --- */

static void ended(void *context, const struct flight *flight)
{
	struct signing *signing = context;

	if (flight->status == STATUS_DB_REFUSED)
		connection_drop(signing->connection, "a transaction does not end");
	dispatch(signing);
}

/* False: the row is not of its form. */
static bool staff_of(const PGresult *rows, struct store_staff *staff)
{
	*staff = (struct store_staff){0};
	if (PQntuples(rows) == 0)
		return true;
	if (!form_fits(rows, query_form(QUERY_sign_in)))
		return false;
	staff->authority_id = (int32_t)value_int(rows, 0, CALLER_authority_id);
	staff->suspended = !value_bool(rows, 0, CALLER_active);
	if (!staff->suspended)
		staff->staff_id = (int32_t)value_int(rows, 0, CALLER_staff_id);
	staff->roles = (unsigned)value_int(rows, 0, CALLER_roles);
	staff->day = value_date(rows, 0, CALLER_day);
	staff->serial = (int32_t)value_int(rows, 0, CALLER_serial);
	return true;
}

static void found(struct signing *signing, const PGresult *rows)
{
	struct store_staff *staff = &signing->under_way->found;
	struct authority *authority;

	if (!staff_of(rows, staff)) {
		store_log(signing->config.log, "error", "a row of staff is not of its form");
		end_lookup(signing, STATUS_DB_REFUSED, NULL);
		return;
	}
	authority = authorities_find(signing->config.authorities, staff->authority_id);
	if (staff->staff_id == 0)
		end_lookup(signing, OK, staff);
	else if (authority != NULL)
		end_found(signing, authority, staff);
	else
		ask_authorities(signing);
}

static void landed(void *context, const struct flight *flight)
{
	struct signing *signing = context;

	if (flight->status == STATUS_DB_REFUSED)
		read_log_refused(signing->config.log, "sign_in", flight);
	/* What follows an error in a flight is skipped, its end as well. */
	if (flight->status == STATUS_DB_REFUSED && connection_is_free(signing->connection)) {
		connection_add_plain(signing->connection, "ROLLBACK");
		connection_fly(signing->connection, ended, signing);
	}
	if (flight->status == OK)
		found(signing, flight->results[2]);
	else
		end_lookup(signing, read_status(flight), NULL);
	dispatch(signing);
}

static void start(struct signing *signing, struct lookup *lookup)
{
	char hex[DIGEST_HEX + 1];
	const char *params[] = {hex, credential_word(lookup->credential.kind)};

	signing->under_way = lookup;
	signing->started++;
	if (lookup->code[0] != '\0') {
		ask_authorities(signing);
		return;
	}
	hash_hex(&lookup->credential.digest, hex);
	connection_add_plain(signing->connection, "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY");
	connection_add_texts(signing->connection, query_name(QUERY_sign_in_authority), params,
		ARRAY_LEN(params));
	connection_add_texts(
		signing->connection, query_name(QUERY_sign_in), params, ARRAY_LEN(params));
	connection_add_plain(signing->connection, "ROLLBACK");
	connection_fly(signing->connection, landed, signing);
}

static void dispatch(struct signing *signing)
{
	struct lookup *lookup;

	if (!connection_is_hopeful(signing->connection)) {
		send_away(signing);
		return;
	}
	if (!connection_is_free(signing->connection))
		return;
	if (!signing->knows) {
		ask_authorities(signing);
		return;
	}
	lookup = next_lookup(signing);
	if (lookup != NULL)
		start(signing, lookup);
}

static void add_asker(struct lookup *lookup, store_signed_in *done, void *context)
{
	struct asker *asker = or_die(malloc(sizeof(*asker)));

	*asker = (struct asker){.done = done, .context = context, .next = lookup->askers};
	lookup->askers = asker;
}

/* Of those that wait; else a new one, NULL if too many do. */
static struct lookup *lookup_like(struct signing *signing, int class, const struct lookup *like)
{
	static const int most[] = {[KNOWN] = SIGNING_KNOWN_MAX, [UNKNOWN] = SIGNING_UNKNOWN_MAX};
	struct waiting *waiting = &signing->waiting[class];
	struct lookup **at = &waiting->first;

	for (; *at != NULL; at = &(*at)->next)
		if (credential_eq(&(*at)->credential, &like->credential) &&
			strcmp((*at)->code, like->code) == 0)
			return *at;
	if (waiting->len >= most[class])
		return NULL;
	*at = or_die(malloc(sizeof(**at)));
	**at = *like;
	waiting->len++;
	return *at;
}

static void ask(struct signing *signing, int class, const struct lookup *like,
	store_signed_in *done, void *context)
{
	struct lookup *lookup;

	if (!connection_is_hopeful(signing->connection)) {
		done(context, STATUS_DB_AWAY, NULL);
		return;
	}
	lookup = lookup_like(signing, class, like);
	if (lookup == NULL) {
		done(context, STATUS_BUSY, NULL);
		return;
	}
	add_asker(lookup, done, context);
	dispatch(signing);
}

void signing_find(struct signing *signing, struct span code, store_signed_in *done, void *context)
{
	struct authority *authority = authorities_find_code(signing->config.authorities, code);
	struct lookup like = {.askers = NULL};

	assert(code.len > 0 && code.len <= STORE_AUTHORITY_CODE_MAX);
	if (authority != NULL && authority_open(signing->config.authorities, authority)) {
		done(context, OK, &(struct store_staff){.authority_id = authority->public.id});
		return;
	}
	memcpy(like.code, code.at, code.len);
	ask(signing, UNKNOWN, &like, done, context);
}

void signing_ask(struct signing *signing, const struct credential *credential,
	store_signed_in *done, void *context)
{
	const struct store_staff *staff = sign_ins_find(&signing->memory, credential,
		clock_steady_us() / 1000000, date_london(clock_now_us()));
	const struct authority *authority = staff == NULL
		? NULL
		: authorities_find(signing->config.authorities, staff->authority_id);
	struct lookup like = {.credential = *credential};

	/* By a serial before the newest heard of they may have been suspended since. */
	if (staff != NULL && authority != NULL && staff->serial >= authority->staff_serial) {
		struct store_staff copy = *staff;

		done(context, OK, &copy);
		return;
	}
	ask(signing, sign_ins_knows(&signing->memory, credential) ? KNOWN : UNKNOWN, &like, done,
		context);
}

static void changed(void *context)
{
	dispatch(context);
}

static void log_line(void *context, const char *level, const char *text)
{
	struct signing *signing = context;

	store_log(signing->config.log, level, "%s", text);
}

struct signing *signing_new(
	const struct signing_config *config, const struct connection_config *usual)
{
	struct signing *signing = or_die(calloc(1, sizeof(*signing)));
	struct connection_config connection = *usual;

	signing->config = *config;
	connection.name = "bursard sign-in";
	connection.options = OPTIONS;
	connection.slow_ms = SLOW_MS;
	if (connection.flight_ms_max == 0)
		connection.flight_ms_max = FLIGHT_MS_MAX;
	signing->connection = connection_new(config->base, &connection,
		&(struct connection_calls){
			.changed = changed, .log = log_line, .context = signing});
	return signing;
}

void signing_free(struct signing *signing)
{
	connection_free(signing->connection);
	if (signing->under_way != NULL)
		tell(signing->under_way, STATUS_DB_AWAY, NULL);
	send_away(signing);
	free(signing);
}

struct connection *signing_connection(const struct signing *signing)
{
	return signing->connection;
}

bool signing_idle(const struct signing *signing)
{
	return signing->under_way == NULL && signing_waiting(signing) == 0;
}

int signing_waiting(const struct signing *signing)
{
	return signing->waiting[KNOWN].len + signing->waiting[UNKNOWN].len;
}

uint64_t signing_started(const struct signing *signing)
{
	return signing->started;
}
