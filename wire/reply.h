/* The parts of a reply: what reply.c puts together. */
#ifndef BURSAR_WIRE_REPLY_H
#define BURSAR_WIRE_REPLY_H

#include "base/json.h"
#include "wire/wire.h"

/* A problem document up to its code, after what out holds; *out is void until the bytes are given
 * back. */
struct json reply_problem_open(struct buf *out, int status, const char *code, struct span detail);

/* An outcome that has no event, as a problem; its texts live in the arena. */
struct wire_problem reply_outcome(
	struct arena *arena, const struct command *command, const struct outcome *outcome);

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

/* From when a new person's category holds. The event does not say so if it follows from the birth
 * date. */
struct date reply_since(const struct command *command);

/* A sentence for people about what was recorded, or would be. Where the event lacks what it tells,
 * *ret_trouble says so; else it is untouched. */
struct span reply_says(struct arena *arena, const struct command *command,
	const struct outcome *outcome, const struct wire_words *words, const char **ret_trouble);

/* What can be said of an outcome with an event where its reply cannot be shown, and of a look that
 * is too large; returns the status. */
int reply_unshown(struct buf *out, const struct outcome *outcome, const char *trouble);
/* The members "recorded" and "event". An event that a dry run would have made has no number that
 * means anything. */
void reply_recorded(struct json *json, const struct outcome *outcome);

#endif
