#include "core/account.h"

#include "base/arena.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

/* Each kind: its code there and back, its book, whether it has a floor. */
TEST(account_kinds)
{
	struct arena *arena = arena_new(1 << 20);

	const struct {
		const char *code, *book;
		bool has_floor;
		struct account_name name;
	} rows[] = {
		{"grantor", "money", false, {.kind = ACCOUNT_GRANTOR}},
		{"bank", "money", false, {.kind = ACCOUNT_BANK}},
		{"fund:care:2019-20", "money", true,
			{.kind = ACCOUNT_FUND, .name = SPAN("care"), .period = SPAN("2019-20")}},
		{"payable:care:2019-20", "money", true,
			{.kind = ACCOUNT_PAYABLE, .name = SPAN("care"), .period = SPAN("2019-20")}},
		{"offer:gym", "allowance", false, {.kind = ACCOUNT_OFFER, .name = SPAN("gym")}},
		{"drawn:gym", "allowance", true, {.kind = ACCOUNT_DRAWN, .name = SPAN("gym")}},
		{"cap:" RIG_PERSON_1 ":setting-up-home:week-2020-02-24", "allowance", true,
			{ACCOUNT_CAP, rig_uuid(1), SPAN("setting-up-home"),
				SPAN("week-2020-02-24")}},
	};

	CHECK_INT(ACCOUNT_KINDS, ARRAY_LEN(rows));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct account_name *want = &rows[i].name;
		struct account_name got;

		check_row("%s", rows[i].code);
		CHECK_SPAN(rows[i].code, account_code(arena, want));
		CHECK_TEXT(rows[i].book, account_book_word(account_book(want->kind)));
		CHECK_INT(rows[i].has_floor, account_has_floor(want->kind));
		CHECK(account_name_read(span_of(rows[i].code), &got));
		CHECK_INT(want->kind, got.kind);
		CHECK(uuid_eq(want->person, got.person));
		CHECK(span_eq(want->name, got.name) && span_eq(want->period, got.period));
	}
	arena_free(arena);
}

/* A part its kind lacks is no part of the code. */
TEST(account_code_has_the_parts_of_its_kind)
{
	struct arena *arena = arena_new(1 << 20);
	struct account_name name = {ACCOUNT_DRAWN, rig_uuid(1), SPAN("gym"), SPAN("lifetime")};

	CHECK_SPAN("drawn:gym", account_code(arena, &name));
	arena_free(arena);
}

TEST(account_codes_that_are_none)
{
	static const char *const rows[] = {"", ":", "promise", "grantor:", "grantor:x", "fun",
		"funds", "fund", "fund:", "fund:care", "fund:care:", "fund::2019-20",
		"fund:care:2019-20:", "fund:care:2019-20:x", "offer:", "offer:gym:lifetime",
		"cap:gym:lifetime", "cap:x:gym:lifetime", "cap:" RIG_PERSON_1,
		"cap:" RIG_PERSON_1 ":gym", "cap:AAAAAAAA-0000-4000-8000-000000000001:gym:lifetime",
		"CAP:" RIG_PERSON_1 ":gym:x"};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct account_name name = {.kind = ACCOUNT_FUND};

		check_row("%s", rows[i]);
		CHECK(!account_name_read(span_of(rows[i]), &name));
		CHECK_INT(ACCOUNT_KINDS, name.kind);
	}
	CHECK(!account_name_read(SPAN_NONE, &(struct account_name){0}));
}

TEST(account_books)
{
	enum account_book book = BOOKS;

	CHECK(account_book_of_word(SPAN("money"), &book));
	CHECK_INT(BOOK_MONEY, book);
	CHECK(account_book_of_word(SPAN("allowance"), &book));
	CHECK_INT(BOOK_ALLOWANCE, book);
	CHECK(!account_book_of_word(SPAN("moneys"), &book));
	CHECK(!account_book_of_word(SPAN_NONE, &book));
}
