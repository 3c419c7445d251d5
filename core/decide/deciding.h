/*
 * What the decide_*.c files share while one command is decided: figures are gathered and judged
 * first, then an event is opened and given its members, then record or refuse ends it. Nothing of
 * the slice changes before that, and in a dry run nothing changes at all.
 *
 * A command about many payments records a header event, which is its outcome's and its key's, and
 * one more for each. First all is gathered, with deciding_more between what is one event's and what
 * is the next one's; then the header is opened and closed as ever, and if that recorded it, each
 * other in its turn by deciding_open_next and deciding_close_next. Either all of them are recorded
 * or none. number and transfers are always of the event that is gathered for or written.
 */
#ifndef BURSAR_CORE_DECIDE_DECIDING_H
#define BURSAR_CORE_DECIDE_DECIDING_H

#include "core/decide/decide.h"
#include "core/event.h"

/* An account's number is its event's, times this, plus its place (store/0001_ledger.sql). */
enum { DECIDING_ACCOUNTS_OF_EVENT = 16 };

struct deciding {
	struct slice *slice;
	const struct command *command;
	struct outcome *outcome;
	int64_t number; /* of the event this would be */
	struct reasons reasons;
	/* The version in effect on the day, if it, or its silence, mattered; else 0. */
	int32_t financial_rules;
	struct transfers transfers;
	VEC(struct account *) made; /* new ones, of all events; not yet in the slice from kept on */
	size_t kept;
	int64_t places; /* how many of them are of this event */
	bool crowded;   /* an event makes more accounts than it can number */
	/* If there is more than one event: the transfers of each, and which one it is. */
	VEC(struct transfers) parts;
	size_t part;
	const char *kind; /* of the event that is open, unless it is the header */
};

/* What a refusal is about; NULL, absent and 0 where it does not apply. */
struct subject {
	const struct slice_person *person;
	int64_t payment_id;
	struct span entitlement;
	int64_t amount_pence;
	struct date need;
};

/* The day of the event that this would be; the roles on it of whoever sent the command, if they are
 * active: as whoever reads the log will judge it. */
struct date deciding_day(const struct deciding *d);
unsigned deciding_roles(const struct deciding *d);

/* Answers without an event. */
void deciding_not_found(struct deciding *d, const char *what);
void deciding_invalid(struct deciding *d, const char *where, const char *says);
void deciding_exists(struct deciding *d, const char *says);
/* One of these would be needed. */
void deciding_not_your_role(struct deciding *d, unsigned roles);
/* What is stored contradicts itself: for the log. */
void deciding_bug(struct deciding *d, const char *says);

/* Opens the event: of the command's kind, or refused if there are reasons. */
struct json deciding_open(struct deciding *d);
/* Ends it. True if it was recorded for good and the slice shall now change: the caller adds its
 * rows. False in a dry run, for a refusal, and if the transfers do not fit the accounts or the
 * event is too large: the answer then is that. */
bool deciding_close(struct deciding *d, struct json *event, const struct subject *subject);

/* What is gathered from here on is of one more event of the command. */
void deciding_more(struct deciding *d);
/* Opens the next event, of a kind; ends it and records it, as the header was. What it says is of
 * one payment and bounded: one larger than EVENT_BYTES_MAX the database refuses, and all with it.
 */
struct json deciding_open_next(struct deciding *d, const char *kind);
void deciding_close_next(struct deciding *d, struct json *event);

/* An account: the slice's, one made earlier in this command, or a new one. */
struct account *deciding_account(struct deciding *d, const struct account_name *name);
/* A text that may name somebody, to be sealed beside the event under the person's key (the
 * authority's, if person is NULL); nothing if absent. */
void deciding_seal(struct deciding *d, const struct slice_person *person, const char *field,
	const struct command_text *text);
/* "roles":[…] */
void deciding_write_roles(struct json *event, unsigned roles);
/* The step of a payment that the event last ended is. fund and payable: of one that reserves; else
 * NULL. */
void deciding_step(struct deciding *d, struct slice_payment *payment,
	const struct payment_move *move, struct account *fund, struct account *payable);
/* Whatever of the person is new or changed will be written. */
void deciding_touch(struct deciding *d, struct slice_person *person);

/* A cap's figures after the transfers, or null: "cap":{"period":…,"credited_pence":…,
 * "drawn_pence":…,"reserved_pence":…,"left_pence":…,"limit_pence":…}. limit is the rule's on the
 * day, and left is what it leaves; credited is the ledger's, the highest limit ever given. */
void deciding_write_cap(struct deciding *d, struct json *event, const char *name,
	const struct account *cap, int64_t limit_pence);

/* The fund's figures, with what it has left after the transfers, or null if it has no account. */
void deciding_write_fund(
	struct json *event, const struct judge_fund *fund, struct span year, int64_t left_pence);

/* The cap that a request draws on. */
struct account *deciding_cap(struct deciding *d, const struct judge_request *request);
/* Posts what the offer itself gives to a cap; nothing if base_pence is 0. */
void deciding_credit_cap(struct deciding *d, struct account *cap, int64_t base_pence);

#define COMMAND(NAME, name, ...) void decide_##name(struct deciding *d);
#define LOOK(NAME, name, ...)    void decide_##name(struct deciding *d);
#include "core/sheets.def"

#endif
