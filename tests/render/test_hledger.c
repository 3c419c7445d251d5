#include "render/hledger.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "tests/check.h"

enum { ARENA_BYTES = 1024 * 1024 };

static const struct row_balance balances[] = {
	{4, "grantor", "money", false, 0, 0, 5000000, 0, false, 0},
	{4, "fund:f:2019-20", "money", true, 0, 5000000, 120000, 34567, false, 0},
};

static const struct row_transfer transfers[] = {
	{0, 0, "2019-04-01", "money", TRANSFER_POST, "grantor", "fund:f:2019-20", 5000000, -1, -1,
		-1, -1},
	{1, 0, "2019-04-02", "money", TRANSFER_RESERVE, "fund:f:2019-20", "payable:f:2019-20", 5,
		-1, -1, -1, -1},
	{2, 0, "2019-04-02", "money", TRANSFER_SETTLE, "fund:f:2019-20", "payable:f:2019-20", 5, 1,
		0, -1, -1},
	{3, 1, "2019-04-03", "money", TRANSFER_RELEASE, "fund:f:2019-20", "payable:f:2019-20",
		123456, 1, 0, -1, -1},
	{3, 2, "2019-04-03", "money", TRANSFER_BACK, "grantor", "fund:f:2019-20", 250, -1, -1, -1,
		-1},
};

/* In the arena. */
static const char *journal(struct arena *arena, const char *from, const char *to)
{
	struct buf text = buf_in(arena);
	struct hledger *hledger = hledger_new(arena, from, to);

	CHECK_INT(-1, hledger_size(hledger));
	for (size_t i = 0; i < ARRAY_LEN(balances); i++) {
		bool taken = hledger_balance(hledger, &balances[i]);
		CHECK(taken);
	}
	CHECK_INT(4, hledger_size(hledger));
	hledger_begin(hledger, 4);
	buf_span(&text, hledger_text(hledger));
	for (size_t i = 0; i < ARRAY_LEN(transfers); i++) {
		hledger_transfer(hledger, &transfers[i]);
		buf_span(&text, hledger_text(hledger));
	}
	hledger_end(hledger);
	buf_span(&text, hledger_text(hledger));
	CHECK_INT(0, hledger_text(hledger).len);
	return buf_cstr(&text);
}

TEST(journal_in_full)
{
	static const char want[] =
		"; bursar: the ledger of the first 4 events\n"
		"; Each transaction is a transfer; its code names event and number.\n"
		"\n"
		"commodity £1,000.00\n"
		"\n"
		"account money:grantor\n"
		"account money:grantor:reserved\n"
		"account money:fund:f:2019-20\n"
		"account money:fund:f:2019-20:reserved\n"
		"\n"
		"2019-04-01 (0.0) post\n"
		"    money:grantor  -£50000.00\n"
		"    money:fund:f:2019-20  £50000.00\n"
		"\n"
		"2019-04-02 (1.0) reserve\n"
		"    money:fund:f:2019-20  -£0.05\n"
		"    money:fund:f:2019-20:reserved  £0.05\n"
		"\n"
		"2019-04-02 (2.0) settle\n"
		"    money:fund:f:2019-20:reserved  -£0.05\n"
		"    money:payable:f:2019-20  £0.05\n"
		"\n"
		"2019-04-03 (3.1) release\n"
		"    money:fund:f:2019-20:reserved  -£1234.56\n"
		"    money:fund:f:2019-20  £1234.56\n"
		"\n"
		"2019-04-03 (3.2) back\n"
		"    money:grantor  £2.50\n"
		"    money:fund:f:2019-20  -£2.50\n"
		"\n"
		"2019-04-03 (4) balances of bursar\n"
		"    money:grantor  £0.00 = -£50000.00\n"
		"    money:grantor:reserved  £0.00 = £0.00\n"
		"    money:fund:f:2019-20  £0.00 = £48454.33\n"
		"    money:fund:f:2019-20:reserved  £0.00 = £345.67\n";
	struct arena *arena = arena_new(ARENA_BYTES);
	const char *text = journal(arena, NULL, NULL);

	CHECK_TEXT(want, text);
	arena_free(arena);
}

TEST(part_of_a_journal_asserts_nothing)
{
	static const struct {
		const char *from, *to, *says;
	} rows[] = {
		{"2019-04-01", NULL, "4 events, from 2019-04-01 to the last day\n"},
		{NULL, "2020-03-31", "4 events, from the first day to 2020-03-31\n"},
		{"2019-04-01", "2020-03-31", "4 events, from 2019-04-01 to 2020-03-31\n"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		const char *text = journal(arena, rows[i].from, rows[i].to);
		CHECK(strstr(text, rows[i].says) != NULL);
		CHECK(strstr(text, "no balances are asserted") != NULL);
		CHECK(strstr(text, " = ") == NULL);
		arena_free(arena);
	}
}

TEST(balances_are_of_one_head)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct hledger *hledger = hledger_new(arena, NULL, NULL);
	struct row_balance other = balances[1];
	bool taken = hledger_balance(hledger, &balances[0]);

	CHECK(taken);
	other.size = 5;
	taken = hledger_balance(hledger, &other);
	CHECK(!taken);
	arena_free(arena);
}
