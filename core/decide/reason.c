#include "core/decide/reason.h"

#include <limits.h>
#include <string.h>

#include "base/buf.h"
#include "base/vec.h"
#include "core/event.h"
#include "core/money.h"
#include "core/role.h"

enum { REASONS_ROOM_FIRST = 4 };

/* Figures a reason may carry, and which of them each code has. */
enum figure {
	LIMIT = 1 << 0,
	LEFT = 1 << 1,
	ASKED = 1 << 2,
	BY_AWARD = 1 << 3,
	AGE = 1 << 4,
	FROM_AGE = 1 << 5,
	UNTIL_AGE = 1 << 6,
	CATEGORIES_ALLOWED = 1 << 7,
	FACTS = 1 << 8,
	STATE = 1 << 9,
	FUND = 1 << 10,
	PERIOD = 1 << 11,
	DAY = 1 << 12,
	NEXT_FUND = 1 << 13,
	CODES = 1 << 14,
	CREDITOR_SET = 1 << 20,
	MONTHS = 1 << 15,
	WHO_COULD = 1 << 16,
};

static const struct {
	const char *word;
	unsigned figures;
} codes[REASON_CODES] = {

#define REASON(name, code, figures) [REASON_##name] = {code, figures},
#include "core/decide/reason.def"
#undef REASON
};

const char *reason_word(enum reason_code code)
{
	assert(code < REASON_CODES);
	return codes[code].word;
}

struct reason *reason_add(struct reasons *reasons, enum reason_code code)
{
	struct reason *reason;

	if (reasons->len == reasons->room) {
		size_t room = reasons->room * 2 + REASONS_ROOM_FIRST;

		reasons->list = arena_grow(reasons->arena, reasons->list,
			reasons->room * sizeof(struct reason), room * sizeof(struct reason));
		reasons->room = room;
	}
	reason = &reasons->list[reasons->len++];
	*reason = (struct reason){.code = code};
	return reason;
}

struct reasons reasons_in(struct arena *arena)
{
	return (struct reasons){.arena = arena};
}

struct reasons reasons_dup(struct arena *arena, const struct reasons *reasons)
{
	struct reasons copy = {.len = reasons->len, .room = reasons->len};

	if (reasons->len == 0)
		return copy;
	copy.list = ARENA_ARRAY(arena, struct reason, reasons->len);
	memcpy(copy.list, reasons->list, reasons->len * sizeof(struct reason));
	return copy;
}

bool reason_has(const struct reasons *reasons, enum reason_code code)
{
	for (size_t i = 0; i < reasons->len; i++)
		if (reasons->list[i].code == code)
			return true;
	return false;
}

/* One list of figures for writing and reading: pence and ages. */
static const struct number {
	const char *name;
	size_t offset;
	enum figure figure;
	bool pence;
} numbers[] = {
	{"limit_pence", offsetof(struct reason, limit_pence), LIMIT, true},
	{"left_pence", offsetof(struct reason, left_pence), LEFT, true},
	{"asked_pence", offsetof(struct reason, asked_pence), ASKED, true},
	{"age", offsetof(struct reason, age), AGE, false},
	{"from_age", offsetof(struct reason, from_age), FROM_AGE, false},
	{"until_age", offsetof(struct reason, until_age), UNTIL_AGE, false},
	{"by_award", offsetof(struct reason, by_award), BY_AWARD, false},
	{"months", offsetof(struct reason, months), MONTHS, false},
};

static const struct word {
	enum figure figure;
	const char *name;
	size_t offset;
} words[] = {
	{STATE, "state", offsetof(struct reason, state)},
	{FUND, "fund", offsetof(struct reason, fund)},
	{FUND, "year", offsetof(struct reason, year)},
	{PERIOD, "period", offsetof(struct reason, period)},
};

static void write_numbers(struct json *event, const struct reason *reason, unsigned figures)
{
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		const char *at = (const char *)reason + numbers[i].offset;

		if ((figures & numbers[i].figure) == 0)
			continue;
		json_int(event, numbers[i].name,
			numbers[i].pence ? *(const int64_t *)(const void *)at
					 : *(const int *)(const void *)at);
	}
}

static void write_categories(struct json *event, const struct reason *reason)
{
	json_word(event, "category", category_word(reason->category));
	json_open(event, "allowed", '[');
	for (unsigned c = CATEGORY_ELIGIBLE; c < CATEGORIES; c++)
		if (reason->allowed & CATEGORY_BIT(c))
			json_word(event, NULL, category_word((enum category)c));
	json_close(event, ']');
}

static void write_roles(struct json *event, const struct reason *reason)
{
	json_open(event, "roles", '[');
	for (unsigned n = 0; n < ROLES; n++)
		if ((reason->roles & (unsigned)role_at(n)) != 0)
			json_word(event, NULL, role_word(role_at(n)));
	json_close(event, ']');
}

static void write_list(struct json *event, const char *name, const struct span *list, size_t len)
{
	json_open(event, name, '[');
	for (size_t i = 0; i < len; i++)
		json_text(event, NULL, list[i]);
	json_close(event, ']');
}

static void write_figures(struct json *event, const struct reason *reason)
{
	unsigned figures = codes[reason->code].figures;

	write_numbers(event, reason, figures);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (figures & words[i].figure)
			json_text(event, words[i].name,
				*(const struct span *)(const void *)((const char *)reason +
					words[i].offset));
	if (figures & CATEGORIES_ALLOWED)
		write_categories(event, reason);
	if ((figures & NEXT_FUND) != 0 && reason->next_fund.at != NULL) {
		json_text(event, "next_fund", reason->next_fund);
		json_int(event, "next_left_pence", reason->next_left_pence);
	}
	if (figures & FACTS)
		write_list(event, "facts", reason->facts, reason->facts_len);
	if (figures & CODES)
		write_list(event, "codes", reason->codes, reason->codes_len);
	if (figures & DAY)
		event_date(event, "day", reason->day);
	if (figures & CREDITOR_SET)
		json_int(event, "creditor_set", reason->creditor_set);
	if (figures & WHO_COULD)
		write_roles(event, reason);
}

void reasons_write(struct json *event, const struct reasons *reasons)
{
	json_open(event, "reasons", '[');
	for (size_t i = 0; i < reasons->len; i++) {
		json_open(event, NULL, '{');
		json_word(event, "code", reason_word(reasons->list[i].code));
		write_figures(event, &reasons->list[i]);
		json_close(event, '}');
	}
	json_close(event, ']');
}

/* So that what is computed from them neither overflows nor loses anything. */
static bool in_range(int64_t number, bool pence)
{
	int64_t most = pence ? 2 * MONEY_BALANCE_MAX_PENCE : INT_MAX / 2;

	return number >= -most && number <= most;
}

static bool read_numbers(struct span bytes, struct reason *reason, unsigned figures)
{
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		char *at = (char *)reason + numbers[i].offset;
		int64_t number;

		if ((figures & numbers[i].figure) == 0)
			continue;
		if (!json_get_int(bytes, numbers[i].name, &number) ||
			!in_range(number, numbers[i].pence))
			return false;
		if (numbers[i].pence)
			*(int64_t *)(void *)at = number;
		else
			*(int *)(void *)at = (int)number;
	}
	return true;
}

static bool read_categories(struct span bytes, struct reason *reason)
{
	struct span list = json_get(bytes, "allowed"), item;
	enum category category = CATEGORY_NONE;

	if (!category_of_word(json_get(bytes, "category"), &category))
		category = CATEGORY_NONE;
	reason->category = category;
	while (json_next(&list, &item)) {
		if (!category_of_word(item, &category))
			return false;
		reason->allowed |= CATEGORY_BIT(category);
	}
	return true;
}

static bool read_roles(struct span list, struct reason *reason)
{
	struct span item;
	enum role role;

	while (json_next(&list, &item)) {
		if (!role_of_word(item, &role))
			return false;
		reason->roles |= role;
	}
	return true;
}

static const struct span *read_list(struct arena *arena, struct span list, size_t *ret_len)
{
	VEC(struct span) items = {.at = NULL};
	struct span item;

	while (json_next(&list, &item))
		*VEC_PUSH(arena, &items) = item;
	*ret_len = items.len;
	return items.at;
}

/* What is left out where there is none. */
static bool read_next_fund(struct span bytes, struct reason *reason)
{
	reason->next_fund = json_get(bytes, "next_fund");
	return reason->next_fund.at == NULL ||
		(json_get_int(bytes, "next_left_pence", &reason->next_left_pence) &&
			in_range(reason->next_left_pence, true));
}

static void read_words(struct span bytes, struct reason *reason, unsigned figures)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (figures & words[i].figure)
			*(struct span *)(void *)((char *)reason + words[i].offset) =
				json_get(bytes, words[i].name);
}

static void read_lists(
	struct arena *arena, struct span bytes, struct reason *reason, unsigned figures)
{
	if (figures & FACTS)
		reason->facts = read_list(arena, json_get(bytes, "facts"), &reason->facts_len);
	if (figures & CODES)
		reason->codes = read_list(arena, json_get(bytes, "codes"), &reason->codes_len);
}

static bool read_reason(struct arena *arena, struct span bytes, struct reason *reason)
{
	struct span code = json_get(bytes, "code");
	unsigned figures;

	while (reason->code < REASON_CODES && !span_is(code, codes[reason->code].word))
		reason->code++;
	if (reason->code == REASON_CODES)
		return false;
	figures = codes[reason->code].figures;
	if (!read_numbers(bytes, reason, figures))
		return false;
	read_words(bytes, reason, figures);
	read_lists(arena, bytes, reason, figures);
	if ((figures & CATEGORIES_ALLOWED) && !read_categories(bytes, reason))
		return false;
	if ((figures & WHO_COULD) && !read_roles(json_get(bytes, "roles"), reason))
		return false;
	if ((figures & NEXT_FUND) && !read_next_fund(bytes, reason))
		return false;
	if ((figures & CREDITOR_SET) != 0 &&
		!json_get_int(bytes, "creditor_set", &reason->creditor_set))
		return false;
	return (figures & DAY) == 0 || date_parse(json_get(bytes, "day"), &reason->day);
}

bool reasons_read(struct arena *arena, struct span list, struct reasons *ret_reasons)
{
	struct reasons reasons = reasons_in(arena);
	struct span item;

	while (json_next(&list, &item))
		if (!read_reason(arena, item, reason_add(&reasons, (enum reason_code)0)))
			return false;
	*ret_reasons = reasons;
	return true;
}

void reason_json(struct buf *out, const struct reason *reason, const struct reason_words *context)
{
	struct buf sentence = buf_beside(out);
	struct json json = {.bytes = *out};

	reason_say(&sentence, reason, context);
	json.bytes.overflowed |= sentence.overflowed;
	json_open(&json, NULL, '{');
	json_word(&json, "code", reason_word(reason->code));
	json_text(&json, "says", buf_done(&sentence));
	write_figures(&json, reason);
	if (codes[reason->code].figures & LEFT)
		json_int(&json, "over_pence", reason->asked_pence - reason->left_pence);
	json_close(&json, '}');
	*out = json.bytes;
}
