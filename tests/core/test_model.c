/*
 * Thousands of random commands on one slice, beside a model of caps, funds and payments in plain
 * arrays that knows nothing of the code it checks: both must answer alike, and the books must hold.
 * The seed is printed; BURSAR_SEED runs one again.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/check.h"
#include "tests/core/slice_rig.h"

enum { COMMANDS_MADE = 6000, PEOPLE = 5, LINES = 4, MONTHS = 3, FUNDS = 2, PAYMENTS_MAX = 6000 };

/* Lines: an amount and awards, each in a lifetime and a month; pence. */
static const struct {
	const char *code;
	int64_t cap;
	bool monthly;
} lines[LINES] = {
	{"by-lifetime", 10000, false},
	{"by-month", 10000, true},
	{"award-lifetime", 0, false},
	{"award-month", 0, true},
};

static const char *const days[MONTHS] = {"2019-05-31", "2019-06-01", "2019-07-31"};
static const char *const refs[PEOPLE] = {"A", "B", "C", "D", "E"};

struct cap {
	int64_t limit, taken; /* taken: reserved or spent */
};

struct paying {
	int64_t id, pence;
	struct cap *cap;
	int32_t requester;
	enum payment_state state;
};

struct model {
	uint64_t seed;
	struct cap caps[PEOPLE][LINES][MONTHS];
	int64_t fund_credited, fund_taken;
	struct paying payments[PAYMENTS_MAX];
	size_t payments_len;
	unsigned recorded, refused;
};

/* splitmix64 */
static uint64_t chance(struct model *model, uint64_t below)
{
	uint64_t z = model->seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % below;
}

static struct cap *cap_of(struct model *model, size_t person, size_t line, size_t day)
{
	return &model->caps[person][line][lines[line].monthly ? day : 0];
}

static void count(struct model *model, const struct rig *rig, int64_t before)
{
	bool event = rig->slice.size > before;

	CHECK_INT(rig->outcome.kind == OUTCOME_RECORDED || rig->outcome.kind == OUTCOME_REFUSED,
		event);
	model->recorded += rig->outcome.kind == OUTCOME_RECORDED;
	model->refused += rig->outcome.kind == OUTCOME_REFUSED;
}

static void request(struct model *model, struct rig *rig)
{
	size_t person = chance(model, PEOPLE), line = chance(model, LINES);
	size_t day = chance(model, MONTHS);
	struct cap *cap = cap_of(model, person, line, day);
	int64_t left = cap->limit - cap->taken, pence = 1 + (int64_t)chance(model, 2500);
	const char *want = "recorded";
	struct command command = rig_command(
		rig, COMMAND_PAYMENT_REQUEST, chance(model, 2) == 0 ? RIG_ADVISER : RIG_DEPUTY);

	/* Now and then just what is left, and a penny more. */
	if (left > 0 && chance(model, 4) == 0)
		pence = left + (int64_t)chance(model, 2);
	if (cap->limit == 0)
		want = "refused award-needed";
	else if (pence > left)
		want = "refused cap-exceeded";
	command.ref = span_of(refs[person]);
	command.code = span_of(lines[line].code);
	command.amount_pence = pence;
	command.on = rig_day(days[day]);
	CHECK_TEXT(want, rig_decide(rig, &command));
	if (rig->outcome.kind != OUTCOME_RECORDED)
		return;
	cap->taken += pence;
	model->payments[model->payments_len++] = (struct paying){.id = rig_last(rig),
		.pence = pence,
		.cap = cap,
		.requester = command.staff_id,
		.state = PAYMENT_REQUESTED};
}

static void award(struct model *model, struct rig *rig)
{
	size_t person = chance(model, PEOPLE), line = chance(model, LINES);
	size_t day = chance(model, MONTHS);
	int64_t pence = 1 + (int64_t)chance(model, 3000);

	CHECK_TEXT("recorded", rig_award(rig, refs[person], lines[line].code, pence, days[day]));
	cap_of(model, person, line, day)->limit += pence;
}

static void credit(struct model *model, struct rig *rig)
{
	int64_t pence = 1 + (int64_t)chance(model, 8000);

	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", pence));
	model->fund_credited += pence;
}

static const char *approval(const struct model *model, const struct paying *paying, int32_t staff)
{
	bool own = paying->requester == staff;

	if (paying->state != PAYMENT_REQUESTED)
		return own ? "refused wrong-state not-your-own" : "refused wrong-state";
	if (paying->pence > model->fund_credited - model->fund_taken)
		return own ? "refused not-your-own fund-exhausted" : "refused fund-exhausted";
	return own ? "refused not-your-own" : "recorded";
}

static void move(struct model *model, struct rig *rig)
{
	static const enum command_kind kinds[] = {COMMAND_PAYMENT_APPROVE, COMMAND_PAYMENT_APPROVE,
		COMMAND_PAYMENT_DECLINE, COMMAND_PAYMENT_PAY};
	enum command_kind kind = kinds[chance(model, ARRAY_LEN(kinds))];
	int32_t staff = chance(model, 3) == 0 ? RIG_DEPUTY : RIG_FINANCE;
	struct paying *paying;
	const char *want;

	paying = &model->payments[chance(model, model->payments_len)];
	if (kind == COMMAND_PAYMENT_APPROVE)
		want = approval(model, paying, staff);
	else if (kind == COMMAND_PAYMENT_DECLINE)
		want = paying->state == PAYMENT_REQUESTED ? "recorded" : "refused wrong-state";
	else
		want = paying->state == PAYMENT_APPROVED ? "recorded" : "refused wrong-state";
	CHECK_TEXT(want, rig_move(rig, kind, staff, paying->id));
	if (rig->outcome.kind != OUTCOME_RECORDED)
		return;
	if (kind == COMMAND_PAYMENT_DECLINE)
		paying->cap->taken -= paying->pence;
	if (kind == COMMAND_PAYMENT_APPROVE)
		model->fund_taken += paying->pence;
	paying->state = kind == COMMAND_PAYMENT_DECLINE ? PAYMENT_DECLINED
		: kind == COMMAND_PAYMENT_PAY           ? PAYMENT_PAID
							: PAYMENT_APPROVED;
}

/* What both say of every cap and of the fund. */
static void compare(struct model *model, struct rig *rig)
{
	struct account *fund = slice_account(&rig->slice, SPAN("fund:care:2019-20"));

	rig_check_books(rig);
	CHECK_INT(model->fund_credited, fund == NULL ? 0 : fund->credited);
	CHECK_INT(model->fund_credited - model->fund_taken,
		fund == NULL ? 0 : ledger_available(fund));
	for (size_t i = 0; i < (size_t)PEOPLE * LINES * MONTHS; i++) {
		size_t line = i / MONTHS % LINES, day = i % MONTHS;
		const struct cap *cap = cap_of(model, i / MONTHS / LINES, line, day);
		struct span period = lines[line].monthly
			? span_slice(span_of(days[day]), 0, sizeof("2019-07") - 1)
			: SPAN("lifetime");
		struct account *account = slice_account(&rig->slice,
			account_code(rig->arena,
				&(struct account_name){ACCOUNT_CAP,
					rig_uuid((unsigned)(i / MONTHS / LINES) + 1),
					span_of(lines[line].code), period}));

		if (account == NULL) {
			CHECK_INT(0, cap->taken);
			continue;
		}
		CHECK_INT(cap->limit, account->credited);
		CHECK_INT(cap->limit - cap->taken, ledger_available(account));
	}
	for (size_t i = 0; i < model->payments_len; i++)
		CHECK_INT(model->payments[i].state,
			slice_payment(&rig->slice, model->payments[i].id)->state);
}

static void begin(struct model *model, struct rig *rig)
{
	for (size_t i = 0; i < PEOPLE; i++)
		rig_person(rig, refs[i], "1999-07-01", CATEGORY_RELEVANT);
	for (size_t i = 0; i < (size_t)PEOPLE * LINES * MONTHS; i++)
		model->caps[i / MONTHS / LINES][i / MONTHS % LINES][i % MONTHS].limit =
			lines[i / MONTHS % LINES].cap;
}

TEST(model_agrees)
{
	static struct model model;
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): a process of one thread. */
	const char *seed = getenv("BURSAR_SEED");
	struct rig *rig = rig_new();

	model = (struct model){.seed = 0};
	if (seed != NULL)
		model.seed = strtoull(seed, NULL, 0);
	else
		hash_random(&model.seed, sizeof(model.seed));
	printf("BURSAR_SEED=%#llx\n", (unsigned long long)model.seed);
	begin(&model, rig);
	for (int i = 0; i < COMMANDS_MADE; i++) {
		uint64_t what = chance(&model, 16);
		int64_t before = rig->slice.size;

		check_row("command %d", i);
		if (what < 6)
			request(&model, rig);
		else if (what < 13 && model.payments_len > 0)
			move(&model, rig);
		else if (what < 14)
			award(&model, rig);
		else if (what == 14)
			credit(&model, rig);
		else
			CHECK_TEXT("not found payment",
				rig_move(rig, COMMAND_PAYMENT_PAY, RIG_FINANCE, INT64_MAX / 16));
		count(&model, rig, before);
		rig->at_us += 1000;
		if (i % 1000 == 999)
			compare(&model, rig);
	}
	/* Of each kind enough to have tried something. */
	CHECK(model.recorded > COMMANDS_MADE / 8 && model.refused > COMMANDS_MADE / 8);
	rig_free(rig);
}
