#include "core/delegation/delegation.h"

#include "core/sheet.h"

enum { LATER, BUILT };

static const struct {
	const char *text, *command;
	int built;
} words[DELEGATION_WORDS] = {

#define CONFIRM(NAME, word, command, built) [DELEGATION_##NAME] = {word, command, built},
#include "core/delegation/confirm.def"
#undef CONFIRM
};

const char *delegation_part_word(enum delegation_part part)
{
	static const char *const texts[DELEGATION_PARTS] = {
		[DELEGATION_APPROVE] = "approve",
		[DELEGATION_SECOND] = "second",
		[DELEGATION_PER_PERSON] = "per-person",
		[DELEGATION_AWARD] = "award",
	};

	assert(part < DELEGATION_PARTS);
	return texts[part];
}

const char *delegation_lapse_word(enum delegation_lapse lapse)
{
	static const char *const texts[DELEGATION_LAPSES] = {
		[DELEGATION_REQUESTED] = "requested",
		[DELEGATION_DEFERRED] = "deferred",
		[DELEGATION_PROPOSAL] = "proposal",
	};

	assert(lapse < DELEGATION_LAPSES);
	return texts[lapse];
}

const char *delegation_word_text(enum delegation_word word)
{
	assert(word < DELEGATION_WORDS);
	return words[word].text;
}

bool delegation_word_of(struct span text, enum delegation_word *ret_word)
{
	for (unsigned word = 0; word < DELEGATION_WORDS; word++) {
		if (span_is(text, words[word].text)) {
			*ret_word = (enum delegation_word)word;
			return true;
		}
	}
	return false;
}

bool delegation_word_is_built(enum delegation_word word)
{
	assert(word < DELEGATION_WORDS);
	for (unsigned kind = 0; kind < COMMANDS; kind++)
		if (span_is(span_of(words[word].command), sheet_of((enum command_kind)kind)->word))
			return words[word].built == BUILT;
	return false;
}

unsigned delegation_confirm(const struct delegation *rules, enum delegation_word word)
{
	assert(word < DELEGATION_WORDS);
	return rules == NULL ? 0 : rules->confirm[word];
}

static bool names(const struct delegation_row *row, struct span entitlement)
{
	for (size_t i = 0; i < row->entitlements_len; i++)
		if (span_eq(row->entitlements[i], entitlement))
			return true;
	return false;
}

static bool is_of(const struct delegation_row *row, enum role role, enum role with)
{
	return (row->role == role && row->with == with) || (row->role == with && row->with == role);
}

const struct delegation_row *delegation_row_for(const struct delegation *rules,
	enum delegation_part part, enum role role, enum role with, struct span entitlement)
{
	const struct delegation_rows *rows = &rules->parts[part];
	const struct delegation_row *general = NULL;

	for (size_t i = 0; i < rows->len; i++) {
		const struct delegation_row *row = &rows->list[i];

		if (!is_of(row, role, with))
			continue;
		if (names(row, entitlement))
			return row;
		if (row->entitlements_len == 0)
			general = row;
	}
	return general;
}

struct span delegation_stranger(const struct delegation *rules,
	bool (*offered)(const void *context, struct span code), const void *context)
{
	for (unsigned part = 0; part < DELEGATION_PARTS; part++) {
		const struct delegation_rows *rows = &rules->parts[part];

		for (size_t i = 0; i < rows->len; i++)
			for (size_t k = 0; k < rows->list[i].entitlements_len; k++)
				if (!offered(context, rows->list[i].entitlements[k]))
					return rows->list[i].entitlements[k];
	}
	return SPAN_NONE;
}

bool delegation_next_limit(const struct delegation *rules, struct delegation_limit *limit)
{
	if (limit->n >= 0 && ++limit->code_at >= limit->row->entitlements_len) {
		limit->code_at = 0;
		limit->row_at++;
	}
	while (limit->part < DELEGATION_PARTS && limit->row_at == rules->parts[limit->part].len) {
		limit->part++;
		limit->row_at = 0;
	}
	if (limit->part == DELEGATION_PARTS)
		return false;
	limit->row = &rules->parts[limit->part].list[limit->row_at];
	limit->entitlement = limit->row->entitlements_len == 0
		? SPAN_NONE
		: limit->row->entitlements[limit->code_at];
	limit->n++;
	return true;
}

bool delegation_first_day(const struct delegation *rules, struct date today, struct date *ret_first)
{
	return rules != NULL && rules->back_months > 0 &&
		date_plus_months(today, -rules->back_months, ret_first);
}

const struct delegation *delegation_on(const struct delegation_book *book, struct date day)
{
	const struct delegation *best = NULL;

	for (size_t i = 0; i < book->len; i++) {
		const struct delegation *rules = book->versions[i];

		if (date_cmp(rules->effective, day) > 0)
			continue;
		/* Versions ascend, so of two effective on one day the later one is met last. */
		if (best == NULL || date_cmp(rules->effective, best->effective) >= 0)
			best = rules;
	}
	return best;
}

const struct delegation *delegation_version(const struct delegation_book *book, int64_t version)
{
	for (size_t i = 0; i < book->len; i++)
		if (book->versions[i]->version == version)
			return book->versions[i];
	return NULL;
}
