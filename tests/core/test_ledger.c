#include "core/ledger.h"

#include "base/json.h"
#include "core/money.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

static struct account account_of(enum account_kind kind, const char *code)
{
	return (struct account){.code = span_of(code), .kind = kind};
}

static void check_figures(
	const struct account *account, int64_t credited, int64_t debited, int64_t reserved)
{
	CHECK_INT(credited, account->credited);
	CHECK_INT(debited, account->debited);
	CHECK_INT(reserved, account->reserved);
	CHECK_INT(credited - debited - reserved, ledger_available(account));
}

TEST(ledger_phase_words)
{
	CHECK_TEXT("post", ledger_phase_word(TRANSFER_POST));
	CHECK_TEXT("reserve", ledger_phase_word(TRANSFER_RESERVE));
	CHECK_TEXT("settle", ledger_phase_word(TRANSFER_SETTLE));
	CHECK_TEXT("release", ledger_phase_word(TRANSFER_RELEASE));
}

/* What each phase moves, from accounts that hold 1000, of which 300 are spent and 200 reserved. */
TEST(ledger_phases)
{
	static const struct {
		enum transfer_phase phase;
		int64_t from_debited, from_reserved, to_credited;
	} rows[] = {
		{TRANSFER_POST, 400, 200, 1100},
		{TRANSFER_RESERVE, 300, 300, 1000},
		{TRANSFER_SETTLE, 400, 100, 1100},
		{TRANSFER_RELEASE, 300, 100, 1000},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct account from = {.credited = 1000, .debited = 300, .reserved = 200};
		struct account to = from, other = from, after;
		struct transfers transfers = {.len = 0};

		check_row("%s", ledger_phase_word(rows[i].phase));
		if (rows[i].phase == TRANSFER_POST || rows[i].phase == TRANSFER_RESERVE)
			ledger_add(&transfers, rows[i].phase, &from, &to, 100);
		else
			ledger_resolve(&transfers, rows[i].phase, &from, &to, 100, 7, 1);
		after = ledger_after(&from, &transfers);
		check_figures(&from, 1000, 300, 200);
		check_figures(&after, 1000, rows[i].from_debited, rows[i].from_reserved);
		after = ledger_after(&to, &transfers);
		check_figures(&after, rows[i].to_credited, 300, 200);
		after = ledger_after(&other, &transfers);
		check_figures(&after, 1000, 300, 200);
		ledger_apply(&transfers);
		check_figures(&from, 1000, rows[i].from_debited, rows[i].from_reserved);
		check_figures(&to, rows[i].to_credited, 300, 200);
	}
}

TEST(ledger_transfers_in_order)
{
	struct account offer = account_of(ACCOUNT_OFFER, "offer:x"),
		       cap = account_of(ACCOUNT_CAP, "cap:x");
	struct account drawn = account_of(ACCOUNT_DRAWN, "drawn:x");
	struct transfers transfers = {.len = 0};

	ledger_add(&transfers, TRANSFER_POST, &offer, &cap, 500);
	ledger_add(&transfers, TRANSFER_RESERVE, &cap, &drawn, 500);
	CHECK_INT(2, transfers.len);
	CHECK_INT(0, transfers.list[0].n);
	CHECK_INT(1, transfers.list[1].n);
	/* To the floor and not below it. */
	ledger_apply(&transfers);
	check_figures(&offer, 0, 500, 0);
	check_figures(&cap, 500, 0, 500);
	check_figures(&drawn, 0, 0, 0);
}

static void below_the_floor(void)
{
	struct account from = {
		.credited = 1000, .debited = 600, .reserved = 300, .kind = ACCOUNT_FUND};
	struct account to = {.credited = 0};
	struct transfers transfers = {.len = 0};

	ledger_add(&transfers, TRANSFER_RESERVE, &from, &to, 101);
	ledger_apply(&transfers);
}

static void at_the_floor(void)
{
	struct account from = {
		.credited = 1000, .debited = 600, .reserved = 300, .kind = ACCOUNT_FUND};
	struct account to = {.credited = 0};
	struct transfers transfers = {.len = 0};

	ledger_add(&transfers, TRANSFER_RESERVE, &from, &to, 100);
	ledger_apply(&transfers);
}

static void more_than_reserved(void)
{
	struct account from = {.credited = 1000, .reserved = 300}, to = {.credited = 0};
	struct transfers transfers = {.len = 0};

	ledger_resolve(&transfers, TRANSFER_RELEASE, &from, &to, 301, 1, 0);
	ledger_apply(&transfers);
}

static void between_books(void)
{
	struct account from = {.kind = ACCOUNT_OFFER}, to = {.kind = ACCOUNT_FUND};
	struct transfers transfers = {.len = 0};

	ledger_add(&transfers, TRANSFER_POST, &from, &to, 1);
}

static void of_nothing(void)
{
	struct account from = {.credited = 0}, to = {.credited = 0};
	struct transfers transfers = {.len = 0};

	ledger_add(&transfers, TRANSFER_POST, &from, &to, 0);
}

static void to_itself(void)
{
	struct account from = {.credited = 0};
	struct transfers transfers = {.len = 0};

	ledger_add(&transfers, TRANSFER_POST, &from, &from, 1);
}

static void settled_without_a_reserve(void)
{
	struct account from = {.credited = 0}, to = {.credited = 0};
	struct transfers transfers = {.len = 0};

	ledger_add(&transfers, TRANSFER_SETTLE, &from, &to, 1);
}

static void one_too_many(void)
{
	struct account from = {.credited = 0}, to = {.credited = 0};
	struct transfers transfers = {.len = 0};

	for (int i = 0; i <= LEDGER_TRANSFERS_MAX; i++)
		ledger_add(&transfers, TRANSFER_POST, &from, &to, 1);
}

/* Either side of each edge. */
TEST(ledger_try)
{
	static const struct {
		struct account from, to;
		enum transfer_phase phase;
		enum ledger_fit fit;
	} rows[] = {
		{{.credited = 10, .kind = ACCOUNT_FUND}, {0}, TRANSFER_POST, LEDGER_FITS},
		{{.credited = 9, .kind = ACCOUNT_FUND}, {0}, TRANSFER_POST, LEDGER_BREAKS},
		{{.credited = 9}, {0}, TRANSFER_POST, LEDGER_FITS},
		{{.credited = 10, .kind = ACCOUNT_FUND}, {0}, TRANSFER_RESERVE, LEDGER_FITS},
		{{.credited = 9, .kind = ACCOUNT_FUND}, {0}, TRANSFER_RESERVE, LEDGER_BREAKS},
		{{.credited = 10, .reserved = 10, .kind = ACCOUNT_FUND}, {0}, TRANSFER_SETTLE,
			LEDGER_FITS},
		{{.credited = 10, .reserved = 9, .kind = ACCOUNT_FUND}, {0}, TRANSFER_SETTLE,
			LEDGER_BREAKS},
		{{.credited = 10, .reserved = 9, .kind = ACCOUNT_FUND}, {0}, TRANSFER_RELEASE,
			LEDGER_BREAKS},
		{{0}, {.credited = MONEY_BALANCE_MAX_PENCE - 10}, TRANSFER_POST, LEDGER_FITS},
		{{0}, {.credited = MONEY_BALANCE_MAX_PENCE - 9}, TRANSFER_POST, LEDGER_TOO_LARGE},
		{{.debited = MONEY_BALANCE_MAX_PENCE - 9}, {0}, TRANSFER_POST, LEDGER_TOO_LARGE},
		{{.reserved = MONEY_BALANCE_MAX_PENCE - 9}, {0}, TRANSFER_RESERVE,
			LEDGER_TOO_LARGE},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct account from = rows[i].from, to = rows[i].to;
		struct transfers transfers = {.len = 0};

		check_row("%zu", i);
		if (rows[i].phase == TRANSFER_POST || rows[i].phase == TRANSFER_RESERVE)
			ledger_add(&transfers, rows[i].phase, &from, &to, 10);
		else
			ledger_resolve(&transfers, rows[i].phase, &from, &to, 10, 1, 0);
		CHECK_INT(rows[i].fit, ledger_try(&transfers));
	}
}

TEST(ledger_bugs_stop)
{
	CHECK(!rig_dies(at_the_floor));
	CHECK(rig_dies(below_the_floor));
	CHECK(rig_dies(more_than_reserved));
	CHECK(rig_dies(between_books));
	CHECK(rig_dies(of_nothing));
	CHECK(rig_dies(to_itself));
	CHECK(rig_dies(settled_without_a_reserve));
	CHECK(rig_dies(one_too_many));
}

TEST(ledger_bytes)
{
	struct arena *arena = arena_new(1 << 20);
	struct account cap = account_of(ACCOUNT_CAP, "cap:x"),
		       drawn = account_of(ACCOUNT_DRAWN, "drawn:x");
	struct account fund = account_of(ACCOUNT_FUND, "fund:f:2019-20");
	struct account payable = account_of(ACCOUNT_PAYABLE, "payable:f:2019-20");
	struct transfers transfers = {.len = 0};
	struct json event = json_in(arena);

	json_open(&event, NULL, '{');
	ledger_write(&event, &transfers);
	CHECK_SPAN("{", json_done(&event));
	ledger_add(&transfers, TRANSFER_POST, &cap, &drawn, 1);
	ledger_add(&transfers, TRANSFER_RESERVE, &cap, &drawn, 125000);
	ledger_resolve(&transfers, TRANSFER_SETTLE, &cap, &drawn, 125000, 341, 1);
	ledger_resolve(&transfers, TRANSFER_RELEASE, &fund, &payable, INT64_MAX, 342, 0);
	ledger_write(&event, &transfers);
	json_close(&event, '}');
	CHECK_SPAN("{\"transfers\":["
		   "{\"n\":0,\"phase\":\"post\",\"from\":\"cap:x\",\"to\":\"drawn:x\","
		   "\"amount\":1},"
		   "{\"n\":1,\"phase\":\"reserve\",\"from\":\"cap:x\",\"to\":\"drawn:x\","
		   "\"amount\":125000},"
		   "{\"n\":2,\"phase\":\"settle\",\"from\":\"cap:x\",\"to\":\"drawn:x\","
		   "\"amount\":125000,\"resolves\":[341,1]},"
		   "{\"n\":3,\"phase\":\"release\",\"from\":\"fund:f:2019-20\","
		   "\"to\":\"payable:f:2019-20\",\"amount\":9223372036854775807,"
		   "\"resolves\":[342,0]}]}",
		json_done(&event));
	arena_free(arena);
}
