/*
 * What somebody asks for, decoded: the value that decide works on. Clock, caller and chance travel
 * inside, so that deciding needs nothing else and the same command on the same slice always gives
 * the same bytes.
 */
#ifndef BURSAR_CORE_COMMAND_H
#define BURSAR_CORE_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/seal.h"
#include "base/span.h"
#include "base/uuid.h"
#include "core/category.h"
#include "core/date.h"
#include "core/fact.h"
#include "core/invitation.h"
#include "core/role.h"

struct arena;
struct delegation;
struct offer;

enum command_kind {

#define COMMAND(NAME, ...) COMMAND_##NAME,
#define LOOK(NAME, ...)    COMMAND_##NAME,
#include "core/sheets.def"
	COMMANDS
};

enum {
	/* The owner of keys that are the authority's, where others have their staff. */
	COMMAND_KEY_AUTHORITYS = -1,
	COMMAND_NONCE_BYTES = 16,
	COMMAND_FURTHER_BYTES = 32,
	COMMAND_SALT_BYTES = 32,
	COMMAND_TEXT_BYTES_MAX = 2000,
	/* Of one command, that may name somebody. */
	COMMAND_TEXTS_MAX = 4,
	/* How far ahead a need date may lie. */
	COMMAND_DAYS_AHEAD_MAX = 31
};

/* Free text that may name somebody. The event holds mac = HMAC-SHA-256(salt, text); text and salt
 * are sealed beside it. */
struct command_text {
	struct span text; /* absent if none was given */
	uint8_t salt[COMMAND_SALT_BYTES];
	struct digest mac;
};

/* The types of members, by their kinds. */
#define KIND(name, type, ...) typedef type kind_##name;
#include "core/sheet/kind.def"
#undef KIND

/* A struct a kind, of the members its sheet gives it. C has none that is empty. */
/* clang-format off */
#define COMMAND(NAME, name, ...) struct command_##name { char none;
#define LOOK(NAME, name, ...) struct command_##name { char none;
#define FIELD_NEEDED(kind, name) kind_##kind name;
#define FIELD_NEW(kind, name) kind_##kind name;
#define FIELD_MANY(kind, name) kind_##kind name;
#define FIELD_MAY(kind, name) kind_##kind name; bool has_##name;
#define PATH(kind, name, ...) kind_##kind name;
#define BODY(kind, name, need, ...) FIELD_##need(kind, name)
#define MADE(type, name) type name;
#define END };
#include "core/sheets.def"
#undef FIELD_NEEDED
#undef FIELD_NEW
#undef FIELD_MANY
#undef FIELD_MAY

/* clang-format on */

struct command {
	enum command_kind kind;
	bool dry_run;
	int32_t authority_id, staff_id;
	int64_t at_us; /* since the epoch, UTC */
	uint8_t nonce[COMMAND_NONCE_BYTES];
	/* Chance as well, which stands nowhere: nonces of further events are made of it. */
	uint8_t further[COMMAND_FURTHER_BYTES];
	struct uuid key;        /* unless dry_run; of a dry run perhaps, if asks_key */
	bool key_is_authoritys; /* known whoever of the authority sends it */
	bool asks_key;          /* a dry run that asks what became of its key */
	struct digest request;  /* HMAC under the authority's key of method, target and body */

	/* What several kinds are about, and loading looks for; docs/http.md names them. */
	struct span ref;   /* of the person */
	struct span payee; /* the code of a registered one; absent: none is named */
	struct span entitlement;
	int64_t amount_pence;
	struct date on; /* need date */
	int64_t payment_id;
	/* The caller's certificate, of a claim and of an authority's first admin. */
	struct digest fingerprint;
	int64_t certificate_until_s; /* the last second it is good for; 0: nobody said */

	/* What one kind has of its own. */
	union {
/* clang-format off */
#define COMMAND(NAME, name, ...) struct command_##name name;
#define LOOK(NAME, name, ...) struct command_##name name;
#include "core/sheets.def"
		/* clang-format on */
	};
};

/* Sets salt and mac; random: COMMAND_SALT_BYTES of chance. */
void command_text_set(
	struct command_text *text, struct span words, const uint8_t random[COMMAND_SALT_BYTES]);
/* What commits to a payee's code and name: {"code":…,"name":…} */
struct span command_payee_details(struct arena *arena, struct span code, struct span name);
/* Whether it has a key to look up. */
bool command_has_key(const struct command *command);
/* Whose its key is: staff, or COMMAND_KEY_AUTHORITYS. */
int32_t command_key_owner(const struct command *command);
struct date command_today(const struct command *command);

#endif
