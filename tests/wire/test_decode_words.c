#include "tests/check.h"
#include "tests/wire/told.h"

#define REQUEST(members)                                                                           \
	"{\"ref\":\"CL-1\",\"entitlement\":\"gym\",\"amount_pence\":1500" members "}"
#define FACT(more) "{\"fact\":\"a\",\"from\":\"2019-07-01\",\"evidence\":\"e\"" more "}"
#define TEN        "0123456789"
#define FIFTY      TEN TEN TEN TEN TEN

#define PERSON(more) "{\"ref\":\"a\",\"born\":\"1999-05-03\",\"category\":\"relevant\"" more "}"

#define KNOWN_AS(category) "{\"category\":" category ",\"from\":\"2017-05-03\",\"reason\":\"r\"}"
#define STAFF(name, roles) "{\"name\":" name ",\"roles\":" roles "}"
#define CLAIM(code)        "{\"code\":" code "}"
#define REASON(reason)     "{\"reason\":" reason "}"

static const struct told people[] = {
	{COMMAND_PERSON_ADD, PERSON(""), NULL},
	{COMMAND_PERSON_ADD, PERSON(",\"since\":null,\"name\":null"), NULL},
	{COMMAND_PERSON_ADD, PERSON(",\"since\":\"2016-05-03\",\"name\":\"Zo\xc3\xab\""), NULL},
	{COMMAND_PERSON_ADD, PERSON(",\"since\":\"2016-05-32\""),
		"422 invalid /since: since is \"2016-05-32\", which is not a day of the "
		"calendar."},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"\""), "422 invalid /name: name is empty."},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"  \""), "422 invalid /name: name is empty."},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"a\\nb\""),
		"422 invalid /name: name holds control characters."},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"a\\u0007\""),
		"422 invalid /name: name holds control characters."},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"a\\u007f\""),
		"422 invalid /name: name holds control characters."},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"a\\u0085\""),
		"422 invalid /name: name holds control characters."},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"\\u00a0\\u3000\""),
		"422 invalid /name: name is empty."},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"\\u200b\""), "422 invalid /name: name is empty."},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"Ann\\u200bB\""),
		"422 invalid /name: name holds invisible characters."},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"Ann \\u202eB\""),
		"422 invalid /name: name holds characters that change the direction of writing."},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"Ann\\ufdd0\""),
		"422 invalid /name: name holds characters that mean nothing."},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"Ann\\u00a0B\""), NULL},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"\\u0639\\u200c\\u0631\""), NULL},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"" FIFTY FIFTY FIFTY FIFTY "\""), NULL},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":\"" FIFTY FIFTY FIFTY FIFTY "1\""),
		"422 invalid /name: name is longer than 200 bytes."},
	{COMMAND_PERSON_ADD, PERSON(",\"name\":1"),
		"422 invalid /name: name must be a text, not a number."},
	{COMMAND_PERSON_ADD, "{\"born\":\"1999-05-03\",\"category\":\"relevant\"}",
		"422 invalid /ref: ref is missing."},
	{COMMAND_PERSON_ADD, "{\"ref\":\"a\",\"category\":\"relevant\"}",
		"422 invalid /born: born is missing."},
	{COMMAND_PERSON_ADD, "{\"ref\":\"a\",\"born\":\"1999-05-03\"}",
		"422 invalid /category: category is missing."},
	{COMMAND_CATEGORY_RECORD, KNOWN_AS("\"eligible\""), NULL},
	{COMMAND_CATEGORY_RECORD, KNOWN_AS("\"former-relevant\""), NULL},
	{COMMAND_CATEGORY_RECORD, KNOWN_AS("\"none\""),
		"422 invalid /category: category is \"none\", which is not a category."},
	{COMMAND_CATEGORY_RECORD, KNOWN_AS("\"Eligible\""),
		"422 invalid /category: category is \"Eligible\", which is not a "
		"category."},
	{COMMAND_CATEGORY_RECORD, KNOWN_AS("\"\""), "422 invalid /category: category is empty."},
	{COMMAND_CATEGORY_RECORD, KNOWN_AS("2"),
		"422 invalid /category: category must be a text, not a number."},
	{COMMAND_CATEGORY_RECORD, "{\"category\":\"eligible\",\"reason\":\"r\"}",
		"422 invalid /from: from is missing."},
	{COMMAND_CATEGORY_RECORD, "{\"category\":\"eligible\",\"from\":null,\"reason\":\"r\"}",
		"422 invalid /from: from must be a text, not null."},
	{COMMAND_CATEGORY_RECORD, "{\"category\":\"eligible\",\"from\":\"2017-05-03\"}",
		"422 invalid /reason: reason is missing."},
};

TEST(decode_people)
{
	told_run(people, ARRAY_LEN(people));
}

static const struct told staff[] = {
	{COMMAND_STAFF_ADD, STAFF("\"Asha\"", "[\"adviser\"]"), NULL},
	{COMMAND_STAFF_ADD, STAFF("\"A\"", "[\"finance\",\"auditor\",\"admin\"]"), NULL},
	{COMMAND_STAFF_ADD, STAFF("\"\"", "[\"adviser\"]"), "422 invalid /name: name is empty."},
	{COMMAND_STAFF_ADD, STAFF("\"@sealed:x\"", "[\"adviser\"]"),
		"422 invalid /name: name begins with @sealed:."},
	{COMMAND_STAFF_ADD, STAFF("\"A\"", "[]"), "422 invalid /roles: roles is empty."},
	{COMMAND_STAFF_ADD, STAFF("\"A\"", "\"adviser\""),
		"422 invalid /roles: roles must be a list of roles, not a text."},
	{COMMAND_STAFF_ADD, STAFF("\"A\"", "null"),
		"422 invalid /roles: roles must be a list of roles, not null."},
	{COMMAND_STAFF_ADD, STAFF("\"A\"", "[\"adviser\",\"boss\"]"),
		"422 invalid /roles/1: roles[1] is \"boss\", which is not a role."},
	{COMMAND_STAFF_ADD, STAFF("\"A\"", "[\"adviser\",\"adviser\"]"),
		"422 invalid /roles/1: roles[1] stands twice: adviser."},
	{COMMAND_STAFF_ADD, STAFF("\"A\"", "[1]"),
		"422 invalid /roles/0: roles[0] must be a text, not a number."},
	/* Nothing is registered by its fingerprint alone. */
	{COMMAND_STAFF_ADD,
		"{\"name\":\"A\",\"roles\":[\"adviser\"],\"certificate_sha256\":\"00\"}",
		"422 invalid /certificate_sha256: certificate_sha256 is not a member of this "
		"request."},
	{COMMAND_STAFF_CHANGE, "{\"role\":\"manager\",\"reason\":\"r\"}", NULL},
	{COMMAND_STAFF_CHANGE, "{\"role\":\"boss\",\"reason\":\"r\"}",
		"422 invalid /role: role is \"boss\", which is not a role."},
	{COMMAND_STAFF_CHANGE, "{\"without\":[\"manager\"],\"reason\":\"r\"}",
		"422 invalid /without: without must be a text, not a list."},
	{COMMAND_STAFF_DROP_CREDENTIAL, "{\"credential\":0}", NULL},
	{COMMAND_STAFF_DROP_CREDENTIAL, "{\"credential\":-1}",
		"422 invalid /credential: credential is below 0."},
	{COMMAND_STAFF_DROP_CREDENTIAL, "{\"credential\":\"7\"}",
		"422 invalid /credential: credential must be a number, not a text."},
	{COMMAND_STAFF_SUSPEND, "{\"reason\":\"Left\"}", NULL},
	{COMMAND_STAFF_SUSPEND, "{}", "422 invalid /reason: reason is missing."},
	{COMMAND_STAFF_REINSTATE, "{\"reason\":\"\"}", "422 invalid /reason: reason is empty."},
	{COMMAND_STAFF_CLAIM, CLAIM("\"derby-7-4J8ZQ-0K3MN-T5WX9-2B6CE\""), NULL},
	{COMMAND_STAFF_CLAIM, CLAIM("\" derby-7-4j8zqOk3mnt5wx92b6ce \""), NULL},
	{COMMAND_STAFF_CLAIM, CLAIM("\"derby-7-4J8ZQ-0K3MN-T5WX9-2B6C\""),
		"422 invalid /code: code is not an invitation."},
	{COMMAND_STAFF_CLAIM, CLAIM("\"\""), "422 invalid /code: code is not an invitation."},
	{COMMAND_STAFF_CLAIM, "{}", "422 invalid /code: code is missing."},
};

TEST(decode_staff)
{
	told_run(staff, ARRAY_LEN(staff));
}

static const struct told texts[] = {
	{COMMAND_PAYMENT_DECLINE, REASON("\"two\\nlines\\tand a tab\""), NULL},
	{COMMAND_PAYMENT_DECLINE, REASON("\"\""), "422 invalid /reason: reason is empty."},
	{COMMAND_PAYMENT_DECLINE, REASON("\" \\n\""), "422 invalid /reason: reason is empty."},
	{COMMAND_PAYMENT_DECLINE, REASON("\"\\u2003\\n\\u2060\""),
		"422 invalid /reason: reason is empty."},
	{COMMAND_PAYMENT_DECLINE, REASON("\"a\\u2066b\""),
		"422 invalid /reason: reason holds characters that change the direction of "
		"writing."},
	{COMMAND_PAYMENT_DECLINE, REASON("\"a\\u2028b\""),
		"422 invalid /reason: reason holds control characters."},
	{COMMAND_FACT_RECORD, FACT(",\"value\":\"\\ufeff\""),
		"422 invalid /value: value is empty."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"payee\":\"a\\u00ad\""),
		"422 invalid /payee: payee holds invisible characters."},
	{COMMAND_PAYMENT_DECLINE, REASON("\"a\\rb\""),
		"422 invalid /reason: reason holds control characters."},
	{COMMAND_PAYMENT_DECLINE, REASON("\"a\\u001bb\""),
		"422 invalid /reason: reason holds control characters."},
	{COMMAND_PAYMENT_DECLINE, REASON("{\"a\":1}"),
		"422 invalid /reason: reason must be a text, not an object."},
	{COMMAND_PAYMENT_DECLINE, REASON("\"\xf0\x9f\x91\x8d\""), NULL},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"payee\":\"A B Ltd\""), NULL},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"payee\":\"A\\nB\""),
		"422 invalid /payee: payee holds control characters."},
	{COMMAND_PAYMENT_REQUEST, REQUEST(",\"payee\":\"\""),
		"422 invalid /payee: payee is empty."},
	{COMMAND_FACT_RECORD, FACT(",\"value\":\"B1\""), NULL},
	{COMMAND_FACT_RECORD, FACT(",\"value\":\"B\\n1\""),
		"422 invalid /value: value holds control characters."},
	{COMMAND_FACT_RECORD, FACT(",\"value\":1"),
		"422 invalid /value: value must be a text, not a number."},
	{COMMAND_FACT_RECORD, "{\"fact\":\"a\",\"from\":\"2019-07-01\"}",
		"422 invalid /evidence: evidence is missing."},
	{COMMAND_OFFER_PUBLISH, "{\"text\":\"\"}",
		"422 offer-invalid /text: The offer has 1 fault."},
	{COMMAND_RULES_PUBLISH, "{\"text\":\"\"}",
		"422 rules-invalid /text: The financial rules have 1 fault."},
	{COMMAND_OFFER_PUBLISH, "{\"text\":5}",
		"422 invalid /text: text must be a text, not a number."},
	{COMMAND_OFFER_PUBLISH, "{}", "422 invalid /text: text is missing."},
};

TEST(decode_texts)
{
	told_run(texts, ARRAY_LEN(texts));
}
