/* A request that takes the place of a payment which ended without money reaching anybody. */
#include "tests/check.h"
#include "tests/core/slice_rig.h"

static const char *request(struct rig *rig, const char *ref, int64_t replaces)
{
	struct command command = rig_command(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);

	command.ref = span_of(ref);
	command.entitlement = SPAN("by-lifetime");
	command.amount_pence = 600;
	command.on = rig_day(RIG_TODAY);
	command.payment_request.has_replaces = replaces != 0;
	command.payment_request.replaces = replaces;
	return rig_decide(rig, &command);
}

TEST(payment_replaces)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	rig_person(rig, "B", "1999-07-01", CATEGORY_RELEVANT);
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 10000));
	CHECK_TEXT("recorded", request(rig, "A", 0));
	CHECK_SPAN(NULL, json_get(rig->outcome.event, "replaces"));
	CHECK_TEXT("refused wrong-state", request(rig, "A", 101));
	CHECK_SPAN("requested", rig_reason(rig, REASON_WRONG_STATE)->state);
	CHECK_SPAN("101", json_get(rig->outcome.event, "replaces"));
	CHECK_SPAN("requested", json_get(rig->outcome.event, "replaces_state"));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_DECLINE, RIG_MANAGER, 101));
	CHECK_TEXT("not found payment", request(rig, "A", 99));
	CHECK_TEXT("invalid /replaces", request(rig, "B", 101));
	CHECK_TEXT("recorded", request(rig, "A", 101));
	CHECK_SPAN("101", json_get(rig->outcome.event, "replaces"));
	CHECK_SPAN("declined", json_get(rig->outcome.event, "replaces_state"));
	CHECK_INT(101, slice_payment(&rig->slice, rig_last(rig))->replaces);
	rig_free(rig);
}

/* Money that has gone is not asked for again, nor what waits or was agreed to. */
TEST(payment_replaces_by_state)
{
	static const struct {
		enum command_kind kind;
		int32_t staff;
		const char *want;
	} rows[] = {
		{COMMAND_PAYMENT_DEFER, RIG_MANAGER, "refused wrong-state"},
		{COMMAND_PAYMENT_APPROVE, RIG_MANAGER, "refused wrong-state"},
		{COMMAND_PAYMENT_PAY, RIG_FINANCE, "refused wrong-state"},
		{COMMAND_PAYMENT_WITHDRAW, RIG_ADVISER, "recorded"},
	};
	struct rig *rig = rig_new();

	rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 10000));
	CHECK_TEXT("recorded", request(rig, "A", 0));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t of = 101;

		check_row("%zu", i);
		if (rows[i].kind == COMMAND_PAYMENT_WITHDRAW) {
			CHECK_TEXT("recorded", request(rig, "A", 0));
			of = rig_last(rig);
		}
		CHECK_TEXT("recorded", rig_move(rig, rows[i].kind, rows[i].staff, of));
		CHECK_TEXT(rows[i].want, request(rig, "A", of));
	}
	rig_free(rig);
}
