/* The life of a payment: asked for, decided, paid. */
#include "core/decide/deciding.h"

/* What an approval is of. A payee stands in it by its commitment, so that nothing personal does. */
static struct digest content_of(struct deciding *d, const struct slice_person *person)
{
	const struct command *command = d->command;
	struct json content = json_in(d->slice->arena);

	json_open(&content, NULL, '{');
	json_word(&content, "content", "bursar/payment/v1");
	json_uuid(&content, "person", person->id);
	json_text(&content, "entitlement", command->entitlement);
	json_int(&content, "amount", command->amount_pence);
	event_commitment(&content, "payee", &command->payment_request.payee);
	event_date(&content, "on", command->on);
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

/* Of the records of a code in force on the day, the one that an event names. */
static bool is_newest(const struct judge_request *request, const struct slice_fact *fact)
{
	for (size_t i = 0; i < request->person->facts.len; i++) {
		const struct slice_fact *other = &request->person->facts.at[i];

		if (other->event > fact->event && span_eq(other->code, fact->code) &&
			slice_fact_holds(other, request->on))
			return false;
	}
	return true;
}

/* What the line asks for and what is in force, a record each: as few as the rule needs, however
 * much is known of somebody. */
static void write_facts(struct json *event, const struct judge_request *request)
{
	json_open(event, "facts", '[');
	for (size_t i = 0; i < request->person->facts.len; i++) {
		const struct slice_fact *fact = &request->person->facts.at[i];

		if (!slice_fact_holds(fact, request->on) || !judge_asks_for(request, fact->code) ||
			!is_newest(request, fact))
			continue;
		json_open(event, NULL, '{');
		json_text(event, "fact", fact->code);
		json_int(event, "event", fact->event);
		json_close(event, '}');
	}
	json_close(event, ']');
}

static void write_fund(
	struct json *event, const struct judge_fund *fund, struct span year, int64_t left_pence)
{
	if (fund->account == NULL) {
		json_null(event, "fund");
		return;
	}
	json_open(event, "fund", '{');
	json_text(event, "code", fund->fund->code);
	json_text(event, "year", year);
	json_int(event, "left_pence", left_pence);
	json_close(event, '}');
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
	write_facts(event, request);
	if (request->line != NULL) {
		fund = judge_fund(d->slice, request->offer, request->line, request->age, year);
		json_text(event, "period", request->period);
		json_int(event, "limit", request->room.limit_pence);
		json_int(event, "left", request->room.left_pence);
		if (request->room.has_first_drawn)
			event_date(event, "first_drawn", request->room.first_drawn);
	}
	event_commitment(event, "payee", &command->payment_request.payee);
	write_fund(event, &fund, year, fund.left_pence);
}

static void keep_payment(struct deciding *d, const struct judge_request *request,
	struct digest content, int16_t reserve_n)
{
	const struct command *command = d->command;
	struct slice_payment *payment = ARENA_NEW(d->slice->arena, struct slice_payment);

	*payment = (struct slice_payment){.id = d->number,
		.person = request->person,
		.entitlement = command->entitlement,
		.amount_pence = command->amount_pence,
		.need = command->on,
		.offer_version = request->offer->version,
		.content = content,
		.requester = command->staff_id,
		.state = PAYMENT_REQUESTED,
		.period = request->period,
		.year = year_of(d, command->on),
		.cap = d->transfers.made.at[reserve_n].from,
		.drawn = d->transfers.made.at[reserve_n].to,
		.reserve_n = reserve_n,
		.round = 1};
	slice_put_payment(d->slice, payment);
	slice_draw(d->slice, payment->cap, payment->need, 1);
	*VEC_PUSH(d->slice->arena, &d->slice->new_payments) = payment;
	deciding_seal(d, request->person, "payee", &command->payment_request.payee);
}

void decide_payment_request(struct deciding *d)
{
	const struct command *command = d->command;
	struct slice_person *person = slice_person(d->slice, command->ref);
	struct judge_request request;
	struct digest content;
	struct json event;
	int16_t reserve_n = 0;

	if (person == NULL) {
		deciding_not_found(d, "person");
		return;
	}
	request = judge_begin(d->slice, person, command->entitlement, command->on,
		command_today(command), command->amount_pence);
	judge_request(&request, &d->reasons);
	content = content_of(d, person);
	if (d->reasons.len == 0)
		reserve_n = reserve(d, &request);
	event = deciding_open(d);
	write_request(d, &event, &request);
	if (d->reasons.len == 0) {
		json_hex(&event, "content", content.bytes, DIGEST_BYTES);
		deciding_write_cap(d, &event, "cap", d->transfers.made.at[reserve_n].from,
			request.room.limit_pence);
	}
	if (deciding_close(d, &event,
		    &(struct subject){.person = person,
			    .entitlement = command->entitlement,
			    .amount_pence = command->amount_pence,
			    .need = command->on}))
		keep_payment(d, &request, content, reserve_n);
}

/* The payment of the command, or NULL and an answer; a move its state does not allow is NULL, and a
 * reason. */
static struct slice_payment *payment_of(struct deciding *d, const struct payment_move **ret_move)
{
	struct slice_payment *payment = slice_payment(d->slice, d->command->payment_id);

	if (payment == NULL) {
		deciding_not_found(d, "payment");
		return NULL;
	}
	*ret_move = payment_move(payment->state, d->command->kind);
	if (*ret_move == NULL)
		reason_add(&d->reasons, REASON_WRONG_STATE)->state =
			span_of(payment_state_word(payment->state));
	return payment;
}

static struct json open_move(
	struct deciding *d, const struct slice_payment *payment, const struct payment_move *move)
{
	struct json event = deciding_open(d);

	json_int(&event, "payment", payment->id);
	json_uuid(&event, "person", payment->person->id);
	json_text(&event, "entitlement", payment->entitlement);
	json_int(&event, "amount", payment->amount_pence);
	json_int(&event, "offer", payment->offer_version);
	json_word(&event, "state",
		payment_state_word(d->reasons.len > 0 ? payment->state : move->becomes));
	return event;
}

void deciding_step(struct deciding *d, struct slice_payment *payment,
	const struct payment_move *move, struct account *fund, struct account *payable)
{
	bool adds = move->approvals == PAYMENT_ADDS;

	payment->state = move->becomes;
	if (adds)
		payment->approvals++;
	if (fund != NULL) {
		payment->fund = fund;
		payment->payable = payable;
		payment->approved_event = d->number;
	}
	*VEC_PUSH(d->slice->arena, &d->slice->steps) = (struct slice_step){.payment = payment,
		.move = move,
		.staff_id = d->command->staff_id,
		.event = d->number,
		.round = payment->round,
		.stage = (int16_t)(adds ? payment->approvals : 0),
		.fund = fund,
		.payable = payable};
	if (move->approvals == PAYMENT_DROPS) {
		payment->round++;
		payment->approvals = 0;
	}
}

static bool close_move(struct deciding *d, struct json *event, struct slice_payment *payment,
	const struct payment_move *move, struct account *fund, struct account *payable)
{
	struct subject subject = {.person = payment->person,
		.payment_id = payment->id,
		.entitlement = payment->entitlement,
		.amount_pence = payment->amount_pence,
		.need = payment->need};

	if (!deciding_close(d, event, &subject))
		return false;
	deciding_step(d, payment, move, fund, payable);
	return true;
}

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

void decide_payment_approve(struct deciding *d)
{
	const struct payment_move *move = NULL;
	struct slice_payment *payment = payment_of(d, &move);
	struct judge_fund fund;
	struct account *payable = NULL;
	struct json event;
	int64_t left_pence;
	int age;

	if (payment == NULL)
		return;
	if (payment->requester == d->command->staff_id)
		reason_add(&d->reasons, REASON_NOT_YOUR_OWN);
	age = date_age(payment->person->born, payment->need);
	if (!fund_of(d, payment, age, &fund))
		return;
	if (!reason_has(&d->reasons, REASON_WRONG_STATE))
		judge_approval(&fund, age, payment->year, payment->amount_pence, &d->reasons);
	left_pence = fund.left_pence;
	if (d->reasons.len == 0) {
		payable = deciding_account(d,
			&(struct account_name){.kind = ACCOUNT_PAYABLE,
				.name = fund.fund->code,
				.period = payment->year});
		ledger_add(&d->transfers, TRANSFER_RESERVE, fund.account, payable,
			payment->amount_pence);
		left_pence -= payment->amount_pence;
	}
	event = open_move(d, payment, move);
	json_hex(&event, "content", payment->content.bytes, DIGEST_BYTES);
	json_int(&event, "requester", payment->requester);
	json_int(&event, "age", age);
	json_text(&event, "year", payment->year);
	json_int(&event, "left", fund.left_pence);
	write_fund(&event, &fund, payment->year, left_pence);
	close_move(d, &event, payment, move, fund.account, payable);
}

/* What was reserved of a cap is free again. */
static void release(struct deciding *d, const struct slice_payment *payment)
{
	if (d->reasons.len == 0)
		ledger_resolve(&d->transfers, TRANSFER_RELEASE, payment->cap, payment->drawn,
			payment->amount_pence,
			(struct ledger_reserve){payment->id, payment->reserve_n});
}

/* Ends the event of a move that released. */
static void close_release(struct deciding *d, struct json *event, struct slice_payment *payment,
	const struct payment_move *move, const struct command_text *reason)
{
	if (!close_move(d, event, payment, move, NULL, NULL))
		return;
	slice_draw(d->slice, payment->cap, payment->need, -1);
	deciding_seal(d, payment->person, "reason", reason);
}

void decide_payment_decline(struct deciding *d)
{
	const struct command_text *reason = &d->command->payment_decline.reason;
	const struct payment_move *move = NULL;
	struct slice_payment *payment = payment_of(d, &move);
	struct json event;

	if (payment == NULL)
		return;
	release(d, payment);
	event = open_move(d, payment, move);
	event_commitment(&event, "reason", reason);
	close_release(d, &event, payment, move, reason);
}

void decide_payment_withdraw(struct deciding *d)
{
	const struct command_text *reason = &d->command->payment_withdraw.reason;
	const struct payment_move *move = NULL;
	struct slice_payment *payment = payment_of(d, &move);
	struct json event;

	if (payment == NULL)
		return;
	if (payment->requester != d->command->staff_id && reason->text.at == NULL) {
		deciding_invalid(d, "/reason",
			"somebody else asked for this payment: say why it is withdrawn");
		return;
	}
	release(d, payment);
	event = open_move(d, payment, move);
	event_commitment(&event, "reason", reason);
	json_int(&event, "requester", payment->requester);
	close_release(d, &event, payment, move, reason);
}

void decide_payment_pay(struct deciding *d)
{
	const struct payment_move *move = NULL;
	struct slice_payment *payment = payment_of(d, &move);
	struct json event;

	if (payment == NULL)
		return;
	if (d->reasons.len == 0) {
		ledger_resolve(&d->transfers, TRANSFER_SETTLE, payment->cap, payment->drawn,
			payment->amount_pence,
			(struct ledger_reserve){payment->id, payment->reserve_n});
		/* An approval's only transfer is its reserve. */
		ledger_resolve(&d->transfers, TRANSFER_SETTLE, payment->fund, payment->payable,
			payment->amount_pence, (struct ledger_reserve){payment->approved_event, 0});
	}
	event = open_move(d, payment, move);
	close_move(d, &event, payment, move, NULL, NULL);
}
