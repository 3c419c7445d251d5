/*
 * A store with lanes and a reader against the fake libpq (fake_pq.h), for one test at a time: three
 * councils, each with a member of staff 1 who has signed in.
 */
#ifndef BURSAR_TESTS_STORE_LANES_RIG_H
#define BURSAR_TESTS_STORE_LANES_RIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "daemon/store/store.h"
#include "tests/store/fake_pq.h"

struct event;

enum { JOBS_MAX = 64 };

struct lanes_rig {
	struct arena *arena;
	struct event_base *base;
	struct store *store;
	struct event *patience;
	char keys[1024];
	struct store_job jobs[JOBS_MAX];
	int told[JOBS_MAX]; /* outcome, once told */
	int order[JOBS_MAX], told_len;
	int used;
	enum status read;
	bool read_done, signed_in, impatient;
};

extern struct lanes_rig rig;

/* What may happen to a flight that reads, and what whoever asked is told. */
enum { ILLS = 10 };

extern const struct rig_ill {
	const char *name;
	enum fake_turn turn;
	const char *sqlstate;
	enum status read;
} rig_ills[ILLS];

void rig_begin(int lanes, int batch_max, size_t batch_bytes_max);
/* One lane, and so many readers. */
void rig_begin_readers(int readers);
/* One lane, and nobody has signed in: nothing has been connected yet. */
void rig_begin_unknown(void);
/* The key file of an authority is not there, or is again. */
void rig_hide_key(int authority, bool hidden);
/* The database has the key check value of the authority's key file; or, wrong, another. */
void rig_check_key(int authority, bool right);
void rig_end(void);
/* Goes on until it is so; not for ever. */
bool rig_until(bool (*so)(void));
/* All are there, and nothing is in flight. */
bool rig_all_up(void);
bool rig_all_told(void);
bool rig_signed_in(void);
/* A person of the authority is added, or would be; the place in rig.jobs. */
int rig_submit(int authority, bool dry_run);

#endif
