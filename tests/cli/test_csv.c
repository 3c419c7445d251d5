#include "cli/show/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "tests/check.h"

enum { ARENA_BYTES = 1024 * 1024 };

/* Records as "line:field|field;", a wrong one as "line!;". */
static const char *shown(struct arena *arena, const char *text)
{
	struct csv csv = csv_read(arena, span_of(text));
	struct csv_record record;
	struct buf out = buf_in(arena);

	while (csv_next(&csv, &record)) {
		buf_printf(&out, "%d%s", record.line, record.wrong != NULL ? "!" : ":");
		for (size_t i = 0; record.wrong == NULL && i < record.len; i++) {
			buf_text(&out, i > 0 ? "|" : "");
			buf_span(&out, record.fields[i]);
		}
		buf_char(&out, ';');
	}
	return buf_cstr(&out);
}

TEST(records_are_read)
{
	static const struct {
		const char *text;
		const char *shown;
	} rows[] = {
		{"", ""},
		{"a,b\n1,2\n", "1:a|b;2:1|2;"},
		{"a,b\r\n1,2\r\n", "1:a|b;2:1|2;"},
		{"a,b", "1:a|b;"},
		{"\xef\xbb\xbf"
		 "a\n",
			"1:a;"},
		{"a\n\n\r\nb\n", "1:a;4:b;"},
		{",\n", "1:|;"},
		{"a,\n", "1:a|;"},
		{"\"a\"\n", "1:a;"},
		{"\"a,b\",c\n", "1:a,b|c;"},
		{"\"a\"\"b\"\n", "1:a\"b;"},
		{"\"\",x\n", "1:|x;"},
		{"\"a\nb\",c\nd\n", "1:a\nb|c;3:d;"},
		{"\"a\r\nb\"\nd\n", "1:a\r\nb;3:d;"},
		{"\"a", "1!;"},
		{"\"a\"b\nc\n", "1!;2:c;"},
		{"a\"b\nc\n", "1!;2:c;"},
		{"a\rb\nc\n", "1!;2:c;"},
		{" a , b \n", "1: a | b ;"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		check_row("%zu: %s", i, rows[i].text);
		CHECK_TEXT(rows[i].shown, shown(arena, rows[i].text));
		arena_free(arena);
	}
}

TEST(fields_have_an_edge)
{
	for (int fields = CSV_FIELDS_MAX; fields <= CSV_FIELDS_MAX + 1; fields++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		struct buf text = buf_in(arena);
		struct csv_record record = {.len = 0};
		for (int i = 0; i < fields; i++)
			buf_text(&text, i > 0 ? ",x" : "x");
		struct csv csv = csv_read(arena, buf_done(&text));
		bool found = csv_next(&csv, &record);
		CHECK(found);
		CHECK((record.wrong == NULL) == (fields == CSV_FIELDS_MAX));
		arena_free(arena);
	}
}

TEST(what_is_written_is_read_again)
{
	static const char *const fields[] = {
		"", "a", "a b", " a", "a,b", "\"", "a\"b", "a\nb", "a\r\nb", "£", "=1+1"};
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	struct arena *arena = arena_new(ARENA_BYTES);
	struct csv_record record = {.len = 0};

	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		fputs(i > 0 ? "," : "", out);
		csv_write(out, span_of(fields[i]));
	}
	fclose(out);
	struct csv csv = csv_read(arena, (struct span){text, len});
	bool found = csv_next(&csv, &record);
	CHECK(found && record.wrong == NULL);
	CHECK_INT(ARRAY_LEN(fields), record.len);
	for (size_t i = 0; i < record.len; i++)
		CHECK_SPAN(fields[i], record.fields[i]);
	arena_free(arena);
	free(text);
}
