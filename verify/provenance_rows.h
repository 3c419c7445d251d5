/* What provenance.c and provenance_payment.c share: the event that is looked at, and how its
 * members are compared. */
#ifndef BURSAR_VERIFY_PROVENANCE_ROWS_H
#define BURSAR_VERIFY_PROVENANCE_ROWS_H

#include "base/vec.h"
#include "core/decide/slice.h"
#include "core/delegation/delegation.h"
#include "core/payment.h"
#include "verify/pending.h"
#include "verify/provenance.h"

enum { PAID_TO_TEXT = 80 };

enum row_kind {
	ROW_EVENT,
	ROW_STAFF,
	ROW_CERTIFICATE,
	ROW_INVITATION,
	ROW_CREDENTIAL_END,
	ROW_ROLE,
	ROW_SUSPENSION,
	ROW_PERSON,
	ROW_TEXT,
	ROW_CATEGORY,
	ROW_FACT,
	ROW_FACT_END,
	ROW_OFFER,
	ROW_RULES,
	ROW_RULE_LIMIT,
	ROW_AWARD,
	ROW_PAYMENT,
	ROW_APPROVAL,
	ROW_STEP,
	ROW_REFUSAL,
	ROW_PAYEE,
	ROW_PAYEE_CHANGE,
	ROW_CREDITOR,
	ROW_KINDS
};

/* Of a credential, by the event that registered it: the event that dropped it, as its row says and
 * as events do; 0: none. */
struct drop {
	int64_t credential, row, event;
};

/* Whether somebody may act, and as what: as their row says, and as events have said so far. */
struct standing {
	bool has_row, row_active, suspended;
	bool is_added;
	struct slice_staff staff; /* its roles, once they are added */
};

struct provenance {
	struct findings *findings;
	int64_t size;
	/* Of payments that go on. */
	struct pending payments;
	/* How many of them are moved again by an event beyond the head. */
	int64_t payments_beyond;
	/* Who made each event, negative once its key was met, 0 where there is none. */
	int32_t *makers;
	int64_t makers_len, makers_room;
	/* The last event, the first of its command, and who gave that. */
	int64_t first, first_by, last;
	int64_t last_at;
	/* What is known of each member of staff, by number. */
	struct standing *standings;
	int64_t standings_len;
	VEC(struct drop) drops;
	/* The event that is looked at. */
	const json_t *event;
	int64_t number;
	const char *kind;
	char leaf[DIGEST_HEX + 1];
	unsigned seen[ROW_KINDS];
	uint64_t texts; /* bits of text_fields */
	/* Of an event that published rules: them, and their limits. */
	struct arena *rules_arena;
	const struct delegation *rules;
	VEC(struct delegation_limit) limits;
};

/* "" where it is no text. */
const char *member_text(const json_t *object, const char *name);
/* -1 where it is no integer. */
int64_t member_int(const json_t *object, const char *name);
/* A finding unless they are equal; NULL and null are one. word: of the row. */
void member_same(struct provenance *provenance, const char *word, const char *name,
	const json_t *there, const json_t *said);
void member_same_text(struct provenance *provenance, const char *word, const char *name,
	const char *there, const char *said);

/* Of the rows of payees and creditor-refs. */
void provenance_payee_change(struct provenance *provenance, const json_t *row);
void provenance_creditor(struct provenance *provenance, const json_t *row);
/* Whose key a text is sealed under. */
void provenance_payee_text(struct provenance *provenance, const json_t *row);
/* Of a payment's row; and what its content says of it. */
void provenance_paid_to(struct provenance *provenance, const json_t *row);
void provenance_content_paid_to(const struct provenance *provenance, char ret_text[PAID_TO_TEXT]);

/* Of each event: its place in the log. */
void provenance_log_event(struct provenance *provenance);

/* Of the rows of financial rules, and of each event. */
void provenance_rules(struct provenance *provenance, const json_t *row);
void provenance_rule_limit(struct provenance *provenance, const json_t *row);
void provenance_rules_end(struct provenance *provenance);

/* Of the row of a member of staff, and of each event: whether it is by somebody who may act. */
void provenance_staff(struct provenance *provenance, const json_t *row);
void provenance_suspension(struct provenance *provenance, const json_t *row);
void provenance_certificate(struct provenance *provenance, const json_t *row);
void provenance_role(struct provenance *provenance, const json_t *row);
void provenance_staff_event(struct provenance *provenance);
/* Whose row says otherwise than the events. */
void provenance_staff_left(struct provenance *provenance);

/* Makes ready for payments. */
void provenance_payments_begin(struct provenance *provenance);
/* Of the row of a payment and of its step, and of each event, whatever rows it has. */
void provenance_payment(struct provenance *provenance, const json_t *row);
void provenance_step(struct provenance *provenance, const json_t *row);
/* A move that events of the kind record; NULL if none does. */
const struct payment_move *provenance_move_of(const char *kind);
void provenance_award(struct provenance *provenance, const json_t *row);
void provenance_move(struct provenance *provenance);
/* Of those whose next step never came. */
void provenance_left(struct provenance *provenance);

#endif
