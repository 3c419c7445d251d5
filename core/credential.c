#include "core/credential.h"

const char *credential_word(enum credential_kind kind)
{
	switch (kind) {
	case CREDENTIAL_CERTIFICATE:
		return "certificate";
	}
	UNREACHABLE("a kind of credential without a word");
}

bool credential_eq(const struct credential *a, const struct credential *b)
{
	return a->kind == b->kind && hash_eq(&a->digest, &b->digest);
}
