/*
 * The authorities, and what waits for each: its commands in queues, its reads in turns. They are
 * read from the database (signing.h says when), and stay until the store ends.
 */
#ifndef BURSAR_STORE_AUTHORITIES_H
#define BURSAR_STORE_AUTHORITIES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cc.h"
#include "base/span.h"
#include "daemon/store/authority.h"
#include "daemon/store/log.h"
#include "daemon/store/offers.h"
#include "daemon/store/queue.h"
#include "daemon/store/read/turns.h"
#include "daemon/store/refusals.h"

struct authority {
	struct store_authority public; /* keys: once they are there */
	bool has_keys;
	bool has_check; /* of its key file; else it was made before there was such a thing */
	struct seal_key check;
	struct offers *offers;
	struct queues queues;
	struct turns_party reads;
	struct refusals refusals;
	int32_t staff_serial; /* the highest heard of: who signed in by one before it does so anew
			       */
	int64_t ahead_us;     /* of the database's clock, the end of its log; 0: it is not */
	struct authority *next;
};

struct authorities {
	struct authority *first;
	const char *keys_dir; /* CODE.key of each */
	const struct store_log *log;
};

/* Takes in those of the rows of sql/lane/authorities.sql that are not known yet, with their keys
 * where these can be read. False: they are not of their form. */
MUST_CHECK bool authorities_read(struct authorities *authorities, const PGresult *rows);
/* A line of each whose key file cannot be used, and of each that has no key check value. */
void authorities_remarks(const struct authorities *authorities, struct buf *out);
void authorities_free(struct authorities *authorities);

/* NULL if it is not known. */
struct authority *authorities_find(const struct authorities *authorities, int32_t id);
struct authority *authorities_find_code(const struct authorities *authorities, struct span code);

/* Reads its key file, if that is not done yet; one that was not there may be by now. False: it
 * cannot be used, or is not this authority's; logged. */
bool authority_open(const struct authorities *authorities, struct authority *authority);
/* The serial of what its staff may, as somebody has just read it. */
void authority_heard(struct authority *authority, int32_t staff_serial);
/* Takes over the reference. */
void authority_set_offers(struct authority *authority, struct offers *offers);

#endif
