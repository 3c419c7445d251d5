/*
 * A libpq for tests, at the link: connections that need no server and play what a test has told
 * them. A program that links fake_pq.c calls it instead of libpq.
 *
 * Behind it stands a database as small as can be: it knows the authorities, the members of staff
 * that sign in, of each authority how many events were committed, and nothing else; every look-up
 * finds no row. What a test has written down for a flight happens once, when one that holds the
 * statement is sent.
 */
#ifndef BURSAR_TESTS_STORE_FAKE_PQ_H
#define BURSAR_TESTS_STORE_FAKE_PQ_H

#include <stdbool.h>
#include <stdint.h>

enum fake_turn {
	FAKE_REFUSED,    /* the statement fails with the SQLSTATE, what follows it is skipped */
	FAKE_FATAL,      /* the same, and the session ends: at the last statement, after its work */
	FAKE_LOST_EARLY, /* the connection goes before anything is done */
	FAKE_LOST_LATE,  /* and after all is done, COMMIT as well */
	FAKE_ABORTED,    /* COMMIT is answered ROLLBACK */
	FAKE_SILENT      /* nothing is ever answered, and nothing done */
};

enum { FAKE_AUTHORITIES_MAX = 4, FAKE_FLIGHTS_MAX = 256 };

/* A flight as it was sent, of lanes alone. */
struct fake_flight {
	int authority;
	bool locks, appends;
	int commands; /* keys asked for when loading, events when appending */
};

struct fake {
	int connected;    /* connections made so far */
	bool unreachable; /* further ones are refused */
	/* The statement whose columns are described otherwise: two change places. */
	const char *twisted;
	int twist[2];
	bool reads_only;      /* and those that want to write as well */
	int64_t clock_off_us; /* of the database's clock */
	int32_t offer_serial, staff_serial, rules_serial;
	bool suspended;                       /* whoever signs in */
	int authorities;                      /* how many there are */
	bool has_check[FAKE_AUTHORITIES_MAX]; /* a key check value, below */
	uint8_t check[FAKE_AUTHORITIES_MAX][32];
	int64_t committed[FAKE_AUTHORITIES_MAX]; /* events */
	int begun_twice; /* transactions that were begun within one that had not ended */
	int waiting;     /* what is written down and has not happened */
	struct fake_flight flights[FAKE_FLIGHTS_MAX];
	int flights_len;
};

extern struct fake fake;

void fake_begin(void);
/* In the next flight with the statement (a prepared one's name, or the text), after so many others
 * with it. sqlstate: of REFUSED and FATAL. */
void fake_will(const char *statement, int after, enum fake_turn turn, const char *sqlstate);

#endif
