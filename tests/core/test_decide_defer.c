/* A payment that waits: what it keeps, where it leads, and whose approvals count afterwards. */
#include "tests/check.h"
#include "tests/core/slice_rig.h"

#define CAP    "cap:" RIG_PERSON_1 ":by-lifetime:lifetime"
#define PERSON "\"person\":\"" RIG_PERSON_1 "\","
#define OF     PERSON "\"entitlement\":\"by-lifetime\",\"amount\":6000,\"offer\":1,"

/* Event 101 asks for a payment. */
static struct rig *requested(void)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 10000));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 6000, RIG_TODAY));
	return rig;
}

static const char *defer(struct rig *rig, const char *until)
{
	struct command command = rig_command(rig, COMMAND_PAYMENT_DEFER, RIG_MANAGER);

	command.payment_id = 101;
	rig_text(&command.payment_defer.reason, "agreed");
	command.payment_defer.has_until = until != NULL;
	if (until != NULL)
		command.payment_defer.until = rig_day(until);
	return rig_decide(rig, &command);
}

TEST(payment_deferred)
{
	struct rig *rig = requested();

	CHECK_TEXT("recorded", defer(rig, NULL));
	CHECK_SPAN(RIG_HEAD("102", "payment-deferred",
			   "2") "\"payment\":101," OF
				"\"state\":\"deferred\",\"reason\":\"" RIG_MAC_AGREED
				"\",\"round\":1,\"rules\":3}",
		rig->outcome.event);
	CHECK_TEXT("10000-0-6000", rig_account(rig, CAP));
	CHECK_TEXT("P101 defer 102 staff 2 round 1 stage 0", rig_step(rig, 0));
	CHECK_INT(1, rig->slice.texts.len);
	CHECK_TEXT("refused wrong-state", defer(rig, NULL));
	CHECK_SPAN("deferred", json_get(rig->outcome.event, "state"));
	CHECK_SPAN(NULL, json_get(rig->outcome.event, "was"));
	CHECK_TEXT("refused wrong-state", rig_move(rig, COMMAND_PAYMENT_PAY, RIG_FINANCE, 101));
	CHECK_TEXT("not your role", rig_move(rig, COMMAND_PAYMENT_DEFER, RIG_ADVISER, 101));
	rig_check_books(rig);
	rig_free(rig);
}

/* The last day it waits is today at the earliest. */
TEST(payment_deferred_until)
{
	struct rig *rig = requested();

	CHECK_TEXT("invalid /until", defer(rig, "2019-06-30"));
	CHECK_TEXT("recorded", defer(rig, RIG_TODAY));
	CHECK_SPAN(RIG_TODAY, json_get(rig->outcome.event, "until"));
	if (CHECK_INT(1, rig->slice.steps.len)) {
		CHECK(rig->slice.steps.at[0].has_until);
		CHECK_INT(rig_day(RIG_TODAY).day, rig->slice.steps.at[0].until.day);
	}
	rig_free(rig);
}

/* Approved from where it waits, in the round that the deferral began. */
TEST(payment_deferred_approved)
{
	struct rig *rig = requested();

	CHECK_TEXT("recorded", defer(rig, NULL));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, 101));
	CHECK_SPAN("2", json_get(rig->outcome.event, "round"));
	CHECK_SPAN("1", json_get(rig->outcome.event, "stage"));
	CHECK_SPAN("deferred", json_get(rig->outcome.event, "was"));
	CHECK_TEXT("P101 approve 103 staff 2 round 2 stage 1 fund:care:2019-20 "
		   "payable:care:2019-20",
		rig_step(rig, 1));
	CHECK_TEXT("refused wrong-state", defer(rig, NULL));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_PAY, RIG_FINANCE, 101));
	CHECK_SPAN(NULL, json_get(rig->outcome.event, "was"));
	rig_check_books(rig);
	rig_free(rig);
}

TEST(payment_deferred_ends)
{
	static const enum command_kind ends[] = {COMMAND_PAYMENT_DECLINE, COMMAND_PAYMENT_WITHDRAW};

	static const int32_t staff[] = {RIG_MANAGER, RIG_ADVISER};

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		struct rig *rig = requested();

		check_row("%zu", i);
		CHECK_TEXT("recorded", defer(rig, NULL));
		CHECK_TEXT("recorded", rig_move(rig, ends[i], staff[i], 101));
		CHECK_SPAN("deferred", json_get(rig->outcome.event, "was"));
		CHECK_TEXT("10000-0-0", rig_account(rig, CAP));
		CHECK_TEXT("refused wrong-state", defer(rig, NULL));
		rig_check_books(rig);
		rig_free(rig);
	}
}
