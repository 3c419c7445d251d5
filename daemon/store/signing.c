#include "daemon/store/signing.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "daemon/store/form.h"
#include "daemon/store/internal.h"
#include "daemon/store/sign_ins.h"

struct asker {
	store_signed_in *done;
	void *context;
	struct asker *next;
};

struct lookup {
	struct digest fingerprint;
	char code[STORE_AUTHORITY_CODE_MAX + 1]; /* "": by the fingerprint */
	struct asker *askers;
	struct lookup *next;
};

struct waiting {
	struct lookup *first;
	int len;
};

enum { KNOWN, UNKNOWN, CLASSES };

struct signing {
	struct store *store;
	struct connection *connection;
	struct lookup *under_way;
	bool ending; /* the transaction of one that failed */
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

/* The row the look-up found, as staff; the authority is learnt by the way. */
static bool staff_of(struct store *store, const PGresult *rows, struct store_staff *staff)
{
	*staff = (struct store_staff){0};
	if (PQntuples(rows) == 0)
		return true;
	if (!form_fits(rows, query_form(QUERY_sign_in)) ||
		authority_learn(store, (int32_t)value_int(rows, 0, CALLER_authority_id),
			value_span(rows, 0, CALLER_code), value_span(rows, 0, CALLER_name)) == NULL)
		return false;
	staff->authority_id = (int32_t)value_int(rows, 0, CALLER_authority_id);
	staff->staff_id = (int32_t)value_int(rows, 0, CALLER_staff_id);
	staff->roles = (unsigned)value_int(rows, 0, CALLER_roles);
	return true;
}

static void dispatch(struct signing *signing);

static void ended(void *context, const struct flight *flight)
{
	struct signing *signing = context;

	signing->ending = false;
	if (flight->status == STATUS_DB_REFUSED)
		connection_drop(signing->connection, "a transaction does not end");
	dispatch(signing);
}

static void landed(void *context, const struct flight *flight)
{
	struct signing *signing = context;
	struct lookup *lookup = signing->under_way;
	enum status status = store_status_of(flight);
	struct store_staff staff = {0};

	signing->under_way = NULL;
	if (flight->status == STATUS_DB_REFUSED)
		store_log_refused(signing->store, "sign_in", flight);
	/* What follows an error in a flight is skipped, its end as well. */
	if (flight->status == STATUS_DB_REFUSED && connection_is_free(signing->connection)) {
		signing->ending = true;
		connection_add_plain(signing->connection, "ROLLBACK");
		connection_fly(signing->connection, ended, signing);
	}
	if (status == OK && !staff_of(signing->store, flight->results[2], &staff))
		status = STATUS_SEAL_BROKEN;
	if (status == OK && lookup->code[0] == '\0')
		sign_ins_keep(
			&signing->memory, &lookup->fingerprint, &staff, store_now_us() / 1000000);
	tell(lookup, status, status == OK ? &staff : NULL);
	dispatch(signing);
}

static void start(struct signing *signing, struct lookup *lookup)
{
	char hex[2 * DIGEST_BYTES + 1];
	bool by_code = lookup->code[0] != '\0';
	const char *params[] = {by_code ? lookup->code : hex};

	for (size_t i = 0; i < DIGEST_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", lookup->fingerprint.bytes[i]);
	signing->under_way = lookup;
	signing->store->figures.sign_ins++;
	connection_add_plain(signing->connection, "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY");
	connection_add_texts(signing->connection,
		query_name(by_code ? QUERY_no_authority : QUERY_sign_in_authority), params, 1);
	connection_add_texts(signing->connection,
		query_name(by_code ? QUERY_find_authority : QUERY_sign_in), params, 1);
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
		if (hash_eq(&(*at)->fingerprint, &like->fingerprint) &&
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

/* Waits among the strangers. */
void store_find_authority(
	struct store *store, struct span code, store_signed_in *done, void *context)
{
	struct lookup like = {.askers = NULL};

	assert(code.len > 0 && code.len <= STORE_AUTHORITY_CODE_MAX);
	memcpy(like.code, code.at, code.len);
	ask(store->signing, UNKNOWN, &like, done, context);
}

void signing_ask(struct signing *signing, const struct digest *fingerprint, store_signed_in *done,
	void *context)
{
	const struct store_staff *staff =
		sign_ins_find(&signing->memory, fingerprint, store_now_us() / 1000000);
	struct lookup like = {.fingerprint = *fingerprint};

	if (staff != NULL) {
		struct store_staff copy = *staff;

		done(context, OK, &copy);
		return;
	}
	ask(signing, sign_ins_knows(&signing->memory, fingerprint) ? KNOWN : UNKNOWN, &like, done,
		context);
}

static void changed(void *context)
{
	dispatch(context);
}

static void log_line(void *context, const char *level, const char *text)
{
	struct signing *signing = context;

	store_log(signing->store, level, "%s", text);
}

struct signing *signing_new(struct store *store, const struct connection_config *config)
{
	struct signing *signing = or_die(calloc(1, sizeof(*signing)));

	signing->store = store;
	signing->connection = connection_new(store->base, config,
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
