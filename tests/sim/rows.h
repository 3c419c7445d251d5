/*
 * A database in memory for core: rows in plain lists, of which slices are made as the lane loads
 * them (no more than a command may look at), and to which what deciding recorded is added.
 */
#ifndef BURSAR_TESTS_SIM_ROWS_H
#define BURSAR_TESTS_SIM_ROWS_H

#include "core/decide/slice.h"
#include "tests/sim/step.h"

struct row_staff {
	int32_t id;
	unsigned roles;
	struct span name;
	int64_t event;
	bool suspended;
	VEC(struct slice_role) changes;
};

struct row_invitation {
	int32_t staff_id;
	int64_t event;
	struct date until;
	struct digest leaf;
	bool used;
};

struct row_certificate {
	struct digest fingerprint;
};

struct row_person {
	struct uuid id;
	struct span ref;
	struct seal_key key;
	struct date born;
	bool has_likeness;
	struct digest likeness;
	int64_t event;
};

struct row_fact {
	struct uuid person;
	struct span code;
	int64_t event;
	struct date from, until;
	bool has_until;
	int64_t ended_event;
	struct date ended_until;
	struct fact_value value;
};

struct row_category {
	struct uuid person;
	enum category category;
	struct date from;
	bool from_birthday;
	int64_t event;
};

struct row_account {
	int64_t id;
	struct span code;
	enum account_kind kind;
	struct uuid person;
	struct span entitlement, period;
	int64_t credited, debited, reserved, base;
};

struct row_payment {
	int64_t id;
	struct uuid person;
	struct span entitlement;
	int64_t pence;
	struct date need;
	int age;
	enum category category;
	int32_t version;
	struct digest content;
	int32_t requester;
	enum payment_state state;
	struct span period, year;
	int64_t cap, drawn, fund, payable; /* accounts; 0: none yet */
	int16_t reserve_n;
	int64_t approved_event;
	int16_t round, approvals;
};

struct row_key {
	int32_t owner, by;
	struct uuid key;
	struct digest request;
	int64_t event;
};

struct row_event {
	int64_t at_us;
	struct span bytes;
};

struct rows {
	struct arena *arena;
	struct span authority;
	const struct seal_key *invitation_key;
	struct offer_book book;
	VEC(struct row_staff) staff;
	VEC(struct row_invitation) invitations;
	VEC(struct row_certificate) certificates;
	VEC(struct row_person) people;
	VEC(struct row_fact) facts;
	VEC(struct row_category) categories;
	VEC(struct row_account) accounts;
	VEC(struct row_payment) payments;
	VEC(struct row_key) keys;
	VEC(struct row_event) events;
	const char *wrong; /* what does not fit together; NULL: nothing */
};

/* What the steps of a group may look at, and their keys. */
void rows_load(const struct rows *rows, const struct group *group, struct arena *arena,
	struct slice *slice);
/* Adds what deciding them recorded. */
void rows_keep(struct rows *rows, const struct slice *slice);

struct row_account *rows_account(const struct rows *rows, struct span code);
struct uuid rows_key(const struct step *step);
int32_t rows_key_owner(const struct step *step);
struct digest rows_fingerprint(int32_t staff_id);
/* Of a step that adds somebody with a name. */
struct digest rows_likeness(struct arena *arena, const struct step *step);

#endif
