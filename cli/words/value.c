#include "cli/words/value.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/parse.h"
#include "base/pem.h"
#include "base/text.h"
#include "base/uuid.h"
#include "core/code.h"
#include "core/date.h"
#include "core/money.h"
#include "core/period.h"

const char *value_placeholder(enum value_kind kind)
{
	static const char *const names[] = {
		[VALUE_TEXT] = "TEXT",
		[VALUE_REF] = "REF",
		[VALUE_CODE] = "CODE",
		[VALUE_FACT] = "FACT",
		[VALUE_AMOUNT] = "AMOUNT",
		[VALUE_DATE] = "DATE",
		[VALUE_YEAR] = "YEAR",
		[VALUE_PAYMENT] = "ID",
		[VALUE_NUMBER] = "NUMBER",
		[VALUE_EVENT] = "NUMBER",
		[VALUE_UUID] = "UUID",
		[VALUE_CATEGORY] = "WORD",
		[VALUE_EVERY] = "WORD",
		[VALUE_ROLE] = "WORD",
		[VALUE_WORD] = "WORD",
		[VALUE_FILE] = "FILE",
		[VALUE_DOCUMENT] = "FILE",
		[VALUE_URL] = "URL",
		[VALUE_NAME] = "NAME",
		[VALUE_FLAG] = "",
	};

	return names[kind];
}

static const char *wrong_text(struct arena *arena, struct span text, size_t bytes_max)
{
	const char *wrong = text_wrong(text, false);

	if (wrong != NULL && strcmp(wrong, "is not UTF-8") == 0)
		return "it is not UTF-8; type it or save the file as UTF-8";
	if (wrong != NULL)
		return arena_printf(arena,
			"it %s; use characters that can be seen, and blanks, in "
			"one line",
			wrong);
	if (text_is_blank(text))
		return "it is nothing but blanks; say it in words";
	if (bytes_max > 0 && text.len > bytes_max)
		return arena_printf(arena, "it is longer than %zu bytes", bytes_max);
	return NULL;
}

static const char *wrong_ref(struct span text)
{
	if (text.len > CODE_REF_MAX)
		return "it is longer than 64 bytes";
	if (!code_is_ref(text))
		return "it is not a reference; write a letter or digit, then letters, digits, "
		       "points, hyphens and underscores";
	return NULL;
}

static const char *wrong_word(struct arena *arena, const char *const *words, struct span text)
{
	struct buf says = buf_in(arena);

	buf_text(&says, "it is none of");
	for (size_t i = 0; words[i] != NULL; i++) {
		if (span_is(text, words[i]))
			return NULL;
		buf_text(&says, i == 0 ? " " : ", ");
		buf_text(&says, words[i]);
	}
	return buf_cstr(&says);
}

static bool payment_number(struct span text, int64_t *ret_number)
{
	return span_starts(text, SPAN("P")) &&
		parse_int(span_from(text, 1), 0, INT64_MAX, ret_number);
}

static bool is_profile_name(struct span text)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '\0' || strchr(letters, text.at[i]) == NULL)
			return false;
	}
	return text.at[0] != '.';
}

/* Whether a text has the form of its kind; kinds of no form of their own have it. */
static bool has_form(enum value_kind kind, struct span text)
{
	struct date date;
	struct uuid uuid;
	int64_t number;

	switch ((int)kind) {
	case VALUE_CODE:
		return code_is(text);
	case VALUE_FACT:
		return code_is_fact(text);
	case VALUE_DATE:
		return date_parse(text, &date);
	case VALUE_YEAR:
		return period_parse_year(text, &date);
	case VALUE_PAYMENT:
		return payment_number(text, &number);
	case VALUE_NUMBER:
		return parse_int(text, 1, INT32_MAX, &number);
	case VALUE_EVENT:
		return parse_int(text, 0, INT64_MAX, &number);
	case VALUE_UUID:
		return uuid_parse(text, &uuid);
	case VALUE_URL:
		return span_starts(text, SPAN("https://"));
	case VALUE_NAME:
		return is_profile_name(text);
	default:
		return true;
	}
}

/* What is said of a text without it. */
static const char *form_lacks(enum value_kind kind)
{
	switch ((int)kind) {
	case VALUE_CODE:
		return "it is not a code; codes have lower-case letters, digits and hyphens, such "
		       "as driving-lessons";
	case VALUE_FACT:
		return "it is not a fact's code, such as theory-passed or pathway-plan:study-costs";
	case VALUE_DATE:
		return "it is not a day that exists; write YYYY-MM-DD";
	case VALUE_YEAR:
		return "it is not a financial year; write 2019-20 for April 2019 to March 2020";
	case VALUE_PAYMENT:
		return "payments are written P341";
	case VALUE_NUMBER:
		return "it is not a number from 1 up";
	case VALUE_EVENT:
		return "it is not a number from 0 up";
	case VALUE_UUID:
		return "it is not a UUID";
	case VALUE_URL:
		return "it does not begin with https://";
	case VALUE_NAME:
		return "profiles are named with letters, digits, '.', '_' and '-'";
	default:
		UNREACHABLE("a kind without a form");
	}
}

/* Of the kinds whose form is all there is to know. */
static const char *wrong_form(enum value_kind kind, struct span text)
{
	int64_t pence;

	if (kind == VALUE_AMOUNT)
		return money_parse(text, &pence);
	return has_form(kind, text) ? NULL : form_lacks(kind);
}

const char *value_wrong(struct arena *arena, const struct parameter *parameter, struct span text)
{
	if (text.len == 0)
		return "it is empty";
	switch ((int)parameter->kind) {
	case VALUE_TEXT:
		return wrong_text(arena, text, parameter->bytes_max);
	case VALUE_REF:
		return wrong_ref(text);
	case VALUE_CATEGORY:
	case VALUE_EVERY:
	case VALUE_ROLE:
	case VALUE_WORD:
		return wrong_word(arena, parameter_words(parameter), text);
	default:
		return wrong_form(parameter->kind, text);
	}
}

const char *value_file(
	struct arena *arena, const char *path, size_t bytes_max, struct span *ret_text)
{
	FILE *file = fopen(path, "rbe");

	if (file == NULL)
		return arena_printf(arena, "%s: %s", path, strerror(errno));
	struct buf text = buf_in(arena);
	char chunk[8192];
	size_t len;
	while (text.len <= bytes_max && (len = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_add(&text, chunk, len);
	int error = ferror(file) != 0 ? errno : 0;
	fclose(file);
	if (error != 0)
		return arena_printf(arena, "%s: %s", path, strerror(error));
	if (text.len > bytes_max)
		return arena_printf(arena, "%s: it is larger than %zu bytes", path, bytes_max);
	buf_cstr(&text);
	*ret_text = (struct span){text.at, text.len};
	return NULL;
}

static const char *document_json(struct arena *arena, const char *path, struct buf *json)
{
	struct span text = SPAN_NONE;
	const char *wrong = value_file(arena, path, VALUE_DOCUMENT_BYTES_MAX, &text);

	if (wrong != NULL)
		return wrong;
	for (struct span rest = text; rest.len > 0;) {
		uint32_t code;
		size_t len = parse_utf8(rest, &code);
		if (len == 0)
			return arena_printf(arena, "%s: it is not UTF-8 text", path);
		rest = span_from(rest, len);
	}
	buf_json(json, text);
	return NULL;
}

const char *value_json(struct arena *arena, const struct parameter *parameter, struct span text,
	struct buf *ret_json)
{
	int64_t pence = 0;
	const char *path = arena_strndup(arena, text.at, text.len);

	switch ((int)parameter->kind) {
	case VALUE_DOCUMENT:
		return document_json(arena, path, ret_json);
	case VALUE_AMOUNT:
		if (money_parse(text, &pence) != NULL)
			UNREACHABLE("an amount that was not checked");
		buf_int(ret_json, pence);
		return NULL;
	case VALUE_FLAG:
		buf_text(ret_json, "true");
		return NULL;
	case VALUE_EVENT:
	case VALUE_NUMBER:
		buf_span(ret_json, text);
		return NULL;
	default:
		buf_json(ret_json, text);
		return NULL;
	}
}
