#include "cli/words/help.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/words/value.h"

enum { HELP_ARENA_BYTES = 1024 * 1024, NAMES_WIDTH = 26 };

static void words_of(struct buf *out, const struct parameter *parameter)
{
	for (size_t i = 0; parameter_words(parameter)[i] != NULL; i++) {
		buf_text(out, i > 0 ? "|" : "");
		buf_text(out, parameter_words(parameter)[i]);
	}
}

static void value_of(struct buf *out, const struct parameter *parameter)
{
	if (parameter->kind == VALUE_FLAG)
		return;
	buf_char(out, ' ');
	if (parameter_words(parameter) != NULL)
		words_of(out, parameter);
	else
		buf_text(out, value_placeholder(parameter->kind));
}

void help_synopsis(struct buf *out, const struct action *action)
{
	buf_printf(out, "bursar %s", action->noun);
	if (action->verb != NULL)
		buf_printf(out, " %s", action->verb);
	for (size_t i = 0; i < action->parameters_len; i++) {
		const struct parameter *parameter = &action->parameters[i];
		buf_text(out, parameter->required ? " " : " [");
		buf_text(out, parameter->name);
		if (parameter_is_option(parameter))
			value_of(out, parameter);
		buf_text(out, parameter->repeated ? "…" : "");
		buf_text(out, parameter->required ? "" : "]");
	}
}

/* "name  text", the text in a column of its own. */
static void line(FILE *out, const char *name, const char *text)
{
	if (strlen(name) > NAMES_WIDTH)
		fprintf(out, "  %s\n  %*s  %s\n", name, NAMES_WIDTH, "", text);
	else
		fprintf(out, "  %-*s  %s\n", NAMES_WIDTH, name, text);
}

static void parameter_line(struct arena *arena, FILE *out, const struct parameter *parameter)
{
	struct buf name = buf_in(arena);

	if (parameter->letter != 0)
		buf_printf(&name, "-%c, ", parameter->letter);
	buf_text(&name, parameter->name);
	if (parameter_is_option(parameter) || parameter_words(parameter) != NULL)
		value_of(&name, parameter);
	line(out, buf_cstr(&name), parameter->help);
}

static void global_lines(struct arena *arena, FILE *out)
{
	fputs("\nOptions of every command:\n", out);
	for (size_t i = 0; i < GLOBAL_OPTIONS; i++)
		parameter_line(arena, out, &global_options[i]);
}

static void action_line(struct arena *arena, FILE *out, const struct action *action)
{
	const char *name = action->noun;

	if (action->verb != NULL)
		name = arena_printf(arena, "%s %s", action->noun, action->verb);
	line(out, name, action->says);
}

void help_all(FILE *out, const struct action *table, size_t table_len)
{
	struct arena *arena = arena_new(HELP_ARENA_BYTES);

	fputs("Usage: bursar NOUN VERB [WORD…] [OPTION…]\n\n"
	      "Entitlements, awards and payments of care leavers, recorded by bursard.\n\n",
		out);
	for (size_t i = 0; i < table_len; i++)
		action_line(arena, out, &table[i]);
	global_lines(arena, out);
	fputs("\nbursar NOUN VERB --help says more; bursar(1) says all.\n", out);
	arena_free(arena);
}

void help_noun(FILE *out, const struct action *table, size_t table_len, const char *noun)
{
	struct arena *arena = arena_new(HELP_ARENA_BYTES);

	fprintf(out, "Usage: bursar %s VERB [WORD…] [OPTION…]\n\n", noun);
	for (size_t i = 0; i < table_len; i++) {
		if (strcmp(table[i].noun, noun) == 0)
			action_line(arena, out, &table[i]);
	}
	global_lines(arena, out);
	arena_free(arena);
}

void help_action(FILE *out, const struct action *action)
{
	struct arena *arena = arena_new(HELP_ARENA_BYTES);
	struct buf synopsis = buf_in(arena);

	help_synopsis(&synopsis, action);
	fprintf(out, "Usage: %s\n\n", buf_cstr(&synopsis));
	fprintf(out, "%c%s.\n", action->says[0] - 'a' + 'A', action->says + 1);
	for (size_t i = 0; i < action->parameters_len; i++) {
		fputs(i == 0 ? "\n" : "", out);
		parameter_line(arena, out, &action->parameters[i]);
	}
	global_lines(arena, out);
	arena_free(arena);
}
