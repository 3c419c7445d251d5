/* What comes back, by the accounts alone: it was there, and what names nothing came from a source.
 */
#include <string.h>

#include "base/arena.h"
#include "tests/check.h"
#include "verify/accounts.h"

enum { ARENA_BYTES = 1 << 20, ROWS = 3 };

#define CAP  "cap:aaaaaaaa-0000-4000-8000-000000000001:home:lifetime"
#define FUND "fund:f:2019-20"
#define POST(from, to, amount)                                                                     \
	{                                                                                          \
		1, 0, "2019-04-01", "money", TRANSFER_POST, from, to, amount, -1, -1, -1, -1       \
	}
#define BACK(from, to, amount, undoes)                                                             \
	{                                                                                          \
		2, 0, "2019-04-02", "money", TRANSFER_BACK, from, to, amount, -1, -1, undoes,      \
			(undoes) < 0 ? -1 : 0                                                      \
	}

/* Two transfers, the first a post; awarded: of a cap. Floors are 0 but for the sources'. */
static const struct {
	const char *what;
	struct row_transfer post, back;
	int64_t awarded_pence;
	const char *says; /* NULL: nothing is wrong */
} rows[] = {
	{"a fund, to the penny", POST("grantor", FUND, 100), BACK("grantor", FUND, 100, -1), 0,
		NULL},
	{"a fund, more than it has", POST("grantor", FUND, 100), BACK("grantor", FUND, 101, -1), 0,
		"account grantor has more taken back than there was after event 2"},
	{"an award, to the penny", POST("offer:home", CAP, 100), BACK("offer:home", CAP, 40, -1),
		40, NULL},
	{"more than was awarded", POST("offer:home", CAP, 100), BACK("offer:home", CAP, 41, -1), 40,
		"account " CAP " has more taken back than was awarded after event 2"},
	{"by name", POST("bank", FUND, 100), BACK("bank", FUND, 100, 1), 0, NULL},
	{"without one", POST("bank", FUND, 100), BACK("bank", FUND, 100, -1), 0,
		"event 2.0 takes back from bank to " FUND " what it does not name"},
	{"of an event to come", POST("grantor", FUND, 100), BACK("grantor", FUND, 1, 3), 0,
		"event 2.0 takes back from grantor to " FUND " what it does not name"},
	{"of itself", POST("grantor", FUND, 100), BACK("grantor", FUND, 1, 2), 0,
		"event 2.0 takes back from grantor to " FUND " what it does not name"},
};

static void tell(struct accounts *accounts, const char *code, const char *book, bool has_floor)
{
	accounts_tell(accounts,
		&(struct row_balance){.account = code, .book = book, .has_floor = has_floor});
}

TEST(accounts_take_back)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct findings findings = {.arena = arena_new(ARENA_BYTES)};
		struct accounts accounts = accounts_begin(&findings);
		const struct row_transfer *both[] = {&rows[i].post, &rows[i].back};

		check_row("%s", rows[i].what);
		tell(&accounts, "grantor", "money", false);
		tell(&accounts, "bank", "money", false);
		tell(&accounts, FUND, "money", true);
		tell(&accounts, "offer:home", "allowance", false);
		tell(&accounts, CAP, "allowance", true);
		for (size_t k = 0; k < ARRAY_LEN(both); k++) {
			accounts_apply(&accounts, both[k]);
			accounts_check_floor(&accounts, both[k]->from, both[k]->event);
			accounts_check_floor(&accounts, both[k]->to, both[k]->event);
			if (k == 0 && rows[i].awarded_pence > 0)
				accounts_award(&accounts, CAP, rows[i].awarded_pence);
		}
		CHECK_INT(rows[i].says != NULL, findings.count > 0);
		if (rows[i].says != NULL && findings.count > 0)
			CHECK_TEXT(rows[i].says, findings.shown[0]);
		accounts_free(&accounts);
		arena_free(findings.arena);
	}
}
