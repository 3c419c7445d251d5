/* Money: amounts at what is left of a cap or a fund, and a penny beside it. */
#include <string.h>

#include "base/arena.h"
#include "tests/sim/make.h"

#define CHANCE(n) chance_below(&make->chance, (n))

static const char *code_of(struct make *make)
{
	static const char *const codes[] = {
		"home", "home", "home", "phone", "phone", "lessons", "lessons", "course", "course"};
	static const char *const rare[] = {
		"weekly", "floor", "rent", "gym", "birthday", "extra", "nothing"};

	return CHANCE(8) == 0 ? rare[CHANCE(ARRAY_LEN(rare))] : codes[CHANCE(ARRAY_LEN(codes))];
}

/* left, a penny less or more; or something small. */
static int64_t near(struct make *make, int64_t pence)
{
	int64_t at = CHANCE(3) == 0 ? pence + chance_between(&make->chance, -1, 1)
				    : chance_between(&make->chance, 1, 20) * 50;

	return at > 0 ? at : 1;
}

static void choose_person(struct make *make, struct step *step)
{
	const struct model *model = make->model;

	step->ref = "CL-NOBODY";
	if (model->people.len > 0 && CHANCE(60) > 0)
		step->ref = model->people.at[CHANCE(model->people.len)].ref;
}

/* A day and an amount for the person and the line that the step has. */
static void fit(struct make *make, struct step *step)
{
	const struct model *model = make->model;
	size_t person = model_person(model, step->ref);
	struct model_ask ask;

	step->has_on = CHANCE(12) > 0;
	step->pence = 100;
	if (person == SIZE_MAX)
		return;
	/* Of three days the first that is good for something. */
	for (int i = 0; i < 3; i++) {
		step->on = make_day(make, person);
		ask = model_ask(
			model, person, step->code, step->has_on ? step->on : model->today, 1);
		if (model_is_offered(&ask) && ask.left_pence > 0 &&
			paper_ages_hold(&ask.line->ages, ask.age))
			break;
	}
	step->pence = near(make, ask.left_pence);
	if (ask.line != NULL && ask.line->pays == PAYS_EVERY && CHANCE(5) > 0)
		step->pence = ask.line->pays_pence;
}

static void request(struct make *make, struct step *step)
{
	const struct model *model = make->model;
	const struct model_payment *payment;

	choose_person(make, step);
	step->code = code_of(make);
	if (model->payments.len > 0 && CHANCE(12) == 0) {
		payment = &model->payments.at[CHANCE(model->payments.len)];
		step->replaces = CHANCE(20) == 0 ? 1 : payment->id;
		if (CHANCE(4) > 0)
			step->ref = model->people.at[payment->cap.person].ref;
	}
	fit(make, step);
}

bool make_once_more(struct make *make, struct step *step, const struct step *declined)
{
	const struct model_payment *payment = model_payment(make->model, declined->payment);

	if (payment == NULL)
		return false;
	step->ref = make->model->people.at[payment->cap.person].ref;
	step->code = payment->cap.code;
	fit(make, step);
	return true;
}

static void award(struct make *make, struct step *step)
{
	choose_person(make, step);
	step->code = CHANCE(2) == 0 ? "lessons" : code_of(make);
	step->has_on = CHANCE(8) > 0;
	step->on = make_day(make, model_person(make->model, step->ref));
	step->pence = chance_between(&make->chance, 1, 30) * 50;
}

/* One in the state that the step is for, mostly. */
static const struct model_payment *payment_of(struct make *make, enum step_kind kind)
{
	const struct model *model = make->model;
	enum sim_state wanted = kind == STEP_PAY ? APPROVED : REQUESTED;
	const struct model_payment *payment = NULL;

	for (int i = 0; i < 8 && model->payments.len > 0; i++) {
		payment = &model->payments.at[CHANCE(model->payments.len)];
		if (payment->state == wanted || (wanted == REQUESTED && payment->state == DEFERRED))
			break;
	}
	return payment;
}

static void move(struct make *make, struct step *step)
{
	static const char *const funds[] = {"to-25", "care", "care", "gift", "nothing"};
	const struct model_payment *payment = payment_of(make, step->kind);

	step->payment = payment == NULL || CHANCE(60) == 0 ? 1 : payment->id;
	if (payment != NULL && step->kind == STEP_APPROVE && CHANCE(8) == 0)
		step->staff = payment->requester;
	if (payment != NULL && step->kind == STEP_WITHDRAW && CHANCE(2) == 0)
		step->staff = payment->requester;
	step->reasons = CHANCE(2) == 0;
	if (step->kind == STEP_APPROVE && CHANCE(6) == 0)
		step->fund = funds[CHANCE(ARRAY_LEN(funds))];
	step->has_until = step->kind == STEP_DEFER && CHANCE(2) == 0;
	step->until = make->model->today;
	step->until.day += (int32_t)chance_between(&make->chance, -1, 60);
}

/* What somebody waits for, so that it just fits, or just does not. */
static void credit(struct make *make, struct step *step)
{
	static const char *const codes[] = {"to-25", "care", "care", "gift"};
	const struct model_payment *payment = payment_of(make, STEP_APPROVE);
	struct date on = make->centre;
	int64_t left = 0;

	step->code = CHANCE(30) == 0 ? "nothing" : codes[CHANCE(ARRAY_LEN(codes))];
	if (payment != NULL)
		on = payment->need;
	else
		on.day += (int32_t)chance_between(&make->chance, -200, 300);
	if (CHANCE(30) == 0)
		on.day = make->model->today.day + (int32_t)chance_between(&make->chance, 1, 800);
	(void)calendar_year(on, step->year);
	step->pence = chance_between(&make->chance, 1, 60) * 50;
	if (payment == NULL || CHANCE(2) == 0)
		return;
	(void)model_fund_left(make->model, step->code, step->year, &left);
	step->pence = near(make, payment->pence - left);
}

/* What a fund has, or a penny more; of a fund and year that were credited, mostly. */
static void take_out(struct make *make, struct step *step)
{
	static const char *const codes[] = {"to-25", "care", "gift", "nothing"};
	const struct model *model = make->model;
	int64_t left = 0;

	credit(make, step);
	if (model->credits.len > 0 && CHANCE(5) > 0) {
		const struct model_credit *credit = &model->credits.at[CHANCE(model->credits.len)];

		step->code = credit->fund;
		memcpy(step->year, credit->year, PERIOD_TEXT);
	}
	(void)model_fund_left(model, step->code, step->year, &left);
	step->pence = near(make, left);
	step->to = codes[CHANCE(CHANCE(4) == 0 ? 4 : 3)];
}

static void look(struct make *make, struct step *step)
{
	choose_person(make, step);
	step->has_on = CHANCE(8) > 0;
	step->on = make_day(make, model_person(make->model, step->ref));
}

void make_money(struct make *make, struct step *step)
{
	switch (step->kind) {
	case STEP_REQUEST:
		request(make, step);
		return;
	case STEP_AWARD:
		award(make, step);
		return;
	case STEP_APPROVE:
	case STEP_DECLINE:
	case STEP_WITHDRAW:
	case STEP_DEFER:
	case STEP_PAY:
		move(make, step);
		return;
	case STEP_CREDIT:
		credit(make, step);
		return;
	case STEP_DEBIT:
	case STEP_MOVE:
		take_out(make, step);
		return;
	case STEP_LOOK:
		look(make, step);
		return;
	case STEP_PUBLISH:
	case STEP_STAFF:
	case STEP_RENEW:
	case STEP_CLAIM:
	case STEP_CHANGE:
	case STEP_SUSPEND:
	case STEP_REINSTATE:
	case STEP_PERSON:
	case STEP_CATEGORY:
	case STEP_FACT:
	case STEP_FACT_END:
	case STEP_KINDS:
		return;
	}
}
