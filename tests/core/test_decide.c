/* What is the same of every command: who may, keys, dry runs, the clock. */
#include "core/decide/decide.h"
#include "core/event.h"
#include "core/sheet.h"

#include <string.h>

#include "tests/check.h"
#include "tests/core/slice_rig.h"

static void ask_admin(struct command *command)
{
	if (command->kind == COMMAND_STAFF_ADD) {
		command->staff_add.roles = ROLE_ADVISER;
	} else if (command->kind == COMMAND_FUND_CREDIT) {
		command->fund_credit.code = SPAN("care");
		command->fund_credit.amount_pence = 100;
		command->fund_credit.year = SPAN("2019-20");
	} else if (command->kind == COMMAND_FUND_DEBIT) {
		command->fund_debit.code = SPAN("care");
		command->fund_debit.amount_pence = 100;
		command->fund_debit.year = SPAN("2019-20");
	} else if (command->kind == COMMAND_FUND_MOVE) {
		command->fund_move.code = SPAN("care");
		command->fund_move.to_fund = SPAN("duty");
		command->fund_move.amount_pence = 100;
		command->fund_move.year = SPAN("2019-20");
	}
}

static void ask_person(struct command *command)
{
	if (command->kind == COMMAND_PERSON_ADD) {
		command->ref = SPAN("NEW");
		command->person_add.person = rig_uuid(77);
		command->person_add.born = rig_day("1999-07-01");
		command->person_add.category = CATEGORY_RELEVANT;
	} else if (command->kind == COMMAND_CATEGORY_RECORD) {
		command->category_record.category = CATEGORY_RELEVANT;
		command->category_record.from = rig_day(RIG_TODAY);
	} else if (command->kind == COMMAND_FACT_RECORD) {
		command->fact_record.fact = SPAN("fact-a");
		command->fact_record.from = rig_day(RIG_TODAY);
	} else if (command->kind == COMMAND_FACT_END) {
		command->fact_end.code = SPAN("fact-a");
		command->fact_end.on = rig_day(RIG_TODAY);
	}
}

/* A command of each kind that would be recorded, on the rig of standing(). */
static struct command sound(struct rig *rig, enum command_kind kind, int32_t staff_id)
{
	struct command command = rig_command(rig, kind, staff_id);

	command.ref = SPAN("A");
	command.entitlement = SPAN("by-lifetime");
	command.amount_pence = 100;
	command.on = rig_day(RIG_TODAY);
	command.payment_id = kind == COMMAND_PAYMENT_PAY ? RIG_FIRST + 3 : RIG_FIRST + 1;
	command.fingerprint = hash_sha256(SPAN("certificate"));
	rig_ask_staff(&command);
	ask_admin(&command);
	ask_person(&command);
	if (kind == COMMAND_PAYMENT_WITHDRAW)
		rig_text(&command.payment_withdraw.reason, "agreed");
	rig_ask_payee(&command);
	if (kind == COMMAND_PAYMENT_DEFER)
		rig_text(&command.payment_defer.reason, "agreed");
	return command;
}

static void put_offer(struct rig *rig, struct command *command)
{
	struct offer *offer = ARENA_NEW(rig->arena, struct offer);

	*offer = *rig->versions[0];
	offer->digest = hash_sha256(SPAN("another text"));
	command->offer_publish.offer = offer;
	command->offer_publish.text = command->offer_publish.json = SPAN("another text");
}

/* A fund, a payment requested, and one approved. */
static struct rig *standing(void)
{
	struct rig *rig = rig_new();
	struct slice_person *person = rig_person(rig, "A", "1999-07-01", CATEGORY_RELEVANT);

	rig_facts(rig, person, "fact-a@2019-01-01");
	rig_invite(rig, RIG_ADVISER, 7, 'A', RIG_TODAY);
	rig_payee(rig, "shop", 50);
	rig_credential(rig, RIG_ADVISER, 7, false);
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 100000));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 100, RIG_TODAY));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-lifetime", 100, RIG_TODAY));
	CHECK_TEXT("recorded", rig_request(rig, "A", "by-year", 100, RIG_TODAY));
	CHECK_TEXT("recorded", rig_move(rig, COMMAND_PAYMENT_APPROVE, RIG_MANAGER, RIG_FIRST + 3));
	return rig;
}

static struct command ready(struct rig *rig, enum command_kind kind, int32_t staff_id)
{
	struct command command = sound(rig, kind, staff_id);

	if (kind == COMMAND_OFFER_PUBLISH)
		put_offer(rig, &command);
	if (kind == COMMAND_RULES_PUBLISH)
		command.rules_publish.rules = rig_rules_read(rig, RIG_RULES_TOP);
	return command;
}

static int32_t who_may(enum command_kind kind)
{
	unsigned roles = sheet_of(kind)->roles;

	return (roles & ROLE_ADVISER) != 0    ? RIG_ADVISER
		: (roles & ROLE_MANAGER) != 0 ? RIG_MANAGER
		: (roles & ROLE_FINANCE) != 0 ? RIG_FINANCE
					      : RIG_ADMIN;
}

/* Every kind by every staff member: those who may, and the others, who leave no trace. */
TEST(decide_roles)
{
	static const unsigned roles[RIG_STAFF_NEXT] = {0, ROLE_ADVISER, ROLE_MANAGER, ROLE_FINANCE,
		ROLE_AUDITOR, ROLE_ADMIN, ROLE_ADVISER | ROLE_MANAGER | ROLE_FINANCE, 0};

	for (unsigned k = 0; k < COMMANDS; k++) {
		enum command_kind kind = (enum command_kind)k;

		for (int32_t id = 0; id <= RIG_STAFF_NEXT; id++) {
			struct rig *rig = standing();
			struct command command = ready(rig, kind, id);
			bool may = kind == COMMAND_STAFF_CLAIM ||
				(id < RIG_STAFF_NEXT && (roles[id] & sheet_of(kind)->roles) != 0);
			const char *before = rig_dump(rig);
			const char *want = kind == COMMAND_ENTITLEMENTS ? "looked" : "recorded";

			check_row("%s by %d", sheet_of(kind)->word, id);
			CHECK_TEXT(may ? want : "not your role", rig_decide(rig, &command));
			CHECK(may || strcmp(before, rig_dump(rig)) == 0);
			rig_free(rig);
		}
	}
}

/* A dry run gives the event of the real one, and changes nothing at all. */
static void check_dry_run(struct rig *rig, struct command *command)
{
	const char *before = rig_dump(rig), *says;
	struct outcome dry;

	command->dry_run = true;
	says = rig_decide(rig, command);
	dry = rig->outcome;
	CHECK(!dry.recorded && !dry.replayed);
	CHECK_TEXT(before, rig_dump(rig));
	command->dry_run = false;
	CHECK_TEXT(says, rig_decide(rig, command));
	CHECK(rig->outcome.recorded && !rig->outcome.replayed);
	CHECK(dry.event.len > 0 && span_eq(dry.event, rig->outcome.event));
	rig_check_books(rig);
}

TEST(decide_dry_run_records_nothing)
{
	for (unsigned k = 0; k < COMMAND_ENTITLEMENTS; k++) {
		enum command_kind kind = (enum command_kind)k;
		struct rig *rig = standing();
		struct command command = ready(rig, kind, who_may(kind));

		check_row("%s", sheet_of(kind)->word);
		check_dry_run(rig, &command);
		rig_free(rig);
	}
}

TEST(decide_dry_run_of_a_refusal)
{
	struct rig *rig = standing();
	struct command request = sound(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);
	struct command award = sound(rig, COMMAND_AWARD_MAKE, RIG_MANAGER);
	struct command approve = sound(rig, COMMAND_PAYMENT_APPROVE, RIG_DEPUTY);

	request.amount_pence = 10001;
	award.entitlement = SPAN("refused-line");
	approve.payment_id = RIG_FIRST + 3;
	check_dry_run(rig, &request);
	CHECK_INT(OUTCOME_REFUSED, rig->outcome.kind);
	check_dry_run(rig, &award);
	CHECK_INT(OUTCOME_REFUSED, rig->outcome.kind);
	check_dry_run(rig, &approve);
	CHECK_INT(OUTCOME_REFUSED, rig->outcome.kind);
	rig_free(rig);
}

/* New and known caps, funds and payables alike. */
TEST(decide_dry_run_of_first_touches)
{
	struct rig *rig = standing();
	struct command award = sound(rig, COMMAND_AWARD_MAKE, RIG_MANAGER);
	struct command credit = sound(rig, COMMAND_FUND_CREDIT, RIG_FINANCE);

	award.entitlement = SPAN("award-year");
	check_dry_run(rig, &award);
	award = sound(rig, COMMAND_AWARD_MAKE, RIG_MANAGER);
	award.entitlement = SPAN("award-year");
	check_dry_run(rig, &award);
	credit.fund_credit.year = SPAN("2020-21");
	check_dry_run(rig, &credit);
	rig_free(rig);
}

/* A dry run has no key: neither is it answered from one, nor does it use one up. */
TEST(decide_dry_run_has_no_key)
{
	struct rig *rig = standing();
	struct command command = sound(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);

	CHECK_TEXT("recorded", rig_decide(rig, &command));
	command.dry_run = true;
	command.request = hash_sha256(SPAN("another request"));
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK(!rig->outcome.replayed);
	rig_free(rig);
}

TEST(decide_same_key_same_request)
{
	for (unsigned k = 0; k < COMMAND_ENTITLEMENTS; k++) {
		enum command_kind kind = (enum command_kind)k;
		struct rig *rig = standing();
		struct command command = ready(rig, kind, who_may(kind));
		const char *after;
		struct span bytes;

		check_row("%s", sheet_of(kind)->word);
		CHECK_TEXT("recorded", rig_decide(rig, &command));
		bytes = rig->outcome.event;
		after = rig_dump(rig);
		/* Later, and with other chance: the first answer all the same. */
		command.at_us += 1000000;
		command.nonce[0] ^= 1;
		CHECK_TEXT("recorded", rig_decide(rig, &command));
		CHECK(rig->outcome.recorded && rig->outcome.replayed);
		CHECK(span_eq(bytes, rig->outcome.event));
		CHECK_TEXT(after, rig_dump(rig));
		rig_free(rig);
	}
}

TEST(decide_same_key_of_a_refusal)
{
	struct rig *rig = standing();
	struct command command = sound(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);
	struct span bytes;

	command.entitlement = SPAN("award-year");
	CHECK_TEXT("refused award-needed", rig_decide(rig, &command));
	CHECK(rig->outcome.recorded && !rig->outcome.replayed);
	bytes = rig->outcome.event;
	/* What would be recorded now was refused then. */
	CHECK_TEXT("recorded", rig_award(rig, "A", "award-year", 100, RIG_TODAY));
	CHECK_TEXT("refused award-needed", rig_decide(rig, &command));
	CHECK(rig->outcome.recorded && rig->outcome.replayed);
	CHECK(span_eq(bytes, rig->outcome.event));
	rig_free(rig);
}

TEST(decide_same_key_other_request)
{
	struct rig *rig = standing();
	struct command command = sound(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);
	const char *after;

	CHECK_TEXT("recorded", rig_decide(rig, &command));
	after = rig_dump(rig);
	command.request.bytes[31] ^= 1;
	CHECK_TEXT("key reused", rig_decide(rig, &command));
	CHECK(!rig->outcome.recorded && rig->outcome.event.at == NULL);
	CHECK_TEXT(after, rig_dump(rig));
	/* The first still stands, and another's key of the same bytes is another key. */
	command.request.bytes[31] ^= 1;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK(rig->outcome.replayed);
	command.staff_id = RIG_DEPUTY;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK(!rig->outcome.replayed);
	rig_free(rig);
}

/* A key of the authority is known whoever sends it, and beside the same bytes as somebody's own. */
TEST(decide_key_of_the_authority)
{
	struct rig *rig = standing();
	struct command command = sound(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);

	slice_staff(&rig->slice, RIG_ADVISER)->name = SPAN("Asha");
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	command.key_is_authoritys = true;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK(!rig->outcome.replayed);
	CHECK_INT(0, rig->outcome.first_by);
	command.staff_id = RIG_DEPUTY;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK(rig->outcome.replayed);
	CHECK_INT(RIG_ADVISER, rig->outcome.first_by);
	CHECK_SPAN("Asha", rig->outcome.first_name);
	command.request.bytes[0] ^= 1;
	CHECK_TEXT("key reused", rig_decide(rig, &command));
	command.request.bytes[0] ^= 1;
	command.staff_id = RIG_FINANCE;
	CHECK_TEXT("not your role", rig_decide(rig, &command));
	command.staff_id = RIG_DEPUTY;
	command.key_is_authoritys = false;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK(!rig->outcome.replayed);
	rig_free(rig);
}

/* Asked about its key, a dry run tells what became of it, and uses up none. */
TEST(decide_dry_run_asks_about_a_key)
{
	struct rig *rig = standing();
	struct command command = sound(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);

	command.dry_run = true;
	command.asks_key = true;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK(!rig->outcome.recorded && !rig->outcome.replayed);
	command.dry_run = false;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK(rig->outcome.recorded && !rig->outcome.replayed);
	command.dry_run = true;
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK(rig->outcome.recorded && rig->outcome.replayed);
	command.request.bytes[0] ^= 1;
	CHECK_TEXT("key reused", rig_decide(rig, &command));
	rig_free(rig);
}

/* Whoever has lost the role since gets no old answer either. */
TEST(decide_role_before_key)
{
	struct rig *rig = standing();
	struct command command = sound(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);

	CHECK_TEXT("recorded", rig_decide(rig, &command));
	slice_staff(&rig->slice, RIG_ADVISER)->active = false;
	CHECK_TEXT("not your role", rig_decide(rig, &command));
	slice_staff(&rig->slice, RIG_ADVISER)->active = true;
	slice_staff(&rig->slice, RIG_ADVISER)->roles = ROLE_AUDITOR;
	CHECK_TEXT("not your role", rig_decide(rig, &command));
	rig_free(rig);
}

/* What makes no event uses up no key: the same key serves when the fault is mended. */
TEST(decide_no_event_no_key)
{
	struct rig *rig = standing();
	struct command command = sound(rig, COMMAND_PAYMENT_REQUEST, RIG_ADVISER);
	const char *before = rig_dump(rig);

	command.ref = SPAN("nobody");
	CHECK_TEXT("not found person", rig_decide(rig, &command));
	CHECK(!rig->outcome.recorded && rig->outcome.event.at == NULL);
	CHECK_TEXT(before, rig_dump(rig));
	command.ref = SPAN("A");
	command.request = hash_sha256(SPAN("another request"));
	CHECK_TEXT("recorded", rig_decide(rig, &command));
	CHECK(!rig->outcome.replayed);
	rig_free(rig);
}

static int64_t at_of(struct rig *rig, int64_t at_us)
{
	int64_t event_at_us = -1;

	rig->at_us = at_us;
	CHECK_TEXT("recorded", rig_credit(rig, "care", "2019-20", 1));
	CHECK(json_get_int(rig->outcome.event, "at", &event_at_us));
	CHECK_INT(event_at_us, rig->slice.events.at[rig->slice.events.len - 1].at_us);
	CHECK_INT(event_at_us, rig->slice.last_at_us);
	return event_at_us;
}

TEST(decide_clock_never_goes_back)
{
	struct rig *rig = rig_new();

	CHECK_INT(RIG_NOON_US, at_of(rig, RIG_NOON_US));
	CHECK_INT(RIG_NOON_US + 1, at_of(rig, RIG_NOON_US + 1));
	CHECK_INT(RIG_NOON_US + 1, at_of(rig, RIG_NOON_US));
	CHECK_INT(RIG_NOON_US + 1, at_of(rig, RIG_NOON_US - INT64_C(86400) * 1000000));
	CHECK_SPAN("2019-07-01", json_get(rig->outcome.event, "day"));
	CHECK_INT(RIG_NOON_US + 1, at_of(rig, RIG_NOON_US + 1));
	CHECK_INT(RIG_NOON_US + 2, at_of(rig, RIG_NOON_US + 2));
	rig_free(rig);
}

/* Whoever reads the log sees when somebody truly asked. */
TEST(decide_says_when_the_log_is_ahead)
{
	struct rig *rig = rig_new();
	const int64_t end_us = RIG_NOON_US + INT64_C(86400) * 1000000;
	int64_t asked_us;

	CHECK_INT(end_us, at_of(rig, end_us));
	CHECK_INT(end_us, at_of(rig, end_us - EVENT_ASKED_SLACK_US));
	CHECK(!json_get_int(rig->outcome.event, "asked_at", &asked_us));
	CHECK_INT(end_us, at_of(rig, end_us - EVENT_ASKED_SLACK_US - 1));
	CHECK(json_get_int(rig->outcome.event, "asked_at", &asked_us));
	CHECK_INT(end_us - EVENT_ASKED_SLACK_US - 1, asked_us);
	CHECK_INT(end_us, at_of(rig, RIG_NOON_US));
	CHECK_SPAN("2019-07-02", json_get(rig->outcome.event, "day"));
	CHECK(json_get_int(rig->outcome.event, "asked_at", &asked_us));
	CHECK_INT(RIG_NOON_US, asked_us);
	rig_free(rig);
}

/* Answers without an event say why. */
TEST(decide_says_why)
{
	struct rig *rig = standing();
	struct command command = sound(rig, COMMAND_PERSON_ADD, RIG_ADVISER);

	command.ref = SPAN("A");
	CHECK_TEXT("exists", rig_decide(rig, &command));
	CHECK_TEXT("a person with this ref is there already", rig->outcome.says);
	command.ref = SPAN("B");
	command.person_add.born = rig_day("2019-07-02");
	CHECK_TEXT("invalid /born", rig_decide(rig, &command));
	CHECK_TEXT("the birth date lies in the future", rig->outcome.says);
	command.person_add.born = rig_day("2018-07-02");
	command.at_us += INT64_C(121) * 366 * 86400 * 1000000;
	CHECK_TEXT("invalid /born", rig_decide(rig, &command));
	CHECK_TEXT("the birth date is more than 120 years ago", rig->outcome.says);
	rig_free(rig);
}

/* Keys and transfers are listed with the event that made them. */
TEST(decide_rows_name_their_event)
{
	static const int64_t events[] = {RIG_FIRST, RIG_FIRST + 1, RIG_FIRST + 1, RIG_FIRST + 2,
		RIG_FIRST + 3, RIG_FIRST + 3, RIG_FIRST + 4};
	struct rig *rig = standing();
	const struct slice *slice = &rig->slice;

	CHECK_INT(5, slice->new_keys.len);
	for (size_t i = 0; i < slice->new_keys.len; i++) {
		CHECK_INT(RIG_FIRST + (int64_t)i, slice->new_keys.at[i]->event);
		CHECK(slice->new_keys.at[i]->is_new);
		CHECK(span_eq(slice->events.at[i].bytes, slice->new_keys.at[i]->bytes));
	}
	CHECK_INT(ARRAY_LEN(events), slice->transfers.len);
	for (size_t i = 0; i < slice->transfers.len && i < ARRAY_LEN(events); i++)
		CHECK_INT(events[i], slice->transfers.at[i].event);
	rig_free(rig);
}

/* The row of an event says what its bytes say. */
TEST(decide_event_row)
{
	struct rig *rig = standing();
	const struct slice_event *event;

	CHECK_TEXT("refused cap-exceeded", rig_request(rig, "A", "by-lifetime", 9901, RIG_TODAY));
	event = &rig->slice.events.at[rig->slice.events.len - 1];
	CHECK_INT(RIG_FIRST + 5, event->number);
	CHECK_TEXT("refused", event->kind);
	CHECK_INT(RIG_ADVISER, event->staff_id);
	CHECK(span_eq(event->bytes, rig->outcome.event));
	CHECK_INT(0, memcmp(hash_leaf(event->bytes).bytes, event->leaf.bytes, DIGEST_BYTES));
	CHECK_INT(RIG_FIRST + 6, rig->slice.size);
	CHECK_TEXT("payment-approved", rig->slice.events.at[4].kind);
	CHECK_INT(RIG_MANAGER, rig->slice.events.at[4].staff_id);
	rig_free(rig);
}

/* A refusal's row names each of its rules. */
TEST(decide_refusal_row)
{
	struct rig *rig = standing();
	const struct slice_refusal *refusal;

	CHECK_TEXT("refused too-far-ahead missing-fact",
		rig_request(rig, "A", "need-plan", 42, "2019-08-02"));
	if (!CHECK_INT(1, rig->slice.refusals.len))
		return;
	refusal = &rig->slice.refusals.at[0];
	CHECK_INT(RIG_FIRST + 5, refusal->event);
	CHECK(refusal->person == slice_person(&rig->slice, SPAN("A")));
	CHECK_INT(0, refusal->payment_id);
	CHECK_SPAN("need-plan", refusal->entitlement);
	CHECK_INT(42, refusal->amount_pence);
	for (unsigned code = 0; code < REASON_CODES; code++)
		CHECK_INT(code == REASON_TOO_FAR_AHEAD || code == REASON_MISSING_FACT,
			refusal->reasons[code]);
	rig_free(rig);
}
