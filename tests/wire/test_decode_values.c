/* What a decoded command holds, and the values of path and query. */
#include <string.h>

#include "base/arena.h"
#include "tests/check.h"
#include "tests/wire/told.h"

enum { ARENA_BYTES = 64 << 20 };

static struct arena *arena;

static void begin(void)
{
	hash_begin();
	arena = arena_new(ARENA_BYTES);
}

static struct command sound(enum command_kind kind, const char *body)
{
	struct command command = {.kind = COMMANDS};

	CHECK_TEXT(NULL, told_decode(arena, kind, told_input(kind, body), &command));
	return command;
}

static void check_date(const char *want, struct date date)
{
	char text[DATE_TEXT + 1];

	date_format(date, text);
	CHECK_TEXT(want, text);
}

/* That salt and HMAC belong to the text. */
static void check_sealed(const char *want, const struct command_text *text)
{
	CHECK_SPAN(want, text->text);
	struct span salt = {(const char *)text->salt, COMMAND_SALT_BYTES};
	struct digest mac = hash_hmac(salt, text->text);
	CHECK(hash_eq(&mac, &text->mac));
}

TEST(decode_gives_person)
{
	begin();
	struct command command = sound(COMMAND_PERSON_ADD,
		"{\"ref\":\"CL-1\",\"born\":\"2001-02-28\",\"category\":\"qualifying\","
		"\"since\":\"2017-05-03\",\"name\":\"Zo\\u00eb\"}");
	CHECK_SPAN("CL-1", command.ref);
	check_date("2001-02-28", command.person_add.born);
	CHECK_INT(CATEGORY_QUALIFYING, command.person_add.category);
	CHECK(command.person_add.has_since);
	check_date("2017-05-03", command.person_add.since);
	CHECK_SPAN("Zo\xc3\xab", command.person_add.name);
	command = sound(COMMAND_PERSON_ADD,
		"{\"ref\":\"a\",\"born\":\"2001-02-28\",\"category\":\"eligible\"}");
	CHECK(!command.person_add.has_since);
	CHECK_SPAN(NULL, command.person_add.name);
	arena_free(arena);
}

TEST(decode_draws_chance_each_time)
{
	static const char body[] =
		"{\"ref\":\"a\",\"born\":\"2001-02-28\",\"category\":\"eligible\"}";

	begin();
	struct command one = sound(COMMAND_PERSON_ADD, body);
	struct command two = sound(COMMAND_PERSON_ADD, body);
	CHECK(memcmp(one.nonce, two.nonce, sizeof(one.nonce)) != 0);
	CHECK(memcmp(one.further, two.further, sizeof(one.further)) != 0);
	CHECK(memcmp(one.further, one.nonce, sizeof(one.nonce)) != 0);
	CHECK(!uuid_eq(one.person_add.person, two.person_add.person));
	CHECK(memcmp(one.person_add.key.bytes, two.person_add.key.bytes, SEAL_KEY_BYTES) != 0);
	/* RFC 9562: version 4, variant 10. */
	CHECK_INT(4, one.person_add.person.bytes[6] >> 4);
	CHECK_INT(2, one.person_add.person.bytes[8] >> 6);
	CHECK_INT(4, two.person_add.person.bytes[6] >> 4);
	CHECK_INT(2, two.person_add.person.bytes[8] >> 6);
	arena_free(arena);
}

TEST(decode_gives_fact)
{
	begin();
	struct command command = sound(COMMAND_FACT_RECORD,
		"{\"fact\":\"pathway-plan:gym\",\"from\":\"2019-07-01\",\"until\":"
		"\"2019-09-30\",\"value\":\"B1\",\"evidence\":\"letter\"}");
	CHECK_SPAN("CL-1", command.ref);
	CHECK_SPAN("pathway-plan:gym", command.fact_record.fact);
	CHECK(command.fact_record.has_until);
	check_date("2019-07-01", command.fact_record.from);
	check_date("2019-09-30", command.fact_record.until);
	check_sealed("B1", &command.fact_record.value);
	check_sealed("letter", &command.fact_record.evidence);
	CHECK(memcmp(command.fact_record.value.salt, command.fact_record.evidence.salt,
		      COMMAND_SALT_BYTES) != 0);
	command = sound(COMMAND_FACT_END, "{\"on\":\"2019-08-01\"}");
	CHECK_SPAN("CL-1", command.ref);
	CHECK_SPAN("theory-passed", command.fact_end.code);
	check_date("2019-08-01", command.fact_end.on);
	arena_free(arena);
}

TEST(decode_gives_payment)
{
	begin();
	struct command command = sound(COMMAND_PAYMENT_REQUEST,
		"{\"payee\":\"Argos\",\"on\":\"2019-07-02\",\"amount_pence\":125000,"
		"\"entitlement\":\"setting-up-home\",\"ref\":\"CL-2\"}");
	CHECK_SPAN("CL-2", command.ref);
	CHECK_SPAN("setting-up-home", command.entitlement);
	CHECK_INT(125000, command.amount_pence);
	check_date("2019-07-02", command.on);
	check_sealed("Argos", &command.payment_request.payee);
	command = sound(COMMAND_PAYMENT_REQUEST,
		"{\"amount_pence\":1,\"entitlement\":\"gym\",\"ref\":\"CL-2\"}");
	check_date("2019-04-01", command.on);
	CHECK_SPAN(NULL, command.payment_request.payee.text);
	CHECK_INT(341, sound(COMMAND_PAYMENT_APPROVE, "").payment_id);
	CHECK_INT(341, sound(COMMAND_PAYMENT_PAY, "{}").payment_id);
	command = sound(COMMAND_PAYMENT_DECLINE, "{\"reason\":\"Twice\"}");
	CHECK_INT(341, command.payment_id);
	check_sealed("Twice", &command.payment_decline.reason);
	arena_free(arena);
}

TEST(decode_gives_money)
{
	begin();
	struct command command = sound(COMMAND_FUND_CREDIT,
		"{\"amount_pence\":4000000,\"year\":\"2019-20\",\"reason\":\"Grant\"}");
	CHECK_SPAN("leaving-care", command.fund_credit.code);
	CHECK_SPAN("2019-20", command.fund_credit.year);
	CHECK_INT(4000000, command.fund_credit.amount_pence);
	check_sealed("Grant", &command.fund_credit.reason);
	command = sound(COMMAND_AWARD_MAKE,
		"{\"entitlement\":\"gym\",\"amount_pence\":500,\"reason\":\"Agreed\"}");
	CHECK_SPAN("CL-1", command.ref);
	CHECK_SPAN("gym", command.entitlement);
	CHECK_INT(500, command.amount_pence);
	check_date("2019-04-01", command.on);
	check_sealed("Agreed", &command.award_make.reason);
	arena_free(arena);
}

TEST(decode_gives_staff)
{
	begin();
	struct command command =
		sound(COMMAND_STAFF_ADD, "{\"name\":\"Asha\",\"roles\":[\"admin\",\"adviser\"]}");
	CHECK_SPAN("Asha", command.staff_add.name);
	CHECK_INT(ROLE_ADMIN | ROLE_ADVISER, command.staff_add.roles);
	command = sound(COMMAND_STAFF_RENEW, "");
	CHECK_INT(341, command.staff_renew.id);
	command = sound(COMMAND_STAFF_SUSPEND, "{\"reason\":\"Left\"}");
	CHECK_INT(341, command.staff_suspend.id);
	check_sealed("Left", &command.staff_suspend.reason);
	command = sound(COMMAND_STAFF_CLAIM, "{\"code\":\"derby-7-4J8ZQ-0K3MN-T5WX9-2B6CE\"}");
	CHECK_SPAN("derby", command.staff_claim.code.authority);
	CHECK_INT(7, command.staff_claim.code.staff_id);
	CHECK_INT(0,
		memcmp("4J8ZQ0K3MNT5WX92B6CE", command.staff_claim.code.secret, INVITATION_SECRET));
	command = sound(COMMAND_CATEGORY_RECORD,
		"{\"category\":\"relevant\",\"from\":\"2017-05-03\",\"reason\":\"Left care\"}");
	CHECK_INT(CATEGORY_RELEVANT, command.category_record.category);
	check_date("2017-05-03", command.category_record.from);
	check_sealed("Left care", &command.category_record.reason);
	arena_free(arena);
}

static struct span repeated(const char *text, size_t times)
{
	struct buf out = buf_in(arena);

	for (size_t i = 0; i < times; i++)
		buf_text(&out, text);
	return buf_done(&out);
}

TEST(decode_bounds_texts_in_bytes)
{
	static const struct {
		const char *unit;
		size_t times;
		bool sound;
	} rows[] = {
		{"a", COMMAND_TEXT_BYTES_MAX, true},
		{"a", COMMAND_TEXT_BYTES_MAX + 1, false},
		{"\xc3\xab", COMMAND_TEXT_BYTES_MAX / 2, true},
		{"\xc3\xab", COMMAND_TEXT_BYTES_MAX / 2 + 1, false},
	};

	begin();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct command command;
		const char *body = arena_printf(arena, "{\"reason\":\"%.*s\"}",
			SPAN_ARG(repeated(rows[i].unit, rows[i].times)));
		check_row("%zu", i);
		CHECK_TEXT(rows[i].sound ? NULL
					 : "422 invalid /reason: reason is longer than 2000 bytes.",
			told_decode(arena, COMMAND_PAYMENT_DECLINE,
				told_input(COMMAND_PAYMENT_DECLINE, body), &command));
	}
	arena_free(arena);
}

TEST(decode_parameters)
{
	static const struct {
		struct wire_input input;
		enum command_kind kind;
		const char *told;
	} rows[] = {
		{{.ref = SPAN_INIT("CL-1")}, COMMAND_ENTITLEMENTS, NULL},
		{{.ref = SPAN_INIT("CL-1"), .on = SPAN_INIT("2019-07-01")}, COMMAND_ENTITLEMENTS,
			NULL},
		{{.ref = SPAN_INIT("CL-1"), .on = SPAN_INIT("2019-02-29")}, COMMAND_ENTITLEMENTS,
			"422 invalid on: on is \"2019-02-29\", which is not a day of the "
			"calendar."},
		{{.ref = SPAN_INIT("CL-1"), .on = SPAN_INIT("")}, COMMAND_ENTITLEMENTS,
			"422 invalid on: on is empty."},
		{{.ref = SPAN_INIT("")}, COMMAND_ENTITLEMENTS, "422 invalid ref: ref is empty."},
		{{.ref = SPAN_INIT("a/b")}, COMMAND_ENTITLEMENTS,
			"422 invalid ref: ref is \"a/b\", which is not a reference."},
		{{.ref = SPAN_INIT("a\0b")}, COMMAND_ENTITLEMENTS,
			"422 invalid ref: ref is \"a\", which is not a reference."},
		{{.ref = SPAN_INIT("\xff")}, COMMAND_ENTITLEMENTS,
			"422 invalid ref: ref is \"?\", which is not a reference."},
		{{.id = SPAN_INIT("P0")}, COMMAND_PAYMENT_APPROVE, NULL},
		{{.id = SPAN_INIT("P01")}, COMMAND_PAYMENT_APPROVE,
			"422 invalid id: id is \"P01\", which is not a payment."},
		{{.id = SPAN_INIT("341")}, COMMAND_PAYMENT_APPROVE,
			"422 invalid id: id is \"341\", which is not a payment."},
		{{.id = SPAN_INIT("P-1")}, COMMAND_PAYMENT_PAY,
			"422 invalid id: id is \"P-1\", which is not a payment."},
		{{.id = SPAN_INIT("p341")}, COMMAND_PAYMENT_PAY,
			"422 invalid id: id is \"p341\", which is not a payment."},
		{{.id = SPAN_INIT("P")}, COMMAND_PAYMENT_PAY,
			"422 invalid id: id is \"P\", which is not a payment."},
		{{.id = SPAN_INIT("P9999999999999999999")}, COMMAND_PAYMENT_PAY,
			"422 invalid id: id is \"P9999999999999999999\", which is not a payment."},
		{{.ref = SPAN_INIT("a"),
			 .code = SPAN_INIT("A"),
			 .body = SPAN_INIT("{\"on\":\"2019-07-01\"}")},
			COMMAND_FACT_END,
			"422 invalid code: code is \"A\", which is not a fact's code."},
		{{.ref = SPAN_INIT("a"),
			 .code = SPAN_INIT("pathway-plan:gym"),
			 .body = SPAN_INIT("{\"on\":\"2019-07-01\"}")},
			COMMAND_FACT_END, NULL},
		{{.code = SPAN_INIT("pathway-plan:gym"),
			 .body = SPAN_INIT("{\"amount_pence\":1,\"year\":\"2019-20\","
					   "\"reason\":\"r\"}")},
			COMMAND_FUND_CREDIT,
			"422 invalid code: code is \"pathway-plan:gym\", which is not a code."},
	};

	begin();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct command command;
		check_row("%zu", i);
		CHECK_TEXT(rows[i].told, told_decode(arena, rows[i].kind, rows[i].input, &command));
	}
	arena_free(arena);
}

TEST(decode_entitlements_on)
{
	struct command command;

	begin();
	struct wire_input input = {.ref = SPAN("CL-1"), .on = SPAN("2019-07-02")};
	CHECK_TEXT(NULL, told_decode(arena, COMMAND_ENTITLEMENTS, input, &command));
	check_date("2019-07-02", command.on);
	input.on = SPAN_NONE;
	CHECK_TEXT(NULL, told_decode(arena, COMMAND_ENTITLEMENTS, input, &command));
	check_date("2019-04-01", command.on);
	arena_free(arena);
}

TEST(decode_says_what_helps)
{
	struct command command = {.kind = COMMAND_PAYMENT_REQUEST, .at_us = TOLD_AT_US};
	struct wire_problem problem;

	begin();
	struct wire_input input = {.body = SPAN("{\"amount\":5}")};
	CHECK(!wire_decode(arena, &input, &command, &problem));
	CHECK_TEXT("The members are ref, entitlement, amount_pence, on, payee, "
		   "payee_code, replaces.",
		problem.remedy);
	command.kind = COMMAND_PAYMENT_PAY;
	input.id = SPAN("P1");
	CHECK(!wire_decode(arena, &input, &command, &problem));
	CHECK_TEXT("There are no members: send {}.", problem.remedy);
	arena_free(arena);
}
