#include "cli/run/lines.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/parse.h"
#include "cli/ask/call.h"
#include "cli/ask/request.h"
#include "cli/ask/session.h"
#include "cli/show/problem.h"
#include "cli/show/say.h"

enum { ROW_ARENA_BYTES = 512 * 1024 * 1024, NAMES_MAX = 8 };

/* What one or several lines say. */
struct told {
	int64_t n; /* of the last of them */
};

/* What sending carries along. */
struct import {
	struct session *session;
	const struct action *each;
	const struct import_header *header;
	const char *path;
	struct arena *arena; /* of one line */
	struct map told;     /* by statement */
	bool dry_run, again, sending;
	int64_t after;    /* keys of later events are this import's own */
	int64_t greatest; /* event of a key known before */
	int64_t recorded, already, refused, refused_before, alike;
	VEC(struct span) names; /* of who recorded what is already there */
	FILE *notes;            /* in memory: lines that were refused, or should be looked at */
	enum exit_status worst;
	bool stopped;
};

/* A line, ready to be sent. */
struct line {
	int number;
	struct request request;
	struct span statement;
};

static struct line line_of(struct import *import, const struct csv_record *record, bool dry_run)
{
	struct line line = {.number = record->line};
	struct arg_list values = import_values(import->arena, import->header, record);

	if (request_build(import->arena, import->each, &values, dry_run, &line.request) != NULL)
		UNREACHABLE("an import's lines name no files");
	line.statement = import_statement(import->arena, import->each, &values);
	return line;
}

static struct call_key key_of(const struct import *import, const struct line *line, int64_t n)
{
	return (struct call_key){import_key(import->each->word, line->statement, n), true};
}

static json_t *load(const struct call *call)
{
	json_error_t error;
	struct span body = call->answer.body;

	return json_loadb(body.at, body.len, JSON_REJECT_DUPLICATES, &error);
}

/* The event of a key that was used before this import; -1 if it was not. */
static int64_t known_event(const struct import *import, const struct call *call)
{
	if (call->end != CLIENT_ANSWERED)
		return -1;
	json_t *answer = load(call);
	bool known = json_is_true(json_object_get(answer, "replayed")) && !call->again;
	int64_t event = known ? json_integer_value(json_object_get(answer, "event")) : -1;
	json_decref(answer);
	return event > import->after ? -1 : event;
}

static const char *how_to_go_on(const struct import *import)
{
	if (!import->sending)
		return "nothing was sent; run the same command again";
	if (import->again && import->greatest > 0)
		return arena_printf(import->session->arena,
			"run the same command again with --again --after %" PRId64
			" to go on, nothing is then recorded twice",
			import->greatest);
	if (import->again)
		return "run the same command again without --again to go on, nothing is recorded "
		       "twice";
	return "run the same command again to go on, nothing is recorded twice";
}

static void say_stopped(const struct import *import, int line)
{
	say_error("%s: stopped at line %d; %s", import->path, line, how_to_go_on(import));
}

/* Nothing more can be sent. */
static bool stops(struct import *import, const struct call *call, int line)
{
	enum exit_status status = call_exit(call);

	import->stopped =
		call->end != CLIENT_ANSWERED || status == EXIT_AWAY || status == EXIT_NOT_YOURS;
	if (!import->stopped)
		return false;
	import->worst = exit_worse(import->worst, status);
	if (call->end == CLIENT_ANSWERED)
		problem_print(stderr, &call->answer, NULL);
	else
		say_error("%s", call->why);
	say_stopped(import, line);
	return true;
}

static struct told *told_of(struct import *import, struct span statement)
{
	struct arena *arena = import->session->arena;
	struct told *told = map_get(&import->told, statement);

	if (told == NULL) {
		told = ARENA_NEW(arena, struct told);
		map_put(&import->told, span_dup(arena, statement), told);
	}
	return told;
}

/* Sets n of what a line says behind the keys known. */
static void ask_line(struct import *import, const struct csv_record *record)
{
	struct line line = line_of(import, record, true);

	if (map_get(&import->told, line.statement) != NULL)
		return;
	struct told *told = told_of(import, line.statement);
	for (;;) {
		struct call call = call_asking(import->session->client, import->arena,
			&line.request, key_of(import, &line, told->n + 1));
		if (stops(import, &call, line.number))
			return;
		int64_t event = known_event(import, &call);
		if (event < 0)
			return;
		import->greatest = event > import->greatest ? event : import->greatest;
		told->n++;
	}
}

static void keep_name(struct import *import, const json_t *answer)
{
	struct arena *arena = import->session->arena;
	const json_t *first = json_object_get(answer, "first_by");
	struct span name = span_of(json_string_value(json_object_get(first, "name")));

	if (name.at == NULL || import->names.len == NAMES_MAX)
		return;
	for (size_t i = 0; i < import->names.len; i++) {
		if (span_eq(import->names.at[i], name))
			return;
	}
	*VEC_PUSH(arena, &import->names) = span_dup(arena, name);
}

/* Whether what was printed is out; says it otherwise, since lines were recorded. */
static bool written(struct import *import)
{
	if (say_written())
		return true;
	say_error("standard output cannot be written: %s", strerror(errno));
	import->worst = exit_worse(import->worst, import->dry_run ? EXIT_FAILED : EXIT_AWAY);
	return false;
}

/* Who may be somebody who is there already. */
static void note_alike(struct import *import, const json_t *answer, int line)
{
	const char *alike = json_string_value(json_object_get(answer, "alike"));

	if (alike != NULL)
		fprintf(import->notes,
			"%s:%d: recorded; somebody of the same name and birth date is there "
			"already: %s\n",
			import->path, line, alike);
}

static void count(struct import *import, const struct call *call, int line)
{
	enum exit_status status = call_exit(call);
	struct span body = call->answer.body;

	import->worst = exit_worse(import->worst, status);
	if (import->session->args->output == OUTPUT_JSON) {
		say_document(stdout, body, true);
		fputs(body.len > 0 && body.at[body.len - 1] == '\n' ? "" : "\n", stdout);
	}
	json_t *answer = load(call);
	bool before = json_is_true(json_object_get(answer, "replayed")) && !call->again;
	if (status != EXIT_DONE) {
		import->refused++;
		import->refused_before += before ? 1 : 0;
		fprintf(import->notes, "%s:%d: ", import->path, line);
		problem_brief(import->notes, &call->answer);
		fputc('\n', import->notes);
	} else if (before) {
		import->already++;
		keep_name(import, answer);
	} else {
		import->recorded++;
		note_alike(import, answer, line);
	}
	json_decref(answer);
	if (import->session->args->output == OUTPUT_JSON && !written(import)) {
		import->stopped = true;
		say_stopped(import, line);
	}
}

static void send_line(struct import *import, const struct csv_record *record)
{
	struct client *client = import->session->client;
	struct line line = line_of(import, record, import->dry_run);
	bool first = map_get(&import->told, line.statement) == NULL;
	struct told *told = told_of(import, line.statement);
	struct call call;

	import->alike += first || import->again ? 0 : 1;
	do {
		struct call_key key = key_of(import, &line, ++told->n);
		call = import->dry_run ? call_asking(client, import->arena, &line.request, key)
				       : call_recording(client, import->arena, &line.request, key);
		if (stops(import, &call, line.number))
			return;
	} while (import->again && known_event(import, &call) >= 0);
	count(import, &call, line.number);
}

typedef void take_line(struct import *import, const struct csv_record *record);

static void each_line(struct import *import, struct span text, size_t rows, take_line *take)
{
	struct csv_record record;
	struct csv csv = csv_read(import->session->arena, text);
	bool more = csv_next(&csv, &record);

	while (more && import_is_blank(&record))
		more = csv_next(&csv, &record);
	/* The header line. */
	more = more && csv_next(&csv, &record);
	for (size_t row = 0; more && !import->stopped; more = csv_next(&csv, &record)) {
		if (import_is_blank(&record))
			continue;
		say_progress("lines", (int64_t)row++, (int64_t)rows);
		take(import, &record);
		arena_reset(import->arena);
	}
	say_progress_end();
}

static void print_names(const struct import *import, FILE *out)
{
	if (import->names.len == 0)
		return;
	fputs("What is already there was recorded by ", out);
	for (size_t i = 0; i < import->names.len; i++) {
		fputs(i > 0 ? ", " : "", out);
		say_clean(out, import->names.at[i]);
	}
	fputs(import->names.len == NAMES_MAX ? " and perhaps others.\n" : ".\n", out);
}

static void print_sums(const struct import *import, FILE *out)
{
	fprintf(out,
		import->dry_run ? "Dry run: %" PRId64 " to be recorded, %" PRId64
				  " already there, %" PRId64 " refused\n"
				: "%" PRId64 " recorded, %" PRId64 " already there, %" PRId64
				  " refused\n",
		import->recorded, import->already, import->refused);
	print_names(import, out);
	if (import->alike > 0)
		fprintf(out, "Lines that say the same as one before them: %" PRId64 ".\n",
			import->alike);
}

static void print_summary(struct import *import, const char *notes)
{
	bool json = import->session->args->output == OUTPUT_JSON;

	print_sums(import, json ? stderr : stdout);
	if (!json && !written(import))
		print_sums(import, stderr);
	say_lines(stderr, span_of(notes));
	if (import->refused_before > 0)
		say_error("%s: %" PRId64
			  " of these were refused before, and that answer stands; to "
			  "ask anew, import them in a file of their own with --again",
			import->path, import->refused_before);
}

static void set_after(struct import *import, const struct arg_list *values)
{
	struct span after = args_get(values, "--after");

	import->again = args_has(values, "--again");
	import->after = INT64_MAX;
	if (after.at != NULL && !parse_int(after, 0, INT64_MAX, &import->after))
		UNREACHABLE("a number that was not checked");
	import->greatest = after.at != NULL ? import->after : 0;
}

enum exit_status lines_run(struct session *session, struct span text, const struct action *each,
	const struct import_header *header)
{
	char *notes = NULL;
	size_t notes_len = 0;
	struct import import = {
		.session = session,
		.each = each,
		.header = header,
		.path = args_get(&session->args->values, "FILE").at,
		.arena = arena_new(ROW_ARENA_BYTES),
		.told = map_in(session->arena, header->rows),
		.dry_run = session->args->dry_run,
		.notes = open_memstream(&notes, &notes_len),
	};

	assert(import.notes != NULL);
	set_after(&import, &session->args->values);
	if (import.again)
		each_line(&import, text, header->rows, ask_line);
	import.sending = !import.stopped;
	if (import.sending)
		each_line(&import, text, header->rows, send_line);
	fclose(import.notes);
	print_summary(&import, notes);
	free(notes);
	arena_free(import.arena);
	return import.worst;
}
