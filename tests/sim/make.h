/*
 * Steps by chance, weighted to meet: few people, small caps and funds, few lines, days on either
 * side of every edge there is, amounts at what is left and a penny beside it, keys used again. What
 * is near what is asked of the model, so each step must be put to it before the next is made.
 */
#ifndef BURSAR_TESTS_SIM_MAKE_H
#define BURSAR_TESTS_SIM_MAKE_H

#include "tests/sim/chance.h"
#include "tests/sim/model.h"

enum { RECENT_MAX = 40, PEOPLE_MAX = 6, PAPERS_MAX = 12 };

/* Staff by number; those from NEWCOMER on were added on the way and never claimed anything. */
enum make_staff { ADMIN = 1, ADVISER, SECOND, MANAGER, FINANCE, DEPUTY, AUDITOR, NEWCOMER };

struct make {
	struct chance chance;
	struct arena *arena;
	struct model *model;
	struct date centre;
	bool moves_clock; /* else today is the world's */
	uint64_t keys;
	unsigned editions;
	size_t people; /* how many there shall be */
	struct step recent[RECENT_MAX];
	size_t recent_len;
};

/* today: NULL: by chance, and it goes on. */
void make_begin(struct make *make, struct arena *arena, struct model *model, uint64_t seed,
	const struct date *today);
/* The n-th step of those that set a council up; false: it is. */
bool make_first(struct make *make, size_t n, struct step *ret_step);
/* How many steps the next group has, and whether it is a batch, of steps like the first. */
void make_group(struct make *make, struct group *ret_group, size_t *ret_len);
/* The next step of a group, after those it has. */
void make_step(struct make *make, struct group *group);

/* Parts: a day near an edge; a paper, the first or the next; who may, mostly. */
struct date make_day(struct make *make, size_t person);
const struct paper *make_paper(struct make *make);
int make_staff(struct make *make, enum step_kind kind);
void make_of_person(struct make *make, struct step *step);
void make_money(struct make *make, struct step *step);
/* A request for what was declined; false: there was no such payment. */
bool make_once_more(struct make *make, struct step *step, const struct step *declined);

#endif
