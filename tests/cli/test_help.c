#include "cli/words/help.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/words/completion.h"
#include "tests/check.h"

TEST(synopsis_shows_what_is_needed)
{
	static const struct {
		const char *noun, *verb, *want;
	} rows[] = {
		{"whoami", NULL, "bursar whoami"},
		{"payment", "request",
			"bursar payment request REF ENTITLEMENT AMOUNT [--on DATE] "
			"[--payee-text TEXT] [--payee CODE] [--replaces ID]"},
		{"payment", "approve", "bursar payment approve ID… [--despite TEXT] [--fund CODE]"},
		{"payment", "list",
			"bursar payment list [--state "
			"requested|second-needed|deferred|approved|declined|"
			"withdrawn|paid] [--person REF]"},
		{"staff", "add",
			"bursar staff add NAME --role adviser|manager|finance|auditor|admin…"},
		{"staff", "renew", "bursar staff renew ID"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(1024 * 1024);
		struct buf out = buf_in(arena);
		help_synopsis(&out, action_find(actions, actions_len, rows[i].noun, rows[i].verb));
		CHECK_TEXT(rows[i].want, buf_cstr(&out));
		arena_free(arena);
	}
}

/* Nothing of the table is left out, and lines fit a terminal where the text allows. */
TEST(help_and_completion_know_the_whole_table)
{
	char *all = NULL, *bash = NULL;
	size_t all_len = 0, bash_len = 0;
	FILE *out = open_memstream(&all, &all_len);

	help_all(out, actions, actions_len);
	fclose(out);
	out = open_memstream(&bash, &bash_len);
	completion_bash(out, actions, actions_len);
	fclose(out);
	for (size_t i = 0; i < actions_len; i++) {
		char name[64], quoted[64];
		const char *verb = actions[i].verb;
		snprintf(name, sizeof(name), "\n  %s%s%s ", actions[i].noun,
			verb == NULL ? "" : " ", verb == NULL ? "" : verb);
		snprintf(quoted, sizeof(quoted), "'%s%s%s')\n", actions[i].noun,
			verb == NULL ? "" : " ", verb == NULL ? "" : verb);
		check_row("%s", quoted);
		CHECK(strstr(all, name) != NULL);
		CHECK(strstr(bash, quoted) != NULL);
		for (size_t p = 0; p < actions[i].parameters_len; p++)
			CHECK(!parameter_is_option(&actions[i].parameters[p]) ||
				strstr(bash, actions[i].parameters[p].name) != NULL);
	}
	free(all);
	free(bash);
}
