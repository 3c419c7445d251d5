/*
 * What a command is, said once: a sheet (core/sheet/NOUN.def, whose rows core/sheet/begin.h
 * explains) gives it its own struct, and as the data below its route and roles, its decoding, what
 * of it is to be loaded, the command line's parameters, its reply, and its row in docs/http.md.
 */
#ifndef BURSAR_CORE_SHEET_H
#define BURSAR_CORE_SHEET_H

#include "core/command.h"

enum member_kind {

#define KIND(name, type, form, cli, bytes_max) MEMBER_##name,
#include "core/sheet/kind.def"
#undef KIND
	MEMBER_KINDS
};

enum member_place { MEMBER_PATH, MEMBER_QUERY, MEMBER_BODY };

enum member_need { MEMBER_NEEDED, MEMBER_NEW, MEMBER_MANY, MEMBER_MAY, MEMBER_TODAY };

struct sheet_member {
	const char *name; /* in path, query or body; NULL: behind the last */
	enum member_kind kind;
	enum member_place place;
	enum member_need need;
	const char *cli, *help; /* how the command line calls it, and says what it is */
	size_t offset;          /* of its value, in struct command */
	size_t has_offset;      /* of the bool that says it was given; 0: none */
};

/* Where a member of the reply is found. */
enum tell_form {
	TELL_RAW,       /* in the event, as it stands there; null if it is not there */
	TELL_TEXT,      /* in the event, a text */
	TELL_REF,       /* in the command */
	TELL_PAYEE,     /* in the command: the code of a registered one */
	TELL_NAME,      /* in the command: the name of staff */
	TELL_SINCE,     /* in the command, or its birth date's 16th birthday */
	TELL_REQUESTED, /* the state of every new payment */
	TELL_NEW,       /* the event's own number as a payment; null in a dry run */
	TELL_PAYMENT,   /* the number in the event as a payment */
	TELL_INVITATION /* made of the event and the authority's key; null in a dry run */
};

struct sheet_tell {
	const char *name; /* NULL: behind the last */
	enum tell_form form;
	const char *from; /* the member of the event; NULL: not there */
};

struct sheet {
	const char *word, *event; /* "fact-end"; "fact-ended", "" of a look */
	unsigned roles;           /* ROLE_NONE: whoever has a certificate */
	bool looks;
	const char *path, *batch; /* templates; batch NULL: there is none */
	const struct sheet_member *(*members)(void);
	const struct sheet_tell *tells;
};

const struct sheet *sheet_of(enum command_kind kind);
/* The first of its members that is of the kind; NULL: none. */
const struct sheet_member *sheet_member(enum command_kind kind, enum member_kind member);
/* Whether a member's words may name somebody: a struct command_text. */
bool sheet_is_sealed(const struct sheet_member *member);
/* "ref", "entitlement": the kind's name. */
const char *sheet_kind_word(enum member_kind kind);

#endif
