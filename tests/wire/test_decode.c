#include "tests/check.h"
#include "tests/wire/told.h"

#define REQUEST(members)                                                                           \
	"{\"ref\":\"CL-1\",\"entitlement\":\"gym\",\"amount_pence\":1500" members "}"
#define AMOUNT(amount) "{\"ref\":\"CL-1\",\"entitlement\":\"gym\",\"amount_pence\":" amount "}"
#define REF(ref)       "{\"ref\":" ref ",\"entitlement\":\"gym\",\"amount_pence\":1}"
#define CODE(code)     "{\"ref\":\"a\",\"entitlement\":" code ",\"amount_pence\":1}"
#define TEN            "0123456789"
#define FIFTY          TEN TEN TEN TEN TEN
#define FACT(fact)     "{\"fact\":\"" fact "\",\"from\":\"2019-07-01\",\"evidence\":\"e\"}"
#define ON(on)         REQUEST(",\"on\":" on)
#define YEAR(year)     "{\"amount_pence\":1,\"year\":" year ",\"reason\":\"r\"}"
#define UNTIL(more)    "{\"fact\":\"a\",\"from\":\"2019-07-01\",\"evidence\":\"e\"" more "}"

static const struct told document[] = {
	{COMMAND_PAYMENT_REQUEST, REQUEST(""), NULL},
	{COMMAND_PAYMENT_REQUEST, " \n" REQUEST("") "\r\n ", NULL},
	{COMMAND_PAYMENT_REQUEST, "", "400 malformed -: The body is empty."},
	{COMMAND_PAYMENT_REQUEST, " \n", "400 malformed -: The body is empty."},
	{COMMAND_PAYMENT_REQUEST, "{",
		"400 malformed -: The body is not JSON: line 1, column 1: string or '}' "
		"expected near end of file."},
	{COMMAND_PAYMENT_REQUEST, "{\"ref\":\"CL-1\",\n \"on\":",
		"400 malformed -: The body is not JSON: line 2, column 6: unexpected token "
		"near end of file."},
	{COMMAND_PAYMENT_REQUEST, "{\"ref\":\"CL-1",
		"400 malformed -: The body is not JSON: line 1, column 12: premature end "
		"of input near '\"CL-1'."},
	{COMMAND_PAYMENT_REQUEST, REQUEST("") "x",
		"400 malformed -: The body is not JSON: line 1, column 55: end of file "
		"expected near 'x'."},
	{COMMAND_PAYMENT_REQUEST, REQUEST("") "{}",
		"400 malformed -: The body is not JSON: line 1, column 55: end of file "
		"expected near '{'."},
	{COMMAND_PAYMENT_REQUEST, "{'ref':1}",
		"400 malformed -: The body is not JSON: line 1, column 2: string or '}' "
		"expected near '''."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"on\":NaN"),
		"400 malformed -: The body is not JSON: line 1, column 62: invalid token "
		"near 'NaN'."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(","),
		"400 malformed -: The body is not JSON: line 1, column 55: string or '}' "
		"expected near '}'."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("01"),
		"400 malformed -: The body is not JSON: line 1, column 50: invalid token "
		"near '0'."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("+1"),
		"400 malformed -: The body is not JSON: line 1, column 50: invalid token "
		"near '+'."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("\xc2\xa3"),
		"400 malformed -: The body is not JSON: line 1, column 50: invalid token "
		"near '\xc2\xa3'."},
	{COMMAND_PAYMENT_REQUEST, "\xef\xbb\xbf{}",
		"400 malformed -: The body is not JSON: line 1, column 1: invalid token "
		"near '\xef\xbb\xbf'."},
	{COMMAND_PAYMENT_REQUEST, "[]",
		"422 invalid -: The body must be one JSON object, not a list."},
	{COMMAND_PAYMENT_REQUEST, "\"ref\"",
		"422 invalid -: The body must be one JSON object, not a text."},
	{COMMAND_PAYMENT_REQUEST, "null",
		"422 invalid -: The body must be one JSON object, not null."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"amount_pence\":1500"),
		"400 malformed /amount_pence: A member stands twice: line 1, column 68."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"r\\u0065f\":\"x\""),
		"400 malformed /r\\u0065f: A member stands twice: line 1, column 64."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"payee\":{\"a\":1,\"a\":2}"),
		"400 malformed /payee/a: A member stands twice: line 1, column 72."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"payee\":\"\xff\""),
		"400 malformed -: The body is not UTF-8: line 1, column 63."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"payee\":\"\xed\xa0\x80\""),
		"400 malformed -: The body is not UTF-8: line 1, column 63."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"payee\":\"\\ud800\""),
		"400 malformed -: The body is not JSON: line 1, column 70: invalid Unicode "
		"'\\uD800' near '\"\\ud800\"'."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"payee\":\"a\tb\""),
		"400 malformed -: The body is not JSON: line 1, column 64: control "
		"character 0x9 near '\"a'."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"payee\":\"\\u0000\""),
		"422 invalid /payee: A text holds the character U+0000: line 1, column "
		"70."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"a\\u0000b\":1"),
		"400 malformed -: The body is not JSON: line 1, column 64: NUL byte in "
		"object key not supported near '\"a\\u0000b\"'."},
	{COMMAND_PAYMENT_REQUEST, "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
		"422 invalid -: The body must be one JSON object, not a list."},
	{COMMAND_PAYMENT_REQUEST, "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]",
		"400 malformed -: The body is nested more than 16 levels deep."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"payee\":\"[[[[[[[[[[[[[[[[[[[[\""), NULL},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"payee\":\"\\\"[[[[[[[[[[[[[[[[[[[[\""), NULL},
	{COMMAND_PAYMENT_REQUEST, "{\"a\":[[[[[[[[[[[[[[[[",
		"400 malformed -: The body is nested more than 16 levels deep."},
};

TEST(decode_document)
{
	told_run(document, ARRAY_LEN(document));
}

static const struct told members[] = {
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"on\":null,\"payee\":null"), NULL},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"note\":1"),
		"422 invalid /note: note is not a member of this request."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"On\":\"2019-07-01\""),
		"422 invalid /On: On is not a member of this request."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"a/b~c\":1"),
		"422 invalid /a~1b~0c: a/b~c is not a member of this request."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"" FIFTY FIFTY FIFTY "\":1"),
		"422 invalid "
		"/0123456789012345678901234567890123456789012345678901234567890123456789012"
		"3456789...: "
		"01234567890123456789012345678901234567890123456789012345678901234567890123"
		"456789... is not a member of this request."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"key\":\"x\""),
		"422 invalid /key: key is not a member of this request."},
	{COMMAND_PAYMENT_REQUEST, "{}", "422 invalid /ref: ref is missing."},
	{COMMAND_PAYMENT_REQUEST, "{\"ref\":\"a\",\"entitlement\":\"gym\"}",
		"422 invalid /amount_pence: amount_pence is missing."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("null"),
		"422 invalid /amount_pence: amount_pence must be a whole number of pence, "
		"not null."},
	{COMMAND_PAYMENT_REQUEST, REF("null"), "422 invalid /ref: ref must be a text, not null."},
	{COMMAND_PAYMENT_APPROVE, "", NULL},
	{COMMAND_PAYMENT_APPROVE, "{}", NULL},
	{COMMAND_PAYMENT_APPROVE, "{\"reason\":\"x\"}",
		"422 invalid /reason: reason is not a member of this request."},
	{COMMAND_PAYMENT_APPROVE, "{\"id\":\"P341\"}",
		"422 invalid /id: id is not a member of this request."},
	{COMMAND_PAYMENT_PAY, "", NULL},
	{COMMAND_PAYMENT_PAY, "x",
		"400 malformed -: The body is not JSON: line 1, column 1: invalid token "
		"near 'x'."},
	{COMMAND_PAYMENT_DEFER, "{\"reason\":\"Later\",\"until\":\"2019-07-31\"}", NULL},
	{COMMAND_PAYMENT_DEFER, "{\"reason\":\"Later\"}", NULL},
	{COMMAND_PAYMENT_DEFER, "{}", "422 invalid /reason: reason is missing."},
	{COMMAND_PAYMENT_WITHDRAW, "{}", NULL},
	{COMMAND_PAYMENT_WITHDRAW, "{\"reason\":\"Twice\"}", NULL},
	{COMMAND_PAYMENT_WITHDRAW, "{\"reason\":\"\"}", "422 invalid /reason: reason is empty."},
	{COMMAND_PAYMENT_DECLINE, "", "400 malformed -: The body is empty."},
	{COMMAND_PAYMENT_DECLINE, "{}", "422 invalid /reason: reason is missing."},
	{COMMAND_PAYMENT_DECLINE, "{\"reason\":\"Not yet\"}", NULL},
	{COMMAND_ENTITLEMENTS, "", NULL},
};

TEST(decode_members)
{
	told_run(members, ARRAY_LEN(members));
}

static const struct told amounts[] = {
	{COMMAND_PAYMENT_REQUEST, AMOUNT("1"), NULL},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("0"),
		"422 invalid /amount_pence: amount_pence is 0; it must be above zero."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("-0"),
		"422 invalid /amount_pence: amount_pence is 0; it must be above zero."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("-1"),
		"422 invalid /amount_pence: amount_pence is negative; it must be above "
		"zero."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("99999999999"), NULL},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("100000000000"),
		"422 invalid /amount_pence: amount_pence is more than \xc2\xa3"
		"999,999,999.99."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("9223372036854775807"),
		"422 invalid /amount_pence: amount_pence is more than \xc2\xa3"
		"999,999,999.99."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("9223372036854775808"),
		"422 invalid /amount_pence: A number is out of range: line 1, column 68."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("-9223372036854775809"),
		"422 invalid /amount_pence: A number is out of range: line 1, column 69."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("1e999"),
		"422 invalid /amount_pence: A number is out of range: line 1, column 54."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("15.001"),
		"422 invalid /amount_pence: amount_pence must be a whole number of pence, "
		"not a number with a point or an exponent."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("1500.0"),
		"422 invalid /amount_pence: amount_pence must be a whole number of pence, "
		"not a number with a point or an exponent."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("1e3"),
		"422 invalid /amount_pence: amount_pence must be a whole number of pence, "
		"not a number with a point or an exponent."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("\"1500\""),
		"422 invalid /amount_pence: amount_pence must be a whole number of pence, "
		"not a text."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("\"\""),
		"422 invalid /amount_pence: amount_pence must be a whole number of pence, "
		"not a text."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("true"),
		"422 invalid /amount_pence: amount_pence must be a whole number of pence, "
		"not true or false."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("[1500]"),
		"422 invalid /amount_pence: amount_pence must be a whole number of pence, "
		"not a list."},
	{COMMAND_PAYMENT_REQUEST, AMOUNT("{}"),
		"422 invalid /amount_pence: amount_pence must be a whole number of pence, "
		"not an object."},
	{COMMAND_AWARD_MAKE, "{\"entitlement\":\"gym\",\"amount_pence\":1,\"reason\":\"r\"}", NULL},
	{COMMAND_AWARD_MAKE, "{\"entitlement\":\"gym\",\"amount_pence\":0,\"reason\":\"r\"}",
		"422 invalid /amount_pence: amount_pence is 0; it must be above zero."},
	{COMMAND_FUND_CREDIT, "{\"amount_pence\":1,\"year\":\"2019-20\",\"reason\":\"r\"}", NULL},
	{COMMAND_FUND_CREDIT, "{\"amount_pence\":-1,\"year\":\"2019-20\",\"reason\":\"r\"}",
		"422 invalid /amount_pence: amount_pence is negative; it must be above "
		"zero."},
};

TEST(decode_amounts)
{
	told_run(amounts, ARRAY_LEN(amounts));
}

static const struct told refs_and_codes[] = {
	{COMMAND_PAYMENT_REQUEST, REF("\"a\""), NULL},
	{COMMAND_PAYMENT_REQUEST, REF("\"0._-Z\""), NULL},
	{COMMAND_PAYMENT_REQUEST, REF("\"\""), "422 invalid /ref: ref is empty."},
	{COMMAND_PAYMENT_REQUEST, REF("\"-a\""),
		"422 invalid /ref: ref is \"-a\", which is not a reference."},
	{COMMAND_PAYMENT_REQUEST, REF("\".\""),
		"422 invalid /ref: ref is \".\", which is not a reference."},
	{COMMAND_PAYMENT_REQUEST, REF("\"a/b\""),
		"422 invalid /ref: ref is \"a/b\", which is not a reference."},
	{COMMAND_PAYMENT_REQUEST, REF("\"a b\""),
		"422 invalid /ref: ref is \"a b\", which is not a reference."},
	{COMMAND_PAYMENT_REQUEST, REF("\"a\\n\""),
		"422 invalid /ref: ref is \"a \", which is not a reference."},
	{COMMAND_PAYMENT_REQUEST, REF("\"Zo\xc3\xab\""),
		"422 invalid /ref: ref is \"Zo\xc3\xab\", which is not a reference."},
	{COMMAND_PAYMENT_REQUEST, REF("\"@sealed:x\""),
		"422 invalid /ref: ref is \"@sealed:x\", which is not a reference."},
	{COMMAND_PAYMENT_REQUEST, REF("1"), "422 invalid /ref: ref must be a text, not a number."},
	{COMMAND_PAYMENT_REQUEST, REF("\"" FIFTY TEN "1234\""), NULL},
	{COMMAND_PAYMENT_REQUEST, REF("\"" FIFTY TEN "12345\""),
		"422 invalid /ref: ref is longer than 64 characters."},
	{COMMAND_PAYMENT_REQUEST, CODE("\"a\""), NULL},
	{COMMAND_PAYMENT_REQUEST, CODE("\"a-1\""), NULL},
	{COMMAND_PAYMENT_REQUEST, CODE("\"\""), "422 invalid /entitlement: entitlement is empty."},
	{COMMAND_PAYMENT_REQUEST, CODE("\"1a\""),
		"422 invalid /entitlement: entitlement is \"1a\", which is not a code."},
	{COMMAND_PAYMENT_REQUEST, CODE("\"Gym\""),
		"422 invalid /entitlement: entitlement is \"Gym\", which is not a code."},
	{COMMAND_PAYMENT_REQUEST, CODE("\"gym pass\""),
		"422 invalid /entitlement: entitlement is \"gym pass\", which is not a "
		"code."},
	{COMMAND_PAYMENT_REQUEST, CODE("\"pathway-plan:gym\""),
		"422 invalid /entitlement: entitlement is \"pathway-plan:gym\", which is "
		"not a code."},
	{COMMAND_PAYMENT_REQUEST, CODE("[]"),
		"422 invalid /entitlement: entitlement must be a text, not a list."},
	{COMMAND_PAYMENT_REQUEST, CODE("\"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuv\""),
		NULL},
	{COMMAND_PAYMENT_REQUEST, CODE("\"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvw\""),
		"422 invalid /entitlement: entitlement is "
		"\"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvw\", which is not a "
		"code."},
	{COMMAND_FACT_RECORD, FACT("theory-passed"), NULL},
	{COMMAND_FACT_RECORD, FACT("pathway-plan:gym"), NULL},
	{COMMAND_FACT_RECORD, FACT("pathway-plan:"),
		"422 invalid /fact: fact is \"pathway-plan:\", which is not a fact's "
		"code."},
	{COMMAND_FACT_RECORD, FACT("pathway-plan:gym:gym"),
		"422 invalid /fact: fact is \"pathway-plan:gym:gym\", which is not a "
		"fact's code."},
	{COMMAND_FACT_RECORD, FACT(""), "422 invalid /fact: fact is empty."},
};

TEST(decode_refs_and_codes)
{
	told_run(refs_and_codes, ARRAY_LEN(refs_and_codes));
}

static const struct told dates_and_years[] = {
	{COMMAND_PAYMENT_REQUEST, ON("\"2019-02-28\""), NULL},
	{COMMAND_PAYMENT_REQUEST, ON("\"2020-02-29\""), NULL},
	{COMMAND_PAYMENT_REQUEST, ON("\"2019-02-29\""),
		"422 invalid /on: on is \"2019-02-29\", which is not a day of the "
		"calendar."},
	{COMMAND_PAYMENT_REQUEST, ON("\"2019-7-1\""),
		"422 invalid /on: on is \"2019-7-1\", which is not a day of the calendar."},
	{COMMAND_PAYMENT_REQUEST, ON("\"01/07/2019\""),
		"422 invalid /on: on is \"01/07/2019\", which is not a day of the "
		"calendar."},
	{COMMAND_PAYMENT_REQUEST, ON("\"2019-07-01T00:00:00Z\""),
		"422 invalid /on: on is \"2019-07-01T00:00:00Z\", which is not a day of "
		"the calendar."},
	{COMMAND_PAYMENT_REQUEST, ON("\"1899-12-31\""),
		"422 invalid /on: on is \"1899-12-31\", which is not a day of the "
		"calendar."},
	{COMMAND_PAYMENT_REQUEST, ON("\"2200-01-01\""),
		"422 invalid /on: on is \"2200-01-01\", which is not a day of the "
		"calendar."},
	{COMMAND_PAYMENT_REQUEST, ON("\"\""), "422 invalid /on: on is empty."},
	{COMMAND_PAYMENT_REQUEST, ON("20190701"),
		"422 invalid /on: on must be a text, not a number."},
	{COMMAND_FACT_END, "{\"on\":\"2019-07-01\"}", NULL},
	{COMMAND_FACT_END, "{}", "422 invalid /on: on is missing."},
	{COMMAND_FACT_END, "{\"on\":null}", "422 invalid /on: on must be a text, not null."},
	{COMMAND_FACT_END, "{\"on\":\"2019-06-31\"}",
		"422 invalid /on: on is \"2019-06-31\", which is not a day of the "
		"calendar."},
	{COMMAND_FACT_RECORD, UNTIL(""), NULL},
	{COMMAND_FACT_RECORD, UNTIL(",\"until\":null,\"value\":null"), NULL},
	{COMMAND_FACT_RECORD, UNTIL(",\"until\":\"2019-12-31\""), NULL},
	{COMMAND_FACT_RECORD, UNTIL(",\"value\":\"520.00\",\"every\":\"four-weeks\""), NULL},
	{COMMAND_FACT_RECORD, UNTIL(",\"every\":null"), NULL},
	{COMMAND_FACT_RECORD, UNTIL(",\"every\":\"day\""),
		"422 invalid /every: every is \"day\", which is not how often money recurs."},
	{COMMAND_FACT_RECORD, UNTIL(",\"until\":\"2019-13-31\""),
		"422 invalid /until: until is \"2019-13-31\", which is not a day of the "
		"calendar."},
	{COMMAND_FACT_RECORD, "{\"fact\":\"a\",\"evidence\":\"e\"}",
		"422 invalid /from: from is missing."},
	{COMMAND_FUND_CREDIT, YEAR("\"2019-20\""), NULL},
	{COMMAND_FUND_CREDIT, YEAR("\"1999-00\""), NULL},
	{COMMAND_FUND_CREDIT, YEAR("\"2019-21\""),
		"422 invalid /year: year is \"2019-21\", which is not a financial year."},
	{COMMAND_FUND_CREDIT, YEAR("\"2019\""),
		"422 invalid /year: year is \"2019\", which is not a financial year."},
	{COMMAND_FUND_CREDIT, YEAR("\"2019/20\""),
		"422 invalid /year: year is \"2019/20\", which is not a financial year."},
	{COMMAND_FUND_CREDIT, YEAR("\"2019-2020\""),
		"422 invalid /year: year is \"2019-2020\", which is not a financial year."},
	{COMMAND_FUND_CREDIT, YEAR("2019"),
		"422 invalid /year: year must be a text, not a number."},
};

TEST(decode_dates_and_years)
{
	told_run(dates_and_years, ARRAY_LEN(dates_and_years));
}
