/*
 * The form that the rows of a statement must have before value_* (bind.h) reads them. What the
 * schema promises is looked at all the same: somebody may have changed schema or rows by hand, and
 * then the commands about them fail, not the daemon.
 */
#ifndef BURSAR_DAEMON_STORE_PQ_FORM_H
#define BURSAR_DAEMON_STORE_PQ_FORM_H

#include <stdbool.h>

#include <libpq-fe.h>

/*
 * A letter a column, with a '?' after it where NULL may stand:
 *	i integer   b boolean   u uuid   h 32 bytes   t text or bytes
 *	d a date of the calendar (core/date.h)   D the same, or -infinity
 *	s an instant, or -infinity
 * True also for NULL and for no rows.
 */
bool form_fits(const PGresult *result, const char *form);

enum { FORM_FAULT_MAX = 200 };

/* Whether a prepared statement gives columns of these names (each with a blank behind it), and of
 * types of the form; if not, what is amiss. */
bool form_described(const PGresult *described, const char *columns, const char *form,
	char ret_fault[FORM_FAULT_MAX]);

#endif
