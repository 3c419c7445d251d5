#include "core/ledger.h"

#include "base/arena.h"
#include "base/json.h"
#include "core/money.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

static struct arena *arena;

/* Of the ledger's tests, each of which begins with it. */
static struct transfers transfers_anew(void)
{
	arena_free(arena);
	arena = arena_new(64 << 20);
	return transfers_in(arena);
}

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
	CHECK_TEXT("back", ledger_phase_word(TRANSFER_BACK));
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
		{TRANSFER_BACK, 200, 200, 900},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct account from = {.credited = 1000, .debited = 300, .reserved = 200};
		struct account to = from, other = from, after;
		struct transfers transfers = transfers_anew();

		check_row("%s", ledger_phase_word(rows[i].phase));
		if (rows[i].phase == TRANSFER_POST || rows[i].phase == TRANSFER_RESERVE)
			ledger_add(&transfers, rows[i].phase, &from, &to, 100);
		else if (rows[i].phase == TRANSFER_BACK)
			ledger_bring_back(
				&transfers, &from, &to, 100, (struct ledger_landed){7, 1});
		else
			ledger_resolve(&transfers, rows[i].phase, &from, &to, 100,
				(struct ledger_reserve){7, 1});
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
	struct transfers transfers = transfers_anew();

	ledger_add(&transfers, TRANSFER_POST, &offer, &cap, 500);
	ledger_add(&transfers, TRANSFER_RESERVE, &cap, &drawn, 500);
	CHECK_INT(2, transfers.made.len);
	CHECK_INT(0, transfers.made.at[0].n);
	CHECK_INT(1, transfers.made.at[1].n);
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
	struct transfers transfers = transfers_anew();

	ledger_add(&transfers, TRANSFER_RESERVE, &from, &to, 101);
	ledger_apply(&transfers);
}

static void at_the_floor(void)
{
	struct account from = {
		.credited = 1000, .debited = 600, .reserved = 300, .kind = ACCOUNT_FUND};
	struct account to = {.credited = 0};
	struct transfers transfers = transfers_anew();

	ledger_add(&transfers, TRANSFER_RESERVE, &from, &to, 100);
	ledger_apply(&transfers);
}

static void more_than_reserved(void)
{
	struct account from = {.credited = 1000, .reserved = 300}, to = {.credited = 0};
	struct transfers transfers = transfers_anew();

	ledger_resolve(
		&transfers, TRANSFER_RELEASE, &from, &to, 301, (struct ledger_reserve){1, 0});
	ledger_apply(&transfers);
}

static void between_books(void)
{
	struct account from = {.kind = ACCOUNT_OFFER}, to = {.kind = ACCOUNT_FUND};
	struct transfers transfers = transfers_anew();

	ledger_add(&transfers, TRANSFER_POST, &from, &to, 1);
}

static void of_nothing(void)
{
	struct account from = {.credited = 0}, to = {.credited = 0};
	struct transfers transfers = transfers_anew();

	ledger_add(&transfers, TRANSFER_POST, &from, &to, 0);
}

static void to_itself(void)
{
	struct account from = {.credited = 0};
	struct transfers transfers = transfers_anew();

	ledger_add(&transfers, TRANSFER_POST, &from, &from, 1);
}

static void settled_without_a_reserve(void)
{
	struct account from = {.credited = 0}, to = {.credited = 0};
	struct transfers transfers = transfers_anew();

	ledger_add(&transfers, TRANSFER_SETTLE, &from, &to, 1);
}

/* As many as n can number, and one more: which is told, and nothing is applied. */
TEST(ledger_transfers_grow)
{
	struct account from = {.kind = ACCOUNT_GRANTOR}, to = {.kind = ACCOUNT_FUND};
	struct transfers transfers = transfers_anew();

	for (int i = 0; i < 1000; i++)
		ledger_add(&transfers, TRANSFER_POST, &from, &to, 1);
	CHECK_INT(LEDGER_FITS, ledger_try(&transfers));
	CHECK_INT(999, transfers.made.at[999].n);
	for (int i = 1000; i <= INT16_MAX; i++)
		ledger_add(&transfers, TRANSFER_POST, &from, &to, 1);
	CHECK_INT(INT16_MAX, transfers.made.at[INT16_MAX].n);
	CHECK(!transfers.too_many);
	ledger_add(&transfers, TRANSFER_POST, &from, &to, 1);
	CHECK_INT(LEDGER_TOO_MANY, ledger_try(&transfers));
	CHECK_INT(INT16_MAX + 1, transfers.made.len);
}

/* What was applied is taken back, to the penny, bases included. */
TEST(ledger_undone)
{
	struct account offer = account_of(ACCOUNT_OFFER, "offer:x"),
		       cap = account_of(ACCOUNT_CAP, "cap:x");
	struct account drawn = account_of(ACCOUNT_DRAWN, "drawn:x");
	struct transfers transfers = transfers_anew();

	cap.reserved = 40;
	cap.credited = 40;
	cap.base_pence = 30;
	ledger_add_base(&transfers, &offer, &cap, 500);
	ledger_add(&transfers, TRANSFER_POST, &offer, &cap, 7);
	ledger_add(&transfers, TRANSFER_RESERVE, &cap, &drawn, 300);
	ledger_resolve(
		&transfers, TRANSFER_RELEASE, &cap, &drawn, 40, (struct ledger_reserve){1, 0});
	ledger_apply(&transfers);
	check_figures(&cap, 547, 0, 300);
	CHECK_INT(530, cap.base_pence);
	ledger_undo(&transfers);
	check_figures(&offer, 0, 0, 0);
	check_figures(&cap, 40, 0, 40);
	check_figures(&drawn, 0, 0, 0);
	CHECK_INT(30, cap.base_pence);
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
		struct transfers transfers = transfers_anew();

		check_row("%zu", i);
		if (rows[i].phase == TRANSFER_POST || rows[i].phase == TRANSFER_RESERVE)
			ledger_add(&transfers, rows[i].phase, &from, &to, 10);
		else
			ledger_resolve(&transfers, rows[i].phase, &from, &to, 10,
				(struct ledger_reserve){1, 0});
		CHECK_INT(rows[i].fit, ledger_try(&transfers));
	}
}

/* Never below zero on either side, nor below a floor, and of a cap what the offer gave stays. */
TEST(ledger_back_is_bounded)
{
	static const struct {
		struct account from, to;
		enum ledger_fit fit;
	} rows[] = {
		{{.debited = 10}, {.credited = 10}, LEDGER_FITS},
		{{.debited = 9}, {.credited = 10}, LEDGER_BREAKS},
		{{.debited = 10}, {.credited = 9}, LEDGER_BREAKS},
		{{.debited = 10},
			{.credited = 30, .debited = 15, .reserved = 5, .kind = ACCOUNT_FUND},
			LEDGER_FITS},
		{{.debited = 10},
			{.credited = 30, .debited = 15, .reserved = 6, .kind = ACCOUNT_FUND},
			LEDGER_BREAKS},
		{{.debited = 30, .kind = ACCOUNT_OFFER},
			{.credited = 30, .base_pence = 20, .kind = ACCOUNT_CAP}, LEDGER_FITS},
		{{.debited = 30, .kind = ACCOUNT_OFFER},
			{.credited = 30, .base_pence = 21, .kind = ACCOUNT_CAP}, LEDGER_BREAKS},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct account from = rows[i].from, to = rows[i].to;
		struct transfers transfers = transfers_anew();

		check_row("%zu", i);
		from.kind = to.kind == ACCOUNT_CAP ? ACCOUNT_OFFER : ACCOUNT_GRANTOR;
		if (account_has_floor(to.kind))
			ledger_take_back(&transfers, &from, &to, 10);
		else
			ledger_bring_back(&transfers, &from, &to, 10, (struct ledger_landed){1, 0});
		CHECK_INT(rows[i].fit, ledger_try(&transfers));
	}
}

/* A fund is moved to another, and a payment comes back: what stands between has what it had. */
TEST(ledger_back_through)
{
	struct account grantor = account_of(ACCOUNT_GRANTOR, "grantor"),
		       bank = account_of(ACCOUNT_BANK, "bank");
	struct account a = account_of(ACCOUNT_FUND, "fund:a:2019-20"),
		       b = account_of(ACCOUNT_FUND, "fund:b:2019-20");
	struct account payable = account_of(ACCOUNT_PAYABLE, "payable:a:2019-20");
	struct transfers transfers = transfers_anew();

	grantor.debited = a.credited = 1000;
	a.debited = payable.credited = payable.debited = bank.credited = 400;
	ledger_take_back(&transfers, &grantor, &a, 600);
	ledger_add(&transfers, TRANSFER_POST, &grantor, &b, 600);
	CHECK_INT(LEDGER_FITS, ledger_try(&transfers));
	ledger_apply(&transfers);
	check_figures(&grantor, 0, 1000, 0);
	check_figures(&a, 400, 400, 0);
	check_figures(&b, 600, 0, 0);
	transfers = transfers_in(arena);
	ledger_bring_back(&transfers, &a, &payable, 150, (struct ledger_landed){9, 1});
	ledger_bring_back(&transfers, &payable, &bank, 150, (struct ledger_landed){9, 2});
	ledger_apply(&transfers);
	check_figures(&a, 400, 250, 0);
	check_figures(&payable, 250, 250, 0);
	check_figures(&bank, 250, 0, 0);
	ledger_undo(&transfers);
	check_figures(&a, 400, 400, 0);
	check_figures(&bank, 400, 0, 0);
}

static void taken_back_from_a_payee(void)
{
	struct account from = {.kind = ACCOUNT_FUND}, to = {.kind = ACCOUNT_PAYABLE};
	struct transfers transfers = transfers_anew();

	ledger_take_back(&transfers, &from, &to, 1);
}

static void brought_back_from_nothing(void)
{
	struct account from = {.debited = 1}, to = {.credited = 1};
	struct transfers transfers = transfers_anew();

	ledger_bring_back(&transfers, &from, &to, 1, (struct ledger_landed){0, 0});
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
	CHECK(rig_dies(taken_back_from_a_payee));
	CHECK(rig_dies(brought_back_from_nothing));
}

TEST(ledger_bytes)
{
	struct account cap = account_of(ACCOUNT_CAP, "cap:x"),
		       drawn = account_of(ACCOUNT_DRAWN, "drawn:x");
	struct account fund = account_of(ACCOUNT_FUND, "fund:f:2019-20");
	struct account payable = account_of(ACCOUNT_PAYABLE, "payable:f:2019-20");
	struct account grantor = account_of(ACCOUNT_GRANTOR, "grantor");
	struct transfers transfers = transfers_anew();
	struct json event = json_in(transfers.arena);

	json_open(&event, NULL, '{');
	ledger_write(&event, &transfers);
	CHECK_SPAN("{", json_done(&event));
	ledger_add(&transfers, TRANSFER_POST, &cap, &drawn, 1);
	ledger_add(&transfers, TRANSFER_RESERVE, &cap, &drawn, 125000);
	ledger_resolve(
		&transfers, TRANSFER_SETTLE, &cap, &drawn, 125000, (struct ledger_reserve){341, 1});
	ledger_resolve(&transfers, TRANSFER_RELEASE, &fund, &payable, INT64_MAX,
		(struct ledger_reserve){342, 0});
	ledger_bring_back(&transfers, &cap, &drawn, 4000, (struct ledger_landed){244, 0});
	ledger_take_back(&transfers, &grantor, &fund, 1);
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
		   "\"resolves\":[342,0]},"
		   "{\"n\":4,\"phase\":\"back\",\"from\":\"cap:x\",\"to\":\"drawn:x\","
		   "\"amount\":4000,\"undoes\":[244,0]},"
		   "{\"n\":5,\"phase\":\"back\",\"from\":\"grantor\",\"to\":\"fund:f:2019-20\","
		   "\"amount\":1}]}",
		json_done(&event));
}
