#include "cli/audit.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "cli/reserves.h"
#include "cli/rows.h"
#include "core/money.h"

/* What the database says and what the transfers give. */
struct account {
	struct account *next;
	const char *code;
	int book;    /* of audit_report.books, -1 if it is neither or nobody said */
	bool told;   /* the database has it */
	bool broken; /* its floor was seen broken */
	bool has_floor;
	int64_t floor_pence;
	int64_t told_credited, told_debited, told_reserved;
	int64_t credited, debited, reserved;
};

struct audit {
	struct arena *arena;
	struct audit_report report;
	struct map by_code;
	struct account *first, *last;
	struct reserves reserves;
	struct audit_source ledger;
	/* The ledger line not yet matched. */
	json_t *line;
	struct row_transfer row;
	int64_t next_event; /* the number the next event must have */
};

static const char *const books[AUDIT_BOOKS] = {"money", "allowance"};

static void differ(struct audit *audit, const char *format, ...) PRINTF(2, 3);

static void differ(struct audit *audit, const char *format, ...)
{
	va_list args;
	if (audit->report.differences < AUDIT_SHOWN_MAX) {
		va_start(args, format);
		audit->report.shown[audit->report.differences] =
			arena_vprintf(audit->arena, format, args);
		va_end(args);
	}
	audit->report.differences++;
}

struct audit *audit_new(struct arena *arena)
{
	struct audit *audit = ARENA_NEW(arena, struct audit);
	audit->arena = arena;
	audit->report.size = -1;
	audit->by_code = map_in(arena, 0);
	for (size_t i = 0; i < AUDIT_BOOKS; i++)
		audit->report.books[i].name = books[i];
	return audit;
}

void audit_free(struct audit *audit)
{
	if (audit == NULL)
		return;
	json_decref(audit->line);
	audit->line = NULL;
	reserves_free(&audit->reserves);
}

static int book_of(const char *name)
{
	for (int i = 0; i < AUDIT_BOOKS; i++) {
		if (name != NULL && strcmp(name, books[i]) == 0)
			return i;
	}
	return -1;
}

/* The account of a code, made if it is not there. */
static struct account *account_of(struct audit *audit, const char *code)
{
	struct account *account = map_get(&audit->by_code, span_of(code));
	if (account != NULL)
		return account;
	account = ARENA_NEW(audit->arena, struct account);
	account->code = arena_strndup(audit->arena, code, strlen(code));
	account->book = -1;
	map_put(&audit->by_code, span_of(account->code), account);
	if (audit->last == NULL)
		audit->first = account;
	else
		audit->last->next = account;
	audit->last = account;
	return account;
}

static void take_balance(struct audit *audit, const struct row_balance *row)
{
	struct account *account = account_of(audit, row->account);
	if (account->told) {
		differ(audit, "account %s stands twice among the balances", row->account);
		return;
	}
	account->told = true;
	account->book = book_of(row->book);
	account->has_floor = row->has_floor;
	account->floor_pence = row->floor_pence;
	account->told_credited = row->credited_pence;
	account->told_debited = row->debited_pence;
	account->told_reserved = row->reserved_pence;
	audit->report.accounts++;
	if (account->book < 0)
		differ(audit, "account %s is of a book %s that does not exist", row->account,
			row->book);
	if (audit->report.size >= 0 && audit->report.size != row->size)
		differ(audit, "the balances are of different heads: %" PRId64 " and %" PRId64,
			audit->report.size, row->size);
	audit->report.size = row->size;
}

int64_t audit_balances(struct audit *audit, struct audit_source balances, int64_t head)
{
	struct span line;
	audit->report.size = head;
	while (balances.next(balances.source, &line)) {
		struct row_balance row;
		json_t *object = row_load(line);
		if (object != NULL && row_read_balance(object, &row))
			take_balance(audit, &row);
		else
			differ(audit, "a line of the balances is not of its form: %.*s",
				SPAN_ARG(line));
		json_decref(object);
	}
	return audit->report.size < 0 ? 0 : audit->report.size;
}

static void add(struct audit *audit, const struct account *account, int64_t *sum, int64_t pence)
{
	if (__builtin_add_overflow(*sum, pence, sum))
		differ(audit, "account %s: its sum is beyond what can be counted", account->code);
}

/* A settle or release: exactly one open reserve of the same accounts and amount. */
static void resolve(struct audit *audit, const struct row_transfer *row, const struct account *from,
	const struct account *to)
{
	struct reserve reserve;
	if (!reserves_take(&audit->reserves, row->resolves_event, row->resolves_n, &reserve)) {
		differ(audit,
			"event %" PRId64 ".%" PRId64 " resolves %" PRId64 ".%" PRId64
			", which is no open reserve: never made, or resolved before",
			row->event, row->n, row->resolves_event, row->resolves_n);
		return;
	}
	if (reserve.from != from || reserve.to != to || reserve.amount_pence != row->amount_pence)
		differ(audit,
			"event %" PRId64 ".%" PRId64 " resolves %" PRId64 ".%" PRId64
			" with another amount or other accounts",
			row->event, row->n, row->resolves_event, row->resolves_n);
}

static void apply(struct audit *audit, const struct row_transfer *row)
{
	struct account *from = account_of(audit, row->from);
	struct account *to = account_of(audit, row->to);
	int64_t amount = row->amount_pence;
	const struct reserve reserve = {row->event, row->n, from, to, amount};
	audit->report.transfers++;
	if (from == to || from->book != to->book)
		differ(audit, "event %" PRId64 ".%" PRId64 " moves from %s to %s, which cannot be",
			row->event, row->n, row->from, row->to);
	if (amount > MONEY_BALANCE_MAX_PENCE)
		differ(audit, "event %" PRId64 ".%" PRId64 ": its amount is beyond all limits",
			row->event, row->n);
	if (row->phase == PHASE_SETTLE || row->phase == PHASE_RELEASE)
		resolve(audit, row, from, to);
	if (row->phase == PHASE_RESERVE && !reserves_add(&audit->reserves, &reserve))
		differ(audit, "event %" PRId64 ".%" PRId64 " stands twice", row->event, row->n);
	if (row->phase == PHASE_RESERVE)
		add(audit, from, &from->reserved, amount);
	if (row->phase == PHASE_SETTLE || row->phase == PHASE_RELEASE)
		add(audit, from, &from->reserved, -amount);
	if (row->phase == PHASE_POST || row->phase == PHASE_SETTLE) {
		add(audit, from, &from->debited, amount);
		add(audit, to, &to->credited, amount);
	}
}

static void check_floor(struct audit *audit, struct account *account, int64_t event)
{
	int64_t available = account->credited - account->debited - account->reserved;
	if (!account->has_floor || account->broken || available >= account->floor_pence)
		return;
	account->broken = true;
	differ(audit, "account %s is %" PRId64 "p below its floor after event %" PRId64,
		account->code, account->floor_pence - available, event);
}

static void next_row(struct audit *audit)
{
	struct span line;
	json_decref(audit->line);
	audit->line = NULL;
	while (audit->ledger.next(audit->ledger.source, &line)) {
		audit->line = row_load(line);
		if (audit->line != NULL && row_read_transfer(audit->line, &audit->row))
			return;
		differ(audit, "a line of the ledger is not of its form: %.*s", SPAN_ARG(line));
		json_decref(audit->line);
		audit->line = NULL;
	}
}

/* Ledger lines before a place in the log that no event has. */
static void skip_rows(struct audit *audit, int64_t event, int64_t n)
{
	while (audit->line != NULL &&
		(audit->row.event < event || (audit->row.event == event && audit->row.n < n))) {
		differ(audit, "transfer %" PRId64 ".%" PRId64 " of the ledger is in no event",
			audit->row.event, audit->row.n);
		next_row(audit);
	}
}

static bool same_transfer(
	const struct audit *audit, const struct row_transfer *a, const struct row_transfer *b)
{
	const struct account *from = map_get(&audit->by_code, span_of(a->from));
	bool same_day = a->day == NULL || strcmp(a->day, b->day) == 0;
	return same_day && a->phase == b->phase && strcmp(a->from, b->from) == 0 &&
		strcmp(a->to, b->to) == 0 && a->amount_pence == b->amount_pence &&
		a->resolves_event == b->resolves_event && a->resolves_n == b->resolves_n &&
		(from == NULL || from->book == book_of(b->book));
}

static void match_row(struct audit *audit, const struct row_transfer *row)
{
	skip_rows(audit, row->event, row->n);
	if (audit->line == NULL || audit->row.event != row->event || audit->row.n != row->n) {
		differ(audit, "transfer %" PRId64 ".%" PRId64 " of the event is not in the ledger",
			row->event, row->n);
		return;
	}
	if (!same_transfer(audit, row, &audit->row))
		differ(audit,
			"transfer %" PRId64 ".%" PRId64
			" of the ledger is not that of the event: %s %" PRId64
			"p from %s to %s there, %s %" PRId64 "p from %s to %s in the event",
			row->event, row->n, phase_word(audit->row.phase), audit->row.amount_pence,
			audit->row.from, audit->row.to, phase_word(row->phase), row->amount_pence,
			row->from, row->to);
	next_row(audit);
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
			differ(audit, "event %" PRId64 ": its transfer %zu is not of its form",
				number, i);
			continue;
		}
		apply(audit, &row);
		match_row(audit, &row);
	}
	json_array_foreach(transfers, i, transfer)
	{
		const char *from = json_string_value(json_object_get(transfer, "from"));
		if (from != NULL)
			check_floor(audit, account_of(audit, from), number);
	}
}

static void take_event(struct audit *audit, struct span line)
{
	json_t *event = row_load(line);
	const json_t *number = json_object_get(event, "n");
	audit->report.events++;
	if (!json_is_integer(number)) {
		differ(audit, "a line of the events is not of its form: %.*s",
			(int)(line.len < 200 ? line.len : 200), line.at);
		json_decref(event);
		return;
	}
	int64_t n = json_integer_value(number);
	if (n == audit->next_event + 1)
		differ(audit, "event %" PRId64 " is missing", audit->next_event);
	else if (n > audit->next_event)
		differ(audit, "events %" PRId64 " to %" PRId64 " are missing", audit->next_event,
			n - 1);
	else if (n < audit->next_event)
		differ(audit, "event %" PRId64 " stands where %" PRId64 " should", n,
			audit->next_event);
	audit->next_event = n + 1;
	take_transfers(audit, event, n);
	json_decref(event);
}

void audit_log(struct audit *audit, struct audit_source events, struct audit_source ledger,
	audit_progress *told)
{
	struct span line;
	audit->ledger = ledger;
	next_row(audit);
	while (events.next(events.source, &line)) {
		take_event(audit, line);
		if (told != NULL)
			told(audit->report.events, audit->report.size);
	}
	skip_rows(audit, INT64_MAX, INT64_MAX);
	int64_t size = audit->report.size < 0 ? 0 : audit->report.size;
	if (audit->next_event != size)
		differ(audit,
			"the log ends after %" PRId64 " events, the balances are those of %" PRId64,
			audit->next_event, size);
}

static void compare(struct audit *audit, const struct account *account, const char *what,
	int64_t told, int64_t computed)
{
	if (told != computed)
		differ(audit,
			"account %s: the balance says %" PRId64 "p %s, its transfers give %" PRId64
			"p",
			account->code, told, what, computed);
}

static void finish_account(struct audit *audit, const struct account *account)
{
	if (!account->told) {
		differ(audit, "account %s has transfers and no balance", account->code);
		return;
	}
	compare(audit, account, "credited", account->told_credited, account->credited);
	compare(audit, account, "debited", account->told_debited, account->debited);
	compare(audit, account, "reserved", account->told_reserved, account->reserved);
	int64_t available = account->told_credited - account->told_debited - account->told_reserved;
	if (account->has_floor && !account->broken && available < account->floor_pence)
		differ(audit, "account %s: its balance is below its floor", account->code);
	if (account->book < 0)
		return;
	struct audit_book *book = &audit->report.books[account->book];
	book->accounts++;
	add(audit, account, &book->credited_pence, account->told_credited);
	add(audit, account, &book->debited_pence, account->told_debited);
	add(audit, account, &book->reserved_pence, account->told_reserved);
}

const struct audit_report *audit_finish(struct audit *audit)
{
	for (const struct account *account = audit->first; account != NULL; account = account->next)
		finish_account(audit, account);
	for (size_t i = 0; i < AUDIT_BOOKS; i++) {
		const struct audit_book *book = &audit->report.books[i];
		if (book->credited_pence != book->debited_pence)
			differ(audit, "the book %s does not sum to zero: %" PRId64 "p", book->name,
				book->credited_pence - book->debited_pence);
	}
	return &audit->report;
}
