/* What staff may be. A route and a command name the roles that may use them. */
#ifndef BURSAR_CORE_ROLE_H
#define BURSAR_CORE_ROLE_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/span.h"

/* Bits of a set. */
enum role {
	/* Whoever has a certificate, though nobody knows it yet. */
	ROLE_NONE = 0,
	ROLE_ADVISER = 1,
	ROLE_MANAGER = 2,
	ROLE_FINANCE = 4,
	ROLE_AUDITOR = 8,
	ROLE_ADMIN = 16,
	ROLE_ANY = 31
};

enum { ROLES = 5 };

/* All, in the order of their bits; NULL behind the last. */
extern const char *const role_word_list[ROLES + 1];
/* The n-th role of ROLES, for walking a set. */
enum role role_at(unsigned n);
const char *role_word(enum role role);
MUST_CHECK bool role_of_word(struct span word, enum role *ret_role);

#endif
