#include "tests/sim/make.h"

#include "base/arena.h"

#define CHANCE(n) chance_below(&make->chance, (n))

void make_begin(struct make *make, struct arena *arena, struct model *model, uint64_t seed,
	const struct date *today)
{
	*make = (struct make){.chance = {seed}, .arena = arena, .model = model};
	make->centre = date_of(2016 + (int)CHANCE(7), 1 + (int)CHANCE(12), 1 + (int)CHANCE(28));
	make->people = 3 + CHANCE(PEOPLE_MAX - 2);
	make->moves_clock = today == NULL;
	model->today = (struct date){make->centre.day + (int32_t)CHANCE(300)};
	if (today != NULL)
		model->today = *today;
}

static unsigned roles_of(size_t number)
{
	static const unsigned roles[] = {[ADMIN] = SIM_ADMIN,
		[ADVISER] = SIM_ADVISER,
		[SECOND] = SIM_ADVISER,
		[MANAGER] = SIM_MANAGER,
		[FINANCE] = SIM_FINANCE,
		[DEPUTY] = SIM_ADVISER | SIM_MANAGER | SIM_FINANCE,
		[AUDITOR] = SIM_AUDITOR};

	return roles[number];
}

static struct step step_of(struct make *make, enum step_kind kind, int staff)
{
	return (struct step){.kind = kind, .staff = staff, .key = ++make->keys};
}

static void publish(struct make *make, struct step *step)
{
	struct buf text = buf_in(make->arena);

	step->paper = make_paper(make);
	paper_print(&text, step->paper);
	step->at = buf_cstr(&text);
}

static void new_person(struct make *make, struct step *step)
{
	static const char *const names[] = {NULL, "Kim Lee", "kim lee", "Ali"};
	struct date born = {
		make->centre.day - (int32_t)chance_between(&make->chance, 15 * 365, 25 * 365)};

	step->ref = arena_printf(make->arena, "CL-%zu", make->model->people.len + 1);
	step->born = born;
	if (CHANCE(4) == 0)
		step->born = date_of(date_split(born).year / 4 * 4, 2, 29);
	/* Somebody who was added before, as it seems. */
	if (make->model->people.len > 0 && CHANCE(3) == 0)
		step->born = make->model->people.at[CHANCE(make->model->people.len)].born;
	step->name = names[CHANCE(ARRAY_LEN(names))];
	step->category = (enum sim_category)(ELIGIBLE + CHANCE(4));
	step->has_from = CHANCE(3) == 0;
	step->from = calendar_birthday(step->born, 16);
	step->from.day += (int32_t)chance_between(&make->chance, -30, 700);
}

bool make_first(struct make *make, size_t n, struct step *ret_step)
{
	size_t staff = AUDITOR - ADMIN;

	if (n < staff) {
		*ret_step = step_of(make, STEP_STAFF, ADMIN);
		ret_step->roles = roles_of(n + ADVISER);
		return true;
	}
	n -= staff;
	if (n < staff) {
		*ret_step = step_of(make, STEP_CLAIM, (int)n + ADVISER);
		return true;
	}
	n -= staff;
	if (n == 0) {
		*ret_step = step_of(make, STEP_PUBLISH, ADMIN);
		publish(make, ret_step);
		return true;
	}
	n--;
	if (n < make->people) {
		*ret_step = step_of(make, STEP_PERSON, ADVISER);
		new_person(make, ret_step);
		return true;
	}
	n -= make->people;
	*ret_step = step_of(make, STEP_FACT, ADVISER);
	make_of_person(make, ret_step);
	return n < 3 * make->people;
}

static bool may(const struct make *make, int staff, enum step_kind kind)
{
	return (model_roles(make->model, staff) & step_roles(kind)) != 0 &&
		!make->model->staff.at[staff - 1].suspended;
}

int make_staff(struct make *make, enum step_kind kind)
{
	int staff = ADMIN + (int)CHANCE(AUDITOR);

	if (CHANCE(40) == 0)
		return staff;
	while (!may(make, staff, kind))
		staff = ADMIN + (int)CHANCE(AUDITOR);
	return staff;
}

/* Never the admin and the deputy, who together may everything. Rather somebody who is not so. */
static int another_standing(struct make *make, enum step_kind kind)
{
	const struct model *model = make->model;
	int staff = ADMIN;

	for (int tries = 0; tries < 20; tries++) {
		staff = 1 + (int)CHANCE(model->staff.len + 1);
		if (staff == ADMIN || staff == DEPUTY)
			continue;
		if (CHANCE(8) == 0 ||
			((size_t)staff <= model->staff.len &&
				model->staff.at[staff - 1].suspended == (kind == STEP_REINSTATE)))
			return staff;
	}
	return kind == STEP_REINSTATE ? staff : (int)model->staff.len + 1;
}

/* Never of the admin and the deputy; on days near today, those that are over among them. */
static void make_change(struct make *make, struct step *step)
{
	step->other = another_standing(make, STEP_SUSPEND);
	step->roles = 1U << CHANCE(5);
	step->takes = CHANCE(2) == 0;
	step->has_from = CHANCE(2) == 0;
	step->from.day = make->model->today.day + (int32_t)chance_between(&make->chance, -1, 4);
	step->has_until = CHANCE(3) > 0;
	step->until.day = make->model->today.day + (int32_t)chance_between(&make->chance, -1, 8);
}

static enum step_kind kind_of(struct make *make)
{
	static const struct {
		enum step_kind kind;
		unsigned weight;
	} weights[] = {
		{STEP_REQUEST, 36},
		{STEP_APPROVE, 15},
		{STEP_PAY, 7},
		{STEP_DECLINE, 5},
		{STEP_WITHDRAW, 3},
		{STEP_DEFER, 4},
		{STEP_AWARD, 5},
		{STEP_CREDIT, 5},
		{STEP_DEBIT, 2},
		{STEP_MOVE, 2},
		{STEP_LOOK, 8},
		{STEP_FACT, 8},
		{STEP_FACT_END, 4},
		{STEP_CATEGORY, 2},
		{STEP_PERSON, 1},
		{STEP_PUBLISH, 2},
		{STEP_STAFF, 1},
		{STEP_RENEW, 1},
		{STEP_CHANGE, 2},
		{STEP_SUSPEND, 1},
		{STEP_REINSTATE, 2},
	};

	size_t at, all = 0;

	for (size_t i = 0; i < ARRAY_LEN(weights); i++)
		all += weights[i].weight;
	at = CHANCE(all);
	for (size_t i = 0; i < ARRAY_LEN(weights); i++) {
		if (at < weights[i].weight)
			return weights[i].kind;
		at -= weights[i].weight;
	}
	return STEP_LOOK;
}

static void another_person(struct make *make, struct step *step)
{
	const struct model *model = make->model;

	new_person(make, step);
	if (model->people.len >= PEOPLE_MAX || CHANCE(3) == 0)
		step->ref = CHANCE(2) == 0 ? "CL-1" : "cl-2.";
	else if (CHANCE(3) == 0)
		step->born = CHANCE(2) == 0 ? (struct date){model->today.day + 1}
					    : date_of(DATE_YEAR_MIN, 1, 1);
}

static void fill(struct make *make, struct step *step)
{
	switch (step->kind) {
	case STEP_PUBLISH:
		publish(make, step);
		return;
	case STEP_STAFF:
		step->roles = 1 + (unsigned)CHANCE(31);
		return;
	case STEP_RENEW:
		step->other =
			CHANCE(2) == 0 ? step->staff : 1 + (int)CHANCE(make->model->staff.len + 1);
		return;
	case STEP_CHANGE:
		make_change(make, step);
		return;
	case STEP_SUSPEND:
	case STEP_REINSTATE:
		step->other = another_standing(make, step->kind);
		return;
	case STEP_PERSON:
		another_person(make, step);
		return;
	case STEP_CATEGORY:
	case STEP_FACT:
	case STEP_FACT_END:
		make_of_person(make, step);
		return;
	case STEP_AWARD:
	case STEP_REQUEST:
	case STEP_APPROVE:
	case STEP_DECLINE:
	case STEP_WITHDRAW:
	case STEP_DEFER:
	case STEP_PAY:
	case STEP_CREDIT:
	case STEP_DEBIT:
	case STEP_MOVE:
	case STEP_LOOK:
		make_money(make, step);
		return;
	case STEP_CLAIM:
	case STEP_KINDS:
		return;
	}
}

void make_of_person(struct make *make, struct step *step)
{
	static const char *const facts[] = {"contact", "contact", "theory", "theory", "in-prison",
		"in-prison", "pathway-plan:home", "pathway-plan:phone", "pathway-plan:course",
		"pathway-plan:lessons"};
	static const char *const wrong[] = {"nothing", "pathway-plan", "contact:home"};
	const struct model *model = make->model;
	size_t person = CHANCE(model->people.len);

	step->ref = CHANCE(60) == 0 ? "CL-NOBODY" : model->people.at[person].ref;
	step->category = (enum sim_category)(ELIGIBLE + CHANCE(4));
	step->code =
		CHANCE(30) == 0 ? wrong[CHANCE(ARRAY_LEN(wrong))] : facts[CHANCE(ARRAY_LEN(facts))];
	step->on = step->from = make_day(make, person);
	if (step->kind == STEP_FACT && CHANCE(2) == 0)
		step->from.day = make->centre.day - (int32_t)CHANCE(300);
	step->has_on = step->kind == STEP_FACT_END;
	step->has_until = step->kind == STEP_FACT && CHANCE(4) == 0;
	step->until = step->from;
	step->until.day += (int32_t)chance_between(&make->chance, -1, 200);
}

/* Once more, or another request by its key. */
static bool again(struct make *make, struct step *step)
{
	const struct step *old;

	if (make->recent_len == 0)
		return false;
	old = &make->recent[CHANCE(make->recent_len)];
	if (old->item)
		return false;
	if (CHANCE(3) > 0) {
		*step = *old;
		/* A key of the authority is the same whoever sends it, one of staff is not. */
		if (step->of_authority || CHANCE(5) == 0)
			step->staff = make_staff(make, step->kind);
		if (CHANCE(12) == 0)
			step->of_authority = !step->of_authority;
		step->dry = step->dry || CHANCE(8) == 0;
		return true;
	}
	*step = step_of(make, old->kind, old->staff);
	fill(make, step);
	step->key = old->key;
	step->of_authority = old->of_authority;
	return true;
}

static void remember(struct make *make, const struct step *step)
{
	if (step->key == 0)
		return;
	make->recent[make->recent_len < RECENT_MAX ? make->recent_len++ : CHANCE(RECENT_MAX)] =
		*step;
}

static void single(struct make *make, struct step *step)
{
	enum step_kind kind = kind_of(make);

	if (kind == STEP_PUBLISH && make->model->papers.len >= PAPERS_MAX)
		kind = STEP_LOOK;
	if (CHANCE(10) == 0 && again(make, step))
		return;
	*step = step_of(make, kind, make_staff(make, kind));
	fill(make, step);
	if (kind == STEP_LOOK) {
		step->key = 0;
		return;
	}
	step->of_authority = CHANCE(10) == 0;
	step->dry = CHANCE(12) == 0;
	if (step->dry && CHANCE(3) > 0)
		step->key = 0;
}

/* What a batch sends again it sends as a batch. */
static void item(struct make *make, struct step *step, const struct step *first)
{
	enum step_kind kind = first->kind;
	const struct step *old =
		make->recent_len == 0 ? first : &make->recent[CHANCE(make->recent_len)];

	if (old->item && old->kind == kind && old->staff == first->staff &&
		old->of_authority == first->of_authority && CHANCE(3) == 0) {
		*step = *old;
		return;
	}
	*step = step_of(make, kind, first->staff);
	fill(make, step);
	step->staff = first->staff;
	step->item = true;
	step->of_authority = first->of_authority;
}

/* In the batch in which something was declined or withdrawn it is asked for again, half of the
 * time. */
static bool follows(struct make *make, struct group *group)
{
	const struct step *before = group->len < 2 ? NULL : &group->steps[group->len - 2];
	struct step *step = &group->steps[group->len - 1];

	if (before == NULL || CHANCE(2) == 0 ||
		(before->kind != STEP_DECLINE && before->kind != STEP_WITHDRAW))
		return false;
	*step = step_of(make, STEP_REQUEST, make_staff(make, STEP_REQUEST));
	return make_once_more(make, step, before);
}

void make_group(struct make *make, struct group *ret_group, size_t *ret_len)
{
	struct model *model = make->model;

	if (make->moves_clock && CHANCE(12) == 0)
		model->today.day += (int32_t)CHANCE(20);
	*ret_group = (struct group){.batch = CHANCE(8) == 0, .today = model->today};
	*ret_len = 1 + CHANCE(ret_group->batch ? GROUP_MAX : 4);
}

void make_step(struct make *make, struct group *group)
{
	static const enum step_kind kinds[] = {
		STEP_REQUEST, STEP_REQUEST, STEP_APPROVE, STEP_APPROVE, STEP_PAY};
	struct step *step = &group->steps[group->len++];
	struct step first;

	if (group->batch && group->len == 1) {
		first.kind = kinds[CHANCE(ARRAY_LEN(kinds))];
		first = (struct step){.kind = first.kind, .of_authority = CHANCE(6) == 0};
		do {
			first.staff = make_staff(make, first.kind);
		} while (!may(make, first.staff, first.kind));
		item(make, step, &first);
	} else if (group->batch) {
		first = group->steps[0];
		item(make, step, &first);
	} else if (!follows(make, group)) {
		single(make, step);
	}
	remember(make, step);
}
