/*
 * Row by row, what the second flight writes: shared by append.c, append_people.c and
 * append_money.c. Each adds one statement, or none if the slice has no such rows.
 */
#ifndef BURSAR_STORE_APPEND_ROWS_H
#define BURSAR_STORE_APPEND_ROWS_H

#include "daemon/store/append.h"

struct append {
	struct slice *slice;
	const struct store_authority *authority;
	struct connection *connection;
};

/* Parameters of a statement, the authority as the first. */
struct binds append_binds(const struct append *a);
/* NULL for nobody. */
void append_person(struct bind *array, const struct slice_person *person);
/* 0 for none. */
void append_number(struct bind *array, int64_t number);

void append_staff(const struct append *a);
void append_invitations(const struct append *a);
void append_certificates(const struct append *a);
void append_people(const struct append *a);
void append_texts(const struct append *a);
void append_categories(const struct append *a);
void append_facts(const struct append *a);
void append_fact_ends(const struct append *a);
void append_accounts(const struct append *a);
void append_transfers(const struct append *a);
void append_awards(const struct append *a);
void append_payments(const struct append *a);
void append_steps(const struct append *a);

#endif
