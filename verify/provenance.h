/*
 * Whether each row of the database says what the bytes of its event say, and whether each event has
 * the rows it must have: its columns and leaf, payments and their steps, approvals, awards, facts,
 * categories, people, staff and certificates, offers, refusals, sealed texts, and keys. Pure.
 *
 * Of what is sealed (names, birth dates, texts, the case reference) nothing can be said here; that
 * a text is there, and whose it is, can.
 *
 * Memory: some 120 bytes for each payment between two of its steps, and 4 bytes an event.
 */
#ifndef BURSAR_VERIFY_PROVENANCE_H
#define BURSAR_VERIFY_PROVENANCE_H

#include <jansson.h>
#include <stdint.h>

#include "base/hash.h"
#include "verify/findings.h"

struct provenance;

/* size: the head; what comes after it is not looked at. */
struct provenance *provenance_new(struct findings *findings, int64_t size);
/* NULL is accepted. */
void provenance_free(struct provenance *provenance);

/* Each event in turn, then all rows that name it, then its end. The event lives until that. */
void provenance_begin(struct provenance *provenance, const json_t *event, int64_t number,
	const struct digest *leaf);
void provenance_row(struct provenance *provenance, const json_t *row);
void provenance_end(struct provenance *provenance);

/* After all events: each idempotency key of an event below the head, in any order; then what is
 * left to say. keys: whether there were any to tell. */
void provenance_key(struct provenance *provenance, int64_t event, int64_t staff);
void provenance_finish(struct provenance *provenance, bool keys);

#endif
