/* Papers: the first of a council, and each next made of the one before. */
#include "base/arena.h"
#include "tests/sim/make.h"

#define CHANCE(n) chance_below(&make->chance, (n))

static const char *const funds[] = {"to-25", "care", "gift"};

static struct paper_need need_of(struct make *make, const char *code)
{
	struct paper_need need = {.kind = NEED_ALL, .facts = {"contact"}, .facts_len = 1};
	char *plan;

	switch (CHANCE(7)) {
	case 0:
		need.facts[0] = "theory";
		return need;
	case 1:
		plan = arena_printf(make->arena, "pathway-plan:%s", code);
		need.facts[0] = plan;
		return need;
	case 2:
		need.kind = NEED_ANY;
		need.facts[1] = "theory";
		need.facts_len = 2;
		return need;
	case 3:
	case 4:
		need.kind = NEED_NOT;
		need.facts[0] = "in-prison";
		return need;
	default:
		return need;
	}
}

static void who(struct make *make, struct paper_line *line)
{
	bool some = false;

	for (enum sim_category c = ELIGIBLE; c < SIM_CATEGORIES; c++) {
		line->takes[c] = CHANCE(4) > 0;
		some |= line->takes[c];
	}
	line->takes[RELEVANT] |= !some;
	line->also = NO_CATEGORY;
	for (enum sim_category c = ELIGIBLE; c < SIM_CATEGORIES; c++)
		if (!line->takes[c] && CHANCE(2) == 0)
			line->also = c;
	line->also_need = need_of(make, line->code);
	line->needs_len = CHANCE(2) * CHANCE(3);
	for (size_t i = 0; i < line->needs_len; i++)
		line->needs[i] = need_of(make, line->code);
}

static void ages_of(struct make *make, struct paper_ages *ages)
{
	static const int from[] = {16, 16, 17, 18}, until[] = {21, 25, 25, 25};

	*ages = (struct paper_ages){.from = from[CHANCE(4)], .until = until[CHANCE(4)]};
}

static void cap_of(struct make *make, struct paper_line *line)
{
	line->cap_pence = chance_between(&make->chance, 5, 60) * 50;
	line->top_up = CHANCE(2) == 0;
	if (line->pays != PAYS_EVERY)
		return;
	line->pays_pence = chance_between(&make->chance, 2, 10) * 50;
	line->cap_pence = line->pays_pence * chance_between(&make->chance, 1, 3);
}

static void funds_of(struct make *make, const struct paper *paper, struct paper_line *line)
{
	size_t first = CHANCE(paper->funds_len);

	line->funds[0] = paper->funds[first].code;
	line->funds_len = 1;
	if (paper->funds_len > 1 && CHANCE(2) == 0)
		line->funds[line->funds_len++] = paper->funds[(first + 1) % paper->funds_len].code;
}

static struct paper_line *line_in(
	struct make *make, struct paper *paper, const char *code, enum paper_cap cap)
{
	struct paper_line *line = &paper->lines[paper->lines_len++];

	*line = (struct paper_line){
		.code = code, .offered = true, .cap = cap, .per = (enum sim_per)CHANCE(PERS)};
	ages_of(make, &line->ages);
	who(make, line);
	funds_of(make, paper, line);
	cap_of(make, line);
	return line;
}

/* A code on two lines, for two stretches of age, perhaps with years between. */
static void twins(struct make *make, struct paper *paper)
{
	struct paper_line *young = line_in(make, paper, "home", CAP_AMOUNT);
	struct paper_line *old = line_in(make, paper, "home", CAP_AMOUNT);

	young->ages = (struct paper_ages){.from = 16, .until = 18};
	old->ages = (struct paper_ages){.from = CHANCE(2) == 0 ? 18 : 21, .until = 25};
	old->per = young->per;
}

static void unpaid(struct make *make, struct paper *paper)
{
	static const char *const codes[] = {"weekly", "floor", "rent", "gym"};
	size_t which = CHANCE(ARRAY_LEN(codes));
	struct paper_line *line = line_in(make, paper, codes[which], CAP_NONE);

	if (which < 2) {
		line->pays = which == 0 ? PAYS_RATE : PAYS_FLOOR;
		line->per = PER_WEEK;
	} else if (which == 2) {
		line->kind = KIND_GUARANTEE;
		line->cap = CHANCE(2) == 0 ? CAP_AWARD : CAP_AMOUNT;
	} else {
		line->kind = KIND_IN_KIND;
		line->funds_len = 0;
	}
}

static void not_offered(struct paper_line *line)
{
	*line = (struct paper_line){.code = line->code, .ages = {.any = true}};
}

static void first_lines(struct make *make, struct paper *paper)
{
	struct paper_line *line;

	if (CHANCE(2) == 0)
		twins(make, paper);
	else
		(void)line_in(make, paper, "home", CAP_AMOUNT);
	line = line_in(make, paper, "phone", CAP_AMOUNT);
	line->pays = PAYS_EVERY;
	cap_of(make, line);
	(void)line_in(make, paper, "lessons", CAP_AWARD);
	(void)line_in(make, paper, "course", CAP_AMOUNT);
	unpaid(make, paper);
	if (CHANCE(2) == 0)
		not_offered(line_in(make, paper, "birthday", CAP_NONE));
}

static void first_paper(struct make *make, struct paper *paper)
{
	*paper = (struct paper){.effective = {make->centre.day - (int32_t)CHANCE(200)},
		.words = {{"contact", 0}, {"in-prison", 0}, {"theory", (int)CHANCE(4) * 3},
			{"pathway-plan", 6}},
		.words_len = 4,
		.funds_len = 2 + CHANCE(2)};
	for (size_t i = 0; i < paper->funds_len; i++)
		paper->funds[i] = (struct paper_fund){funds[i], {.any = true}};
	paper->funds[0].ages = (struct paper_ages){.from = 21, .until = 25};
	if (CHANCE(3) > 0)
		paper->funds[1].ages = (struct paper_ages){.from = 16, .until = 21};
	first_lines(make, paper);
}

static bool has_twin(const struct paper *paper, const struct paper_line *line)
{
	for (size_t i = 0; i < paper->lines_len; i++)
		if (&paper->lines[i] != line && paper->lines[i].code == line->code)
			return true;
	return false;
}

static bool has_money(const struct paper_line *line)
{
	return line->offered && line->kind != KIND_IN_KIND && line->pays < PAYS_RATE;
}

/* What a council may change of a line. */
static void change(struct make *make, struct paper *paper, struct paper_line *line)
{
	bool twin = has_twin(paper, line);

	if (has_money(line) && CHANCE(3) > 0)
		cap_of(make, line);
	if (has_money(line) && line->pays == PAYS_UP_TO && CHANCE(12) == 0)
		line->cap = line->cap == CAP_AWARD ? CAP_AMOUNT : CAP_AWARD;
	if (has_money(line) && !twin && CHANCE(12) == 0)
		line->per = (enum sim_per)CHANCE(PERS);
	if (line->offered && !twin && CHANCE(6) == 0)
		ages_of(make, &line->ages);
	if (line->offered && CHANCE(6) == 0)
		who(make, line);
	if (has_money(line) && CHANCE(6) == 0)
		funds_of(make, paper, line);
	if (line->offered && CHANCE(6) == 0) {
		line->has_from = !line->has_from;
		line->from.day = paper->effective.day + (int32_t)CHANCE(60);
	}
	if (!twin && CHANCE(25) == 0)
		not_offered(line);
}

/* Seldom one that may not be published. */
static void next_paper(struct make *make, struct paper *paper)
{
	uint64_t what = CHANCE(16);

	paper->effective.day += what < 3 ? 0 : (int32_t)CHANCE(90);
	if (what == 3)
		paper->effective.day -= 100;
	if (what == 4)
		paper->authority = "elsewhere";
	for (size_t i = 0; i < paper->lines_len; i++)
		change(make, paper, &paper->lines[i]);
	if (CHANCE(3) == 0)
		paper->words[2].holds = (int)CHANCE(4) * 3;
	if (CHANCE(6) == 0 && paper->lines_len < PAPER_LINES_MAX &&
		paper_line_for(paper, "extra", 0) == NULL)
		(void)line_in(make, paper, "extra", CAP_AMOUNT);
}

const struct paper *make_paper(struct make *make)
{
	const struct model *model = make->model;
	struct paper *paper = ARENA_NEW(make->arena, struct paper);

	if (model->papers.len == 0) {
		first_paper(make, paper);
	} else {
		*paper = *model->papers.at[model->papers.len - 1];
		if (CHANCE(20) == 0)
			return paper; /* the same text */
		next_paper(make, paper);
	}
	if (paper->authority == NULL)
		paper->authority = model->authority;
	paper->edition = ++make->editions;
	return paper;
}
