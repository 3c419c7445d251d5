/* Where a reply cannot be shown: what is sure is said in words. */
#include "wire/reply_unshown.h"

#include "base/arena.h"
#include "wire/reply_problem.h"

void reply_recorded(struct json *json, const struct outcome *outcome)
{
	int64_t number;

	json_bool(json, "recorded", outcome->recorded);
	if (outcome->recorded && json_get_int(outcome->event, "n", &number))
		json_int(json, "event", number);
	else
		json_null(json, "event");
}

/* "This is recorded as event 17, but its reply cannot be shown: its member amount is not …. Nothing
 * needs to be sent again." */
static const char *detail(
	struct arena *arena, const struct outcome *outcome, const char *what, const char *trouble)
{
	const char *word = outcome->kind == OUTCOME_REFUSED ? "refused by a rule" : "recorded";
	int64_t number;

	if (!outcome->recorded)
		return arena_printf(arena, "This would be %s, but %s cannot be shown: %s.", word,
			what, trouble);
	if (!json_get_int(outcome->event, "n", &number))
		return arena_printf(arena,
			"This is %s, but %s cannot be shown: %s. Nothing needs to be sent again.",
			word, what, trouble);
	return arena_printf(arena,
		"This is %s, as event %lld, but %s cannot be shown: %s. Nothing needs to be sent "
		"again.",
		word, (long long)number, what, trouble);
}

static void end(struct buf *out, struct json *json, const struct outcome *outcome)
{
	json_bool(json, "shown", false);
	if (outcome->replayed)
		json_bool(json, "replayed", true);
	json_close(json, '}');
	*out = json->bytes;
}

static int looked(struct buf *out, const char *trouble)
{
	struct wire_problem problem = {.status = 500,
		.code = "unshown",
		.detail = arena_printf(out->arena, "The reply cannot be shown: %s.", trouble),
		.remedy = "Tell whoever runs bursar; nothing was changed by asking."};

	return wire_reply_problem(out, &problem, NULL);
}

int reply_unshown(struct buf *out, const struct outcome *outcome, const char *trouble)
{
	struct json json = {.bytes = *out};

	if (outcome->kind != OUTCOME_RECORDED && outcome->kind != OUTCOME_REFUSED)
		return looked(out, trouble);
	if (outcome->kind == OUTCOME_REFUSED) {
		json = reply_problem_open(out, 422, "refused",
			span_of(detail(out->arena, outcome, "its reasons", trouble)));
		reply_recorded(&json, outcome);
		json_open(&json, "reasons", '[');
		json_close(&json, ']');
		end(out, &json, outcome);
		return 422;
	}
	buf_char(&json.bytes, '{');
	reply_recorded(&json, outcome);
	json_word(&json, "says", detail(out->arena, outcome, "its reply", trouble));
	end(out, &json, outcome);
	return outcome->recorded ? 201 : 200;
}
