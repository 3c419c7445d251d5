#include "base/fault.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/parse.h"

struct faults *faults_new(struct arena *arena, const char *document)
{
	struct faults *faults = ARENA_NEW(arena, struct faults);

	faults->arena = arena;
	faults->document = document;
	return faults;
}

void fault_addv(struct faults *faults, int line, int column, const char *remedy, const char *format,
	va_list args)
{
	if (faults_full(faults)) {
		faults->left_out++;
		return;
	}
	struct fault *fault = &faults->list[faults->count++];
	*fault = (struct fault){
		.line = line,
		.column = column,
		.says = arena_vprintf(faults->arena, format, args),
	};
	if (remedy != NULL)
		fault->remedy = arena_strndup(faults->arena, remedy, strlen(remedy));
}

void fault_add(
	struct faults *faults, int line, int column, const char *remedy, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fault_addv(faults, line, column, remedy, format, args);
	va_end(args);
}

bool faults_full(const struct faults *faults)
{
	return faults->count == FAULTS_MAX;
}

const char *fault_excerpt(struct arena *arena, struct span text)
{
	struct buf excerpt = buf_in(arena);
	size_t len = 0;

	if (text.len > 0)
		text.len = span_find(text, '\0');
	for (int count = 0; count < FAULT_EXCERPT_MAX && len < text.len; count++) {
		uint32_t code = 0;
		size_t more = parse_utf8(span_from(text, len), &code);
		struct span letter = span_slice(text, len, more == 0 ? 1 : more);
		len += letter.len;
		/* A fault is one line of text. */
		if (parse_is_text(letter, false))
			buf_span(&excerpt, letter);
		else
			buf_char(&excerpt, more == 0 ? '?' : ' ');
	}
	if (len < text.len)
		buf_text(&excerpt, "...");
	return buf_cstr(&excerpt);
}

static bool comes_before(const struct fault *a, const struct fault *b)
{
	return a->line < b->line || (a->line == b->line && a->column < b->column);
}

void faults_sort(struct faults *faults)
{
	for (size_t i = 1; i < faults->count; i++) {
		struct fault fault = faults->list[i];
		size_t at = i;
		for (; at > 0 && comes_before(&fault, &faults->list[at - 1]); at--)
			faults->list[at] = faults->list[at - 1];
		faults->list[at] = fault;
	}
}

void faults_print(const struct faults *faults, struct buf *out)
{
	for (size_t i = 0; i < faults->count; i++) {
		const struct fault *fault = &faults->list[i];
		buf_text(out, faults->document);
		if (fault->line > 0)
			buf_printf(out, ":%d", fault->line);
		if (fault->line > 0 && fault->column > 0)
			buf_printf(out, ":%d", fault->column);
		buf_printf(out, ": %s", fault->says);
		if (fault->remedy != NULL)
			buf_printf(out, "; %s", fault->remedy);
		buf_char(out, '\n');
	}
	if (faults->left_out > 0)
		buf_printf(out, "%s: and %zu more\n", faults->document, faults->left_out);
}
