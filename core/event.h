/*
 * The bytes of an event: one JSON object, ASCII, fixed key order, integers only, no spaces, nothing
 * personal.
 *
 *     {"v":1,"n":341,"t":"payment-requested","at":1562000000000000,"day":"2019-07-01","by":3,
 *      "nonce":"<32 hex>",…,"transfers":[…]}
 *
 * n counts from 0 without gaps, at is microseconds since the epoch, day is London's, by the staff
 * number, amounts are pence. A transfer is {"n":0,"phase":"reserve","from":"cap:…","to":"drawn:…",
 * "amount":125000}; settle and release say "resolves":[event,n] last. Stored as they are and never
 * written again; leaf = SHA-256(0x00 || bytes).
 *
 * at is never before that of the event before. Where it lies more than a minute after the command's
 * own instant, because the log ends ahead of the clock, that instant stands behind nonce as
 * "asked_at", in µs: rules took their day from it.
 *
 * A command may record several events, with following numbers: the further ones say with which, the
 * first of them, as "with" behind nonce and asked_at. Its key and its reply are the first one's.
 *
 * What rules decide says by which: "rules":2 (core/rules.h) stands before reasons or transfers. New
 * members of a kind are appended, so that events recorded before stay readable. docs/events.md
 * lists the members of every kind.
 */
#ifndef BURSAR_CORE_EVENT_H
#define BURSAR_CORE_EVENT_H

#include <stdint.h>

#include "base/json.h"
#include "core/command.h"
#include "core/date.h"

/* The kind of every event that says no. */
#define EVENT_REFUSED "refused"

/* Of the whole object. The database refuses more (0016). */
enum { EVENT_BYTES_MAX = 64 * 1024 };

/* Lanes and requests overtake one another by less. */
enum { EVENT_ASKED_SLACK_US = 60 * 1000000 };

/* Opens the object and writes what every event has. Members follow by base/json.h; event_end closes
 * it. nth: among the events of the command, from 0; each has a nonce of its own, made of what no
 * event shows, so that the bytes of one do not help to guess another's. */
struct json event_begin(struct arena *arena, const char *kind, int64_t number, int64_t at_us,
	const struct command *command, size_t nth);
void event_date(struct json *event, const char *name, struct date date);
/* The HMAC of a text that may name somebody, or null if there is none. */
void event_commitment(struct json *event, const char *name, const struct command_text *text);
struct span event_end(struct json *event);

#endif
