#include "wire/reply_line.h"

#include "base/arena.h"
#include "base/json.h"

struct reply_line reply_line(struct span event, const struct offer_book *offers)
{
	struct reply_line subject = {.name = json_get(event, "entitlement")};
	int64_t version = 0;
	int64_t age = 0; /* of an event without one: the line for the youngest */

	if (!json_get_int(event, "offer", &version))
		return subject;
	if (!json_get_int(event, "age", &age) || age < -OFFER_AGE_MAX || age > OFFER_AGE_MAX)
		age = 0;
	subject.offer = offer_version(offers, version);
	if (subject.offer != NULL)
		subject.line = offer_line_for(subject.offer, subject.name, (int)age);
	if (subject.line != NULL)
		subject.name = subject.line->name;
	return subject;
}

struct span reply_invitation(
	struct arena *arena, const struct outcome *outcome, const struct wire_words *words)
{
	struct invitation invitation = {.authority = words->authority_code};
	struct digest leaf = hash_leaf(outcome->event);
	struct buf text = buf_in(arena);
	int64_t staff_id;

	/* Events of the first releases registered a certificate instead. */
	if (!outcome->recorded || json_get(outcome->event, "until").at == NULL ||
		!json_get_int(outcome->event, "staff", &staff_id))
		return SPAN_NONE;
	invitation.staff_id = (int32_t)staff_id;
	invitation_secret(words->invitation_key, &leaf, invitation.secret);
	invitation_print(&text, &invitation);
	return buf_done(&text);
}
