#include "verify/accounts.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "core/money.h"

/* What the database says and what the transfers give. */
struct recomputed {
	struct recomputed *next;
	const char *code;
	struct account_name name; /* of its code: its kind is ACCOUNT_KINDS if that is none */
	int book;                 /* -1 if it is none or nobody said */
	bool told;                /* the database has it */
	bool broken;              /* its floor was seen broken */
	bool has_row, has_floor, has_base;
	int64_t floor_pence;
	int64_t told_credited, told_debited, told_reserved, told_base;
	int64_t credited, debited, reserved, base;
	int64_t made; /* the event of its first transfer, -1 before it */
};

struct reserve {
	const struct recomputed *from, *to;
	int64_t amount_pence;
};

struct accounts accounts_begin(struct findings *findings)
{
	struct accounts accounts = {.findings = findings,
		.by_code = map_in(findings->arena, 0),
		.reserves = {.value_size = sizeof(struct reserve)}};

	for (unsigned i = 0; i < BOOKS; i++)
		accounts.books[i].name = account_book_word((enum account_book)i);
	return accounts;
}

void accounts_free(struct accounts *accounts)
{
	pending_free(&accounts->reserves);
}

static int book_of(const char *name)
{
	enum account_book book;

	return account_book_of_word(span_of(name), &book) ? (int)book : -1;
}

static bool is_cap(const struct recomputed *account)
{
	return account->name.kind == ACCOUNT_CAP;
}

/* The account of a code, made if it is not there. */
static struct recomputed *account_of(struct accounts *accounts, const char *code)
{
	struct recomputed *account = map_get(&accounts->by_code, span_of(code));
	struct arena *arena = accounts->findings->arena;

	if (account != NULL)
		return account;
	account = ARENA_NEW(arena, struct recomputed);
	account->code = arena_strndup(arena, code, strlen(code));
	(void)!account_name_read(span_of(account->code), &account->name);
	account->book = -1;
	account->made = -1;
	map_put(&accounts->by_code, span_of(account->code), account);
	if (accounts->last == NULL)
		accounts->first = account;
	else
		accounts->last->next = account;
	accounts->last = account;
	return account;
}

bool accounts_is_of(const struct accounts *accounts, const char *code, const char *book)
{
	const struct recomputed *account = map_get(&accounts->by_code, span_of(code));

	return account == NULL || account->book == book_of(book);
}

void accounts_tell(struct accounts *accounts, const struct row_balance *row)
{
	struct recomputed *account = account_of(accounts, row->account);

	if (account->told) {
		findings_add(accounts->findings, "account %s stands twice among the balances",
			row->account);
		return;
	}
	account->told = true;
	account->book = book_of(row->book);
	account->has_floor = row->has_floor;
	account->floor_pence = row->floor_pence;
	account->told_credited = row->credited_pence;
	account->told_debited = row->debited_pence;
	account->told_reserved = row->reserved_pence;
	account->has_base = row->has_base;
	account->told_base = row->base_pence;
	accounts->told++;
	if (account->book < 0)
		findings_add(accounts->findings, "account %s is of a book %s that does not exist",
			row->account, row->book);
}

static void add(
	struct accounts *accounts, const struct recomputed *account, int64_t *sum, int64_t pence)
{
	if (__builtin_add_overflow(*sum, pence, sum))
		findings_add(accounts->findings,
			"account %s: its sum is beyond what can be counted", account->code);
}

/* A settle or release: exactly one open reserve of the same accounts and amount. */
static void resolve(struct accounts *accounts, const struct row_transfer *row,
	const struct recomputed *from, const struct recomputed *to)
{
	struct reserve reserve;

	if (!pending_take(&accounts->reserves, row->resolves_event, row->resolves_n, &reserve)) {
		findings_add(accounts->findings,
			"event %" PRId64 ".%" PRId64 " resolves %" PRId64 ".%" PRId64
			", which is no open reserve: never made, or resolved before",
			row->event, row->n, row->resolves_event, row->resolves_n);
		return;
	}
	if (reserve.from != from || reserve.to != to || reserve.amount_pence != row->amount_pence)
		findings_add(accounts->findings,
			"event %" PRId64 ".%" PRId64 " resolves %" PRId64 ".%" PRId64
			" with another amount or other accounts",
			row->event, row->n, row->resolves_event, row->resolves_n);
}

/* What an earlier event posted or settled, or, naming nothing, what a source gave. How much of it
 * may go back is its payment's to say (provenance_payment.c); here that there was so much. */
static void check_back(struct accounts *accounts, const struct row_transfer *row,
	const struct recomputed *from, const struct recomputed *to)
{
	bool given = (from->name.kind == ACCOUNT_GRANTOR && to->name.kind == ACCOUNT_FUND) ||
		(from->name.kind == ACCOUNT_OFFER && is_cap(to));

	if (row->undoes_event >= row->event || (row->undoes_event < 0 && !given))
		findings_add(accounts->findings,
			"event %" PRId64 ".%" PRId64
			" takes back from %s to %s what it does not name",
			row->event, row->n, row->from, row->to);
}

static void check_transfer(struct accounts *accounts, const struct row_transfer *row,
	const struct recomputed *from, const struct recomputed *to)
{
	if (from == to || from->book != to->book)
		findings_add(accounts->findings,
			"event %" PRId64 ".%" PRId64 " moves from %s to %s, which cannot be",
			row->event, row->n, row->from, row->to);
	if (row->amount_pence > MONEY_BALANCE_MAX_PENCE)
		findings_add(accounts->findings,
			"event %" PRId64 ".%" PRId64 ": its amount is beyond all limits",
			row->event, row->n);
}

void accounts_apply(struct accounts *accounts, const struct row_transfer *row)
{
	struct recomputed *from = account_of(accounts, row->from);
	struct recomputed *to = account_of(accounts, row->to);
	int64_t amount = row->amount_pence;
	const struct reserve reserve = {from, to, amount};

	from->made = from->made < 0 ? row->event : from->made;
	to->made = to->made < 0 ? row->event : to->made;
	accounts->transfers++;
	check_transfer(accounts, row, from, to);
	if (row->phase == TRANSFER_SETTLE || row->phase == TRANSFER_RELEASE)
		resolve(accounts, row, from, to);
	if (row->phase == TRANSFER_RESERVE &&
		!pending_add(&accounts->reserves, row->event, row->n, &reserve))
		findings_add(accounts->findings, "event %" PRId64 ".%" PRId64 " stands twice",
			row->event, row->n);
	if (row->phase == TRANSFER_RESERVE)
		add(accounts, from, &from->reserved, amount);
	if (row->phase == TRANSFER_SETTLE || row->phase == TRANSFER_RELEASE)
		add(accounts, from, &from->reserved, -amount);
	if (row->phase == TRANSFER_POST || row->phase == TRANSFER_SETTLE) {
		add(accounts, from, &from->debited, amount);
		add(accounts, to, &to->credited, amount);
	}
	if (row->phase == TRANSFER_BACK) {
		check_back(accounts, row, from, to);
		add(accounts, from, &from->debited, -amount);
		add(accounts, to, &to->credited, -amount);
	}
	if (row->phase == TRANSFER_POST && is_cap(to))
		add(accounts, to, &to->base, amount);
}

void accounts_check_floor(struct accounts *accounts, const char *code, int64_t event)
{
	struct recomputed *account = account_of(accounts, code);
	int64_t available = account->credited - account->debited - account->reserved;

	if (!account->broken && (account->credited < 0 || account->debited < 0)) {
		account->broken = true;
		findings_add(accounts->findings,
			"account %s has more taken back than there was after event %" PRId64,
			account->code, event);
	}
	if (!account->broken && is_cap(account) && account->credited < account->base) {
		account->broken = true;
		findings_add(accounts->findings,
			"account %s has more taken back than was awarded after event %" PRId64,
			account->code, event);
	}
	if (!account->has_floor || account->broken || available >= account->floor_pence)
		return;
	account->broken = true;
	findings_add(accounts->findings,
		"account %s is %" PRId64 "p below its floor after event %" PRId64, account->code,
		account->floor_pence - available, event);
}

void accounts_award(struct accounts *accounts, const char *cap, int64_t amount_pence)
{
	struct recomputed *account = account_of(accounts, cap);

	add(accounts, account, &account->base, -amount_pence);
}

/* --- rows --- */

static const char *text_of(const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text == NULL ? "" : text;
}

/* Whose and of when a row says that an account is, against its code. */
static bool is_of_code(const json_t *row, const struct account_name *name)
{
	bool personal = (account_parts(name->kind) & ACCOUNT_PART_PERSON) != 0;
	char person[UUID_TEXT + 1] = "";

	if (personal)
		uuid_format(name->person, person);
	return strcmp(text_of(row, "person"), person) == 0 &&
		span_is(personal ? name->name : SPAN_NONE, text_of(row, "entitlement")) &&
		span_is(name->period, text_of(row, "period"));
}

static void check_kind(
	struct accounts *accounts, const json_t *row, const struct recomputed *account)
{
	const struct account_name *name = &account->name;

	if (name->kind == ACCOUNT_KINDS) {
		findings_add(accounts->findings, "account %s is of no kind", account->code);
		return;
	}
	if (!is_of_code(row, name))
		findings_add(accounts->findings,
			"account %s: its person, line or period is not that of its code",
			account->code);
	if (strcmp(text_of(row, "book"), account_book_word(account_book(name->kind))) != 0)
		findings_add(accounts->findings, "account %s: its book is not that of its kind",
			account->code);
	if (json_is_null(json_object_get(row, "floor")) == account_has_floor(name->kind))
		findings_add(accounts->findings, "account %s: its floor is not that of its kind",
			account->code);
}

void accounts_row(struct accounts *accounts, const json_t *row, int64_t event)
{
	const char *code = text_of(row, "account");
	struct recomputed *account = map_get(&accounts->by_code, span_of(code));

	if (account == NULL || account->made != event || account->has_row) {
		findings_add(accounts->findings,
			"a row of account %.80s names event %" PRId64
			", which made no such account",
			code, event);
		return;
	}
	account->has_row = true;
	check_kind(accounts, row, account);
}

/* --- the end --- */

static void compare(struct accounts *accounts, const struct recomputed *account, const char *what,
	int64_t told, int64_t computed)
{
	if (told != computed)
		findings_add(accounts->findings,
			"account %s: the balance says %" PRId64 "p %s, its transfers give %" PRId64
			"p",
			account->code, told, what, computed);
}

static void finish_account(struct accounts *accounts, const struct recomputed *account, bool rows)
{
	if (!account->told) {
		findings_add(accounts->findings, "account %s has transfers and no balance",
			account->code);
		return;
	}
	if (rows && !account->has_row)
		findings_add(accounts->findings, "account %s is in no row of an event that made it",
			account->code);
	compare(accounts, account, "credited", account->told_credited, account->credited);
	compare(accounts, account, "debited", account->told_debited, account->debited);
	compare(accounts, account, "reserved", account->told_reserved, account->reserved);
	if (rows && account->has_base != is_cap(account))
		findings_add(accounts->findings, "account %s %s", account->code,
			account->has_base ? "is no cap, and has a base"
					  : "is a cap without a base");
	if (account->has_base)
		compare(accounts, account, "base", account->told_base, account->base);
	int64_t available = account->told_credited - account->told_debited - account->told_reserved;
	if (account->has_floor && !account->broken && available < account->floor_pence)
		findings_add(accounts->findings, "account %s: its balance is below its floor",
			account->code);
	if (account->book < 0)
		return;
	struct accounts_book *book = &accounts->books[account->book];
	book->accounts++;
	add(accounts, account, &book->credited_pence, account->told_credited);
	add(accounts, account, &book->debited_pence, account->told_debited);
	add(accounts, account, &book->reserved_pence, account->told_reserved);
}

void accounts_finish(struct accounts *accounts, bool rows)
{
	for (const struct recomputed *each = accounts->first; each != NULL; each = each->next)
		finish_account(accounts, each, rows);
	for (size_t i = 0; i < BOOKS; i++) {
		const struct accounts_book *book = &accounts->books[i];
		if (book->credited_pence != book->debited_pence)
			findings_add(accounts->findings,
				"the book %s does not sum to zero: %" PRId64 "p", book->name,
				book->credited_pence - book->debited_pence);
	}
}
