#include "render/hledger.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"
#include "core/date.h"

struct recomputed {
	const char *name; /* with its book */
	int64_t own_pence, reserved_pence;
};

struct hledger {
	struct arena *arena;
	struct buf out;
	const char *from, *to;
	VEC(struct recomputed) accounts;
	int64_t size;
	char last_day[DATE_TEXT + 1];
};

struct hledger *hledger_new(struct arena *arena, const char *from, const char *to)
{
	struct hledger *hledger = ARENA_NEW(arena, struct hledger);

	hledger->arena = arena;
	hledger->out = buf_in(arena);
	hledger->from = from;
	hledger->to = to;
	hledger->size = -1;
	return hledger;
}

bool hledger_balance(struct hledger *hledger, const struct row_balance *row)
{
	if (hledger->size >= 0 && hledger->size != row->size)
		return false;
	hledger->size = row->size;
	*VEC_PUSH(hledger->arena, &hledger->accounts) = (struct recomputed){
		.name = arena_printf(hledger->arena, "%s:%s", row->book, row->account),
		.own_pence = row->credited_pence - row->debited_pence - row->reserved_pence,
		.reserved_pence = row->reserved_pence,
	};
	return true;
}

struct span hledger_text(struct hledger *hledger)
{
	struct span text = buf_done(&hledger->out);

	hledger->out.len = 0;
	return text;
}

int64_t hledger_size(const struct hledger *hledger)
{
	return hledger->size;
}

static bool is_part(const struct hledger *hledger)
{
	return hledger->from != NULL || hledger->to != NULL;
}

void hledger_begin(struct hledger *hledger, int64_t size)
{
	struct buf *out = &hledger->out;

	hledger->size = size;
	buf_printf(out, "; bursar: the ledger of the first %" PRId64 " events", size);
	if (is_part(hledger))
		buf_printf(out, ", from %s to %s",
			hledger->from != NULL ? hledger->from : "the first day",
			hledger->to != NULL ? hledger->to : "the last day");
	buf_text(out, "\n; Each transaction is a transfer; its code names event and number.\n");
	if (is_part(hledger))
		buf_text(out,
			"; Only a part of the log is here, so no balances are asserted at the "
			"end.\n");
	buf_text(out, "\ncommodity £1,000.00\n\n");
	for (size_t i = 0; i < hledger->accounts.len; i++) {
		buf_printf(out, "account %s\n", hledger->accounts.at[i].name);
		buf_printf(out, "account %s:reserved\n", hledger->accounts.at[i].name);
	}
}

/* Sign in front of the sign of the pound, two decimals. */
static void amount(struct buf *out, int64_t pence)
{
	uint64_t size = pence < 0 ? -(uint64_t)pence : (uint64_t)pence;

	buf_printf(out, "%s£%" PRIu64 ".%02" PRIu64, pence < 0 ? "-" : "", size / 100, size % 100);
}

static void posting(struct hledger *hledger, const struct row_transfer *row, const char *account,
	const char *sub, int64_t pence)
{
	buf_printf(&hledger->out, "    %s:%s%s  ", row->book, account, sub);
	amount(&hledger->out, pence);
	buf_char(&hledger->out, '\n');
}

void hledger_transfer(struct hledger *hledger, const struct row_transfer *row)
{
	static const struct {
		const char *from_sub;
		bool to_from; /* what leaves goes to an account of from itself */
		const char *to_sub;
		int64_t sign; /* -1: the other way */
	} moves[] = {
		[TRANSFER_POST] = {"", false, "", 1},
		[TRANSFER_RESERVE] = {"", true, ":reserved", 1},
		[TRANSFER_SETTLE] = {":reserved", false, "", 1},
		[TRANSFER_RELEASE] = {":reserved", true, "", 1},
		[TRANSFER_BACK] = {"", false, "", -1},
	};

	int64_t pence = moves[row->phase].sign * row->amount_pence;

	buf_printf(&hledger->out, "\n%s (%" PRId64 ".%" PRId64 ") %s\n", row->day, row->event,
		row->n, ledger_phase_word(row->phase));
	posting(hledger, row, row->from, moves[row->phase].from_sub, -pence);
	posting(hledger, row, moves[row->phase].to_from ? row->from : row->to,
		moves[row->phase].to_sub, pence);
	if (strlen(row->day) == DATE_TEXT)
		memcpy(hledger->last_day, row->day, DATE_TEXT);
}

static void assertion(struct buf *out, const char *account, const char *sub, int64_t pence)
{
	buf_printf(out, "    %s%s  £0.00 = ", account, sub);
	amount(out, pence);
	buf_char(out, '\n');
}

void hledger_end(struct hledger *hledger)
{
	if (is_part(hledger) || hledger->last_day[0] == '\0')
		return;
	buf_printf(&hledger->out, "\n%s (%" PRId64 ") balances of bursar\n", hledger->last_day,
		hledger->size);
	for (size_t i = 0; i < hledger->accounts.len; i++) {
		const struct recomputed *account = &hledger->accounts.at[i];
		assertion(&hledger->out, account->name, "", account->own_pence);
		assertion(&hledger->out, account->name, ":reserved", account->reserved_pence);
	}
}
