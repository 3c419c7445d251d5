/* The life of a payment: asked for, decided, paid. */
#include "core/decide/looked.h"
#include "core/decide/moving.h"
#include "core/decide/payee.h"

/* What an approval is of. A payee stands in it by its commitment, so that nothing personal does. */
static struct digest content_of(struct deciding *d, const struct slice_payment *to)
{
	const struct command *command = d->command;
	struct json content = json_in(d->slice->arena);
	bool known = payee_is_known(to);

	json_open(&content, NULL, '{');
	json_word(&content, "content", known ? "bursar/payment/v2" : "bursar/payment/v1");
	json_uuid(&content, "person", to->person->id);
	json_text(&content, "entitlement", command->entitlement);
	json_int(&content, "amount", command->amount_pence);
	event_commitment(&content, "payee", &command->payment_request.payee);
	event_date(&content, "on", command->on);
	if (known)
		payee_write_content(&content, to);
	json_close(&content, '}');
	return hash_sha256(json_done(&content));
}

static struct span year_of(struct deciding *d, struct date on)
{
	char key[PERIOD_KEY_MAX];

	period_key(PERIOD_FINANCIAL_YEAR, on, key);
	return span_dup(d->slice->arena, span_of(key));
}

/* The cap's account, with what the offer gives credited to it if it has not been: the reserve's
 * place among the transfers. */
static int16_t reserve(struct deciding *d, const struct judge_request *request)
{
	const struct command *command = d->command;
	struct account *cap = deciding_cap(d, request);
	struct account *drawn = deciding_account(
		d, &(struct account_name){.kind = ACCOUNT_DRAWN, .name = command->entitlement});
	int16_t n;

	deciding_credit_cap(d, cap, request->room.top_up_pence);
	n = (int16_t)d->transfers.made.len;
	ledger_add(&d->transfers, TRANSFER_RESERVE, cap, drawn, command->amount_pence);
	return n;
}

/* Everything the rules looked at, so that they can be run on it again. */
static void write_request(
	struct deciding *d, struct json *event, const struct judge_request *request)
{
	const struct command *command = d->command;
	struct span year = year_of(d, command->on);
	struct judge_fund fund = {0};

	json_uuid(event, "person", request->person->id);
	json_text(event, "entitlement", command->entitlement);
	json_int(event, "amount", command->amount_pence);
	event_date(event, "on", command->on);
	event_date(event, "today", request->today);
	json_int(event, "offer", request->offer == NULL ? 0 : request->offer->version);
	json_int(event, "age", request->age);
	json_word(event, "category", category_word(request->category));
	looked_write_facts(event, request);
	if (request->line != NULL) {
		fund = judge_fund(d->slice, request->offer, request->line, request->age, year);
		json_text(event, "period", request->period);
		json_int(event, "limit", request->room.limit_pence);
		json_int(event, "left", request->room.left_pence);
		if (request->room.has_first_drawn)
			event_date(event, "first_drawn", request->room.first_drawn);
	}
	event_commitment(event, "payee", &command->payment_request.payee);
	deciding_write_fund(event, &fund, year, fund.left_pence);
}

/* The payment that this one takes the place of: the person's, and ended without money reaching
 * anybody. False, and an answer, if it is none; NULL if none is named. */
static bool replaced_of(struct deciding *d, const struct slice_person *person,
	const struct slice_payment **ret_payment)
{
	const struct command_payment_request *asked = &d->command->payment_request;
	const struct slice_payment *payment;

	*ret_payment = NULL;
	if (!asked->has_replaces)
		return true;
	payment = slice_payment(d->slice, asked->replaces);
	if (payment == NULL) {
		deciding_not_found(d, "payment");
		return false;
	}
	if (payment->person != person) {
		deciding_invalid(d, "/replaces", "it is a payment of somebody else");
		return false;
	}
	if (!payment_state_is_closed(payment->state) || payment->state == PAYMENT_PAID)
		reason_add(&d->reasons, REASON_WRONG_STATE)->state =
			span_of(payment_state_word(payment->state));
	*ret_payment = payment;
	return true;
}

static void write_replaced(struct json *event, const struct slice_payment *replaced)
{
	if (replaced == NULL)
		return;
	json_int(event, "replaces", replaced->id);
	json_word(event, "replaces_state", payment_state_word(replaced->state));
}

static void keep_payment(struct deciding *d, const struct judge_request *request,
	const struct slice_payment *to, struct digest content, int16_t reserve_n)
{
	const struct command *command = d->command;
	struct slice_payment *payment = ARENA_NEW(d->slice->arena, struct slice_payment);

	*payment = (struct slice_payment){.id = d->number,
		.person = request->person,
		.entitlement = command->entitlement,
		.amount_pence = command->amount_pence,
		.need = command->on,
		.age = request->age,
		.category = request->category,
		.offer_version = request->offer->version,
		.content = content,
		.requester = command->staff_id,
		.replaces = command->payment_request.has_replaces
			? command->payment_request.replaces
			: 0,
		.state = PAYMENT_REQUESTED,
		.period = request->period,
		.year = year_of(d, command->on),
		.cap = d->transfers.made.at[reserve_n].from,
		.drawn = d->transfers.made.at[reserve_n].to,
		.reserve_n = reserve_n,
		.round = 1,
		.payee = to->payee,
		.creditor = to->creditor,
		.by_hand = to->by_hand};
	slice_put_payment(d->slice, payment);
	slice_draw(d->slice, payment->cap, payment->need, 1);
	*VEC_PUSH(d->slice->arena, &d->slice->new_payments) = payment;
	deciding_seal(d, request->person, "payee", &command->payment_request.payee);
}

void decide_payment_request(struct deciding *d)
{
	const struct command *command = d->command;
	struct slice_person *person = slice_person(d->slice, command->ref);
	const struct slice_payment *replaced;
	struct judge_request request;
	struct slice_payment to;
	struct digest content;
	struct json event;
	int16_t reserve_n = 0;

	if (person == NULL) {
		deciding_not_found(d, "person");
		return;
	}
	if (!payee_choose(d, person, &to))
		return;
	request = judge_begin(d->slice, person, command->entitlement, command->on,
		command_today(command), command->amount_pence);
	d->financial_rules = request.rules == NULL ? 0 : request.rules->version;
	if (!replaced_of(d, person, &replaced))
		return;
	judge_request(&request, &d->reasons);
	content = content_of(d, &to);
	if (d->reasons.len == 0)
		reserve_n = reserve(d, &request);
	event = deciding_open(d);
	write_request(d, &event, &request);
	if (d->reasons.len == 0) {
		json_hex(&event, "content", content.bytes, DIGEST_BYTES);
		deciding_write_cap(d, &event, "cap", d->transfers.made.at[reserve_n].from,
			request.room.limit_pence);
	}
	looked_write_cap_use(&event, &request);
	write_replaced(&event, replaced);
	payee_write(&event, &to);
	if (deciding_close(d, &event,
		    &(struct subject){.person = person,
			    .entitlement = command->entitlement,
			    .amount_pence = command->amount_pence,
			    .need = command->on}))
		keep_payment(d, &request, &to, content, reserve_n);
}

/* Ends the event of a move that released. */
static void close_release(struct deciding *d, struct json *event, const struct moving *moving,
	const struct command_text *reason)
{
	moving_write_was(d, event, moving);
	if (!moving_close(d, event, moving))
		return;
	moving_released(d, moving);
	deciding_seal(d, moving->payment->person, "reason", reason);
}

void decide_payment_decline(struct deciding *d)
{
	const struct command_text *reason = &d->command->payment_decline.reason;
	struct moving moving;
	struct json event;

	if (!moving_begin(d, &moving))
		return;
	moving_release(d, &moving);
	event = moving_open(d, &moving);
	event_commitment(&event, "reason", reason);
	close_release(d, &event, &moving, reason);
}

void decide_payment_withdraw(struct deciding *d)
{
	const struct command_text *reason = &d->command->payment_withdraw.reason;
	struct moving moving;
	struct json event;

	if (!moving_begin(d, &moving))
		return;
	if (moving.payment->requester != d->command->staff_id && reason->text.at == NULL) {
		deciding_invalid(d, "/reason",
			"somebody else asked for this payment: say why it is withdrawn");
		return;
	}
	moving_release(d, &moving);
	event = moving_open(d, &moving);
	event_commitment(&event, "reason", reason);
	json_int(&event, "requester", moving.payment->requester);
	close_release(d, &event, &moving, reason);
}

void decide_payment_defer(struct deciding *d)
{
	const struct command_payment_defer *asked = &d->command->payment_defer;
	struct moving moving;
	struct json event;

	if (!moving_begin(d, &moving))
		return;
	if (asked->has_until && date_cmp(asked->until, command_today(d->command)) < 0) {
		deciding_invalid(d, "/until", "the last day it waits is past already");
		return;
	}
	moving.until = asked->until;
	moving.has_until = asked->has_until;
	event = moving_open(d, &moving);
	event_commitment(&event, "reason", &asked->reason);
	if (asked->has_until)
		event_date(&event, "until", asked->until);
	json_int(&event, "round", moving.payment->round);
	moving_write_was(d, &event, &moving);
	if (moving_close(d, &event, &moving))
		deciding_seal(d, moving.payment->person, "reason", &asked->reason);
}

void decide_payment_pay(struct deciding *d)
{
	const struct slice_payment *payment;
	struct moving moving;
	struct json event;

	if (!moving_begin(d, &moving))
		return;
	payment = moving.payment;
	if (moving.move != NULL)
		payee_judge(d, payment);
	if (d->reasons.len == 0) {
		ledger_resolve(&d->transfers, TRANSFER_SETTLE, payment->cap, payment->drawn,
			payment->amount_pence,
			(struct ledger_reserve){payment->id, payment->reserve_n});
		/* An approval's only transfer is its reserve. */
		ledger_resolve(&d->transfers, TRANSFER_SETTLE, payment->fund, payment->payable,
			payment->amount_pence, (struct ledger_reserve){payment->approved_event, 0});
	}
	event = moving_open(d, &moving);
	payee_write(&event, payment);
	moving_close(d, &event, &moving);
}
