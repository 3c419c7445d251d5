/*
 * What the financial rules of the day allow somebody: own limits, the first and the second of two
 * approvals, what one person may approve of another within some months, and what may be awarded
 * (bursar-rules(5)). Figures in, reasons and the members of the event out; SQL says the same of own
 * limits and pairs (approval_fits, tests/sql/test_limits.sql).
 *
 * Without rules, and where their file lacks the part, nothing is bounded.
 */
#ifndef BURSAR_CORE_DECIDE_LIMITS_H
#define BURSAR_CORE_DECIDE_LIMITS_H

#include "core/decide/deciding.h"

/* The row that allowed or bounded it. */
struct limits_within {
	enum delegation_part part;
	const struct delegation_row *row; /* NULL: none */
	struct span entitlement;          /* if the row names it; else absent */
	int64_t asked_pence;
};

/* The row by which what somebody approved of one person is summed. */
struct limits_person {
	const struct delegation_row *row; /* NULL: none */
	int64_t sum_pence;                /* without this one */
};

/* An approval, judged. */
struct limits {
	const struct delegation *rules; /* of the day; NULL: none */
	unsigned roles;                 /* of whoever approves */
	int16_t needed;                 /* approvals of the round */
	bool completes;                 /* this one is the last that is needed */
	struct limits_within within;
	struct limits_person person;
};

/* Whether an approval of so much, by somebody with these roles, is enough alone (1), the first of
 * two (2), or none (0); first: the roles of whoever approved before in the round, ROLE_NONE if
 * nobody did: then 1 completes it and 0 does not. ret_within may be NULL. */
int16_t limits_approval(const struct delegation *rules, unsigned roles, unsigned first,
	struct span entitlement, int64_t asked_pence, struct limits_within *ret_within);

/* Gathers and judges the approval of a payment by the command; reasons are added. */
struct limits limits_approve(struct deciding *d, const struct slice_payment *payment);
/* "roles" to "person_limit" of an approval; "approvals", before them, is written as well. */
void limits_write(
	struct json *event, const struct limits *limits, const struct slice_payment *payment);
/* Once the approval has been recorded: those that follow in the batch see it. */
void limits_keep(struct deciding *d, struct slice_payment *payment, const struct limits *limits);

/* Judges an award by what all of them come to with it. */
struct limits_within limits_award(struct deciding *d, const struct judge_request *request);
void limits_write_within(struct json *event, const struct limits_within *within);

#endif
