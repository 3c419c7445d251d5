#include "core/ledger.h"

#include "core/event.h"
#include "core/money.h"

static const char *const phases[TRANSFER_PHASES] = {
	[TRANSFER_POST] = "post",
	[TRANSFER_RESERVE] = "reserve",
	[TRANSFER_SETTLE] = "settle",
	[TRANSFER_RELEASE] = "release",
	[TRANSFER_BACK] = "back",
};

const char *ledger_phase_word(enum transfer_phase phase)
{
	assert(phase < TRANSFER_PHASES);
	return phases[phase];
}

bool ledger_phase_of_word(struct span word, enum transfer_phase *ret_phase)
{
	for (unsigned phase = 0; phase < TRANSFER_PHASES; phase++) {
		if (!span_is(word, phases[phase]))
			continue;
		*ret_phase = (enum transfer_phase)phase;
		return true;
	}
	return false;
}

int64_t ledger_available(const struct account *account)
{
	return account->credited - account->debited - account->reserved;
}

struct transfers transfers_in(struct arena *arena)
{
	return (struct transfers){.arena = arena};
}

/* Of more than can be numbered, the last is written over: they will never be applied. */
static struct transfer *add(struct transfers *transfers, enum transfer_phase phase,
	struct account *from, struct account *to, int64_t amount_pence)
{
	struct transfer *transfer;

	assert(amount_pence > 0 && from != to &&
		account_book(from->kind) == account_book(to->kind));
	transfers->too_many |= transfers->made.len > INT16_MAX;
	transfer = transfers->too_many ? &transfers->made.at[INT16_MAX]
				       : VEC_PUSH(transfers->arena, &transfers->made);
	*transfer = (struct transfer){.n = (int16_t)(transfer - transfers->made.at),
		.phase = phase,
		.from = from,
		.to = to,
		.amount_pence = amount_pence};
	return transfer;
}

void ledger_add(struct transfers *transfers, enum transfer_phase phase, struct account *from,
	struct account *to, int64_t amount_pence)
{
	assert(phase == TRANSFER_POST || phase == TRANSFER_RESERVE);
	add(transfers, phase, from, to, amount_pence);
}

void ledger_add_base(struct transfers *transfers, struct account *from, struct account *cap,
	int64_t amount_pence)
{
	add(transfers, TRANSFER_POST, from, cap, amount_pence)->is_base = true;
}

void ledger_resolve(struct transfers *transfers, enum transfer_phase phase, struct account *from,
	struct account *to, int64_t amount_pence, struct ledger_reserve reserve)
{
	struct transfer *transfer = add(transfers, phase, from, to, amount_pence);

	assert(phase == TRANSFER_SETTLE || phase == TRANSFER_RELEASE);
	transfer->resolves_event = reserve.event;
	transfer->resolves_n = reserve.n;
}

void ledger_bring_back(struct transfers *transfers, struct account *from, struct account *to,
	int64_t amount_pence, struct ledger_landed undoes)
{
	struct transfer *transfer = add(transfers, TRANSFER_BACK, from, to, amount_pence);

	assert(undoes.event > 0);
	transfer->undoes_event = undoes.event;
	transfer->undoes_n = undoes.n;
}

void ledger_take_back(
	struct transfers *transfers, struct account *from, struct account *to, int64_t amount_pence)
{
	assert((from->kind == ACCOUNT_GRANTOR && to->kind == ACCOUNT_FUND) ||
		(from->kind == ACCOUNT_OFFER && to->kind == ACCOUNT_CAP));
	add(transfers, TRANSFER_BACK, from, to, amount_pence);
}

/* The whole arithmetic of the ledger. sign: 1, or -1 to take it back. */
static void move(struct account *account, const struct transfer *transfer, bool from, int sign)
{
	bool back = transfer->phase == TRANSFER_BACK;
	bool lands = back || transfer->phase == TRANSFER_POST || transfer->phase == TRANSFER_SETTLE;
	int64_t pence = (back ? -sign : sign) * transfer->amount_pence;

	if (!from) {
		account->credited += lands ? pence : 0;
		account->base_pence += transfer->is_base ? pence : 0;
		return;
	}
	if (lands)
		account->debited += pence;
	if (transfer->phase == TRANSFER_RESERVE)
		account->reserved += pence;
	if (transfer->phase == TRANSFER_SETTLE || transfer->phase == TRANSFER_RELEASE)
		account->reserved -= pence;
}

struct account ledger_after(const struct account *account, const struct transfers *transfers)
{
	struct account after = *account;

	for (size_t i = 0; i < transfers->made.len; i++) {
		const struct transfer *transfer = &transfers->made.at[i];

		if (transfer->from == account)
			move(&after, transfer, true, 1);
		if (transfer->to == account)
			move(&after, transfer, false, 1);
	}
	return after;
}

/* Nothing below zero, and no floor broken. Of a cap no more is taken back than was awarded: what
 * the offer gave stays. */
static bool is_sound(const struct account *account)
{
	return account->credited >= 0 && account->debited >= 0 && account->reserved >= 0 &&
		account->base_pence <= account->credited &&
		(!account_has_floor(account->kind) || ledger_available(account) >= 0);
}

static enum ledger_fit fit(const struct account *account, const struct transfers *transfers)
{
	struct account after = ledger_after(account, transfers);

	if (after.credited > MONEY_BALANCE_MAX_PENCE || after.debited > MONEY_BALANCE_MAX_PENCE ||
		after.reserved > MONEY_BALANCE_MAX_PENCE)
		return LEDGER_TOO_LARGE;
	return is_sound(&after) ? LEDGER_FITS : LEDGER_BREAKS;
}

enum ledger_fit ledger_try(const struct transfers *transfers)
{
	enum ledger_fit worst = LEDGER_FITS;

	if (transfers->too_many)
		return LEDGER_TOO_MANY;
	for (size_t i = 0; i < transfers->made.len; i++) {
		enum ledger_fit from = fit(transfers->made.at[i].from, transfers);
		enum ledger_fit to = fit(transfers->made.at[i].to, transfers);

		worst = from > worst ? from : worst;
		worst = to > worst ? to : worst;
	}
	return worst;
}

void ledger_apply(const struct transfers *transfers)
{
	for (size_t i = 0; i < transfers->made.len; i++) {
		const struct transfer *transfer = &transfers->made.at[i];

		move(transfer->from, transfer, true, 1);
		move(transfer->to, transfer, false, 1);
	}
	for (size_t i = 0; i < transfers->made.len; i++) {
		assert(is_sound(transfers->made.at[i].from));
		assert(is_sound(transfers->made.at[i].to));
	}
}

void ledger_undo(const struct transfers *transfers)
{
	for (size_t i = transfers->made.len; i > 0; i--) {
		const struct transfer *transfer = &transfers->made.at[i - 1];

		move(transfer->from, transfer, true, -1);
		move(transfer->to, transfer, false, -1);
	}
}

static void write_place(struct json *event, const char *name, int64_t number, int16_t n)
{
	json_open(event, name, '[');
	json_int(event, NULL, number);
	json_int(event, NULL, n);
	json_close(event, ']');
}

void ledger_write(struct json *event, const struct transfers *transfers)
{
	if (transfers->made.len == 0)
		return;
	json_open(event, "transfers", '[');
	for (size_t i = 0; i < transfers->made.len; i++) {
		const struct transfer *transfer = &transfers->made.at[i];

		json_open(event, NULL, '{');
		json_int(event, "n", transfer->n);
		json_word(event, "phase", ledger_phase_word(transfer->phase));
		json_text(event, "from", transfer->from->code);
		json_text(event, "to", transfer->to->code);
		json_int(event, "amount", transfer->amount_pence);
		if (transfer->phase == TRANSFER_SETTLE || transfer->phase == TRANSFER_RELEASE)
			write_place(
				event, "resolves", transfer->resolves_event, transfer->resolves_n);
		if (transfer->undoes_event != 0)
			write_place(event, "undoes", transfer->undoes_event, transfer->undoes_n);
		json_close(event, '}');
	}
	json_close(event, ']');
}
