#include "cli/show/tally.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "core/money.h"

void tally_done(struct tally *tally, struct arena *arena, struct span body)
{
	json_error_t error;
	json_t *answer = json_loadb(body.at, body.len, JSON_REJECT_DUPLICATES, &error);
	const char *state = json_string_value(json_object_get(answer, "state"));
	struct tally_state *to = NULL;

	/* What is recorded and cannot be shown has no state. */
	if (state == NULL)
		state = "recorded";
	for (size_t i = 0; i < TALLY_STATES_MAX && to == NULL; i++)
		if (tally->states[i].state == NULL || strcmp(tally->states[i].state, state) == 0)
			to = &tally->states[i];
	if (to == NULL)
		to = &tally->states[TALLY_STATES_MAX - 1];
	if (to->state == NULL)
		to->state = arena_strndup(arena, state, strlen(state));
	to->count++;
	to->pence += json_integer_value(json_object_get(answer, "amount_pence"));
	json_decref(answer);
}

static void add(struct buf *line, int64_t count, const char *what)
{
	if (count > 0)
		buf_printf(line, "%s%" PRId64 " %s", line->len > 0 ? "; " : "", count, what);
}

void tally_print(const struct tally *tally, FILE *out)
{
	struct arena *arena = arena_new(4096);
	struct buf line = buf_in(arena);

	for (size_t i = 0; i < TALLY_STATES_MAX; i++) {
		if (tally->states[i].state == NULL)
			continue;
		add(&line, tally->states[i].count, tally->states[i].state);
		buf_text(&line, ", ");
		money_print(&line, tally->states[i].pence);
	}
	add(&line, tally->refused, "refused");
	add(&line, tally->failed, "not done");
	add(&line, tally->untried, "not tried");
	(void)fprintf(out, "%s\n", buf_cstr(&line));
	arena_free(arena);
}
