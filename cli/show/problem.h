/* What the daemon says when it says no: application/problem+json (RFC 9457; docs/http.md, "Refused,
 * and other errors"). */
#ifndef BURSAR_CLI_SHOW_PROBLEM_H
#define BURSAR_CLI_SHOW_PROBLEM_H

#include <stdio.h>

#include "base/span.h"

struct client_answer;

enum { PROBLEM_CODE_MAX = 64 };

/* The problem's code, "" if the body is none. */
void problem_code(struct span body, char ret_code[PROBLEM_CODE_MAX]);
/* For people. A refusal: its heading, each reason, the offer's line. Else "bursar: …" with place
 * and remedy. document: the file that faults of an offer are in, or NULL. */
void problem_print(FILE *out, const struct client_answer *answer, const char *document);
/* The same in one line, without a line end: for lists of what went wrong. */
void problem_brief(FILE *out, const struct client_answer *answer);

#endif
