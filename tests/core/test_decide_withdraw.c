/* A request that is withdrawn: by whom, until when, and what it leaves. */
#include "tests/check.h"
#include "tests/core/slice_rig.h"

#define CAP    "cap:" RIG_PERSON_1 ":by-lifetime:lifetime"
#define DRAWN  "drawn:by-lifetime"
#define PERSON "\"person\":\"" RIG_PERSON_1 "\","

static struct rig *with_person(int64_t fund_pence)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	if (fund_pence > 0)
		CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", fund_pence));
	return rig;
}

/* Its requester needs no reason; another adviser does, and nobody else may. */
TEST(payment_withdrawn)
{
	struct rig *rig = with_person(0);
	struct command command;

	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 6000, RIG_TODAY));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 4000, RIG_TODAY));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_WITHDRAW, RIG_ADVISER, 100));
	CHECK_SPAN(RIG_HEAD("102", "payment-withdrawn",
			   "1") "\"payment\":100," PERSON
				"\"entitlement\":\"by-lifetime\",\"amount\":6000,\"offer\":1,"
				"\"state\":\"withdrawn\",\"reason\":null,\"requester\":1,"
				"\"rules\":3,\"transfers\":[{\"n\":0,"
				"\"phase\":\"release\",\"from\":\"" CAP "\",\"to\":\"" DRAWN
				"\",\"amount\":6000,\"resolves\":[100,1]}]}",
		rig->outcome.event);
	CHECK_TEXT("10000-0-4000", rig_account(rig, CAP));
	CHECK_TEXT("P100 withdraw 102 staff 1 round 1 stage 0", rig_step(rig, 0));
	CHECK_INT(0, rig->slice.texts.len);
	CHECK_TEXT("not your role", rig_move(rig, COMMAND_PAYMENT_WITHDRAW, RIG_MANAGER, 101));
	CHECK_TEXT("invalid /reason", rig_move(rig, COMMAND_PAYMENT_WITHDRAW, RIG_DEPUTY, 101));
	command = rig_command(rig, COMMAND_PAYMENT_WITHDRAW, RIG_DEPUTY);
	command.payment_id = 101;
	rig_text(&command.payment_withdraw.reason, "agreed");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_INT(1, rig->slice.texts.len);
	CHECK_TEXT("10000-0-0", rig_account(rig, CAP));
	CHECK_TEXT(
		"refused wrong-state", rig_move(rig, COMMAND_PAYMENT_WITHDRAW, RIG_ADVISER, 101));
	CHECK_TEXT("refused wrong-state", rig_move(rig, COMMAND_PAYMENT_DECLINE, RIG_MANAGER, 101));
	/* What was released can be asked for again. */
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 10000, RIG_TODAY));
	rig_free(rig);
}

/* Once it is approved, a fund holds it: that is not its requester's to undo. */
TEST(payment_withdrawn_too_late)
{
	struct rig *rig = with_person(10000);

	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 6000, RIG_TODAY));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, rig_last(rig)));
	CHECK_TEXT("refused wrong-state",
		rig_move(rig, COMMAND_PAYMENT_WITHDRAW, RIG_ADVISER, rig_last(rig) - 1));
	rig_free(rig);
}
