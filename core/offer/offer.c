#include "core/offer/offer.h"

#include <assert.h>

#include "core/code.h"

bool offer_ages_hold(const struct offer_ages *ages, int age)
{
	return ages->any || (age >= ages->from && age < ages->until);
}

/* Years between an age and a window that does not hold it, 0 within. */
static int distance(const struct offer_ages *ages, int age)
{
	if (offer_ages_hold(ages, age))
		return 0;
	return age < ages->from ? ages->from - age : age - ages->until + 1;
}

const struct offer_line *offer_line_for(const struct offer *offer, struct span code, int age)
{
	const struct offer_line *nearest = NULL;

	for (size_t i = 0; i < offer->lines_len; i++) {
		const struct offer_line *line = &offer->lines[i];
		if (!span_eq(line->code, code))
			continue;
		if (!nearest || distance(&line->ages, age) < distance(&nearest->ages, age))
			nearest = line;
	}
	return nearest;
}

const struct offer_fact *offer_fact_for(const struct offer *offer, struct span fact)
{
	size_t colon = span_find(fact, ':');
	struct span word = span_slice(fact, 0, colon);

	if (!code_is_fact(fact) || (colon < fact.len) != span_is(word, OFFER_FACT_PER_LINE))
		return NULL;
	for (size_t i = 0; i < offer->facts_len; i++) {
		if (span_eq(offer->facts[i].code, word))
			return &offer->facts[i];
	}
	return NULL;
}

bool offer_codes_hold(const struct offer_codes *codes, struct span code)
{
	for (size_t i = 0; i < codes->len; i++)
		if (span_eq(codes->list[i], code))
			return true;
	return false;
}

const struct offer_fund *offer_fund_of(const struct offer *offer, struct span code)
{
	for (size_t i = 0; i < offer->funds_len; i++) {
		if (span_eq(offer->funds[i].code, code))
			return &offer->funds[i];
	}
	return NULL;
}

const struct offer_fund *offer_fund_for(
	const struct offer *offer, const struct offer_line *line, int age)
{
	for (size_t i = 0; i < line->funds_len; i++) {
		const struct offer_fund *fund = offer_fund_of(offer, line->funds[i]);
		assert(fund); /* offer_check refuses a line with another */
		if (offer_ages_hold(&fund->ages, age))
			return fund;
	}
	return NULL;
}

const struct offer_fund *offer_fund_next(const struct offer *offer, const struct offer_line *line,
	int age, const struct offer_fund *behind)
{
	bool past = false;

	for (size_t i = 0; i < line->funds_len; i++) {
		const struct offer_fund *fund = offer_fund_of(offer, line->funds[i]);

		if (past && fund != NULL && offer_ages_hold(&fund->ages, age))
			return fund;
		past |= fund == behind;
	}
	return NULL;
}

bool offer_line_has_fund(const struct offer_line *line, struct span fund)
{
	for (size_t i = 0; i < line->funds_len; i++)
		if (span_eq(line->funds[i], fund))
			return true;
	return false;
}

static const struct offer_rate *rate_of(const struct offer *offer, struct span code)
{
	for (size_t i = 0; i < offer->rates_len; i++) {
		if (span_eq(offer->rates[i].code, code))
			return &offer->rates[i];
	}
	return NULL;
}

bool offer_rate_on(const struct offer *offer, struct span rate, struct date on, int64_t *ret_pence)
{
	const struct offer_rate *found = rate_of(offer, rate);

	for (size_t i = found ? found->steps_len : 0; i-- > 0;) {
		if (date_cmp(found->steps[i].from, on) > 0)
			continue;
		*ret_pence = found->steps[i].amount_pence;
		return true;
	}
	return false;
}

const char *offer_kind_word(enum offer_kind kind)
{
	static const char *const words[] = {
		[OFFER_PAYMENT] = "payment",
		[OFFER_GUARANTEE] = "guarantee",
		[OFFER_IN_KIND] = "in-kind",
	};

	assert((size_t)kind < ARRAY_LEN(words));
	return words[kind];
}

const char *offer_pays_word(enum offer_pays pays)
{
	static const char *const words[] = {
		[OFFER_UP_TO] = "up-to",
		[OFFER_EVERY] = "every",
		[OFFER_RATE] = "rate",
		[OFFER_FLOOR] = "floor",
	};

	assert((size_t)pays < ARRAY_LEN(words));
	return words[pays];
}

const struct offer *offer_version(const struct offer_book *book, int64_t version)
{
	for (size_t i = 0; i < book->len; i++)
		if (book->versions[i]->version == version)
			return book->versions[i];
	return NULL;
}

const struct offer *offer_on(const struct offer_book *book, struct date on)
{
	const struct offer *best = NULL;

	for (size_t i = 0; i < book->len; i++) {
		const struct offer *offer = book->versions[i];
		if (date_cmp(offer->effective, on) > 0)
			continue;
		/* Versions ascend, so of two effective on one day the later one is met last. */
		if (!best || date_cmp(offer->effective, best->effective) >= 0)
			best = offer;
	}
	return best;
}

const struct offer_fact *offer_book_fact(const struct offer_book *book, struct span fact)
{
	for (size_t i = book->len; i-- > 0;) {
		const struct offer_fact *found = offer_fact_for(book->versions[i], fact);
		if (found)
			return found;
	}
	return NULL;
}

bool offer_book_has_fund(const struct offer_book *book, struct span fund)
{
	for (size_t i = 0; i < book->len; i++) {
		if (offer_fund_of(book->versions[i], fund))
			return true;
	}
	return false;
}
