/* What a fund has for a financial year: credited, taken out again, moved to another. */
#include "core/decide/deciding.h"

enum { FUND_YEARS_AHEAD_MAX = 1 };

static bool year_is_near(const struct deciding *d, struct span year)
{
	struct date first, next = period_first(PERIOD_FINANCIAL_YEAR, command_today(d->command));

	if (!period_parse_year(year, &first))
		return false;
	return date_split(first).year <= date_split(next).year + FUND_YEARS_AHEAD_MAX;
}

/* False, and an answer, which names the member. */
static bool has_fund(struct deciding *d, struct span code, const char *member)
{
	if (offer_book_has_fund(d->slice->offers, code))
		return true;
	deciding_not_found(d, member);
	return false;
}

/* The same. */
static bool has_year(struct deciding *d, struct span year)
{
	if (year_is_near(d, year))
		return true;
	deciding_invalid(d, "/year", "the year lies beyond the next financial year");
	return false;
}

static struct account *grantor_of(struct deciding *d)
{
	return deciding_account(d, &(struct account_name){.kind = ACCOUNT_GRANTOR});
}

static struct account_name fund_name(struct span code, struct span year)
{
	return (struct account_name){.kind = ACCOUNT_FUND, .name = code, .period = year};
}

/* What a fund would have left: nothing, if it was never credited. */
static int64_t left_pence(struct deciding *d, struct span code, struct span year)
{
	struct account_name name = fund_name(code, year);
	const struct account *fund = d->reasons.len > 0
		? slice_account(d->slice, account_code(d->slice->arena, &name))
		: deciding_account(d, &name);
	struct account after;

	if (fund == NULL)
		return 0;
	after = ledger_after(fund, &d->transfers);
	return ledger_available(&after);
}

static void put_in(struct deciding *d, struct span code, struct span year, int64_t amount_pence)
{
	struct account_name name = fund_name(code, year);
	struct account *grantor = grantor_of(d), *fund = deciding_account(d, &name);

	ledger_add(&d->transfers, TRANSFER_POST, grantor, fund, amount_pence);
}

/* So much of a fund goes back to where it came from; or a reason. */
static void take_out(struct deciding *d, struct span code, struct span year, int64_t amount_pence)
{
	struct account_name name = fund_name(code, year);
	struct account *fund = slice_account(d->slice, account_code(d->slice->arena, &name));
	int64_t had_pence = fund == NULL ? 0 : ledger_available(fund);
	struct reason *reason;

	if (had_pence >= amount_pence) {
		ledger_take_back(&d->transfers, grantor_of(d), fund, amount_pence);
		return;
	}
	reason = reason_add(&d->reasons, REASON_FUND_EXHAUSTED);
	reason->fund = code;
	reason->year = year;
	reason->left_pence = had_pence;
	reason->asked_pence = amount_pence;
}

static void close(struct deciding *d, struct json *event, int64_t amount_pence,
	const struct command_text *reason)
{
	event_commitment(event, "reason", reason);
	if (deciding_close(d, event, &(struct subject){.amount_pence = amount_pence}))
		deciding_seal(d, NULL, "reason", reason);
}

void decide_fund_credit(struct deciding *d)
{
	const struct command_fund_credit *asked = &d->command->fund_credit;
	struct json event;

	if (!has_fund(d, asked->code, "fund") || !has_year(d, asked->year))
		return;
	put_in(d, asked->code, asked->year, asked->amount_pence);
	event = deciding_open(d);
	json_text(&event, "fund", asked->code);
	json_text(&event, "year", asked->year);
	json_int(&event, "amount", asked->amount_pence);
	json_int(&event, "left", left_pence(d, asked->code, asked->year));
	close(d, &event, asked->amount_pence, &asked->reason);
}

void decide_fund_debit(struct deciding *d)
{
	const struct command_fund_debit *asked = &d->command->fund_debit;
	struct json event;

	if (!has_fund(d, asked->code, "fund"))
		return;
	take_out(d, asked->code, asked->year, asked->amount_pence);
	event = deciding_open(d);
	json_text(&event, "fund", asked->code);
	json_text(&event, "year", asked->year);
	json_int(&event, "amount", asked->amount_pence);
	json_int(&event, "left", left_pence(d, asked->code, asked->year));
	close(d, &event, asked->amount_pence, &asked->reason);
}

void decide_fund_move(struct deciding *d)
{
	const struct command_fund_move *asked = &d->command->fund_move;
	struct json event;

	if (!has_fund(d, asked->code, "fund") || !has_fund(d, asked->to_fund, "to_fund"))
		return;
	if (span_eq(asked->code, asked->to_fund)) {
		deciding_invalid(d, "/to_fund", "it is the fund that the money comes from");
		return;
	}
	take_out(d, asked->code, asked->year, asked->amount_pence);
	if (d->reasons.len == 0)
		put_in(d, asked->to_fund, asked->year, asked->amount_pence);
	event = deciding_open(d);
	json_text(&event, "fund", asked->code);
	json_text(&event, "year", asked->year);
	json_text(&event, "to_fund", asked->to_fund);
	json_text(&event, "to_year", asked->year);
	json_int(&event, "amount", asked->amount_pence);
	json_int(&event, "left", left_pence(d, asked->code, asked->year));
	json_int(&event, "to_left", left_pence(d, asked->to_fund, asked->year));
	close(d, &event, asked->amount_pence, &asked->reason);
}
