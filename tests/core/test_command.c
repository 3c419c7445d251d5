#include "core/command.h"
#include "core/sheet.h"

#include <string.h>

#include "tests/check.h"

enum { A = ROLE_ADVISER, M = ROLE_MANAGER, F = ROLE_FINANCE };

/* Written from the design's list of who does what, not from the sheets. */
static const struct {
	const char *word, *event;
	enum command_kind kind;
	unsigned roles;
} rows[] = {
	{"offer-publish", "offer-published", COMMAND_OFFER_PUBLISH, ROLE_ADMIN},
	{"rules-publish", "rules-published", COMMAND_RULES_PUBLISH, ROLE_ADMIN},
	{"staff-add", "staff-added", COMMAND_STAFF_ADD, ROLE_ADMIN},
	{"staff-renew", "staff-renewed", COMMAND_STAFF_RENEW, ROLE_ANY},
	{"staff-claim", "staff-claimed", COMMAND_STAFF_CLAIM, 0},
	{"staff-change", "staff-changed", COMMAND_STAFF_CHANGE, ROLE_ADMIN},
	{"staff-suspend", "staff-suspended", COMMAND_STAFF_SUSPEND, ROLE_ADMIN | M},
	{"staff-reinstate", "staff-reinstated", COMMAND_STAFF_REINSTATE, ROLE_ADMIN},
	{"staff-drop-credential", "staff-credential-dropped", COMMAND_STAFF_DROP_CREDENTIAL,
		ROLE_ADMIN},
	{"person-add", "person-added", COMMAND_PERSON_ADD, A | M},
	{"category-record", "category-recorded", COMMAND_CATEGORY_RECORD, A | M},
	{"fact-record", "fact-recorded", COMMAND_FACT_RECORD, A | M},
	{"fact-end", "fact-ended", COMMAND_FACT_END, A | M},
	{"payee-add", "payee-added", COMMAND_PAYEE_ADD, A | F},
	{"payee-change", "payee-changed", COMMAND_PAYEE_CHANGE, A | F},
	{"person-creditor", "person-creditor-set", COMMAND_PERSON_CREDITOR, A | F},
	{"award-make", "award-made", COMMAND_AWARD_MAKE, M | F},
	{"payment-request", "payment-requested", COMMAND_PAYMENT_REQUEST, A},
	{"payment-approve", "payment-approved", COMMAND_PAYMENT_APPROVE, M | F},
	{"payment-defer", "payment-deferred", COMMAND_PAYMENT_DEFER, M | F},
	{"payment-decline", "payment-declined", COMMAND_PAYMENT_DECLINE, M | F},
	{"payment-withdraw", "payment-withdrawn", COMMAND_PAYMENT_WITHDRAW, A},
	{"payment-pay", "payment-paid", COMMAND_PAYMENT_PAY, F},
	{"fund-credit", "fund-credited", COMMAND_FUND_CREDIT, F},
	{"fund-debit", "fund-debited", COMMAND_FUND_DEBIT, F},
	{"fund-move", "fund-moved", COMMAND_FUND_MOVE, F},
	{"entitlements", "", COMMAND_ENTITLEMENTS, ROLE_ANY & ~ROLE_ADMIN},
};

TEST(command_kinds)
{
	CHECK_INT(COMMANDS, ARRAY_LEN(rows));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].word);
		CHECK_TEXT(rows[i].word, sheet_of(rows[i].kind)->word);
		CHECK_TEXT(rows[i].event, sheet_of(rows[i].kind)->event);
		CHECK_INT(rows[i].roles, sheet_of(rows[i].kind)->roles);
	}
}

/* Against openssl dgst -mac HMAC. */
TEST(command_text_commits)
{
	uint8_t salt[COMMAND_SALT_BYTES];
	struct command_text text = {.text = SPAN_NONE};

	memset(salt, 0x5a, sizeof(salt));
	hash_begin();
	command_text_set(&text, SPAN("agreed"), salt);
	hash_end();
	CHECK_SPAN("agreed", text.text);
	CHECK_INT(0, memcmp(salt, text.salt, sizeof(salt)));
	CHECK_HEX("e5bfb213a1ec74fea555cebc35e1aa77e27a79069f38067e3f19ce71865126c6",
		text.mac.bytes, DIGEST_BYTES);
}

TEST(command_today_is_london)
{
	static const struct {
		int64_t at_s;
		int year, month, day;
	} instants[] = {
		{INT64_C(1561935599), 2019, 6, 30}, /* 2019-06-30T22:59:59Z */
		{INT64_C(1561935600), 2019, 7, 1},
		{INT64_C(1546300799), 2018, 12, 31}, /* 2018-12-31T23:59:59Z */
		{INT64_C(1546300800), 2019, 1, 1},
	};

	for (size_t i = 0; i < ARRAY_LEN(instants); i++) {
		struct command command = {.at_us = instants[i].at_s * 1000000 + 999999};
		struct date day = date_of(instants[i].year, instants[i].month, instants[i].day);

		check_row("%zu", i);
		CHECK_INT(day.day, command_today(&command).day);
	}
}
