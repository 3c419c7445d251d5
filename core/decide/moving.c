#include "core/decide/moving.h"

bool moving_begin(struct deciding *d, struct moving *ret_moving)
{
	struct slice_payment *payment = slice_payment(d->slice, d->command->payment_id);

	if (payment == NULL) {
		deciding_not_found(d, "payment");
		return false;
	}
	*ret_moving = (struct moving){.payment = payment,
		.move = payment_move(payment->state, d->command->kind),
		.was = payment->state};
	if (ret_moving->move == NULL)
		reason_add(&d->reasons, REASON_WRONG_STATE)->state =
			span_of(payment_state_word(payment->state));
	return true;
}

struct json moving_open(struct deciding *d, const struct moving *moving)
{
	const struct slice_payment *payment = moving->payment;
	struct json event = deciding_open(d);

	json_int(&event, "payment", payment->id);
	json_uuid(&event, "person", payment->person->id);
	json_text(&event, "entitlement", payment->entitlement);
	json_int(&event, "amount", payment->amount_pence);
	json_int(&event, "offer", payment->offer_version);
	json_word(&event, "state",
		payment_state_word(d->reasons.len > 0 ? moving->was : moving->move->becomes));
	return event;
}

void moving_write_was(struct deciding *d, struct json *event, const struct moving *moving)
{
	if (d->reasons.len == 0 && moving->was != payment_begins(d->command->kind))
		json_word(event, "was", payment_state_word(moving->was));
}

struct subject moving_subject(const struct moving *moving)
{
	const struct slice_payment *payment = moving->payment;

	return (struct subject){.person = payment->person,
		.payment_id = payment->id,
		.entitlement = payment->entitlement,
		.amount_pence = payment->amount_pence,
		.need = payment->need};
}

static void keep_step(struct deciding *d, const struct moving *moving)
{
	struct slice_payment *payment = moving->payment;
	const struct limits *limits = moving->limits;
	bool adds = moving->move->approvals == PAYMENT_ADDS;

	payment->state = moving->move->becomes;
	if (adds)
		payment->approvals++;
	if (moving->fund != NULL) {
		payment->fund = moving->fund;
		payment->payable = moving->payable;
		payment->approved_event = d->number;
	}
	*VEC_PUSH(d->slice->arena, &d->slice->steps) = (struct slice_step){.payment = payment,
		.move = moving->move,
		.staff_id = d->command->staff_id,
		.event = d->number,
		.round = payment->round,
		.stage = (int16_t)(adds ? payment->approvals : 0),
		.fund = moving->fund,
		.payable = moving->payable,
		.roles = limits == NULL ? ROLE_NONE : limits->roles,
		.needed = (int16_t)(limits == NULL ? 0 : limits->needed),
		.rules = limits == NULL ? 0 : d->financial_rules,
		.until = moving->until,
		.has_until = moving->has_until};
	if (limits != NULL)
		limits_keep(d, payment, limits);
	if (moving->move->approvals == PAYMENT_DROPS) {
		payment->round++;
		payment->approvals = 0;
		payment->approved_by.len = 0;
	}
}

void deciding_step(struct deciding *d, struct slice_payment *payment,
	const struct payment_move *move, struct account *fund, struct account *payable)
{
	keep_step(d,
		&(struct moving){
			.payment = payment, .move = move, .fund = fund, .payable = payable});
}

bool moving_close(struct deciding *d, struct json *event, const struct moving *moving)
{
	struct subject subject = moving_subject(moving);

	if (!deciding_close(d, event, &subject))
		return false;
	keep_step(d, moving);
	return true;
}

void moving_release(struct deciding *d, const struct moving *moving)
{
	const struct slice_payment *payment = moving->payment;

	if (d->reasons.len == 0)
		ledger_resolve(&d->transfers, TRANSFER_RELEASE, payment->cap, payment->drawn,
			payment->amount_pence,
			(struct ledger_reserve){payment->id, payment->reserve_n});
}

void moving_released(struct deciding *d, const struct moving *moving)
{
	slice_draw(d->slice, moving->payment->cap, moving->payment->need, -1);
}
