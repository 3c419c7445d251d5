#include "cli/run/audit.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/ask/session.h"
#include "cli/ask/stream.h"
#include "cli/run/noted.h"
#include "cli/show/problem.h"
#include "cli/show/say.h"
#include "cli/show/table.h"
#include "core/money.h"
#include "verify/audit.h"

enum { HTTP_OK = 200 };

static bool next_line(void *source, struct span *ret_line)
{
	return stream_line(source, ret_line);
}

static struct audit_source source_of(struct stream *stream)
{
	return (struct audit_source){next_line, stream};
}

/* Nothing can be said about a log that was not read to its end. */
static enum exit_status check_end(struct stream *stream)
{
	struct client_answer answer;
	const char *why;
	char code[PROBLEM_CODE_MAX];
	enum client_end end = stream_end(stream, &answer, &why);

	if (end != CLIENT_ANSWERED) {
		say_error("%s", why);
		return end == CLIENT_UNSIGNED ? EXIT_NOT_YOURS : EXIT_AWAY;
	}
	if (answer.status == HTTP_OK)
		return EXIT_DONE;
	problem_print(stderr, &answer, NULL);
	problem_code(answer.body, code);
	return exit_of_http(answer.status, code);
}

static void told(int64_t events, int64_t size)
{
	say_progress("events", events, size);
}

static enum exit_status read_balances(
	struct session *session, struct audit *audit, int64_t *ret_size)
{
	struct stream *stream =
		stream_open(session->arena, &session->profile, "/v1/export/balances?format=jsonl");
	*ret_size = audit_balances(audit, source_of(stream), stream_size(stream));
	enum exit_status status = check_end(stream);

	stream_close(stream);
	return status;
}

static enum exit_status read_log(struct session *session, struct audit *audit, int64_t size)
{
	struct arena *arena = session->arena;
	const char *events = arena_printf(arena, "/v1/export/events?size=%" PRId64, size);
	const char *ledger =
		arena_printf(arena, "/v1/export/ledger?format=jsonl&size=%" PRId64, size);
	const char *rows = arena_printf(arena, "/v1/export/rows?size=%" PRId64, size);
	struct stream *of_events = stream_open(arena, &session->profile, events);
	struct stream *of_ledger = stream_open(arena, &session->profile, ledger);
	struct stream *of_rows = stream_open(arena, &session->profile, rows);

	audit_log(audit,
		&(struct audit_lines){
			source_of(of_events), source_of(of_ledger), source_of(of_rows)},
		told);
	enum exit_status status = check_end(of_events);
	if (status == EXIT_DONE)
		status = check_end(of_ledger);
	if (status == EXIT_DONE)
		status = check_end(of_rows);
	stream_close(of_events);
	stream_close(of_ledger);
	stream_close(of_rows);
	return status;
}

static enum exit_status read_keys(struct session *session, struct audit *audit, int64_t size)
{
	struct stream *stream = stream_open(session->arena, &session->profile,
		arena_printf(session->arena, "/v1/export/keys?size=%" PRId64, size));

	audit_keys(audit, source_of(stream));
	enum exit_status status = check_end(stream);
	stream_close(stream);
	return status;
}

static void money_cell(struct arena *arena, struct table *table, size_t column, int64_t pence)
{
	struct buf text = buf_in(arena);

	money_print(&text, pence);
	table_cell(table, column, buf_cstr(&text));
}

static void print_table(struct arena *arena, const struct audit_report *report)
{
	struct table *table = table_new(stdout);
	char hex[DIGEST_HEX + 1];

	printf("%" PRId64 " events, %" PRId64 " transfers, %" PRId64 " accounts\n", report->events,
		report->transfers, report->accounts);
	hash_hex(&report->root, hex);
	printf("size %" PRId64 ", root %s\n", report->events, hex);
	table_column(table, "BOOK", false, false);
	table_column(table, "ACCOUNTS", true, false);
	table_column(table, "CREDITED", true, false);
	table_column(table, "DEBITED", true, false);
	table_column(table, "RESERVED", true, false);
	for (size_t i = 0; i < BOOKS; i++) {
		const struct accounts_book *book = &report->books[i];
		table_row(table);
		table_cell(table, 0, book->name);
		table_cell(table, 1, arena_printf(arena, "%" PRId64, book->accounts));
		money_cell(arena, table, 2, book->credited_pence);
		money_cell(arena, table, 3, book->debited_pence);
		money_cell(arena, table, 4, book->reserved_pence);
	}
	table_end(table);
	for (int64_t i = 0; i < report->findings.count && i < FINDINGS_SHOWN_MAX; i++)
		say_line(stdout, report->findings.shown[i]);
	if (report->findings.count > FINDINGS_SHOWN_MAX)
		printf("and %" PRId64 " more\n", report->findings.count - FINDINGS_SHOWN_MAX);
	if (report->findings.count == 0)
		say_coloured(stdout, SAY_GOOD,
			"Every balance is what its transfers give, and every row what its event "
			"says.\n");
	else
		say_coloured(stdout, SAY_BAD,
			arena_printf(arena, "DIFFERENCES: %" PRId64 "\n", report->findings.count));
}

static void print_json(struct arena *arena, const struct audit_report *report)
{
	struct buf out = buf_in(arena);
	char hex[DIGEST_HEX + 1];

	hash_hex(&report->root, hex);
	buf_printf(&out,
		"{\"events\":%" PRId64 ",\"transfers\":%" PRId64 ",\"accounts\":%" PRId64
		",\"root\":\"%s\",\"books\":[",
		report->events, report->transfers, report->accounts, hex);
	for (size_t i = 0; i < BOOKS; i++) {
		const struct accounts_book *book = &report->books[i];
		buf_printf(&out,
			"%s{\"book\":\"%s\",\"accounts\":%" PRId64 ",\"credited_pence\":%" PRId64
			",\"debited_pence\":%" PRId64 ",\"reserved_pence\":%" PRId64 "}",
			i > 0 ? "," : "", book->name, book->accounts, book->credited_pence,
			book->debited_pence, book->reserved_pence);
	}
	buf_printf(&out, "],\"differences\":%" PRId64 ",\"shown\":[", report->findings.count);
	for (int64_t i = 0; i < report->findings.count && i < FINDINGS_SHOWN_MAX; i++) {
		buf_text(&out, i > 0 ? "," : "");
		buf_json(&out, span_of(report->findings.shown[i]));
	}
	buf_text(&out, "]}\n");
	fwrite(out.at, 1, out.len, stdout);
}

static void told_since(const struct since *since)
{
	char text[80];

	(void)snprintf(text, sizeof(text), "It goes on from %zu earlier %s.\n", since->heads.len,
		since->heads.len == 1 ? "head" : "heads");
	say_coloured(stdout, SAY_GOOD, text);
}

static enum exit_status tell(
	struct session *session, struct audit *audit, const struct since *since)
{
	const struct audit_report *report = audit_finish(audit);
	const char *note = args_get(&session->args->values, "--note").at;
	bool sound = report->findings.count == 0;

	if (session->args->output == OUTPUT_JSON) {
		print_json(session->arena, report);
	} else {
		print_table(session->arena, report);
		if (sound && since->heads.len > 0)
			told_since(since);
	}
	if (!sound)
		return EXIT_UNPROVED;
	return note == NULL || noted_add(session->arena, note, report) ? EXIT_DONE : EXIT_FAILED;
}

enum exit_status audit_run(struct session *session)
{
	const char *path = args_get(&session->args->values, "--since").at;
	struct since since = {.arena = session->arena};
	int64_t size = 0;
	enum exit_status status = EXIT_DONE;

	if (path != NULL && !noted_read(&since, path))
		return EXIT_FAILED;
	status = session_sign_in(session);
	if (status != EXIT_DONE)
		return status;
	struct audit *audit = audit_new(session->arena);
	if (path != NULL)
		audit_since(audit, &since);
	status = read_balances(session, audit, &size);
	if (status == EXIT_DONE)
		status = read_log(session, audit, size);
	if (status == EXIT_DONE)
		status = read_keys(session, audit, size);
	say_progress_end();
	if (status == EXIT_DONE)
		status = tell(session, audit, &since);
	audit_free(audit);
	return status;
}
