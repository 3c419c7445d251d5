#include "cli/ask/certificate.h"

#include <stdint.h>

#include "base/arena.h"
#include "base/parse.h"

enum {
	DER_SEQUENCE = 0x30,
	DER_VERSION = 0xa0, /* [0] EXPLICIT */
	DER_INTEGER = 0x02,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	UTC_TIME_CHARS = 13,         /* YYMMDDHHMMSSZ */
	GENERALIZED_TIME_CHARS = 15, /* YYYYMMDDHHMMSSZ */
	CENTURY_PIVOT = 50,          /* YY below it is 20YY */
	DATE_CHARS = 8
};

/* Takes the element at the front of *rest. */
static bool take(struct span *rest, uint8_t *ret_tag, struct span *ret_value)
{
	if (rest->len < 2)
		return false;
	uint8_t first = (uint8_t)rest->at[1];
	size_t len = first, head = 2;
	if (first >= 0x80) {
		size_t bytes = first & 0x7fU;
		if (bytes == 0 || bytes > 3 || rest->len < 2 + bytes)
			return false;
		len = 0;
		for (size_t i = 0; i < bytes; i++)
			len = len << 8 | (uint8_t)rest->at[2 + i];
		head += bytes;
	}
	if (len > rest->len - head)
		return false;
	*ret_tag = (uint8_t)rest->at[0];
	*ret_value = span_slice(*rest, head, len);
	*rest = span_from(*rest, head + len);
	return true;
}

static bool take_tag(struct span *rest, uint8_t tag, struct span *ret_value)
{
	uint8_t found;

	return take(rest, &found, ret_value) && found == tag;
}

static bool take_time(struct span *rest, struct date *ret_date)
{
	uint8_t tag;
	struct span text;
	char iso[DATE_TEXT];

	if (!take(rest, &tag, &text))
		return false;
	bool short_year = tag == DER_UTC_TIME && text.len == UTC_TIME_CHARS;
	if (!short_year && (tag != DER_GENERALIZED_TIME || text.len != GENERALIZED_TIME_CHARS))
		return false;
	bool this_century = text.at[0] < '0' + CENTURY_PIVOT / 10;
	char digits[DATE_CHARS] = {this_century ? '2' : '1', this_century ? '0' : '9'};
	for (size_t i = short_year ? 2 : 0; i < DATE_CHARS; i++)
		digits[i] = text.at[short_year ? i - 2 : i];
	for (size_t i = 0, at = 0; i < DATE_CHARS; i++) {
		if (i == 4 || i == 6)
			iso[at++] = '-';
		iso[at++] = digits[i];
	}
	return date_parse((struct span){iso, sizeof(iso)}, ret_date);
}

bool certificate_days(struct span der, struct date *ret_first, struct date *ret_last)
{
	struct span certificate, tbs, validity, skipped;
	struct date first, last;

	if (!take_tag(&der, DER_SEQUENCE, &certificate) ||
		!take_tag(&certificate, DER_SEQUENCE, &tbs))
		return false;
	struct span rest = tbs;
	if (take_tag(&rest, DER_VERSION, &skipped))
		tbs = rest;
	if (!take_tag(&tbs, DER_INTEGER, &skipped) || !take_tag(&tbs, DER_SEQUENCE, &skipped) ||
		!take_tag(&tbs, DER_SEQUENCE, &skipped) || !take_tag(&tbs, DER_SEQUENCE, &validity))
		return false;
	if (!take_time(&validity, &first) || !take_time(&validity, &last))
		return false;
	*ret_first = first;
	*ret_last = last;
	return true;
}
