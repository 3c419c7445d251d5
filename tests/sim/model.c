/* Keys, roles, and what is recorded of everything but money. */
#include "tests/sim/model.h"

#include <string.h>

#include "tests/sim/model_money.h"

enum { INVITED_DAYS = 7, BORN_YEARS_AGO_MAX = 120 };

struct model *model_begin(struct arena *arena, const char *authority)
{
	struct model *model = ARENA_NEW(arena, struct model);

	*model = (struct model){.arena = arena, .authority = authority, .events = 1};
	*VEC_PUSH(arena, &model->staff) = (struct model_staff){.roles = SIM_ADMIN, .claimed = true};
	return model;
}

void model_end(struct model *model)
{
	for (size_t i = 0; i < model->keys.len; i++)
		json_decref(model->keys.at[i].answer);
}

size_t model_person(const struct model *model, const char *ref)
{
	for (size_t i = 0; i < model->people.len; i++)
		if (strcmp(model->people.at[i].ref, ref) == 0)
			return i;
	return SIZE_MAX;
}

struct model_payment *model_payment(struct model *model, int64_t id)
{
	for (size_t i = 0; i < model->payments.len; i++)
		if (model->payments.at[i].id == id)
			return &model->payments.at[i];
	return NULL;
}

json_t *model_problem(const char *code, int status, int *ret_status)
{
	*ret_status = status;
	return json_pack("{s:s,s:i}", "code", code, "status", status);
}

json_t *model_recorded(struct model *model, const struct step *step, int *ret_status)
{
	*ret_status = step->dry ? 200 : 201;
	if (step->dry)
		return json_pack("{s:b,s:n}", "recorded", 0, "event");
	return json_pack("{s:b,s:I}", "recorded", 1, "event", (json_int_t)model->events++);
}

void model_set_day(json_t *answer, const char *name, struct date date)
{
	char day[DATE_TEXT + 1];

	json_object_set_new(answer, name, json_string(calendar_text(date, day)));
}

static json_t *publish(struct model *model, const struct step *step, int *ret_status)
{
	size_t len = model->papers.len;
	struct paper *paper;
	json_t *answer;

	if (strcmp(step->paper->authority, model->authority) != 0 ||
		(len > 0 && step->paper->effective.day < model->papers.at[len - 1]->effective.day))
		return model_problem("invalid", 422, ret_status);
	for (size_t i = 0; i < len; i++)
		if (model->papers.at[i]->edition == step->paper->edition)
			return model_problem("exists", 409, ret_status);
	answer = model_recorded(model, step, ret_status);
	json_object_set_new(answer, "version", json_integer((json_int_t)len + 1));
	model_set_day(answer, "effective", step->paper->effective);
	if (step->dry)
		return answer;
	paper = ARENA_NEW(model->arena, struct paper);
	*paper = *step->paper;
	paper->version = (int)len + 1;
	*VEC_PUSH(model->arena, &model->papers) = paper;
	return answer;
}

static json_t *invited(struct model *model, const struct step *step, int staff, int *ret_status)
{
	json_t *answer = model_recorded(model, step, ret_status);

	json_object_set_new(answer, "staff", json_integer(staff));
	model_set_day(answer, "until", (struct date){model->today.day + INVITED_DAYS});
	return answer;
}

static json_t *staff_add(struct model *model, const struct step *step, int *ret_status)
{
	static const char *const words[] = {"adviser", "manager", "finance", "auditor", "admin"};
	json_t *answer = invited(model, step, (int)model->staff.len + 1, ret_status);
	json_t *roles = json_array();

	for (unsigned i = 0; i < ARRAY_LEN(words); i++)
		if ((step->roles & (1U << i)) != 0)
			json_array_append_new(roles, json_string(words[i]));
	json_object_set_new(answer, "roles", roles);
	if (!step->dry)
		*VEC_PUSH(model->arena, &model->staff) = (struct model_staff){.roles = step->roles};
	return answer;
}

/* Of themself anybody, of others an admin (who.md 3). */
static json_t *staff_renew(struct model *model, const struct step *step, int *ret_status)
{
	if (step->other != step->staff && (model_roles(model, step->staff) & SIM_ADMIN) == 0)
		return model_problem("not-your-role", 403, ret_status);
	if (step->other < 1 || (size_t)step->other > model->staff.len)
		return model_problem("not-found", 404, ret_status);
	return invited(model, step, step->other, ret_status);
}

/* With the code just printed, each once. */
static json_t *staff_claim(struct model *model, const struct step *step, int *ret_status)
{
	json_t *answer = model_recorded(model, step, ret_status);

	model->staff.at[step->staff - 1].claimed = true;
	json_object_set_new(answer, "staff", json_integer(step->staff));
	return answer;
}

unsigned model_roles(const struct model *model, int staff)
{
	const struct model_staff *of = &model->staff.at[staff - 1];
	unsigned roles = of->roles;

	for (size_t i = 0; i < of->changes.len; i++) {
		const struct model_role *change = &of->changes.at[i];

		if (model->today.day < change->from.day ||
			(change->has_until && model->today.day > change->until.day))
			continue;
		roles &= ~change->role;
		if (!change->takes)
			roles |= change->role;
	}
	return roles;
}

/* Not for days that are over (docs/http.md). */
static json_t *change(struct model *model, const struct step *step, int *ret_status)
{
	struct model_role made = {.role = step->roles,
		.takes = step->takes,
		.has_until = step->has_until,
		.from = step->has_from ? step->from : model->today,
		.until = step->until};
	json_t *answer;

	if (step->other < 1 || (size_t)step->other > model->staff.len)
		return model_problem("not-found", 404, ret_status);
	if (made.from.day < model->today.day || (made.has_until && made.until.day < made.from.day))
		return model_problem("invalid", 422, ret_status);
	answer = model_recorded(model, step, ret_status);
	json_object_set_new(answer, "staff", json_integer(step->other));
	for (unsigned i = 0; step_roles_words[i] != NULL; i++)
		if (step->roles == 1U << i)
			json_object_set_new(answer, "role", json_string(step_roles_words[i]));
	json_object_set_new(answer, "holds", step->takes ? json_pack("n") : json_integer(1));
	model_set_day(answer, "from", made.from);
	json_object_set_new(answer, "until", json_pack("n"));
	if (made.has_until)
		model_set_day(answer, "until", made.until);
	if (!step->dry)
		*VEC_PUSH(model->arena, &model->staff.at[step->other - 1].changes) = made;
	return answer;
}

/* From then on they do nothing, and whoever was not so is reinstated by nobody (who.md 3). */
static json_t *standing(struct model *model, const struct step *step, int *ret_status)
{
	bool suspends = step->kind == STEP_SUSPEND;
	struct model_staff *staff;
	json_t *answer;

	if (step->other < 1 || (size_t)step->other > model->staff.len)
		return model_problem("not-found", 404, ret_status);
	staff = &model->staff.at[step->other - 1];
	if (staff->suspended == suspends)
		return model_problem("exists", 409, ret_status);
	answer = model_recorded(model, step, ret_status);
	json_object_set_new(answer, "staff", json_integer(step->other));
	if (!step->dry)
		staff->suspended = suspends;
	return answer;
}

/* Refs that differ by case or by points at the end are one. */
static bool same_ref(const char *a, const char *b)
{
	size_t a_len = strlen(a), b_len = strlen(b);

	while (a_len > 0 && a[a_len - 1] == '.')
		a_len--;
	while (b_len > 0 && b[b_len - 1] == '.')
		b_len--;
	return a_len == b_len && strncasecmp(a, b, a_len) == 0;
}

static json_t *person_add(struct model *model, const struct step *step, int *ret_status)
{
	int age = calendar_age(step->born, model->today);
	struct date since = step->has_from ? step->from : calendar_birthday(step->born, 16);
	json_t *answer;

	for (size_t i = 0; i < model->people.len; i++)
		if (same_ref(model->people.at[i].ref, step->ref))
			return model_problem("exists", 409, ret_status);
	if (age < 0 || age > BORN_YEARS_AGO_MAX)
		return model_problem("invalid", 422, ret_status);
	answer = model_recorded(model, step, ret_status);
	json_object_set_new(answer, "ref", json_string(step->ref));
	json_object_set_new(answer, "category", json_string(paper_category_word(step->category)));
	model_set_day(answer, "since", since);
	for (size_t i = 0; step->name != NULL && i < model->people.len; i++) {
		const struct model_person *other = &model->people.at[i];

		if (other->name == NULL || other->born.day != step->born.day ||
			strcasecmp(other->name, step->name) != 0)
			continue;
		json_object_set_new(answer, "alike", json_string(other->ref));
		break;
	}
	if (step->dry)
		return answer;
	*VEC_PUSH(model->arena, &model->categories) = (struct model_category){
		.person = model->people.len, .category = step->category, .from = since};
	*VEC_PUSH(model->arena, &model->people) = (struct model_person){.ref = step->ref,
		.name = step->name,
		.born = step->born,
		.event = model->events - 1};
	return answer;
}

static json_t *category(
	struct model *model, const struct step *step, size_t person, int *ret_status)
{
	json_t *answer = model_recorded(model, step, ret_status);

	json_object_set_new(answer, "ref", json_string(step->ref));
	json_object_set_new(answer, "category", json_string(paper_category_word(step->category)));
	model_set_day(answer, "from", step->from);
	if (!step->dry)
		*VEC_PUSH(model->arena, &model->categories) = (struct model_category){
			.person = person, .category = step->category, .from = step->from};
	return answer;
}

/* The newest version that has the word says how long it holds. */
static bool word_of(const struct model *model, const char *fact, int *ret_months)
{
	for (size_t i = model->papers.len; i-- > 0;)
		if (paper_word_holds(model->papers.at[i], fact, ret_months))
			return true;
	return false;
}

static json_t *fact(struct model *model, const struct step *step, size_t person, int *ret_status)
{
	struct model_fact new = {.person = person,
		.code = step->code,
		.from = step->from,
		.until = step->until,
		.has_until = step->has_until};
	int months = 0;
	json_t *answer;

	if (!word_of(model, step->code, &months))
		return model_problem("not-found", 404, ret_status);
	if (step->has_until && step->until.day < step->from.day)
		return model_problem("invalid", 422, ret_status);
	if (months > 0) {
		struct date last = calendar_months_later(step->from, months);

		if (!new.has_until || last.day < new.until.day)
			new.until = last;
		new.has_until = true;
	}
	answer = model_recorded(model, step, ret_status);
	json_object_set_new(answer, "ref", json_string(step->ref));
	json_object_set_new(answer, "fact", json_string(step->code));
	model_set_day(answer, "from", new.from);
	if (new.has_until)
		model_set_day(answer, "until", new.until);
	else
		json_object_set_new(answer, "until", json_pack("n"));
	if (!step->dry)
		*VEC_PUSH(model->arena, &model->facts) = new;
	return answer;
}

static bool may_end(const struct model_fact *fact, size_t person, const struct step *step)
{
	return fact->person == person && strcmp(fact->code, step->code) == 0 && !fact->ended &&
		fact->from.day <= step->on.day &&
		(!fact->has_until || step->on.day <= fact->until.day);
}

static json_t *fact_end(
	struct model *model, const struct step *step, size_t person, int *ret_status)
{
	size_t open = 0;
	json_t *answer;

	for (size_t i = 0; i < model->facts.len; i++)
		open += may_end(&model->facts.at[i], person, step);
	if (open == 0)
		return model_fact_on(model, person, step->code, step->on)
			? model_problem("exists", 409, ret_status)
			: model_problem("not-found", 404, ret_status);
	answer = model_recorded(model, step, ret_status);
	json_object_set_new(answer, "ref", json_string(step->ref));
	json_object_set_new(answer, "fact", json_string(step->code));
	model_set_day(answer, "on", step->on);
	for (size_t i = 0; i < model->facts.len && !step->dry; i++) {
		struct model_fact *each = &model->facts.at[i];

		if (!may_end(each, person, step))
			continue;
		each->until.day = step->on.day - 1;
		each->has_until = each->ended = true;
	}
	return answer;
}

static json_t *of_person(struct model *model, const struct step *step, int *ret_status)
{
	size_t person = model_person(model, step->ref);

	if (person == SIZE_MAX)
		return model_problem("not-found", 404, ret_status);
	if (step->kind == STEP_CATEGORY)
		return category(model, step, person, ret_status);
	if (step->kind == STEP_FACT)
		return fact(model, step, person, ret_status);
	if (step->kind == STEP_FACT_END)
		return fact_end(model, step, person, ret_status);
	return model_money_of_person(model, step, person, ret_status);
}

static json_t *judged(struct model *model, const struct step *step, int *ret_status)
{
	switch (step->kind) {
	case STEP_PUBLISH:
		return publish(model, step, ret_status);
	case STEP_STAFF:
		return staff_add(model, step, ret_status);
	case STEP_RENEW:
		return staff_renew(model, step, ret_status);
	case STEP_CLAIM:
		return staff_claim(model, step, ret_status);
	case STEP_CHANGE:
		return change(model, step, ret_status);
	case STEP_SUSPEND:
	case STEP_REINSTATE:
		return standing(model, step, ret_status);
	case STEP_PERSON:
		return person_add(model, step, ret_status);
	case STEP_APPROVE:
	case STEP_DECLINE:
	case STEP_WITHDRAW:
	case STEP_DEFER:
	case STEP_PAY:
		return model_money_of_payment(model, step, ret_status);
	case STEP_CREDIT:
	case STEP_DEBIT:
	case STEP_MOVE:
		return model_money_of_fund(model, step, ret_status);
	case STEP_CATEGORY:
	case STEP_FACT:
	case STEP_FACT_END:
	case STEP_AWARD:
	case STEP_REQUEST:
	case STEP_LOOK:
	case STEP_KINDS:
		break;
	}
	return of_person(model, step, ret_status);
}

static int owner_of(const struct step *step)
{
	return step->of_authority ? KEY_OF_AUTHORITY : step->staff;
}

static struct model_key *key_of(const struct model *model, const struct step *step)
{
	for (size_t i = 0; step->key != 0 && i < model->keys.len; i++)
		if (model->keys.at[i].owner == owner_of(step) && model->keys.at[i].key == step->key)
			return &model->keys.at[i];
	return NULL;
}

bool model_is_replay(const struct model *model, const struct step *step)
{
	const struct model_key *key = key_of(model, step);

	return key != NULL && strcmp(key->said, step_said(model->arena, step)) == 0;
}

static json_t *again(const struct model_key *key, const struct step *step, int *ret_status)
{
	json_t *answer = json_deep_copy(key->answer);

	*ret_status = key->status;
	json_object_set_new(answer, "replayed", json_true());
	if (step->of_authority)
		json_object_set_new(answer, "first_by", json_pack("{s:i}", "staff", key->by));
	return answer;
}

json_t *model_answer(struct model *model, const struct step *step, int *ret_status)
{
	unsigned roles = step_roles(step->kind);
	struct model_key *key = key_of(model, step);
	int64_t events = model->events;
	json_t *answer;

	/* Before anything else is looked at, an answer given before as well. */
	if (model->staff.at[step->staff - 1].suspended)
		return model_problem("not-signed-in", 401, ret_status);
	if (roles != 0 && (model_roles(model, step->staff) & roles) == 0)
		return model_problem("not-your-role", 403, ret_status);
	if (key != NULL)
		return strcmp(key->said, step_said(model->arena, step)) == 0
			? again(key, step, ret_status)
			: model_problem("key-reused", 409, ret_status);
	answer = judged(model, step, ret_status);
	if (model->events > events)
		*VEC_PUSH(model->arena, &model->keys) = (struct model_key){.owner = owner_of(step),
			.by = step->staff,
			.key = step->key,
			.said = step_said(model->arena, step),
			.status = *ret_status,
			.answer = json_incref(answer)};
	return answer;
}
