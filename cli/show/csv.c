#include "cli/show/csv.h"

#include "base/arena.h"
#include "base/buf.h"

struct csv csv_read(struct arena *arena, struct span text)
{
	static const struct span mark = {"\xef\xbb\xbf", 3};

	if (span_starts(text, mark))
		text = span_from(text, mark.len);
	return (struct csv){.arena = arena, .rest = text, .next_line = 1};
}

/* How many bytes end a line here: 0 if none does. */
static size_t line_end(struct span text)
{
	if (span_starts(text, SPAN("\r\n")))
		return 2;
	return span_starts(text, SPAN("\n")) ? 1 : 0;
}

static const char *read_quoted(struct csv *csv, struct span *ret_field)
{
	struct buf field = buf_in(csv->arena);
	struct span rest = span_from(csv->rest, 1);

	for (;;) {
		size_t quote = span_find(rest, '"');
		if (quote == rest.len) {
			/* Where it was meant to end nobody knows. */
			csv->rest = span_from(rest, quote);
			return "a field's quotes are not closed, so what follows cannot be read";
		}
		struct span part = span_slice(rest, 0, quote);
		for (size_t i = 0; i < part.len; i++)
			csv->next_line += part.at[i] == '\n' ? 1 : 0;
		buf_span(&field, part);
		rest = span_from(rest, quote + 1);
		if (!span_starts(rest, SPAN("\"")))
			break;
		buf_char(&field, '"');
		rest = span_from(rest, 1);
	}
	csv->rest = rest;
	*ret_field = buf_done(&field);
	if (rest.len > 0 && rest.at[0] != ',' && line_end(rest) == 0)
		return "something stands behind a field's closing quote";
	return NULL;
}

static const char *read_plain(struct csv *csv, struct span *ret_field)
{
	size_t len = 0;

	while (len < csv->rest.len && csv->rest.at[len] != ',' &&
		line_end(span_from(csv->rest, len)) == 0) {
		if (csv->rest.at[len] == '"')
			return "a quote stands inside a field without quotes";
		if (csv->rest.at[len] == '\r')
			return "a carriage return stands inside a field without quotes";
		len++;
	}
	*ret_field = span_slice(csv->rest, 0, len);
	csv->rest = span_from(csv->rest, len);
	return NULL;
}

static const char *read_record(struct csv *csv, struct csv_record *record)
{
	for (;;) {
		struct span field = SPAN("");
		bool quoted = span_starts(csv->rest, SPAN("\""));
		const char *wrong = quoted ? read_quoted(csv, &field) : read_plain(csv, &field);
		if (wrong != NULL)
			return wrong;
		if (record->len == CSV_FIELDS_MAX)
			return "it has too many fields";
		record->fields[record->len++] = field;
		if (!span_starts(csv->rest, SPAN(",")))
			return NULL;
		csv->rest = span_from(csv->rest, 1);
	}
}

static void skip_line_end(struct csv *csv)
{
	csv->rest = span_from(csv->rest, line_end(csv->rest));
	csv->next_line++;
}

bool csv_next(struct csv *csv, struct csv_record *ret_record)
{
	while (csv->rest.len > 0 && line_end(csv->rest) > 0)
		skip_line_end(csv);
	if (csv->rest.len == 0)
		return false;
	csv->line = csv->next_line;
	ret_record->len = 0;
	ret_record->line = csv->line;
	ret_record->wrong = read_record(csv, ret_record);
	if (ret_record->wrong != NULL) {
		size_t end = span_find(csv->rest, '\n');
		csv->rest = span_from(csv->rest, end);
	}
	skip_line_end(csv);
	return true;
}

void csv_write(FILE *out, struct span field)
{
	bool quotes = false;

	for (size_t i = 0; i < field.len && !quotes; i++) {
		char c = field.at[i];
		quotes = c == ',' || c == '"' || c == '\n' || c == '\r';
	}
	if (field.len > 0 && (field.at[0] == ' ' || field.at[field.len - 1] == ' '))
		quotes = true;
	if (!quotes) {
		fwrite(field.at, 1, field.len, out);
		return;
	}
	fputc('"', out);
	for (size_t i = 0; i < field.len; i++) {
		if (field.at[i] == '"')
			fputc('"', out);
		fputc(field.at[i], out);
	}
	fputc('"', out);
}
