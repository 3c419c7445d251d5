#include "core/category.h"

#include <assert.h>

const char *const category_word_list[CATEGORIES + 1] = {
	[CATEGORY_NONE] = "none",
	[CATEGORY_ELIGIBLE] = "eligible",
	[CATEGORY_RELEVANT] = "relevant",
	[CATEGORY_FORMER_RELEVANT] = "former-relevant",
	[CATEGORY_QUALIFYING] = "qualifying",
};

const char *category_word(enum category category)
{
	assert((unsigned)category < CATEGORIES);
	return category_word_list[category];
}

bool category_of_word(struct span word, enum category *ret_category)
{
	for (unsigned i = CATEGORY_NONE + 1; i < CATEGORIES; i++) {
		if (!span_is(word, category_word_list[i]))
			continue;
		*ret_category = (enum category)i;
		return true;
	}
	return false;
}
