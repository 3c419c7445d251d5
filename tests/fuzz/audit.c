/* The exports as bursar audit and bursar export read them: balances, events, ledger, rows and keys
 * with NUL between them, lines each. */
#include "verify/audit.h"

#include <assert.h>

#include "base/arena.h"
#include "render/hledger.h"
#include "tests/fuzz/fuzz.h"
#include "verify/rows.h"

static bool next_line(void *source, struct span *ret_line)
{
	struct span *rest = source;

	if (rest->len == 0)
		return false;
	*ret_line = fuzz_line(rest);
	return true;
}

static void keep_books(struct arena *arena, struct span balances, struct span ledger)
{
	struct hledger *hledger = hledger_new(arena, NULL, NULL);
	bool good = true;
	struct span line;

	while (good && next_line(&balances, &line)) {
		struct row_balance row;
		json_t *json = row_load(line);
		good = json != NULL && row_read_balance(json, &row) &&
			hledger_balance(hledger, &row);
		json_decref(json);
	}
	hledger_begin(hledger, hledger_size(hledger));
	while (good && next_line(&ledger, &line)) {
		struct row_transfer row;
		json_t *json = row_load(line);
		good = json != NULL && row_read_transfer(json, &row) && row.day != NULL;
		if (good)
			hledger_transfer(hledger, &row);
		json_decref(json);
	}
	if (good)
		hledger_end(hledger);
	(void)hledger_text(hledger);
}

void fuzz_audit(struct span bytes)
{
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct audit *audit = audit_new(arena);
	struct span balances = fuzz_part(&bytes);
	struct span events = fuzz_part(&bytes);
	struct span ledger = fuzz_part(&bytes);
	struct span rows = fuzz_part(&bytes);
	struct span keys = bytes;

	keep_books(arena, balances, ledger);
	int64_t size = audit_balances(audit, (struct audit_source){next_line, &balances}, -1);
	assert(size >= -1);
	const struct audit_lines lines = {.events = {next_line, &events},
		.ledger = {next_line, &ledger},
		.rows = {next_line, &rows}};
	audit_log(audit, &lines, NULL);
	audit_keys(audit, (struct audit_source){next_line, &keys});
	const struct audit_report *report = audit_finish(audit);
	assert(report->events >= 0 && report->transfers >= 0);
	audit_free(audit);
	arena_free(arena);
}
