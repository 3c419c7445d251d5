/*
 * The part of one authority that a batch of commands touches, in memory: what was loaded, and what
 * deciding adds to it. Commands of a batch are decided in turn over one slice, so that later ones
 * see earlier ones; what is new is then written in one go.
 *
 * What a command may need must have been looked for before (store/load.c): not here means not in
 * the database.
 */
#ifndef BURSAR_CORE_DECIDE_SLICE_H
#define BURSAR_CORE_DECIDE_SLICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "base/vec.h"
#include "core/command.h"
#include "core/decide/reason.h"
#include "core/delegation/delegation.h"
#include "core/ledger.h"
#include "core/offer/offer.h"
#include "core/payment.h"

struct slice_fact {
	struct span code;
	int64_t event;
	struct date from, until; /* as recorded; until: the last day, if has_until */
	bool has_until;
	int64_t ended_event;     /* 0: not ended */
	struct date ended_until; /* if ended: the last day, until or before it */
	struct fact_value value;
	bool is_new, end_is_new;
};

struct slice_category {
	enum category category;
	struct date from;
	/* from is the birthday of CATEGORY_FROM_AGE, which is personal: it is written nowhere. */
	bool from_birthday;
	int64_t event;
	bool is_new;
};

/* Which event last changed what a purchase ledger knows somebody by, and whose change it was. */
struct slice_creditor {
	int64_t event; /* 0: nothing was ever recorded */
	bool given;    /* or it is known by nothing any more */
	int32_t by;
	int32_t proposer; /* 0: nobody proposed it */
};

/* A third party who is paid, known by the event that added it. */
struct slice_payee {
	int64_t id;
	struct uuid key_id; /* binds its key to its place */
	struct seal_key key;
	struct span code;
	struct slice_creditor creditor;
	bool ended;
};

struct slice_person {
	struct uuid id;
	struct span ref;
	struct seal_key key;
	struct date born;
	struct span name;              /* absent if none was given */
	const struct digest *likeness; /* of a new one, NULL: none */
	int64_t event;
	/* Facts and categories are all here; else none were looked for. */
	bool is_known;
	struct slice_creditor creditor;
	VEC(struct slice_fact) facts;
	VEC(struct slice_category) categories; /* any order */
	bool is_new;
};

/* That somebody has a role for some days, or has not. */
struct slice_role {
	int64_t event;
	enum role role;
	bool holds, has_until;
	struct date from, until; /* until: the last day, if has_until */
};

struct slice_staff {
	int32_t id;
	unsigned roles;                 /* as they were added; on a day: slice_roles_on */
	VEC(struct slice_role) changes; /* in the order of their events */
	bool active;
	struct span name;
	int64_t event;
	bool is_new;
};

/* That somebody may do nothing from an event on, or may again. */
struct slice_suspension {
	int64_t event;
	int32_t staff_id;
	bool suspended;
};

/* A change that deciding made. */
struct slice_staff_role {
	int32_t staff_id;
	struct slice_role change;
};

/* The latest of a member of staff: it makes those before it void. */
struct slice_invitation {
	int32_t staff_id;
	int64_t event;
	struct date until; /* the last day */
	bool used;
	/* Of one that this batch makes nobody can know the secret yet. */
	bool is_new;
	char secret[INVITATION_SECRET]; /* unless is_new */
};

/* By what somebody signs in, named by the event that registered it. */
struct slice_credential {
	int32_t staff_id;
	int64_t event;
	bool dropped;
};

struct slice_credential_end {
	int64_t event;
	int32_t staff_id;
	int64_t credential; /* the event that registered it */
};

struct slice_certificate {
	struct digest fingerprint;
	int64_t until_s; /* of the certificate itself, since the epoch; 0: nobody said */
	int32_t staff_id;
	int64_t event;
	int64_t invitation; /* the event that invited; 0: registered on the daemon's machine */
};

/* An approval of the present round. */
struct slice_approval {
	int64_t event;
	int32_t staff_id;
	unsigned roles; /* on its day */
	int16_t needed; /* approvals of the round, by its first */
};

/* What somebody approved of one person, of payments that go on or were paid: the last day of each.
 * Loaded where financial rules sum it. */
struct slice_approved_payment {
	int64_t payment_id;
	int64_t amount_pence;
	struct date day;
};

struct slice_approved {
	VEC(struct slice_approved_payment) list;
};

struct slice_payment {
	int64_t id;
	const struct slice_person *person;
	struct span entitlement;
	int64_t amount_pence;
	struct date need;
	/* On that day, as its request saw them. */
	int age;
	enum category category;
	int32_t offer_version;
	struct digest content;
	int32_t requester;
	int64_t replaces; /* of a new one, whose place it takes; 0: none's */
	enum payment_state state;
	struct span period, year;
	struct account *cap, *drawn;
	int16_t reserve_n;
	struct account *fund, *payable;         /* NULL until approved */
	int64_t approved_event;                 /* 0: not yet */
	int16_t round;                          /* from 1: of approvals */
	int16_t approvals;                      /* of the round */
	VEC(struct slice_approval) approved_by; /* the same, in their order */
	/* To whom, if it is neither the person nor a text; and what the purchase ledger knew them
	 * by when it was asked for. */
	const struct slice_payee *payee;
	struct slice_creditor creditor;
	bool by_hand; /* to whom is a text: no purchase ledger knows them */
};

struct slice_payee_change {
	int64_t event;
	const struct slice_payee *payee;
	bool named, ended; /* it has another name; it has ended by now */
};

/* A change of what a purchase ledger knows a person by, or a payee. */
struct slice_creditor_change {
	const struct slice_person *person;
	const struct slice_payee *payee;
	struct slice_creditor creditor;
};

/* The first person of a likeness. */
struct slice_alike {
	struct span ref;
	int64_t event;
};

/* A key that has been used: the request and the event it made. */
struct slice_key {
	int32_t owner; /* staff, or COMMAND_KEY_AUTHORITYS */
	/* Who sent it. */
	int32_t by;
	struct span by_name;
	struct uuid key;
	struct digest request;
	int64_t event;
	struct span bytes; /* of the event */
	bool is_new;
};

struct slice_event {
	int64_t number, at_us;
	const char *kind;
	int32_t staff_id;
	struct span bytes;
	struct digest leaf;
};

struct slice_text {
	int64_t event;
	const char *field;
	const struct slice_person
		*person; /* NULL: a payee's, or sealed under the authority's key */
	const struct command_text *text;
	const struct slice_payee *payee; /* whose key it is sealed under; or NULL */
};

struct slice_award {
	int64_t event;
	const struct slice_person *person;
	struct span entitlement, period;
	struct date on;
	int64_t amount_pence;
	const struct account *cap;
};

/* What was done with a payment after its request. */
struct slice_step {
	const struct slice_payment *payment;
	const struct payment_move *move;
	int32_t staff_id;
	int64_t event;
	int16_t round;
	int16_t stage;  /* of an approval: which of its round; else 0 */
	unsigned roles; /* of an approval, as of its event */
	int16_t needed;
	int32_t rules; /* the version of the financial rules that it is by; 0: none */
	const struct account *fund, *payable; /* of one that reserves; else NULL */
	struct date until;                    /* of a deferral: the last day, if has_until */
	bool has_until;
};

struct slice_refusal {
	int64_t event;
	const struct slice_person *person; /* NULL for a fund's */
	int64_t payment_id;                /* 0: none */
	struct span entitlement;           /* may be absent */
	int64_t amount_pence;              /* 0: none */
	struct date need;                  /* of a person's */
	bool reasons[REASON_CODES];
};

struct slice_offer {
	const struct offer *offer; /* with its version */
	struct span text, json;
	int64_t event;
};

struct slice_rules {
	const struct delegation *rules; /* with its version */
	struct span text, json;
	int64_t event;
};

/* What bounds amounts by the rules, as rows. */
struct slice_limit {
	int32_t version;
	struct delegation_limit limit;
	int64_t event;
};

struct slice {
	struct arena *arena;
	int32_t authority_id;
	struct span authority_code;
	int64_t size;       /* of the log: the number of the next event */
	int64_t last_at_us; /* of the last event */
	/* Published versions; a batch that publishes works on a copy, so that a batch that fails
	 * leaves the old ones. What commands draw on was looked for by the versions loaded for:
	 * those that go by the offer are not decided once it is another (a publication ends its
	 * batch). */
	const struct offer_book *offers, *offers_loaded;
	/* Financial rules, likewise: what they make commands look at is loaded by them. */
	const struct delegation_book *rules, *rules_loaded;
	/* By ref; by id (uuid bytes); by code; by id (8 bytes); by id; by id; by owner and key; by
	 * staff; by digest. */
	struct map people_by_ref, people, accounts, accounts_by_id, payments, staff, keys,
		invitations, fingerprints;
	struct map payees, payees_by_id; /* by code; by id (8 bytes) */
	/* By person and staff: struct slice_approved. */
	struct map approved;
	/* Refs by what they fold to; the first person by their likeness: of people about to be
	 * added alone. */
	struct map refs_folded, alike;
	int32_t staff_id_next;
	/* New or changed, in the order of their making. */
	VEC(struct slice_event) events;
	VEC(struct slice_person *) new_people;
	VEC(struct slice_staff *) new_staff;
	VEC(struct slice_invitation *) new_invitations;
	VEC(struct slice_suspension) suspensions;
	VEC(struct slice_credential) credentials; /* those looked for */
	VEC(struct slice_credential_end) credential_ends;
	VEC(struct slice_staff_role) staff_roles;
	VEC(struct slice_certificate) new_certificates;
	VEC(struct slice_text) texts;
	VEC(struct slice_offer) new_offers;
	VEC(struct slice_rules) new_rules;
	VEC(struct slice_limit) new_limits;
	VEC(struct account *) new_accounts;
	VEC(struct transfer) transfers;
	VEC(struct slice_award) awards;
	VEC(struct slice_payment *) new_payments;
	VEC(struct slice_step) steps;
	VEC(struct slice_refusal) refusals;
	VEC(struct slice_payee *) new_payees;
	VEC(struct slice_payee_change) payee_changes;
	VEC(struct slice_creditor_change) creditors;
	VEC(struct slice_key *) new_keys;
	VEC(struct slice_person *) people_touched; /* with new or changed facts and categories */
};

void slice_init(struct slice *slice, struct arena *arena, int32_t authority_id,
	struct span authority_code, const struct offer_book *offers);
/* Before anything else; without it none are published. */
void slice_set_rules(struct slice *slice, const struct delegation_book *rules);

/* Each registers what was loaded, or made; the objects live in the slice's arena. */
void slice_put_person(struct slice *slice, struct slice_person *person);
void slice_put_account(struct slice *slice, struct account *account);
void slice_put_payment(struct slice *slice, struct slice_payment *payment);
void slice_put_staff(struct slice *slice, struct slice_staff *staff);
void slice_put_key(struct slice *slice, struct slice_key *key);
/* So many payments are drawn on a cap on a need date, as was loaded. */
void slice_put_draw(struct slice *slice, struct account *cap, struct date need, int64_t payments);
void slice_put_payee(struct slice *slice, struct slice_payee *payee);
/* So many payments more, or fewer, of a need date are drawn on a cap; a date that was not loaded
 * has none to lose. */
void slice_draw(struct slice *slice, struct account *cap, struct date need, int64_t payments);
/* In place of an earlier one. */
void slice_put_invitation(struct slice *slice, struct slice_invitation *invitation);
/* A certificate that is registered already. */
void slice_put_fingerprint(struct slice *slice, const struct digest *fingerprint);

/* A ref that is taken, and who has a likeness already. */
void slice_put_ref(struct slice *slice, struct span ref);
void slice_put_alike(
	struct slice *slice, const struct digest *likeness, struct span ref, int64_t event);
/* The ref that is taken and folds to the same; absent if there is none. */
struct span slice_ref_twin(const struct slice *slice, struct span ref);
/* The ref of the first person of a likeness, if they were there before an event; else absent. */
struct span slice_alike(const struct slice *slice, const struct digest *likeness, int64_t before);

/* What somebody approved of a person; NULL if it was not loaded, or nothing. A new one is empty. */
struct slice_approved *slice_approved(
	const struct slice *slice, const struct slice_person *person, int32_t staff_id);
struct slice_approved *slice_approved_new(
	struct slice *slice, const struct slice_person *person, int32_t staff_id);

/* NULL if not there. */
struct slice_person *slice_person(const struct slice *slice, struct span ref);
struct slice_person *slice_person_by_id(const struct slice *slice, struct uuid id);
struct account *slice_account(const struct slice *slice, struct span code);
struct account *slice_account_by_id(const struct slice *slice, int64_t id);
struct slice_payment *slice_payment(const struct slice *slice, int64_t id);
struct slice_payee *slice_payee(const struct slice *slice, struct span code);
struct slice_payee *slice_payee_by_id(const struct slice *slice, int64_t id);
struct slice_staff *slice_staff(const struct slice *slice, int32_t id);
struct slice_key *slice_key(const struct slice *slice, int32_t owner, struct uuid key);
/* The latest of the member of staff. */
struct slice_invitation *slice_invitation(const struct slice *slice, int32_t staff_id);
bool slice_has_fingerprint(const struct slice *slice, const struct digest *fingerprint);

/* The earliest need date of what is drawn on a cap, one payment of a need date left out unless own
 * is NULL; false if nothing is. */
MUST_CHECK bool slice_first_drawn(
	const struct account *cap, const struct date *own, struct date *ret_need);

/* What somebody may on a day, suspended or not: each role as the latest change says that covers
 * it, else as they were added. */
unsigned slice_roles_on(const struct slice_staff *staff, struct date on);
/* NULL if they have none that the event registered. */
struct slice_credential *slice_credential(
	const struct slice *slice, int32_t staff_id, int64_t event);
/* Whether deciding changed what somebody may. */
bool slice_changes_staff(const struct slice *slice);

/* CATEGORY_NONE if none is recorded. */
enum category slice_category_on(const struct slice_person *person, struct date on);
/* Whether this record is in force on the day. */
bool slice_fact_holds(const struct slice_fact *fact, struct date on);
/* Whether any record of the code is. */
bool slice_fact_on(const struct slice_person *person, struct span code, struct date on);
/* What holds on the day of records of the code with a value of that kind: the one with the latest
 * from, of these the latest event. So a change is one more record, and an end may be one of £0.00.
 * NULL if there is none. */
const struct slice_fact *slice_fact_value_on(const struct slice_person *person, struct span code,
	enum fact_value_kind kind, struct date on);

#endif
