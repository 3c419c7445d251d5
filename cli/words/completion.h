/* The script by which a shell completes bursar's words, made of the table of actions. */
#ifndef BURSAR_CLI_WORDS_COMPLETION_H
#define BURSAR_CLI_WORDS_COMPLETION_H

#include <stddef.h>
#include <stdio.h>

#include "cli/words/action.h"

/* Bash, without need of the bash-completion package. */
void completion_bash(FILE *out, const struct action *table, size_t table_len);
action_run completion_run;

#endif
