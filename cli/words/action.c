#include "cli/words/action.h"

#include <string.h>

#include "base/cc.h"
#include "cli/show/view.h"
#include "core/category.h"
#include "core/fact.h"
#include "core/role.h"

static const char *const outputs[] = {"table", "json", "csv", NULL};

const struct parameter global_options[GLOBAL_OPTIONS] = {
	[GLOBAL_OUTPUT] = {.name = "--output",
		.letter = 'o',
		.kind = VALUE_WORD,
		.place = HERE,
		.words = outputs,
		.help = "how to print; json is the daemon's own answer"},
	[GLOBAL_PROFILE] = {.name = "--profile",
		.kind = VALUE_NAME,
		.place = HERE,
		.help = "who to be; else $BURSAR_PROFILE, else default"},
	[GLOBAL_SERVER] = {.name = "--server",
		.kind = VALUE_URL,
		.place = HERE,
		.help = "another daemon than the profile's"},
	[GLOBAL_KEY] = {.name = "--key",
		.kind = VALUE_UUID,
		.place = HERE,
		.help = "repeat a command whose answer was lost"},
	[GLOBAL_DRY_RUN] = {.name = "--dry-run",
		.letter = 'n',
		.kind = VALUE_FLAG,
		.place = HERE,
		.help = "say what would happen, record nothing"},
	[GLOBAL_YES] = {.name = "--yes",
		.letter = 'y',
		.kind = VALUE_FLAG,
		.place = HERE,
		.help = "do not ask"},
	[GLOBAL_NO_COLOR] = {.name = "--no-color",
		.kind = VALUE_FLAG,
		.place = HERE,
		.help = "no colours; NO_COLOR in the environment does the same"},
	[GLOBAL_HELP] = {.name = "--help",
		.letter = 'h',
		.kind = VALUE_FLAG,
		.place = HERE,
		.help = "this help"},
	[GLOBAL_VERSION] = {.name = "--version",
		.kind = VALUE_FLAG,
		.place = HERE,
		.help = "which bursar this is"},
};

bool action_records(const struct action *action)
{
	return action->method == POST && action->run == NULL;
}

bool action_takes_dry_run(const struct action *action)
{
	return action_records(action) || action->each != NULL;
}

unsigned action_outputs(const struct action *action)
{
	if (action->outputs != 0)
		return action->outputs;
	if (action->view != NULL && view_is_list(action->view))
		return OUTPUT_TABLE | OUTPUT_JSON | OUTPUT_CSV;
	return OUTPUT_TABLE | OUTPUT_JSON;
}

const struct action *action_find(
	const struct action *list, size_t list_len, const char *noun, const char *verb)
{
	for (size_t i = 0; i < list_len; i++) {
		const char *has = list[i].verb;
		bool same_verb = has == NULL || verb == NULL ? has == verb : strcmp(has, verb) == 0;
		if (same_verb && strcmp(list[i].noun, noun) == 0)
			return &list[i];
	}
	return NULL;
}

bool parameter_is_option(const struct parameter *parameter)
{
	return parameter->name[0] == '-';
}

const char *const *parameter_words(const struct parameter *parameter)
{
	if (parameter->kind == VALUE_CATEGORY)
		return &category_word_list[CATEGORY_NONE + 1];
	if (parameter->kind == VALUE_EVERY)
		return fact_every_word_list;
	return parameter->kind == VALUE_ROLE ? role_word_list : parameter->words;
}

void parameter_column(const struct parameter *parameter, char ret_name[32])
{
	const char *name = parameter->name + strspn(parameter->name, "-");
	size_t len = strlen(name);

	assert(len < 32);
	for (size_t i = 0; i <= len; i++)
		ret_name[i] =
			(char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] - 'A' + 'a' : name[i]);
}
