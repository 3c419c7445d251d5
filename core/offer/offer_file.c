#include "core/offer/offer.h"

#include <stdint.h>

#include "base/arena.h"
#include "base/yaml.h"
#include "core/offer/offer_check.h"
#include "core/offer/offer_line.h"
#include "core/offer/offer_value.h"

/* A field whose reader is handed the whole struct, because it fills several members. */
#define WHOLE(name, reader)                                                                        \
	{                                                                                          \
		.key = (name), .read = (reader)                                                    \
	}

static bool is_map(struct yaml_reader *reader, const struct yaml_node *node, const char *remedy)
{
	if (node->kind == YAML_MAP && node->count > 0)
		return true;
	yaml_fault(reader, node, remedy, "%s",
		node->kind == YAML_MAP ? "the map is empty" : "a map is expected here");
	return false;
}

static bool read_step(
	struct yaml_reader *reader, const struct yaml_node *node, struct offer_step *ret_step)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct offer_step, from, "from", offer_value_date),
		YAML_REQUIRED(struct offer_step, amount_pence, "amount", offer_value_amount),
		YAML_REQUIRED(struct offer_step, source, "source", offer_value_name),
	};

	return yaml_read_fields(
		reader, node, "a step of a rate", fields, ARRAY_LEN(fields), ret_step);
}

static bool read_steps(
	struct yaml_reader *reader, const struct yaml_node *node, struct offer_rate *ret_rate)
{
	bool ok = true;

	if (!offer_value_is_list(reader, node,
		    "write a list: [{from: 2019-04-01, amount: \"57.90\", source: \"…\"}]") ||
		!offer_value_fits(reader, node, "steps", "a rate", OFFER_STEPS_MAX))
		return false;
	struct offer_step *steps = ARENA_ARRAY(reader->arena, struct offer_step, node->count);
	for (size_t i = 0; i < node->count; i++)
		ok = read_step(reader, node->items[i], &steps[i]) && ok;
	if (!ok)
		return false;
	for (size_t i = 1; i < node->count; i++) {
		int order = date_cmp(steps[i - 1].from, steps[i].from);
		if (order < 0)
			continue;
		yaml_fault(reader, yaml_get(node->items[i], "from"),
			"order the steps by from:, each day once", "%s",
			order == 0 ? "the rate has two amounts from this day"
				   : "this step begins before the one above it");
		ok = false;
	}
	if (!ok)
		return false;
	ret_rate->steps = steps;
	ret_rate->steps_len = node->count;
	return true;
}

static bool read_rates(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct offer *offer = out;
	bool ok = true;

	if (!is_map(reader, node, "write the rates as CODE: [{from, amount, source}]") ||
		!offer_value_fits(reader, node, "rates", "an offer", OFFER_RATES_MAX))
		return false;
	struct offer_rate *rates = ARENA_ARRAY(reader->arena, struct offer_rate, node->count);
	for (size_t i = 0; i < node->count; i++) {
		ok = offer_value_code(reader, node->keys[i], &rates[i].code) && ok;
		ok = read_steps(reader, node->items[i], &rates[i]) && ok;
	}
	offer->rates = rates;
	offer->rates_len = node->count;
	return ok;
}

static bool read_fact(
	struct yaml_reader *reader, const struct yaml_node *node, struct offer_fact *ret_fact)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct offer_fact, says, "says", offer_value_name),
		YAML_FIELD(struct offer_fact, holds_months, "holds", offer_value_months),
		YAML_FIELD(struct offer_fact, value, "value", offer_value_fact_value),
		YAML_FIELD(struct offer_fact, words, "words", offer_value_codes),
	};

	if (node->kind == YAML_MAP)
		return yaml_read_fields(
			reader, node, "a fact", fields, ARRAY_LEN(fields), ret_fact);
	return offer_value_is_scalar(reader, node,
		       "say what the fact means: CODE: words, or CODE: {says, holds}") &&
		offer_value_name(reader, node, &ret_fact->says);
}

static bool read_facts(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct offer *offer = out;
	bool ok = true;

	if (!is_map(reader, node, "write the facts as CODE: words") ||
		!offer_value_fits(reader, node, "facts", "an offer", OFFER_FACTS_MAX))
		return false;
	struct offer_fact *facts = ARENA_ARRAY(reader->arena, struct offer_fact, node->count);
	for (size_t i = 0; i < node->count; i++) {
		ok = offer_value_code(reader, node->keys[i], &facts[i].code) && ok;
		ok = read_fact(reader, node->items[i], &facts[i]) && ok;
	}
	offer->facts = facts;
	offer->facts_len = node->count;
	return ok;
}

static bool read_funds(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct offer_fund, code, "code", offer_value_code),
		YAML_REQUIRED(struct offer_fund, name, "name", offer_value_name),
		YAML_FIELD(struct offer_fund, ages, "ages", offer_value_ages),
		YAML_FIELD(struct offer_fund, cost_code, "codes", offer_value_cost_code),
	};
	struct offer *offer = out;
	bool ok = true;

	if (!offer_value_is_list(reader, node, "write a list of {code, name, ages}") ||
		!offer_value_fits(reader, node, "funds", "an offer", OFFER_FUNDS_MAX))
		return false;
	struct offer_fund *funds = ARENA_ARRAY(reader->arena, struct offer_fund, node->count);
	for (size_t i = 0; i < node->count; i++) {
		funds[i].ages.any = true;
		ok = yaml_read_fields(reader, node->items[i], "a fund", fields, ARRAY_LEN(fields),
			     &funds[i]) &&
			ok;
	}
	offer->funds = funds;
	offer->funds_len = node->count;
	return ok;
}

static bool read_lines(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct offer *offer = out;
	bool ok = true;

	if (!offer_value_is_list(reader, node, "write a list of entitlements") ||
		!offer_value_fits(reader, node, "entitlements", "an offer", OFFER_ENTITLEMENTS_MAX))
		return false;
	struct offer_line *lines = ARENA_ARRAY(reader->arena, struct offer_line, node->count);
	for (size_t i = 0; i < node->count; i++)
		ok = offer_line_read(reader, node->items[i], &lines[i]) && ok;
	offer->lines = lines;
	offer->lines_len = node->count;
	return ok;
}

static bool read_statements(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct offer *offer = out;
	bool ok = true;

	if (!offer_value_is_list(reader, node, "write a list of texts") ||
		!offer_value_fits(reader, node, "statements", "an offer", OFFER_STATEMENTS_MAX))
		return false;
	struct span *statements = ARENA_ARRAY(reader->arena, struct span, node->count);
	for (size_t i = 0; i < node->count; i++)
		ok = offer_value_words(reader, node->items[i], &statements[i]) && ok;
	offer->statements = statements;
	offer->statements_len = node->count;
	return ok;
}

static const struct yaml_field fields[] = {
	YAML_REQUIRED(struct offer, authority, "authority", offer_value_code),
	YAML_REQUIRED(struct offer, name, "name", offer_value_name),
	YAML_REQUIRED(struct offer, title, "title", offer_value_name),
	YAML_REQUIRED(struct offer, effective, "effective", offer_value_date),
	YAML_REQUIRED(struct offer, source, "source", offer_value_name),
	YAML_FIELD(struct offer, review_due, "review-due", offer_value_words),
	YAML_FIELD(struct offer, challenge, "challenge", offer_value_words),
	YAML_FIELD(struct offer, districts, "districts", offer_value_codes),
	WHOLE("rates", read_rates),
	WHOLE("facts", read_facts),
	WHOLE("funds", read_funds),
	{.key = "entitlements", .read = read_lines, .required = true},
	WHOLE("statements", read_statements),
};

struct offer *offer_read(
	struct arena *arena, struct arena *scratch, struct span text, struct faults *faults)
{
	struct yaml_reader reader = {.arena = arena, .faults = faults};
	struct offer *offer = ARENA_NEW(arena, struct offer);
	size_t before = faults->count;

	/* Until it is read, no rate can begin after it. */
	offer->effective.day = INT32_MAX;
	const struct yaml_node *root = yaml_parse(scratch, text, faults);
	bool ok = root &&
		yaml_read_fields(&reader, root, "the offer", fields, ARRAY_LEN(fields), offer);
	if (root && root->kind == YAML_MAP)
		offer_check(&reader, root, offer);
	if (!ok || faults->count > before || faults->left_out > 0) {
		faults_sort(faults);
		return NULL;
	}
	offer->bytes = text.len;
	/* A code that a fact lists no words for is a district. */
	for (size_t i = 0; i < offer->facts_len; i++) {
		struct offer_fact *fact = &offer->facts[i];
		if (fact->value == FACT_VALUE_CODE && fact->words.len == 0)
			fact->words = offer->districts;
	}
	for (size_t i = 0; i < offer->lines_len; i++) {
		if (!offer->lines[i].source.at)
			offer->lines[i].source = offer->source;
	}
	return offer;
}
