#include "tests/core/events_doc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cc.h"
#include "base/json.h"
#include "base/vec.h"
#include "core/decide/decide.h"
#include "core/event.h"

enum { ARENA_BYTES = 4 << 20, FILE_BYTES_MAX = 1 << 20, CELLS = 4 };

/* `name?`: may be left out; `name+`: is, of what was refused. */
struct member {
	struct span name;
	bool optional, recorded;
};

struct members {
	VEC(struct member) list;
};

/* A row of a table: of a kind, its command's word, too. */
struct row {
	struct span name, command;
	struct members members;
};

struct rows {
	VEC(struct row) list;
};

static struct doc {
	struct arena *arena;
	struct rows kinds, objects, reasons;
	struct members head, tail;
} doc;

static struct span file_text(struct arena *arena)
{
	const char *root = getenv("BURSAR_SRC");
	char *text = arena_alloc(arena, FILE_BYTES_MAX);
	FILE *file =
		fopen(arena_printf(arena, "%s/docs/events.md", root == NULL ? "." : root), "rb");
	size_t len;

	assert(file != NULL);
	len = fread(text, 1, FILE_BYTES_MAX, file);
	(void)fclose(file);
	assert(len > 0 && len < FILE_BYTES_MAX);
	return (struct span){text, len};
}

/* What stands before the byte, and takes both away; all of it if the byte is not there. */
static struct span cut(struct span *rest, char byte)
{
	size_t len = span_find(*rest, byte);
	struct span before = span_slice(*rest, 0, len);

	*rest = span_from(*rest, len < rest->len ? len + 1 : len);
	return before;
}

/* The next word in backticks; false at the end. */
static bool next_word(struct span *rest, struct span *ret_word)
{
	cut(rest, '`');
	if (rest->len == 0)
		return false;
	*ret_word = cut(rest, '`');
	return true;
}

static struct members members_of(struct span cell)
{
	struct members members = {.list = {.at = NULL}};
	struct span word;

	while (next_word(&cell, &word)) {
		struct member *member = VEC_PUSH(doc.arena, &members.list);
		size_t len = strspn(word.at, "abcdefghijklmnopqrstuvwxyz0123456789_");
		struct span marks = span_from(word, len);

		*member = (struct member){.name = span_slice(word, 0, len),
			.optional = span_find(marks, '?') < marks.len,
			.recorded = span_find(marks, '+') < marks.len};
	}
	return members;
}

/* The row of a line "| a | b | c | … |", whose members are those of the cell. */
static struct row row_of(struct span cells[CELLS], unsigned cell)
{
	struct row row = {.members = members_of(cells[cell])};
	struct span first = cells[0], command = cells[1];

	if (!next_word(&first, &row.name))
		row.name = SPAN_NONE;
	row.command = cut(&command, ' ');
	return row;
}

static void read_line(struct span line, struct span section, bool to_come)
{
	struct span cells[CELLS];
	struct row row;

	cut(&line, '|');
	for (unsigned i = 0; i < CELLS; i++)
		cells[i] = span_trim(cut(&line, '|'));
	if (span_is(cells[0], "head, today"))
		doc.head = members_of(cells[1]);
	if (span_is(cells[0], "tail, today"))
		doc.tail = members_of(cells[1]);
	row = row_of(cells, span_is(section, "## Recorded today") ? 2 : 1);
	if (row.name.len == 0 || to_come || span_is(row.name, "t"))
		return;
	if (span_is(section, "## Recorded today"))
		*VEC_PUSH(doc.arena, &doc.kinds.list) = row;
	if (span_is(section, "### Objects"))
		*VEC_PUSH(doc.arena, &doc.objects.list) = row;
	if (span_is(section, "### Reasons"))
		*VEC_PUSH(doc.arena, &doc.reasons.list) = row;
}

/* Once for all tests; kept until the process ends. */
static void read_doc(void)
{
	struct span text, section = SPAN_NONE;
	bool to_come = false;

	if (doc.arena != NULL)
		return;
	doc.arena = arena_new(ARENA_BYTES);
	text = file_text(doc.arena);
	while (text.len > 0) {
		struct span line = cut(&text, '\n');

		if (span_starts(line, SPAN("#"))) {
			section = line;
			to_come = false;
		} else if (span_is(line, "To come:")) {
			to_come = true;
		} else if (span_starts(line, SPAN("|"))) {
			read_line(line, section, to_come);
		}
	}
	assert(doc.head.list.len > 0 && doc.tail.list.len > 0 && doc.reasons.list.len > 0);
}

static const struct row *row_named(const struct rows *rows, struct span name)
{
	for (size_t i = 0; i < rows->list.len; i++)
		if (span_eq(rows->list.at[i].name, name))
			return &rows->list.at[i];
	return NULL;
}

static const struct row *row_of_command(struct span command)
{
	for (size_t i = 0; i < doc.kinds.list.len; i++)
		if (span_eq(doc.kinds.list.at[i].command, command))
			return &doc.kinds.list.at[i];
	return NULL;
}

/* The next member of an object whose opening bracket is past; false at its end. What is written has
 * no escapes in names. */
static bool next_member(struct span *rest, struct span *ret_name)
{
	int depth = 0;
	bool text = false;

	cut(rest, '"');
	if (rest->len == 0)
		return false;
	*ret_name = cut(rest, '"');
	for (; rest->len > 0; *rest = span_from(*rest, 1)) {
		char byte = *rest->at;

		if (byte == '"' && rest->at[-1] != '\\')
			text = !text;
		if (text)
			continue;
		depth += (byte == '{' || byte == '[') - (byte == '}' || byte == ']');
		if (depth < 0 || (depth == 0 && byte == ','))
			return true;
	}
	return true;
}

static void append(struct arena *arena, struct members *all, const struct members *more)
{
	for (size_t i = 0; i < more->list.len; i++)
		*VEC_PUSH(arena, &all->list) = more->list.at[i];
}

static const char *order_fault(struct arena *arena, struct span what, const struct members *listed,
	struct span object, bool refused)
{
	struct span rest = object, name;
	size_t at = 0;

	while (next_member(&rest, &name)) {
		for (; at < listed->list.len && !span_eq(listed->list.at[at].name, name); at++) {
			const struct member *left = &listed->list.at[at];

			if (!left->optional && !(left->recorded && refused))
				return arena_printf(arena,
					"%.*s has \"%.*s\" where docs/events.md lists `%.*s`",
					SPAN_ARG(what), SPAN_ARG(name), SPAN_ARG(left->name));
		}
		if (at == listed->list.len)
			return arena_printf(arena,
				"%.*s has \"%.*s\", which docs/events.md does not list, or not "
				"there",
				SPAN_ARG(what), SPAN_ARG(name));
		if (listed->list.at[at].recorded && refused)
			return arena_printf(arena, "%.*s has \"%.*s\" though it is refused",
				SPAN_ARG(what), SPAN_ARG(name));
		at++;
	}
	for (; at < listed->list.len; at++)
		if (!listed->list.at[at].optional && !(listed->list.at[at].recorded && refused))
			return arena_printf(arena, "%.*s lacks \"%.*s\" of docs/events.md",
				SPAN_ARG(what), SPAN_ARG(listed->list.at[at].name));
	return "";
}

/* An object by the name of the member that holds it; a reason by its code. */
static const char *object_fault(struct arena *arena, struct span name, struct span object)
{
	static const struct member code = {.name = {"code", 4}};
	bool reason = span_is(name, "reasons");
	const struct row *row = reason ? row_named(&doc.reasons, json_get(object, "code"))
				       : row_named(&doc.objects, name);
	struct members listed = {.list = {.at = NULL}};

	if (row == NULL)
		return arena_printf(arena, "docs/events.md does not know the object %.*s: %.*s",
			SPAN_ARG(name), SPAN_ARG(object));
	if (reason)
		*VEC_PUSH(arena, &listed.list) = code;
	append(arena, &listed, &row->members);
	return order_fault(arena, row->name, &listed, object, false);
}

static const char *value_fault(struct arena *arena, struct span name, struct span value)
{
	const char *fault = "";
	struct span item;

	if (value.len > 0 && *value.at == '{')
		return object_fault(arena, name, value);
	if (value.len == 0 || *value.at != '[')
		return "";
	while (*fault == '\0' && json_next(&value, &item))
		if (item.len > 0 && *item.at == '{')
			fault = object_fault(arena, name, item);
	return fault;
}

const char *events_doc_fault(struct arena *arena, struct span event)
{
	struct span kind = json_get(event, "t"), name, rest = event;
	bool refused = span_is(kind, EVENT_REFUSED);
	struct members listed = {.list = {.at = NULL}};
	const struct row *row;
	const char *fault;

	read_doc();
	row = refused ? row_of_command(json_get(event, "command")) : row_named(&doc.kinds, kind);
	if (row == NULL)
		return arena_printf(arena, "docs/events.md does not know %.*s", SPAN_ARG(event));
	if (refused != (json_get(event, "command").at != NULL) ||
		refused != (json_get(event, "reasons").at != NULL))
		return "command and reasons are of refused events, and of these alone";
	append(arena, &listed, &doc.head);
	append(arena, &listed, &row->members);
	append(arena, &listed, &doc.tail);
	fault = order_fault(arena, row->name, &listed, event, refused);
	while (*fault == '\0' && next_member(&rest, &name))
		fault = value_fault(
			arena, name, json_get(event, arena_printf(arena, "%.*s", SPAN_ARG(name))));
	return fault;
}

const char *events_doc_faults(
	struct arena *arena, const struct slice *slice, const struct outcome *outcome)
{
	const char *fault;
	int64_t number;

	if (outcome->event.at == NULL)
		return "";
	if (!json_get_int(outcome->event, "n", &number))
		return "an event has no number";
	fault = events_doc_fault(arena, outcome->event);
	/* The further ones of a command have following numbers. */
	for (size_t i = slice->events.len; i > 0 && *fault == '\0'; i--) {
		if (slice->events.at[i - 1].number <= number)
			break;
		fault = events_doc_fault(arena, slice->events.at[i - 1].bytes);
	}
	return fault;
}
