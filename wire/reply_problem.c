/* application/problem+json (RFC 9457). */
#include "wire/reply_problem.h"

#include <string.h>

#include "base/json.h"

/* What RFC 9457 calls the title: the same for every problem of a code. */
static const struct {
	const char *code, *title;
} titles[] = {
	{"malformed", "The request is malformed"},
	{"key-missing", "The request has no key"},
	{"key-malformed", "The key is malformed"},
	{"not-signed-in", "Not signed in"},
	{"not-your-role", "Not your role"},
	{"cross-site", "Sent by another site"},
	{"media-type", "Not JSON"},
	{"not-found", "Not found"},
	{"method", "Method not allowed"},
	{"key-reused", "The key was used for another request"},
	{"wrong-state", "The state does not allow it"},
	{"exists", "It is there already"},
	{"too-large", "The request is too large"},
	{"invalid", "A value is not valid"},
	{"offer-invalid", "The offer has faults"},
	{"rules-invalid", "The financial rules have faults"},
	{"refused", "Refused by a rule"},
	{"too-many-refusals", "Refused too often"},
	{"unknown", "The outcome is unknown"},
	{"busy", "Busy"},
	{"clock", "Clocks differ"},
	{"unshown", "The reply cannot be shown"},
	{"bug", "A fault of bursar's"},
};

static const char *title_of(const char *code)
{
	for (size_t i = 0; i < ARRAY_LEN(titles); i++) {
		if (strcmp(titles[i].code, code) == 0)
			return titles[i].title;
	}
	UNREACHABLE("a problem has no title");
}

struct json reply_problem_open(struct buf *out, int status, const char *code, struct span detail)
{
	struct buf type = buf_in(out->arena);
	struct json json = {.bytes = *out};

	buf_text(&type, "urn:bursar:problem:");
	buf_text(&type, code);
	/* Not json_open: what stands before is the caller's. */
	buf_char(&json.bytes, '{');
	json_text(&json, "type", buf_done(&type));
	json_word(&json, "title", title_of(code));
	json_int(&json, "status", status);
	json_text(&json, "detail", detail);
	json_word(&json, "code", code);
	return json;
}

static void write_faults(struct json *json, const struct faults *faults)
{
	json_open(json, "faults", '[');
	for (size_t i = 0; i < faults->count; i++) {
		const struct fault *fault = &faults->list[i];
		json_open(json, NULL, '{');
		json_int(json, "line", fault->line);
		json_int(json, "column", fault->column);
		json_word(json, "says", fault->says);
		json_word(json, "remedy", fault->remedy);
		json_close(json, '}');
	}
	json_close(json, ']');
}

int wire_reply_problem(struct buf *out, const struct wire_problem *problem, const char *request_id)
{
	struct json json =
		reply_problem_open(out, problem->status, problem->code, span_of(problem->detail));

	if (problem->where != NULL)
		json_word(&json, "where", problem->where);
	if (problem->remedy != NULL)
		json_word(&json, "remedy", problem->remedy);
	if (problem->faults != NULL)
		write_faults(&json, problem->faults);
	if (request_id != NULL)
		json_word(&json, "request_id", request_id);
	json_close(&json, '}');
	*out = json.bytes;
	return problem->status;
}
