/* Who is paid: payees, creditor-refs, and what becomes of a payment when they change. */
#include "tests/check.h"
#include "tests/core/slice_rig.h"

#define MAC "\"" RIG_MAC_AGREED "\""
#define CONTENT(v, more)                                                                           \
	"{\"content\":\"bursar/payment/" v "\",\"person\":\"" RIG_PERSON_1                         \
	"\",\"entitlement\":\"by-lifetime\",\"amount\":1000,\"payee\":null,\"on\":\"" RIG_TODAY    \
	"\"" more "}"

/* Event 100 credits the fund; a payee of event 50. */
static struct rig *begun(void)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	rig_payee(rig, "shop", 50);
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 100000));
	return rig;
}

static const char *request(struct rig *rig, const char *payee)
{
	struct command command = rig_command(rig, COMMAND_PAYMENT_REQUEST, RIG_DEPUTY);

	command.ref = SPAN("A");
	command.entitlement = SPAN("by-lifetime");
	command.amount_pence = 1000;
	command.on = rig_day(RIG_TODAY);
	command.payee = payee == NULL ? SPAN_NONE : span_of(payee);
	return rig_decide(rig, &command);
}

static const char *set(struct rig *rig, enum command_kind kind, int32_t staff_id)
{
	struct command command = rig_command(rig, kind, staff_id);

	command.ref = SPAN("A");
	rig_ask_payee(&command);
	return rig_decide(rig, &command);
}

static const char *approve(struct rig *rig, int64_t payment)
{
	return rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, payment);
}

static const char *paid_to(struct rig *rig)
{
	struct span found = json_get(rig->outcome.event, "paid_to");

	return found.at == NULL ? "none" : arena_printf(rig->arena, "%.*s", SPAN_ARG(found));
}

static const char *content(struct rig *rig, const char *text)
{
	struct digest digest = hash_sha256(span_of(text));
	char hex[DIGEST_HEX + 1];

	hash_hex(&digest, hex);
	return arena_printf(rig->arena, "%s", hex);
}

TEST(payee_added_and_changed)
{
	struct rig *rig = begun();
	struct command command = rig_command(rig, COMMAND_PAYEE_ADD, RIG_ADVISER);

	command.payee = SPAN("college");
	rig_text(&command.payee_add.details, "agreed");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("101", "payee-added", "1") "\"details\":" MAC ",\"rules\":3}",
		rig->outcome.event);
	CHECK_INT(0, rig->slice.creditors.len);
	CHECK_INT(1, rig->slice.texts.len);
	command.key = rig_uuid(9);
	CHECK_TEXT("exists", rig_decide(rig, &command));

	command = rig_command(rig, COMMAND_PAYEE_CHANGE, RIG_FINANCE);
	command.payee = SPAN("college");
	CHECK_TEXT("invalid (null)", rig_decide(rig, &command));
	command.payee_change.has_no_creditor_ref = true;
	CHECK_TEXT("invalid /no_creditor_ref", rig_decide(rig, &command));
	rig_text(&command.payee_change.creditor_ref, "agreed");
	CHECK_TEXT("invalid /no_creditor_ref", rig_decide(rig, &command));
	command.payee_change.has_no_creditor_ref = false;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("102", "payee-changed", "3") "\"payee_added\":101,\"creditor\":" MAC
							 ",\"rules\":3}",
		rig->outcome.event);
	CHECK_INT(102, slice_payee(&rig->slice, SPAN("college"))->creditor.event);

	command = rig_command(rig, COMMAND_PAYEE_CHANGE, RIG_FINANCE);
	command.payee = SPAN("college");
	command.payee_change.has_no_creditor_ref = true;
	command.payee_change.has_ended = true;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK_SPAN(RIG_HEAD("103", "payee-changed",
			   "3") "\"payee_added\":101,\"creditor\":null,\"ended\":1,\"rules\":3}",
		rig->outcome.event);
	CHECK(!slice_payee(&rig->slice, SPAN("college"))->creditor.given);
	command.key = rig_uuid(8);
	CHECK_TEXT("invalid (null)", rig_decide(rig, &command));
	command.payee = SPAN("nobody");
	command.key = rig_uuid(7);
	CHECK_TEXT("not found payee", rig_decide(rig, &command));
	CHECK_TEXT("not your role", set(rig, COMMAND_PAYEE_CHANGE, RIG_MANAGER));
	rig_free(rig);
}

TEST(payee_of_a_request)
{
	struct rig *rig = begun();
	struct command both = rig_command(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);

	CHECK_TEXT("not found payee", request(rig, "nobody"));
	CHECK_TEXT("recorded", request(rig, NULL));
	CHECK_TEXT("none", paid_to(rig));
	CHECK_SPAN(content(rig, CONTENT("v1", "")), json_get(rig->outcome.event, "content"));
	CHECK_TEXT("recorded", request(rig, "shop"));
	CHECK_TEXT("{\"payee_added\":50,\"creditor_set\":50,\"set_by\":[1]}", paid_to(rig));
	CHECK_SPAN(content(rig,
			   CONTENT("v2", ",\"paid_to\":{\"payee_added\":50,\"creditor_set\":50}")),
		json_get(rig->outcome.event, "content"));
	CHECK_TEXT("recorded", set(rig, COMMAND_PERSON_CREDITOR, RIG_FINANCE));
	CHECK_TEXT("recorded", request(rig, NULL));
	CHECK_TEXT("{\"creditor_set\":103,\"set_by\":[3]}", paid_to(rig));
	CHECK_SPAN(content(rig, CONTENT("v2", ",\"paid_to\":{\"creditor_set\":103}")),
		json_get(rig->outcome.event, "content"));
	both.ref = SPAN("A");
	both.entitlement = SPAN("by-lifetime");
	both.amount_pence = 1000;
	both.on = rig_day(RIG_TODAY);
	rig_text(&both.payment_request.payee, "Flat pack Ltd");
	CHECK_TEXT("recorded", rig_decide(rig, &both));
	CHECK_TEXT("none", paid_to(rig));
	both.payee = SPAN("shop");
	both.key = rig_uuid(9);
	CHECK_TEXT("invalid /payee_code", rig_decide(rig, &both));
	slice_payee(&rig->slice, SPAN("shop"))->ended = true;
	CHECK_TEXT("invalid /payee_code", request(rig, "shop"));
	rig_free(rig);
}

/* Nobody approves or pays what goes where they said it goes. */
TEST(payee_set_by_oneself)
{
	struct rig *rig = begun();

	CHECK_TEXT("recorded", set(rig, COMMAND_PAYEE_CHANGE, RIG_FINANCE));
	CHECK_TEXT("recorded", request(rig, "shop"));
	CHECK_TEXT(
		"refused not-your-own", rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_FINANCE, 102));
	CHECK_TEXT("{\"payee_added\":50,\"creditor_set\":101,\"set_by\":[3]}", paid_to(rig));
	CHECK_TEXT("recorded", approve(rig, 102));
	CHECK_TEXT("{\"payee_added\":50,\"creditor_set\":101,\"set_by\":[3]}", paid_to(rig));
	CHECK_TEXT("refused not-your-own", rig_move(rig, COMMAND_PAYMENT_PAY, RIG_FINANCE, 102));
	rig_free(rig);
}

/* Before it is approved, and before it is paid; of a person whose first creditor-ref it is, too. */
TEST(payee_changed_since)
{
	struct rig *rig = begun();
	struct command text = rig_command(rig, COMMAND_PAYMENT_REQUEST, RIG_DEPUTY);

	CHECK_TEXT("recorded", request(rig, "shop"));
	CHECK_TEXT("recorded", request(rig, "shop"));
	CHECK_TEXT("recorded", request(rig, NULL));
	text.ref = SPAN("A");
	text.entitlement = SPAN("by-lifetime");
	text.amount_pence = 1000;
	text.on = rig_day(RIG_TODAY);
	rig_text(&text.payment_request.payee, "Flat pack Ltd");
	CHECK_TEXT("recorded", rig_decide(rig, &text));
	CHECK_TEXT("recorded", approve(rig, 101));
	CHECK_TEXT("recorded", set(rig, COMMAND_PAYEE_CHANGE, RIG_ADVISER));
	CHECK_TEXT("refused payee-changed", approve(rig, 102));
	CHECK_INT(106, rig_reason(rig, REASON_PAYEE_CHANGED)->creditor_set);
	CHECK_TEXT("{\"payee_added\":50,\"creditor_set\":50,\"set_by\":[1]}", paid_to(rig));
	CHECK_TEXT("refused payee-changed", rig_move(rig, COMMAND_PAYMENT_PAY, RIG_FINANCE, 101));
	CHECK_TEXT("recorded", set(rig, COMMAND_PERSON_CREDITOR, RIG_ADVISER));
	CHECK_TEXT("refused payee-changed", approve(rig, 103));
	CHECK_TEXT("none", paid_to(rig));
	CHECK_TEXT("recorded", approve(rig, 104));
	rig_check_books(rig);
	rig_free(rig);
}
