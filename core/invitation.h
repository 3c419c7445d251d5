/*
 * An invitation to sign in: what somebody new types once, with their own certificate, so that
 * nobody can register it for them. It is printed as
 *
 *     derby-7-4J8ZQ-0K3MN-T5WX9-2B6CE
 *
 * the authority's code, the staff number, and 100 bits of HMAC-SHA-256(invitation key, leaf of the
 * event that invited) in Crockford's base 32, which has no I, L, O and U. So neither event nor row
 * holds it, and it can be printed again from them by who has the authority's key.
 */
#ifndef BURSAR_CORE_INVITATION_H
#define BURSAR_CORE_INVITATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/cc.h"
#include "base/hash.h"
#include "base/seal.h"
#include "base/span.h"

enum {
	INVITATION_SECRET = 20,
	INVITATION_GROUP = 5,
	/* It may be used up to this many days after the day of its event. */
	INVITATION_DAYS = 7,
	INVITATION_TEXT_MAX = 100
};

struct invitation {
	struct span authority; /* its code */
	int32_t staff_id;
	char secret[INVITATION_SECRET]; /* upper case */
};

/* The secret of the event whose leaf this is. */
void invitation_secret(
	const struct seal_key *key, const struct digest *leaf, char ret_secret[INVITATION_SECRET]);
void invitation_print(struct buf *out, const struct invitation *invitation);
/* What people make of it: either case, I and L for 1, O for 0, hyphens between the groups or not.
 * The authority's code points into text. */
MUST_CHECK bool invitation_parse(struct span text, struct invitation *ret_invitation);
/* In time that does not depend on the contents. */
bool invitation_secret_eq(const char a[INVITATION_SECRET], const char b[INVITATION_SECRET]);

#endif
