#include "cli/run/export.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "cli/ask/request.h"
#include "cli/ask/session.h"
#include "cli/ask/stream.h"
#include "cli/show/problem.h"
#include "cli/show/say.h"
#include "cli/show/sink.h"
#include "render/hledger.h"
#include "verify/rows.h"

enum { HTTP_OK = 200 };

/* Whether a stream came whole; says what is wrong otherwise. */
static enum exit_status check_end(struct session *session, struct stream *stream)
{
	struct client_answer answer;
	const char *why;
	char code[PROBLEM_CODE_MAX];

	(void)session;
	switch (stream_end(stream, &answer, &why)) {
	case CLIENT_ANSWERED:
		break;
	case CLIENT_UNSIGNED:
		say_error("%s", why);
		return EXIT_NOT_YOURS;
	case CLIENT_AWAY:
	case CLIENT_LOST:
	case CLIENT_TOO_LARGE:
		say_error("the export is not whole: %s", why);
		return EXIT_AWAY;
	}
	if (answer.status != HTTP_OK) {
		problem_print(stderr, &answer, NULL);
		problem_code(answer.body, code);
		return exit_of_http(answer.status, code);
	}
	if (answer.size >= 0)
		return EXIT_DONE;
	say_error("the export does not name its size (X-Bursar-Size); is this bursard?");
	return EXIT_FAILED;
}

static enum exit_status copy(struct session *session, struct sink *sink, const char *target)
{
	struct span chunk;
	int64_t bytes = 0;
	struct stream *stream = stream_open(session->arena, &session->profile, target);

	while (ferror(sink->file) == 0 && stream_chunk(stream, &chunk)) {
		say_document(sink->file, chunk, false);
		bytes += (int64_t)chunk.len;
		say_progress("bytes", bytes, 0);
	}
	/* What cannot be written is said once, by whoever closes it. */
	enum exit_status status = ferror(sink->file) != 0 ? EXIT_DONE : check_end(session, stream);
	stream_close(stream);
	return status;
}

static enum exit_status bad_line(struct span line)
{
	say_error("a line of the export is not of its form: %.*s", SPAN_ARG(line));
	return EXIT_FAILED;
}

static enum exit_status take_balances(
	struct session *session, struct hledger *hledger, int64_t *ret_size)
{
	struct span line;
	enum exit_status status = EXIT_DONE;
	struct stream *stream =
		stream_open(session->arena, &session->profile, "/v1/export/balances?format=jsonl");

	while (status == EXIT_DONE && stream_line(stream, &line)) {
		struct row_balance row;
		json_t *object = row_load(line);
		if (object == NULL || !row_read_balance(object, &row) ||
			!hledger_balance(hledger, &row))
			status = bad_line(line);
		json_decref(object);
	}
	if (status == EXIT_DONE)
		status = check_end(session, stream);
	*ret_size = hledger_size(hledger) >= 0 ? hledger_size(hledger) : stream_size(stream);
	stream_close(stream);
	return status;
}

static enum exit_status take_transfers(
	struct session *session, struct hledger *hledger, struct sink *sink, const char *target)
{
	struct span line;
	enum exit_status status = EXIT_DONE;
	struct stream *stream = stream_open(session->arena, &session->profile, target);

	while (status == EXIT_DONE && ferror(sink->file) == 0 && stream_line(stream, &line)) {
		struct row_transfer row;
		json_t *object = row_load(line);
		if (object == NULL || !row_read_transfer(object, &row)) {
			status = bad_line(line);
		} else {
			hledger_transfer(hledger, &row);
			say_document(sink->file, hledger_text(hledger), false);
			say_progress("events", row.event + 1, stream_size(stream));
		}
		json_decref(object);
	}
	if (status == EXIT_DONE && ferror(sink->file) == 0)
		status = check_end(session, stream);
	stream_close(stream);
	return status;
}

/* Balances first: they name the head at which the ledger is then read. */
static enum exit_status journal(struct session *session, struct sink *sink, const char *target)
{
	const struct arg_list *values = &session->args->values;
	int64_t size = -1;
	struct hledger *hledger = hledger_new(
		session->arena, args_get(values, "--from").at, args_get(values, "--to").at);
	enum exit_status status = take_balances(session, hledger, &size);

	if (status != EXIT_DONE)
		return status;
	hledger_begin(hledger, size);
	say_document(sink->file, hledger_text(hledger), false);
	target = arena_printf(session->arena, "%s%cformat=jsonl&size=%" PRId64, target,
		strchr(target, '?') == NULL ? '?' : '&', size);
	status = take_transfers(session, hledger, sink, target);
	if (status == EXIT_DONE) {
		hledger_end(hledger);
		say_document(sink->file, hledger_text(hledger), false);
	}
	return status;
}

static const char *format_of(const struct session *session)
{
	const struct action *action = session->args->action;
	struct span typed = args_get(&session->args->values, "--format");

	for (size_t i = 0; typed.at == NULL && i < action->parameters_len; i++) {
		if (strcmp(action->parameters[i].name, "--format") == 0)
			return action->parameters[i].words[0];
	}
	return typed.at;
}

enum exit_status export_run(struct session *session)
{
	struct sink sink;
	struct request request;
	const struct args *args = session->args;
	const char *format = format_of(session);
	enum exit_status status = session_sign_in(session);

	if (status != EXIT_DONE)
		return status;
	if (request_build(session->arena, args->action, &args->values, false, &request) != NULL)
		UNREACHABLE("an export has no file to send");
	if (!sink_open(session->arena, args_get(&args->values, "--out").at, &sink))
		return EXIT_FAILED;
	const char *target = request.target.at;
	if (strcmp(format, "hledger") == 0) {
		status = journal(session, &sink, target);
	} else {
		target = arena_printf(session->arena, "%s%cformat=%s", target,
			strchr(target, '?') == NULL ? '?' : '&', format);
		status = copy(session, &sink, target);
	}
	say_progress_end();
	return sink_close(&sink, status);
}
