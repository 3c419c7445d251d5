/* The answers to what a rule refuses, byte for byte, and to what may be had at all. */
#include "tests/check.h"
#include "tests/wire/world.h"

static const struct step refusals[] = {
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":"
		"125000}",
		201,
		"{\"recorded\":true,\"event\":102,\"payment\":\"P102\",\"state\":"
		"\"requested\",\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\","
		"\"amount_pence\":125000,\"on\":\"2019-07-01\",\"period\":\"lifetime\","
		"\"cap\":{\"period\":\"lifetime\",\"credited_pence\":200000,\"drawn_"
		"pence\":0,\"reserved_pence\":125000,\"left_pence\":75000,\"limit_pence\":200000},"
		"\"fund\":null,"
		"\"says\":\"P102 requested: \\u00a31,250.00 for Setting up home "
		"(Leicester); \\u00a3750.00 of \\u00a32,000.00 is left.\"}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":"
		"80000}",
		422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"Setting up home (Leicester): "
		"\\u00a3750.00 of \\u00a32,000.00 is left; this is \\u00a3800.00. A "
		"manager can make an award beyond "
		"it.\",\"code\":\"refused\",\"recorded\":true,\"event\":103,\"reasons\":[{"
		"\"code\":\"cap-exceeded\",\"says\":\"Setting up home (Leicester): "
		"\\u00a3750.00 of \\u00a32,000.00 is left; this is \\u00a3800.00. A "
		"manager can make an award beyond "
		"it.\",\"limit_pence\":200000,\"left_pence\":75000,\"asked_pence\":80000,"
		"\"by_award\":0,\"period\":\"lifetime\",\"over_pence\":5000}],\"offer\":{"
		"\"version\":1,\"line\":\"setting-up-home\",\"name\":\"Setting up "
		"home\",\"says\":\"Setting up allowance "
		"\\u00a32,000.\",\"source\":\"seed.txt\",\"section\":\"Q12\"}}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"driving-lessons\",\"amount_pence\":"
		"80000}",
		422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"Driving lessons (Leicester) needs this "
		"on record: Theory test passed (theory-passed). An adviser can add it. "
		"Driving lessons (Leicester) needs an award for 2019-20: no amount has "
		"been agreed. A manager can make "
		"one.\",\"code\":\"refused\",\"recorded\":true,\"event\":104,\"reasons\":[{"
		"\"code\":\"missing-fact\",\"says\":\"Driving lessons (Leicester) needs "
		"this on record: Theory test passed (theory-passed). An adviser can add "
		"it.\",\"facts\":[\"theory-passed\"]},{\"code\":\"award-needed\",\"says\":"
		"\"Driving lessons (Leicester) needs an award for 2019-20: no amount has "
		"been agreed. A manager can make "
		"one.\",\"asked_pence\":80000,\"period\":\"2019-20\"}],\"offer\":{"
		"\"version\":1,\"line\":\"driving-lessons\",\"name\":\"Driving "
		"lessons\",\"says\":\"Lessons once the theory test is "
		"passed.\",\"source\":\"seed.txt\",\"section\":null}}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"communication-allowance\",\"amount_"
		"pence\":1600}",
		422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"Communication allowance (Leicester) "
		"needs this on record: Current telephone number given to the adviser "
		"(contact-details). An adviser can add it. Communication allowance "
		"(Leicester) pays just \\u00a315.00; this is \\u00a316.00. Communication "
		"allowance (Leicester): \\u00a315.00 of \\u00a315.00 is left for 2019-07; "
		"this is \\u00a316.00. A manager can make an award beyond "
		"it.\",\"code\":\"refused\",\"recorded\":true,\"event\":105,\"reasons\":[{"
		"\"code\":\"missing-fact\",\"says\":\"Communication allowance (Leicester) "
		"needs this on record: Current telephone number given to the adviser "
		"(contact-details). An adviser can add "
		"it.\",\"facts\":[\"contact-details\"]},{\"code\":\"amount-rule\",\"says\":"
		"\"Communication allowance (Leicester) pays just \\u00a315.00; this is "
		"\\u00a316.00.\",\"limit_pence\":1500,\"asked_pence\":1600},{\"code\":"
		"\"cap-exceeded\",\"says\":\"Communication allowance (Leicester): "
		"\\u00a315.00 of \\u00a315.00 is left for 2019-07; this is \\u00a316.00. A "
		"manager can make an award beyond "
		"it.\",\"limit_pence\":1500,\"left_pence\":1500,\"asked_pence\":1600,\"by_"
		"award\":0,\"period\":\"2019-07\",\"over_pence\":100}],\"offer\":{"
		"\"version\":1,\"line\":\"communication-allowance\",\"name\":"
		"\"Communication allowance\",\"says\":\"15 pounds a "
		"month.\",\"source\":\"seed.txt\",\"section\":null}}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"unheard-of\",\"amount_pence\":1}", 422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"unheard-of (Leicester) is not "
		"offered.\",\"code\":\"refused\",\"recorded\":true,\"event\":106,"
		"\"reasons\":[{\"code\":\"not-offered\",\"says\":\"unheard-of (Leicester) "
		"is not offered.\"}]}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"birthday\",\"amount_pence\":1}", 422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"Birthday (Leicester) is not "
		"offered.\",\"code\":\"refused\",\"recorded\":true,\"event\":107,"
		"\"reasons\":[{\"code\":\"not-offered\",\"says\":\"Birthday (Leicester) is "
		"not "
		"offered.\"}],\"offer\":{\"version\":1,\"line\":\"birthday\",\"name\":"
		"\"Birthday\",\"says\":\"No.\",\"source\":\"seed.txt\",\"section\":null}}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":1,"
		"\"on\":\"2018-03-31\"}",
		422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"setting-up-home (Leicester) is not "
		"offered.\",\"code\":\"refused\",\"recorded\":true,\"event\":108,"
		"\"reasons\":[{\"code\":\"not-offered\",\"says\":\"setting-up-home "
		"(Leicester) is not offered.\"}]}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":1,"
		"\"on\":\"2019-08-02\"}",
		422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"The need date lies too far ahead: 1 "
		"August 2019 is the last that may be asked for "
		"today.\",\"code\":\"refused\",\"recorded\":true,\"event\":109,\"reasons\":"
		"[{\"code\":\"too-far-ahead\",\"says\":\"The need date lies too far ahead: "
		"1 August 2019 is the last that may be asked for "
		"today.\",\"day\":\"2019-08-01\"}],\"offer\":{\"version\":1,\"line\":"
		"\"setting-up-home\",\"name\":\"Setting up home\",\"says\":\"Setting up "
		"allowance \\u00a32,000.\",\"source\":\"seed.txt\",\"section\":\"Q12\"}}"},
	{BEN, COMMAND_AWARD_MAKE, "CL-1", NULL, NULL,
		"{\"entitlement\":\"gym\",\"amount_pence\":1,\"reason\":\"Agreed\"}", 422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"Gym (Leicester) is in the offer as "
		"help in kind, which bursar does not pay "
		"yet.\",\"code\":\"refused\",\"recorded\":true,\"event\":110,\"reasons\":[{"
		"\"code\":\"not-yet-payable\",\"says\":\"Gym (Leicester) is in the offer "
		"as help in kind, which bursar does not pay yet.\",\"state\":\"help in "
		"kind\"}],\"offer\":{\"version\":1,\"line\":\"gym\",\"name\":\"Gym\","
		"\"says\":\"The gym is free.\",\"source\":\"seed.txt\",\"section\":null}}"},
	{ASHA, COMMAND_PAYMENT_APPROVE, NULL, NULL, "P102", "", 422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"You requested this payment yourself; "
		"somebody else must approve it. The fund leaving-care for 2019-20 has "
		"\\u00a30.00 left; this is \\u00a31,250.00. A finance officer can credit "
		"the "
		"fund.\",\"code\":\"refused\",\"recorded\":true,\"event\":111,\"reasons\":["
		"{\"code\":\"not-your-own\",\"says\":\"You requested this payment "
		"yourself; somebody else must approve "
		"it.\"},{\"code\":\"fund-exhausted\",\"says\":\"The fund leaving-care for "
		"2019-20 has \\u00a30.00 left; this is \\u00a31,250.00. A finance officer "
		"can credit the "
		"fund.\",\"left_pence\":0,\"asked_pence\":125000,\"fund\":\"leaving-care\","
		"\"year\":\"2019-20\",\"over_pence\":125000}],\"offer\":{\"version\":1,"
		"\"line\":\"setting-up-home\",\"name\":\"Setting up "
		"home\",\"says\":\"Setting up allowance "
		"\\u00a32,000.\",\"source\":\"seed.txt\",\"section\":\"Q12\"}}"},
	{BEN, COMMAND_PAYMENT_APPROVE, NULL, NULL, "P102", "", 422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"The fund leaving-care for 2019-20 has "
		"\\u00a30.00 left; this is \\u00a31,250.00. A finance officer can credit "
		"the "
		"fund.\",\"code\":\"refused\",\"recorded\":true,\"event\":112,\"reasons\":["
		"{\"code\":\"fund-exhausted\",\"says\":\"The fund leaving-care for 2019-20 "
		"has \\u00a30.00 left; this is \\u00a31,250.00. A finance officer can "
		"credit the "
		"fund.\",\"left_pence\":0,\"asked_pence\":125000,\"fund\":\"leaving-care\","
		"\"year\":\"2019-20\",\"over_pence\":125000}],\"offer\":{\"version\":1,"
		"\"line\":\"setting-up-home\",\"name\":\"Setting up "
		"home\",\"says\":\"Setting up allowance "
		"\\u00a32,000.\",\"source\":\"seed.txt\",\"section\":\"Q12\"}}"},
	{BEN, COMMAND_PAYMENT_DECLINE, NULL, NULL, "P102", "{\"reason\":\"No\"}", 201,
		"{\"recorded\":true,\"event\":113,\"payment\":\"P102\",\"state\":"
		"\"declined\",\"amount_pence\":125000,\"says\":\"P102 declined: "
		"\\u00a31,250.00 for Setting up home (Leicester) can be asked for "
		"again.\"}"},
	{BEN, COMMAND_PAYMENT_APPROVE, NULL, NULL, "P102", "", 409,
		"{\"type\":\"urn:bursar:problem:wrong-state\",\"title\":\"The state does "
		"not allow it\",\"status\":409,\"detail\":\"The payment is declined, so this "
		"cannot be done to it.\",\"code\":\"wrong-state\",\"recorded\":true,\"event\":114,"
		"\"reasons\":[{\"code\":\"wrong-state\",\"says\":\"The payment is "
		"declined, so this cannot be done to "
		"it.\",\"state\":\"declined\"}],\"offer\":{\"version\":1,\"line\":"
		"\"setting-up-home\",\"name\":\"Setting up home\",\"says\":\"Setting up "
		"allowance \\u00a32,000.\",\"source\":\"seed.txt\",\"section\":\"Q12\"}}"},
	{ASHA, COMMAND_PAYMENT_APPROVE, NULL, NULL, "P102", "", 422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"The payment is declined, so this cannot be "
		"done to it. You requested this payment yourself; somebody else "
		"must approve "
		"it.\",\"code\":\"refused\",\"recorded\":true,\"event\":115,\"reasons\":[{"
		"\"code\":\"wrong-state\",\"says\":\"The payment is declined, so this cannot be "
		"done to it.\",\"state\":\"declined\"},{\"code\":\"not-your-own\",\"says\":\"You "
		"requested this payment yourself; somebody else must approve "
		"it.\"}],\"offer\":{\"version\":1,\"line\":\"setting-up-home\",\"name\":"
		"\"Setting up home\",\"says\":\"Setting up allowance "
		"\\u00a32,000.\",\"source\":\"seed.txt\",\"section\":\"Q12\"}}"},
};

TEST(reply_refusals)
{
	struct world world;

	world_begin(&world);
	world_set_up(&world);
	world_run(&world, refusals, ARRAY_LEN(refusals));
	world_end(&world);
}

static const struct step entitlements_before[] = {
	{ASHA, COMMAND_FACT_RECORD, "CL-1", NULL, NULL,
		"{\"fact\":\"contact-details\",\"from\":\"2019-06-01\",\"evidence\":"
		"\"letter\"}",
		201,
		"{\"recorded\":true,\"event\":102,\"ref\":\"CL-1\",\"fact\":\"contact-"
		"details\",\"from\":\"2019-06-01\",\"until\":null,\"says\":\"Recorded for "
		"CL-1: contact-details from 1 June 2019 until it is ended.\"}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":"
		"125000}",
		201,
		"{\"recorded\":true,\"event\":103,\"payment\":\"P103\",\"state\":"
		"\"requested\",\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\","
		"\"amount_pence\":125000,\"on\":\"2019-07-01\",\"period\":\"lifetime\","
		"\"cap\":{\"period\":\"lifetime\",\"credited_pence\":200000,\"drawn_"
		"pence\":0,\"reserved_pence\":125000,\"left_pence\":75000,\"limit_pence\":200000},"
		"\"fund\":null,"
		"\"says\":\"P103 requested: \\u00a31,250.00 for Setting up home "
		"(Leicester); \\u00a3750.00 of \\u00a32,000.00 is left.\"}"},
};

static const struct step entitlements[] = {
	{CARA, COMMAND_ENTITLEMENTS, "CL-1", NULL, NULL, "", 200,
		"{\"ref\":\"CL-1\",\"on\":\"2019-07-01\",\"version\":1,\"items\":[{"
		"\"code\":\"setting-up-home\",\"name\":\"Setting up "
		"home\",\"kind\":\"payment\",\"payable\":true,\"cap\":{\"period\":"
		"\"lifetime\",\"credited_pence\":200000,\"drawn_pence\":0,\"reserved_"
		"pence\":125000,\"left_pence\":75000,\"limit_pence\":200000},\"left_pence\":75000,"
		"\"reasons\":[],"
		"\"says\":\"Setting up allowance "
		"\\u00a32,000.\"},{\"code\":\"communication-allowance\",\"name\":"
		"\"Communication "
		"allowance\",\"kind\":\"payment\",\"payable\":true,\"cap\":{\"period\":"
		"\"2019-07\",\"credited_pence\":1500,\"drawn_pence\":0,\"reserved_pence\":"
		"0,\"left_pence\":1500,\"limit_pence\":1500},\"left_pence\":1500,\"reasons\":[],"
		"\"says\":\"15 "
		"pounds a month.\"},{\"code\":\"driving-lessons\",\"name\":\"Driving "
		"lessons\",\"kind\":\"payment\",\"payable\":false,\"cap\":{\"period\":"
		"\"2019-20\",\"credited_pence\":0,\"drawn_pence\":0,\"reserved_pence\":0,"
		"\"left_pence\":0,\"limit_pence\":0},\"left_pence\":0,\"reasons\":[{\"code\":"
		"\"missing-"
		"fact\",\"says\":\"Driving lessons (Leicester) needs this on record: "
		"Theory test passed (theory-passed). An adviser can add "
		"it.\",\"facts\":[\"theory-passed\"]},{\"code\":\"award-needed\",\"says\":"
		"\"Driving lessons (Leicester) needs an award for 2019-20: no amount has "
		"been agreed. A manager can make "
		"one.\",\"asked_pence\":0,\"period\":\"2019-20\"}],\"says\":\"Lessons once "
		"the theory test is "
		"passed.\"},{\"code\":\"gym\",\"name\":\"Gym\",\"kind\":\"in-kind\","
		"\"payable\":false,\"cap\":null,\"left_pence\":null,\"reasons\":[{\"code\":"
		"\"not-yet-payable\",\"says\":\"Gym (Leicester) is in the offer as help in "
		"kind, which bursar does not pay yet.\",\"state\":\"help in "
		"kind\"}],\"says\":\"The gym is "
		"free.\"},{\"code\":\"birthday\",\"name\":\"Birthday\",\"kind\":"
		"\"payment\",\"payable\":false,\"cap\":null,\"left_pence\":null,"
		"\"reasons\":[{\"code\":\"not-offered\",\"says\":\"Birthday (Leicester) is "
		"not offered.\"}],\"says\":\"No.\"}]}"},
	{CARA, COMMAND_ENTITLEMENTS, "CL-9", NULL, NULL, "", 404,
		"{\"type\":\"urn:bursar:problem:not-found\",\"title\":\"Not "
		"found\",\"status\":404,\"detail\":\"There is no person "
		"CL-9.\",\"code\":\"not-found\",\"where\":\"ref\",\"remedy\":\"Check the "
		"reference, or add the person first.\",\"request_id\":\"r1\"}"},
};

TEST(reply_entitlements)
{
	struct world world;

	world_begin(&world);
	world_set_up(&world);
	world_run(&world, entitlements_before, ARRAY_LEN(entitlements_before));
	world_run(&world, entitlements, ARRAY_LEN(entitlements));
	world_end(&world);
}

/* The first answer is given again for ever, whatever has been published since. */
TEST(reply_keeps_its_words)
{
	struct world world;
	struct uuid key = {{9}};
	struct uuid publish = {{8}};
	int status = 0;

	world_begin(&world);
	world_set_up(&world);
	struct step step = {ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"driving-lessons\",\"amount_pence\":1}", 422,
		""};
	struct span before = world_play(&world, &step, &key, &status);
	struct step change = {ASHA, COMMAND_OFFER_PUBLISH, NULL, NULL, NULL,
		"Theory test passed => Theory certificate seen", 201, ""};
	(void)world_play(&world, &change, &publish, &status);
	CHECK_INT(201, status);
	struct span after = world_play(&world, &step, &key, &status);
	CHECK(span_starts(after, span_slice(before, 0, before.len - 1)));
	CHECK_SPAN(",\"replayed\":true}", span_from(after, before.len - 1));
	/* A new key is told in the new words. */
	key.bytes[0] = 10;
	after = world_play(&world, &step, &key, &status);
	CHECK(!span_eq(before, after));
	world_end(&world);
}
