/*
 * What bursar can do, as data. One table of actions (actions.c) feeds parsing, --help, completion,
 * the requests and the columns of import files. What records is in it by its sheet (core/sheet.h);
 * the rest is a row and its parameters.
 */
#ifndef BURSAR_CLI_WORDS_ACTION_H
#define BURSAR_CLI_WORDS_ACTION_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/exit.h"

struct session;
struct view;

enum value_kind {
	VALUE_TEXT,
	VALUE_REF,
	VALUE_CODE, /* of an entitlement or a fund */
	VALUE_FACT,
	VALUE_AMOUNT, /* sent as pence */
	VALUE_DATE,
	VALUE_YEAR,
	VALUE_PAYMENT,
	VALUE_NUMBER,
	VALUE_UUID,
	VALUE_CATEGORY,
	VALUE_EVERY,
	VALUE_ROLE,
	VALUE_EVENT,    /* the number of an event */
	VALUE_WORD,     /* one of words */
	VALUE_FILE,     /* a path, for the action's own code */
	VALUE_DOCUMENT, /* a path; the file's text is sent */
	VALUE_URL,
	VALUE_NAME, /* of a profile */
	VALUE_FLAG  /* an option without value */
};

enum place {
	IN_BODY,
	IN_PATH, /* at {member} of the action's path */
	IN_QUERY,
	HERE /* for the command line itself */
};

struct parameter {
	const char *name; /* "REF"; an option's begins with "--" */
	enum value_kind kind;
	enum place place;
	const char *member; /* of path, body or query */
	const char *help;
	bool required;
	bool repeated;            /* may be given several times */
	bool once;                /* no two lines of an import have the same */
	char letter;              /* of an option's short form, 0 if none */
	const char *const *words; /* of VALUE_WORD, ends with NULL */
	size_t bytes_max;         /* of VALUE_TEXT and VALUE_REF, 0 if any */
};

enum method {
	NO_METHOD, /* own code */
	GET,
	POST
};

/* Bits. */
enum output { OUTPUT_TABLE = 1, OUTPUT_JSON = 2, OUTPUT_CSV = 4 };

typedef enum exit_status action_run(struct session *session);

struct action {
	const char *noun;
	const char *verb; /* NULL: the noun is all */
	const char *says; /* what it does, for help: lower case, no full stop */
	const struct parameter *parameters;
	size_t parameters_len;
	enum method method;
	const char *path;
	/* How a GET's answer is shown. A POST's answer shows its own sentence. */
	const struct view *view;
	/* Own code; NULL: the request is sent and its answer shown. */
	action_run *run;
	/* Asked on a terminal before anything is sent, {NAME} replaced by what was typed; NULL:
	 * not. */
	const char *question;
	unsigned outputs; /* OUTPUT_ bits; 0: what action_outputs finds by the view */
	const char *word; /* of a command, by its sheet */
	/* Of an import: the verb of the same noun whose request is sent for each line. */
	const char *each;
};

/* Records by one POST an item: takes --key. */
bool action_records(const struct action *action);
bool action_takes_dry_run(const struct action *action);
/* What -o may ask for. */
unsigned action_outputs(const struct action *action);
/* NULL if there is none. verb may be NULL. */
const struct action *action_find(
	const struct action *list, size_t list_len, const char *noun, const char *verb);
bool parameter_is_option(const struct parameter *parameter);
/* What may be given where it is one of some words, NULL behind the last; NULL: anything may. */
const char *const *parameter_words(const struct parameter *parameter);
/* The name of a parameter as a column of an import file: "--from" and "REF" are from and ref. */
void parameter_column(const struct parameter *parameter, char ret_name[32]);

/* The real table. */
extern const struct action actions[];
extern const size_t actions_len;

/* Options every command takes; the indices of global_options. */
enum global_option {
	GLOBAL_OUTPUT,
	GLOBAL_PROFILE,
	GLOBAL_SERVER,
	GLOBAL_KEY,
	GLOBAL_DRY_RUN,
	GLOBAL_YES,
	GLOBAL_NO_COLOR,
	GLOBAL_HELP,
	GLOBAL_VERSION,
	GLOBAL_OPTIONS
};

extern const struct parameter global_options[GLOBAL_OPTIONS];

#endif
