/* What the command line makes of an answer: a status on the first line, header lines up to an empty
 * one, a body. Problems are said, other answers shown by every view, whichever they were meant for.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/parse.h"
#include "cli/ask/client.h"
#include "cli/show/problem.h"
#include "cli/show/view.h"
#include "tests/fuzz/fuzz.h"

static void show(const json_t *body, FILE *out)
{
	for (size_t i = 0; i < actions_len; i++) {
		if (actions[i].view == NULL)
			continue;
		view_print(actions[i].view, body, out);
		if (view_is_list(actions[i].view))
			view_print_csv(actions[i].view, body, out);
	}
}

void fuzz_answer(struct span bytes)
{
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct client_answer answer = {.status = 200, .size = -1, .retry_after_s = -1};
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	int64_t status = 0;

	if (parse_int(fuzz_line(&bytes), 100, 599, &status))
		answer.status = (int)status;
	for (struct span line = fuzz_line(&bytes); line.len > 0; line = fuzz_line(&bytes))
		client_header(arena, line, &answer);
	answer.body = span_dup(arena, bytes);
	if (answer.body.at == NULL)
		answer.body = SPAN("");
	if (answer.status >= 300) {
		char code[PROBLEM_CODE_MAX];
		problem_code(answer.body, code);
		problem_print(out, &answer, NULL);
		problem_print(out, &answer, "offer.yaml");
		problem_brief(out, &answer);
	} else {
		json_t *body = json_loadb(answer.body.at, answer.body.len, 0, NULL);
		if (json_is_object(body))
			show(body, out);
		json_decref(body);
	}
	(void)fclose(out);
	/* Nothing of what came in reaches the terminal as a control character. */
	for (size_t i = 0; i < len; i++)
		assert((unsigned char)text[i] >= ' ' || text[i] == '\n' || text[i] == '\r' ||
			text[i] == '\t');
	free(text);
	arena_free(arena);
}
