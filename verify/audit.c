#include "verify/audit.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "verify/merkle.h"
#include "verify/provenance.h"
#include "verify/rows.h"
#include "verify/since.h"

enum { SHOWN_LINE_MAX = 200 };

/* A source with the line not yet used. */
struct ahead {
	struct audit_source source;
	json_t *line; /* NULL at its end, and where there is no source */
	int64_t event;
};

struct audit {
	struct audit_report report;
	struct accounts accounts;
	struct merkle merkle;
	struct provenance *provenance;
	struct ahead ledger, rows;
	struct row_transfer transfer; /* the ledger's line */
	int64_t next_event;           /* the number the next event must have */
	bool has_keys;
	const struct since *since; /* NULL: none */
};

struct audit *audit_new(struct arena *arena)
{
	struct audit *audit = ARENA_NEW(arena, struct audit);

	audit->report.size = -1;
	audit->report.authority = "";
	audit->report.findings.arena = arena;
	audit->accounts = accounts_begin(&audit->report.findings);
	return audit;
}

void audit_since(struct audit *audit, const struct since *since)
{
	audit->since = since;
}

void audit_free(struct audit *audit)
{
	if (audit == NULL)
		return;
	json_decref(audit->ledger.line);
	json_decref(audit->rows.line);
	audit->ledger.line = audit->rows.line = NULL;
	accounts_free(&audit->accounts);
	provenance_free(audit->provenance);
	audit->provenance = NULL;
}

static void malformed(struct audit *audit, const char *of, struct span line)
{
	findings_add(&audit->report.findings, "a line of the %s is not of its form: %.*s", of,
		(int)(line.len < SHOWN_LINE_MAX ? line.len : SHOWN_LINE_MAX), line.at);
}

/* --- balances --- */

int64_t audit_balances(struct audit *audit, struct audit_source balances, int64_t head)
{
	struct span line;

	audit->report.size = head;
	while (balances.next(balances.source, &line)) {
		struct row_balance row;
		json_t *object = row_load(line);
		if (object == NULL || !row_read_balance(object, &row)) {
			malformed(audit, "balances", line);
			json_decref(object);
			continue;
		}
		accounts_tell(&audit->accounts, &row);
		if (audit->report.size >= 0 && audit->report.size != row.size)
			findings_add(&audit->report.findings,
				"the balances are of different heads: %" PRId64 " and %" PRId64,
				audit->report.size, row.size);
		audit->report.size = row.size;
		json_decref(object);
	}
	return audit->report.size < 0 ? 0 : audit->report.size;
}

/* --- the ledger beside the events --- */

static void next_transfer(struct audit *audit)
{
	struct ahead *ledger = &audit->ledger;
	struct span line;

	json_decref(ledger->line);
	ledger->line = NULL;
	while (ledger->source.next(ledger->source.source, &line)) {
		ledger->line = row_load(line);
		if (ledger->line != NULL && row_read_transfer(ledger->line, &audit->transfer))
			return;
		malformed(audit, "ledger", line);
		json_decref(ledger->line);
		ledger->line = NULL;
	}
}

/* Ledger lines before a place in the log that no event has. */
static void skip_transfers(struct audit *audit, int64_t event, int64_t n)
{
	const struct row_transfer *row = &audit->transfer;

	while (audit->ledger.line != NULL &&
		(row->event < event || (row->event == event && row->n < n))) {
		findings_add(&audit->report.findings,
			"transfer %" PRId64 ".%" PRId64 " of the ledger is in no event", row->event,
			row->n);
		next_transfer(audit);
	}
}

static bool same_transfer(
	const struct audit *audit, const struct row_transfer *a, const struct row_transfer *b)
{
	bool same_day = a->day == NULL || strcmp(a->day, b->day) == 0;

	return same_day && a->phase == b->phase && strcmp(a->from, b->from) == 0 &&
		strcmp(a->to, b->to) == 0 && a->amount_pence == b->amount_pence &&
		a->resolves_event == b->resolves_event && a->resolves_n == b->resolves_n &&
		a->undoes_event == b->undoes_event && a->undoes_n == b->undoes_n &&
		accounts_is_of(&audit->accounts, a->from, b->book);
}

static void match_transfer(struct audit *audit, const struct row_transfer *row)
{
	const struct row_transfer *there = &audit->transfer;

	skip_transfers(audit, row->event, row->n);
	if (audit->ledger.line == NULL || there->event != row->event || there->n != row->n) {
		findings_add(&audit->report.findings,
			"transfer %" PRId64 ".%" PRId64 " of the event is not in the ledger",
			row->event, row->n);
		return;
	}
	if (!same_transfer(audit, row, there))
		findings_add(&audit->report.findings,
			"transfer %" PRId64 ".%" PRId64
			" of the ledger is not that of the event: %s %" PRId64
			"p from %s to %s there, %s %" PRId64 "p from %s to %s in the event",
			row->event, row->n, ledger_phase_word(there->phase), there->amount_pence,
			there->from, there->to, ledger_phase_word(row->phase), row->amount_pence,
			row->from, row->to);
	next_transfer(audit);
}

static void take_transfers(struct audit *audit, const json_t *event, int64_t number)
{
	size_t i;
	const json_t *transfer;
	const json_t *transfers = json_object_get(event, "transfers");
	const char *day = json_string_value(json_object_get(event, "day"));

	json_array_foreach(transfers, i, transfer)
	{
		struct row_transfer row;
		if (!row_read_inner(transfer, number, day, &row) || row.n != (int64_t)i) {
			findings_add(&audit->report.findings,
				"event %" PRId64 ": its transfer %zu is not of its form", number,
				i);
			continue;
		}
		accounts_apply(&audit->accounts, &row);
		match_transfer(audit, &row);
	}
	json_array_foreach(transfers, i, transfer)
	{
		const char *from = json_string_value(json_object_get(transfer, "from"));
		const char *to = json_string_value(json_object_get(transfer, "to"));
		const char *phase = json_string_value(json_object_get(transfer, "phase"));
		if (from != NULL)
			accounts_check_floor(&audit->accounts, from, number);
		if (to != NULL && phase != NULL && strcmp(phase, "back") == 0)
			accounts_check_floor(&audit->accounts, to, number);
	}
}

/* The last of an award's transfers is the award. */
static void take_award(struct audit *audit, const json_t *event)
{
	const char *kind = json_string_value(json_object_get(event, "t"));
	const json_t *transfers = json_object_get(event, "transfers");
	size_t len = json_array_size(transfers);
	const char *cap;

	if (kind == NULL || strcmp(kind, "award-made") != 0 || len == 0)
		return;
	cap = json_string_value(json_object_get(json_array_get(transfers, len - 1), "to"));
	if (cap != NULL)
		accounts_award(&audit->accounts, cap,
			json_integer_value(json_object_get(event, "amount")));
}

/* --- rows beside the events --- */

static void next_row(struct audit *audit)
{
	struct ahead *rows = &audit->rows;
	struct span line;

	json_decref(rows->line);
	rows->line = NULL;
	while (rows->source.next(rows->source.source, &line)) {
		const json_t *event;
		rows->line = row_load(line);
		event = json_object_get(rows->line, "event");
		if (json_is_integer(event)) {
			rows->event = json_integer_value(event);
			return;
		}
		malformed(audit, "rows", line);
		json_decref(rows->line);
		rows->line = NULL;
	}
}

/* Rows of events that the log does not have. */
static void skip_rows(struct audit *audit, int64_t event)
{
	while (audit->rows.line != NULL && audit->rows.event < event) {
		const char *word = json_string_value(json_object_get(audit->rows.line, "row"));
		findings_add(&audit->report.findings,
			"a row of %.40s names event %" PRId64 ", which the log does not have",
			word == NULL ? "?" : word, audit->rows.event);
		next_row(audit);
	}
}

static void take_rows(
	struct audit *audit, const json_t *event, int64_t number, const struct digest *leaf)
{
	if (audit->provenance == NULL)
		return;
	skip_rows(audit, number);
	provenance_begin(audit->provenance, event, number, leaf);
	for (; audit->rows.line != NULL && audit->rows.event == number; next_row(audit)) {
		const json_t *row = audit->rows.line;
		const char *word = json_string_value(json_object_get(row, "row"));
		if (word != NULL && strcmp(word, "account") == 0)
			accounts_row(&audit->accounts, row, number);
		else
			provenance_row(audit->provenance, row);
	}
	provenance_end(audit->provenance);
}

/* --- the log --- */

static void check_number(struct audit *audit, int64_t n)
{
	struct findings *findings = &audit->report.findings;

	if (n == audit->next_event + 1)
		findings_add(findings, "event %" PRId64 " is missing", audit->next_event);
	else if (n > audit->next_event)
		findings_add(findings, "events %" PRId64 " to %" PRId64 " are missing",
			audit->next_event, n - 1);
	else if (n < audit->next_event)
		findings_add(findings, "event %" PRId64 " stands where %" PRId64 " should", n,
			audit->next_event);
	audit->next_event = n + 1;
}

static void take_authority(struct audit *audit, const json_t *event)
{
	const char *code = json_string_value(json_object_get(event, "authority"));

	if (code != NULL)
		audit->report.authority = arena_printf(audit->report.findings.arena, "%s", code);
}

static void take_event(struct audit *audit, struct span line)
{
	struct digest leaf = hash_leaf(line);
	json_t *event = row_load(line);
	const json_t *number = json_object_get(event, "n");

	audit->report.events++;
	merkle_add(&audit->merkle, &leaf);
	if (audit->since != NULL)
		since_compare(audit->since, &audit->merkle, &audit->report.findings);
	if (!json_is_integer(number) || json_integer_value(number) == INT64_MAX) {
		malformed(audit, "events", line);
		json_decref(event);
		return;
	}
	int64_t n = json_integer_value(number);
	check_number(audit, n);
	if (n == 0)
		take_authority(audit, event);
	take_transfers(audit, event, n);
	take_award(audit, event);
	take_rows(audit, event, n, &leaf);
	json_decref(event);
}

void audit_log(struct audit *audit, const struct audit_lines *lines, audit_progress *told)
{
	int64_t size = audit->report.size < 0 ? 0 : audit->report.size;
	struct span line;

	audit->ledger.source = lines->ledger;
	audit->rows.source = lines->rows;
	next_transfer(audit);
	if (lines->rows.next != NULL) {
		audit->provenance = provenance_new(&audit->report.findings, size);
		next_row(audit);
	}
	while (lines->events.next(lines->events.source, &line)) {
		take_event(audit, line);
		if (told != NULL)
			told(audit->report.events, audit->report.size);
	}
	if (audit->since != NULL)
		since_compare_end(audit->since, span_of(audit->report.authority),
			audit->merkle.size, &audit->report.findings);
	skip_transfers(audit, INT64_MAX, INT64_MAX);
	skip_rows(audit, INT64_MAX);
	if (audit->next_event != size)
		findings_add(&audit->report.findings,
			"the log ends after %" PRId64 " events, the balances are those of %" PRId64,
			audit->next_event, size);
}

void audit_keys(struct audit *audit, struct audit_source keys)
{
	struct span line;

	audit->has_keys = true;
	while (keys.next(keys.source, &line)) {
		json_t *key = row_load(line);
		const json_t *event = json_object_get(key, "event");
		const json_t *staff = json_object_get(key, "staff");
		if (json_is_integer(event) && json_is_integer(staff))
			provenance_key(audit->provenance, json_integer_value(event),
				json_integer_value(staff));
		else
			malformed(audit, "keys", line);
		json_decref(key);
	}
}

const struct audit_report *audit_finish(struct audit *audit)
{
	struct audit_report *report = &audit->report;

	accounts_finish(&audit->accounts, audit->provenance != NULL);
	if (audit->provenance != NULL)
		provenance_finish(audit->provenance, audit->has_keys);
	report->transfers = audit->accounts.transfers;
	report->accounts = audit->accounts.told;
	report->root = merkle_root(&audit->merkle);
	memcpy(report->books, audit->accounts.books, sizeof(report->books));
	return report;
}
