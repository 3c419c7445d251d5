/* Published financial rules as GET /v1/rules shows them: all of their file that binds. */
#include "base/json.h"
#include "core/event.h"
#include "wire/wire.h"

static void write_row(
	struct json *json, enum delegation_part part, const struct delegation_row *row)
{
	json_open(json, NULL, '{');
	json_word(json, part == DELEGATION_SECOND ? "first" : "role", role_word(row->role));
	if (part == DELEGATION_SECOND)
		json_word(json, "and", role_word(row->with));
	if (part != DELEGATION_PER_PERSON) {
		json_open(json, "entitlements", '[');
		for (size_t i = 0; i < row->entitlements_len; i++)
			json_text(json, NULL, row->entitlements[i]);
		json_close(json, ']');
	}
	json_int(json, "up_to_pence", row->up_to_pence);
	if (part == DELEGATION_PER_PERSON)
		json_int(json, "within_months", row->months);
	json_close(json, '}');
}

static void write_part(struct json *json, enum delegation_part part, const struct delegation *rules)
{
	static const char *const names[DELEGATION_PARTS] = {
		[DELEGATION_APPROVE] = "approve",
		[DELEGATION_SECOND] = "second",
		[DELEGATION_PER_PERSON] = "per_person",
		[DELEGATION_AWARD] = "award",
	};
	const struct delegation_rows *rows = &rules->parts[part];

	json_open(json, names[part], '[');
	for (size_t i = 0; i < rows->len; i++)
		write_row(json, part, &rows->list[i]);
	json_close(json, ']');
}

static void write_confirm(struct json *json, const struct delegation *rules)
{
	json_open(json, "confirm", '[');
	for (unsigned word = 0; word < DELEGATION_WORDS; word++) {
		if (rules->confirm[word] == 0)
			continue;
		json_open(json, NULL, '{');
		json_word(json, "command", delegation_word_text((enum delegation_word)word));
		json_open(json, "by", '[');
		for (unsigned n = 0; n < ROLES; n++)
			if (rules->confirm[word] & role_at(n))
				json_word(json, NULL, role_word(role_at(n)));
		json_close(json, ']');
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void write_lapse(struct json *json, const struct delegation *rules)
{
	json_open(json, "lapse", '{');
	for (unsigned lapse = 0; lapse < DELEGATION_LAPSES; lapse++)
		if (rules->lapse_days[lapse] > 0)
			json_int(json, delegation_lapse_word((enum delegation_lapse)lapse),
				rules->lapse_days[lapse]);
	json_close(json, '}');
}

struct span wire_rules(struct arena *arena, const struct delegation *rules)
{
	struct json json = json_in(arena);

	json_open(&json, NULL, '{');
	json_text(&json, "authority", rules->authority);
	json_text(&json, "title", rules->title);
	event_date(&json, "effective", rules->effective);
	json_text(&json, "source", rules->source);
	for (unsigned part = 0; part < DELEGATION_PARTS; part++)
		write_part(&json, (enum delegation_part)part, rules);
	write_confirm(&json, rules);
	write_lapse(&json, rules);
	if (rules->back_months > 0)
		json_int(&json, "back_dating_months", rules->back_months);
	else
		json_null(&json, "back_dating_months");
	json_close(&json, '}');
	return json_done(&json);
}
