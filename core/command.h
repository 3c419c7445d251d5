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
#include "core/invitation.h"
#include "core/role.h"

struct offer;

enum command_kind {

#define COMMAND(name, word, event, roles) COMMAND_##name,
#include "core/command.def"
#undef COMMAND
	COMMANDS
};

enum {
	/* The owner of keys that are the authority's, where others have their staff. */
	COMMAND_KEY_AUTHORITYS = -1,
	COMMAND_NONCE_BYTES = 16,
	COMMAND_FURTHER_BYTES = 32,
	COMMAND_SALT_BYTES = 32,
	COMMAND_TEXT_BYTES_MAX = 2000,
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

	/* What each kind uses; docs/http.md names them. */
	struct span ref;       /* of the person */
	struct span code;      /* entitlement, fact or fund */
	struct span fund_year; /* "2019-20" */
	int64_t amount_pence;
	int64_t payment_id;
	struct date on;          /* need date; the day a fact ends */
	struct date from, until; /* of a fact; from: of a category, too */
	bool has_from, has_until;
	enum category category;
	struct command_text payee, reason, evidence, value;
	/* PERSON_ADD */
	struct uuid person;
	struct seal_key person_key;
	struct date born;
	struct span name; /* absent if not given */
	/* HMAC under a key of the authority of birth date and folded name: who may be the same. */
	struct digest likeness;
	bool has_likeness;
	/* STAFF_ADD */
	struct span staff_name;
	unsigned roles;
	/* STAFF_RENEW */
	int32_t renewed_id;
	/* STAFF_CLAIM; the fingerprint is the caller's certificate's. Of the first admin, too. */
	struct invitation invitation;
	struct digest fingerprint;
	/* OFFER_PUBLISH: read and found sound; its spans live as long as the command. json prints
	 * it without its version. */
	struct offer *offer;
	struct span offer_text, offer_json;
};

const char *command_word(enum command_kind kind);
const char *command_event(enum command_kind kind);
unsigned command_roles(enum command_kind kind);
/* Sets salt and mac; random: COMMAND_SALT_BYTES of chance. */
void command_text_set(
	struct command_text *text, struct span words, const uint8_t random[COMMAND_SALT_BYTES]);
/* Whether it has a key to look up. */
bool command_has_key(const struct command *command);
/* Whose its key is: staff, or COMMAND_KEY_AUTHORITYS. */
int32_t command_key_owner(const struct command *command);
struct date command_today(const struct command *command);

#endif
