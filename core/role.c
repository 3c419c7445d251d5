#include "core/role.h"

static const char *const words[ROLES] = {"adviser", "manager", "finance", "auditor", "admin"};

enum role role_at(unsigned n)
{
	assert(n < ROLES);
	return (enum role)(1U << n);
}

const char *role_word(enum role role)
{
	for (unsigned n = 0; n < ROLES; n++)
		if (role_at(n) == role)
			return words[n];
	UNREACHABLE("a set of roles has no word");
}

bool role_of_word(struct span word, enum role *ret_role)
{
	for (unsigned n = 0; n < ROLES; n++) {
		if (span_is(word, words[n])) {
			*ret_role = role_at(n);
			return true;
		}
	}
	return false;
}
