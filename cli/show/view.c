#include "cli/show/view.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cc.h"
#include "base/text.h"
#include "cli/show/csv.h"
#include "cli/show/say.h"
#include "cli/show/table.h"
#include "core/money.h"

enum { CELL_ARENA_BYTES = 64 * 1024 * 1024, MEMBER_MAX = 64 };

bool view_is_list(const struct view *view)
{
	return view->print == NULL && view->sections_len == 1 && view->sections[0].title == NULL;
}

const json_t *view_member(const json_t *object, const char *path)
{
	const json_t *at = object;

	while (at != NULL) {
		char name[MEMBER_MAX];
		size_t len = strcspn(path, ".");
		assert(len < sizeof(name));
		memcpy(name, path, len);
		name[len] = '\0';
		at = json_object_get(at, name);
		if (path[len] == '\0')
			break;
		path += len + 1;
	}
	return at;
}

static void text_cell(struct buf *out, const json_t *value);

/* An object in a list is a reason: its code, and the facts it is about. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the answer, which jansson bounds. */
static void item_cell(struct buf *out, const json_t *item)
{
	size_t i;
	const json_t *fact;
	const json_t *code = json_object_get(item, "code");

	text_cell(out, code != NULL ? code : item);
	json_array_foreach(json_object_get(item, "facts"), i, fact)
	{
		buf_text(out, i > 0 ? " or " : " ");
		text_cell(out, fact);
	}
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the answer, which jansson bounds. */
static void text_cell(struct buf *out, const json_t *value)
{
	size_t i;
	const json_t *item;

	if (json_is_string(value))
		buf_text(out, json_string_value(value));
	else if (json_is_integer(value))
		buf_int(out, json_integer_value(value));
	else if (json_is_boolean(value))
		buf_text(out, json_is_true(value) ? "yes" : "no");
	if (!json_is_array(value))
		return;
	json_array_foreach(value, i, item)
	{
		if (i > 0)
			buf_text(out, ", ");
		item_cell(out, item);
	}
}

void view_cell(struct buf *out, const json_t *value, enum cell_kind kind)
{
	if (value == NULL || json_is_null(value))
		return;
	if (kind == CELL_PENCE && json_is_integer(value))
		money_print(out, json_integer_value(value));
	else
		text_cell(out, value);
}

static void csv_cell(struct buf *out, const json_t *value, enum cell_kind kind)
{
	if (kind == CELL_PENCE && json_is_integer(value))
		money_print_plain(out, json_integer_value(value));
	else
		view_cell(out, value, kind);
}

static void print_fields(
	struct arena *arena, const struct view *view, const json_t *answer, FILE *out)
{
	size_t width = 0;

	for (size_t i = 0; i < view->fields_len; i++) {
		size_t len = strlen(view->fields[i].title);
		width = len > width ? len : width;
	}
	for (size_t i = 0; i < view->fields_len; i++) {
		const struct column *field = &view->fields[i];
		struct buf text = buf_in(arena);
		view_cell(&text, view_member(answer, field->member), field->kind);
		if (buf_done(&text).len == 0)
			continue;
		fprintf(out, "%-*s  ", (int)width, field->title);
		say_line(out, buf_cstr(&text));
	}
}

static void print_section(
	struct arena *arena, const struct section *section, const json_t *rows, FILE *out)
{
	size_t i;
	const json_t *row;
	struct table *table = table_new(out);

	for (size_t c = 0; c < section->columns_len; c++) {
		const struct column *column = &section->columns[c];
		bool right = column->kind == CELL_PENCE || column->kind == CELL_COUNT;
		table_column(table, column->title, right, column->wraps);
	}
	json_array_foreach(rows, i, row)
	{
		table_row(table);
		for (size_t c = 0; c < section->columns_len; c++) {
			const struct column *column = &section->columns[c];
			struct buf text = buf_in(arena);
			view_cell(&text, view_member(row, column->member), column->kind);
			table_cell(table, c, buf_cstr(&text));
		}
		arena_reset(arena);
	}
	table_end(table);
}

/* What the answer leaves out is said, never passed over. */
static void print_more(const struct section *section, const json_t *answer, FILE *out)
{
	const json_t *more = json_object_get(answer, "more");
	const json_t *rows = json_object_get(answer, section->member);

	if (section->all == NULL || !json_is_string(json_object_get(more, section->member)))
		return;
	fprintf(out, "Only %zu are shown; %s shows all.\n", json_array_size(rows), section->all);
}

void view_print_more(const struct view *view, const json_t *answer, FILE *out)
{
	for (size_t i = 0; i < view->sections_len; i++)
		print_more(&view->sections[i], answer, out);
}

void view_print(const struct view *view, const json_t *answer, FILE *out)
{
	if (view->print != NULL) {
		view->print(answer, out);
		return;
	}
	struct arena *arena = arena_new(CELL_ARENA_BYTES);
	print_fields(arena, view, answer, out);
	for (size_t i = 0; i < view->sections_len; i++) {
		const struct section *section = &view->sections[i];
		if (view->fields_len > 0 || i > 0)
			fputc('\n', out);
		if (section->title != NULL) {
			say_coloured(out, SAY_HEADING, section->title);
			fputc('\n', out);
		}
		print_section(arena, section, view_member(answer, section->member), out);
		print_more(section, answer, out);
	}
	arena_free(arena);
}

static void csv_title(const struct column *column, FILE *out)
{
	static const char pence[] = "_pence";
	size_t len = strlen(column->member);
	size_t tail = sizeof(pence) - 1;

	if (len > tail && strcmp(column->member + len - tail, pence) == 0)
		len -= tail;
	csv_write(out, (struct span){column->member, len});
}

void view_print_csv(const struct view *view, const json_t *answer, FILE *out)
{
	size_t i;
	const json_t *row;
	bool shown = isatty(fileno(out)) == 1;

	assert(view_is_list(view));
	const struct section *section = &view->sections[0];
	struct arena *arena = arena_new(CELL_ARENA_BYTES);
	for (size_t c = 0; c < section->columns_len; c++) {
		fputs(c > 0 ? "," : "", out);
		csv_title(&section->columns[c], out);
	}
	fputs("\r\n", out);
	json_array_foreach(view_member(answer, section->member), i, row)
	{
		for (size_t c = 0; c < section->columns_len; c++) {
			const struct column *column = &section->columns[c];
			struct buf text = buf_in(arena), clean = buf_in(arena);
			csv_cell(&text, view_member(row, column->member), column->kind);
			if (shown)
				text_clean(&clean, buf_done(&text), true);
			fputs(c > 0 ? "," : "", out);
			csv_write(out, shown ? buf_done(&clean) : buf_done(&text));
		}
		fputs("\r\n", out);
		arena_reset(arena);
	}
	arena_free(arena);
}
