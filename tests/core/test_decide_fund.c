/* Money that goes out of a fund again, and from one to another. */
#include "core/decide/decide.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

static const char *debit(struct rig *rig, const char *fund, const char *year, int64_t pence)
{
	struct command command = rig_command(rig, COMMAND_FUND_DEBIT, RIG_FINANCE);

	command.fund_debit.code = span_of(fund);
	command.fund_debit.year = span_of(year);
	command.fund_debit.amount_pence = pence;
	rig_text(&command.fund_debit.reason, "agreed");
	return rig_decide(rig, &command);
}

static const char *move(
	struct rig *rig, const char *fund, const char *to_fund, const char *year, int64_t pence)
{
	struct command command = rig_command(rig, COMMAND_FUND_MOVE, RIG_FINANCE);

	command.fund_move.code = span_of(fund);
	command.fund_move.to_fund = span_of(to_fund);
	command.fund_move.year = span_of(year);
	command.fund_move.amount_pence = pence;
	rig_text(&command.fund_move.reason, "agreed");
	return rig_decide(rig, &command);
}

/* Of £100.00 in care £60.00 is committed. */
static struct rig *committed(void)
{
	struct rig *rig = rig_new();

	(void)rig_person(rig, "A", "1999-07-01", CATEGORY_FORMER_RELEVANT);
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 10000));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 6000, RIG_TODAY));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, rig_last(rig)));
	return rig;
}

TEST(fund_debited)
{
	struct rig *rig = rig_new();

	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 10000));
	CHECK_TEXT("recorded", debit(rig, "care", "2019-20", 4000));
	CHECK_SPAN(RIG_HEAD("101", "fund-debited",
			   "3") "\"fund\":\"care\",\"year\":\"2019-20\",\"amount\":4000,"
				"\"left\":6000,\"reason\":\"" RIG_MAC_AGREED
				"\",\"rules\":3,\"transfers\":[{\"n\":0,\"phase\":\"back\","
				"\"from\":\"grantor\",\"to\":\"fund:care:2019-20\","
				"\"amount\":4000}]}",
		rig->outcome.event);
	CHECK_TEXT("6000-0-0", rig_account(rig, "fund:care:2019-20"));
	CHECK_TEXT("0-6000-0", rig_account(rig, "grantor"));
	if (CHECK_INT(1, rig->slice.texts.len))
		CHECK(rig->slice.texts.at[0].person == NULL);
	rig_check_books(rig);
	rig_free(rig);
}

/* To what is spent and committed, and not a penny below it. */
TEST(fund_debit_is_bounded)
{
	struct rig *rig = committed();

	CHECK_TEXT("refused fund-exhausted", debit(rig, "care", "2019-20", 4001));
	CHECK_INT(4000, rig_reason(rig, REASON_FUND_EXHAUSTED)->left_pence);
	CHECK_INT(4001, rig_reason(rig, REASON_FUND_EXHAUSTED)->asked_pence);
	CHECK_SPAN("care", rig_reason(rig, REASON_FUND_EXHAUSTED)->fund);
	CHECK_SPAN("2019-20", rig_reason(rig, REASON_FUND_EXHAUSTED)->year);
	CHECK_SPAN("4000", json_get(rig->outcome.event, "left"));
	if (CHECK_INT(1, rig->slice.refusals.len)) {
		CHECK(rig->slice.refusals.at[0].person == NULL);
		CHECK_INT(4001, rig->slice.refusals.at[0].amount_pence);
	}
	CHECK_INT(0, rig->slice.texts.len);
	CHECK_TEXT("recorded", debit(rig, "care", "2019-20", 4000));
	CHECK_SPAN("0", json_get(rig->outcome.event, "left"));
	CHECK_TEXT("refused fund-exhausted", debit(rig, "care", "2019-20", 1));
	CHECK_TEXT("6000-0-6000", rig_account(rig, "fund:care:2019-20"));
	rig_check_books(rig);
	rig_free(rig);
}

/* A year that was never credited has nothing, and is not made by asking. */
TEST(fund_debit_of_nothing)
{
	struct rig *rig = committed();

	CHECK_TEXT("refused fund-exhausted", debit(rig, "care", "2018-19", 1));
	CHECK_SPAN("0", json_get(rig->outcome.event, "left"));
	CHECK_TEXT("refused fund-exhausted", debit(rig, "duty", "2019-20", 1));
	CHECK_TEXT("none", rig_account(rig, "fund:duty:2019-20"));
	CHECK_TEXT("not found fund", debit(rig, "no-such-fund", "2019-20", 1));
	rig_free(rig);
}

TEST(fund_moved)
{
	struct rig *rig = committed();

	CHECK_TEXT("recorded", move(rig, "care", "duty", "2019-20", 1500));
	CHECK_SPAN(RIG_HEAD("103", "fund-moved",
			   "3") "\"fund\":\"care\",\"year\":\"2019-20\",\"to_fund\":\"duty\","
				"\"to_year\":\"2019-20\",\"amount\":1500,\"left\":2500,"
				"\"to_left\":1500,\"reason\":\"" RIG_MAC_AGREED
				"\",\"rules\":3,\"transfers\":[{\"n\":0,\"phase\":\"back\","
				"\"from\":\"grantor\",\"to\":\"fund:care:2019-20\","
				"\"amount\":1500},{\"n\":1,\"phase\":\"post\",\"from\":\"grantor\","
				"\"to\":\"fund:duty:2019-20\",\"amount\":1500}]}",
		rig->outcome.event);
	CHECK_TEXT("8500-0-6000", rig_account(rig, "fund:care:2019-20"));
	CHECK_TEXT("1500-0-0", rig_account(rig, "fund:duty:2019-20"));
	CHECK_TEXT("0-10000-0", rig_account(rig, "grantor"));
	CHECK_TEXT("recorded", move(rig, "duty", "care", "2019-20", 1500));
	CHECK_TEXT("0-0-0", rig_account(rig, "fund:duty:2019-20"));
	CHECK_TEXT("10000-0-6000", rig_account(rig, "fund:care:2019-20"));
	rig_check_books(rig);
	rig_free(rig);
}

TEST(fund_move_is_bounded)
{
	struct rig *rig = committed();
	const char *before;

	CHECK_TEXT("refused fund-exhausted", move(rig, "care", "duty", "2019-20", 4001));
	CHECK_SPAN("4000", json_get(rig->outcome.event, "left"));
	CHECK_SPAN("0", json_get(rig->outcome.event, "to_left"));
	CHECK_TEXT("none", rig_account(rig, "fund:duty:2019-20"));
	before = rig_dump(rig);
	CHECK_TEXT("invalid /to_fund", move(rig, "care", "care", "2019-20", 1));
	CHECK_TEXT("not found fund", move(rig, "no-such-fund", "care", "2019-20", 1));
	CHECK_TEXT("not found to_fund", move(rig, "care", "no-such-fund", "2019-20", 1));
	CHECK_TEXT(before, rig_dump(rig));
	CHECK_TEXT("recorded", move(rig, "care", "duty", "2019-20", 4000));
	rig_check_books(rig);
	rig_free(rig);
}
