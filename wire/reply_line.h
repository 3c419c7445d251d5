/* What an event is about, for a reply to it: a line of the offer, an invitation. */
#ifndef BURSAR_WIRE_REPLY_LINE_H
#define BURSAR_WIRE_REPLY_LINE_H

#include "wire/wire.h"

/* What an event is about, found in the offer that decided it. */
struct reply_line {
	const struct offer *offer;     /* NULL: no offer was in effect */
	const struct offer_line *line; /* NULL: the offer does not carry it */
	struct span name;              /* of the line, else the code; absent for other events */
};

struct reply_line reply_line(struct span event, const struct offer_book *offers);

/* What an event that invites somebody says to them; absent if it was not recorded, or invites
 * nobody. */
struct span reply_invitation(
	struct arena *arena, const struct outcome *outcome, const struct wire_words *words);

#endif
