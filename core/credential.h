/*
 * By what somebody signs in. A member of staff may have several credentials; each is known by its
 * kind and the digest of what is shown, and is somebody's of one authority alone.
 */
#ifndef BURSAR_CORE_CREDENTIAL_H
#define BURSAR_CORE_CREDENTIAL_H

#include <stdbool.h>

#include "base/cc.h"
#include "base/hash.h"

enum credential_kind { CREDENTIAL_CERTIFICATE };

struct credential {
	enum credential_kind kind;
	struct digest digest; /* CERTIFICATE: SHA-256 of its DER */
};

/* As in the database: "certificate". */
NEVER_NULL const char *credential_word(enum credential_kind kind);
bool credential_eq(const struct credential *a, const struct credential *b);

#endif
