#include "core/decide/looked.h"

/* Of the records of a code in force on the day, the one that an event names. */
static bool is_newest(const struct judge_request *request, const struct slice_fact *fact)
{
	for (size_t i = 0; i < request->person->facts.len; i++) {
		const struct slice_fact *other = &request->person->facts.at[i];

		if (other->event > fact->event && span_eq(other->code, fact->code) &&
			slice_fact_holds(other, request->on))
			return false;
	}
	return true;
}

void looked_write_facts(struct json *event, const struct judge_request *request)
{
	json_open(event, "facts", '[');
	for (size_t i = 0; i < request->person->facts.len; i++) {
		const struct slice_fact *fact = &request->person->facts.at[i];

		if (!slice_fact_holds(fact, request->on) || !judge_asks_for(request, fact->code) ||
			!is_newest(request, fact))
			continue;
		json_open(event, NULL, '{');
		json_text(event, "fact", fact->code);
		json_int(event, "event", fact->event);
		json_close(event, '}');
	}
	json_close(event, ']');
}

void looked_write_cap_use(struct json *event, const struct judge_request *request)
{
	if (request->room.awarded_pence > 0)
		json_int(event, "awarded", request->room.awarded_pence);
	if (request->room.drawn_pence > 0)
		json_int(event, "drawn", request->room.drawn_pence);
}

struct reasons looked_again(
	struct deciding *d, const struct slice_payment *payment, struct judge_request *ret_request)
{
	struct reasons reasons = reasons_in(d->slice->arena);

	*ret_request = judge_again(d->slice, payment, command_today(d->command));
	judge_line(ret_request, &reasons);
	return reasons;
}

static void write_room(struct json *event, const struct judge_request *request)
{
	const struct judge_room *room = &request->room;

	json_text(event, "period", request->period);
	json_int(event, "limit_pence", room->limit_pence);
	json_int(event, "left_pence", room->left_pence);
	if (room->has_first_drawn)
		event_date(event, "first_drawn", room->first_drawn);
	if (room->awarded_pence > 0)
		json_int(event, "awarded_pence", room->awarded_pence);
	if (room->drawn_pence > 0)
		json_int(event, "drawn_pence", room->drawn_pence);
}

void looked_write_again(
	struct json *event, const struct judge_request *request, const struct reasons *reasons)
{
	json_open(event, "again", '{');
	event_date(event, "on", request->on);
	event_date(event, "today", request->today);
	json_int(event, "offer", request->offer == NULL ? 0 : request->offer->version);
	json_int(event, "age", request->age);
	json_word(event, "category", category_word(request->category));
	looked_write_facts(event, request);
	if (request->line != NULL && request->line->cap != OFFER_CAP_NONE)
		write_room(event, request);
	reasons_write(event, reasons);
	json_close(event, '}');
}
