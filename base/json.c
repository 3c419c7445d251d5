#include "base/json.h"

#include "base/parse.h"

/* A comma is due unless a bracket was just opened. */
static void separate(struct json *json)
{
	char last = json->bytes.len > 0 ? json->bytes.at[json->bytes.len - 1] : '{';

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

/* The length of the value at the beginning of rest: up to a comma or a closing bracket of the level
 * it stands in. */
static size_t value_len(struct span rest)
{
	int depth = 0;
	bool text = false;

	for (size_t i = 0; i < rest.len; i++) {
		char c = rest.at[i];

		if (text) {
			if (c == '\\')
				i++;
			else if (c == '"')
				text = false;
			continue;
		}
		if (c == '"')
			text = true;
		else if (c == '{' || c == '[')
			depth++;
		else if ((c == '}' || c == ']') && depth-- == 0)
			return i;
		else if (c == ',' && depth == 0)
			return i;
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

struct span json_get(struct span object, const char *name)
{
	struct span wanted = span_of(name);

	if (object.len < 2 || object.at[0] != '{')
		return SPAN_NONE;
	for (struct span rest = span_from(object, 1); rest.len > 0 && rest.at[0] == '"';) {
		size_t name_len = span_find(span_from(rest, 1), '"');
		struct span found = span_slice(rest, 1, name_len);
		size_t len;

		if (name_len + 3 > rest.len)
			return SPAN_NONE;
		rest = span_from(rest, name_len + 3);
		len = value_len(rest);
		if (span_eq(found, wanted))
			return bare(span_slice(rest, 0, len));
		rest = span_from(rest, len < rest.len ? len + 1 : len);
	}
	return SPAN_NONE;
}

bool json_get_int(struct span object, const char *name, int64_t *ret_number)
{
	return parse_int(json_get(object, name), INT64_MIN, INT64_MAX, ret_number);
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
