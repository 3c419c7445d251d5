/*
 * What bursar should answer, by a model that shares nothing with it: plain lists of what happened,
 * and sums over them wherever bursar keeps a balance. Written from DESIGN.md sections 4 and 5,
 * docs/http.md and bursar-offer(5).
 *
 * Answers are JSON as a client would see them, without what is only said in words.
 */
#ifndef BURSAR_TESTS_SIM_MODEL_H
#define BURSAR_TESTS_SIM_MODEL_H

#include <jansson.h>

#include "base/vec.h"
#include "tests/sim/step.h"

enum sim_state { REQUESTED, DEFERRED, APPROVED, DECLINED, WITHDRAWN, PAID };

const char *model_state_word(enum sim_state state);

struct model_person {
	const char *ref, *name; /* name: NULL: none was said */
	struct date born;
	int64_t event;
};

struct model_category {
	size_t person;
	enum sim_category category;
	struct date from;
};

struct model_fact {
	size_t person;
	const char *code;
	struct date from, until;
	bool has_until, ended;
};

/* Whose, for what, when: the name of a cap. */
struct model_cap {
	size_t person;
	const char *code;
	char period[PERIOD_TEXT];
};

struct model_award {
	struct model_cap cap;
	int64_t pence;
	int64_t given_pence; /* by the offer, awards aside, when it was made */
};

struct model_payment {
	int64_t id;
	struct model_cap cap;
	int64_t pence;
	struct date need;
	const struct paper *paper; /* by which it was requested */
	int requester;
	enum sim_state state;
	char year[PERIOD_TEXT];
	const char *fund; /* once approved */
	int64_t given_pence;
};

struct model_credit {
	const char *fund;
	char year[PERIOD_TEXT];
	int64_t pence;
};

/* That somebody has a role on some days, or has not; the later said counts. */
struct model_role {
	unsigned role;
	bool takes, has_until;
	struct date from, until;
};

struct model_staff {
	unsigned roles; /* as they were added */
	VEC(struct model_role) changes;
	bool claimed, suspended;
};

struct model_key {
	int owner, by;
	uint64_t key;
	const char *said;
	int status;
	json_t *answer;
};

struct model {
	struct arena *arena;
	const char *authority;
	struct date today;
	int64_t events;
	VEC(const struct paper *) papers;
	VEC(struct model_person) people;
	VEC(struct model_category) categories;
	VEC(struct model_fact) facts;
	VEC(struct model_award) awards;
	VEC(struct model_payment) payments;
	VEC(struct model_credit) credits;
	VEC(struct model_staff) staff; /* the first is number 1 */
	VEC(struct model_key) keys;
};

/* A council that was just opened, with its administrator. */
struct model *model_begin(struct arena *arena, const char *authority);
void model_end(struct model *model);
/* Judges a step and, unless it is dry, takes it in. The caller's to decref. */
json_t *model_answer(struct model *model, const struct step *step, int *ret_status);
/* The first answer of a step's key is given again. */
bool model_is_replay(const struct model *model, const struct step *step);

/* What a member of staff may today, by their number. */
unsigned model_roles(const struct model *model, int staff);
/* SIZE_MAX: nobody. */
size_t model_person(const struct model *model, const char *ref);
/* NULL: none. */
struct model_payment *model_payment(struct model *model, int64_t id);
const struct paper *model_paper_on(const struct model *model, struct date on);
enum sim_category model_category_on(const struct model *model, size_t person, struct date on);
bool model_fact_on(const struct model *model, size_t person, const char *code, struct date on);

/* A request, or a look, as the rules see it. */
struct model_ask {
	struct date on;
	int64_t pence; /* 0: only looked */
	const struct paper *paper;
	const struct paper_line *line;
	int age;
	struct model_cap cap; /* without a period where there is no cap */
	/* What the offer gives on the day, what was agreed, what is drawn, what is left of it all.
	 */
	int64_t given_pence, awarded_pence, drawn_pence, limit_pence, left_pence;
};

struct model_ask model_ask(
	const struct model *model, size_t person, const char *code, struct date on, int64_t pence);
/* A list of all that fail. */
json_t *model_judge(const struct model *model, const struct model_ask *ask);
bool model_is_offered(const struct model_ask *ask);

/* Pence of a cap: the most that the offer ever gave; agreed; paid; on its way. */
struct model_sums {
	int64_t given, awarded, paid, under_way;
};

struct model_sums model_sums(const struct model *model, const struct model_cap *cap);
/* What is left of a fund; false if it was never credited. */
bool model_fund_left(
	const struct model *model, const char *fund, const char *year, int64_t *ret_pence);

json_t *model_reason(const char *code);
json_t *model_problem(const char *code, int status, int *ret_status);

#endif
