/* An authority as everybody in the daemon may see it: its name, its keys, its offers. */
#ifndef BURSAR_STORE_AUTHORITY_H
#define BURSAR_STORE_AUTHORITY_H

#include <stdint.h>

#include "base/seal.h"
#include "core/delegation/delegation.h"
#include "core/offer/offer.h"

enum { STORE_AUTHORITY_CODE_MAX = 48, STORE_NAME_MAX = 200 };

struct store_authority {
	int32_t id;
	char code[STORE_AUTHORITY_CODE_MAX + 1];
	char name[STORE_NAME_MAX + 1];
	struct seal_key key;             /* of its file */
	struct seal_key idempotency_key; /* derived: HMAC of requests */
	struct seal_key likeness_key;    /* derived: HMAC of name and birth date */
	struct seal_key wrapping_key;    /* derived: wraps people's keys */
	struct seal_key invitation_key;  /* derived: core/invitation.h */
	const struct offer_book *offers; /* as last loaded; replaced, never changed: good until the
					    event loop is entered again */
	const struct delegation_book *rules; /* likewise */
};

#endif
