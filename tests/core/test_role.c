#include "core/role.h"

#include "tests/check.h"

static const struct {
	enum role role;
	const char *word;
} rows[] = {
	{ROLE_ADVISER, "adviser"},
	{ROLE_MANAGER, "manager"},
	{ROLE_FINANCE, "finance"},
	{ROLE_AUDITOR, "auditor"},
	{ROLE_ADMIN, "admin"},
};

TEST(role_words)
{
	unsigned all = 0;

	CHECK_INT(ROLES, ARRAY_LEN(rows));
	for (unsigned n = 0; n < ARRAY_LEN(rows); n++) {
		enum role role = ROLE_ANY;

		check_row("%s", rows[n].word);
		CHECK_INT(rows[n].role, role_at(n));
		CHECK_TEXT(rows[n].word, role_word(rows[n].role));
		CHECK(role_of_word(span_of(rows[n].word), &role));
		CHECK_INT(rows[n].role, role);
		CHECK_INT(0, all & (unsigned)rows[n].role);
		all |= (unsigned)rows[n].role;
	}
	CHECK_INT(ROLE_ANY, all);
}

TEST(role_of_no_word)
{
	static const char *const words[] = {
		"", "Adviser", "advise", "advisers", " adviser", "any", "auditor,admin"};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		enum role role = ROLE_FINANCE;

		check_row("%s", words[i]);
		CHECK(!role_of_word(span_of(words[i]), &role));
		CHECK_INT(ROLE_FINANCE, role);
	}
	check_row("absent");
	CHECK(!role_of_word(SPAN_NONE, &(enum role){ROLE_ADMIN}));
}
