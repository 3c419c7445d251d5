#include "core/offer/offer_value.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/parse.h"
#include "core/code.h"
#include "core/money.h"
#include "core/offer/offer.h"
#include "core/period.h"

enum { HOLDS_MONTHS_MAX = 120 };

bool offer_value_is_scalar(
	struct yaml_reader *reader, const struct yaml_node *node, const char *remedy)
{
	if (node->kind == YAML_SCALAR && node->text.len > 0)
		return true;
	yaml_fault(reader, node, remedy, "%s",
		node->kind == YAML_SCALAR ? "the value is missing"
					  : "one value is expected here, not a list or a map");
	return false;
}

/* True for a list of at least one. */
bool offer_value_is_list(
	struct yaml_reader *reader, const struct yaml_node *node, const char *remedy)
{
	if (node->kind == YAML_LIST && node->count > 0)
		return true;
	yaml_fault(reader, node, remedy, "%s",
		node->kind == YAML_LIST ? "the list is empty" : "a list is expected here");
	return false;
}

bool offer_value_fits(struct yaml_reader *reader, const struct yaml_node *node, const char *what,
	const char *whose, size_t max)
{
	if (node->count <= max)
		return true;
	yaml_fault(reader, node->kind == YAML_MAP ? node->keys[max] : node->items[max],
		arena_printf(reader->arena, "leave out all but %zu", max),
		"there are %zu %s, and %s holds %zu", node->count, what, whose, max);
	return false;
}

static bool read_text(
	struct yaml_reader *reader, const struct yaml_node *node, size_t max, void *out)
{
	if (node->kind != YAML_SCALAR || node->text.len <= max)
		return yaml_read_text(reader, node, out);
	yaml_fault(reader, node,
		arena_printf(reader->arena,
			"say it in %zu bytes; a letter with an accent takes two", max),
		"the text is %zu bytes long", node->text.len);
	return false;
}

bool offer_value_name(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	return read_text(reader, node, OFFER_NAME_BYTES_MAX, out);
}

bool offer_value_words(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	return read_text(reader, node, OFFER_WORDS_BYTES_MAX, out);
}

bool offer_value_code(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const char remedy[] =
		"write a lower-case letter, then letters, digits and hyphens, at most 48 in all";

	if (!offer_value_is_scalar(reader, node, remedy))
		return false;
	if (!code_is(node->text)) {
		yaml_fault(reader, node, remedy, "%s is not a code",
			fault_excerpt(reader->arena, node->text));
		return false;
	}
	*(struct span *)out = span_dup(reader->arena, node->text);
	return true;
}

bool offer_value_codes(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct offer_codes codes = {.len = 0};
	bool ok = true;

	if (!offer_value_is_list(reader, node, "write the codes in brackets: [north, south]") ||
		!offer_value_fits(reader, node, "codes", "a list of them", OFFER_CODES_MAX))
		return false;
	codes.list = ARENA_ARRAY(reader->arena, struct span, node->count);
	for (size_t i = 0; i < node->count; i++) {
		struct span code;
		if (!offer_value_code(reader, node->items[i], &code)) {
			ok = false;
			continue;
		}
		if (offer_codes_hold(&codes, code)) {
			yaml_fault(reader, node->items[i], "name each code once",
				"%.*s stands twice", SPAN_ARG(code));
			ok = false;
		}
		codes.list[codes.len++] = code;
	}
	*(struct offer_codes *)out = codes;
	return ok;
}

bool offer_value_fact_value(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const char remedy[] =
		"write money, date or code; leave value: out for what is said in free words";

	if (!offer_value_is_scalar(reader, node, remedy))
		return false;
	for (unsigned kind = FACT_VALUE_NONE + 1; kind < FACT_VALUES; kind++) {
		if (!span_is(node->text, fact_value_word((enum fact_value_kind)kind)))
			continue;
		*(enum fact_value_kind *)out = (enum fact_value_kind)kind;
		return true;
	}
	yaml_fault(reader, node, remedy, "%s is no kind of value",
		fault_excerpt(reader->arena, node->text));
	return false;
}

/* A code of the vocabulary in a need. */
bool offer_value_fact_code(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	if (node->kind == YAML_SCALAR && code_is_fact(node->text) && !code_is(node->text)) {
		yaml_fault(reader, node,
			"write " OFFER_FACT_PER_LINE
			" alone: it means the plan that names this line",
			"a need does not name a line, as %s does",
			fault_excerpt(reader->arena, node->text));
		return false;
	}
	return offer_value_code(reader, node, out);
}

bool offer_value_date(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const char remedy[] = "write a day of the calendar as YYYY-MM-DD";

	if (!offer_value_is_scalar(reader, node, remedy))
		return false;
	if (date_parse(node->text, out))
		return true;
	yaml_fault(
		reader, node, remedy, "%s is not a date", fault_excerpt(reader->arena, node->text));
	return false;
}

/* Numbers are refused: 15.10 and 15.1 are one number, and no number keeps its pence for sure. */
bool offer_value_amount(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const char example[] = "write the amount in quotes: \"15.00\"";
	int64_t pence;

	if (!offer_value_is_scalar(reader, node, example))
		return false;
	const char *wrong = money_parse(node->text, &pence);
	if (wrong) {
		yaml_fault(reader, node, example, "%s is not an amount: %s",
			fault_excerpt(reader->arena, node->text), wrong);
		return false;
	}
	if (node->plain) {
		struct buf remedy = buf_in(reader->arena);
		buf_text(&remedy, "write the amount in quotes: \"");
		money_print_plain(&remedy, pence);
		buf_char(&remedy, '"');
		yaml_fault(reader, node, buf_cstr(&remedy), "the amount is not in quotes");
		return false;
	}
	*(int64_t *)out = pence;
	return true;
}

/* The position of the node's word in a list that a NULL ends. */
bool offer_value_word(struct yaml_reader *reader, const struct yaml_node *node,
	const char *const words[], const char *remedy, unsigned *ret_index)
{
	if (!offer_value_is_scalar(reader, node, remedy))
		return false;
	for (unsigned i = 0; words[i]; i++) {
		if (!span_is(node->text, words[i]))
			continue;
		*ret_index = i;
		return true;
	}
	yaml_fault(reader, node, remedy, "%s is none of the words known here",
		fault_excerpt(reader->arena, node->text));
	return false;
}

bool offer_value_period(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const char remedy[] = "write lifetime, financial-year, academic-year, month or week";

	if (!offer_value_is_scalar(reader, node, remedy))
		return false;
	if (period_of_word(node->text, out))
		return true;
	yaml_fault(reader, node, remedy, "%s is not a period",
		fault_excerpt(reader->arena, node->text));
	return false;
}

bool offer_value_category(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const char remedy[] = "write eligible, relevant, former-relevant or qualifying";

	if (!offer_value_is_scalar(reader, node, remedy))
		return false;
	if (category_of_word(node->text, out))
		return true;
	yaml_fault(reader, node, remedy, "%s is not a category",
		fault_excerpt(reader->arena, node->text));
	return false;
}

bool offer_value_categories(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	unsigned set = 0;
	bool ok = true;

	if (!offer_value_is_list(
		    reader, node, "write the categories in brackets: [relevant, former-relevant]"))
		return false;
	for (size_t i = 0; i < node->count; i++) {
		enum category category;
		if (!offer_value_category(reader, node->items[i], &category)) {
			ok = false;
			continue;
		}
		if (set & CATEGORY_BIT(category)) {
			yaml_fault(reader, node->items[i], "name each category once",
				"%s stands twice", category_word(category));
			ok = false;
		}
		set |= CATEGORY_BIT(category);
	}
	/* What was read stands, so that also: can be held against it. */
	*(unsigned *)out = set;
	return ok;
}

static bool read_age(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	int64_t age;

	if (!yaml_read_int(reader, node, &age))
		return false;
	if (age < 0 || age > OFFER_AGE_MAX) {
		yaml_fault(reader, node, "write an age in completed years, from 0 to 120",
			"%s is not an age", fault_excerpt(reader->arena, node->text));
		return false;
	}
	*(int *)out = (int)age;
	return true;
}

bool offer_value_ages(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct offer_ages, from, "from", read_age),
		YAML_REQUIRED(struct offer_ages, until, "until", read_age),
		YAML_FIELD(struct offer_ages, ours, "ours", yaml_read_bool),
	};
	struct offer_ages ages = {0};

	if (!yaml_read_fields(reader, node, "the ages", fields, ARRAY_LEN(fields), &ages))
		return false;
	if (ages.from >= ages.until) {
		yaml_fault(reader, node,
			"write until: greater than from:; 16 to 20 is {from: 16, until: 21}",
			"the age window is empty");
		return false;
	}
	*(struct offer_ages *)out = ages;
	return true;
}

bool offer_value_months(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const char remedy[] = "write how long it holds in months: 6 months";
	int64_t months;

	if (!offer_value_is_scalar(reader, node, remedy))
		return false;
	size_t blank = span_find(node->text, ' ');
	struct span unit = span_from(node->text, blank);
	if (parse_int(span_slice(node->text, 0, blank), 1, HOLDS_MONTHS_MAX, &months) &&
		(span_is(unit, " months") || (months == 1 && span_is(unit, " month")))) {
		*(int *)out = (int)months;
		return true;
	}
	yaml_fault(reader, node, remedy, "%s is not a number of months from 1 to 120",
		fault_excerpt(reader->arena, node->text));
	return false;
}

/* It stands in files that other programs read: nothing in it needs quotes there, and no table takes
 * it for a formula. */
static bool is_cost_code(struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		bool plain =
			(c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

		bool between = c == '.' || c == '/' || c == '_' || c == '-';

		if (!plain && (i == 0 || !between))
			return false;
	}
	return text.len > 0 && text.len <= OFFER_COST_CODE_MAX;
}

static bool read_cost_code(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const char remedy[] = "write a letter or digit, then letters, digits, points, "
				     "slashes, hyphens and underscores, at most 40 in all";

	if (!offer_value_is_scalar(reader, node, remedy))
		return false;
	if (!is_cost_code(node->text)) {
		yaml_fault(reader, node, remedy, "%s is not a cost code",
			fault_excerpt(reader->arena, node->text));
		return false;
	}
	*(struct span *)out = span_dup(reader->arena, node->text);
	return true;
}

bool offer_value_cost_code(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[] = {
		{.key = "cost-code", .read = read_cost_code, .required = true},
	};

	return yaml_read_fields(reader, node, "codes", fields, ARRAY_LEN(fields), out);
}
