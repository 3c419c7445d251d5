/*
 * The strict layer over jansson: documents read whole or refused with a problem that names the
 * place, and the readers of single values that bodies, paths and queries share. Values are copied
 * into the arena: nothing of jansson's outlives the document.
 *
 * A problem's detail is a sentence about the value at hand; its where is a JSON pointer (RFC 6901)
 * for what stands in a body and a bare name for a parameter of path or query.
 */
#ifndef BURSAR_WIRE_READ_H
#define BURSAR_WIRE_READ_H

#include <jansson.h>
#include <stdbool.h>

#include "base/cc.h"
#include "base/span.h"
#include "wire/wire.h"

struct arena;

/* Of the name of a person or of staff, in bytes. */
enum { READ_NAME_TEXT_MAX = 200 };

struct reading {
	struct arena *arena;
	const char *base;             /* pointer to the object being read: "" or "/items/3" */
	const char *name;             /* of the value being read, which problems are about */
	const char *subject;          /* how details call it; NULL: by its name */
	bool parameter;               /* name is a parameter, not a member */
	struct wire_problem *problem; /* set when a reader says false */
};

/* Problem 422 invalid about the value at hand: "NAME CLAUSE.", and what to do. Gives false. */
MUST_CHECK bool read_fault(struct reading *reading, const char *remedy, const char *clause, ...)
	PRINTF(3, 4);

/* The body as one JSON object, to be freed with json_decref. Duplicate members, depth beyond
 * WIRE_DEPTH_MAX, an empty body and what is not JSON or not UTF-8 are problems. */
MUST_CHECK bool read_document(struct reading *reading, struct span body, json_t **ret_root);

/* Readers of texts: *out is set, or there is a problem. */
typedef bool read_text(struct reading *reading, struct span text, void *out);
/* And of other values. */
typedef bool read_value(struct reading *reading, const json_t *value, void *out);

/* What out points to: */
read_text read_ref;         /* struct span */
read_text read_entitlement; /* struct span */
read_text read_fund;        /* struct span */
read_text read_payee;       /* struct span */
read_text read_creditor;    /* struct span: at most CODE_REF_MAX bytes */
read_text read_fact;        /* struct span */
read_text read_date;        /* struct date */
read_text read_category;    /* enum category */
read_text read_every;       /* enum fact_every */
read_text read_year;        /* struct span: a financial year */
read_text read_name;        /* struct span: one line, at most READ_NAME_TEXT_MAX bytes */
read_text read_line;        /* struct span: one line, at most COMMAND_TEXT_BYTES_MAX bytes */
read_text read_prose;       /* struct span: the same of any number of lines */
read_text read_role;        /* enum role */
read_text read_staff;       /* int32_t: the number of a member of staff */
read_text read_invitation;  /* struct invitation */
read_text read_payment;     /* int64_t */
read_text read_key;         /* struct uuid */
read_text read_yaml;        /* struct span: whatever text */
read_value read_event;      /* int64_t: the number of an event */
read_value read_amount;     /* int64_t, in pence */
read_value read_roles;      /* unsigned */
read_value read_flag;       /* bool, which is true */

/* "a number", "a list": what a value is, for messages. */
const char *read_type(const json_t *value);

#endif
