#include "cli/show/problem.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdbool.h>
#include <string.h>

#include "cli/ask/client.h"
#include "cli/show/say.h"
#include "cli/show/view.h"

static json_t *load(struct span body)
{
	json_error_t error;

	return body.len == 0 ? NULL : json_loadb(body.at, body.len, JSON_REJECT_DUPLICATES, &error);
}

/* A text member by its path; NULL if there is none. */
static const char *text(const json_t *object, const char *path)
{
	return json_string_value(view_member(object, path));
}

void problem_code(struct span body, char ret_code[PROBLEM_CODE_MAX])
{
	ret_code[0] = '\0';
	/* An answer that is not about a problem may be large; its code would be another thing. */
	json_t *problem = load(body);
	const char *code = text(problem, "code");
	if (code != NULL && strlen(code) < PROBLEM_CODE_MAX)
		memcpy(ret_code, code, strlen(code) + 1);
	json_decref(problem);
}

static void clean(FILE *out, const char *words)
{
	say_clean(out, span_of(words));
}

static bool is_refusal(const json_t *problem)
{
	return json_array_size(json_object_get(problem, "reasons")) > 0;
}

/* The line's name; NULL if no line decided, as where the offer lacks it. */
static const char *refused_what(const json_t *problem)
{
	const char *name = text(problem, "offer.name");

	return name != NULL ? name : text(problem, "offer.line");
}

static void print_offer(FILE *out, const json_t *problem)
{
	const json_t *version = view_member(problem, "offer.version");
	const char *says = text(problem, "offer.says");
	const char *source = text(problem, "offer.source");

	if (says == NULL && source == NULL)
		return;
	fputs("  The offer", out);
	if (json_is_integer(version))
		fprintf(out, " (version %" JSON_INTEGER_FORMAT ")", json_integer_value(version));
	fputs(":", out);
	if (says != NULL) {
		fputc(' ', out);
		clean(out, says);
	}
	if (source != NULL) {
		fputs(" [", out);
		clean(out, source);
		fputc(']', out);
	}
	fputc('\n', out);
}

static void print_refusal(FILE *out, const json_t *problem)
{
	size_t i;
	const json_t *reason;
	const json_t *event = json_object_get(problem, "event");
	const char *what = refused_what(problem);

	say_coloured(out, SAY_BAD, what == NULL ? "Refused" : "Refused:");
	if (what != NULL) {
		fputc(' ', out);
		clean(out, what);
	}
	if (json_is_integer(event))
		fprintf(out, " (event %" JSON_INTEGER_FORMAT ")", json_integer_value(event));
	else if (json_is_false(json_object_get(problem, "recorded")))
		fputs(" (dry run)", out);
	fputc('\n', out);
	json_array_foreach(json_object_get(problem, "reasons"), i, reason)
	{
		const char *code = text(reason, "code");
		const char *says = text(reason, "says");
		fputs("  ", out);
		clean(out, says != NULL ? says : code);
		if (says != NULL && code != NULL) {
			fputs(" (", out);
			clean(out, code);
			fputc(')', out);
		}
		fputc('\n', out);
	}
	print_offer(out, problem);
}

static void print_faults(FILE *out, const json_t *faults, const char *document)
{
	size_t i;
	const json_t *fault;

	json_array_foreach(faults, i, fault)
	{
		const char *remedy = text(fault, "remedy");
		clean(out, document);
		fprintf(out, ":%" JSON_INTEGER_FORMAT ":%" JSON_INTEGER_FORMAT ": ",
			json_integer_value(json_object_get(fault, "line")),
			json_integer_value(json_object_get(fault, "column")));
		clean(out, text(fault, "says"));
		if (remedy != NULL) {
			fputs("; ", out);
			clean(out, remedy);
		}
		fputc('\n', out);
	}
}

/* "detail remedy (code at /amount_pence)" */
static void print_sentence(FILE *out, const json_t *problem, int status)
{
	const char *detail = text(problem, "detail");
	const char *code = text(problem, "code");
	const char *where = text(problem, "where");
	const char *remedy = text(problem, "remedy");

	if (detail == NULL)
		detail = text(problem, "title");
	if (detail == NULL)
		fprintf(out, "the daemon answered %d without a reason", status);
	else
		clean(out, detail);
	if (remedy != NULL) {
		fputc(' ', out);
		clean(out, remedy);
	}
	if (code == NULL)
		return;
	fputs(" (", out);
	clean(out, code);
	if (where != NULL) {
		fputs(" at ", out);
		clean(out, where);
	}
	fputc(')', out);
}

void problem_print(FILE *out, const struct client_answer *answer, const char *document)
{
	json_t *problem = load(answer->body);
	const char *request_id = text(problem, "request_id");

	fflush(stdout);
	say_progress_end();
	if (is_refusal(problem)) {
		print_refusal(out, problem);
		json_decref(problem);
		return;
	}
	if (document != NULL)
		print_faults(out, json_object_get(problem, "faults"), document);
	fputs("bursar: ", out);
	print_sentence(out, problem, answer->status);
	if (answer->status >= 500 && request_id != NULL) {
		fputs("; request ", out);
		clean(out, request_id);
	}
	fputc('\n', out);
	json_decref(problem);
}

void problem_brief(FILE *out, const struct client_answer *answer)
{
	size_t i;
	const json_t *reason;
	json_t *problem = load(answer->body);

	if (!is_refusal(problem)) {
		print_sentence(out, problem, answer->status);
		json_decref(problem);
		return;
	}
	json_array_foreach(json_object_get(problem, "reasons"), i, reason)
	{
		fputs(i > 0 ? "; " : "", out);
		clean(out, text(reason, "says"));
		fputs(" (", out);
		clean(out, text(reason, "code"));
		fputc(')', out);
	}
	json_decref(problem);
}
