#include "cli/words/completion.h"

#include <string.h>

static void words(FILE *out, const struct parameter *parameter)
{
	for (size_t i = 0; parameter_words(parameter)[i] != NULL; i++)
		fprintf(out, "%s%s", i > 0 ? " " : "", parameter_words(parameter)[i]);
}

static bool is_file(const struct parameter *parameter)
{
	return parameter->kind == VALUE_FILE || parameter->kind == VALUE_DOCUMENT;
}

/* What completes the value of a parameter. */
static void value_reply(FILE *out, const struct parameter *parameter)
{
	if (parameter_words(parameter) != NULL) {
		fputs("mapfile -t COMPREPLY < <(compgen -W '", out);
		words(out, parameter);
		fputs("' -- \"$cur\")", out);
	} else if (is_file(parameter)) {
		fputs("mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")", out);
	} else if (parameter->kind == VALUE_NAME) {
		fputs("mapfile -t COMPREPLY < <(cd \"${BURSAR_CONFIG_DIR:-${XDG_CONFIG_HOME:-"
		      "$HOME/.config}/bursar}\" 2>/dev/null && compgen -G \"$cur*.yaml\" | "
		      "sed 's/[.]yaml$//')",
			out);
	} else {
		fputs("COMPREPLY=()", out);
	}
}

static void option_values(FILE *out, const struct parameter *list, size_t list_len)
{
	for (size_t i = 0; i < list_len; i++) {
		const struct parameter *parameter = &list[i];
		if (!parameter_is_option(parameter) || parameter->kind == VALUE_FLAG)
			continue;
		fprintf(out, "\t\t%s", parameter->name);
		if (parameter->letter != 0)
			fprintf(out, " | -%c", parameter->letter);
		fputs(") ", out);
		value_reply(out, parameter);
		fputs("; return ;;\n", out);
	}
}

static void option_names(FILE *out, const struct parameter *list, size_t list_len)
{
	for (size_t i = 0; i < list_len; i++) {
		if (parameter_is_option(&list[i]))
			fprintf(out, " %s", list[i].name);
	}
}

/* A case for each action: its options, and its positional words where they can be known. */
static void action_case(FILE *out, const struct action *action)
{
	fprintf(out, "\t'%s%s%s')\n", action->noun, action->verb == NULL ? "" : " ",
		action->verb == NULL ? "" : action->verb);
	fputs("\t\tcase $prev in\n", out);
	option_values(out, action->parameters, action->parameters_len);
	fputs("\t\tesac\n\t\toptions+='", out);
	option_names(out, action->parameters, action->parameters_len);
	fputs("'\n", out);
	for (size_t i = 0; i < action->parameters_len; i++) {
		const struct parameter *parameter = &action->parameters[i];
		if (parameter_is_option(parameter))
			continue;
		if (parameter_words(parameter) == NULL && !is_file(parameter))
			continue;
		fputs("\t\t[[ $cur != -* ]] && { ", out);
		value_reply(out, parameter);
		fputs("; return; }\n", out);
	}
	fputs("\t\t;;\n", out);
}

static void nouns(FILE *out, const struct action *table, size_t table_len)
{
	const char *last = "";

	for (size_t i = 0; i < table_len; i++) {
		if (strcmp(last, table[i].noun) != 0)
			fprintf(out, "%s%s", last[0] == '\0' ? "" : " ", table[i].noun);
		last = table[i].noun;
	}
}

static void verbs(FILE *out, const struct action *table, size_t table_len)
{
	const char *last = "";

	for (size_t i = 0; i < table_len; i++) {
		if (table[i].verb == NULL)
			continue;
		if (strcmp(last, table[i].noun) != 0)
			fprintf(out, "%s\t%s) words='%s", last[0] == '\0' ? "" : "' ;;\n",
				table[i].noun, table[i].verb);
		else
			fprintf(out, " %s", table[i].verb);
		last = table[i].noun;
	}
	fputs("' ;;\n", out);
}

void completion_bash(FILE *out, const struct action *table, size_t table_len)
{
	fputs("# bash completion of bursar: source <(bursar completion bash)\n"
	      "_bursar()\n{\n"
	      "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	      "\tlocal noun='' verb='' words='' options='' i\n"
	      "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	      "\t\tcase ${COMP_WORDS[i]} in\n",
		out);
	/* The value behind an option of every command is neither noun nor verb. */
	fputs("\t\t", out);
	for (size_t i = 0, listed = 0; i < GLOBAL_OPTIONS; i++) {
		if (global_options[i].kind == VALUE_FLAG)
			continue;
		fprintf(out, "%s%s", listed++ > 0 ? " | " : "", global_options[i].name);
		if (global_options[i].letter != 0)
			fprintf(out, " | -%c", global_options[i].letter);
	}
	fputs(") ((i++)) ;;\n"
	      "\t\t-*) ;;\n"
	      "\t\t*) if [[ -z $noun ]]; then noun=${COMP_WORDS[i]}; "
	      "elif [[ -z $verb ]]; then verb=${COMP_WORDS[i]}; fi ;;\n"
	      "\t\tesac\n\tdone\n"
	      "\tCOMPREPLY=()\n"
	      "\tcase $prev in\n",
		out);
	option_values(out, global_options, GLOBAL_OPTIONS);
	fputs("\tesac\n\toptions='", out);
	option_names(out, global_options, GLOBAL_OPTIONS);
	fputs("'\n\tcase $noun in\n\t'') words='", out);
	nouns(out, table, table_len);
	fputs("' ;;\n", out);
	verbs(out, table, table_len);
	fputs("\t*) verb='' ;;\n\tesac\n"
	      "\t[[ -n $verb ]] && words=''\n"
	      "\tcase \"$noun${verb:+ $verb}\" in\n",
		out);
	for (size_t i = 0; i < table_len; i++)
		action_case(out, &table[i]);
	fputs("\tesac\n"
	      "\t[[ $cur == -* ]] && words=$options\n"
	      "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
	      "}\n"
	      "complete -o filenames -F _bursar bursar\n",
		out);
}

enum exit_status completion_run(struct session *session)
{
	(void)session;
	completion_bash(stdout, actions, actions_len);
	return EXIT_DONE;
}
