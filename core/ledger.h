/*
 * Double entry in the books of account.def, in memory: the slice of accounts a batch touches. The
 * database derives the same figures again from the transfers and refuses what would break a floor;
 * here each command is checked in its turn.
 */
#ifndef BURSAR_CORE_LEDGER_H
#define BURSAR_CORE_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"
#include "base/uuid.h"
#include "base/vec.h"
#include "core/account.h"
#include "core/date.h"

struct json;

/* How many payments of a need date are paid or on their way. */
struct account_draw {
	struct date need;
	int64_t payments;
};

/* Pence; available = credited - debited - reserved. */
struct account {
	int64_t id;
	struct span code;
	enum account_kind kind;
	int64_t credited, debited, reserved;
	/* Of a cap: whose and for what; base_pence is what the offer (and no award) credited, the
	 * highest limit it ever gave for the period. */
	struct uuid person;
	struct span entitlement;
	struct span period; /* of kinds whose code has one */
	int64_t base_pence;
	/* Of a cap: what is drawn, by need date, in any order. Loaded where it matters
	 * (core/decide/uplift.h); what the batch itself draws is always added. */
	VEC(struct account_draw) draws;
	bool is_new; /* made in this batch, to be written */
};

enum transfer_phase {
	TRANSFER_POST,
	TRANSFER_RESERVE,
	TRANSFER_SETTLE,
	TRANSFER_RELEASE,
	/* Undoes so much of what was posted or settled from the one account to the other. */
	TRANSFER_BACK,
	TRANSFER_PHASES
};

struct transfer {
	int64_t event;
	int16_t n;
	enum transfer_phase phase;
	struct account *from, *to;
	int64_t amount_pence;
	int64_t resolves_event; /* of settle and release */
	int16_t resolves_n;
	/* Of a back: the post or settle whose money comes back; event 0: it names none. */
	int64_t undoes_event;
	int16_t undoes_n;
	bool is_base; /* what the offer, and no award, gives to a cap */
};

/* The transfers of one event, in order. n is an int16_t: what is beyond it is not added, and
 * ledger_try says so. */
struct transfers {
	struct arena *arena;
	VEC(struct transfer) made;
	bool too_many;
};

const char *ledger_phase_word(enum transfer_phase phase);
MUST_CHECK bool ledger_phase_of_word(struct span word, enum transfer_phase *ret_phase);
int64_t ledger_available(const struct account *account);
struct transfers transfers_in(struct arena *arena);
void ledger_add(struct transfers *transfers, enum transfer_phase phase, struct account *from,
	struct account *to, int64_t amount_pence);
/* A post to a cap that raises its base. */
void ledger_add_base(struct transfers *transfers, struct account *from, struct account *cap,
	int64_t amount_pence);

/* Which transfer of which event. */
struct ledger_reserve {
	int64_t event;
	int16_t n;
};

/* A settle or release of what was reserved. */
void ledger_resolve(struct transfers *transfers, enum transfer_phase phase, struct account *from,
	struct account *to, int64_t amount_pence, struct ledger_reserve reserve);

/* A post or settle, by its event. */
struct ledger_landed {
	int64_t event;
	int16_t n;
};

/* A back of what was posted or settled, or of some of it. */
void ledger_bring_back(struct transfers *transfers, struct account *from, struct account *to,
	int64_t amount_pence, struct ledger_landed undoes);
/* A back that names nothing: of posts from grantor to a fund, or from offer to a cap. */
void ledger_take_back(struct transfers *transfers, struct account *from, struct account *to,
	int64_t amount_pence);
/* What an account would have after the transfers. */
struct account ledger_after(const struct account *account, const struct transfers *transfers);

enum ledger_fit {
	LEDGER_FITS,
	LEDGER_TOO_LARGE, /* an account would hold more than MONEY_BALANCE_MAX_PENCE */
	LEDGER_BREAKS,    /* a floor, or a reserve or something to take back that is not there: what
			     is stored is not sound, or whoever decided is at fault */
	LEDGER_TOO_MANY   /* more transfers than an event can number */
};

/* Whether they may be applied. */
MUST_CHECK enum ledger_fit ledger_try(const struct transfers *transfers);
/* Applies them, once they fit; and takes them back, the last first. */
void ledger_apply(const struct transfers *transfers);
void ledger_undo(const struct transfers *transfers);
/* The member "transfers" of an event. */
void ledger_write(struct json *event, const struct transfers *transfers);

#endif
