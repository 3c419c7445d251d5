#include "core/ledger.h"

#include "core/event.h"
#include "core/money.h"

const char *ledger_phase_word(enum transfer_phase phase)
{
	switch (phase) {
	case TRANSFER_POST:
		return "post";
	case TRANSFER_RESERVE:
		return "reserve";
	case TRANSFER_SETTLE:
		return "settle";
	case TRANSFER_RELEASE:
		return "release";
	}
	UNREACHABLE("a phase without a word");
}

int64_t ledger_available(const struct account *account)
{
	return account->credited - account->debited - account->reserved;
}

static struct transfer *add(struct transfers *transfers, enum transfer_phase phase,
	struct account *from, struct account *to, int64_t amount_pence)
{
	struct transfer *transfer = &transfers->list[transfers->len];

	assert(transfers->len < LEDGER_TRANSFERS_MAX);
	assert(amount_pence > 0 && from != to &&
		account_book(from->kind) == account_book(to->kind));
	*transfer = (struct transfer){.n = transfers->len,
		.phase = phase,
		.from = from,
		.to = to,
		.amount_pence = amount_pence};
	transfers->len++;
	return transfer;
}

void ledger_add(struct transfers *transfers, enum transfer_phase phase, struct account *from,
	struct account *to, int64_t amount_pence)
{
	assert(phase == TRANSFER_POST || phase == TRANSFER_RESERVE);
	add(transfers, phase, from, to, amount_pence);
}

void ledger_resolve(struct transfers *transfers, enum transfer_phase phase, struct account *from,
	struct account *to, int64_t amount_pence, int64_t reserve_event, int16_t reserve_n)
{
	struct transfer *transfer = add(transfers, phase, from, to, amount_pence);

	assert(phase == TRANSFER_SETTLE || phase == TRANSFER_RELEASE);
	transfer->resolves_event = reserve_event;
	transfer->resolves_n = reserve_n;
}

/* The whole arithmetic of the ledger. */
static void move(struct account *account, const struct transfer *transfer, bool from)
{
	bool lands = transfer->phase == TRANSFER_POST || transfer->phase == TRANSFER_SETTLE;

	if (!from) {
		account->credited += lands ? transfer->amount_pence : 0;
		return;
	}
	if (lands)
		account->debited += transfer->amount_pence;
	if (transfer->phase == TRANSFER_RESERVE)
		account->reserved += transfer->amount_pence;
	if (transfer->phase == TRANSFER_SETTLE || transfer->phase == TRANSFER_RELEASE)
		account->reserved -= transfer->amount_pence;
}

struct account ledger_after(const struct account *account, const struct transfers *transfers)
{
	struct account after = *account;

	for (int16_t i = 0; i < transfers->len; i++) {
		if (transfers->list[i].from == account)
			move(&after, &transfers->list[i], true);
		if (transfers->list[i].to == account)
			move(&after, &transfers->list[i], false);
	}
	return after;
}

static enum ledger_fit fit(const struct account *account, const struct transfers *transfers)
{
	struct account after = ledger_after(account, transfers);

	if (after.credited > MONEY_BALANCE_MAX_PENCE || after.debited > MONEY_BALANCE_MAX_PENCE ||
		after.reserved > MONEY_BALANCE_MAX_PENCE)
		return LEDGER_TOO_LARGE;
	return after.reserved < 0 || (account_has_floor(after.kind) && ledger_available(&after) < 0)
		? LEDGER_BREAKS
		: LEDGER_FITS;
}

enum ledger_fit ledger_try(const struct transfers *transfers)
{
	enum ledger_fit worst = LEDGER_FITS;

	for (int16_t i = 0; i < transfers->len; i++) {
		enum ledger_fit from = fit(transfers->list[i].from, transfers);
		enum ledger_fit to = fit(transfers->list[i].to, transfers);

		worst = from > worst ? from : worst;
		worst = to > worst ? to : worst;
	}
	return worst;
}

void ledger_apply(const struct transfers *transfers)
{
	for (int16_t i = 0; i < transfers->len; i++) {
		const struct transfer *transfer = &transfers->list[i];

		move(transfer->from, transfer, true);
		move(transfer->to, transfer, false);
		assert(transfer->from->reserved >= 0);
		assert(!account_has_floor(transfer->from->kind) ||
			ledger_available(transfer->from) >= 0);
	}
}

void ledger_write(struct json *event, const struct transfers *transfers)
{
	if (transfers->len == 0)
		return;
	json_open(event, "transfers", '[');
	for (int16_t i = 0; i < transfers->len; i++) {
		const struct transfer *transfer = &transfers->list[i];

		json_open(event, NULL, '{');
		json_int(event, "n", transfer->n);
		json_word(event, "phase", ledger_phase_word(transfer->phase));
		json_text(event, "from", transfer->from->code);
		json_text(event, "to", transfer->to->code);
		json_int(event, "amount", transfer->amount_pence);
		if (transfer->phase == TRANSFER_SETTLE || transfer->phase == TRANSFER_RELEASE) {
			json_open(event, "resolves", '[');
			json_int(event, NULL, transfer->resolves_event);
			json_int(event, NULL, transfer->resolves_n);
			json_close(event, ']');
		}
		json_close(event, '}');
	}
	json_close(event, ']');
}
