/* Speaking to whoever sits at the terminal. In what others wrote is '?' for control characters,
 * invisible ones and those that change the direction of writing (base/text.h). */
#ifndef BURSAR_CLI_SHOW_SAY_H
#define BURSAR_CLI_SHOW_SAY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/cc.h"
#include "base/span.h"

enum say_colour { SAY_BAD, SAY_GOOD, SAY_HEADING };

/* Character type by the environment, or UTF-8; colours unless no_color or NO_COLOR says otherwise.
 */
void say_begin(bool no_color);
/* "bursar: …\n" to stderr. */
void say_error(const char *format, ...) PRINTF(1, 2);
/* Text of others, made harmless, in one line. */
void say_clean(FILE *out, struct span text);
/* With the line end. */
void say_line(FILE *out, const char *text);
/* Of several lines, with those of its own line ends alone. */
void say_lines(FILE *out, struct span text);
/* A document as it is; on a terminal, harmless: JSON by its own escapes, so that it stays the same
 * document. */
void say_document(FILE *out, struct span text, bool json);
/* In colour where out is a terminal. */
void say_coloured(FILE *out, enum say_colour colour, const char *text);
/* "label: done of total" on stderr, over the line before, ten times a second at most and on a
 * terminal alone. total 0: not known. */
void say_progress(const char *label, int64_t done, int64_t total);
/* Removes it. */
void say_progress_end(void);
/* Whether all that was printed on standard output is out. If not, errno tells why, and what is
 * printed from then on goes nowhere. */
MUST_CHECK bool say_written(void);
/* Whether there is a terminal to ask on. */
bool say_can_ask(void);
/* Asks there: true for y or yes. */
bool say_ask(const char *question);

#endif
