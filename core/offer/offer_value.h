/* The single values of offer files, read as bursar-offer(5) has them. For offer_file.c and its
 * parts, and for core/delegation, whose files have the same. Each adds its fault and leaves its
 * output untouched if the value is wrong. */
#ifndef BURSAR_CORE_OFFER_OFFER_VALUE_H
#define BURSAR_CORE_OFFER_OFFER_VALUE_H

#include "base/yaml.h"

/* out: struct span, a code. */
yaml_read offer_value_code;
/* out: struct span, a text of at most OFFER_NAME_BYTES_MAX; of at most OFFER_WORDS_BYTES_MAX. */
yaml_read offer_value_name;
yaml_read offer_value_words;
/* out: struct span, a word of the vocabulary as a need names it. */
yaml_read offer_value_fact_code;
/* out: struct date. */
yaml_read offer_value_date;
/* out: int64_t, pence. */
yaml_read offer_value_amount;
/* out: enum period_kind. */
yaml_read offer_value_period;
/* out: enum category. */
yaml_read offer_value_category;
/* out: unsigned, a set of categories; what could be read of it is there even after a fault. */
yaml_read offer_value_categories;
/* out: struct offer_ages. */
yaml_read offer_value_ages;
/* out: struct offer_codes, each once, at most OFFER_CODES_MAX. */
yaml_read offer_value_codes;
/* out: enum fact_value_kind. */
yaml_read offer_value_fact_value;
/* out: struct span, a cost code in a map of the council's own codes: {cost-code: "…"}. */
yaml_read offer_value_cost_code;
/* out: int, months: "6 months". */
yaml_read offer_value_months;

/* The position of the node's text in a list that a NULL ends. */
MUST_CHECK bool offer_value_word(struct yaml_reader *reader, const struct yaml_node *node,
	const char *const words[], const char *remedy, unsigned *ret_index);
/* Whether the node is of that kind and not empty. */
MUST_CHECK bool offer_value_is_scalar(
	struct yaml_reader *reader, const struct yaml_node *node, const char *remedy);
MUST_CHECK bool offer_value_is_list(
	struct yaml_reader *reader, const struct yaml_node *node, const char *remedy);
/* Whether a list or map has at most max items; what they are, and what holds no more of them
 * ("needs", "a line"). */
MUST_CHECK bool offer_value_fits(struct yaml_reader *reader, const struct yaml_node *node,
	const char *what, const char *whose, size_t max);

#endif
