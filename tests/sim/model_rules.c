/* The rules of a request, from DESIGN.md section 5 and bursar-offer(5). */
#include <string.h>

#include "tests/sim/model.h"

enum { DAYS_AHEAD = 31 };

const struct paper *model_paper_on(const struct model *model, struct date on)
{
	const struct paper *best = NULL;

	/* The latest effective date on or before it; of two with the same, the later published. */
	for (size_t i = 0; i < model->papers.len; i++) {
		const struct paper *paper = model->papers.at[i];

		if (paper->effective.day > on.day)
			continue;
		if (best == NULL || paper->effective.day >= best->effective.day)
			best = paper;
	}
	return best;
}

enum sim_category model_category_on(const struct model *model, size_t person, struct date on)
{
	const struct model_category *best = NULL;

	for (size_t i = 0; i < model->categories.len; i++) {
		const struct model_category *each = &model->categories.at[i];

		if (each->person == person && each->from.day <= on.day &&
			(best == NULL || each->from.day >= best->from.day))
			best = each;
	}
	return best == NULL ? NO_CATEGORY : best->category;
}

bool model_fact_on(const struct model *model, size_t person, const char *code, struct date on)
{
	for (size_t i = 0; i < model->facts.len; i++) {
		const struct model_fact *fact = &model->facts.at[i];

		if (fact->person == person && strcmp(fact->code, code) == 0 &&
			fact->from.day <= on.day && (!fact->has_until || fact->until.day >= on.day))
			return true;
	}
	return false;
}

static bool same_cap(const struct model_cap *a, const struct model_cap *b)
{
	return a->person == b->person && strcmp(a->code, b->code) == 0 &&
		strcmp(a->period, b->period) == 0;
}

struct model_sums model_sums(const struct model *model, const struct model_cap *cap)
{
	struct model_sums sums = {.given = 0};

	for (size_t i = 0; i < model->awards.len; i++) {
		const struct model_award *award = &model->awards.at[i];

		if (!same_cap(&award->cap, cap))
			continue;
		sums.awarded += award->pence;
		if (award->given_pence > sums.given)
			sums.given = award->given_pence;
	}
	for (size_t i = 0; i < model->payments.len; i++) {
		const struct model_payment *payment = &model->payments.at[i];

		if (!same_cap(&payment->cap, cap))
			continue;
		if (payment->given_pence > sums.given)
			sums.given = payment->given_pence;
		if (payment->state == PAID)
			sums.paid += payment->pence;
		else if (payment->state != DECLINED && payment->state != WITHDRAWN)
			sums.under_way += payment->pence;
	}
	return sums;
}

bool model_fund_left(
	const struct model *model, const char *fund, const char *year, int64_t *ret_pence)
{
	bool credited = false;
	int64_t left = 0;

	for (size_t i = 0; i < model->credits.len; i++) {
		const struct model_credit *credit = &model->credits.at[i];

		if (strcmp(credit->fund, fund) != 0 || strcmp(credit->year, year) != 0)
			continue;
		credited = true;
		left += credit->pence;
	}
	for (size_t i = 0; i < model->payments.len; i++) {
		const struct model_payment *payment = &model->payments.at[i];

		if ((payment->state == APPROVED || payment->state == PAID) &&
			strcmp(payment->fund, fund) == 0 && strcmp(payment->year, year) == 0)
			left -= payment->pence;
	}
	*ret_pence = left;
	return credited;
}

/* The earliest need date that is drawn on; false: nothing is. */
static bool first_drawn(
	const struct model *model, const struct model_cap *cap, struct date *ret_first)
{
	bool found = false;

	for (size_t i = 0; i < model->payments.len; i++) {
		const struct model_payment *payment = &model->payments.at[i];

		if (payment->state == DECLINED || payment->state == WITHDRAWN ||
			!same_cap(&payment->cap, cap) ||
			(found && payment->need.day >= ret_first->day))
			continue;
		*ret_first = payment->need;
		found = true;
	}
	return found;
}

/* Whether a version was replaced by another of the same date before anybody could ask for a day of
 * its own. */
static bool was_replaced(const struct model *model, const struct paper *paper)
{
	return model_paper_on(model, paper->effective) != paper;
}

/*
 * bursar-offer(5), uplift: who has drawn began with the cap of the version in effect on the
 * earliest need date drawn for; each later version, up to the day, gives its cap if it is higher
 * and says top-up; and a lower cap binds from its day. Versions whose line is of another kind give
 * nothing to compare with.
 */
static int64_t given(const struct model *model, const struct model_ask *ask)
{
	const struct paper *began;
	struct date first = {0};
	bool has = false;
	int64_t pence = 0;

	if (ask->line->cap != CAP_AMOUNT)
		return 0;
	if (!first_drawn(model, &ask->cap, &first) || first.day > ask->on.day)
		return ask->line->cap_pence;
	began = model_paper_on(model, first);
	for (size_t i = 0; i < model->papers.len; i++) {
		const struct paper *paper = model->papers.at[i];
		const struct paper_line *line;

		if (began != NULL && paper->effective.day < began->effective.day)
			continue;
		if (paper->effective.day > ask->on.day || was_replaced(model, paper))
			continue;
		line = paper_line_for(paper, ask->cap.code, ask->age);
		if (line == NULL || !line->offered || line->cap != CAP_AMOUNT ||
			line->per != ask->line->per)
			continue;
		if (!has || (line->top_up && line->cap_pence > pence))
			pence = line->cap_pence;
		has = true;
	}
	return has && pence < ask->line->cap_pence ? pence : ask->line->cap_pence;
}

struct model_ask model_ask(
	const struct model *model, size_t person, const char *code, struct date on, int64_t pence)
{
	struct model_ask ask = {.on = on,
		.pence = pence,
		.paper = model_paper_on(model, on),
		.age = calendar_age(model->people.at[person].born, on),
		.cap = {.person = person, .code = code}};
	struct model_sums sums;

	if (ask.paper != NULL)
		ask.line = paper_line_for(ask.paper, code, ask.age);
	if (ask.line == NULL || ask.line->cap == CAP_NONE)
		return ask;
	calendar_period(ask.line->per, on, ask.cap.period);
	sums = model_sums(model, &ask.cap);
	ask.given_pence = given(model, &ask);
	ask.awarded_pence = sums.awarded;
	ask.drawn_pence = sums.paid + sums.under_way;
	ask.limit_pence = ask.given_pence + ask.awarded_pence;
	ask.left_pence = ask.limit_pence - ask.drawn_pence;
	if (ask.left_pence < 0)
		ask.left_pence = 0;
	return ask;
}

json_t *model_reason(const char *code)
{
	return json_pack("{s:s}", "code", code);
}

bool model_is_offered(const struct model_ask *ask)
{
	return ask->line != NULL && ask->line->offered &&
		(!ask->line->has_from || ask->line->from.day <= ask->on.day);
}

static void judge_category(const struct model *model, const struct model_ask *ask, json_t *reasons)
{
	enum sim_category category = model_category_on(model, ask->cap.person, ask->on);
	json_t *reason, *allowed;

	if (category != NO_CATEGORY && (ask->line->takes[category] || ask->line->also == category))
		return;
	reason = model_reason("category");
	allowed = json_array();
	for (enum sim_category c = ELIGIBLE; c < SIM_CATEGORIES; c++)
		if (ask->line->takes[c] || ask->line->also == c)
			json_array_append_new(allowed, json_string(paper_category_word(c)));
	json_object_set_new(reason, "category", json_string(paper_category_word(category)));
	json_object_set_new(reason, "allowed", allowed);
	json_array_append_new(reasons, reason);
}

static void judge_age(const struct model_ask *ask, json_t *reasons)
{
	const struct paper_ages *ages = &ask->line->ages;

	if (paper_ages_hold(ages, ask->age))
		return;
	if (ask->age < ages->from)
		json_array_append_new(reasons,
			json_pack("{s:s,s:i,s:i}", "code", "age-below", "age", ask->age, "from_age",
				ages->from));
	else
		json_array_append_new(reasons,
			json_pack("{s:s,s:i,s:i}", "code", "age-above", "age", ask->age,
				"until_age", ages->until));
}

static void judge_need(const struct model *model, const struct model_ask *ask,
	const struct paper_need *need, json_t *reasons)
{
	bool holds = false, bad;
	json_t *facts, *reason;

	for (size_t i = 0; i < need->facts_len; i++)
		holds |= model_fact_on(model, ask->cap.person, need->facts[i], ask->on);
	bad = need->kind == NEED_NOT ? holds : !holds;
	if (!bad)
		return;
	reason = model_reason(need->kind == NEED_NOT ? "excluded-by-fact" : "missing-fact");
	facts = json_array();
	for (size_t i = 0; i < need->facts_len; i++)
		json_array_append_new(facts, json_string(need->facts[i]));
	json_object_set_new(reason, "facts", facts);
	json_array_append_new(reasons, reason);
}

static void judge_amount(const struct model_ask *ask, json_t *reasons)
{
	const struct paper_line *line = ask->line;
	const char *period = ask->cap.period;

	if (line->pays == PAYS_EVERY && ask->pence != line->pays_pence)
		json_array_append_new(reasons,
			json_pack("{s:s,s:I,s:I}", "code", "amount-rule", "limit_pence",
				(json_int_t)line->pays_pence, "asked_pence",
				(json_int_t)ask->pence));
	if (line->cap == CAP_AWARD && ask->awarded_pence == 0)
		json_array_append_new(reasons,
			json_pack("{s:s,s:s,s:I}", "code", "award-needed", "period", period,
				"asked_pence", (json_int_t)ask->pence));
	else if (ask->left_pence == 0 || ask->pence > ask->left_pence)
		json_array_append_new(reasons,
			json_pack("{s:s,s:s,s:I,s:I,s:I,s:I,s:i}", "code", "cap-exceeded", "period",
				period, "limit_pence", (json_int_t)ask->limit_pence, "left_pence",
				(json_int_t)ask->left_pence, "asked_pence", (json_int_t)ask->pence,
				"over_pence", (json_int_t)(ask->pence - ask->left_pence),
				"by_award", line->cap == CAP_AWARD ? 1 : 0));
}

static bool is_payable(const struct paper_line *line)
{
	return line->kind == KIND_PAYMENT && line->pays != PAYS_RATE && line->pays != PAYS_FLOOR;
}

json_t *model_judge(const struct model *model, const struct model_ask *ask)
{
	struct date last = {model->today.day + DAYS_AHEAD};
	json_t *reasons = json_array();
	char day[DATE_TEXT + 1];

	if (ask->on.day > last.day)
		json_array_append_new(reasons,
			json_pack("{s:s,s:s}", "code", "too-far-ahead", "day",
				calendar_text(last, day)));
	if (!model_is_offered(ask)) {
		json_array_append_new(reasons, model_reason("not-offered"));
		return reasons;
	}
	if (!is_payable(ask->line))
		json_array_append_new(reasons, model_reason("not-yet-payable"));
	judge_category(model, ask, reasons);
	judge_age(ask, reasons);
	for (size_t i = 0; i < ask->line->needs_len; i++)
		judge_need(model, ask, &ask->line->needs[i], reasons);
	if (ask->line->also != NO_CATEGORY &&
		ask->line->also == model_category_on(model, ask->cap.person, ask->on))
		judge_need(model, ask, &ask->line->also_need, reasons);
	if (is_payable(ask->line))
		judge_amount(ask, reasons);
	return reasons;
}
