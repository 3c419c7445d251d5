#include "core/decide/uplift.h"

/* Versions ascend by number and by effective date. */
static bool replaced(const struct offer_book *book, size_t i)
{
	return i + 1 < book->len &&
		date_cmp(book->versions[i + 1]->effective, book->versions[i]->effective) == 0;
}

/* False if it has nothing that compares with the line's cap. */
static bool cap_of(const struct offer *version, const struct offer_line *line, int age,
	const struct offer_line **ret_line)
{
	const struct offer_line *found = offer_line_for(version, line->code, age);

	if (found == NULL || !found->offered || found->cap != OFFER_CAP_AMOUNT ||
		found->per != line->per)
		return false;
	*ret_line = found;
	return true;
}

int64_t uplift_base_pence(const struct offer_book *book, const struct offer_line *line, int age,
	struct date on, const struct date *first_drawn)
{
	const struct offer *first;
	const struct offer_line *each;
	bool began = false;
	int64_t base_pence = 0;

	if (line->cap != OFFER_CAP_AMOUNT)
		return 0;
	if (first_drawn == NULL || date_cmp(*first_drawn, on) > 0)
		return line->cap_pence;
	first = offer_on(book, *first_drawn);
	for (size_t i = 0; i < book->len; i++) {
		const struct offer *version = book->versions[i];

		if (date_cmp(version->effective, on) > 0 || replaced(book, i) ||
			(first != NULL && date_cmp(version->effective, first->effective) < 0) ||
			!cap_of(version, line, age, &each))
			continue;
		if (!began || (each->cap_pence > base_pence && each->uplift == OFFER_UPLIFT_TOP_UP))
			base_pence = each->cap_pence;
		began = true;
	}
	return began && base_pence < line->cap_pence ? base_pence : line->cap_pence;
}

/* The next line of a code, from *at on; NULL if there is none. */
static const struct offer_line *next_line(const struct offer *offer, struct span code, size_t *at)
{
	while (*at < offer->lines_len) {
		const struct offer_line *line = &offer->lines[(*at)++];

		if (span_eq(line->code, code))
			return line;
	}
	return NULL;
}

static bool same_cap(const struct offer_line *a, const struct offer_line *b)
{
	return a->ages.any == b->ages.any && a->ages.from == b->ages.from &&
		a->ages.until == b->ages.until && a->offered == b->offered && a->cap == b->cap &&
		a->cap_pence == b->cap_pence && a->per == b->per;
}

static bool same_caps(const struct offer *a, const struct offer *b, struct span code)
{
	size_t at_a = 0, at_b = 0;

	for (;;) {
		const struct offer_line *line_a = next_line(a, code, &at_a);
		const struct offer_line *line_b = next_line(b, code, &at_b);

		if (line_a == NULL || line_b == NULL)
			return line_a == line_b;
		if (!same_cap(line_a, line_b))
			return false;
	}
}

bool uplift_matters(
	const struct offer_book *book, struct span code, const struct date *from, struct date on)
{
	const struct offer *begun = from == NULL ? NULL : offer_on(book, *from);
	const struct offer *before = NULL;

	for (size_t i = 0; i < book->len; i++) {
		const struct offer *version = book->versions[i];

		if (date_cmp(version->effective, on) > 0 ||
			(begun != NULL && date_cmp(version->effective, begun->effective) < 0))
			continue;
		if (before != NULL && !same_caps(before, version, code))
			return true;
		before = version;
	}
	return false;
}
