#include "core/money.h"

#include <assert.h>

#include "base/buf.h"

/* The text is read as digits of pounds and of pence; what it names is only looked at once its form
 * is known to be right. */
struct money_text {
	struct span pounds; /* digits and commas */
	struct span pence;  /* two digits, or absent */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool only(struct span text, bool commas)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!is_digit(text.at[i]) && !(commas && text.at[i] == ','))
			return false;
	}
	return true;
}

static const char *split(struct span text, struct money_text *ret_parts)
{
	struct money_text parts = {text, SPAN_NONE};
	size_t point = span_find(text, '.');

	if (point < text.len) {
		parts.pounds = span_slice(text, 0, point);
		parts.pence = span_from(text, point + 1);
	}
	if (!only(parts.pounds, true) || !only(parts.pence, false))
		return "it is not an amount of pounds, such as 15, 15.00 or £1,234.50";
	if (parts.pounds.len == 0)
		return "it has no digits before the point";
	if (point < text.len && parts.pence.len < 2)
		return "it needs two decimals, or no point";
	if (parts.pence.len > 2)
		return "it has more than two decimals";
	*ret_parts = parts;
	return NULL;
}

/* Either no comma, or one before each three digits counted from the end. */
static bool commas_in_threes(struct span pounds)
{
	if (span_find(pounds, ',') == pounds.len)
		return true;
	for (size_t i = 0; i < pounds.len; i++) {
		bool due = (pounds.len - i) % 4 == 0;
		if ((pounds.at[i] == ',') != due)
			return false;
	}
	return pounds.at[0] != ',';
}

static const char *value(const struct money_text *parts, int64_t *ret_pence)
{
	static const char too_large[] = "it is more than £999,999,999.99";
	int64_t pence = 0;

	for (size_t i = 0; i < parts->pounds.len; i++) {
		if (parts->pounds.at[i] == ',')
			continue;
		pence = pence * 10 + (int64_t)(parts->pounds.at[i] - '0') * 100;
		if (pence > MONEY_MAX_PENCE)
			return too_large;
	}
	if (parts->pence.len == 2)
		pence += (parts->pence.at[0] - '0') * 10 + (parts->pence.at[1] - '0');
	*ret_pence = pence;
	return NULL;
}

const char *money_parse_or_none(struct span text, int64_t *ret_pence)
{
	struct money_text parts;

	if (text.len == 0)
		return "it is empty";
	if (text.at[0] == '-')
		return "it is below zero";
	if (span_starts(text, SPAN("£")))
		text = span_from(text, sizeof("£") - 1);
	if (text.len == 0)
		return "it has no digits";
	const char *wrong = split(text, &parts);
	if (wrong)
		return wrong;
	if (!commas_in_threes(parts.pounds))
		return "its commas do not stand before groups of three digits";
	if (parts.pounds.len > 1 && parts.pounds.at[0] == '0')
		return "it begins with a zero";
	return value(&parts, ret_pence);
}

const char *money_parse(struct span text, int64_t *ret_pence)
{
	int64_t pence;
	const char *wrong = money_parse_or_none(text, &pence);

	if ((text.len > 0 && text.at[0] == '-') || (wrong == NULL && pence == 0))
		return "it must be above zero";
	if (wrong == NULL)
		*ret_pence = pence;
	return wrong;
}

/* Of either sign, the lowest number included. */
static uint64_t magnitude(int64_t pence)
{
	return pence < 0 ? -(uint64_t)pence : (uint64_t)pence;
}

static void print(struct buf *out, int64_t pence, bool commas)
{
	char text[32];
	size_t at = sizeof(text);
	uint64_t left = magnitude(pence);

	text[--at] = (char)('0' + left % 10);
	text[--at] = (char)('0' + left / 10 % 10);
	text[--at] = '.';
	left /= 100;
	unsigned digits = 0;
	do {
		if (commas && digits > 0 && digits % 3 == 0)
			text[--at] = ',';
		text[--at] = (char)('0' + left % 10);
		left /= 10;
		digits++;
	} while (left > 0);
	buf_add(out, text + at, sizeof(text) - at);
}

void money_print(struct buf *out, int64_t pence)
{
	buf_text(out, pence < 0 ? "-£" : "£");
	print(out, pence, true);
}

void money_print_plain(struct buf *out, int64_t pence)
{
	if (pence < 0)
		buf_char(out, '-');
	print(out, pence, false);
}

bool money_add(int64_t a_pence, int64_t b_pence, int64_t *ret_pence)
{
	int64_t sum;

	if (__builtin_add_overflow(a_pence, b_pence, &sum))
		return false;
	if (sum > MONEY_BALANCE_MAX_PENCE || sum < -MONEY_BALANCE_MAX_PENCE)
		return false;
	*ret_pence = sum;
	return true;
}
