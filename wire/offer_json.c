/* A published offer as GET /v1/offer shows it: all of its file that binds or explains. */
#include "base/json.h"
#include "core/event.h"
#include "wire/wire.h"

static void write_texts(
	struct json *json, const char *name, const struct span *texts, size_t texts_len)
{
	json_open(json, name, '[');
	for (size_t i = 0; i < texts_len; i++)
		json_text(json, NULL, texts[i]);
	json_close(json, ']');
}

static void write_facts(struct json *json, const struct offer *offer)
{
	json_open(json, "facts", '[');
	for (size_t i = 0; i < offer->facts_len; i++) {
		const struct offer_fact *fact = &offer->facts[i];
		json_open(json, NULL, '{');
		json_text(json, "code", fact->code);
		json_text(json, "says", fact->says);
		if (fact->holds_months > 0)
			json_int(json, "holds_months", fact->holds_months);
		else
			json_null(json, "holds_months");
		if (fact->value != FACT_VALUE_NONE)
			json_word(json, "value", fact_value_word(fact->value));
		if (fact->value == FACT_VALUE_CODE)
			write_texts(json, "words", fact->words.list, fact->words.len);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void write_age(struct json *json, const char *name, const struct offer_ages *ages, int age)
{
	if (ages->any)
		json_null(json, name);
	else
		json_int(json, name, age);
}

/* Left out where there is none: what was published before prints as it did. */
static void write_codes(struct json *json, struct span cost_code)
{
	if (cost_code.at == NULL)
		return;
	json_open(json, "codes", '{');
	json_text(json, "cost_code", cost_code);
	json_close(json, '}');
}

static void write_funds(struct json *json, const struct offer *offer)
{
	json_open(json, "funds", '[');
	for (size_t i = 0; i < offer->funds_len; i++) {
		const struct offer_fund *fund = &offer->funds[i];
		json_open(json, NULL, '{');
		json_text(json, "code", fund->code);
		json_text(json, "name", fund->name);
		write_age(json, "from_age", &fund->ages, fund->ages.from);
		write_age(json, "until_age", &fund->ages, fund->ages.until);
		write_codes(json, fund->cost_code);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void write_ages(struct json *json, const struct offer_ages *ages)
{
	json_open(json, "ages", '{');
	write_age(json, "from", ages, ages->from);
	write_age(json, "until", ages, ages->until);
	json_bool(json, "ours", ages->ours);
	json_close(json, '}');
}

static void write_categories(struct json *json, unsigned categories)
{
	json_open(json, "categories", '[');
	for (unsigned c = CATEGORY_ELIGIBLE; c < CATEGORIES; c++) {
		if (categories & CATEGORY_BIT(c))
			json_word(json, NULL, category_word((enum category)c));
	}
	json_close(json, ']');
}

/* As in the file: a code, {"any": [..]} or {"not": code}. */
static void write_needs(struct json *json, const struct offer_need *needs, size_t needs_len)
{
	json_open(json, "needs", '[');
	for (size_t i = 0; i < needs_len; i++) {
		if (needs[i].kind == OFFER_NEED_ALL) {
			json_text(json, NULL, needs[i].facts[0]);
			continue;
		}
		json_open(json, NULL, '{');
		if (needs[i].kind == OFFER_NEED_ANY)
			write_texts(json, "any", needs[i].facts, needs[i].facts_len);
		else
			json_text(json, "not", needs[i].facts[0]);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void write_also(struct json *json, const struct offer_line *line)
{
	json_open(json, "also", '[');
	for (size_t i = 0; i < line->also_len; i++) {
		json_open(json, NULL, '{');
		json_word(json, "category", category_word(line->also[i].category));
		write_needs(json, line->also[i].needs, line->also[i].needs_len);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void write_pays(struct json *json, const struct offer_line *line)
{
	json_open(json, "pays", '{');
	json_word(json, "kind", offer_pays_word(line->pays));
	if (line->pays != OFFER_UP_TO)
		json_word(json, "every", period_word(line->every));
	if (line->pays == OFFER_EVERY)
		json_int(json, "amount_pence", line->pays_pence);
	if (line->pays == OFFER_RATE || line->pays == OFFER_FLOOR)
		json_text(json, "rate", line->rate);
	if (line->pays == OFFER_FLOOR)
		json_int(json, "plus_pence", line->pays_pence);
	json_close(json, '}');
}

static void write_cap(struct json *json, const struct offer_line *line)
{
	if (line->cap == OFFER_CAP_NONE) {
		json_null(json, "cap");
		return;
	}
	json_open(json, "cap", '{');
	if (line->cap == OFFER_CAP_AWARD)
		json_word(json, "by", "award");
	else
		json_int(json, "amount_pence", line->cap_pence);
	json_word(json, "per", period_word(line->per));
	json_close(json, '}');
}

static void write_line(struct json *json, const struct offer_line *line)
{
	json_open(json, NULL, '{');
	json_text(json, "code", line->code);
	json_text(json, "name", line->name);
	json_word(json, "kind", offer_kind_word(line->kind));
	json_bool(json, "offered", line->offered);
	write_ages(json, &line->ages);
	write_categories(json, line->categories);
	write_needs(json, line->needs, line->needs_len);
	write_also(json, line);
	write_pays(json, line);
	write_cap(json, line);
	write_texts(json, "fund", line->funds, line->funds_len);
	json_text(json, "says", line->says);
	json_text(json, "source", line->source);
	json_text(json, "section", line->section);
	json_text(json, "how", line->how);
	json_text(json, "basis", line->basis);
	if (line->has_from)
		event_date(json, "from", line->from);
	write_codes(json, line->cost_code);
	json_close(json, '}');
}

struct span wire_offer(struct arena *arena, const struct offer *offer)
{
	struct json json = json_in(arena);

	json_open(&json, NULL, '{');
	json_text(&json, "authority", offer->authority);
	json_text(&json, "name", offer->name);
	json_text(&json, "title", offer->title);
	event_date(&json, "effective", offer->effective);
	json_text(&json, "source", offer->source);
	write_facts(&json, offer);
	write_funds(&json, offer);
	json_open(&json, "entitlements", '[');
	for (size_t i = 0; i < offer->lines_len; i++)
		write_line(&json, &offer->lines[i]);
	json_close(&json, ']');
	write_texts(&json, "statements", offer->statements, offer->statements_len);
	if (offer->districts.len > 0)
		write_texts(&json, "districts", offer->districts.list, offer->districts.len);
	json_text(&json, "review_due", offer->review_due);
	json_text(&json, "challenge", offer->challenge);
	json_close(&json, '}');
	return json_done(&json);
}
