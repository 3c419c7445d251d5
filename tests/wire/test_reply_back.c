/* Answers about money that comes back, and about funds that have less. */
#include "tests/check.h"
#include "tests/wire/world.h"

#define NOT_FOUND(where, code)                                                                     \
	"{\"type\":\"urn:bursar:problem:not-found\",\"title\":\"Not found\",\"status\":404,"       \
	"\"detail\":\"No published offer has a fund " code ".\",\"code\":\"not-found\","           \
	"\"where\":\"" where "\",\"remedy\":\"Use a fund of the published offer.\","               \
	"\"request_id\":\"r1\"}"

static const struct step funds[] = {
	{ASHA, COMMAND_FUND_CREDIT, NULL, "leaving-care", NULL,
		"{\"amount_pence\":200000,\"year\":\"2019-20\",\"reason\":\"Grant\"}", 201,
		"{\"recorded\":true,\"event\":102,\"fund\":\"leaving-care\",\"year\":"
		"\"2019-20\",\"amount_pence\":200000,\"left_pence\":200000,\"says\":"
		"\"Credited to leaving-care for 2019-20: \\u00a32,000.00; the fund has "
		"\\u00a32,000.00 left.\"}"},
	{BEN, COMMAND_FUND_DEBIT, NULL, "leaving-care", NULL,
		"{\"amount_pence\":50000,\"year\":\"2019-20\",\"reason\":\"Twice\"}", 201,
		"{\"recorded\":true,\"event\":103,\"fund\":\"leaving-care\",\"year\":"
		"\"2019-20\",\"amount_pence\":50000,\"left_pence\":150000,\"says\":"
		"\"Taken out of leaving-care for 2019-20: \\u00a3500.00; the fund has "
		"\\u00a31,500.00 left.\"}"},
	{BEN, COMMAND_FUND_MOVE, NULL, "leaving-care", NULL,
		"{\"to_fund\":\"duty-to-25\",\"amount_pence\":40000,\"year\":\"2019-20\","
		"\"reason\":\"Needed there\"}",
		201,
		"{\"recorded\":true,\"event\":104,\"fund\":\"leaving-care\",\"year\":"
		"\"2019-20\",\"to_fund\":\"duty-to-25\",\"to_year\":\"2019-20\","
		"\"amount_pence\":40000,\"left_pence\":110000,\"to_left_pence\":40000,\"says\":"
		"\"Moved from leaving-care to duty-to-25 for 2019-20: \\u00a3400.00; leaving-care "
		"has \\u00a31,100.00 left, duty-to-25 \\u00a3400.00.\"}"},
	{BEN, COMMAND_FUND_DEBIT, NULL, "duty-to-25", NULL,
		"{\"amount_pence\":40001,\"year\":\"2019-20\",\"reason\":\"r\"}", 422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a rule\","
		"\"status\":422,\"detail\":\"The fund duty-to-25 for 2019-20 has \\u00a3400.00 "
		"left; this is \\u00a3400.01.\",\"code\":\"refused\",\"recorded\":true,"
		"\"event\":105,\"reasons\":[{\"code\":\"fund-exhausted\",\"says\":\"The fund "
		"duty-to-25 for 2019-20 has \\u00a3400.00 left; this is \\u00a3400.01.\","
		"\"left_pence\":40000,\"asked_pence\":40001,\"fund\":\"duty-to-25\","
		"\"year\":\"2019-20\",\"over_pence\":1}]}"},
};

static const struct step faults[] = {
	{BEN, COMMAND_FUND_DEBIT, NULL, "lottery", NULL,
		"{\"amount_pence\":1,\"year\":\"2019-20\",\"reason\":\"r\"}", 404,
		NOT_FOUND("code", "lottery")},
	{BEN, COMMAND_FUND_MOVE, NULL, "lottery", NULL,
		"{\"to_fund\":\"duty-to-25\",\"amount_pence\":1,\"year\":\"2019-20\","
		"\"reason\":\"r\"}",
		404, NOT_FOUND("code", "lottery")},
	{BEN, COMMAND_FUND_MOVE, NULL, "leaving-care", NULL,
		"{\"to_fund\":\"lottery\",\"amount_pence\":1,\"year\":\"2019-20\","
		"\"reason\":\"r\"}",
		404, NOT_FOUND("/to_fund", "lottery")},
	{BEN, COMMAND_FUND_MOVE, NULL, "leaving-care", NULL,
		"{\"to_fund\":\"leaving-care\",\"amount_pence\":1,\"year\":\"2019-20\","
		"\"reason\":\"r\"}",
		422,
		"{\"type\":\"urn:bursar:problem:invalid\",\"title\":\"A value is not valid\","
		"\"status\":422,\"detail\":\"It is the fund that the money comes from.\","
		"\"code\":\"invalid\",\"where\":\"/to_fund\",\"request_id\":\"r1\"}"},
	{CARA, COMMAND_FUND_MOVE, NULL, "leaving-care", NULL,
		"{\"to_fund\":\"duty-to-25\",\"amount_pence\":1,\"year\":\"2019-20\","
		"\"reason\":\"r\"}",
		403,
		"{\"type\":\"urn:bursar:problem:not-your-role\",\"title\":\"Not your role\","
		"\"status\":403,\"detail\":\"This needs the role finance.\",\"code\":"
		"\"not-your-role\",\"request_id\":\"r1\"}"},
};

TEST(reply_funds_go_back)
{
	struct world world;

	world_begin(&world);
	world_set_up(&world);
	world_run(&world, funds, ARRAY_LEN(funds));
	world_run(&world, faults, ARRAY_LEN(faults));
	world_end(&world);
}
