/* Days: of all edges known one, and the days beside it. */
#include "tests/sim/make.h"

/* Of a random day's year, month or week: its last day, or the first of the next. */
static struct date edge_of_period(struct make *make)
{
	struct date day = {make->centre.day + (int32_t)chance_between(&make->chance, -300, 300)};
	int year = date_split(day).year;

	switch (chance_below(&make->chance, 5)) {
	case 0:
		return date_of(year, 4, 1);
	case 1:
		return date_of(year, 9, 1);
	case 2:
		return date_of(year, date_split(day).month, 1);
	case 3:
		return date_of(year, 3, 1);
	default:
		while (date_weekday(day) != 0)
			day.day++;
		return day;
	}
}

static struct date edge_of_age(struct make *make, size_t person)
{
	static const int ages[] = {16, 17, 18, 21, 25};

	return calendar_birthday(make->model->people.at[person].born,
		ages[chance_below(&make->chance, ARRAY_LEN(ages))]);
}

/* Of the person's own, mostly. */
static struct date edge_of_fact(struct make *make, size_t person)
{
	const struct model *model = make->model;
	const struct model_fact *fact = NULL;

	for (int i = 0; i < 8 && model->facts.len > 0; i++) {
		fact = &model->facts.at[chance_below(&make->chance, model->facts.len)];
		if (fact->person == person && fact->has_until)
			break;
	}
	if (fact == NULL)
		return make->centre;
	return fact->has_until && !chance_once_in(&make->chance, 3) ? fact->until : fact->from;
}

static struct date edge_of_paper(struct make *make)
{
	const struct model *model = make->model;
	const struct paper *paper;
	const struct paper_line *line;

	if (model->papers.len == 0)
		return make->centre;
	paper = model->papers.at[chance_below(&make->chance, model->papers.len)];
	line = &paper->lines[chance_below(&make->chance, paper->lines_len)];
	return line->has_from ? line->from : paper->effective;
}

/* Where payments are already, or a category begins. */
static struct date edge_of_record(struct make *make)
{
	const struct model *model = make->model;

	if (model->payments.len > 0 && !chance_once_in(&make->chance, 4))
		return model->payments.at[chance_below(&make->chance, model->payments.len)].need;
	if (model->categories.len == 0)
		return make->centre;
	return model->categories.at[chance_below(&make->chance, model->categories.len)].from;
}

struct date make_day(struct make *make, size_t person)
{
	struct date day = make->centre;
	bool beside = true;

	switch (chance_below(&make->chance, 12)) {
	case 0:
	case 1:
		day = edge_of_period(make);
		break;
	case 2:
		if (person < make->model->people.len)
			day = edge_of_age(make, person);
		break;
	case 3:
		day = edge_of_fact(make, person);
		break;
	case 4:
	case 5:
		day = edge_of_paper(make);
		break;
	case 6:
	case 7:
		day = edge_of_record(make);
		break;
	case 8:
		/* The last day that may be asked for, and those beside it. */
		day.day = make->model->today.day + (chance_once_in(&make->chance, 3) ? 0 : 31);
		break;
	default:
		beside = false;
		day.day += (int32_t)chance_between(&make->chance, -120, 240);
	}
	if (beside)
		day.day += (int32_t)chance_between(&make->chance, -1, 1);
	return calendar_within(day);
}
