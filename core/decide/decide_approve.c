/* Somebody else agrees to a payment, and a fund reserves it. */
#include "core/decide/moving.h"

/* False, and an answer, if the version by which it was requested is not there, or lacks its line.
 */
static bool fund_of(struct deciding *d, const struct slice_payment *payment, int age,
	struct judge_fund *ret_fund)
{
	const struct offer *offer = offer_version(d->slice->offers, payment->offer_version);
	const struct offer_line *line =
		offer == NULL ? NULL : offer_line_for(offer, payment->entitlement, age);

	if (line == NULL) {
		deciding_bug(d, "a payment's line is not in the offer it was requested by");
		return false;
	}
	*ret_fund = judge_fund(d->slice, offer, line, age, payment->year);
	return true;
}

/* What the fund has left of it. */
static int64_t reserve(struct deciding *d, struct moving *moving, const struct judge_fund *fund)
{
	const struct slice_payment *payment = moving->payment;

	if (d->reasons.len > 0)
		return fund->left_pence;
	moving->fund = fund->account;
	moving->payable = deciding_account(d,
		&(struct account_name){.kind = ACCOUNT_PAYABLE,
			.name = fund->fund->code,
			.period = payment->year});
	ledger_add(&d->transfers, TRANSFER_RESERVE, moving->fund, moving->payable,
		payment->amount_pence);
	return fund->left_pence - payment->amount_pence;
}

/* Which approval of its round it is, how many are needed, and by whom. */
static void write_round(struct deciding *d, struct json *event, const struct moving *moving)
{
	const struct slice_staff *staff = slice_staff(d->slice, d->command->staff_id);

	json_int(event, "round", moving->payment->round);
	json_int(event, "stage", moving->payment->approvals + 1);
	json_int(event, "needed", 1);
	json_open(event, "roles", '[');
	for (unsigned n = 0; n < ROLES; n++)
		if ((staff->roles & (unsigned)role_at(n)) != 0)
			json_word(event, NULL, role_word(role_at(n)));
	json_close(event, ']');
}

void decide_payment_approve(struct deciding *d)
{
	struct slice_payment *payment;
	struct moving moving;
	struct judge_fund fund;
	struct json event;
	int64_t left_pence;
	int age;

	if (!moving_begin(d, &moving))
		return;
	payment = moving.payment;
	if (payment->requester == d->command->staff_id)
		reason_add(&d->reasons, REASON_NOT_YOUR_OWN);
	age = date_age(payment->person->born, payment->need);
	if (!fund_of(d, payment, age, &fund))
		return;
	if (moving.move != NULL)
		judge_approval(&fund, age, payment->year, payment->amount_pence, &d->reasons);
	left_pence = reserve(d, &moving, &fund);
	event = moving_open(d, &moving);
	json_hex(&event, "content", payment->content.bytes, DIGEST_BYTES);
	json_int(&event, "requester", payment->requester);
	json_int(&event, "age", age);
	json_text(&event, "year", payment->year);
	json_int(&event, "left", fund.left_pence);
	deciding_write_fund(&event, &fund, payment->year, left_pence);
	write_round(d, &event, &moving);
	moving_write_was(d, &event, &moving);
	moving_close(d, &event, &moving);
}
