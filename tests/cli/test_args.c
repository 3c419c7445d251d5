#include "cli/words/args.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "tests/check.h"

enum { WORDS_MAX = 24, ARENA_BYTES = 1024 * 1024 };

/* Words with one space between; "_" stands for a space inside a word. */
static int split(char *line, char **words)
{
	int count = 0;

	words[count++] = (char *)(uintptr_t) "bursar";
	for (char *at = line; *at != '\0' && count < WORDS_MAX;) {
		words[count++] = at;
		at += strcspn(at, " ");
		if (*at == ' ')
			*at++ = '\0';
	}
	for (int i = 1; i < count; i++) {
		for (char *at = words[i]; *at != '\0'; at++)
			*at = *at == '_' ? ' ' : *at;
	}
	return count;
}

static enum args_end parse(struct arena *arena, const char *line, struct args *args)
{
	char **words = ARENA_ARRAY(arena, char *, WORDS_MAX);
	int count = split(arena_strndup(arena, line, strlen(line)), words);

	return args_parse(arena, actions, actions_len, count, words, args);
}

struct ended {
	const char *line;
	enum args_end end;
	const char *says; /* a part of the message */
};

static void check_ends(const struct ended *rows, size_t rows_len)
{
	for (size_t i = 0; i < rows_len; i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		struct args args;
		check_row("%s", rows[i].line);
		enum args_end end = parse(arena, rows[i].line, &args);
		CHECK_INT(rows[i].end, end);
		if (rows[i].says != NULL)
			CHECK(args.wrong != NULL && strstr(args.wrong, rows[i].says) != NULL);
		arena_free(arena);
	}
}

TEST(command_lines_end)
{
	static const struct ended rows[] = {
		{"whoami", ARGS_RUN, NULL},
		{"payment request R1 gym 15", ARGS_RUN, NULL},
		{"payment request R1 gym £1,234.50 --on 2020-02-29 --payee-text The_Gym", ARGS_RUN,
			NULL},
		{"payment request --on=2020-02-29 R1 gym 15", ARGS_RUN, NULL},
		{"-o json payment list --state paid", ARGS_RUN, NULL},
		{"payment -ojson list", ARGS_RUN, NULL},
		{"payment approve P0 P341 P9223372036854775807", ARGS_RUN, NULL},
		{"payment pay P341 -y -y", ARGS_RUN, NULL},
		{"person add -- R1 --born", ARGS_USAGE, "one word too many"},
		{"staff add --role admin -- -Ann", ARGS_RUN, NULL},
		{"offer show --version 3", ARGS_RUN, NULL},
		{"staff add Ann --role adviser --role manager", ARGS_RUN, NULL},
		{"--help", ARGS_HELP, NULL},
		{"payment --help", ARGS_HELP, NULL},
		{"payment request -h", ARGS_HELP, NULL},
		{"--version", ARGS_VERSION, NULL},
		{"", ARGS_USAGE, "usage: bursar NOUN VERB"},
		{"pay", ARGS_USAGE, "there is no pay; there are whoami"},
		{"payment", ARGS_USAGE, "payment: what to do is missing"},
		{"payment postpone P1", ARGS_USAGE,
			"payment: there is no postpone; there are request"},
		{"payment request R1 gym", ARGS_USAGE, "payment request: AMOUNT missing"},
		{"payment request", ARGS_USAGE, "REF, ENTITLEMENT, AMOUNT missing"},
		{"payment decline P1", ARGS_USAGE, "--reason missing"},
		{"payment show P1 P2", ARGS_USAGE, "\"P2\" is one word too many"},
		{"whoami now", ARGS_USAGE, "one word too many"},
		{"payment list --stat paid", ARGS_USAGE, "payment list: there is no option --stat"},
		{"--what", ARGS_USAGE, "there is no option --what; bursar --help"},
		{"payment list --state", ARGS_USAGE, "--state needs a value"},
		{"payment list --state open", ARGS_USAGE,
			"none of requested, second-needed, deferred"},
		{"payment list --state paid --state paid", ARGS_USAGE, "--state is given twice"},
		{"-o json -o json whoami", ARGS_USAGE, "--output is given twice"},
		{"-o xml whoami", ARGS_USAGE, "none of table, json, csv"},
		{"whoami --yes=1", ARGS_USAGE, "--yes takes no value"},
		{"-o csv whoami", ARGS_USAGE, "cannot be printed as csv"},
		{"-o csv payment list", ARGS_RUN, NULL},
		{"-o json doctor", ARGS_USAGE, "cannot be printed as json"},
		{"-n whoami", ARGS_USAGE, "--dry-run is for commands that record"},
		{"-n payment approve P1", ARGS_RUN, NULL},
		{"-n person import x.csv", ARGS_RUN, NULL},
		{"whoami --key 0190b2c0-0000-7000-8000-000000000000", ARGS_USAGE,
			"--key is for commands that record"},
		{"person import x --key 0190b2c0-0000-7000-8000-000000000000", ARGS_USAGE,
			"--key is for commands that record"},
		{"payment pay P1 --key 0190b2c0-0000-7000-8000-000000000000", ARGS_RUN, NULL},
		{"payment pay P1 P2 --key 0190b2c0-0000-7000-8000-000000000000", ARGS_USAGE,
			"--key goes with one payment"},
		{"payment pay P1 -n --key 0190b2c0-0000-7000-8000-000000000000", ARGS_USAGE,
			"a dry run uses no --key"},
		{"payment pay P1 --key 1", ARGS_USAGE, "it is not a UUID"},
		{"--profile ../x whoami", ARGS_USAGE, "profiles are named"},
		{"--server http://x whoami", ARGS_USAGE, "https://"},
	};

	check_ends(rows, ARRAY_LEN(rows));
}

/* Each kind on either side of its edge; the message names the argument. */
TEST(values_are_checked)
{
	static const struct {
		const char *line;
		const char *says; /* NULL: sound */
	} rows[] = {
		{"award make R1 gym 0.01 --reason x", NULL},
		{"award make R1 gym 0 --reason x", "AMOUNT \"0\": "},
		{"award make R1 gym -5 --reason x", "AMOUNT \"-5\": "},
		{"award make R1 gym 15.001 --reason x", "AMOUNT \"15.001\": "},
		{"award make R1 gym 1e3 --reason x", "AMOUNT \"1e3\": "},
		{"award make R1 gym £ --reason x", "AMOUNT \"£\": "},
		{"award make R1 gym 999999999.99 --reason x", NULL},
		{"award make R1 gym 1000000000 --reason x", "AMOUNT \"1000000000\": "},
		{"award make R1 Gym 1 --reason x", "ENTITLEMENT \"Gym\": it is not a code"},
		{"fact add R1 pathway-plan:gym --from 2019-07-01 --evidence x", NULL},
		{"fact add R1 a:b:c --from 2019-07-01 --evidence x", "FACT \"a:b:c\": "},
		{"fact end R1 seen --on 2019-02-28", NULL},
		{"fact end R1 seen --on 2019-02-29", "--on \"2019-02-29\": it is not a day"},
		{"budget --year 2019-20", NULL},
		{"budget --year 2019-21", "--year \"2019-21\": it is not a financial year"},
		{"payment show P341", NULL},
		{"payment show 341", "ID \"341\": payments are written P341"},
		{"payment show P-1", "ID \"P-1\": "},
		{"payment show P01", "ID \"P01\": "},
		{"payment show P9223372036854775808", "ID"},
		{"offer show --version 1", NULL},
		{"offer show --version 0", "--version \"0\": "},
		{"person show ", "REF \"\": it is empty"},
		{"person show \x01", "REF"},
		{"person show \xff", "REF"},
		{"payment list --person R.1-a", NULL},
		{"person show A/B", "REF \"A/B\": it is not a reference; write"},
		{"person show ..", "REF \"..\": it is not a reference"},
		{"person show -- -R1", "REF \"-R1\": it is not a reference"},
		{"person show "
		 "0123456789012345678901234567890123456789012345678901234567890123",
			NULL},
		{"person show "
		 "01234567890123456789012345678901234567890123456789012345678901234",
			"it is longer than 64 bytes"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		struct args args;
		char *words[WORDS_MAX];
		check_row("%s", rows[i].line);
		char *line = arena_strndup(arena, rows[i].line, strlen(rows[i].line));
		int count = split(line, words);
		/* A line that ends with a space has an empty word behind it. */
		if (rows[i].line[strlen(rows[i].line) - 1] == ' ')
			words[count++] = line + strlen(rows[i].line);
		enum args_end end = args_parse(arena, actions, actions_len, count, words, &args);
		CHECK_INT(rows[i].says == NULL ? ARGS_RUN : ARGS_USAGE, end);
		if (rows[i].says != NULL)
			CHECK(args.wrong != NULL && strstr(args.wrong, rows[i].says) != NULL);
		arena_free(arena);
	}
}

TEST(globals_are_kept)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct args args;
	enum args_end end = parse(arena,
		"--profile derby-finance payment pay P1 -n -y -o json --no-color --server "
		"https://x:1",
		&args);

	CHECK_INT(ARGS_RUN, end);
	CHECK_SPAN("derby-finance", args.profile);
	CHECK_SPAN("https://x:1", args.server);
	CHECK_SPAN(NULL, args.key);
	CHECK(args.dry_run && args.yes && args.no_color);
	CHECK_INT(OUTPUT_JSON, args.output);
	CHECK_SPAN("P1", args_get(&args.values, "ID"));
	CHECK(!args_has(&args.values, "--reason"));
	arena_free(arena);
}

/* Whatever the table says must be able to work. */
TEST(table_is_sound)
{
	for (size_t i = 0; i < actions_len; i++) {
		const struct action *action = &actions[i];
		bool repeated = false;
		check_row("%s %s", action->noun, action->verb == NULL ? "" : action->verb);
		CHECK(action->run != NULL || action->method != NO_METHOD);
		CHECK(action->run != NULL || action->path != NULL);
		CHECK(action->method != GET || action->view != NULL);
		CHECK(action->says[0] >= 'a' && action->says[0] <= 'z');
		CHECK(action_find(actions, actions_len, action->noun, action->verb) == action);
		CHECK(action->each == NULL ||
			action_find(actions, actions_len, action->noun, action->each) != NULL);
		for (size_t p = 0; p < action->parameters_len; p++) {
			const struct parameter *parameter = &action->parameters[p];
			char in_path[64];
			char column[32];
			parameter_column(parameter, column);
			CHECK(parameter->help != NULL);
			CHECK((parameter->kind == VALUE_WORD) == (parameter->words != NULL));
			CHECK((parameter->place != HERE) == (parameter->member != NULL));
			CHECK(parameter_is_option(parameter) || parameter->required);
			CHECK(!repeated || parameter_is_option(parameter)); /* it takes the rest */
			repeated = repeated ||
				(parameter->repeated && !parameter_is_option(parameter));
			if (parameter->place != IN_PATH)
				continue;
			snprintf(in_path, sizeof(in_path), "{%s}", parameter->member);
			CHECK(strstr(action->path, in_path) != NULL);
		}
	}
}

TEST(imports_have_options)
{
	static const struct ended rows[] = {
		{"award import x.csv --again --after 12 --on 2019-07-01", ARGS_RUN, NULL},
		{"award import x.csv --again=1", ARGS_USAGE, "--again takes no value"},
		{"award import x.csv --after 0", ARGS_USAGE, "it is not a number from 1 up"},
		{"person import x.csv --again", ARGS_USAGE, "there is no option --again"},
	};

	check_ends(rows, ARRAY_LEN(rows));
}
