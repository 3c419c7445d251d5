/* The sentence of a reply. */
#ifndef BURSAR_WIRE_REPLY_SAYS_H
#define BURSAR_WIRE_REPLY_SAYS_H

#include "wire/wire.h"

/* From when a new person's category holds. The event does not say so if it follows from the birth
 * date. */
struct date reply_since(const struct command *command);

/* A sentence for people about what was recorded, or would be. Where the event lacks what it tells,
 * *ret_trouble says so; else it is untouched. */
struct span reply_says(struct arena *arena, const struct command *command,
	const struct outcome *outcome, const struct wire_words *words, const char **ret_trouble);

#endif
