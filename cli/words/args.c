#include "cli/words/args.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/words/value.h"

/* What parsing carries along. */
struct parse {
	struct arena *arena;
	const struct action *table;
	size_t table_len;
	struct args *args;
	VEC(struct arg) values;
	struct span globals[GLOBAL_OPTIONS]; /* the value given, "" for a flag */
	size_t positionals;
	int at;
	bool no_more_options;
};

static bool noun_exists(const struct parse *parse, const char *noun)
{
	for (size_t i = 0; i < parse->table_len; i++) {
		if (strcmp(parse->table[i].noun, noun) == 0)
			return true;
	}
	return false;
}

static const char *choices(const struct parse *parse, const char *noun)
{
	struct buf list = buf_in(parse->arena);
	const char *last = "";

	for (size_t i = 0; i < parse->table_len; i++) {
		const struct action *action = &parse->table[i];
		const char *word = noun == NULL ? action->noun : action->verb;
		if ((noun != NULL && strcmp(action->noun, noun) != 0) || strcmp(last, word) == 0)
			continue;
		buf_text(&list, list.len > 0 ? ", " : "");
		buf_text(&list, word);
		last = word;
	}
	return buf_cstr(&list);
}

/* What was understood so far: "payment request", "payment" or nothing. */
static const char *words_so_far(const struct parse *parse)
{
	const struct action *action = parse->args->action;

	if (action == NULL)
		return parse->args->noun == NULL ? "" : parse->args->noun;
	if (action->verb == NULL)
		return action->noun;
	return arena_printf(parse->arena, "%s %s", action->noun, action->verb);
}

/* Messages begin with it: "payment request: ". */
static const char *subject(const struct parse *parse)
{
	const char *words = words_so_far(parse);

	return words[0] == '\0' ? "" : arena_printf(parse->arena, "%s: ", words);
}

static const char *take_word(struct parse *parse, const char *word)
{
	struct args *args = parse->args;

	if (args->noun == NULL) {
		if (!noun_exists(parse, word))
			return arena_printf(parse->arena, "there is no %s; there are %s", word,
				choices(parse, NULL));
		args->noun = word;
		args->action = action_find(parse->table, parse->table_len, word, NULL);
		return NULL;
	}
	args->action = action_find(parse->table, parse->table_len, args->noun, word);
	if (args->action == NULL)
		return arena_printf(parse->arena, "%s: there is no %s; there are %s", args->noun,
			word, choices(parse, args->noun));
	return NULL;
}

static const char *add_value(
	struct parse *parse, const struct parameter *parameter, struct span text, int at)
{
	const char *wrong =
		parameter->kind == VALUE_FLAG ? NULL : value_wrong(parse->arena, parameter, text);

	if (wrong != NULL)
		return arena_printf(parse->arena, "%s%s \"%.*s\": %s", subject(parse),
			parameter->name, SPAN_ARG(text), wrong);
	*VEC_PUSH(parse->arena, &parse->values) = (struct arg){parameter, text, at};
	return NULL;
}

static bool given(const struct parse *parse, const struct parameter *parameter)
{
	for (size_t i = 0; i < parse->values.len; i++) {
		if (parse->values.at[i].parameter == parameter)
			return true;
	}
	return false;
}

static const char *take_positional(struct parse *parse, struct span text)
{
	const struct action *action = parse->args->action;
	size_t seen = 0;

	for (size_t i = 0; i < action->parameters_len; i++) {
		const struct parameter *parameter = &action->parameters[i];
		if (parameter_is_option(parameter))
			continue;
		if (seen == parse->positionals || parameter->repeated) {
			parse->positionals += parameter->repeated ? 0 : 1;
			return add_value(parse, parameter, text, parse->at);
		}
		seen++;
	}
	return arena_printf(parse->arena,
		"%s\"%.*s\" is one word too many (texts of several words "
		"need quotes)",
		subject(parse), SPAN_ARG(text));
}

static const struct parameter *find_option(
	const struct parameter *list, size_t list_len, struct span name)
{
	for (size_t i = 0; i < list_len; i++) {
		bool is_letter =
			name.len == 2 && list[i].letter != 0 && name.at[1] == list[i].letter;
		if (is_letter || (parameter_is_option(&list[i]) && span_is(name, list[i].name)))
			return &list[i];
	}
	return NULL;
}

/* An action's own options come first: offer show has a --version of its own. */
static const struct parameter *option_of(const struct parse *parse, struct span name)
{
	const struct action *action = parse->args->action;
	const struct parameter *found = NULL;

	if (action != NULL)
		found = find_option(action->parameters, action->parameters_len, name);
	return found != NULL ? found : find_option(global_options, GLOBAL_OPTIONS, name);
}

/* "--name=value" and "-nvalue" are cut in two; value is absent where nothing was joined. */
static void cut_option(struct span word, struct span *ret_name, struct span *ret_value)
{
	*ret_name = word;
	*ret_value = SPAN_NONE;
	if (span_starts(word, SPAN("--"))) {
		size_t equals = span_find(word, '=');
		*ret_name = span_slice(word, 0, equals);
		if (equals < word.len)
			*ret_value = span_from(word, equals + 1);
	} else if (word.len > 2) {
		*ret_name = span_slice(word, 0, 2);
		*ret_value = span_from(word, 2);
	}
}

static const char *set_option(
	struct parse *parse, const struct parameter *option, struct span value)
{
	size_t global = 0;

	while (global < GLOBAL_OPTIONS && option != &global_options[global])
		global++;
	bool is_global = global < GLOBAL_OPTIONS;
	bool twice = is_global ? parse->globals[global].at != NULL : given(parse, option);
	if (twice && !option->repeated && option->kind != VALUE_FLAG)
		return arena_printf(
			parse->arena, "%s%s is given twice", subject(parse), option->name);
	if (!is_global)
		return add_value(parse, option, value, parse->at);
	if (option->kind != VALUE_FLAG) {
		const char *wrong = value_wrong(parse->arena, option, value);
		if (wrong != NULL)
			return arena_printf(parse->arena, "%s%s \"%.*s\": %s", subject(parse),
				option->name, SPAN_ARG(value), wrong);
	}
	parse->globals[global] = value;
	return NULL;
}

static const char *take_option(struct parse *parse, struct span word)
{
	struct span name, value;
	const struct args *args = parse->args;

	cut_option(word, &name, &value);
	const struct parameter *option = option_of(parse, name);
	if (option == NULL)
		return arena_printf(parse->arena,
			"%sthere is no option %.*s; bursar %s%s--help lists them", subject(parse),
			SPAN_ARG(name), words_so_far(parse), args->noun == NULL ? "" : " ");
	if (option->kind == VALUE_FLAG && value.at != NULL)
		return arena_printf(
			parse->arena, "%s%s takes no value", subject(parse), option->name);
	if (option->kind == VALUE_FLAG)
		return set_option(parse, option, SPAN(""));
	if (value.at == NULL) {
		if (parse->at + 1 >= args->argc)
			return arena_printf(parse->arena, "%s%s needs a value (%s)", subject(parse),
				option->name, value_placeholder(option->kind));
		value = span_of(args->argv[++parse->at]);
	}
	return set_option(parse, option, value);
}

/* "-5" is a value, and a wrong one that the amount's own message explains. */
static bool looks_like_option(struct span word)
{
	return word.len > 1 && word.at[0] == '-' && !(word.at[1] >= '0' && word.at[1] <= '9');
}

static const char *take(struct parse *parse)
{
	struct span word = span_of(parse->args->argv[parse->at]);

	if (!parse->no_more_options && span_is(word, "--")) {
		parse->no_more_options = true;
		return NULL;
	}
	if (!parse->no_more_options && looks_like_option(word))
		return take_option(parse, word);
	if (parse->args->action == NULL)
		return take_word(parse, word.at);
	return take_positional(parse, word);
}

static const char *check_complete(const struct parse *parse)
{
	const struct action *action = parse->args->action;
	struct buf missing = buf_in(parse->arena);

	for (size_t i = 0; i < action->parameters_len; i++) {
		const struct parameter *parameter = &action->parameters[i];
		if (!parameter->required || given(parse, parameter))
			continue;
		buf_text(&missing, missing.len > 0 ? ", " : "");
		buf_text(&missing, parameter->name);
	}
	if (missing.len == 0)
		return NULL;
	return arena_printf(parse->arena, "%s%s missing; bursar %s --help says more",
		subject(parse), buf_cstr(&missing), words_so_far(parse));
}

static size_t ids_given(const struct parse *parse)
{
	size_t ids = 0;

	for (size_t i = 0; i < parse->values.len; i++) {
		const struct parameter *parameter = parse->values.at[i].parameter;
		ids += parameter->repeated && !parameter_is_option(parameter) ? 1 : 0;
	}
	return ids;
}

static const char *check_globals(const struct parse *parse)
{
	const struct args *args = parse->args;
	const struct action *action = args->action;
	const char *name = subject(parse);

	if (args->key.at != NULL && !action_records(action))
		return arena_printf(parse->arena, "%s--key is for commands that record", name);
	if (args->key.at != NULL && args->dry_run)
		return arena_printf(parse->arena, "%sa dry run uses no --key", name);
	if (args->key.at != NULL && ids_given(parse) > 1)
		return arena_printf(parse->arena, "%s--key goes with one payment alone", name);
	if (args->dry_run && !action_takes_dry_run(action))
		return arena_printf(parse->arena, "%s--dry-run is for commands that record", name);
	if ((action_outputs(action) & args->output) == 0)
		return arena_printf(parse->arena, "%sit cannot be printed as %s", name,
			global_options[GLOBAL_OUTPUT].words[args->output == OUTPUT_JSON ? 1 : 2]);
	return NULL;
}

/* What is wrong with the whole, each word of which was good. */
static const char *check(const struct parse *parse)
{
	const struct args *args = parse->args;

	if (args->noun == NULL)
		return "usage: bursar NOUN VERB …; bursar --help lists them";
	if (args->action == NULL)
		return arena_printf(parse->arena, "%s: what to do is missing; there are %s",
			args->noun, choices(parse, args->noun));
	const char *wrong = check_complete(parse);
	return wrong != NULL ? wrong : check_globals(parse);
}

static void keep_globals(struct parse *parse)
{
	struct args *args = parse->args;
	const struct span *globals = parse->globals;

	args->output = OUTPUT_TABLE;
	if (span_is(globals[GLOBAL_OUTPUT], "json"))
		args->output = OUTPUT_JSON;
	else if (span_is(globals[GLOBAL_OUTPUT], "csv"))
		args->output = OUTPUT_CSV;
	args->profile = globals[GLOBAL_PROFILE];
	args->server = globals[GLOBAL_SERVER];
	args->key = globals[GLOBAL_KEY];
	args->dry_run = globals[GLOBAL_DRY_RUN].at != NULL;
	args->yes = globals[GLOBAL_YES].at != NULL;
	args->no_color = globals[GLOBAL_NO_COLOR].at != NULL;
	args->values = (struct arg_list){parse->values.at, parse->values.len};
}

enum args_end args_parse(struct arena *arena, const struct action *table, size_t table_len,
	int argc, char *const *argv, struct args *ret_args)
{
	struct parse parse = {
		.arena = arena, .table = table, .table_len = table_len, .args = ret_args};
	const char *wrong = NULL;

	*ret_args = (struct args){.argc = argc, .argv = argv, .output = OUTPUT_TABLE};
	for (parse.at = 1; parse.at < argc && wrong == NULL; parse.at++)
		wrong = take(&parse);
	keep_globals(&parse);
	if (wrong == NULL && parse.globals[GLOBAL_HELP].at != NULL)
		return ARGS_HELP;
	if (wrong == NULL && parse.globals[GLOBAL_VERSION].at != NULL)
		return ARGS_VERSION;
	ret_args->wrong = wrong != NULL ? wrong : check(&parse);
	return ret_args->wrong == NULL ? ARGS_RUN : ARGS_USAGE;
}

bool args_has(const struct arg_list *values, const char *name)
{
	return args_get(values, name).at != NULL;
}

struct span args_get(const struct arg_list *values, const char *name)
{
	for (size_t i = 0; i < values->len; i++) {
		if (strcmp(values->at[i].parameter->name, name) == 0)
			return values->at[i].text;
	}
	return SPAN_NONE;
}
