/*
 * An authority's financial rules: its scheme of delegation, one file, enforced as it stands. Who
 * may approve how much alone, what takes two, how much in a row for one person, what needs a second
 * person, how long requests wait, how far back a need date may lie (bursar-rules(5)).
 * delegation_file.c reads it, delegation_check.c holds its parts against each other, delegation.c
 * answers questions of it; what follows for an approval is core/decide/limits.h.
 *
 * Each part may be left out, and then bounds nothing. The day something is approved on chooses the
 * version, never the need date.
 */
#ifndef BURSAR_CORE_DELEGATION_DELEGATION_H
#define BURSAR_CORE_DELEGATION_DELEGATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/hash.h"
#include "base/span.h"
#include "core/date.h"
#include "core/role.h"

struct arena;
struct faults;

/* What a file may hold; each is a fault with its place where it is passed. */
enum {
	DELEGATION_BYTES_MAX = 64 * 1024,
	DELEGATION_ROWS_MAX = 100,        /* of approve, and of each other part */
	DELEGATION_ENTITLEMENTS_MAX = 50, /* of a row */
	DELEGATION_BACK_MONTHS_MAX = 1200,
	DELEGATION_LAPSE_DAYS_MAX = 3650
};

/* Of an authority: publishing more is refused. */
enum { DELEGATION_VERSIONS_MAX = 1000, DELEGATION_VERSIONS_BYTES_MAX = 8 * 1024 * 1024 };

enum delegation_part {
	DELEGATION_APPROVE,    /* alone, up to this amount of one payment */
	DELEGATION_SECOND,     /* two different people, up to this */
	DELEGATION_PER_PERSON, /* of all payments of one person within some months */
	DELEGATION_AWARD,      /* of all awards of person, line and period */
	DELEGATION_PARTS
};

struct delegation_row {
	enum role role;
	enum role with; /* of SECOND: the other's, in any order; else ROLE_NONE */
	/* None: of whatever no row of the same role, or pair, names. */
	struct span *entitlements;
	size_t entitlements_len;
	int64_t up_to_pence; /* inclusive */
	int months;          /* of PER_PERSON, else 0 */
	int line;            /* in the file */
};

struct delegation_rows {
	struct delegation_row *list;
	size_t len; /* 0: the file has no such part, which bounds nothing */
};

enum delegation_word {

#define CONFIRM(NAME, word, command, built) DELEGATION_##NAME,
#include "core/delegation/confirm.def"
#undef CONFIRM
	DELEGATION_WORDS
};

enum delegation_lapse {
	DELEGATION_REQUESTED,
	DELEGATION_DEFERRED,
	DELEGATION_PROPOSAL,
	DELEGATION_LAPSES
};

struct delegation {
	int32_t version;      /* 0 until published */
	struct digest digest; /* SHA-256 of the file; set by whoever has it read to enforce it */
	size_t bytes;         /* of the file */
	struct span authority, title, source;
	struct date effective;
	struct delegation_rows parts[DELEGATION_PARTS];
	unsigned confirm[DELEGATION_WORDS]; /* roles of the second person; 0: needs none */
	int lapse_days[DELEGATION_LAPSES];  /* 0: never */
	int back_months;                    /* 0: no bound */
};

/* NULL if there were faults: every fault of the file is in the list. scratch: for what reading
 * takes and nobody needs afterwards, YAML_ARENA_BYTES and twice the text; may be the same arena. */
struct delegation *delegation_read(
	struct arena *arena, struct arena *scratch, struct span text, struct faults *faults);

/* "approve", "second", "per-person", "award"; "requested", "deferred", "proposal": words of the
 * file. */
const char *delegation_part_word(enum delegation_part part);
const char *delegation_lapse_word(enum delegation_lapse lapse);
/* "fund-move", and back. */
const char *delegation_word_text(enum delegation_word word);
MUST_CHECK bool delegation_word_of(struct span text, enum delegation_word *ret_word);
/* Whether its command, and a second person for it, are built. */
bool delegation_word_is_built(enum delegation_word word);

/* The roles whose second person the command of this word needs by these rules; 0: by them it goes
 * alone, and so it does without rules (NULL). Rules add to what is always asked for. */
unsigned delegation_confirm(const struct delegation *rules, enum delegation_word word);

/* The row of a part that bounds a role (of SECOND: a pair, in any order) in an entitlement: the one
 * that names it, else the one that names none. NULL if there is none. */
const struct delegation_row *delegation_row_for(const struct delegation *rules,
	enum delegation_part part, enum role role, enum role with, struct span entitlement);
/* An entitlement that a row names and that is no code of offered; absent if there is none. */
struct span delegation_stranger(const struct delegation *rules,
	bool (*offered)(const void *context, struct span code), const void *context);
/* The first need date that may be asked for on a day; false if there is no bound. */
MUST_CHECK bool delegation_first_day(
	const struct delegation *rules, struct date today, struct date *ret_first);

/* A row for one entitlement, or for all that no row of its part and roles names (absent). */
struct delegation_limit {
	int16_t n; /* from 0, of the version */
	enum delegation_part part;
	const struct delegation_row *row; /* NULL: before the first */
	struct span entitlement;
	size_t row_at, code_at; /* of the walk */
};

/* From {.n = -1} on, one limit after the other; false behind the last. */
MUST_CHECK bool delegation_next_limit(
	const struct delegation *rules, struct delegation_limit *limit);

/* An authority's published versions, ascending. */
struct delegation_book {
	const struct delegation **versions;
	size_t len;
};

/* The version in effect on a day: the latest effective date on or before it, of these the highest
 * number. NULL if none. */
const struct delegation *delegation_on(const struct delegation_book *book, struct date day);
/* The version of a number; NULL if there is none. */
const struct delegation *delegation_version(const struct delegation_book *book, int64_t version);

#endif
