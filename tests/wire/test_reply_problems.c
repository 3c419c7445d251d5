/* The answers to what cannot be decided, byte for byte. */
#include "tests/check.h"
#include "tests/wire/world.h"

static const struct step problems[] = {
	{ASHA, COMMAND_OFFER_PUBLISH, NULL, NULL, NULL, "", 409,
		"{\"type\":\"urn:bursar:problem:exists\",\"title\":\"It is there "
		"already\",\"status\":409,\"detail\":\"This text is published "
		"already.\",\"code\":\"exists\",\"where\":\"/"
		"text\",\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_OFFER_PUBLISH, NULL, NULL, NULL, "leicester => derby", 422,
		"{\"type\":\"urn:bursar:problem:invalid\",\"title\":\"A value is not "
		"valid\",\"status\":422,\"detail\":\"The offer is another authority's: its "
		"authority: is not "
		"yours.\",\"code\":\"invalid\",\"where\":\"/text\",\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_OFFER_PUBLISH, NULL, NULL, NULL, "2018-04-01 => 2018-03-31", 422,
		"{\"type\":\"urn:bursar:problem:invalid\",\"title\":\"A value is not "
		"valid\",\"status\":422,\"detail\":\"Effective: lies before that of the "
		"version in force, which would rewrite the "
		"past.\",\"code\":\"invalid\",\"where\":\"/text\",\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_OFFER_PUBLISH, NULL, NULL, NULL, "cap: {amount => cap: {amuont", 422,
		"{\"type\":\"urn:bursar:problem:offer-invalid\",\"title\":\"The offer has "
		"faults\",\"status\":422,\"detail\":\"The offer has 1 "
		"fault.\",\"code\":\"offer-invalid\",\"where\":\"/text\",\"remedy\":\"Mend "
		"each in the file and publish it "
		"again.\",\"faults\":[{\"line\":19,\"column\":11,\"says\":\"unknown key "
		"\\\"amuont\\\" in the cap\",\"remedy\":\"did you mean "
		"\\\"amount\\\"?\"}],\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_PERSON_ADD, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"born\":\"1999-05-03\",\"category\":\"relevant\"}", 409,
		"{\"type\":\"urn:bursar:problem:exists\",\"title\":\"It is there "
		"already\",\"status\":409,\"detail\":\"A person with this ref is there "
		"already.\",\"code\":\"exists\",\"where\":\"/ref\",\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_PERSON_ADD, NULL, NULL, NULL,
		"{\"ref\":\"CL-2\",\"born\":\"2019-07-02\",\"category\":\"relevant\"}", 422,
		"{\"type\":\"urn:bursar:problem:invalid\",\"title\":\"A value is not "
		"valid\",\"status\":422,\"detail\":\"The birth date lies in the "
		"future.\",\"code\":\"invalid\",\"where\":\"/"
		"born\",\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_PERSON_ADD, NULL, NULL, NULL,
		"{\"ref\":\"CL-2\",\"born\":\"1899-01-01\",\"category\":\"relevant\"}", 422,
		"{\"type\":\"urn:bursar:problem:invalid\",\"title\":\"A value is not "
		"valid\",\"status\":422,\"detail\":\"born is \\\"1899-01-01\\\", which is "
		"not a day of the "
		"calendar.\",\"code\":\"invalid\",\"where\":\"/born\",\"remedy\":\"Write a "
		"day that exists as YYYY-MM-DD, in the years 1900 to "
		"2199.\",\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_FACT_RECORD, "CL-9", NULL, NULL,
		"{\"fact\":\"theory-passed\",\"from\":\"2019-06-01\",\"evidence\":"
		"\"letter\"}",
		404,
		"{\"type\":\"urn:bursar:problem:not-found\",\"title\":\"Not "
		"found\",\"status\":404,\"detail\":\"There is no person "
		"CL-9.\",\"code\":\"not-found\",\"where\":\"ref\",\"remedy\":\"Check the "
		"reference, or add the person first.\",\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_FACT_RECORD, "CL-1", NULL, NULL,
		"{\"fact\":\"unheard-of\",\"from\":\"2019-06-01\",\"evidence\":\"letter\"}", 404,
		"{\"type\":\"urn:bursar:problem:not-found\",\"title\":\"Not "
		"found\",\"status\":404,\"detail\":\"unheard-of is not a fact in the words "
		"of any published "
		"offer.\",\"code\":\"not-found\",\"where\":\"/fact\",\"remedy\":\"Use a "
		"fact of the published offer.\",\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_FACT_RECORD, "CL-1", NULL, NULL,
		"{\"fact\":\"theory-passed\",\"from\":\"2019-06-01\",\"evidence\":"
		"\"letter\",\"until\":\"2019-05-31\"}",
		422,
		"{\"type\":\"urn:bursar:problem:invalid\",\"title\":\"A value is not "
		"valid\",\"status\":422,\"detail\":\"The fact would end before it "
		"begins.\",\"code\":\"invalid\",\"where\":\"/"
		"until\",\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_FACT_END, "CL-1", "theory-passed", NULL, "{\"on\":\"2019-06-20\"}", 404,
		"{\"type\":\"urn:bursar:problem:not-found\",\"title\":\"Not "
		"found\",\"status\":404,\"detail\":\"CL-1 has no fact theory-passed in "
		"force on 20 June "
		"2019.\",\"code\":\"not-found\",\"where\":\"code\",\"remedy\":\"Look up "
		"the facts of the person and the days they hold.\",\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-9\",\"entitlement\":\"gym\",\"amount_pence\":1}", 404,
		"{\"type\":\"urn:bursar:problem:not-found\",\"title\":\"Not "
		"found\",\"status\":404,\"detail\":\"There is no person "
		"CL-9.\",\"code\":\"not-found\",\"where\":\"/ref\",\"remedy\":\"Check the "
		"reference, or add the person first.\",\"request_id\":\"r1\"}"},
	{BEN, COMMAND_PAYMENT_PAY, NULL, NULL, "P999", "", 404,
		"{\"type\":\"urn:bursar:problem:not-found\",\"title\":\"Not "
		"found\",\"status\":404,\"detail\":\"There is no payment "
		"P999.\",\"code\":\"not-found\",\"where\":\"id\",\"remedy\":\"Check the number in "
		"the list of payments.\",\"request_id\":\"r1\"}"},
	{BEN, COMMAND_FUND_CREDIT, NULL, "lottery", NULL,
		"{\"amount_pence\":1,\"year\":\"2019-20\",\"reason\":\"Grant\"}", 404,
		"{\"type\":\"urn:bursar:problem:not-found\",\"title\":\"Not "
		"found\",\"status\":404,\"detail\":\"No published offer has a fund "
		"lottery.\",\"code\":\"not-found\",\"where\":\"code\",\"remedy\":\"Use a "
		"fund of the published offer.\",\"request_id\":\"r1\"}"},
	{BEN, COMMAND_FUND_CREDIT, NULL, "leaving-care", NULL,
		"{\"amount_pence\":1,\"year\":\"2021-22\",\"reason\":\"r\"}", 422,
		"{\"type\":\"urn:bursar:problem:invalid\",\"title\":\"A value is not "
		"valid\",\"status\":422,\"detail\":\"The year lies beyond the next "
		"financial "
		"year.\",\"code\":\"invalid\",\"where\":\"/year\",\"request_id\":\"r1\"}"},
	{CARA, COMMAND_PAYMENT_PAY, NULL, NULL, "P999", "", 403,
		"{\"type\":\"urn:bursar:problem:not-your-role\",\"title\":\"Not your "
		"role\",\"status\":403,\"detail\":\"This needs the role "
		"finance.\",\"code\":\"not-your-role\",\"request_id\":\"r1\"}"},
	{CARA, COMMAND_AWARD_MAKE, "CL-1", NULL, NULL,
		"{\"entitlement\":\"gym\",\"amount_pence\":1,\"reason\":\"Agreed\"}", 403,
		"{\"type\":\"urn:bursar:problem:not-your-role\",\"title\":\"Not your "
		"role\",\"status\":403,\"detail\":\"This needs the role manager or "
		"finance.\",\"code\":\"not-your-role\",\"request_id\":\"r1\"}"},
};

TEST(reply_problems)
{
	struct world world;

	world_begin(&world);
	world_set_up(&world);
	world_run(&world, problems, ARRAY_LEN(problems));
	world_end(&world);
}

static const struct step no_offer_yet[] = {
	{ASHA, COMMAND_PERSON_ADD, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"born\":\"1999-05-03\",\"category\":\"relevant\"}", 201,
		"{\"recorded\":true,\"event\":100,\"ref\":\"CL-1\",\"category\":"
		"\"relevant\",\"since\":\"2015-05-03\",\"says\":\"Added: CL-1, relevant "
		"since 3 May 2015.\"}"},
	{CARA, COMMAND_ENTITLEMENTS, "CL-1", NULL, NULL, "", 404,
		"{\"type\":\"urn:bursar:problem:not-found\",\"title\":\"Not "
		"found\",\"status\":404,\"detail\":\"No offer is in effect on 1 July "
		"2019.\",\"code\":\"not-found\",\"where\":\"on\",\"remedy\":\"Publish one, "
		"or ask for a later day.\",\"request_id\":\"r1\"}"},
	{ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":1}", 422,
		"{\"type\":\"urn:bursar:problem:refused\",\"title\":\"Refused by a "
		"rule\",\"status\":422,\"detail\":\"setting-up-home (Leicester) is not "
		"offered.\",\"code\":\"refused\",\"recorded\":true,\"event\":101,"
		"\"reasons\":[{\"code\":\"not-offered\",\"says\":\"setting-up-home "
		"(Leicester) is not offered.\"}]}"},
};

TEST(reply_no_offer_yet)
{
	struct world world;

	world_begin(&world);
	world_run(&world, no_offer_yet, ARRAY_LEN(no_offer_yet));
	world_end(&world);
}

/* What the database answered for the daemon, or did not. */
TEST(reply_without_decision)
{
	static const struct {
		enum outcome_kind kind;
		int status;
		const char *reply;
	} rows[] = {
		{OUTCOME_UNKNOWN, 503,
			"{\"type\":\"urn:bursar:problem:unknown\",\"title\":\"The outcome is "
			"unknown\",\"status\":503,\"detail\":\"The database went away before it "
			"answered: this may or may not have been "
			"recorded.\",\"code\":\"unknown\",\"remedy\":\"Send the same request again "
			"with the same key.\"}"},
		{OUTCOME_BUSY, 503,
			"{\"type\":\"urn:bursar:problem:busy\",\"title\":\"Busy\",\"status\":503,"
			"\"detail\":\"Nothing was done: too much is waiting, or the database is "
			"out of reach.\",\"code\":\"busy\",\"remedy\":\"Send the same request "
			"again in a moment.\"}"},
		{OUTCOME_CLOCK, 503,
			"{\"type\":\"urn:bursar:problem:clock\",\"title\":\"Clocks differ\","
			"\"status\":503,\"detail\":\"Nothing was done: the clocks of bursar and "
			"of its database differ.\",\"code\":\"clock\",\"remedy\":\"Tell whoever "
			"runs bursar; send the same request again when the clocks are right.\"}"},
		{OUTCOME_REFUSED_TOO_OFTEN, 429,
			"{\"type\":\"urn:bursar:problem:too-many-refusals\",\"title\":\"Refused "
			"too "
			"often\",\"status\":429,\"detail\":\"This would be refused, and was not "
			"recorded: too many refusals of yours were, within a "
			"minute.\",\"code\":\"too-many-refusals\",\"remedy\":\"Try it with "
			"dry-run=true, or wait a minute; what the offer allows is still taken.\"}"},
		{OUTCOME_BUG, 500,
			"{\"type\":\"urn:bursar:problem:bug\",\"title\":\"A fault of "
			"bursar's\",\"status\":500,\"detail\":\"Nothing was done: bursar itself is "
			"at fault.\",\"code\":\"bug\",\"remedy\":\"Tell whoever runs bursar; the "
			"daemon's log has the request id.\"}"},
		{OUTCOME_KEY_REUSED, 409,
			"{\"type\":\"urn:bursar:problem:key-reused\",\"title\":\"The key was used "
			"for another request\",\"status\":409,\"detail\":\"This key was used "
			"before, for another "
			"request.\",\"code\":\"key-reused\",\"where\":\"Idempotency-Key\","
			"\"remedy\":\"Use a new key for a new request; send the first request "
			"unchanged to see what became of it.\"}"},
	};
	struct world world;
	world_begin(&world);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct command command = {.kind = COMMAND_PAYMENT_PAY};
		struct outcome outcome = {.kind = rows[i].kind};
		struct wire_words words = {.offers = &world.none};
		struct buf out = buf_in(world.arena);
		const char *trouble;
		check_row("%zu", i);
		CHECK_INT(rows[i].status, wire_reply(&out, &command, &outcome, &words, &trouble));
		CHECK_SPAN(rows[i].reply, buf_done(&out));
	}
	world_end(&world);
}

TEST(reply_key_reused)
{
	struct world world;
	struct uuid key = {{9}};
	int status = 0;

	world_begin(&world);
	world_set_up(&world);
	struct step step = {ASHA, COMMAND_PAYMENT_REQUEST, NULL, NULL, NULL,
		"{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":1}", 201,
		""};
	(void)world_play(&world, &step, &key, &status);
	CHECK_INT(201, status);
	step.body = "{\"ref\":\"CL-1\",\"entitlement\":\"setting-up-home\",\"amount_pence\":2}";
	(void)world_play(&world, &step, &key, &status);
	CHECK_INT(409, status);
	world_end(&world);
}

TEST(reply_appends)
{
	struct world world;

	world_begin(&world);
	struct wire_problem problem = {
		.status = 400, .code = "malformed", .detail = "It is \"bad\"."};
	struct buf out = buf_in(world.arena);
	buf_text(&out, "[1,");
	CHECK_INT(400, wire_reply_problem(&out, &problem, NULL));
	CHECK_SPAN("[1,{\"type\":\"urn:bursar:problem:malformed\",\"title\":\"The request is "
		   "malformed\",\"status\":400,\"detail\":\"It is \\\"bad\\\".\",\"code\":"
		   "\"malformed\"}",
		buf_done(&out));
	world_end(&world);
}
