#include "tests/store/lanes_rig.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/arena.h"
#include "daemon/store/clock.h"
#include "daemon/store/sealing.h"
#include "tests/check.h"
#include "tests/store/fake_pq.h"

enum {
	ARENA_BYTES = 64 << 20,
	FLIGHT_MS_MAX = 60,
	/* Longer than any test: what ends a flight is its own deadline. */
	QUIET_MS_MAX = 600000,
	RETRY_MS = 5,
	WAIT_MS_MAX = 10000,
	TOLD_NOTHING = -1
};

struct lanes_rig rig;

const struct rig_ill rig_ills[ILLS] = {
	{"lost", FAKE_LOST_EARLY, NULL, STATUS_DB_AWAY},
	{"silent", FAKE_SILENT, NULL, STATUS_DB_AWAY},
	{"cancelled", FAKE_REFUSED, "57014", STATUS_DB_AWAY},
	{"locked", FAKE_REFUSED, "55P03", STATUS_DB_AWAY},
	{"no memory", FAKE_REFUSED, "53200", STATUS_DB_AWAY},
	{"another schema", FAKE_REFUSED, "0A000", STATUS_DB_AWAY},
	{"in a failed transaction", FAKE_REFUSED, "25P02", STATUS_DB_AWAY},
	{"shut down", FAKE_FATAL, "57P01", STATUS_DB_AWAY},
	{"misread", FAKE_REFUSED, "22P02", STATUS_BAD_INPUT},
	{"a bug", FAKE_REFUSED, "42P01", STATUS_DB_REFUSED},
};

static void log_nothing(void *context, const char *level, const char *text)
{
	(void)context;
	if (getenv("FAKE_LOG") != NULL)
		fprintf(stderr, "    | %s %s\n", level, text);
}

static void on_signed_in(void *context, enum status status, const struct store_staff *staff)
{
	(void)context;
	rig.signed_in = true;
	CHECK_INT(OK, status);
	CHECK(status != OK || staff->staff_id == 1);
}

static void on_patience(evutil_socket_t fd, short what, void *context)
{
	(void)fd;
	(void)what;
	(void)context;
	rig.impatient = true;
}

bool rig_all_up(void)
{
	struct store_figures figures = store_figures(rig.store);

	return figures.connections_up == figures.connections_wanted &&
		figures.oldest_flight_us == 0;
}

bool rig_all_told(void)
{
	return rig.told_len == rig.used;
}

bool rig_signed_in(void)
{
	return rig.signed_in;
}

bool rig_until(bool (*so)(void))
{
	struct timeval wait = {.tv_sec = WAIT_MS_MAX / 1000};

	/* Whoever waited in vain does not wait again. */
	event_add(rig.patience, &wait);
	while (!so() && !rig.impatient)
		event_base_loop(rig.base, EVLOOP_ONCE);
	event_del(rig.patience);
	return CHECK(!rig.impatient);
}

static void sign_in(int authority)
{
	struct credential credential = {.digest.bytes = {(uint8_t)authority}};

	rig.signed_in = false;
	store_sign_in(rig.store, &credential, on_signed_in, NULL);
	rig_until(rig_signed_in);
}

static const char *key_path(int id)
{
	static char path[sizeof(rig.keys) + 32];

	snprintf(path, sizeof(path), "%s/council-%d.key", rig.keys, id);
	return path;
}

void rig_hide_key(int authority, bool hidden)
{
	char aside[sizeof(rig.keys) + 40];

	snprintf(aside, sizeof(aside), "%s.hidden", key_path(authority));
	assert((hidden ? rename(key_path(authority), aside) : rename(aside, key_path(authority))) ==
		0);
}

void rig_check_key(int authority, bool right)
{
	struct seal_key key, check;

	assert(seal_key_load(key_path(authority), &key) == OK);
	check = seal_derive(&key, SPAN(SEALING_CHECK));
	fake.has_check[authority] = true;
	memcpy(fake.check[authority], check.bytes, sizeof(check.bytes));
	if (!right)
		fake.check[authority][31] ^= 1;
}

static void make_keys(void)
{
	struct seal_key key;

	snprintf(rig.keys, sizeof(rig.keys), "%s/lanes-XXXXXX",
		getenv("TMPDIR") == NULL ? "/tmp" : getenv("TMPDIR"));
	assert(mkdtemp(rig.keys) != NULL);
	for (int id = 1; id < FAKE_AUTHORITIES_MAX; id++)
		assert(seal_key_create(key_path(id), &key) == OK);
}

static void remove_keys(void)
{
	for (int id = 1; id < FAKE_AUTHORITIES_MAX; id++)
		unlink(key_path(id));
	rmdir(rig.keys);
}

static void begin(int lanes, int readers, int batch_max, size_t batch_bytes_max)
{
	rig = (struct lanes_rig){.arena = arena_new(ARENA_BYTES)};
	hash_begin();
	fake_begin();
	make_keys();
	rig.base = event_base_new();
	rig.patience = event_new(rig.base, -1, 0, on_patience, NULL);
	rig.store = store_new(rig.base,
		&(struct store_config){.conninfo = "",
			.keys_dir = rig.keys,
			.lanes = lanes,
			.readers = readers,
			.batch_max = batch_max,
			.queue_max = JOBS_MAX,
			.retry_ms = RETRY_MS,
			.flight_ms_max = FLIGHT_MS_MAX,
			.quiet_ms_max = QUIET_MS_MAX,
			.batch_bytes_max = batch_bytes_max},
		log_nothing, NULL);
}

void rig_begin_unknown(void)
{
	begin(1, 1, 10, 0);
}

static void all_sign_in(void)
{
	rig_until(rig_all_up);
	for (int id = 1; id < FAKE_AUTHORITIES_MAX; id++)
		sign_in(id);
}

void rig_begin(int lanes, int batch_max, size_t batch_bytes_max)
{
	begin(lanes, 1, batch_max, batch_bytes_max);
	all_sign_in();
}

void rig_begin_readers(int readers)
{
	begin(1, readers, 10, 0);
	all_sign_in();
}

void rig_end(void)
{
	CHECK_INT(0, fake.begun_twice);
	store_free(rig.store);
	event_free(rig.patience);
	event_base_free(rig.base);
	remove_keys();
	arena_free(rig.arena);
	hash_end();
}

static void on_told(struct store_job *job, const struct offer_book *offers)
{
	int n = (int)(job - rig.jobs);

	CHECK(offers != NULL);
	CHECK_INT(TOLD_NOTHING, rig.told[n]);
	rig.told[n] = (int)job->outcome.kind;
	rig.order[rig.told_len++] = n;
}

int rig_submit(int authority, bool dry_run)
{
	int n = rig.used++;
	struct store_job *job = &rig.jobs[n];

	assert(n < JOBS_MAX);
	rig.told[n] = TOLD_NOTHING;
	*job = (struct store_job){.done = on_told,
		.command = {.kind = COMMAND_PERSON_ADD,
			.dry_run = dry_run,
			.authority_id = authority,
			.staff_id = 1,
			.at_us = clock_now_us(),
			.ref = span_of(arena_printf(rig.arena, "P-%d", n)),
			.person_add = {.born = date_of(2000, 2, 29),
				.category = CATEGORY_FORMER_RELEVANT}}};
	job->command.key.bytes[0] = (uint8_t)(n + 1);
	job->command.person_add.person.bytes[0] = (uint8_t)(n + 1);
	store_submit(rig.store, job);
	return n;
}
