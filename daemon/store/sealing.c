#include "daemon/store/sealing.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/parse.h"
#include "core/command.h"

#define MARK "\"@sealed:"

enum {
	/* A text of COMMAND_TEXT_BYTES_MAX is some four thousand, sealed and in hexadecimal. */
	MARK_BYTES_MAX = 1 << 20,
	MARK_ARENA_BYTES_MAX = 16 << 20
};

static struct span place_of_person(struct arena *arena, const char *what, struct uuid id)
{
	char text[UUID_TEXT + 1];

	uuid_format(id, text);
	return span_of(arena_printf(arena, "bursar/%s/%s", what, text));
}

static struct span place_of_text(struct arena *arena, int64_t event, struct span field)
{
	return span_of(
		arena_printf(arena, "bursar/text/%lld/%.*s", (long long)event, SPAN_ARG(field)));
}

struct span sealing_wrap(
	struct arena *arena, const struct seal_key *wrapping, const struct slice_person *person)
{
	return seal_wrap(arena, wrapping, place_of_person(arena, "key", person->id), &person->key);
}

struct span sealing_wrap_payee(
	struct arena *arena, const struct seal_key *wrapping, const struct slice_payee *payee)
{
	return seal_wrap(
		arena, wrapping, place_of_person(arena, "key", payee->key_id), &payee->key);
}

struct span sealing_person(struct arena *arena, const struct slice_person *person)
{
	struct json plain = json_in(arena);
	char born[DATE_TEXT + 1];

	date_format(person->born, born);
	json_open(&plain, NULL, '{');
	json_word(&plain, "born", born);
	json_text(&plain, "name", person->name);
	json_close(&plain, '}');
	return seal_close(arena, &person->key, place_of_person(arena, "person", person->id),
		json_done(&plain));
}

struct span sealing_text(
	struct arena *arena, const struct seal_key *wrapping, const struct slice_text *text)
{
	struct buf plain = buf_in(arena);

	buf_add(&plain, text->text->salt, COMMAND_SALT_BYTES);
	buf_span(&plain, text->text->text);
	const struct seal_key *key = text->person != NULL ? &text->person->key
		: text->payee != NULL                     ? &text->payee->key
							  : wrapping;

	return seal_close(arena, key, place_of_text(arena, text->event, span_of(text->field)),
		buf_done(&plain));
}

/* The plain JSON of a person's row. */
static bool open_row(struct arena *arena, const struct seal_key *key, struct uuid id,
	struct span sealed, struct span *ret_json)
{
	return seal_open(arena, key, place_of_person(arena, "person", id), sealed, ret_json) == OK;
}

static bool unwrap(struct arena *arena, const struct seal_key *wrapping, struct uuid id,
	struct span wrapped, struct seal_key *ret_key)
{
	return seal_unwrap(wrapping, place_of_person(arena, "key", id), wrapped, ret_key) == OK;
}

bool sealing_open_key(struct arena *arena, const struct seal_key *wrapping, struct uuid id,
	struct span wrapped, struct seal_key *ret_key)
{
	return unwrap(arena, wrapping, id, wrapped, ret_key);
}

bool sealing_unwraps(struct arena *arena, const struct seal_key *wrapping, struct uuid person,
	struct span wrapped)
{
	struct seal_key ignored;

	return unwrap(arena, wrapping, person, wrapped, &ignored);
}

bool sealing_open_person(struct arena *arena, const struct seal_key *wrapping, struct span wrapped,
	struct span sealed, struct slice_person *person)
{
	struct span json;

	if (!unwrap(arena, wrapping, person->id, wrapped, &person->key) ||
		!open_row(arena, &person->key, person->id, sealed, &json))
		return false;
	/* Absent here or a text with escapes: the slice only carries it along. */
	person->name = json_get(json, "name");
	return date_parse(json_get(json, "born"), &person->born);
}

/* The text up to the next colon; rest moves behind it. */
static struct span part(struct span *rest)
{
	size_t len = span_find(*rest, ':');
	struct span found = span_slice(*rest, 0, len);

	*rest = span_from(*rest, len < rest->len ? len + 1 : len);
	return found;
}

struct mark {
	struct span what, field;
	int64_t event;
	struct uuid id;
	bool has_id;
	struct span wrapped, sealed;
};

static bool read_mark(struct arena *arena, struct span text, struct mark *mark)
{
	struct span id;

	mark->what = part(&text);
	if (span_is(mark->what, "text")) {
		if (!parse_int(part(&text), 0, INT64_MAX, &mark->event))
			return false;
		mark->field = part(&text);
	}
	id = part(&text);
	mark->has_id = id.len > 0;
	return (!mark->has_id || uuid_parse(id, &mark->id)) &&
		parse_hex_span(part(&text), arena, &mark->wrapped) &&
		parse_hex_span(text, arena, &mark->sealed);
}

static bool add_date(struct json *out, struct date date)
{
	char text[DATE_TEXT + 1];

	date_format(date, text);
	json_word(out, NULL, text);
	return true;
}

/* Of the details of a payee the name: it stands there as it was escaped. */
static bool open_text(
	struct arena *arena, const struct seal_key *key, const struct mark *mark, struct json *out)
{
	bool details = span_is(mark->field, "details");
	struct span plain;

	if (seal_open(arena, key, place_of_text(arena, mark->event, mark->field), mark->sealed,
		    &plain) != OK ||
		plain.len < COMMAND_SALT_BYTES)
		return false;
	plain = span_from(plain, COMMAND_SALT_BYTES);
	if (details)
		json_raw(out, NULL,
			span_of(arena_printf(
				arena, "\"%.*s\"", SPAN_ARG(json_get(plain, "name")))));
	else
		json_text(out, NULL, plain);
	return true;
}

static bool open_mark(struct arena *arena, const struct seal_key *wrapping, const struct mark *mark,
	struct json *out)
{
	struct seal_key key = *wrapping;
	struct span plain;
	struct date born;

	if (mark->has_id && !unwrap(arena, wrapping, mark->id, mark->wrapped, &key))
		return false;
	if (span_is(mark->what, "text"))
		return open_text(arena, &key, mark, out);
	if (!open_row(arena, &key, mark->id, mark->sealed, &plain))
		return false;
	if (span_is(mark->what, "person")) {
		buf_span(&out->bytes, plain);
		return true;
	}
	if (span_is(mark->what, "person.sixteenth"))
		return date_parse(json_get(plain, "born"), &born) &&
			add_date(out, date_birthday(born, CATEGORY_FROM_AGE));
	plain = json_get(plain, span_is(mark->what, "person.born") ? "born" : "name");
	if (plain.at == NULL) {
		json_null(out, NULL);
		return true;
	}
	/* Already escaped, as it was written. */
	buf_char(&out->bytes, '"');
	buf_span(&out->bytes, plain);
	buf_char(&out->bytes, '"');
	return true;
}

/* What a mark opens to, absent if it does not. */
static struct span opened(struct arena *arena, const struct seal_key *wrapping, struct span text)
{
	struct mark mark = {.has_id = false};
	struct json value = json_in(arena);

	return text.len <= MARK_BYTES_MAX && read_mark(arena, text, &mark) &&
			open_mark(arena, wrapping, &mark, &value)
		? json_done(&value)
		: SPAN_NONE;
}

void sealing_open_marks(const struct seal_key *wrapping, struct span json, struct buf *out)
{
	struct arena *arena = arena_new(MARK_ARENA_BYTES_MAX);

	while (json.len > 0 && !buf_overflowed(out)) {
		const char *found = memmem(json.at, json.len, MARK, sizeof(MARK) - 1);
		size_t before = found == NULL ? json.len : (size_t)(found - json.at);
		struct span text, value = SPAN_NONE;
		size_t len;

		buf_span(out, span_slice(json, 0, before));
		json = span_from(json, before);
		if (found == NULL)
			break;
		text = span_from(json, sizeof(MARK) - 1);
		len = span_find(text, '"');
		if (len < text.len)
			value = opened(arena, wrapping, span_slice(text, 0, len));
		buf_span(out,
			value.at != NULL ? value : span_slice(json, 0, sizeof(MARK) - 1 + len));
		/* The closing quote is the value's. */
		json = span_from(json, sizeof(MARK) - 1 + len + (value.at != NULL));
		arena_reset(arena);
	}
	arena_free(arena);
}
