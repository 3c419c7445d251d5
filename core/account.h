/* Books and kinds of account, by the table account.def: to which book an account belongs, whether
 * it has a floor, and how its code is spelt. */
#ifndef BURSAR_CORE_ACCOUNT_H
#define BURSAR_CORE_ACCOUNT_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/span.h"
#include "base/uuid.h"

struct arena;

enum account_book {

#define BOOK(name, word) BOOK_##name,
#define ACCOUNT(name, prefix, book, floor, parts)
#include "core/account.def"
#undef BOOK
#undef ACCOUNT
	BOOKS
};

enum account_kind {

#define BOOK(name, word)
#define ACCOUNT(name, prefix, book, floor, parts) ACCOUNT_##name,
#include "core/account.def"
#undef BOOK
#undef ACCOUNT
	ACCOUNT_KINDS
};

/* Bits of what a code is made of beside its prefix, in this order. */
enum { ACCOUNT_PART_PERSON = 1, ACCOUNT_PART_NAME = 2, ACCOUNT_PART_PERIOD = 4 };

/* Which account: the parts its kind has; the others are not looked at. */
struct account_name {
	enum account_kind kind;
	struct uuid person;
	struct span name; /* of a line or fund */
	struct span period;
};

const char *account_book_word(enum account_book book);
MUST_CHECK bool account_book_of_word(struct span word, enum account_book *ret_book);

enum account_book account_book(enum account_kind kind);
bool account_has_floor(enum account_kind kind);
/* Bits of the parts of its code. */
unsigned account_parts(enum account_kind kind);

/* The code, in the arena. */
struct span account_code(struct arena *arena, const struct account_name *name);
/* Reads a code; the spans of the name lie in it. False if it is none: its kind is ACCOUNT_KINDS. */
MUST_CHECK bool account_name_read(struct span code, struct account_name *ret_name);

#endif
