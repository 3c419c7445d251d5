/* The answers to what is recorded, byte for byte. */
#include "tests/check.h"
#include "tests/wire/world.h"

static const struct step people[] = {
	{ASHA, COMMAND_STAFF_ADD, NULL, NULL, NULL,
		"{\"name\":\"Zo\xc3\xab \\\"Z\\\" "
		"Hill\",\"roles\":[\"manager\",\"adviser\"]}",
		201,
		"{\"recorded\":true,\"event\":102,\"staff\":4,\"name\":\"Zo\\u00eb "
		"\\\"Z\\\" Hill\",\"roles\":[\"adviser\",\"manager\"],\"invitation\":"
		"\"leicester-4-SFYGM-ERKWN-67RC8-AR7F2\",\"until\":\"2019-07-08\",\"says\":"
		"\"Added: Zo\\u00eb \\\"Z\\\" Hill as staff 4: adviser, manager. They register "
		"their own certificate with it, once, until 8 July 2019: bursar staff claim "
		"leicester-4-SFYGM-ERKWN-67RC8-AR7F2\"}"},
	{ASHA, COMMAND_STAFF_RENEW, NULL, NULL, "2", "", 201,
		"{\"recorded\":true,\"event\":103,\"staff\":2,\"invitation\":"
		"\"leicester-2-WX0R3-BD4T3-4HK0E-WY8JC\",\"until\":\"2019-07-08\",\"says\":"
		"\"Invited again: staff 2. They register their own certificate with it, once, "
		"until 8 July 2019: bursar staff claim leicester-2-WX0R3-BD4T3-4HK0E-WY8JC\"}"},
	{ASHA, COMMAND_STAFF_RENEW, NULL, NULL, "44", "", 404,
		"{\"type\":\"urn:bursar:problem:not-found\",\"title\":\"Not found\",\"status\":"
		"404,\"detail\":\"There is no member of staff 44.\",\"code\":\"not-found\","
		"\"where\":\"id\",\"remedy\":\"Check the number in the list of "
		"staff.\",\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_STAFF_CLAIM, NULL, NULL, NULL,
		"{\"code\":\"leicester-2-4J8ZQ-0K3MN-T5WX9-2B6CE\"}", 404,
		"{\"type\":\"urn:bursar:problem:not-found\",\"title\":\"Not found\",\"status\":"
		"404,\"detail\":\"No invitation has this code.\",\"code\":\"not-found\","
		"\"where\":\"/code\",\"remedy\":\"Copy it whole from the latest that an "
		"administrator printed for you.\",\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_PERSON_ADD, NULL, NULL, NULL,
		"{\"ref\":\"CL-2\",\"born\":\"2000-02-29\",\"category\":\"eligible\"}", 201,
		"{\"recorded\":true,\"event\":104,\"ref\":\"CL-2\",\"category\":"
		"\"eligible\",\"since\":\"2016-02-29\",\"says\":\"Added: CL-2, eligible "
		"since 29 February 2016.\"}"},
	{ASHA, COMMAND_PERSON_ADD, NULL, NULL, NULL,
		"{\"ref\":\"CL-3\",\"born\":\"2000-02-29\",\"category\":\"relevant\","
		"\"since\":\"2018-01-31\"}",
		201,
		"{\"recorded\":true,\"event\":105,\"ref\":\"CL-3\",\"category\":"
		"\"relevant\",\"since\":\"2018-01-31\",\"says\":\"Added: CL-3, relevant "
		"since 31 January 2018.\"}"},
	{ASHA, COMMAND_CATEGORY_RECORD, "CL-1", NULL, NULL,
		"{\"category\":\"qualifying\",\"from\":\"2017-05-03\",\"reason\":\"Left\"}", 201,
		"{\"recorded\":true,\"event\":106,\"ref\":\"CL-1\",\"category\":"
		"\"qualifying\",\"from\":\"2017-05-03\",\"says\":\"Recorded: CL-1 is "
		"qualifying from 3 May 2017.\"}"},
	{ASHA, COMMAND_FACT_RECORD, "CL-1", NULL, NULL,
		"{\"fact\":\"theory-passed\",\"from\":\"2019-06-01\",\"evidence\":"
		"\"letter\"}",
		201,
		"{\"recorded\":true,\"event\":107,\"ref\":\"CL-1\",\"fact\":\"theory-"
		"passed\",\"from\":\"2019-06-01\",\"until\":null,\"says\":\"Recorded for "
		"CL-1: theory-passed from 1 June 2019 until it is ended.\"}"},
	{ASHA, COMMAND_FACT_RECORD, "CL-1", NULL, NULL,
		"{\"fact\":\"contact-details\",\"from\":\"2019-06-01\",\"evidence\":"
		"\"letter\",\"until\":\"2019-08-31\",\"value\":\"0116\"}",
		201,
		"{\"recorded\":true,\"event\":108,\"ref\":\"CL-1\",\"fact\":\"contact-"
		"details\",\"from\":\"2019-06-01\",\"until\":\"2019-08-31\",\"says\":"
		"\"Recorded for CL-1: contact-details from 1 June 2019 until 31 August "
		"2019.\"}"},
	{ASHA, COMMAND_FACT_RECORD, "CL-1", NULL, NULL,
		"{\"fact\":\"pathway-plan:gym\",\"from\":\"2019-06-01\",\"evidence\":"
		"\"letter\"}",
		201,
		"{\"recorded\":true,\"event\":109,\"ref\":\"CL-1\",\"fact\":\"pathway-plan:"
		"gym\",\"from\":\"2019-06-01\",\"until\":\"2019-12-01\",\"says\":"
		"\"Recorded for CL-1: pathway-plan:gym from 1 June 2019 until 1 December "
		"2019.\"}"},
	{ASHA, COMMAND_FACT_END, "CL-1", "theory-passed", NULL, "{\"on\":\"2019-06-20\"}", 201,
		"{\"recorded\":true,\"event\":110,\"ref\":\"CL-1\",\"fact\":\"theory-"
		"passed\",\"on\":\"2019-06-20\",\"says\":\"Ended for CL-1: theory-passed "
		"holds no more from 20 June 2019.\"}"},
};

TEST(reply_people)
{
	struct world world;

	world_begin(&world);
	world_set_up(&world);
	world_run(&world, people, ARRAY_LEN(people));
	world_end(&world);
}

static const struct step payments[] = {
	{BEN, COMMAND_AWARD_MAKE, "CL-1", NULL, NULL,
		"{\"entitlement\":\"driving-lessons\",\"amount_pence\":60000,\"reason\":"
		"\"Agreed\"}",
		201,
		"{\"recorded\":true,\"event\":102,\"ref\":\"CL-1\",\"entitlement\":"
		"\"driving-lessons\",\"amount_pence\":60000,\"period\":\"2019-20\",\"cap\":"
		"{\"period\":\"2019-20\",\"credited_pence\":60000,\"drawn_pence\":0,"
		"\"reserved_pence\":0,\"left_pence\":60000,\"limit_pence\":60000},\"says\":"
		"\"Awarded to CL-1: "
		"\\u00a3600.00 for Driving lessons (Leicester); \\u00a3600.00 of "
		"\\u00a3600.00 is left for 2019-20.\"}"},
	{BEN, COMMAND_AWARD_MAKE, "CL-1", NULL, NULL,
		"{\"entitlement\":\"setting-up-home\",\"amount_pence\":50000,\"reason\":"
		"\"Agreed\",\"on\":\"2019-07-02\"}",
		201,
		"{\"recorded\":true,\"event\":103,\"ref\":\"CL-1\",\"entitlement\":"
		"\"setting-up-home\",\"amount_pence\":50000,\"period\":\"lifetime\","
		"\"cap\":{\"period\":\"lifetime\",\"credited_pence\":250000,\"drawn_"
		"pence\":0,\"reserved_pence\":0,\"left_pence\":250000,\"limit_pence\":250000},"
		"\"says\":\"Awarded "
		"to CL-1: \\u00a3500.00 for Setting up home (Leicester); \\u00a32,500.00 "
		"of \\u00a32,500.00 is left.\"}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":"
		"125000,\"payee\":\"Argos\"}",
		201,
		"{\"recorded\":true,\"event\":104,\"payment\":\"P104\",\"state\":"
		"\"requested\",\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\","
		"\"amount_pence\":125000,\"on\":\"2019-07-01\",\"period\":\"lifetime\","
		"\"cap\":{\"period\":\"lifetime\",\"credited_pence\":250000,\"drawn_"
		"pence\":0,\"reserved_pence\":125000,\"left_pence\":125000,\"limit_pence\":250000},"
		"\"fund\":null,"
		"\"says\":\"P104 requested: \\u00a31,250.00 for Setting up home "
		"(Leicester); \\u00a31,250.00 of \\u00a32,500.00 is left.\"}"},
	{ASHA, COMMAND_FUND_CREDIT, NULL, "leaving-care", NULL,
		"{\"amount_pence\":200000,\"year\":\"2019-20\",\"reason\":\"Grant\"}", 201,
		"{\"recorded\":true,\"event\":105,\"fund\":\"leaving-care\",\"year\":"
		"\"2019-20\",\"amount_pence\":200000,\"left_pence\":200000,\"says\":"
		"\"Credited to leaving-care for 2019-20: \\u00a32,000.00; the fund has "
		"\\u00a32,000.00 left.\"}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":"
		"75000,\"on\":\"2019-07-31\"}",
		201,
		"{\"recorded\":true,\"event\":106,\"payment\":\"P106\",\"state\":"
		"\"requested\",\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\","
		"\"amount_pence\":75000,\"on\":\"2019-07-31\",\"period\":\"lifetime\","
		"\"cap\":{\"period\":\"lifetime\",\"credited_pence\":250000,\"drawn_"
		"pence\":0,\"reserved_pence\":200000,\"left_pence\":50000,\"limit_pence\":250000},"
		"\"fund\":{"
		"\"code\":\"leaving-care\",\"year\":\"2019-20\",\"left_pence\":200000},"
		"\"says\":\"P106 requested: \\u00a3750.00 for Setting up home (Leicester); "
		"\\u00a3500.00 of \\u00a32,500.00 is left.\"}"},
	{BEN, COMMAND_PAYMENT_APPROVE, NULL, NULL, "P104", "", 201,
		"{\"recorded\":true,\"event\":107,\"payment\":\"P104\",\"state\":"
		"\"approved\",\"amount_pence\":125000,\"fund\":{\"code\":\"leaving-care\","
		"\"year\":\"2019-20\",\"left_pence\":75000},\"says\":\"P104 approved: "
		"\\u00a31,250.00 for Setting up home (Leicester); the fund leaving-care "
		"has \\u00a3750.00 left for 2019-20.\"}"},
	{BEN, COMMAND_PAYMENT_PAY, NULL, NULL, "P104", "{}", 201,
		"{\"recorded\":true,\"event\":108,\"payment\":\"P104\",\"state\":\"paid\","
		"\"amount_pence\":125000,\"says\":\"P104 paid: \\u00a31,250.00 for Setting "
		"up home (Leicester).\"}"},
	{BEN, COMMAND_PAYMENT_DECLINE, NULL, NULL, "P106", "{\"reason\":\"Twice\"}", 201,
		"{\"recorded\":true,\"event\":109,\"payment\":\"P106\",\"state\":"
		"\"declined\",\"amount_pence\":75000,\"says\":\"P106 declined: "
		"\\u00a3750.00 for Setting up home (Leicester) can be asked for again.\"}"},
	{ASHA, COMMAND_FACT_RECORD, "CL-1", NULL, NULL,
		"{\"fact\":\"contact-details\",\"from\":\"2019-06-01\",\"evidence\":"
		"\"letter\"}",
		201,
		"{\"recorded\":true,\"event\":110,\"ref\":\"CL-1\",\"fact\":\"contact-"
		"details\",\"from\":\"2019-06-01\",\"until\":null,\"says\":\"Recorded for "
		"CL-1: contact-details from 1 June 2019 until it is ended.\"}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"communication-allowance\",\"amount_"
		"pence\":1500}",
		201,
		"{\"recorded\":true,\"event\":111,\"payment\":\"P111\",\"state\":"
		"\"requested\",\"ref\":\"CL-1\",\"entitlement\":\"communication-"
		"allowance\",\"amount_pence\":1500,\"on\":\"2019-07-01\",\"period\":\"2019-"
		"07\",\"cap\":{\"period\":\"2019-07\",\"credited_pence\":1500,\"drawn_"
		"pence\":0,\"reserved_pence\":1500,\"left_pence\":0,\"limit_pence\":1500},\"fund\":"
		"{\"code\":"
		"\"leaving-care\",\"year\":\"2019-20\",\"left_pence\":75000},\"says\":"
		"\"P111 requested: \\u00a315.00 for Communication allowance (Leicester); "
		"\\u00a30.00 of \\u00a315.00 is left for 2019-07.\"}"},
};

TEST(reply_payments)
{
	struct world world;

	world_begin(&world);
	world_set_up(&world);
	world_run(&world, payments, ARRAY_LEN(payments));
	world_end(&world);
}

static const struct step dry_runs_before[] = {
	{ASHA, COMMAND_FACT_RECORD, "CL-1", NULL, NULL,
		"{\"fact\":\"contact-details\",\"from\":\"2019-06-01\",\"evidence\":"
		"\"letter\"}",
		201,
		"{\"recorded\":true,\"event\":102,\"ref\":\"CL-1\",\"fact\":\"contact-"
		"details\",\"from\":\"2019-06-01\",\"until\":null,\"says\":\"Recorded for "
		"CL-1: contact-details from 1 June 2019 until it is ended.\"}"},
	{ASHA, COMMAND_FUND_CREDIT, NULL, "leaving-care", NULL,
		"{\"amount_pence\":200000,\"year\":\"2019-20\",\"reason\":\"Grant\"}", 201,
		"{\"recorded\":true,\"event\":103,\"fund\":\"leaving-care\",\"year\":"
		"\"2019-20\",\"amount_pence\":200000,\"left_pence\":200000,\"says\":"
		"\"Credited to leaving-care for 2019-20: \\u00a32,000.00; the fund has "
		"\\u00a32,000.00 left.\"}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":"
		"125000}",
		201,
		"{\"recorded\":true,\"event\":104,\"payment\":\"P104\",\"state\":"
		"\"requested\",\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\","
		"\"amount_pence\":125000,\"on\":\"2019-07-01\",\"period\":\"lifetime\","
		"\"cap\":{\"period\":\"lifetime\",\"credited_pence\":200000,\"drawn_"
		"pence\":0,\"reserved_pence\":125000,\"left_pence\":75000,\"limit_pence\":200000},"
		"\"fund\":{"
		"\"code\":\"leaving-care\",\"year\":\"2019-20\",\"left_pence\":200000},"
		"\"says\":\"P104 requested: \\u00a31,250.00 for Setting up home "
		"(Leicester); \\u00a3750.00 of \\u00a32,000.00 is left.\"}"},
};

static const struct step dry_runs[] = {
	{ASHA, COMMAND_OFFER_PUBLISH, NULL, NULL, NULL,
		"effective: 2018-04-01 => effective: 2019-04-01", 200,
		"{\"recorded\":false,\"event\":null,\"version\":2,\"effective\":\"2019-04-"
		"01\",\"says\":\"Would be published: version 2 of the offer, in effect "
		"from 1 April 2019.\"}"},
	{ASHA, COMMAND_STAFF_ADD, NULL, NULL, NULL, "{\"name\":\"Asha\",\"roles\":[\"auditor\"]}",
		200,
		"{\"recorded\":false,\"event\":null,\"staff\":4,\"name\":\"Asha\","
		"\"roles\":[\"auditor\"],\"invitation\":null,\"until\":\"2019-07-08\","
		"\"says\":\"Would be added: Asha as staff 4: auditor.\"}"},
	{ASHA, COMMAND_STAFF_RENEW, NULL, NULL, "2", "", 200,
		"{\"recorded\":false,\"event\":null,\"staff\":2,\"invitation\":null,\"until\":"
		"\"2019-07-08\",\"says\":\"Would be invited again: staff 2.\"}"},
	{ASHA, COMMAND_STAFF_CHANGE, NULL, NULL, "2",
		"{\"role\":\"manager\",\"from\":\"2019-07-02\",\"until\":\"2019-07-14\",\"reason\":"
		"\"Cover\"}",
		200,
		"{\"recorded\":false,\"event\":null,\"staff\":2,\"role\":\"manager\",\"holds\":1,"
		"\"from\":\"2019-07-02\",\"until\":\"2019-07-14\",\"says\":\"Would be changed: "
		"staff 2 "
		"would be manager from 2 July 2019 until 14 July 2019.\"}"},
	{ASHA, COMMAND_STAFF_CHANGE, NULL, NULL, "2",
		"{\"without\":\"finance\",\"reason\":\"Moved\"}", 200,
		"{\"recorded\":false,\"event\":null,\"staff\":2,\"role\":\"finance\",\"holds\":"
		"null,"
		"\"from\":\"2019-07-01\",\"until\":null,\"says\":\"Would be changed: staff 2 "
		"would be no finance any more from 1 July 2019.\"}"},
	{ASHA, COMMAND_STAFF_SUSPEND, NULL, NULL, "2", "{\"reason\":\"Left\"}", 200,
		"{\"recorded\":false,\"event\":null,\"staff\":2,\"says\":\"Would be suspended: "
		"staff 2 could do nothing any more until reinstated.\"}"},
	{ASHA, COMMAND_PERSON_ADD, NULL, NULL, NULL,
		"{\"ref\":\"CL-2\",\"born\":\"2000-02-29\",\"category\":\"eligible\"}", 200,
		"{\"recorded\":false,\"event\":null,\"ref\":\"CL-2\",\"category\":"
		"\"eligible\",\"since\":\"2016-02-29\",\"says\":\"Would be added: CL-2, "
		"eligible since 29 February 2016.\"}"},
	{ASHA, COMMAND_CATEGORY_RECORD, "CL-1", NULL, NULL,
		"{\"category\":\"qualifying\",\"from\":\"2017-05-03\",\"reason\":\"Left\"}", 200,
		"{\"recorded\":false,\"event\":null,\"ref\":\"CL-1\",\"category\":"
		"\"qualifying\",\"from\":\"2017-05-03\",\"says\":\"Would be recorded: CL-1 "
		"is qualifying from 3 May 2017.\"}"},
	{ASHA, COMMAND_FACT_RECORD, "CL-1", NULL, NULL,
		"{\"fact\":\"theory-passed\",\"from\":\"2019-06-01\",\"evidence\":"
		"\"letter\"}",
		200,
		"{\"recorded\":false,\"event\":null,\"ref\":\"CL-1\",\"fact\":\"theory-"
		"passed\",\"from\":\"2019-06-01\",\"until\":null,\"says\":\"Would be "
		"recorded for CL-1: theory-passed from 1 June 2019 until it is ended.\"}"},
	{ASHA, COMMAND_FACT_END, "CL-1", "contact-details", NULL, "{\"on\":\"2019-06-20\"}", 200,
		"{\"recorded\":false,\"event\":null,\"ref\":\"CL-1\",\"fact\":\"contact-"
		"details\",\"on\":\"2019-06-20\",\"says\":\"Would be ended for CL-1: "
		"contact-details would hold no more from 20 June 2019.\"}"},
	{BEN, COMMAND_AWARD_MAKE, "CL-1", NULL, NULL,
		"{\"entitlement\":\"driving-lessons\",\"amount_pence\":60000,\"reason\":"
		"\"Agreed\"}",
		200,
		"{\"recorded\":false,\"event\":null,\"ref\":\"CL-1\",\"entitlement\":"
		"\"driving-lessons\",\"amount_pence\":60000,\"period\":\"2019-20\",\"cap\":"
		"{\"period\":\"2019-20\",\"credited_pence\":60000,\"drawn_pence\":0,"
		"\"reserved_pence\":0,\"left_pence\":60000,\"limit_pence\":60000},\"says\":\"Would "
		"be awarded to "
		"CL-1: \\u00a3600.00 for Driving lessons (Leicester); \\u00a3600.00 of "
		"\\u00a3600.00 is left for 2019-20.\"}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":"
		"10000}",
		200,
		"{\"recorded\":false,\"event\":null,\"payment\":null,\"state\":"
		"\"requested\",\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\","
		"\"amount_pence\":10000,\"on\":\"2019-07-01\",\"period\":\"lifetime\","
		"\"cap\":{\"period\":\"lifetime\",\"credited_pence\":200000,\"drawn_"
		"pence\":0,\"reserved_pence\":135000,\"left_pence\":65000,\"limit_pence\":200000},"
		"\"fund\":{"
		"\"code\":\"leaving-care\",\"year\":\"2019-20\",\"left_pence\":200000},"
		"\"says\":\"Would be requested: \\u00a3100.00 for Setting up home "
		"(Leicester); \\u00a3650.00 of \\u00a32,000.00 is left.\"}"},
	{BEN, COMMAND_PAYMENT_APPROVE, NULL, NULL, "P104", "", 200,
		"{\"recorded\":false,\"event\":null,\"payment\":\"P104\",\"state\":"
		"\"approved\",\"amount_pence\":125000,\"fund\":{\"code\":\"leaving-care\","
		"\"year\":\"2019-20\",\"left_pence\":75000},\"says\":\"P104 would be "
		"approved: \\u00a31,250.00 for Setting up home (Leicester); the fund "
		"leaving-care has \\u00a3750.00 left for 2019-20.\"}"},
	{BEN, COMMAND_PAYMENT_DECLINE, NULL, NULL, "P104", "{\"reason\":\"Twice\"}", 200,
		"{\"recorded\":false,\"event\":null,\"payment\":\"P104\",\"state\":"
		"\"declined\",\"amount_pence\":125000,\"says\":\"P104 would be declined: "
		"\\u00a31,250.00 for Setting up home (Leicester) can be asked for "
		"again.\"}"},
	{BEN, COMMAND_FUND_CREDIT, NULL, "duty-to-25", NULL,
		"{\"amount_pence\":100,\"year\":\"2019-20\",\"reason\":\"Grant\"}", 200,
		"{\"recorded\":false,\"event\":null,\"fund\":\"duty-to-25\",\"year\":"
		"\"2019-20\",\"amount_pence\":100,\"left_pence\":100,\"says\":\"Would be "
		"credited to duty-to-25 for 2019-20: \\u00a31.00; the fund has \\u00a31.00 "
		"left.\"}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":"
		"80000}",
		422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"Setting up home (Leicester): "
		"\\u00a3750.00 of \\u00a32,000.00 is left; this is \\u00a3800.00. A "
		"manager can make an award beyond "
		"it.\",\"code\":\"refused\",\"recorded\":false,\"event\":null,\"reasons\":["
		"{\"code\":\"cap-exceeded\",\"says\":\"Setting up home (Leicester): "
		"\\u00a3750.00 of \\u00a32,000.00 is left; this is \\u00a3800.00. A "
		"manager can make an award beyond "
		"it.\",\"limit_pence\":200000,\"left_pence\":75000,\"asked_pence\":80000,"
		"\"by_award\":0,\"period\":\"lifetime\",\"over_pence\":5000}],\"offer\":{"
		"\"version\":1,\"line\":\"setting-up-home\",\"name\":\"Setting up "
		"home\",\"says\":\"Setting up allowance "
		"\\u00a32,000.\",\"source\":\"seed.txt\",\"section\":\"Q12\"}}"},
};

TEST(reply_dry_runs)
{
	struct world world;

	world_begin(&world);
	world_set_up(&world);
	world_run(&world, dry_runs_before, ARRAY_LEN(dry_runs_before));
	world_run_dry(&world, dry_runs, ARRAY_LEN(dry_runs));
	world_end(&world);
}
