/*
 * How personal data stand in the database. A person's key is wrapped by the authority's wrapping
 * key; what is personal is sealed under the person's key; each is bound to its place, so that
 * nothing sealed can be moved to another row.
 */
#ifndef BURSAR_STORE_SEALING_H
#define BURSAR_STORE_SEALING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/cc.h"
#include "base/seal.h"
#include "base/span.h"
#include "base/uuid.h"
#include "core/date.h"
#include "core/decide/slice.h"

struct arena;

/* The purposes of the keys derived from an authority's key file. */
#define SEALING_WRAP        "bursar/wrap/v1"
#define SEALING_IDEMPOTENCY "bursar/idempotency/v1"
#define SEALING_LIKENESS    "bursar/likeness/v1"
#define SEALING_INVITATION  "bursar/invitation/v1"
/* And what tells that it is that file: its key check value. */
#define SEALING_CHECK "bursar/key-check/v1"

struct span sealing_wrap(
	struct arena *arena, const struct seal_key *wrapping, const struct slice_person *person);
/* A payee's, which is bound as a person's is. */
struct span sealing_wrap_payee(
	struct arena *arena, const struct seal_key *wrapping, const struct slice_payee *payee);
MUST_CHECK bool sealing_open_key(struct arena *arena, const struct seal_key *wrapping,
	struct uuid id, struct span wrapped, struct seal_key *ret_key);
/* {"born":…,"name":…} */
struct span sealing_person(struct arena *arena, const struct slice_person *person);
/* Salt and text, under the person's key, or the payee's, or under the wrapping key where the text
 * is about nobody.
 */
struct span sealing_text(
	struct arena *arena, const struct seal_key *wrapping, const struct slice_text *text);

/* Whether the wrapping key opens somebody's key. */
MUST_CHECK bool sealing_unwraps(struct arena *arena, const struct seal_key *wrapping,
	struct uuid person, struct span wrapped);
/* Fills in key, born and name of a loaded person. False if they do not open: another key file, or
 * damage. */
MUST_CHECK bool sealing_open_person(struct arena *arena, const struct seal_key *wrapping,
	struct span wrapped, struct span sealed, struct slice_person *person);

/*
 * Copies JSON to out and opens what the queries could only name: strings
 * "@sealed:person.born:UUID:KEY:DATA", "@sealed:person.name:UUID:KEY:DATA",
 * "@sealed:text:EVENT:FIELD:UUID:KEY:DATA" (KEY and DATA in hex) become JSON strings or null, and
 * "@sealed:person:UUID:KEY:DATA" the object of both, {"born":…,"name":…}. What does not open stays
 * as it is: a text that only looks like one is somebody's text. out may have a bound: what opens no
 * more is then known by it.
 */
void sealing_open_marks(const struct seal_key *wrapping, struct span json, struct buf *out);

#endif
