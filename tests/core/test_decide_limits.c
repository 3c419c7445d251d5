/* Sums that nobody could count are refused where they would enter, and what contradicts itself is
 * answered and stops nobody. */
#include "core/ledger.h"
#include "core/money.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

/* Each sum there is, to the penny: of the cap, the fund, and the accounts that everybody shares. */
TEST(sums_that_cannot_be_counted)
{
	static const struct {
		const char *account; /* NULL: the cap */
		bool debited;
	} rows[] = {{NULL, false}, {"offer:by-lifetime", true}, {"grantor", true},
		{"fund:care:2019-20", false}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rig *rig = rig_new();
		struct account *account;
		bool award = i < 2;

		check_row("%zu", i);
		rig_person(rig, "A", "2000-01-01", CATEGORY_RELEVANT);
		CHECK_TEXT("recorded", rig_award(rig, "A", "by-lifetime", 1, RIG_TODAY));
		CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 1));
		account = slice_account(&rig->slice,
			rows[i].account != NULL
				? span_of(rows[i].account)
				: account_code(rig->arena,
					  &(struct account_name){ACCOUNT_CAP, rig_uuid(1),
						  SPAN("by-lifetime"), SPAN("lifetime")}));
		*(rows[i].debited ? &account->debited : &account->credited) =
			MONEY_BALANCE_MAX_PENCE - 5;
		CHECK_TEXT("invalid /amount_pence",
			award ? rig_award(rig, "A", "by-lifetime", 6, RIG_TODAY)
			      : rig_credit(rig, "care", "2019-20", 6));
		CHECK_TEXT("recorded",
			award ? rig_award(rig, "A", "by-lifetime", 5, RIG_TODAY)
			      : rig_credit(rig, "care", "2019-20", 5));
		rig_free(rig);
	}
}

static struct rig *with_approved(struct slice_payment **ret_payment)
{
	struct rig *rig = rig_new();

	rig_person(rig, "A", "2000-01-01", CATEGORY_RELEVANT);
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 5000));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 100, RIG_TODAY));
	*ret_payment = slice_payment(&rig->slice, rig_last(rig));
	CHECK_TEXT("recorded",
		rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, (*ret_payment)->id));
	return rig;
}

/* Rows that contradict each other: no event, nothing changes, and the log is told. */
TEST(rows_that_contradict_each_other)
{
	struct slice_payment *payment = NULL;
	struct rig *rig = with_approved(&payment);
	const char *before;

	payment->cap->reserved = 99;
	before = rig_dump(rig);
	CHECK_TEXT("not decided", rig_move(rig, COMMAND_PAYMENT_PAY, RIG_FINANCE, payment->id));
	CHECK_INT(OUTCOME_BUG, rig->outcome.kind);
	CHECK(rig->outcome.says != NULL);
	CHECK_TEXT(before, rig_dump(rig));
	payment->cap->reserved = 100;
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_PAY, RIG_FINANCE, payment->id));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 100, RIG_TODAY));
	payment = slice_payment(&rig->slice, rig_last(rig));
	payment->offer_version = 7;
	CHECK_TEXT("not decided", rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, payment->id));
	CHECK_INT(OUTCOME_BUG, rig->outcome.kind);
	CHECK(rig->outcome.says != NULL);
	rig_free(rig);
}

/* What is decided by the offer is decided by the one that its accounts were looked for by. */
TEST(offer_that_was_not_loaded_for)
{
	struct rig *rig = rig_new();
	struct command request;
	struct outcome outcome;

	rig_person(rig, "A", "2000-01-01", CATEGORY_RELEVANT);
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 5000));
	request = rig_command(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);
	request.ref = SPAN("A");
	request.entitlement = SPAN("by-lifetime");
	request.amount_pence = 100;
	request.on = rig_day(RIG_TODAY);
	rig->slice.offers_loaded = NULL;
	decide(&rig->slice, &request, &outcome);
	CHECK_INT(OUTCOME_BUSY, outcome.kind);
	rig->slice.offers_loaded = rig->slice.offers;
	decide(&rig->slice, &request, &outcome);
	CHECK_INT(OUTCOME_RECORDED, outcome.kind);
	CHECK(json_get(outcome.event, "fund").at != NULL);
	/* What was answered is answered so whatever has been published. */
	rig->slice.offers_loaded = NULL;
	decide(&rig->slice, &request, &outcome);
	CHECK_INT(OUTCOME_RECORDED, outcome.kind);
	CHECK(outcome.replayed);
	rig_free(rig);
}
