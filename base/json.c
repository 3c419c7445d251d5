#include "base/json.h"

#include <string.h>

#include "base/parse.h"

/* A comma is due unless a bracket was just opened. */
static void separate(struct json *json)
{
	char last = '{';

	if (json->bytes.len > 0)
		last = json->bytes.at[json->bytes.len - 1];
	if (last != '{' && last != '[')
		buf_char(&json->bytes, ',');
}

static void member(struct json *json, const char *name)
{
	separate(json);
	if (name == NULL)
		return;
	buf_char(&json->bytes, '"');
	buf_text(&json->bytes, name);
	buf_text(&json->bytes, "\":");
}

struct json json_in(struct arena *arena)
{
	return (struct json){.bytes = buf_in(arena)};
}

void json_int(struct json *json, const char *name, int64_t number)
{
	member(json, name);
	buf_int(&json->bytes, number);
}

void json_text(struct json *json, const char *name, struct span text)
{
	if (text.at == NULL) {
		json_null(json, name);
		return;
	}
	member(json, name);
	buf_json(&json->bytes, text);
}

void json_bool(struct json *json, const char *name, bool value)
{
	json_raw(json, name, value ? SPAN("true") : SPAN("false"));
}

void json_raw(struct json *json, const char *name, struct span value)
{
	member(json, name);
	buf_span(&json->bytes, value);
}

void json_word(struct json *json, const char *name, const char *text)
{
	json_text(json, name, span_of(text));
}

void json_hex(struct json *json, const char *name, const void *bytes, size_t len)
{
	member(json, name);
	buf_char(&json->bytes, '"');
	buf_hex(&json->bytes, bytes, len);
	buf_char(&json->bytes, '"');
}

void json_uuid(struct json *json, const char *name, struct uuid uuid)
{
	char text[UUID_TEXT + 1];

	uuid_format(uuid, text);
	json_word(json, name, text);
}

void json_null(struct json *json, const char *name)
{
	member(json, name);
	buf_text(&json->bytes, "null");
}

void json_open(struct json *json, const char *name, char bracket)
{
	assert(bracket == '{' || bracket == '[');
	if (json->bytes.len > 0)
		member(json, name);
	buf_char(&json->bytes, bracket);
}

void json_close(struct json *json, char bracket)
{
	assert(bracket == '}' || bracket == ']');
	buf_char(&json->bytes, bracket);
}

struct span json_done(const struct json *json)
{
	return buf_done(&json->bytes);
}

/* Behind the text whose opening quote is at. A quote is escaped if an odd number of backslashes
 * stands before it. */
static const char *behind_text(const char *at, const char *end)
{
	const char *from = at + 1, *quote = at;

	while ((quote = memchr(quote + 1, '"', (size_t)(end - quote - 1))) != NULL) {
		const char *back = quote;

		while (back > from && back[-1] == '\\')
			back--;
		if ((quote - back) % 2 == 0)
			return quote + 1;
	}
	return end;
}

/* The length of the value at the beginning of rest: up to a comma or a closing bracket of the level
 * it stands in. */
static size_t value_len(struct span rest)
{
	const char *at = rest.at, *end = rest.at + rest.len;
	int depth = 0;

	while (at < end) {
		switch (*at) {
		case '"':
			at = behind_text(at, end);
			continue;
		case '{':
		case '[':
			depth++;
			break;
		case '}':
		case ']':
			if (depth-- == 0)
				return (size_t)(at - rest.at);
			break;
		case ',':
			if (depth == 0)
				return (size_t)(at - rest.at);
			break;
		default:
			break;
		}
		at++;
	}
	return rest.len;
}

static struct span bare(struct span value)
{
	if (value.len >= 2 && value.at[0] == '"')
		return span_slice(value, 1, value.len - 2);
	if (span_is(value, "null"))
		return SPAN_NONE;
	return value;
}

/* Replies are rendered from events by this, a member at a time: no calls on the way. */
struct span json_get(struct span object, const char *name)
{
	size_t name_len = strlen(name);
	const char *at, *end;

	if (object.len < 2 || *object.at != '{')
		return SPAN_NONE;
	end = object.at + object.len;
	for (at = object.at + 1; at < end && *at == '"';) {
		const char *found = at + 1;
		const char *quote = memchr(found, '"', (size_t)(end - found));
		struct span value;

		if (quote == NULL || end - quote < 2)
			return SPAN_NONE;
		value = (struct span){quote + 2, (size_t)(end - quote - 2)};
		value.len = value_len(value);
		if ((size_t)(quote - found) == name_len && memcmp(found, name, name_len) == 0)
			return bare(value);
		at = value.at + value.len;
		at += at < end;
	}
	return SPAN_NONE;
}

bool json_get_int(struct span object, const char *name, int64_t *ret_number)
{
	return parse_int(json_get(object, name), INT64_MIN, INT64_MAX, ret_number);
}

/* The four digits behind "\\u". */
static bool hex_unit(struct span text, uint32_t *ret_unit)
{
	uint8_t bytes[2];

	if (text.len < 6 || text.at[0] != '\\' || text.at[1] != 'u' ||
		!parse_hex(span_slice(text, 2, 4), bytes, sizeof(bytes)))
		return false;
	*ret_unit = (uint32_t)bytes[0] << 8 | bytes[1];
	return true;
}

/* The length of the escape at the beginning, 0 if it is none. */
static size_t escape(struct span text, uint32_t *ret_code)
{
	static const char letters[] = "\"\\/bfnrt", stand_for[] = "\"\\/\b\f\n\r\t";
	const char *found;
	uint32_t unit, low;

	if (hex_unit(text, &unit)) {
		if (unit >= 0xd800 && unit < 0xdc00 && hex_unit(span_from(text, 6), &low) &&
			low >= 0xdc00 && low < 0xe000) {
			*ret_code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
			return 12;
		}
		*ret_code = unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit;
		return 6;
	}
	found = text.len < 2 ? NULL : memchr(letters, text.at[1], sizeof(letters) - 1);
	if (found == NULL)
		return 0;
	*ret_code = (uint8_t)stand_for[found - letters];
	return 2;
}

struct span json_plain(struct arena *arena, struct span raw)
{
	struct buf out = buf_in(arena);

	if (raw.at == NULL)
		return raw;
	while (raw.len > 0) {
		size_t len = span_find(raw, '\\');
		uint32_t code = 0;

		buf_add(&out, raw.at, len);
		raw = span_from(raw, len);
		if (raw.len == 0)
			break;
		len = escape(raw, &code);
		if (len > 0)
			buf_utf8(&out, code);
		else
			buf_char(&out, '\\');
		raw = span_from(raw, len > 0 ? len : 1);
	}
	return buf_done(&out);
}

bool json_next(struct span *at, struct span *ret_item)
{
	size_t len;

	if (at->len < 2 || at->at[1] == ']')
		return false;
	*at = span_from(*at, 1);
	len = value_len(*at);
	*ret_item = bare(span_slice(*at, 0, len));
	*at = span_from(*at, len);
	return true;
}
