/* The life of a payment: requested, approved or declined, paid; and what the books say after each.
 */
#include "core/decide/decide.h"

#include <string.h>

#include "tests/check.h"
#include "tests/core/slice_rig.h"

#define CAP     "cap:" RIG_PERSON_1 ":by-lifetime:lifetime"
#define DRAWN   "drawn:by-lifetime"
#define FUND    "fund:care:2019-20"
#define PAYABLE "payable:care:2019-20"
/* Of the content of this payment, by openssl dgst -sha256. */
#define CONTENT        "7f686a0f344c2cb70cbdf81631f7d7fda90fbe9f05d0b4185333a960bcce3927"
#define CONTENT_OF_100 "dfe683b9c0f34483bd54658147a9e80a2ae9b2984122bb6e346ce81aa4e24dc8"
#define PERSON         "\"person\":\"" RIG_PERSON_1 "\","
#define OF             PERSON "\"entitlement\":\"by-lifetime\",\"amount\":6000,"

static struct rig *with_fund(int64_t pence)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	if (pence > 0)
		CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", pence));
	return rig;
}

static struct command request_of(struct rig *rig, int64_t pence)
{
	struct command command = rig_command(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);

	command.ref = SPAN("A");
	command.entitlement = SPAN("by-lifetime");
	command.amount_pence = pence;
	command.on = rig_day(RIG_TODAY);
	rig_text(&command.payment_request.payee, "Flat pack Ltd");
	return command;
}

static const char *approve(struct rig *rig, int64_t payment)
{
	return rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, payment);
}

static const char *decline(struct rig *rig, int64_t payment)
{
	return rig_move(rig, COMMAND_PAYMENT_DECLINE, RIG_MANAGER, payment);
}

static const char *pay(struct rig *rig, int64_t payment)
{
	return rig_move(rig, COMMAND_PAYMENT_PAY, RIG_FINANCE, payment);
}

static void check_accounts(
	struct rig *rig, const char *cap, const char *drawn, const char *fund, const char *payable)
{
	CHECK_TEXT(cap, rig_account(rig, CAP));
	CHECK_TEXT(drawn, rig_account(rig, DRAWN));
	CHECK_TEXT(fund, rig_account(rig, FUND));
	CHECK_TEXT(payable, rig_account(rig, PAYABLE));
	rig_check_books(rig);
}

/* What the line asks for and what holds on the day, the newest record of each. */
TEST(payment_names_the_facts_it_rests_on)
{
	static const struct {
		const char *code, *facts;
	} rows[] = {
		{"need-any",
			"[{\"fact\":\"fact-a\",\"event\":10},{\"fact\":\"fact-b\","
			"\"event\":13}]"},
		{"need-a", "[{\"fact\":\"fact-a\",\"event\":10}]"},
		{"by-lifetime", "[]"},
		{"relevant-only", "[{\"fact\":\"fact-b\",\"event\":13}]"},
	};
	struct rig *rig = with_fund(100000);

	rig_facts(rig, slice_person(&rig->slice, SPAN("A")),
		"fact-a@2019-01-01 fact-b@2019-01-01..2019-06-30 fact-b@2019-06-01 "
		"fact-b@2019-06-02 fact-b@2019-07-02 fact-c@2019-01-01");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].code);
		rig_request(rig, "A", rows[i].code, 1, RIG_TODAY);
		CHECK_SPAN(rows[i].facts, json_get(rig->outcome.event, "facts"));
	}
	rig_free(rig);
}

/* Every step's bytes and figures. */
TEST(payment_from_request_to_paid)
{
	struct rig *rig = with_fund(100000);
	struct command command = request_of(rig, 6000);
	struct slice_person *person = slice_person(&rig->slice, SPAN("A"));

	rig_facts(rig, person, "fact-a@2019-01-01 fact-b@2019-01-01..2019-06-30 fact-b@2019-06-01");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("101", "payment-requested", "1") OF
		"\"on\":\"2019-07-01\",\"today\":\"2019-07-01\",\"offer\":1,\"age\":20,"
		"\"category\":\"relevant\",\"facts\":[],\"period\":\"lifetime\",\"limit\":10000,"
		"\"left\":10000,\"payee\":\"" RIG_MAC_PAYEE
		"\",\"fund\":{\"code\":\"care\",\"year\":\"2019-20\",\"left_pence\":100000},"
		"\"content\":\"" CONTENT "\",\"cap\":{\"period\":\"lifetime\","
		"\"credited_pence\":10000,\"drawn_pence\":0,\"reserved_pence\":6000,"
		"\"left_pence\":4000,\"limit_pence\":10000},\"rules\":3,"
		"\"transfers\":[{\"n\":0,\"phase\":\"post\","
		"\"from\":\"offer:by-lifetime\",\"to\":\"" CAP "\",\"amount\":10000},{\"n\":1,"
		"\"phase\":\"reserve\",\"from\":\"" CAP "\",\"to\":\"" DRAWN "\","
		"\"amount\":6000}]}",
		rig->outcome.event);
	check_accounts(rig, "10000-0-6000", "0-0-0", "100000-0-0", "none");
	CHECK_TEXT("recorded", approve(rig, 101));
	CHECK_SPAN(
		RIG_HEAD("102", "payment-approved",
			"2") "\"payment\":101," OF
			     "\"offer\":1,\"state\":\"approved\",\"content\":\"" CONTENT
			     "\",\"requester\":1,\"age\":20,\"year\":\"2019-20\",\"left\":100000,"
			     "\"fund\":{\"code\":\"care\",\"year\":\"2019-20\",\"left_pence\":"
			     "94000},\"round\":1,\"stage\":1,\"needed\":1,\"roles\":[\"manager\"],"
			     "\"again\":{\"on\":\"2019-07-01\",\"today\":\"2019-07-01\",\"offer\":"
			     "1,\"age\":20,\"category\":\"relevant\",\"facts\":[],\"period\":"
			     "\"lifetime\",\"limit_pence\":10000,\"left_pence\":10000,\"reasons\":["
			     "]},"
			     "\"rules\":3,\"transfers\":[{\"n\":0,\"phase\":\"reserve\",\"from\":"
			     "\"" FUND "\",\"to\":\"" PAYABLE "\",\"amount\":6000}]}",
		rig->outcome.event);
	check_accounts(rig, "10000-0-6000", "0-0-0", "100000-0-6000", "0-0-0");
	CHECK_TEXT("recorded", pay(rig, 101));
	CHECK_SPAN(RIG_HEAD("103", "payment-paid",
			   "3") "\"payment\":101," OF "\"offer\":1,\"state\":\"paid\",\"rules\":3,"
				"\"transfers\":[{\"n\":0,\"phase\":"
				"\"settle\","
				"\"from\":\"" CAP "\",\"to\":\"" DRAWN
				"\",\"amount\":6000,\"resolves\":[101,1]},"
				"{\"n\":1,\"phase\":\"settle\",\"from\":\"" FUND
				"\",\"to\":\"" PAYABLE "\","
				"\"amount\":6000,\"resolves\":[102,0]}]}",
		rig->outcome.event);
	check_accounts(rig, "10000-6000-0", "6000-0-0", "100000-6000-0", "6000-0-0");
	rig_free(rig);
}

/* A cap that is there already: the reserve is the first transfer, and the decline names it so. */
TEST(payment_declined)
{
	struct rig *rig = with_fund(0);
	struct command command;

	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 6000, RIG_TODAY));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 4000, RIG_TODAY));
	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "by-lifetime", 1, RIG_TODAY));
	command = rig_command(rig, COMMAND_PAYMENT_DECLINE, RIG_MANAGER);
	command.payment_id = 101;
	rig_text(&command.payment_decline.reason, "agreed");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("103", "payment-declined",
			   "2") "\"payment\":101," PERSON
				"\"entitlement\":\"by-lifetime\",\"amount\":4000,\"offer\":1,"
				"\"state\":\"declined\",\"reason\":\"" RIG_MAC_AGREED
				"\",\"rules\":3,\"transfers\":[{\"n\":0,"
				"\"phase\":\"release\",\"from\":\"" CAP "\",\"to\":\"" DRAWN
				"\",\"amount\":4000,"
				"\"resolves\":[101,0]}]}",
		rig->outcome.event);
	check_accounts(rig, "10000-0-6000", "0-0-0", "none", "none");
	CHECK_TEXT("P101 decline 103 staff 2 round 1 stage 0", rig_step(rig, 0));
	CHECK_TEXT("recorded", decline(rig, 100));
	CHECK(strstr(arena_strndup(rig->arena, rig->outcome.event.at, rig->outcome.event.len),
		      "\"resolves\":[100,1]") != NULL);
	check_accounts(rig, "10000-0-0", "0-0-0", "none", "none");
	/* What was released can be asked for again. */
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 10000, RIG_TODAY));
	CHECK_INT(1, rig->slice.texts.len);
	rig_free(rig);
}

TEST(payment_refused_bytes)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	CHECK_TEXT("refused missing-fact", rig_request(rig, "A", "need-any", 100, RIG_TODAY));
	CHECK_SPAN(
		RIG_HEAD("100", "refused",
			"1") "\"command\":\"payment-request\"," PERSON
			     "\"entitlement\":\"need-any\",\"amount\":100,\"on\":\"2019-07-01\","
			     "\"today\":\"2019-07-01\",\"offer\":1,\"age\":20,\"category\":"
			     "\"relevant\","
			     "\"facts\":[],\"period\":\"lifetime\",\"limit\":10000,\"left\":10000,"
			     "\"payee\":null,\"fund\":null,\"rules\":3,\"reasons\":[{\"code\":"
			     "\"missing-fact\","
			     "\"facts\":[\"fact-a\",\"fact-b\"]}]}",
		rig->outcome.event);
	CHECK_TEXT("refused not-offered", rig_request(rig, "A", "no-line", 100, "2018-03-31"));
	CHECK_SPAN(RIG_HEAD("101", "refused",
			   "1") "\"command\":\"payment-request\"," PERSON
				"\"entitlement\":\"no-line\",\"amount\":100,\"on\":\"2018-03-31\","
				"\"today\":\"2019-07-01\",\"offer\":0,\"age\":18,\"category\":"
				"\"relevant\","
				"\"facts\":[],\"payee\":null,\"fund\":null,"
				"\"rules\":3,\"reasons\":[{\"code\":\"not-offered\"}]}",
		rig->outcome.event);
	/* A refusal moves nothing, makes no account, keeps no text. */
	CHECK_INT(0, rig->slice.accounts.count);
	CHECK_INT(0, rig->slice.payments.count);
	CHECK_INT(0, rig->slice.texts.len);
	CHECK_INT(2, rig->slice.new_keys.len);
	rig_free(rig);
}

TEST(payment_row)
{
	struct rig *rig = with_fund(100000);
	struct command command = request_of(rig, 6000);
	const struct slice_payment *payment;

	CHECK_TEXT("recorded", rig_decide(rig, &command));
	payment = slice_payment(&rig->slice, 101);
	CHECK(payment != NULL);
	if (payment == NULL)
		return;
	CHECK_SPAN("by-lifetime", payment->entitlement);
	CHECK_INT(6000, payment->amount_pence);
	CHECK_INT(rig_day(RIG_TODAY).day, payment->need.day);
	CHECK_INT(1, payment->offer_version);
	CHECK_INT(RIG_ADVISER, payment->requester);
	CHECK_SPAN("lifetime", payment->period);
	CHECK_SPAN("2019-20", payment->year);
	CHECK_HEX(CONTENT, payment->content.bytes, DIGEST_BYTES);
	CHECK_SPAN(CAP, payment->cap->code);
	CHECK_SPAN(DRAWN, payment->drawn->code);
	CHECK_INT(1, payment->reserve_n);
	CHECK_INT(ACCOUNT_DRAWN, payment->drawn->kind);
	CHECK_INT(ACCOUNT_CAP, payment->cap->kind);
	CHECK(uuid_eq(rig_uuid(1), payment->cap->person));
	CHECK_SPAN("by-lifetime", payment->cap->entitlement);
	CHECK_SPAN("lifetime", payment->cap->period);
	CHECK_INT(10000, payment->cap->base_pence);
	CHECK(payment->fund == NULL && payment->round == 1 && payment->approvals == 0);
	CHECK(rig->slice.new_payments.len == 1 && rig->slice.new_payments.at[0] == payment);
	CHECK_INT(0, rig->slice.steps.len);
	if (CHECK_INT(1, rig->slice.texts.len)) {
		CHECK_TEXT("payee", rig->slice.texts.at[0].field);
		CHECK_SPAN("Flat pack Ltd", rig->slice.texts.at[0].text->text);
	}
	CHECK_TEXT("recorded", approve(rig, 101));
	CHECK(payment->approved_event == 102 && payment->approvals == 1);
	CHECK(payment->fund != NULL && payment->payable != NULL);
	if (payment->fund == NULL || payment->payable == NULL)
		return;
	CHECK_SPAN(FUND, payment->fund->code);
	CHECK_SPAN(PAYABLE, payment->payable->code);
	CHECK_SPAN("2019-20", payment->payable->period);
	CHECK_INT(ACCOUNT_PAYABLE, payment->payable->kind);
	CHECK_TEXT("recorded", pay(rig, 101));
	CHECK_INT(1, rig->slice.new_payments.len);
	CHECK_TEXT("P101 approve 102 staff 2 round 1 stage 1 " FUND " " PAYABLE, rig_step(rig, 0));
	CHECK_TEXT("P101 pay 103 staff 3 round 1 stage 0", rig_step(rig, 1));
	rig_free(rig);
}

/* Person, entitlement, amount, payee and day are the content; who asked and when is not. */
TEST(payment_content)
{
	static const char *const changes[] = {
		"nothing", "person", "entitlement", "amount", "day", "payee", "requester"};
	struct rig *rig = with_fund(0);

	rig_person(rig, "B", "1999-07-01", CATEGORY_RELEVANT);
	for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
		struct command command = request_of(rig, 100);
		struct span content;
		bool same = i == 0 || i == 6;

		command.ref = i == 1 ? SPAN("B") : SPAN("A");
		if (i == 2)
			command.entitlement = SPAN("by-year");
		command.amount_pence += i == 3;
		command.on.day += i == 4;
		if (i == 5)
			rig_text(&command.payment_request.payee, "Flat pack Lt");
		command.staff_id = i == 6 ? RIG_DEPUTY : RIG_ADVISER;
		check_row("%s", changes[i]);
		CHECK_TEXT("recorded", rig_decide(rig, &command));
		content = json_get(rig->outcome.event, "content");
		CHECK_INT(same, span_is(content, CONTENT_OF_100));
	}
	rig_free(rig);
}

static const char *(*const moves[])(struct rig *rig, int64_t payment) = {approve, decline, pay};

static void lead(struct rig *rig, enum payment_state state)
{
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 100, RIG_TODAY));
	if (state == PAYMENT_APPROVED || state == PAYMENT_PAID)
		CHECK_TEXT("recorded", approve(rig, 101));
	if (state == PAYMENT_DECLINED)
		CHECK_TEXT("recorded", decline(rig, 101));
	if (state == PAYMENT_PAID)
		CHECK_TEXT("recorded", pay(rig, 101));
}

/* Every state by every move. */
TEST(payment_wrong_state)
{
	static const struct {
		enum payment_state state;
		bool may[ARRAY_LEN(moves)];
	} rows[] = {
		{PAYMENT_REQUESTED, {true, true, false}},
		{PAYMENT_APPROVED, {false, false, true}},
		{PAYMENT_DECLINED, {false, false, false}},
		{PAYMENT_PAID, {false, false, false}},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows) * ARRAY_LEN(moves); i++) {
		enum payment_state state = rows[i / ARRAY_LEN(moves)].state;
		size_t move = i % ARRAY_LEN(moves);
		bool may = rows[i / ARRAY_LEN(moves)].may[move];
		struct rig *rig = with_fund(100000);
		const char *word = payment_state_word(state);

		check_row("%s, move %zu", word, move);
		lead(rig, state);
		CHECK_TEXT(may ? "recorded" : "refused wrong-state", moves[move](rig, 101));
		if (!may) {
			CHECK_SPAN(word, rig_reason(rig, REASON_WRONG_STATE)->state);
			CHECK_SPAN(word, json_get(rig->outcome.event, "state"));
			CHECK_INT(state, slice_payment(&rig->slice, 101)->state);
		}
		rig_check_books(rig);
		rig_free(rig);
	}
}

TEST(payment_unknown)
{
	struct rig *rig = with_fund(100000);
	const char *before = rig_dump(rig);

	CHECK_TEXT("not found payment", approve(rig, 100));
	CHECK_TEXT("not found payment", decline(rig, 101));
	CHECK_TEXT("not found payment", pay(rig, INT64_MAX / 16));
	CHECK_TEXT("not found person", rig_request(rig, "nobody", "by-lifetime", 1, RIG_TODAY));
	CHECK_TEXT(before, rig_dump(rig));
	rig_free(rig);
}

TEST(payment_not_your_own)
{
	struct rig *rig = with_fund(100000);
	struct command command = request_of(rig, 100);

	command.staff_id = RIG_DEPUTY;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_TEXT("refused not-your-own", rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_DEPUTY, 101));
	CHECK_INT(101, rig->slice.refusals.at[0].payment_id);
	CHECK_TEXT("recorded", approve(rig, 101));
	/* Both at once; and to decline or pay it is another matter. */
	CHECK_TEXT("refused wrong-state not-your-own",
		rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_DEPUTY, 101));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_PAY, RIG_DEPUTY, 101));
	command = request_of(rig, 100);
	command.staff_id = RIG_DEPUTY;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_DECLINE, RIG_DEPUTY, rig_last(rig)));
	rig_check_books(rig);
	rig_free(rig);
}

TEST(fund_exactly_what_is_left)
{
	struct rig *rig = with_fund(9999);
	const struct reason *reason;

	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 10000, RIG_TODAY));
	CHECK_TEXT("refused fund-exhausted", approve(rig, 101));
	reason = rig_reason(rig, REASON_FUND_EXHAUSTED);
	CHECK_SPAN("care", reason->fund);
	CHECK_SPAN("2019-20", reason->year);
	CHECK_INT(9999, reason->left_pence);
	CHECK_INT(10000, reason->asked_pence);
	CHECK_TEXT("9999-0-0", rig_account(rig, FUND));
	CHECK_TEXT("none", rig_account(rig, PAYABLE));
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 1));
	CHECK_TEXT("recorded", approve(rig, 101));
	CHECK_TEXT("10000-0-10000", rig_account(rig, FUND));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-year", 1, RIG_TODAY));
	CHECK_TEXT("refused fund-exhausted", approve(rig, rig_last(rig)));
	CHECK_INT(0, rig_reason(rig, REASON_FUND_EXHAUSTED)->left_pence);
	rig_check_books(rig);
	rig_free(rig);
}

TEST(fund_never_credited)
{
	struct rig *rig = with_fund(0);

	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 1, RIG_TODAY));
	CHECK(json_get(rig->outcome.event, "fund").at == NULL);
	CHECK_TEXT("refused fund-exhausted", approve(rig, 100));
	CHECK_INT(0, rig_reason(rig, REASON_FUND_EXHAUSTED)->left_pence);
	CHECK_SPAN("care", rig_reason(rig, REASON_FUND_EXHAUSTED)->fund);
	CHECK_TEXT("none", rig_account(rig, FUND));
	rig_free(rig);
}

TEST(fund_and_own_at_once)
{
	struct rig *rig = with_fund(99);
	struct command command = request_of(rig, 100);

	command.staff_id = RIG_DEPUTY;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_TEXT("refused not-your-own fund-exhausted",
		rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_DEPUTY, 101));
	rig_free(rig);
}

/* The fund of the need date's year, and the first whose ages hold on that day. */
TEST(fund_of_year_and_age)
{
	static const struct {
		const char *born, *on, *fund;
	} rows[] = {
		{"1998-07-02", "2019-07-01", "fund:care:2019-20"}, /* 20, the day before 21 */
		{"1998-07-01", "2019-07-01", "fund:duty:2019-20"},
		{"1994-07-02", "2019-07-01", "fund:duty:2019-20"}, /* 24, the day before 25 */
		{"1998-07-10", "2019-07-09", "fund:care:2019-20"}, /* days of the need, not today */
		{"1998-07-10", "2019-07-10", "fund:duty:2019-20"},
		{"1999-07-01", "2019-03-31", "fund:care:2018-19"},
		{"1999-07-01", "2019-04-01", "fund:care:2019-20"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = rig_new();
		int64_t payment;

		check_row("%zu", i);
		rig_person(rig, "A", rows[i].born, CATEGORY_RELEVANT);
		rig_credit(rig, "care", "2018-19", 1000);
		rig_credit(rig, "care", "2019-20", 1000);
		rig_credit(rig, "duty", "2018-19", 1000);
		rig_credit(rig, "duty", "2019-20", 1000);
		CHECK_TEXT("recorded", rig_request(rig, "A", "two-funds", 600, rows[i].on));
		payment = rig_last(rig);
		CHECK_TEXT("recorded", approve(rig, payment));
		CHECK_TEXT("1000-0-600", rig_account(rig, rows[i].fund));
		rig_check_books(rig);
		rig_free(rig);
	}
}

/* The fund that serves an age is asked alone: one that is exhausted does not lead to the next. */
TEST(fund_does_not_spill)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "1998-07-01", CATEGORY_RELEVANT);
	rig_credit(rig, "care", "2019-20", 100000);
	rig_credit(rig, "duty", "2019-20", 599);
	CHECK_TEXT("recorded", rig_request(rig, "A", "two-funds", 600, RIG_TODAY));
	CHECK_TEXT("refused fund-exhausted", approve(rig, rig_last(rig)));
	CHECK_SPAN("duty", rig_reason(rig, REASON_FUND_EXHAUSTED)->fund);
	rig_free(rig);
}

TEST(fund_age)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "2001-07-02", CATEGORY_RELEVANT);
	rig_person(rig, "B", "2001-07-01", CATEGORY_RELEVANT);
	rig_credit(rig, "young", "2019-20", 1000);
	CHECK_TEXT("recorded", rig_request(rig, "A", "young-fund", 600, RIG_TODAY));
	CHECK_TEXT("recorded", approve(rig, rig_last(rig)));
	CHECK_TEXT("recorded", rig_request(rig, "B", "young-fund", 600, RIG_TODAY));
	CHECK_TEXT("refused fund-age", approve(rig, rig_last(rig)));
	CHECK_INT(18, rig_reason(rig, REASON_FUND_AGE)->age);
	CHECK(json_get(rig->outcome.event, "fund").at == NULL);
	rig_free(rig);
}
