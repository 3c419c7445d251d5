#include "cli/show/rules.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/show/document.h"
#include "cli/show/say.h"
#include "cli/show/table.h"
#include "core/delegation/delegation.h"
#include "core/money.h"

enum { SHOW_ARENA_BYTES = 16 * 1024 * 1024 };

static const char *text(const json_t *object, const char *member)
{
	const char *found = json_string_value(json_object_get(object, member));

	return found == NULL ? "" : found;
}

/* What a row bounds, for whom, of what and up to which amount. */
static void add_row(struct arena *arena, struct table *table, const char *what, const json_t *row)
{
	const json_t *entitlements = json_object_get(row, "entitlements");
	struct buf of = buf_in(arena), amount = buf_in(arena), who = buf_in(arena);
	bool pair = json_object_get(row, "and") != NULL;

	buf_text(&who, text(row, pair ? "first" : "role"));
	if (pair)
		buf_printf(&who, " and %s", text(row, "and"));
	if (json_array_size(entitlements) > 0)
		view_cell(&of, entitlements, CELL_TEXT);
	else
		buf_text(&of, entitlements == NULL ? "all of one person" : "all others");
	view_cell(&amount, json_object_get(row, "up_to_pence"), CELL_PENCE);
	if (json_is_integer(json_object_get(row, "within_months")))
		buf_printf(&of, ", within %d months",
			(int)json_integer_value(json_object_get(row, "within_months")));
	table_row(table);
	table_cell(table, 0, what);
	table_cell(table, 1, buf_cstr(&who));
	table_cell(table, 2, buf_cstr(&of));
	table_cell(table, 3, buf_cstr(&amount));
}

static void print_rows(struct arena *arena, const json_t *rules, FILE *out)
{
	static const struct {
		const char *member, *what;
	} parts[] = {
		{"approve", "approve alone"},
		{"second", "approve as two"},
		{"per_person", "approve"},
		{"award", "award"},
	};
	struct table *table = table_new(out);

	table_column(table, "WHAT", false, false);
	table_column(table, "WHO", false, false);
	table_column(table, "OF", false, true);
	table_column(table, "UP TO", true, false);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		size_t k;
		const json_t *row;

		json_array_foreach(json_object_get(rules, parts[i].member), k, row)
			add_row(arena, table, parts[i].what, row);
	}
	table_end(table);
}

static void print_rest(struct arena *arena, const json_t *rules, FILE *out)
{
	size_t i;
	const json_t *confirm;
	const char *state;
	const json_t *days;
	json_t *lapse = json_object_get(rules, "lapse");
	const json_t *back = json_object_get(rules, "back_dating_months");

	json_array_foreach(json_object_get(rules, "confirm"), i, confirm)
	{
		struct buf line = buf_in(arena);

		buf_printf(&line, "A second person confirms %s: ", text(confirm, "command"));
		view_cell(&line, json_object_get(confirm, "by"), CELL_TEXT);
		say_line(out, buf_cstr(&line));
	}
	json_object_foreach(lapse, state, days)
	{
		fprintf(out, "Lapses after %d days: %s\n", (int)json_integer_value(days), state);
	}
	if (json_is_integer(back))
		fprintf(out, "Need dates lie at most %d months back.\n",
			(int)json_integer_value(back));
	else
		fputs("Need dates may lie as far back as they like.\n", out);
}

static void print(const json_t *rules, FILE *out)
{
	static const struct column fields[] = {
		{"Version", "version", CELL_TEXT, false},
		{"In effect from", "effective", CELL_TEXT, false},
		{"Source", "source", CELL_TEXT, false},
	};
	static const struct view head = {.fields = fields, .fields_len = ARRAY_LEN(fields)};
	struct arena *arena = arena_new(SHOW_ARENA_BYTES);

	say_coloured(out, SAY_HEADING, text(rules, "title"));
	fputc('\n', out);
	view_print(&head, rules, out);
	fputc('\n', out);
	print_rows(arena, rules, out);
	fputc('\n', out);
	print_rest(arena, rules, out);
	arena_free(arena);
}

const struct view rules_view = {.print = print};

static const struct column versions[] = {
	{"VERSION", "version", CELL_COUNT, false},
	{"TITLE", "title", CELL_TEXT, true},
	{"FROM", "effective", CELL_TEXT, false},
	{"IN EFFECT", "in_effect", CELL_YES, false},
	{"PUBLISHED", "published_at", CELL_TEXT, false},
	{"BY", "by.name", CELL_TEXT, false},
};
static const struct section list_sections[] = {
	{.member = "items", .columns = versions, .columns_len = ARRAY_LEN(versions)},
};
const struct view rules_list_view = {
	.sections = list_sections, .sections_len = ARRAY_LEN(list_sections)};

enum exit_status rules_check(struct session *session)
{
	struct span document;
	struct faults *faults;
	const struct delegation *rules;
	struct delegation_limit limit = {.n = -1};

	if (!document_open(session, &document, &faults))
		return EXIT_FAILED;
	rules = delegation_read(session->arena, session->arena, document, faults);
	if (!document_close(session, faults, rules != NULL))
		return EXIT_FAILED;
	while (delegation_next_limit(rules, &limit))
		continue;
	if (session->args->output != OUTPUT_JSON)
		printf("%s: sound: %d limits\n", faults->document, limit.n + 1);
	return EXIT_DONE;
}
