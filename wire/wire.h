/*
 * JSON and core values, one into the other, as docs/http.md has them. Decoding answers with a
 * problem that names the place; a reply is rendered from the bytes of the event alone (and the
 * command, which is the same whenever the key is), so that the first answer can be given again for
 * ever.
 */
#ifndef BURSAR_WIRE_WIRE_H
#define BURSAR_WIRE_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/cc.h"
#include "base/fault.h"
#include "base/span.h"
#include "core/command.h"
#include "core/decide/decide.h"

enum { WIRE_DEPTH_MAX = 16, WIRE_BATCH_MAX = 1000 };

/* An RFC 9457 problem. Everything but status, code and detail may be NULL. */
struct wire_problem {
	int status;
	const char *code;   /* of docs/http.md; the title and the type follow from it */
	const char *detail; /* a sentence */
	const char *where;  /* a JSON pointer, a query parameter or a header */
	const char *remedy;
	const struct faults *faults; /* of offer-invalid and rules-invalid */
};

/* What came in, besides the command's own head. Path parameters are absent where the route has
 * none. */
struct wire_input {
	struct span ref, code, id; /* of the path, percent-decoded */
	struct span body;
	struct span on; /* the query parameter of GET entitlements; absent: today */
};

/*
 * Completes a command whose kind, dry_run, authority_id, staff_id, at_us (and key and request) the
 * caller has set: nonce, salts, ids and keys are drawn from the kernel here, once. Spans point into
 * the arena. On false *ret_problem tells why and the command is void.
 */
MUST_CHECK bool wire_decode(struct arena *arena, const struct wire_input *input,
	struct command *command, struct wire_problem *ret_problem);

/* An item of a batch: its command, or the problem it alone has. */
struct wire_item {
	struct command command;
	struct span content; /* compact JSON of the item without its key, members sorted: what its
				HMAC is made of */
	bool sound;
	struct wire_problem problem; /* unless sound */
};

/* head: kind, dry_run, authority_id, staff_id, at_us for all. False: the batch as a whole is wrong.
 */
MUST_CHECK bool wire_decode_batch(struct arena *arena, struct span body, const struct command *head,
	struct wire_item **ret_items, size_t *ret_len, struct wire_problem *ret_problem);

/* What replies need besides: every published version, and how people call the authority ("Derby").
 */
struct wire_words {
	const struct offer_book *offers;
	struct span authority;
	/* And by which code and key invitations are printed. */
	struct span authority_code;
	const struct seal_key *invitation_key;
	const char *request_id;
	/* What places of problems stand in: "/items/3"; NULL: the body itself. */
	const char *within;
};

/*
 * Appends the body; returns the HTTP status: below 300 it is application/json, else
 * application/problem+json.
 *
 * What is stored is not trusted to be renderable. An event that lacks what its reply tells, or
 * whose reply does not fit out's bound, is answered by the same status and, in words, by what is
 * sure: recorded (or refused), its number, and that the rest cannot be shown ("shown":false).
 * *ret_trouble is then why, for the log, and else NULL.
 */
int wire_reply(struct buf *out, const struct command *command, const struct outcome *outcome,
	const struct wire_words *words, const char **ret_trouble);
int wire_reply_problem(struct buf *out, const struct wire_problem *problem, const char *request_id);

/* GET /v1/offer without its version, beginning with '{'. */
struct span wire_offer(struct arena *arena, const struct offer *offer);
/* GET /v1/rules, likewise. */
struct span wire_rules(struct arena *arena, const struct delegation *rules);

#endif
