/* An approval tests the line anew, and takes the fund that it is told to. */
#include "tests/check.h"
#include "tests/core/slice_rig.h"

static struct rig *requested(const char *code, const char *born)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", born, CATEGORY_RELEVANT);
	rig_facts(rig, slice_person(&rig->slice, SPAN("A")), "fact-a@2019-01-01");
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 10000));
	CHECK_TEXT("recorded", rig_credit(rig, "duty", "2019-20", 500));
	CHECK_TEXT("recorded", rig_request(rig, "A", code, 600, RIG_TODAY));
	return rig;
}

static const char *approve(struct rig *rig, const char *despite, const char *fund)
{
	struct command command = rig_command(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER);

	command.payment_id = 102;
	command.payment_approve.has_despite = despite != NULL;
	if (despite != NULL)
		rig_text(&command.payment_approve.despite, despite);
	command.payment_approve.has_fund = fund != NULL;
	command.payment_approve.fund = span_of(fund);
	return rig_decide(rig, &command);
}

static struct span again(struct rig *rig, const char *name)
{
	return json_get(json_get(rig->outcome.event, "again"), name);
}

/* Its own reserve does not stand in its way, another does. */
TEST(approve_again_without_its_own)
{
	struct rig *rig = requested("by-lifetime", "1999-07-01");

	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 9400, RIG_TODAY));
	CHECK_TEXT("recorded", approve(rig, NULL, NULL));
	CHECK_SPAN("{\"on\":\"2019-07-01\",\"today\":\"2019-07-01\",\"offer\":1,\"age\":20,"
		   "\"category\":\"relevant\",\"facts\":[],\"period\":\"lifetime\","
		   "\"limit_pence\":10000,\"left_pence\":600,\"drawn_pence\":9400,\"reasons\":[]}",
		json_get(rig->outcome.event, "again"));
	CHECK_SPAN(NULL, json_get(rig->outcome.event, "despite"));
	rig_free(rig);
}

/* What it rested on has ended since: refused, unless the approver says despite. */
TEST(approve_changed_since)
{
	struct rig *rig = requested("need-a", "1999-07-01");
	struct slice_person *person = slice_person(&rig->slice, SPAN("A"));

	person->facts.at[0].has_until = true;
	person->facts.at[0].until = rig_day("2019-07-01");
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_DEFER, RIG_MANAGER, 102));
	person->facts.at[0].until = rig_day("2019-06-30");
	rig_category(rig, person, CATEGORY_NONE, "2019-01-01", 90);
	CHECK_TEXT("refused changed-since", approve(rig, NULL, NULL));
	if (CHECK_INT(2, rig_reason(rig, REASON_CHANGED_SINCE)->codes_len)) {
		CHECK_SPAN("category", rig_reason(rig, REASON_CHANGED_SINCE)->codes[0]);
		CHECK_SPAN("missing-fact", rig_reason(rig, REASON_CHANGED_SINCE)->codes[1]);
	}
	CHECK_SPAN("[{\"code\":\"category\",\"category\":\"none\",\"allowed\":[\"eligible\","
		   "\"relevant\",\"former-relevant\",\"qualifying\"]},"
		   "{\"code\":\"missing-fact\",\"facts\":[\"fact-a\"]}]",
		again(rig, "reasons"));
	CHECK_SPAN("none", again(rig, "category"));
	CHECK_INT(0, rig->slice.texts.len);
	CHECK_TEXT("recorded", approve(rig, "agreed", NULL));
	CHECK_SPAN(RIG_MAC_AGREED, json_get(rig->outcome.event, "despite"));
	if (CHECK_INT(1, rig->slice.texts.len))
		CHECK_TEXT("despite", rig->slice.texts.at[0].field);
	rig_check_books(rig);
	rig_free(rig);
}

/* Said of what did not change it is not kept. */
TEST(approve_despite_nothing)
{
	struct rig *rig = requested("by-lifetime", "1999-07-01");

	CHECK_TEXT("recorded", approve(rig, "agreed", NULL));
	CHECK_SPAN(NULL, json_get(rig->outcome.event, "despite"));
	CHECK_INT(0, rig->slice.texts.len);
	rig_free(rig);
}

/* A birth date that is corrected changes what is tested again, and not what was asked for: age and
 * fund are those of the request. */
TEST(approve_keeps_the_requests_age)
{
	struct rig *rig = requested("two-funds", "1998-07-02");
	struct slice_person *person = slice_person(&rig->slice, SPAN("A"));

	CHECK_SPAN("20", json_get(rig->outcome.event, "age"));
	person->born = rig_day("1998-07-01");
	CHECK_TEXT("recorded", approve(rig, NULL, NULL));
	CHECK_SPAN("20", json_get(rig->outcome.event, "age"));
	CHECK_SPAN("21", again(rig, "age"));
	CHECK_SPAN("care", json_get(json_get(rig->outcome.event, "fund"), "code"));
	rig_free(rig);
}

/* A payment that is paid already is not tested. */
TEST(approve_wrong_state_tests_nothing)
{
	struct rig *rig = requested("by-lifetime", "1999-07-01");

	CHECK_TEXT("recorded", approve(rig, NULL, NULL));
	CHECK_TEXT("refused wrong-state", approve(rig, NULL, NULL));
	CHECK_SPAN(NULL, json_get(rig->outcome.event, "again"));
	rig_free(rig);
}

/* The first fund has not enough: its refusal names the next, which a manager takes. */
TEST(approve_chooses_a_fund)
{
	struct rig *rig = requested("two-funds", "1998-07-01");
	const struct reason *reason;
	struct command command;

	CHECK_TEXT("refused fund-exhausted", approve(rig, NULL, NULL));
	reason = rig_reason(rig, REASON_FUND_EXHAUSTED);
	CHECK_SPAN("duty", reason->fund);
	CHECK_SPAN("care", reason->next_fund);
	CHECK_INT(10000, reason->next_left_pence);
	CHECK_TEXT("invalid /fund", approve(rig, NULL, "young"));
	CHECK_TEXT("invalid /fund", approve(rig, NULL, "no-fund"));
	command = rig_command(rig, COMMAND_PAYMENT_APPROVE, RIG_FINANCE);
	command.payment_id = 102;
	command.payment_approve.has_fund = true;
	command.payment_approve.fund = SPAN("care");
	CHECK_TEXT("not your role", rig_decide(rig, &command));
	CHECK_INT(ROLE_MANAGER, rig->outcome.roles);
	CHECK_TEXT("refused fund-exhausted", approve(rig, NULL, "duty"));
	CHECK_SPAN("1", json_get(rig->outcome.event, "chosen"));
	CHECK_TEXT("recorded", approve(rig, NULL, "care"));
	CHECK_SPAN("1", json_get(rig->outcome.event, "chosen"));
	CHECK_TEXT("10000-0-600", rig_account(rig, "fund:care:2019-20"));
	CHECK_TEXT("500-0-0", rig_account(rig, "fund:duty:2019-20"));
	rig_check_books(rig);
	rig_free(rig);
}

/* A fund of the line whose ages do not hold is no choice; and behind the last there is no next. */
TEST(approve_chooses_by_age)
{
	struct rig *rig = requested("two-funds", "1999-07-01");

	CHECK_TEXT("refused fund-age", approve(rig, NULL, "duty"));
	CHECK_TEXT("recorded", approve(rig, NULL, NULL));
	rig_free(rig);
	rig = requested("by-lifetime", "1999-07-01");
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-year", 9401, RIG_TODAY));
	CHECK_TEXT("recorded", approve(rig, NULL, NULL));
	CHECK_TEXT(
		"refused fund-exhausted", rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, 103));
	CHECK_SPAN(NULL, rig_reason(rig, REASON_FUND_EXHAUSTED)->next_fund);
	rig_free(rig);
}

/* An approval looks at the version the request was decided by, though another is in effect. */
TEST(fund_of_the_requests_version)
{
	struct rig *rig = rig_new();
	struct command command;

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	rig_credit(rig, "care", "2019-20", 1000);
	rig_credit(rig, "duty", "2019-20", 1000);
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 600, RIG_TODAY));
	rig_publish(rig, RIG_OFFER_TOP("2019-07-01") RIG_LINE("by-lifetime", "kind: in-kind"));
	CHECK_TEXT(
		"refused changed-since", rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, 102));
	command = rig_command(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER);
	command.payment_id = 102;
	rig_text(&command.payment_approve.despite, "agreed");
	command.payment_approve.has_despite = true;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_TEXT("1000-0-600", rig_account(rig, "fund:care:2019-20"));
	rig_free(rig);
}
