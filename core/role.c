#include "core/role.h"

const char *const role_word_list[ROLES + 1] = {
	"adviser", "manager", "finance", "auditor", "admin", NULL};

enum role role_at(unsigned n)
{
	assert(n < ROLES);
	return (enum role)(1U << n);
}

const char *role_word(enum role role)
{
	for (unsigned n = 0; n < ROLES; n++)
		if (role_at(n) == role)
			return role_word_list[n];
	UNREACHABLE("a set of roles has no word");
}

bool role_of_word(struct span word, enum role *ret_role)
{
	for (unsigned n = 0; n < ROLES; n++) {
		if (span_is(word, role_word_list[n])) {
			*ret_role = role_at(n);
			return true;
		}
	}
	return false;
}
