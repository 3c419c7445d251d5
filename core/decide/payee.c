#include "core/decide/payee.h"

struct slice_creditor payee_creditor(const struct slice_payment *payment)
{
	if (payment->by_hand)
		return (struct slice_creditor){.event = 0};
	return payment->payee != NULL ? payment->payee->creditor : payment->person->creditor;
}

bool payee_choose(
	struct deciding *d, const struct slice_person *person, struct slice_payment *ret_payment)
{
	const struct command *command = d->command;
	const struct slice_payee *payee = NULL;
	bool by_hand = command->payment_request.payee.text.at != NULL;

	if (command->payee.at != NULL) {
		payee = slice_payee(d->slice, command->payee);
		if (payee == NULL) {
			deciding_not_found(d, "payee");
			return false;
		}
		if (by_hand) {
			deciding_invalid(d, "/payee_code",
				"it is paid to a registered payee or to somebody in words, not to "
				"both");
			return false;
		}
		if (payee->ended) {
			deciding_invalid(d, "/payee_code", "this payee has ended");
			return false;
		}
	}
	*ret_payment = (struct slice_payment){.person = person, .payee = payee, .by_hand = by_hand};
	ret_payment->creditor = payee_creditor(ret_payment);
	return true;
}

bool payee_is_known(const struct slice_payment *payment)
{
	return payment->payee != NULL || payment->creditor.event != 0;
}

void payee_write_content(struct json *content, const struct slice_payment *payment)
{
	json_open(content, "paid_to", '{');
	if (payment->payee != NULL)
		json_int(content, "payee_added", payment->payee->id);
	if (payment->creditor.event != 0)
		json_int(content, "creditor_set", payment->creditor.event);
	json_close(content, '}');
}

void payee_write(struct json *event, const struct slice_payment *payment)
{
	const struct slice_creditor *creditor = &payment->creditor;

	if (!payee_is_known(payment))
		return;
	json_open(event, "paid_to", '{');
	if (payment->payee != NULL)
		json_int(event, "payee_added", payment->payee->id);
	if (creditor->event != 0) {
		json_int(event, "creditor_set", creditor->event);
		json_open(event, "set_by", '[');
		if (creditor->proposer != 0)
			json_int(event, NULL, creditor->proposer);
		json_int(event, NULL, creditor->by);
		json_close(event, ']');
	}
	json_close(event, '}');
}

void payee_judge(struct deciding *d, const struct slice_payment *payment)
{
	struct slice_creditor now = payee_creditor(payment);
	int32_t staff_id = d->command->staff_id;

	if (payment->creditor.event != 0 &&
		(staff_id == payment->creditor.by || staff_id == payment->creditor.proposer) &&
		!reason_has(&d->reasons, REASON_NOT_YOUR_OWN))
		reason_add(&d->reasons, REASON_NOT_YOUR_OWN);
	if (now.event != payment->creditor.event)
		reason_add(&d->reasons, REASON_PAYEE_CHANGED)->creditor_set = now.event;
}
