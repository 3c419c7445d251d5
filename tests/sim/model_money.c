/* Awards, requests, looks, moves and credits. */
#include "tests/sim/model_money.h"

#include <inttypes.h>
#include <string.h>

const char *model_state_word(enum sim_state state)
{
	static const char *const words[] = {
		"requested", "deferred", "approved", "declined", "withdrawn", "paid"};

	return words[state];
}

static void set_pence(json_t *object, const char *name, int64_t pence)
{
	json_object_set_new(object, name, json_integer((json_int_t)pence));
}

/* After what was asked for was taken in, or would be. given: at most by the offer so far. */
static json_t *cap_figures(
	const struct model_ask *ask, struct model_sums sums, int64_t award, int64_t request)
{
	int64_t limit = ask->limit_pence + award, left;

	if (ask->given_pence > sums.given)
		sums.given = ask->given_pence;
	left = limit - sums.paid - sums.under_way - request;
	return json_pack("{s:s,s:I,s:I,s:I,s:I,s:I}", "period", ask->cap.period, "credited_pence",
		(json_int_t)(sums.given + sums.awarded + award), "drawn_pence",
		(json_int_t)sums.paid, "reserved_pence", (json_int_t)(sums.under_way + request),
		"left_pence", (json_int_t)(left < 0 ? 0 : left), "limit_pence", (json_int_t)limit);
}

static json_t *fund_figures(const char *fund, const char *year, int64_t left)
{
	return json_pack(
		"{s:s,s:s,s:I}", "code", fund, "year", year, "left_pence", (json_int_t)left);
}

/* Which line decided: of what has no age in its event, that for the youngest. */
static json_t *refused(struct model *model, const struct step *step, json_t *reasons,
	const struct paper *paper, const struct paper_line *line, int *ret_status)
{
	const char *first = json_string_value(json_object_get(json_array_get(reasons, 0), "code"));
	bool state = json_array_size(reasons) == 1 && strcmp(first, "wrong-state") == 0;
	json_t *answer = model_recorded(model, step, ret_status);

	*ret_status = state ? 409 : 422;
	json_object_set_new(answer, "code", json_string(state ? "wrong-state" : "refused"));
	json_object_set_new(answer, "status", json_integer(*ret_status));
	json_object_set_new(answer, "reasons", reasons);
	if (line != NULL)
		json_object_set_new(answer, "offer",
			json_pack("{s:i,s:s}", "version", paper->version, "line", line->code));
	return answer;
}

static json_t *award(struct model *model, const struct step *step, size_t person, int *ret_status)
{
	struct date on = step->has_on ? step->on : model->today;
	struct model_ask ask = model_ask(model, person, step->code, on, step->pence);
	json_t *reasons = json_array(), *answer;

	if (!model_is_offered(&ask))
		json_array_append_new(reasons, model_reason("not-offered"));
	else if (ask.line->cap == CAP_NONE)
		json_array_append_new(reasons, model_reason("not-yet-payable"));
	if (json_array_size(reasons) > 0)
		return refused(model, step, reasons, ask.paper,
			ask.paper == NULL ? NULL : paper_line_for(ask.paper, step->code, 0),
			ret_status);
	json_decref(reasons);
	answer = model_recorded(model, step, ret_status);
	json_object_set_new(answer, "ref", json_string(step->ref));
	json_object_set_new(answer, "entitlement", json_string(step->code));
	set_pence(answer, "amount_pence", step->pence);
	json_object_set_new(answer, "period", json_string(ask.cap.period));
	json_object_set_new(
		answer, "cap", cap_figures(&ask, model_sums(model, &ask.cap), step->pence, 0));
	if (!step->dry)
		*VEC_PUSH(model->arena, &model->awards) = (struct model_award){
			.cap = ask.cap, .pence = step->pence, .given_pence = ask.given_pence};
	return answer;
}

static void take_request(
	struct model *model, const struct step *step, const struct model_ask *ask, const char *year)
{
	struct model_payment *payment = VEC_PUSH(model->arena, &model->payments);

	*payment = (struct model_payment){.id = model->events - 1,
		.cap = ask->cap,
		.pence = step->pence,
		.need = ask->on,
		.paper = ask->paper,
		.requester = step->staff,
		.state = REQUESTED,
		.given_pence = ask->given_pence};
	memcpy(payment->year, year, PERIOD_TEXT);
}

static json_t *request(struct model *model, const struct step *step, size_t person, int *ret_status)
{
	struct date on = step->has_on ? step->on : model->today;
	struct model_ask ask = model_ask(model, person, step->code, on, step->pence);
	const struct model_payment *replaced =
		step->replaces == 0 ? NULL : model_payment(model, step->replaces);
	json_t *reasons, *answer;
	char year[PERIOD_TEXT];
	const char *fund;
	int64_t left;

	if (step->replaces != 0 && replaced == NULL)
		return model_problem("not-found", 404, ret_status);
	if (replaced != NULL && replaced->cap.person != person)
		return model_problem("invalid", 422, ret_status);
	reasons = model_judge(model, &ask);
	if (replaced != NULL && replaced->state != DECLINED && replaced->state != WITHDRAWN)
		json_array_insert_new(reasons, 0,
			json_pack("{s:s,s:s}", "code", "wrong-state", "state",
				model_state_word(replaced->state)));
	if (json_array_size(reasons) > 0)
		return refused(model, step, reasons, ask.paper, ask.line, ret_status);
	json_decref(reasons);
	answer = model_recorded(model, step, ret_status);
	if (step->dry)
		json_object_set_new(answer, "payment", json_pack("n"));
	else
		json_object_set_new(
			answer, "payment", json_sprintf("P%" PRId64, model->events - 1));
	json_object_set_new(answer, "state", json_string("requested"));
	json_object_set_new(answer, "ref", json_string(step->ref));
	json_object_set_new(answer, "entitlement", json_string(step->code));
	set_pence(answer, "amount_pence", step->pence);
	model_set_day(answer, "on", on);
	json_object_set_new(answer, "period", json_string(ask.cap.period));
	json_object_set_new(
		answer, "cap", cap_figures(&ask, model_sums(model, &ask.cap), 0, step->pence));
	(void)calendar_year(on, year);
	fund = paper_fund_for(ask.paper, ask.line, ask.age, NULL);
	json_object_set_new(answer, "fund",
		fund != NULL && model_fund_left(model, fund, year, &left)
			? fund_figures(fund, year, left)
			: json_pack("n"));
	if (!step->dry)
		take_request(model, step, &ask, year);
	return answer;
}

static json_t *look_at(const struct model *model, size_t person, const char *code, struct date on)
{
	static const char *const kinds[] = {"payment", "guarantee", "in-kind"};
	struct model_ask ask = model_ask(model, person, code, on, 0);
	json_t *reasons, *item;

	if (ask.line->pays == PAYS_EVERY)
		ask.pence = ask.line->pays_pence;
	reasons = model_judge(model, &ask);
	item = json_pack("{s:s,s:s,s:b}", "code", code, "kind", kinds[ask.line->kind], "payable",
		json_array_size(reasons) == 0);
	json_object_set_new(item, "reasons", reasons);
	if (ask.line->cap == CAP_NONE) {
		json_object_set_new(item, "cap", json_pack("n"));
		json_object_set_new(item, "left_pence", json_pack("n"));
		return item;
	}
	json_object_set_new(item, "cap", cap_figures(&ask, model_sums(model, &ask.cap), 0, 0));
	set_pence(item, "left_pence", ask.left_pence);
	return item;
}

static json_t *look(
	const struct model *model, const struct step *step, size_t person, int *ret_status)
{
	struct date on = step->has_on ? step->on : model->today;
	const struct paper *paper = model_paper_on(model, on);
	json_t *items, *answer;

	if (paper == NULL)
		return model_problem("not-found", 404, ret_status);
	items = json_array();
	for (size_t i = 0; i < paper->lines_len; i++) {
		bool seen = false;

		for (size_t k = 0; k < i; k++)
			seen |= strcmp(paper->lines[i].code, paper->lines[k].code) == 0;
		if (!seen)
			json_array_append_new(
				items, look_at(model, person, paper->lines[i].code, on));
	}
	*ret_status = 200;
	answer = json_pack(
		"{s:s,s:i,s:o}", "ref", step->ref, "version", paper->version, "items", items);
	model_set_day(answer, "on", on);
	return answer;
}

json_t *model_money_of_person(
	struct model *model, const struct step *step, size_t person, int *ret_status)
{
	if (step->kind == STEP_AWARD)
		return award(model, step, person, ret_status);
	if (step->kind == STEP_REQUEST)
		return request(model, step, person, ret_status);
	return look(model, step, person, ret_status);
}

static json_t *exhausted(const char *fund, const char *year, int64_t left, int64_t asked)
{
	return json_pack("{s:s,s:s,s:s,s:I,s:I,s:I}", "code", "fund-exhausted", "fund", fund,
		"year", year, "left_pence", (json_int_t)left, "asked_pence", (json_int_t)asked,
		"over_pence", (json_int_t)(asked - left));
}

/* Nobody has said yes or no to it. */
static bool is_waiting(const struct model_payment *payment)
{
	return payment->state == REQUESTED || payment->state == DEFERRED;
}

/* What fails of its line's rules, by what is recorded now and as if it had not been asked for. */
static json_t *changed(struct model *model, struct model_payment *payment)
{
	enum sim_state state = payment->state;
	struct model_ask ask;
	json_t *reasons;

	payment->state = DECLINED;
	ask = model_ask(
		model, payment->cap.person, payment->cap.code, payment->need, payment->pence);
	reasons = model_judge(model, &ask);
	payment->state = state;
	return reasons;
}

/* Each once. */
static json_t *codes_of(const json_t *reasons)
{
	json_t *codes = json_array(), *reason;
	size_t i;

	json_array_foreach(reasons, i, reason)
	{
		json_t *code = json_object_get(reason, "code");
		bool seen = false;

		for (size_t k = 0; k < json_array_size(codes); k++)
			seen |= json_equal(json_array_get(codes, k), code) != 0;
		if (!seen)
			json_array_append(codes, code);
	}
	return codes;
}

/* The fund it draws on: the first that serves the age, or the one that was named. */
struct model_draw {
	int age;
	const struct paper_line *line;
	const char *fund;
};

static json_t *fund_reason(
	const struct model *model, const struct model_payment *payment, struct model_draw draw)
{
	const char *next;
	json_t *reason;
	int64_t left = 0;

	if (draw.fund == NULL)
		return json_pack("{s:s,s:i}", "code", "fund-age", "age", draw.age);
	/* One that was never credited has nothing left. */
	if (model_fund_left(model, draw.fund, payment->year, &left) && left >= payment->pence)
		return NULL;
	reason = exhausted(draw.fund, payment->year, left, payment->pence);
	next = paper_fund_for(payment->paper, draw.line, draw.age, draw.fund);
	if (next == NULL)
		return reason;
	left = 0;
	(void)model_fund_left(model, next, payment->year, &left);
	json_object_set_new(reason, "next_fund", json_string(next));
	set_pence(reason, "next_left_pence", left);
	return reason;
}

static json_t *judge_approval(const struct model *model, const struct step *step,
	const struct model_payment *payment, const json_t *again, struct model_draw draw)
{
	json_t *reasons = json_array(), *reason;

	if (!is_waiting(payment))
		json_array_append_new(reasons,
			json_pack("{s:s,s:s}", "code", "wrong-state", "state",
				model_state_word(payment->state)));
	if (payment->requester == step->staff)
		json_array_append_new(reasons, model_reason("not-your-own"));
	if (!is_waiting(payment))
		return reasons;
	if (json_array_size(again) > 0 && !step->reasons)
		json_array_append_new(reasons,
			json_pack("{s:s,s:o}", "code", "changed-since", "codes", codes_of(again)));
	reason = fund_reason(model, payment, draw);
	if (reason != NULL)
		json_array_append_new(reasons, reason);
	return reasons;
}

static json_t *moved(struct model *model, const struct step *step, struct model_payment *payment,
	enum sim_state to, int *ret_status)
{
	json_t *answer = model_recorded(model, step, ret_status);

	json_object_set_new(answer, "payment", json_sprintf("P%" PRId64, payment->id));
	json_object_set_new(answer, "state", json_string(model_state_word(to)));
	set_pence(answer, "amount_pence", payment->pence);
	if (!step->dry)
		payment->state = to;
	return answer;
}

static json_t *approve(struct model *model, const struct step *step, struct model_payment *payment,
	int *ret_status)
{
	struct model_draw draw = {
		.age = calendar_age(model->people.at[payment->cap.person].born, payment->need)};
	json_t *reasons, *again, *answer;
	int64_t left;

	draw.line = paper_line_for(payment->paper, payment->cap.code, draw.age);
	draw.fund = paper_fund_for(payment->paper, draw.line, draw.age, NULL);
	if (step->fund != NULL) {
		if ((model_roles(model, step->staff) & SIM_MANAGER) == 0)
			return model_problem("not-your-role", 403, ret_status);
		if (!paper_line_has_fund(draw.line, step->fund))
			return model_problem("invalid", 422, ret_status);
		draw.fund =
			paper_fund_serves(payment->paper, step->fund, draw.age) ? step->fund : NULL;
	}
	again = is_waiting(payment) ? changed(model, payment) : json_array();
	reasons = judge_approval(model, step, payment, again, draw);
	if (json_array_size(reasons) > 0) {
		answer = refused(model, step, reasons, payment->paper, draw.line, ret_status);
		if (json_array_size(again) > 0)
			json_object_set(answer, "changed", again);
		json_decref(again);
		return answer;
	}
	json_decref(reasons);
	json_decref(again);
	(void)model_fund_left(model, draw.fund, payment->year, &left);
	answer = moved(model, step, payment, APPROVED, ret_status);
	json_object_set_new(
		answer, "fund", fund_figures(draw.fund, payment->year, left - payment->pence));
	if (!step->dry)
		payment->fund = draw.fund;
	return answer;
}

/* Where the move leads from the state that it is in; false: nowhere. */
static bool leads(const struct model_payment *payment, enum step_kind kind, enum sim_state *ret_to)
{
	*ret_to = kind == STEP_DECLINE ? DECLINED : WITHDRAWN;
	if (kind == STEP_PAY) {
		*ret_to = PAID;
		return payment->state == APPROVED;
	}
	if (kind == STEP_DEFER) {
		*ret_to = DEFERRED;
		return payment->state == REQUESTED;
	}
	return is_waiting(payment);
}

json_t *model_money_of_payment(struct model *model, const struct step *step, int *ret_status)
{
	struct model_payment *payment = model_payment(model, step->payment);
	enum sim_state to;
	json_t *reasons, *answer;

	if (payment == NULL)
		return model_problem("not-found", 404, ret_status);
	if (step->kind == STEP_APPROVE)
		return approve(model, step, payment, ret_status);
	if (step->kind == STEP_WITHDRAW && payment->requester != step->staff && !step->reasons)
		return model_problem("invalid", 422, ret_status);
	if (step->kind == STEP_DEFER && step->has_until && step->until.day < model->today.day)
		return model_problem("invalid", 422, ret_status);
	if (leads(payment, step->kind, &to)) {
		answer = moved(model, step, payment, to, ret_status);
		if (step->kind == STEP_DEFER && step->has_until)
			model_set_day(answer, "until", step->until);
		else if (step->kind == STEP_DEFER)
			json_object_set_new(answer, "until", json_pack("n"));
		return answer;
	}
	reasons = json_array();
	json_array_append_new(reasons,
		json_pack("{s:s,s:s}", "code", "wrong-state", "state",
			model_state_word(payment->state)));
	return refused(model, step, reasons, payment->paper,
		paper_line_for(payment->paper, payment->cap.code, 0), ret_status);
}

static bool has_fund(const struct model *model, const char *code)
{
	for (size_t i = 0; i < model->papers.len; i++)
		if (paper_has_fund(model->papers.at[i], code))
			return true;
	return false;
}

/* pence: below nothing of what goes out again. */
static void take_credit(struct model *model, const char *fund, const char *year, int64_t pence)
{
	struct model_credit *credit = VEC_PUSH(model->arena, &model->credits);

	*credit = (struct model_credit){.fund = fund, .pence = pence};
	memcpy(credit->year, year, PERIOD_TEXT);
}

static json_t *credit(struct model *model, const struct step *step, int *ret_status)
{
	char this_year[PERIOD_TEXT];
	int next = calendar_year(model->today, this_year) + 1, first = 0;
	int64_t left;
	json_t *answer;

	for (size_t i = 0; i < 4; i++)
		first = first * 10 + (step->year[i] - '0');
	if (first > next)
		return model_problem("invalid", 422, ret_status);
	(void)model_fund_left(model, step->code, step->year, &left);
	answer = model_recorded(model, step, ret_status);
	json_object_set_new(answer, "fund", json_string(step->code));
	json_object_set_new(answer, "year", json_string(step->year));
	set_pence(answer, "amount_pence", step->pence);
	set_pence(answer, "left_pence", left + step->pence);
	if (!step->dry)
		take_credit(model, step->code, step->year, step->pence);
	return answer;
}

/* who.md 1 and 6: never below what is spent and committed. */
static json_t *take_out(struct model *model, const struct step *step, int *ret_status)
{
	bool moves = step->kind == STEP_MOVE;
	int64_t left = 0, to_left = 0;
	json_t *answer;

	(void)model_fund_left(model, step->code, step->year, &left);
	if (left < step->pence) {
		json_t *reasons = json_array();

		json_array_append_new(
			reasons, exhausted(step->code, step->year, left, step->pence));
		return refused(model, step, reasons, NULL, NULL, ret_status);
	}
	answer = model_recorded(model, step, ret_status);
	json_object_set_new(answer, "fund", json_string(step->code));
	json_object_set_new(answer, "year", json_string(step->year));
	set_pence(answer, "amount_pence", step->pence);
	set_pence(answer, "left_pence", left - step->pence);
	if (moves) {
		(void)model_fund_left(model, step->to, step->year, &to_left);
		json_object_set_new(answer, "to_fund", json_string(step->to));
		json_object_set_new(answer, "to_year", json_string(step->year));
		set_pence(answer, "to_left_pence", to_left + step->pence);
	}
	if (!step->dry)
		take_credit(model, step->code, step->year, -step->pence);
	if (!step->dry && moves)
		take_credit(model, step->to, step->year, step->pence);
	return answer;
}

json_t *model_money_of_fund(struct model *model, const struct step *step, int *ret_status)
{
	if (!has_fund(model, step->code) || (step->kind == STEP_MOVE && !has_fund(model, step->to)))
		return model_problem("not-found", 404, ret_status);
	if (step->kind == STEP_CREDIT)
		return credit(model, step, ret_status);
	if (step->kind == STEP_MOVE && strcmp(step->code, step->to) == 0)
		return model_problem("invalid", 422, ret_status);
	return take_out(model, step, ret_status);
}
