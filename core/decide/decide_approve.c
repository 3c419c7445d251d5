/* Somebody else agrees to a payment, and a fund reserves it. */
#include "core/decide/looked.h"
#include "core/decide/moving.h"
#include "core/decide/payee.h"

/* What an approval rests on beside the payment. */
struct approval {
	struct judge_fund fund;
	struct judge_request again;
	struct reasons changed; /* what fails again */
	struct limits limits;   /* of whoever approves */
};

/* A manager may take another fund of the line than the first whose ages hold. False, and an answer,
 * if that cannot be said. */
static bool may_choose(struct deciding *d, const struct offer_line *line)
{
	const struct command_payment_approve *asked = &d->command->payment_approve;

	if (!asked->has_fund)
		return true;
	if ((deciding_roles(d) & ROLE_MANAGER) == 0) {
		deciding_not_your_role(d, ROLE_MANAGER);
		return false;
	}
	if (!offer_line_has_fund(line, asked->fund)) {
		deciding_invalid(d, "/fund", "the payment's line has no such fund");
		return false;
	}
	return true;
}

/* False, and an answer, if the version by which it was requested is not there, or lacks its line.
 */
static bool fund_of(
	struct deciding *d, const struct slice_payment *payment, struct judge_fund *ret_fund)
{
	const struct command_payment_approve *asked = &d->command->payment_approve;
	const struct offer *offer = offer_version(d->slice->offers, payment->offer_version);
	const struct offer_line *line =
		offer == NULL ? NULL : offer_line_for(offer, payment->entitlement, payment->age);

	if (line == NULL) {
		deciding_bug(d, "a payment's line is not in the offer it was requested by");
		return false;
	}
	if (!may_choose(d, line))
		return false;
	*ret_fund = asked->has_fund
		? judge_fund_chosen(d->slice, offer, line, payment->age, payment->year, asked->fund)
		: judge_fund(d->slice, offer, line, payment->age, payment->year);
	return true;
}

/* The line's rules anew: what fails now is said despite, or refuses. */
static void judge_changed(struct deciding *d, const struct approval *approval)
{
	const struct reasons *changed = &approval->changed;
	struct reason *reason;
	struct span *codes;

	if (changed->len == 0 || d->command->payment_approve.has_despite)
		return;
	codes = ARENA_ARRAY(d->slice->arena, struct span, changed->len);
	reason = reason_add(&d->reasons, REASON_CHANGED_SINCE);
	reason->codes = codes;
	for (size_t i = 0; i < changed->len; i++) {
		struct span code = span_of(reason_word(changed->list[i].code));
		bool seen = false;

		for (size_t k = 0; k < reason->codes_len; k++)
			seen |= span_eq(codes[k], code);
		if (!seen)
			codes[reason->codes_len++] = code;
	}
}

/* By the financial rules; what is the first of two reserves nothing yet. */
static void judge_limits(struct deciding *d, struct moving *moving, struct approval *approval)
{
	approval->limits = limits_approve(d, moving->payment);
	moving->limits = &approval->limits;
	if (!approval->limits.completes && moving->move != NULL)
		moving->move = payment_move_to(
			moving->was, COMMAND_PAYMENT_APPROVE, PAYMENT_SECOND_NEEDED);
}

static void judge_all(struct deciding *d, struct moving *moving, struct approval *approval)
{
	const struct slice_payment *payment = moving->payment;

	if (payment->requester == d->command->staff_id)
		reason_add(&d->reasons, REASON_NOT_YOUR_OWN);
	judge_limits(d, moving, approval);
	if (moving->move == NULL)
		return;
	payee_judge(d, payment);
	judge_changed(d, approval);
	judge_approval(
		&approval->fund, payment->age, payment->year, payment->amount_pence, &d->reasons);
}

/* What the fund has left of it, or would have once a second person has approved as well. */
static int64_t reserve(struct deciding *d, struct moving *moving, const struct judge_fund *fund)
{
	const struct slice_payment *payment = moving->payment;

	if (d->reasons.len > 0)
		return fund->left_pence;
	if (!moving->limits->completes)
		return fund->left_pence - payment->amount_pence;
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
static void write_round(
	struct json *event, const struct moving *moving, const struct limits *limits)
{
	json_int(event, "round", moving->payment->round);
	json_int(event, "stage", moving->payment->approvals + 1);
	json_int(event, "needed", limits->needed);
	limits_write(event, limits, moving->payment);
}

/* Why it is approved all the same; only said of what fails. */
static bool is_despite(const struct deciding *d, const struct approval *approval)
{
	return approval->changed.len > 0 && d->command->payment_approve.has_despite;
}

static void write_approval(struct deciding *d, struct json *event, const struct moving *moving,
	const struct approval *approval, int64_t left_pence)
{
	const struct slice_payment *payment = moving->payment;

	json_hex(event, "content", payment->content.bytes, DIGEST_BYTES);
	json_int(event, "requester", payment->requester);
	json_int(event, "age", payment->age);
	json_text(event, "year", payment->year);
	json_int(event, "left", approval->fund.left_pence);
	deciding_write_fund(event, &approval->fund, payment->year, left_pence);
	write_round(event, moving, &approval->limits);
	if (moving->move != NULL)
		looked_write_again(event, &approval->again, &approval->changed);
	if (is_despite(d, approval))
		event_commitment(event, "despite", &d->command->payment_approve.despite);
	payee_write(event, payment);
	if (d->command->payment_approve.has_fund)
		json_int(event, "chosen", 1);
	moving_write_was(d, event, moving);
}

void decide_payment_approve(struct deciding *d)
{
	struct approval approval = {.fund = {.fund = NULL}};
	struct moving moving;
	struct json event;
	int64_t left_pence;

	if (!moving_begin(d, &moving) || !fund_of(d, moving.payment, &approval.fund))
		return;
	if (moving.move != NULL)
		approval.changed = looked_again(d, moving.payment, &approval.again);
	judge_all(d, &moving, &approval);
	left_pence = reserve(d, &moving, &approval.fund);
	event = moving_open(d, &moving);
	write_approval(d, &event, &moving, &approval, left_pence);
	if (moving_close(d, &event, &moving) && is_despite(d, &approval))
		deciding_seal(
			d, moving.payment->person, "despite", &d->command->payment_approve.despite);
}
