/*
 * Deciding: a command and a slice go in, an outcome comes out, and what it records is added to the
 * slice. No clock, no I/O, no allocation outside the slice's arena; the same command on the same
 * slice always gives the same bytes.
 */
#ifndef BURSAR_CORE_DECIDE_DECIDE_H
#define BURSAR_CORE_DECIDE_DECIDE_H

#include "core/command.h"
#include "core/decide/judge.h"
#include "core/decide/reason.h"
#include "core/decide/slice.h"

enum outcome_kind {
	OUTCOME_RECORDED,  /* or would be, in a dry run */
	OUTCOME_REFUSED,   /* by a rule; an event as well */
	OUTCOME_LOOKED,    /* lines of ENTITLEMENTS */
	OUTCOME_NOT_FOUND, /* where names the thing; the rest make no event and use up no key */
	OUTCOME_INVALID,   /* where and says */
	OUTCOME_EXISTS,    /* says */
	OUTCOME_KEY_REUSED,
	OUTCOME_NOT_YOUR_ROLE,
	/* Not decide's: */
	OUTCOME_UNKNOWN,           /* the database may or may not have it */
	OUTCOME_BUSY,              /* nothing was done */
	OUTCOME_CLOCK,             /* nothing was done: the command's instant cannot be */
	OUTCOME_REFUSED_TOO_OFTEN, /* nothing was done: too many of theirs are recorded already */
	OUTCOME_BUG                /* says, if decide found it: for the log */
};

/* One line of the offer as it stands for a person. */
struct outcome_line {
	const struct offer_line *line;
	struct judge_room *room;   /* NULL if the line has no cap */
	const struct account *cap; /* NULL before its first touch */
	struct span period;        /* absent if the line has no cap */
	struct reasons reasons;    /* none: payable now */
};

struct outcome {
	enum outcome_kind kind;
	bool recorded; /* false in a dry run */
	bool replayed; /* the key was used before, by the same request */
	/* Of PERSON_ADD: the ref of somebody there before of the same name and birth date; absent:
	 * nobody is known. */
	struct span alike;
	/* Of a replay under a key of the authority: who sent it first. Else 0. */
	int32_t first_by;
	struct span first_name;
	struct span event; /* its bytes, of RECORDED and REFUSED: what the reply is rendered from */
	const char *where, *says;
	unsigned roles;            /* of NOT_YOUR_ROLE: which of them may */
	const struct offer *offer; /* of LOOKED */
	struct outcome_line *lines;
	size_t lines_len;
};

/* slice->offers must hold every version published so far. */
void decide(struct slice *slice, const struct command *command, struct outcome *ret_outcome);

/* Event 0 of an authority, on an empty slice, with its first admin. */
void decide_authority_open(
	struct slice *slice, const struct command *command, struct outcome *ret_outcome);

#endif
