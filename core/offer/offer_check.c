#include "core/offer/offer_check.h"

#include "base/arena.h"
#include "base/yaml.h"
#include "core/code.h"
#include "core/offer/offer.h"

/* What every check is handed: the offer as far as it was read, and where its parts stand. */
struct check {
	struct yaml_reader *reader;
	const struct offer *offer;
	const struct yaml_node *root;
	const struct yaml_node *lines; /* the list under entitlements: */
};

/* Whether a part was written but not understood: what names its codes is not at fault. */
static bool is_lost(const struct check *check, const char *key, size_t len)
{
	return len == 0 && yaml_get(check->root, key);
}

/* The value of a key, or the map itself where the key is not there. */
static const struct yaml_node *place(const struct yaml_node *map, const char *key)
{
	const struct yaml_node *node = yaml_get(map, key);

	return node ? node : map;
}

static bool is_computed(const struct offer_line *line)
{
	return line->pays == OFFER_RATE || line->pays == OFFER_FLOOR;
}

static void check_rates(const struct check *check, const struct yaml_node *nodes)
{
	for (size_t i = 0; i < check->offer->rates_len; i++) {
		const struct offer_rate *rate = &check->offer->rates[i];
		if (rate->steps_len == 0 ||
			date_cmp(rate->steps[0].from, check->offer->effective) <= 0)
			continue;
		yaml_fault(check->reader, yaml_get(nodes->items[i]->items[0], "from"),
			"begin the rate on the day the offer is effective, or before",
			"the rate has no amount when the offer begins");
	}
}

static void check_funds(const struct check *check, const struct yaml_node *nodes)
{
	for (size_t i = 0; i < check->offer->funds_len; i++) {
		struct span code = check->offer->funds[i].code;
		for (size_t k = 0; k < i; k++) {
			if (code.len == 0 || !span_eq(code, check->offer->funds[k].code))
				continue;
			yaml_fault(check->reader, place(nodes->items[i], "code"),
				"give each fund a code of its own", "the fund %.*s stands twice",
				SPAN_ARG(code));
			break;
		}
	}
}

static void check_facts(const struct check *check, const struct yaml_node *nodes)
{
	for (size_t i = 0; i < check->offer->facts_len; i++) {
		const struct offer_fact *fact = &check->offer->facts[i];
		const struct yaml_node *node = nodes->items[i];
		if (node->kind != YAML_MAP)
			continue;
		const struct yaml_node *words = yaml_get(node, "words");
		if (fact->value == FACT_VALUE_CODE && !words && !yaml_get(check->root, "districts"))
			yaml_fault(check->reader, place(node, "value"),
				"write words: [..] beside it with the codes there are, or "
				"districts: for "
				"the whole offer",
				"there is no list of the codes it may be");
		if (words && fact->value != FACT_VALUE_CODE &&
			(fact->value != FACT_VALUE_NONE || !yaml_get(node, "value")))
			yaml_fault(check->reader, words,
				"write value: code beside it, or take it away",
				"only a fact whose value is a code has words");
	}
}

static bool overlap(const struct offer_ages *a, const struct offer_ages *b)
{
	return a->any || b->any || (a->from < b->until && b->from < a->until);
}

/* Whether it was written but not understood. */
static bool ages_lost(const struct offer_line *line, const struct yaml_node *node)
{
	return line->ages.any && yaml_get(node, "ages");
}

/* Two lines of one code: no age may find both, and they share one cap. */
static void check_twins(const struct check *check, size_t i)
{
	const struct offer_line *line = &check->offer->lines[i];
	const struct yaml_node *node = check->lines->items[i];

	for (size_t k = 0; k < i; k++) {
		const struct offer_line *above = &check->offer->lines[k];
		if (line->code.len == 0 || !span_eq(line->code, above->code))
			continue;
		if (!ages_lost(line, node) && !ages_lost(above, check->lines->items[k]) &&
			overlap(&line->ages, &above->ages))
			yaml_fault(check->reader, place(node, "ages"),
				"end the ages of one where those of the other begin, or give it "
				"another code",
				"%.*s stands twice for the same ages, here and in line %d",
				SPAN_ARG(line->code), above->line);
		bool both = (line->cap != OFFER_CAP_NONE || is_computed(line)) &&
			(above->cap != OFFER_CAP_NONE || is_computed(above));
		if (both && line->per != above->per)
			yaml_fault(check->reader, place(node, "cap"), "write the same per: in both",
				"%.*s has one cap, per %s in line %d", SPAN_ARG(line->code),
				period_word(above->per), above->line);
	}
}

static void check_also(
	const struct check *check, const struct offer_line *line, const struct yaml_node *node)
{
	const struct yaml_node *nodes = yaml_get(node, "also");
	unsigned seen = line->categories;

	for (size_t i = 0; i < line->also_len; i++) {
		enum category category = line->also[i].category;
		if (category == CATEGORY_NONE)
			continue;
		if (line->categories & CATEGORY_BIT(category))
			yaml_fault(check->reader, place(nodes->items[i], "category"),
				"name it in categories: or in also:, not in both",
				"%s is among the categories already", category_word(category));
		else if (seen & CATEGORY_BIT(category))
			yaml_fault(check->reader, place(nodes->items[i], "category"),
				"write one item for it, with all its needs", "%s stands twice",
				category_word(category));
		seen |= CATEGORY_BIT(category);
	}
}

/* Every scalar under needs: is the code of a fact, at whatever depth. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser allows. */
static void check_needs(const struct check *check, const struct yaml_node *node)
{
	if (!node)
		return;
	for (size_t i = 0; i < node->count; i++)
		check_needs(check, node->items[i]);
	if (node->kind != YAML_SCALAR || !code_is(node->text) ||
		is_lost(check, "facts", check->offer->facts_len))
		return;
	for (size_t i = 0; i < check->offer->facts_len; i++) {
		if (span_eq(check->offer->facts[i].code, node->text))
			return;
	}
	yaml_fault(check->reader, node,
		arena_printf(check->reader->arena, "add it to facts: with what it means: %.*s: …",
			SPAN_ARG(node->text)),
		"there is no fact %.*s", SPAN_ARG(node->text));
}

static void check_who(
	const struct check *check, const struct offer_line *line, const struct yaml_node *node)
{
	const struct yaml_node *also = yaml_get(node, "also");

	check_also(check, line, node);
	check_needs(check, yaml_get(node, "needs"));
	for (size_t i = 0; i < line->also_len; i++)
		check_needs(check, yaml_get(also->items[i], "needs"));
	if (!line->offered)
		return;
	if (!yaml_get(node, "ages"))
		yaml_fault(check->reader, node,
			"write ages: {from: 16, until: 25}, and ours: true in it if the document "
			"names none",
			"an entitlement that is offered needs ages");
	if (!yaml_get(node, "categories") && !also)
		yaml_fault(check->reader, node,
			"write categories: [relevant, former-relevant, qualifying]",
			"an entitlement that is offered needs categories");
}

/* The keys of money, where no money can be. */
static void check_no_money(const struct check *check, const struct yaml_node *node, const char *who,
	const char *remedy)
{
	static const char *const keys[] = {"pays", "cap", "fund", "uplift"};

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const struct yaml_node *value = yaml_get(node, keys[i]);
		if (value)
			yaml_fault(check->reader, value, remedy, "%s has no %s", who, keys[i]);
	}
}

static void check_cap(
	const struct check *check, const struct offer_line *line, const struct yaml_node *node)
{
	const struct yaml_node *cap = yaml_get(node, "cap");

	if (is_computed(line)) {
		if (cap)
			yaml_fault(check->reader, cap, "take the cap away",
				"what is computed is its own cap");
		return;
	}
	const struct yaml_node *pays = yaml_get(node, "pays");
	bool pays_lost = pays && pays->kind == YAML_MAP && line->pays == OFFER_UP_TO;
	if (!cap && !pays_lost)
		yaml_fault(check->reader, node,
			"write cap: {amount: \"15.00\", per: month} or cap: {by: award, per: "
			"lifetime}",
			"a %s needs a cap", offer_kind_word(line->kind));
	if (line->cap == OFFER_CAP_NONE || line->pays != OFFER_EVERY)
		return;
	if (line->every != line->per)
		yaml_fault(check->reader, place(cap, "per"),
			"write the same period in every: and in per:",
			"it pays every %s, but the cap is per %s", period_word(line->every),
			period_word(line->per));
	if (line->cap == OFFER_CAP_AMOUNT && line->cap_pence < line->pays_pence)
		yaml_fault(check->reader, place(cap, "amount"),
			"raise the cap to what is paid at a time, at least",
			"the cap is smaller than the amount that recurs");
}

static bool has_rate(const struct offer *offer, struct span code)
{
	for (size_t i = 0; i < offer->rates_len; i++) {
		if (span_eq(offer->rates[i].code, code))
			return true;
	}
	return false;
}

static void check_pays(
	const struct check *check, const struct offer_line *line, const struct yaml_node *node)
{
	const struct yaml_node *pays = yaml_get(node, "pays");

	if (is_computed(line) && !has_rate(check->offer, line->rate) &&
		!is_lost(check, "rates", check->offer->rates_len)) {
		const struct yaml_node *floor = yaml_get(pays, "floor");
		yaml_fault(check->reader, place(floor ? floor : pays, "rate"),
			"add it to rates: with its dated amounts", "there is no rate %.*s",
			SPAN_ARG(line->rate));
	}
	const struct yaml_node *uplift = yaml_get(node, "uplift");
	if (uplift && line->cap == OFFER_CAP_AWARD)
		yaml_fault(check->reader, uplift, "take uplift: away",
			"only a cap by amount can rise");
}

static void check_line_funds(
	const struct check *check, const struct offer_line *line, const struct yaml_node *node)
{
	const struct yaml_node *funds = yaml_get(node, "fund");

	if (!funds) {
		if (line->kind == OFFER_PAYMENT)
			yaml_fault(check->reader, node,
				"write fund: leaving-care, or several in order",
				"a payment needs a fund");
		return;
	}
	for (size_t i = 0; i < line->funds_len; i++) {
		const struct yaml_node *at = funds->kind == YAML_LIST ? funds->items[i] : funds;
		if (!offer_fund_of(check->offer, line->funds[i]) &&
			!is_lost(check, "funds", check->offer->funds_len))
			yaml_fault(check->reader, at, "add it to funds: with its name",
				"there is no fund %.*s", SPAN_ARG(line->funds[i]));
		for (size_t k = 0; k < i; k++) {
			if (span_eq(line->funds[i], line->funds[k]))
				yaml_fault(check->reader, at, "name each fund once",
					"the fund %.*s stands twice", SPAN_ARG(line->funds[i]));
		}
	}
}

static void check_line(const struct check *check, size_t i)
{
	const struct offer_line *line = &check->offer->lines[i];
	const struct yaml_node *node = check->lines->items[i];

	if (node->kind != YAML_MAP)
		return;
	check_twins(check, i);
	check_who(check, line, node);
	if (!line->offered) {
		check_no_money(check, node, "an entitlement that is not offered",
			"take it away, or write offered: yes");
	} else if (line->kind == OFFER_IN_KIND) {
		check_no_money(check, node, "an entitlement in kind",
			"take it away, or write kind: payment");
	} else {
		check_cap(check, line, node);
		check_pays(check, line, node);
		check_line_funds(check, line, node);
	}
}

void offer_check(
	struct yaml_reader *reader, const struct yaml_node *root, const struct offer *offer)
{
	struct check check = {reader, offer, root, yaml_get(root, "entitlements")};

	check_rates(&check, yaml_get(root, "rates"));
	check_funds(&check, yaml_get(root, "funds"));
	check_facts(&check, yaml_get(root, "facts"));
	for (size_t i = 0; i < offer->lines_len; i++)
		check_line(&check, i);
}
