#include "cli/show/localoffer.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/ask/session.h"
#include "cli/show/document.h"
#include "cli/show/say.h"
#include "cli/show/table.h"
#include "core/money.h"
#include "core/offer/offer.h"

enum { SHOW_ARENA_BYTES = 64 * 1024 * 1024 };

static const char *text(const json_t *object, const char *member)
{
	return json_string_value(json_object_get(object, member));
}

static void add_words(struct buf *out, const json_t *list, const char *mark)
{
	size_t i;
	const json_t *word;

	json_array_foreach(list, i, word)
	{
		buf_text(out, i > 0 ? mark : "");
		view_cell(out, word, CELL_TEXT);
	}
}

/* A need is a fact, {"any": […]} or {"not": fact}. */
static void add_need(struct buf *out, const json_t *need)
{
	const json_t *any = json_object_get(need, "any");
	const json_t *not = json_object_get(need, "not");

	if (any != NULL) {
		add_words(out, any, " or ");
	} else if (not != NULL) {
		buf_text(out, "not ");
		view_cell(out, not, CELL_TEXT);
	} else {
		view_cell(out, need, CELL_TEXT);
	}
}

static void add_needs(struct buf *out, const json_t *needs)
{
	size_t i;
	const json_t *need;

	json_array_foreach(needs, i, need)
	{
		buf_text(out, i > 0 ? ", " : "");
		add_need(out, need);
	}
}

/* "16–20": until is the first birthday that is too late. */
static void add_ages(struct buf *out, const json_t *ages)
{
	const json_t *from = json_object_get(ages, "from");
	const json_t *until = json_object_get(ages, "until");

	if (json_is_integer(from) && json_is_integer(until))
		buf_printf(out, "%d–%d", (int)json_integer_value(from),
			(int)json_integer_value(until) - 1);
	else
		buf_text(out, "any age");
}

static void add_who(struct buf *out, const json_t *line)
{
	size_t i;
	const json_t *also;

	add_words(out, json_object_get(line, "categories"), ", ");
	json_array_foreach(json_object_get(line, "also"), i, also)
	{
		buf_text(out, out->len > 0 ? ", " : "");
		view_cell(out, json_object_get(also, "category"), CELL_TEXT);
		buf_text(out, " with ");
		add_needs(out, json_object_get(also, "needs"));
	}
}

/* "a month", "in all" for a lifetime. */
static void add_period(struct buf *out, const char *period)
{
	if (period == NULL)
		return;
	if (strcmp(period, "lifetime") == 0)
		buf_text(out, " in all");
	else
		buf_printf(out, " a%s %s", strcmp(period, "academic-year") == 0 ? "n" : "", period);
}

static void add_pounds(
	struct buf *out, const json_t *object, const char *member, const char *before)
{
	const json_t *pence = json_object_get(object, member);

	if (!json_is_integer(pence))
		return;
	buf_text(out, before);
	money_print(out, json_integer_value(pence));
}

static void add_amount(struct buf *out, const json_t *line)
{
	const char *kind = text(line, "kind");
	const json_t *pays = json_object_get(line, "pays");
	const json_t *cap = json_object_get(line, "cap");
	const char *rate = text(pays, "rate");

	if (json_is_false(json_object_get(line, "offered"))) {
		buf_text(out, "not offered");
		return;
	}
	if (kind != NULL && strcmp(kind, "in-kind") == 0) {
		buf_text(out, "in kind");
		return;
	}
	if (kind != NULL && strcmp(kind, "guarantee") == 0)
		buf_text(out, "guarantee, ");
	if (rate != NULL) {
		buf_printf(out, "by the rate %s", rate);
		add_pounds(out, pays, "plus_pence", " and ");
		add_period(out, text(pays, "every"));
	} else if (text(pays, "every") != NULL) {
		add_pounds(out, pays, "amount_pence", "");
		add_period(out, text(pays, "every"));
	} else if (json_is_integer(json_object_get(cap, "amount_pence"))) {
		add_pounds(out, cap, "amount_pence", "up to ");
		add_period(out, text(cap, "per"));
	} else if (json_is_object(cap)) {
		buf_text(out, "as agreed for each person,");
		add_period(out, text(cap, "per"));
	}
}

typedef void add_cell(struct buf *out, const json_t *line);

static void cell_who(struct buf *out, const json_t *line)
{
	add_ages(out, json_object_get(line, "ages"));
	buf_text(out, ": ");
	add_who(out, line);
}

static void cell_needs(struct buf *out, const json_t *line)
{
	add_needs(out, json_object_get(line, "needs"));
}

static void cell_fund(struct buf *out, const json_t *line)
{
	add_words(out, json_object_get(line, "fund"), " or ");
}

static void cell_says(struct buf *out, const json_t *line)
{
	view_cell(out, json_object_get(line, "says"), CELL_TEXT);
}

/* A heading and what there is to say under it: the columns of a table would be too narrow to read.
 */
static void print_line(struct arena *arena, const json_t *line, FILE *out)
{
	static const struct {
		const char *title;
		add_cell *add;
	} parts[] = {
		{"Amount", add_amount},
		{"Who", cell_who},
		{"Needs", cell_needs},
		{"Fund", cell_fund},
		{"Offer", cell_says},
	};

	const char *name = text(line, "name");
	const char *code = text(line, "code");
	fputc('\n', out);
	say_coloured(out, SAY_HEADING, name == NULL ? "" : name);
	fputs(" (", out);
	say_clean(out, span_of(code == NULL ? "" : code));
	fputs(")\n", out);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		struct buf cell = buf_in(arena);
		parts[i].add(&cell, line);
		if (cell.len == 0)
			continue;
		fprintf(out, "  %-6s  ", parts[i].title);
		say_line(out, buf_cstr(&cell));
	}
}

/* What goes with a record of a fact, if the offer has a kind of value for it. */
static void add_value(struct buf *out, const json_t *fact)
{
	const char *value = text(fact, "value");

	if (value == NULL)
		return;
	if (strcmp(value, "code") != 0) {
		buf_text(out,
			strcmp(value, "date") == 0 ? "; a date" : "; an amount, and how often");
		return;
	}
	buf_text(out, "; one of ");
	add_words(out, json_object_get(fact, "words"), ", ");
}

static void print_facts(struct arena *arena, const json_t *facts, FILE *out)
{
	size_t i;
	const json_t *fact;
	struct table *table = table_new(out);

	table_column(table, "NEED", false, false);
	table_column(table, "WHAT IT MEANS", false, true);
	json_array_foreach(facts, i, fact)
	{
		const json_t *months = json_object_get(fact, "holds_months");
		struct buf says = buf_in(arena);
		view_cell(&says, json_object_get(fact, "says"), CELL_TEXT);
		if (json_integer_value(months) > 0)
			buf_printf(&says, " (for %d months)", (int)json_integer_value(months));
		add_value(&says, fact);
		table_row(table);
		table_cell(table, 0, text(fact, "code"));
		table_cell(table, 1, buf_cstr(&says));
	}
	table_end(table);
}

static void paragraph(FILE *out, const char *title, const json_t *words)
{
	const char *says = json_string_value(words);

	if (says == NULL || says[0] == '\0')
		return;
	fputc('\n', out);
	say_coloured(out, SAY_HEADING, title);
	fputc('\n', out);
	say_lines(out, span_of(says));
	fputc('\n', out);
}

static void print(const json_t *offer, FILE *out)
{
	static const struct column fields[] = {
		{"Title", "title", CELL_TEXT, false},
		{"Version", "version", CELL_TEXT, false},
		{"In effect from", "effective", CELL_TEXT, false},
		{"Source", "source", CELL_TEXT, false},
	};
	static const struct view head = {.fields = fields, .fields_len = ARRAY_LEN(fields)};
	struct arena *arena = arena_new(SHOW_ARENA_BYTES);
	size_t i;
	const json_t *statement, *line;
	const char *name = text(offer, "name");

	say_coloured(out, SAY_HEADING, name == NULL ? "Local offer" : name);
	fputc('\n', out);
	view_print(&head, offer, out);
	json_array_foreach(json_object_get(offer, "entitlements"), i, line)
		print_line(arena, line, out);
	if (json_array_size(json_object_get(offer, "facts")) > 0) {
		fputc('\n', out);
		print_facts(arena, json_object_get(offer, "facts"), out);
	}
	json_array_foreach(json_object_get(offer, "statements"), i, statement)
		paragraph(out, "Promised besides", statement);
	paragraph(out, "If you disagree", json_object_get(offer, "challenge"));
	paragraph(out, "Review", json_object_get(offer, "review_due"));
	arena_free(arena);
}

const struct view localoffer_view = {.print = print};

enum exit_status localoffer_check(struct session *session)
{
	struct span document;
	struct faults *faults;
	const struct offer *offer;

	if (!document_open(session, &document, &faults))
		return EXIT_FAILED;
	offer = offer_read(session->arena, session->arena, document, faults);
	if (!document_close(session, faults, offer != NULL) || offer == NULL)
		return EXIT_FAILED;
	if (session->args->output != OUTPUT_JSON)
		printf("%s: sound: %zu entitlements, %zu facts, %zu funds\n", faults->document,
			offer->lines_len, offer->facts_len, offer->funds_len);
	return EXIT_DONE;
}
