/*
 * What an authority has published, in memory: its offers, and its financial rules. Each version is
 * read once, shared by the books of all serials that hold it, which are shared by whoever works
 * with them.
 */
#ifndef BURSAR_STORE_OFFERS_H
#define BURSAR_STORE_OFFERS_H

#include <stdint.h>

#include <libpq-fe.h>

#include "base/buf.h"
#include "core/delegation/delegation.h"
#include "core/offer/offer.h"

struct arena;

/* A version of either, held by every struct offers it is in. */
struct offers_version {
	struct arena *arena; /* of the offer or the rules */
	const struct offer *offer;
	const struct delegation *rules;
	int users;
};

/* All versions of a serial, or of an earlier one while later versions are being fetched. */
struct offers {
	struct offers_version **held;
	struct offer_book book; /* of the same */
	int32_t serial;
	/* Financial rules, likewise, with a serial of their own. */
	struct offers_version **held_rules;
	struct delegation_book rules;
	int32_t rules_serial;
	int users;
};

struct offers *offers_none(void);
struct offers *offers_use(struct offers *offers);
void offers_release(struct offers *offers);
/* The versions held (NULL: none), and after them those of rows (version, text, the newest version
 * there is), which are a part of a serial's. NULL if a stored offer cannot be read: this daemon is
 * too old for it. */
struct offers *offers_with(
	const struct offers *before, const PGresult *rows, int32_t serial, struct buf *ret_error);
/* 0 if there is none. */
int32_t offers_newest(const struct offers *offers);

/* Adds later versions of the financial rules, as offers_with does of the offer, to offers that
 * nobody uses yet. False if stored rules cannot be read. */
MUST_CHECK bool offers_add_rules(
	struct offers *offers, const PGresult *rows, int32_t serial, struct buf *ret_error);
/* 0 if there are none. */
int32_t offers_newest_rules(const struct offers *offers);

#endif
