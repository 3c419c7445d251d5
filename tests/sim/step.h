/*
 * One command as the simulation makes it: sent to bursar as path and body, put to the model as it
 * stands, and printed in a line. Texts live in the run's arena, or for ever.
 */
#ifndef BURSAR_TESTS_SIM_STEP_H
#define BURSAR_TESTS_SIM_STEP_H

#include "base/uuid.h"
#include "tests/sim/paper.h"

enum step_kind {
	STEP_PUBLISH,
	STEP_STAFF,
	STEP_RENEW,
	STEP_CLAIM,
	STEP_CHANGE,
	STEP_SUSPEND,
	STEP_REINSTATE,
	STEP_PERSON,
	STEP_CATEGORY,
	STEP_FACT,
	STEP_FACT_END,
	STEP_AWARD,
	STEP_REQUEST,
	STEP_APPROVE,
	STEP_DECLINE,
	STEP_WITHDRAW,
	STEP_DEFER,
	STEP_PAY,
	STEP_CREDIT,
	STEP_DEBIT,
	STEP_MOVE,
	STEP_LOOK,
	STEP_KINDS
};

enum sim_role {
	SIM_ADVISER = 1,
	SIM_MANAGER = 2,
	SIM_FINANCE = 4,
	SIM_AUDITOR = 8,
	SIM_ADMIN = 16
};

/* The authority's keys belong to nobody. */
enum { KEY_OF_AUTHORITY = -1 };

struct step {
	enum step_kind kind;
	int staff; /* who asks */
	bool dry, of_authority;
	/* An item of a batch of payments. */
	bool item;
	uint64_t key;     /* 0: none, which only dry runs and looks may have */
	const char *ref;  /* of the person */
	const char *name; /* NULL: none */
	const char *code;
	const char *to; /* of a move: the other fund */
	int64_t pence;
	int64_t payment;
	bool reasons;     /* of a withdrawal: with a reason; of an approval: despite what changed */
	int64_t replaces; /* of a request: a payment; 0: none */
	const char *fund; /* of an approval: another one; NULL: none is named */
	bool takes;       /* of a change of a role: they have it not */
	bool has_on, has_from, has_until;
	struct date on, from, until, born;
	enum sim_category category;
	char year[PERIOD_TEXT];
	unsigned roles;
	int other;      /* the member of staff it is about */
	const char *at; /* YAML, to be published */
	const struct paper *paper;
};

/* Sent together: by one lane's batch, or as the items of one request. */
enum { GROUP_MAX = 6 };

struct group {
	struct step steps[GROUP_MAX];
	size_t len;
	bool batch; /* of items */
	struct date today;
};

/* In the order of their bits; NULL behind the last. */
extern const char *const step_roles_words[];

const char *step_word(enum step_kind kind);
/* Roles that may; 0: whoever has an invitation. */
unsigned step_roles(enum step_kind kind);
/* Where it is sent; an item: where its batch is. */
void step_path(struct buf *out, const struct step *step);
/* What is sent, save an item's key and what only a way knows: a claim's code. */
void step_body(struct buf *out, const struct step *step);
/* {"items":[…]} */
void batch_body(struct buf *out, const struct group *group);
void step_key(const struct step *step, char ret_uuid[UUID_TEXT + 1]);
/* Path and body: what a key stands for. */
const char *step_said(struct arena *arena, const struct step *step);
void step_print(struct buf *out, const struct step *step);

#endif
