#include "core/decide/reason.h"

#include <limits.h>
#include <string.h>

#include "base/buf.h"
#include "base/vec.h"
#include "core/event.h"
#include "core/money.h"

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
	if (figures & FACTS) {
		json_open(event, "facts", '[');
		for (size_t i = 0; i < reason->facts_len; i++)
			json_text(event, NULL, reason->facts[i]);
		json_close(event, ']');
	}
	if (figures & DAY)
		event_date(event, "day", reason->day);
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

static void read_facts(struct arena *arena, struct span list, struct reason *reason)
{
	VEC(struct span) facts = {.at = NULL};
	struct span item;

	while (json_next(&list, &item))
		*VEC_PUSH(arena, &facts) = item;
	reason->facts = facts.at;
	reason->facts_len = facts.len;
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
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (figures & words[i].figure)
			*(struct span *)(void *)((char *)reason + words[i].offset) =
				json_get(bytes, words[i].name);
	if ((figures & CATEGORIES_ALLOWED) && !read_categories(bytes, reason))
		return false;
	read_facts(arena, json_get(bytes, "facts"), reason);
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

static void say_facts(
	struct buf *out, const struct reason *reason, const struct reason_words *context)
{
	for (size_t i = 0; i < reason->facts_len; i++) {
		const struct offer_fact *fact = context->offers == NULL
			? NULL
			: offer_book_fact(context->offers, reason->facts[i]);

		if (i > 0)
			buf_text(out, "; or ");
		if (fact != NULL)
			buf_printf(out, "%.*s (%.*s)", SPAN_ARG(fact->says),
				SPAN_ARG(reason->facts[i]));
		else
			buf_span(out, reason->facts[i]);
	}
}

static void say_categories(struct buf *out, const struct reason *reason)
{
	const char *between = "";

	buf_text(out, " is for ");
	for (unsigned c = CATEGORY_ELIGIBLE; c < CATEGORIES; c++) {
		if (reason->allowed & CATEGORY_BIT(c)) {
			buf_printf(out, "%s%s", between, category_word((enum category)c));
			between = ", ";
		}
	}
	if (reason->category == CATEGORY_NONE)
		buf_text(out, " care leavers; no category is recorded for that day.");
	else
		buf_printf(out, " care leavers; the category on that day is %s.",
			category_word(reason->category));
}

/* Nothing of a lifetime, which is no stretch of the calendar. */
static void say_period(struct buf *out, const struct reason *reason)
{
	if (!span_is(reason->period, "lifetime"))
		buf_printf(out, " for %.*s", SPAN_ARG(reason->period));
}

static void say_cap(struct buf *out, const struct reason *reason)
{
	buf_text(out, ": ");
	money_print(out, reason->left_pence);
	buf_text(out, " of ");
	money_print(out, reason->limit_pence);
	buf_text(out, " is left");
	say_period(out, reason);
	if (reason->asked_pence > 0) {
		buf_text(out, "; this is ");
		money_print(out, reason->asked_pence);
	}
	buf_text(out,
		reason->by_award ? ". A manager can raise the award."
				 : ". A manager can make an award beyond it.");
}

static const char *ordinal(int number)
{
	if (number / 10 % 10 == 1)
		return "th";
	return number % 10 == 1 ? "st" : number % 10 == 2 ? "nd" : number % 10 == 3 ? "rd" : "th";
}

static void say_fund(
	struct buf *out, const struct reason *reason, const struct reason_words *context)
{
	buf_printf(
		out, "The fund %.*s for %.*s has ", SPAN_ARG(reason->fund), SPAN_ARG(reason->year));
	money_print(out, reason->left_pence);
	buf_text(out, " left; this is ");
	money_print(out, reason->asked_pence);
	buf_text(out, context->takes ? "." : ". A finance officer can credit the fund.");
}

static void say_day(struct buf *out, const struct reason *reason)
{
	char day[20];

	date_format_long(reason->day, day);
	buf_printf(out,
		"The need date lies too far ahead: %s is the last that may be asked for today.",
		day);
}

/* Sentences that begin with the line's name. */
static void say_line(
	struct buf *out, const struct reason *reason, const struct reason_words *context)
{
	buf_span(out, context->line);
	if (context->authority.at != NULL)
		buf_printf(out, " (%.*s)", SPAN_ARG(context->authority));
	switch (reason->code) {
	case REASON_NOT_YET_PAYABLE:
		buf_printf(out, " is in the offer as %.*s, which bursar does not pay yet.",
			SPAN_ARG(reason->state));
		return;
	case REASON_CATEGORY:
		say_categories(out, reason);
		return;
	case REASON_AGE_BELOW:
		buf_printf(out, " begins on the %d%s birthday; the age on that day is %d.",
			reason->from_age, ordinal(reason->from_age), reason->age);
		return;
	case REASON_AGE_ABOVE:
		buf_printf(out,
			" ends the day before the %d%s birthday; the age on that day is %d.",
			reason->until_age, ordinal(reason->until_age), reason->age);
		return;
	case REASON_MISSING_FACT:
		buf_text(out, " needs this on record: ");
		say_facts(out, reason, context);
		buf_text(out, ". An adviser can add it.");
		return;
	case REASON_EXCLUDED_BY_FACT:
		buf_text(out, " is not paid while this holds: ");
		say_facts(out, reason, context);
		buf_text(out, ".");
		return;
	case REASON_AMOUNT_RULE:
		buf_text(out, " pays just ");
		money_print(out, reason->limit_pence);
		buf_text(out, "; this is ");
		money_print(out, reason->asked_pence);
		buf_text(out, ".");
		return;
	case REASON_AWARD_NEEDED:
		buf_text(out, " needs an award");
		say_period(out, reason);
		buf_text(out, ": no amount has been agreed. A manager can make one.");
		return;
	case REASON_CAP_EXCEEDED:
		say_cap(out, reason);
		return;
	case REASON_FUND_AGE:
		buf_printf(out, " is paid from funds of which none serves the age of %d.",
			reason->age);
		return;
	case REASON_NOT_OFFERED:
		buf_text(out, " is not offered.");
		return;
	case REASON_FUND_EXHAUSTED:
	case REASON_CLOSED_PERIOD:
	case REASON_NOT_YOUR_OWN:
	case REASON_WRONG_STATE:
	case REASON_CODES:
		break;
	}
	UNREACHABLE("a reason without a sentence");
}

void reason_say(struct buf *out, const struct reason *reason, const struct reason_words *context)
{
	switch (reason->code) {
	case REASON_FUND_EXHAUSTED:
		say_fund(out, reason, context);
		return;
	case REASON_CLOSED_PERIOD:
		say_day(out, reason);
		return;
	case REASON_NOT_YOUR_OWN:
		buf_text(
			out, "You requested this payment yourself; somebody else must approve it.");
		return;
	case REASON_WRONG_STATE:
		buf_printf(out, "The payment is %.*s, so this cannot be done to it.",
			SPAN_ARG(reason->state));
		return;
	case REASON_NOT_OFFERED:
	case REASON_NOT_YET_PAYABLE:
	case REASON_CATEGORY:
	case REASON_AGE_BELOW:
	case REASON_AGE_ABOVE:
	case REASON_MISSING_FACT:
	case REASON_EXCLUDED_BY_FACT:
	case REASON_AMOUNT_RULE:
	case REASON_AWARD_NEEDED:
	case REASON_CAP_EXCEEDED:
	case REASON_FUND_AGE:
	case REASON_CODES:
		say_line(out, reason, context);
		return;
	}
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
