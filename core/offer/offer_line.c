#include "core/offer/offer_line.h"

#include "base/arena.h"
#include "core/offer/offer.h"
#include "core/offer/offer_value.h"

/* A field whose reader is handed the whole struct, because it fills several members. */
#define WHOLE(name, reader)                                                                        \
	{                                                                                          \
		.key = (name), .read = (reader)                                                    \
	}

static bool read_kind(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const char *const words[] = {"payment", "guarantee", "in-kind", NULL};
	unsigned index;

	if (!offer_value_word(reader, node, words, "write payment, guarantee or in-kind", &index))
		return false;
	*(enum offer_kind *)out = (enum offer_kind)index;
	return true;
}

static bool read_uplift(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const char *const words[] = {"new-only", "top-up", NULL};
	unsigned index;

	if (!offer_value_word(reader, node, words, "write new-only or top-up", &index))
		return false;
	*(enum offer_uplift *)out = (enum offer_uplift)index;
	return true;
}

struct codes {
	struct span *at;
	size_t len;
};

static bool read_codes(struct yaml_reader *reader, const struct yaml_node *node, yaml_read *read,
	struct codes *ret_codes)
{
	struct codes codes = {ARENA_ARRAY(reader->arena, struct span, node->count), node->count};
	bool ok = true;

	for (size_t i = 0; i < node->count; i++)
		ok = read(reader, node->items[i], &codes.at[i]) && ok;
	if (ok)
		*ret_codes = codes;
	return ok;
}

static bool read_any(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	return offer_value_is_list(reader, node, "write the facts in brackets: any: [a, b]") &&
		offer_value_fits(reader, node, "facts", "any:", OFFER_ANY_MAX) &&
		read_codes(reader, node, offer_value_fact_code, out);
}

static struct offer_need need_of(struct arena *arena, enum offer_need_kind kind, struct span fact)
{
	struct span *facts = ARENA_NEW(arena, struct span);

	*facts = fact;
	return (struct offer_need){kind, facts, 1};
}

struct need_map {
	struct codes any;
	struct span unless;
};

static bool read_need_map(
	struct yaml_reader *reader, const struct yaml_node *node, struct offer_need *ret_need)
{
	static const struct yaml_field fields[] = {
		YAML_FIELD(struct need_map, any, "any", read_any),
		YAML_FIELD(struct need_map, unless, "not", offer_value_fact_code),
	};
	struct need_map map = {0};

	if (!yaml_read_fields(reader, node, "a need", fields, ARRAY_LEN(fields), &map))
		return false;
	if (node->count != 1) {
		yaml_fault(reader, node, "write two needs: {any: [a, b]} and {not: c}",
			"a need is either any: or not:");
		return false;
	}
	if (map.any.len > 0)
		*ret_need = (struct offer_need){OFFER_NEED_ANY, map.any.at, map.any.len};
	else
		*ret_need = need_of(reader->arena, OFFER_NEED_NOT, map.unless);
	return true;
}

static bool read_need(
	struct yaml_reader *reader, const struct yaml_node *node, struct offer_need *ret_need)
{
	struct span fact;

	if (node->kind == YAML_MAP)
		return read_need_map(reader, node, ret_need);
	if (!offer_value_is_scalar(reader, node, "write a fact, {any: [a, b]} or {not: a}") ||
		!offer_value_fact_code(reader, node, &fact))
		return false;
	*ret_need = need_of(reader->arena, OFFER_NEED_ALL, fact);
	return true;
}

static bool read_needs(struct yaml_reader *reader, const struct yaml_node *node,
	struct offer_need **ret_needs, size_t *ret_len)
{
	bool ok = true;

	if (!offer_value_is_list(reader, node, "write the needs in brackets: [a, b]") ||
		!offer_value_fits(reader, node, "needs", "a line", OFFER_NEEDS_MAX))
		return false;
	struct offer_need *needs = ARENA_ARRAY(reader->arena, struct offer_need, node->count);
	for (size_t i = 0; i < node->count; i++)
		ok = read_need(reader, node->items[i], &needs[i]) && ok;
	if (!ok)
		return false;
	*ret_needs = needs;
	*ret_len = node->count;
	return true;
}

static bool read_also_needs(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct offer_also *also = out;

	return read_needs(reader, node, &also->needs, &also->needs_len);
}

static bool read_line_needs(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct offer_line *line = out;

	return read_needs(reader, node, &line->needs, &line->needs_len);
}

static bool read_also(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct offer_also, category, "category", offer_value_category),
		{.key = "needs", .read = read_also_needs, .required = true},
	};
	struct offer_line *line = out;
	bool ok = true;

	if (!offer_value_is_list(reader, node, "write a list: [{category: eligible, needs: [a]}]"))
		return false;
	struct offer_also *also = ARENA_ARRAY(reader->arena, struct offer_also, node->count);
	for (size_t i = 0; i < node->count; i++)
		ok = yaml_read_fields(
			     reader, node->items[i], "also", fields, ARRAY_LEN(fields), &also[i]) &&
			ok;
	/* What was read stands, so that it can be held against categories:. */
	line->also = also;
	line->also_len = node->count;
	return ok;
}

struct floor {
	struct span rate;
	int64_t plus_pence;
};

static bool read_floor(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct floor, rate, "rate", offer_value_code),
		YAML_REQUIRED(struct floor, plus_pence, "plus", offer_value_amount),
	};
	struct floor floor = {0};

	if (!yaml_read_fields(reader, node, "the floor", fields, ARRAY_LEN(fields), &floor))
		return false;
	*(struct floor *)out = floor;
	return true;
}

struct pays_map {
	enum period_kind every;
	int64_t amount_pence;
	struct span rate;
	struct floor floor;
};

static bool read_pays_map(
	struct yaml_reader *reader, const struct yaml_node *node, struct offer_line *ret_line)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct pays_map, every, "every", offer_value_period),
		YAML_FIELD(struct pays_map, amount_pence, "amount", offer_value_amount),
		YAML_FIELD(struct pays_map, rate, "rate", offer_value_code),
		YAML_FIELD(struct pays_map, floor, "floor", read_floor),
	};
	struct pays_map map = {0};

	if (!yaml_read_fields(reader, node, "pays", fields, ARRAY_LEN(fields), &map))
		return false;
	if (node->count != 2) { /* every: and one of the others */
		yaml_fault(reader, node, "write every: and just one of amount:, rate: and floor:",
			"pays does not say one amount");
		return false;
	}
	ret_line->every = map.every;
	if (map.amount_pence > 0) {
		ret_line->pays = OFFER_EVERY;
		ret_line->pays_pence = map.amount_pence;
		return true;
	}
	/* What is computed is its own limit: the period is that of its being computed. */
	ret_line->per = map.every;
	ret_line->pays = map.rate.at ? OFFER_RATE : OFFER_FLOOR;
	ret_line->rate = map.rate.at ? map.rate : map.floor.rate;
	ret_line->pays_pence = map.floor.plus_pence;
	return true;
}

static bool read_pays(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const char *const words[] = {"up-to", NULL};
	unsigned index;

	if (node->kind == YAML_MAP)
		return read_pays_map(reader, node, out);
	return offer_value_word(reader, node, words,
		"write up-to, or a map such as {every: month, amount: \"15.00\"}", &index);
}

struct cap_map {
	int64_t amount_pence;
	unsigned by_award;
	enum period_kind per;
};

static bool read_by(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const char *const words[] = {"award", NULL};

	return offer_value_word(
		reader, node, words, "write by: award, or amount: in its place", out);
}

static bool read_cap(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[] = {
		YAML_FIELD(struct cap_map, amount_pence, "amount", offer_value_amount),
		YAML_FIELD(struct cap_map, by_award, "by", read_by),
		YAML_REQUIRED(struct cap_map, per, "per", offer_value_period),
	};
	static const char remedy[] = "write {amount: \"2000.00\", per: lifetime} or {by: award, "
				     "per: lifetime}";
	struct offer_line *line = out;
	struct cap_map map = {0};

	if (!yaml_read_fields(reader, node, "the cap", fields, ARRAY_LEN(fields), &map))
		return false;
	bool amount = yaml_get(node, "amount") != NULL;
	if (amount == (yaml_get(node, "by") != NULL)) {
		yaml_fault(reader, node, remedy,
			amount ? "the cap has an amount and is by award"
			       : "the cap has no amount and is not by award");
		return false;
	}
	line->cap = amount ? OFFER_CAP_AMOUNT : OFFER_CAP_AWARD;
	line->cap_pence = map.amount_pence;
	line->per = map.per;
	return true;
}

static bool read_funds(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct offer_line *line = out;
	struct codes codes;

	if (node->kind == YAML_SCALAR) {
		struct span fund;
		if (!offer_value_code(reader, node, &fund))
			return false;
		codes = (struct codes){ARENA_NEW(reader->arena, struct span), 1};
		*codes.at = fund;
	} else if (!offer_value_is_list(reader, node, "name the funds that pay: [leaving-care]") ||
		!offer_value_fits(reader, node, "funds", "a line", OFFER_LINE_FUNDS_MAX) ||
		!read_codes(reader, node, offer_value_code, &codes)) {
		return false;
	}
	line->funds = codes.at;
	line->funds_len = codes.len;
	return true;
}

static bool read_from(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct offer_line *line = out;

	line->has_from = offer_value_date(reader, node, &line->from);
	return line->has_from;
}

/* A need for the plan means the plan that names this line. */
static void spell_out(struct arena *arena, struct span code, struct offer_need *needs, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		for (size_t k = 0; k < needs[i].facts_len; k++) {
			if (span_is(needs[i].facts[k], OFFER_FACT_PER_LINE))
				needs[i].facts[k] = span_of(arena_printf(
					arena, "%s:%.*s", OFFER_FACT_PER_LINE, SPAN_ARG(code)));
		}
	}
}

bool offer_line_read(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct offer_line, code, "code", offer_value_code),
		YAML_REQUIRED(struct offer_line, name, "name", offer_value_name),
		YAML_FIELD(struct offer_line, kind, "kind", read_kind),
		YAML_FIELD(struct offer_line, offered, "offered", yaml_read_bool),
		WHOLE("from", read_from),
		YAML_FIELD(struct offer_line, ages, "ages", offer_value_ages),
		YAML_FIELD(struct offer_line, categories, "categories", offer_value_categories),
		WHOLE("also", read_also),
		WHOLE("needs", read_line_needs),
		WHOLE("pays", read_pays),
		WHOLE("cap", read_cap),
		WHOLE("fund", read_funds),
		YAML_FIELD(struct offer_line, uplift, "uplift", read_uplift),
		YAML_REQUIRED(struct offer_line, says, "says", offer_value_words),
		YAML_FIELD(struct offer_line, source, "source", offer_value_name),
		YAML_FIELD(struct offer_line, section, "section", offer_value_name),
		YAML_FIELD(struct offer_line, basis, "basis", offer_value_words),
		YAML_FIELD(struct offer_line, how, "how", offer_value_words),
		YAML_FIELD(struct offer_line, cost_code, "codes", offer_value_cost_code),
	};
	struct offer_line *line = out;

	line->offered = true;
	line->ages.any = true;
	line->line = node->line;
	bool ok = yaml_read_fields(reader, node, "an entitlement", fields, ARRAY_LEN(fields), line);
	spell_out(reader->arena, line->code, line->needs, line->needs_len);
	for (size_t i = 0; i < line->also_len; i++)
		spell_out(reader->arena, line->code, line->also[i].needs, line->also[i].needs_len);
	return ok;
}
