/*
 * What an error of PostgreSQL says of the database, by its SQLSTATE (PostgreSQL's Appendix A): that
 * it is not well, or that what was asked of it is wrong.
 */
#ifndef BURSAR_DAEMON_STORE_PQ_SQLSTATE_H
#define BURSAR_DAEMON_STORE_PQ_SQLSTATE_H

#include <stdbool.h>

struct sqlstate {
	/* The database is not well, or busy, whatever it was asked: come again. */
	bool ill;
	/* COMMIT may have been done before this was said. */
	bool unsure;
	/* This connection will not get well: it must be made anew. */
	bool drops;
	/* Somebody else holds a lock. */
	bool locked;
	/* What was looked up is no more so: somebody has added the same meanwhile. */
	bool overtaken;
};

/* text: five characters; NULL if there is none (libpq's own errors), which says nothing. */
struct sqlstate sqlstate_of(const char *text);
/* A value that cannot be cast: class 22. */
bool sqlstate_is_misread(const char *text);

#endif
