#include "cli/importing.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "cli/call.h"
#include "cli/problem.h"
#include "cli/request.h"
#include "cli/say.h"
#include "cli/session.h"
#include "cli/value.h"

enum { ROW_ARENA_BYTES = 512 * 1024 * 1024 };

static const struct parameter *column_of(const struct action *each, struct span name)
{
	for (size_t i = 0; i < each->parameters_len; i++) {
		char column[32];
		parameter_column(&each->parameters[i], column);
		if (span_is(name, column))
			return &each->parameters[i];
	}
	return NULL;
}

static const char *columns_known(struct arena *arena, const struct action *each)
{
	struct buf list = buf_in(arena);
	for (size_t i = 0; i < each->parameters_len; i++) {
		char column[32];
		parameter_column(&each->parameters[i], column);
		buf_printf(&list, "%s%s", i > 0 ? ", " : "the columns are ", column);
	}
	return buf_cstr(&list);
}

static bool has_column(const struct importing_header *header, const struct parameter *parameter)
{
	for (size_t i = 0; i < header->len; i++) {
		if (header->columns[i] == parameter)
			return true;
	}
	return false;
}

/* False if the lines behind it cannot be understood. */
static bool check_header(struct arena *arena, const struct csv_record *record,
	const struct action *each, struct faults *faults, struct importing_header *header)
{
	const char *known = columns_known(arena, each);
	size_t before = faults->count;
	for (size_t i = 0; i < record->len; i++) {
		struct span name = span_trim(record->fields[i]);
		const struct parameter *parameter = column_of(each, name);
		if (parameter == NULL)
			fault_add(faults, record->line, 0, known, "there is no column \"%.*s\"",
				SPAN_ARG(name));
		else if (has_column(header, parameter))
			fault_add(faults, record->line, 0, "leave one out",
				"the column %.*s stands twice", SPAN_ARG(name));
		header->columns[header->len++] = parameter;
	}
	for (size_t i = 0; i < each->parameters_len; i++) {
		char column[32];
		parameter_column(&each->parameters[i], column);
		if (each->parameters[i].required && !has_column(header, &each->parameters[i]))
			fault_add(
				faults, record->line, 0, known, "the column %s is missing", column);
	}
	return faults->count == before;
}

/* The clause of value_wrong is cut where it says what to do. */
static void add_wrong(struct arena *arena, struct faults *faults, int line, const char *column,
	struct span value, const char *wrong)
{
	const char *cut = strstr(wrong, "; ");
	const char *remedy = cut == NULL ? "mend the file" : cut + 2;
	if (cut == NULL && strcmp(column, "amount") == 0)
		remedy = "write 15, 15.00 or 1234.50";
	if (cut != NULL)
		wrong = arena_strndup(arena, wrong, (size_t)(cut - wrong));
	fault_add(faults, line, 0, remedy, "%s \"%.*s\": %s", column,
		(int)(value.len < 80 ? value.len : 80), value.at, wrong);
}

static void check_record(struct arena *arena, const struct importing_header *header,
	const struct csv_record *record, struct faults *faults)
{
	if (record->wrong != NULL) {
		fault_add(faults, record->line, 0,
			"fields with commas, quotes or line ends stand in "
			"quotes, and quotes in them are doubled",
			"%s", record->wrong);
		return;
	}
	if (record->len != header->len) {
		fault_add(faults, record->line, 0, "quote fields that have commas",
			"there are %zu fields under %zu columns", record->len, header->len);
		return;
	}
	for (size_t i = 0; i < record->len; i++) {
		const struct parameter *parameter = header->columns[i];
		char column[32];
		parameter_column(parameter, column);
		if (record->fields[i].len == 0) {
			if (parameter->required)
				fault_add(faults, record->line, 0,
					arena_printf(arena, "write %s", parameter->help),
					"%s is empty", column);
			continue;
		}
		const char *wrong = value_wrong(arena, parameter, record->fields[i]);
		if (wrong != NULL)
			add_wrong(arena, faults, record->line, column, record->fields[i], wrong);
	}
}

bool importing_check(struct arena *arena, struct span text, const struct action *each,
	struct faults *faults, struct importing_header *ret_header, size_t *ret_rows)
{
	struct csv_record record;
	struct csv csv = csv_read(arena, text);
	size_t rows = 0;
	*ret_header = (struct importing_header){.len = 0};
	if (!csv_next(&csv, &record) || record.wrong != NULL) {
		fault_add(faults, 1, 0, columns_known(arena, each), "there is no header line");
		return false;
	}
	if (!check_header(arena, &record, each, faults, ret_header))
		return false;
	for (; csv_next(&csv, &record); rows++)
		check_record(arena, ret_header, &record, faults);
	*ret_rows = rows;
	return faults->count == 0;
}

struct arg_list importing_values(
	struct arena *arena, const struct importing_header *header, const struct csv_record *record)
{
	struct arg_list values = {ARENA_ARRAY(arena, struct arg, header->len), 0};
	for (size_t i = 0; i < header->len; i++) {
		if (record->fields[i].len > 0)
			values.at[values.len++] = (struct arg){
				header->columns[i], span_dup(arena, record->fields[i]), 0};
	}
	return values;
}

struct uuid importing_key(struct digest file, int line)
{
	char number[16];
	snprintf(number, sizeof number, "%d", line);
	const struct span parts[] = {SPAN("bursar import"),
		{(const char *)file.bytes, sizeof file.bytes}, span_of(number)};
	return uuid_v8(hash_sha256_parts(parts, ARRAY_LEN(parts)).bytes);
}

/* What sending carries along. */
struct import {
	struct session *session;
	const struct action *each;
	const char *path;
	struct arena *arena; /* of one line */
	struct digest digest;
	int64_t recorded, already, refused;
	FILE *refusals; /* in memory: the lines that were refused */
	enum exit_status worst;
	bool stopped;
};

static void count(struct import *import, const struct call *call, int line)
{
	json_error_t error;
	enum exit_status status = call_exit(call);
	struct span body = call->answer.body;
	import->worst = exit_worse(import->worst, status);
	if (import->session->args->output == OUTPUT_JSON) {
		fwrite(body.at, 1, body.len, stdout);
		fputs(body.len > 0 && body.at[body.len - 1] == '\n' ? "" : "\n", stdout);
	}
	if (status != EXIT_DONE) {
		import->refused++;
		fprintf(import->refusals, "%s:%d: ", import->path, line);
		problem_brief(import->refusals, &call->answer);
		fputc('\n', import->refusals);
		return;
	}
	json_t *answer = json_loadb(body.at, body.len, JSON_REJECT_DUPLICATES, &error);
	if (json_is_true(json_object_get(answer, "replayed")) && !call->again)
		import->already++;
	else
		import->recorded++;
	json_decref(answer);
}

static void send_line(struct import *import, const struct importing_header *header,
	const struct csv_record *record)
{
	struct request request;
	struct session *session = import->session;
	bool dry_run = session->args->dry_run;
	struct arg_list values = importing_values(import->arena, header, record);
	if (request_build(import->arena, import->each, &values, dry_run, &request) != NULL)
		UNREACHABLE("an import's lines name no files");
	struct uuid key = importing_key(import->digest, record->line);
	struct call call = dry_run ? call_once(session->client, import->arena, POST, &request)
				   : call_recording(session->client, import->arena, &request, key);
	enum exit_status status = call_exit(&call);
	import->stopped =
		call.end != CLIENT_ANSWERED || status == EXIT_AWAY || status == EXIT_NOT_YOURS;
	if (!import->stopped) {
		count(import, &call, record->line);
		return;
	}
	import->worst = exit_worse(import->worst, status);
	if (call.end == CLIENT_ANSWERED)
		problem_print(stderr, &call.answer, NULL);
	else
		say_error("%s", call.why);
	say_error(
		"%s: stopped at line %d; run the same command again to go on, nothing is recorded "
		"twice",
		import->path, record->line);
}

static void send_all(
	struct import *import, struct span text, const struct importing_header *header, size_t rows)
{
	struct csv_record record;
	struct csv csv = csv_read(import->session->arena, text);
	bool more = csv_next(&csv, &record); /* the header line */
	for (size_t row = 0; more && !import->stopped; row++) {
		say_progress("lines", (int64_t)row, (int64_t)rows);
		more = csv_next(&csv, &record);
		if (!more)
			break;
		send_line(import, header, &record);
		arena_reset(import->arena);
	}
	say_progress_end();
}

static void print_summary(const struct import *import, const char *refusals)
{
	const struct args *args = import->session->args;
	FILE *out = args->output == OUTPUT_JSON ? stderr : stdout;
	fprintf(out,
		args->dry_run ? "Dry run: %" PRId64 " to be recorded, %" PRId64
				" already there, %" PRId64 " refused\n"
			      : "%" PRId64 " recorded, %" PRId64 " already there, %" PRId64
				" refused\n",
		import->recorded, import->already, import->refused);
	fflush(out);
	fputs(refusals, stderr);
}

static enum exit_status send_file(struct session *session, struct span text,
	const struct action *each, const struct importing_header *header, size_t rows)
{
	char *refusals = NULL;
	size_t refusals_len = 0;
	struct import import = {
		.session = session,
		.each = each,
		.path = args_get(&session->args->values, "FILE").at,
		.arena = arena_new(ROW_ARENA_BYTES),
		.digest = hash_sha256(text),
		.refusals = open_memstream(&refusals, &refusals_len),
	};
	assert(import.refusals != NULL);
	send_all(&import, text, header, rows);
	fclose(import.refusals);
	print_summary(&import, refusals);
	free(refusals);
	arena_free(import.arena);
	return import.worst;
}

enum exit_status importing_run(struct session *session)
{
	struct span text;
	struct importing_header header;
	size_t rows = 0;
	const struct action *action = session->args->action;
	const struct action *each = action_find(actions, actions_len, action->noun, action->each);
	const char *path = args_get(&session->args->values, "FILE").at;
	const char *wrong = value_file(session->arena, path, IMPORTING_BYTES_MAX, &text);
	if (wrong != NULL) {
		say_error("%s", wrong);
		return EXIT_FAILED;
	}
	struct faults *faults = faults_new(session->arena, path);
	if (!importing_check(session->arena, text, each, faults, &header, &rows)) {
		struct buf says = buf_in(session->arena);
		faults_print(faults, &says);
		say_clean(stderr, buf_done(&says));
		say_error("%s: nothing was sent", path);
		return EXIT_FAILED;
	}
	enum exit_status status = session_sign_in(session);
	return status != EXIT_DONE ? status : send_file(session, text, each, &header, rows);
}
