/* --help at every level, made of the table of actions. */
#ifndef BURSAR_CLI_WORDS_HELP_H
#define BURSAR_CLI_WORDS_HELP_H

#include <stddef.h>
#include <stdio.h>

#include "cli/words/action.h"

struct buf;

/* All nouns. */
void help_all(FILE *out, const struct action *table, size_t table_len);
/* The verbs of one. */
void help_noun(FILE *out, const struct action *table, size_t table_len, const char *noun);
/* One action: how it is written, what it takes. */
void help_action(FILE *out, const struct action *action);
/* "bursar payment list [--state WORD] [--person REF]" */
void help_synopsis(struct buf *out, const struct action *action);

#endif
