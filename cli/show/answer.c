#include "cli/show/answer.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/ask/call.h"
#include "cli/ask/request.h"
#include "cli/ask/session.h"
#include "cli/show/problem.h"
#include "cli/show/say.h"
#include "cli/show/tally.h"
#include "cli/show/view.h"
#include "core/money.h"

static void print_body(struct span body)
{
	say_document(stdout, body, true);
	if (body.len == 0 || body.at[body.len - 1] != '\n')
		fputc('\n', stdout);
}

/* A word as a shell takes it back. */
static void quote(struct buf *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._/:=,@%+";

	if (word[0] != '\0' && strspn(word, plain) == strlen(word)) {
		buf_text(out, word);
		return;
	}
	buf_char(out, '\'');
	for (; *word != '\0'; word++) {
		if (*word == '\'')
			buf_text(out, "'\\''");
		else
			buf_char(out, *word);
	}
	buf_char(out, '\'');
}

/* The command line that repeats one item: the others are left out. */
static const char *repeat_line(
	struct session *session, const struct arg_list *item, struct uuid key)
{
	const struct args *args = session->args;
	char key_text[UUID_TEXT + 1];
	struct buf line = buf_in(session->arena);

	uuid_format(key, key_text);
	buf_text(&line, "bursar");
	for (int at = 1; at < args->argc; at++) {
		bool other = false;
		for (size_t i = 0; i < args->values.len; i++)
			other = other || args->values.at[i].at == at;
		for (size_t i = 0; i < item->len; i++)
			other = other && item->at[i].at != at;
		if (other)
			continue;
		buf_char(&line, ' ');
		quote(&line, args->argv[at]);
	}
	if (args->key.at == NULL)
		buf_printf(&line, " --key %s", key_text);
	return buf_cstr(&line);
}

static void say_unanswered(struct session *session, const struct call *call,
	const struct arg_list *item, struct uuid key)
{
	if (!call->unknown) {
		say_error("%s", call->why);
		return;
	}
	say_error("it may or may not have been recorded: %s\n"
		  "Ask again with the same key, nothing is then done twice:\n  %s",
		call->why, repeat_line(session, item, key));
}

/* What was recorded is said on the other output, with what gives the answer again. */
static enum exit_status say_unwritten(struct session *session, const struct call *call,
	const struct arg_list *item, struct uuid key)
{
	json_error_t error;
	const char *why = strerror(errno);
	struct span body = call->answer.body;
	json_t *answer = json_loadb(body.at, body.len, JSON_REJECT_DUPLICATES, &error);
	const char *says = json_string_value(json_object_get(answer, "says"));

	say_error("it was done, but standard output cannot be written (%s):\n  %s\n"
		  "Ask again with the same key for the whole answer, nothing is then done "
		  "twice:\n  %s",
		why, says != NULL ? says : "the answer is a refusal",
		repeat_line(session, item, key));
	json_decref(answer);
	return EXIT_AWAY;
}

static const char *document_of(const struct arg_list *values)
{
	for (size_t i = 0; i < values->len; i++) {
		if (values->at[i].parameter->kind == VALUE_DOCUMENT)
			return values->at[i].text.at;
	}
	return NULL;
}

static enum exit_status show_problem(
	const struct session *session, const struct call *call, const struct arg_list *item)
{
	if (session->args->output == OUTPUT_JSON)
		print_body(call->answer.body);
	else
		problem_print(stderr, &call->answer, document_of(item));
	return call_exit(call);
}

static bool is_done(const struct call *call)
{
	return call->end == CLIENT_ANSWERED && exit_of_http(call->answer.status, "") == EXIT_DONE;
}

static json_t *load(struct span body)
{
	json_error_t error;
	json_t *answer = json_loadb(body.at, body.len, JSON_REJECT_DUPLICATES, &error);

	if (answer == NULL)
		say_error("the daemon's answer is not JSON: %s; is this bursard?", error.text);
	return answer;
}

static enum exit_status show_recorded(const struct session *session, const struct call *call)
{
	if (session->args->output == OUTPUT_JSON) {
		print_body(call->answer.body);
		return EXIT_DONE;
	}
	json_t *answer = load(call->answer.body);
	if (answer == NULL)
		return EXIT_FAILED;
	const char *says = json_string_value(json_object_get(answer, "says"));
	if (json_is_false(json_object_get(answer, "recorded")))
		fputs("Dry run: ", stdout);
	say_clean(stdout, span_of(says != NULL ? says : "Recorded."));
	bool before = json_is_true(json_object_get(answer, "replayed")) && !call->again;
	fputs(before ? " (recorded before)\n" : "\n", stdout);
	json_decref(answer);
	return EXIT_DONE;
}

/* Rows of a further page join those of the first; what either leaves out is said once. */
static bool join_page(json_t *first, json_t *page, const char *member)
{
	json_t *rows = json_object_get(first, member);
	json_t *more = json_object_get(page, member);
	json_t *left_out = json_object_get(json_object_get(page, "more"), member);

	if (json_is_string(left_out))
		json_object_set(first, "more", json_object_get(page, "more"));
	return json_is_array(rows) && json_is_array(more) && json_array_extend(rows, more) == 0;
}

static enum exit_status show_failure(
	const struct session *session, const struct call *call, const struct arg_list *item)
{
	if (call->end == CLIENT_ANSWERED)
		return show_problem(session, call, item);
	say_error("%s", call->why);
	return call_exit(call);
}

/* Takes a page into *answer (NULL before the first). */
static bool take_page(struct session *session, const struct call *call, json_t **answer)
{
	const struct view *view = session->args->action->view;
	json_t *page = load(call->answer.body);

	if (page == NULL)
		return false;
	if (session->args->output == OUTPUT_JSON)
		print_body(call->answer.body);
	if (*answer == NULL) {
		*answer = page;
		return true;
	}
	bool joined = join_page(*answer, page, view->sections[0].member);
	json_decref(page);
	if (!joined)
		say_error("a page of the daemon's answer is not a list; is this bursard?");
	return joined;
}

static enum exit_status show_read(struct session *session, struct call call)
{
	const struct args *args = session->args;
	const struct view *view = args->action->view;
	json_t *answer = NULL;

	for (;;) {
		if (!is_done(&call) || !take_page(session, &call, &answer)) {
			json_decref(answer);
			return is_done(&call) ? EXIT_FAILED
					      : show_failure(session, &call, &args->values);
		}
		if (call.answer.next.at == NULL || !view_is_list(view))
			break;
		const struct request next = {.target = call.answer.next};
		call = call_once(session->client, session->arena, GET, &next);
	}
	if (args->output == OUTPUT_CSV) {
		view_print_csv(view, answer, stdout);
		view_print_more(view, answer, stderr);
	} else if (args->output == OUTPUT_TABLE) {
		view_print(view, answer, stdout);
	}
	json_decref(answer);
	return EXIT_DONE;
}

static void count(struct tally *tally, struct session *session, const struct call *call)
{
	if (is_done(call))
		tally_done(tally, session->arena, call->answer.body);
	else if (call->end == CLIENT_ANSWERED &&
		(call_exit(call) == EXIT_REFUSED || call_exit(call) == EXIT_CONFLICT))
		tally->refused++;
	else
		tally->failed++;
}

/* tally: of many; NULL: it is the only one. */
static enum exit_status run_item(
	struct session *session, const struct arg_list *item, struct tally *tally)
{
	const struct args *args = session->args;
	const struct action *action = args->action;
	struct request request;
	struct uuid key = call_key();
	const char *wrong = request_build(session->arena, action, item, args->dry_run, &request);

	if (wrong != NULL) {
		say_error("%s", wrong);
		return EXIT_FAILED;
	}
	if (args->key.at != NULL && !uuid_parse(args->key, &key))
		UNREACHABLE("a key that was not checked");
	struct call call = action->method == POST && !args->dry_run
		? call_recording(
			  session->client, session->arena, &request, (struct call_key){.uuid = key})
		: call_once(session->client, session->arena, action->method, &request);
	if (action->method == GET)
		return show_read(session, call);
	enum exit_status status = call_exit(&call);
	if (tally != NULL)
		count(tally, session, &call);
	if (is_done(&call))
		status = show_recorded(session, &call);
	else if (call.end == CLIENT_ANSWERED)
		show_problem(session, &call, item);
	if (call.end != CLIENT_ANSWERED || call.unknown)
		say_unanswered(session, &call, item, key);
	else if (!args->dry_run && !say_written())
		status = say_unwritten(session, &call, item, key);
	return status;
}

/* Amounts as they are understood. */
static void add_typed(struct buf *out, const struct arg *arg)
{
	int64_t pence;

	if (arg->parameter->kind == VALUE_AMOUNT && money_parse(arg->text, &pence) == NULL)
		money_print(out, pence);
	else
		buf_span(out, arg->text);
}

/* The question with {NAME} replaced by every value typed for it. */
static const char *question_of(struct session *session)
{
	const struct arg_list *values = &session->args->values;
	const char *rest = session->args->action->question;
	struct buf text = buf_in(session->arena);

	while (*rest != '\0') {
		size_t len = strcspn(rest, "{");
		buf_add(&text, rest, len);
		rest += len;
		if (*rest == '\0')
			break;
		size_t name = strcspn(rest, "}");
		const struct span wanted = {rest + 1, name - 1};
		const char *mark = "";
		for (size_t i = 0; i < values->len; i++) {
			if (!span_is(wanted, values->at[i].parameter->name))
				continue;
			buf_text(&text, mark);
			add_typed(&text, &values->at[i]);
			mark = ", ";
		}
		rest += name + 1;
	}
	return buf_cstr(&text);
}

static bool is_item(const struct arg *arg)
{
	return arg->parameter->repeated && !parameter_is_option(arg->parameter);
}

static int64_t items_of(const struct arg_list *values)
{
	int64_t items = 0;

	for (size_t i = 0; i < values->len; i++)
		items += is_item(&values->at[i]);
	return items;
}

/* The i-th value, and all that are no items. */
static struct arg_list with_item(struct arena *arena, const struct arg_list *values, size_t i)
{
	struct arg_list item = {ARENA_ARRAY(arena, struct arg, values->len), 0};

	for (size_t other = 0; other < values->len; other++) {
		if (other == i || !is_item(&values->at[other]))
			item.at[item.len++] = values->at[other];
	}
	return item;
}

/* One request for each value of a positional that may be repeated, with all other values. */
static enum exit_status run_items(struct session *session)
{
	const struct arg_list *values = &session->args->values;
	enum exit_status worst = EXIT_DONE;
	struct tally tally = {.untried = 0};
	int64_t items = items_of(values);

	tally.untried = items;
	for (size_t i = 0; i < values->len; i++) {
		if (!is_item(&values->at[i]))
			continue;
		struct arg_list item = with_item(session->arena, values, i);
		enum exit_status status = run_item(session, &item, &tally);
		tally.untried--;
		worst = exit_worse(worst, status);
		if (status == EXIT_AWAY || status == EXIT_NOT_YOURS)
			break;
	}
	if (items > 1 && session->args->output != OUTPUT_JSON && worst != EXIT_NOT_YOURS) {
		fputs(session->args->dry_run ? "Dry run: " : "", stdout);
		tally_print(&tally, stdout);
	}
	return worst;
}

enum exit_status answer_run(struct session *session)
{
	const struct args *args = session->args;
	bool asks = args->action->question != NULL && !args->yes && !args->dry_run;

	if (asks && !say_can_ask()) {
		say_error("%s %s asks before it does this, and there is no terminal to ask on; "
			  "give -y if it is meant",
			args->action->noun, args->action->verb);
		return EXIT_USAGE;
	}
	enum exit_status status = session_sign_in(session);
	if (status != EXIT_DONE)
		return status;
	if (asks && !say_ask(question_of(session))) {
		say_error("cancelled: nothing was sent");
		return EXIT_CANCELLED;
	}
	for (size_t i = 0; i < args->values.len; i++) {
		if (is_item(&args->values.at[i]))
			return run_items(session);
	}
	return run_item(session, &args->values, NULL);
}
