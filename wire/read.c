#include "wire/read.h"

#include <stdarg.h>

#include "base/arena.h"
#include "base/parse.h"
#include "base/text.h"
#include "core/code.h"
#include "core/money.h"
#include "core/payment.h"
#include "core/period.h"
#include "wire/place.h"

bool read_fault(struct reading *reading, const char *remedy, const char *clause, ...)
{
	struct buf where = buf_in(reading->arena);
	va_list args;

	if (!reading->parameter) {
		buf_text(&where, reading->base);
		place_add(&where, span_of(reading->name));
	} else {
		buf_text(&where, reading->name);
	}
	va_start(args, clause);
	*reading->problem = (struct wire_problem){
		.status = 422,
		.code = "invalid",
		.detail = arena_printf(reading->arena, "%s %s.",
			reading->subject != NULL
				? reading->subject
				: fault_excerpt(reading->arena, span_of(reading->name)),
			arena_vprintf(reading->arena, clause, args)),
		.where = buf_cstr(&where),
		.remedy = remedy,
	};
	va_end(args);
	return false;
}

/* What is wrong with the body as a whole. */
static bool fault(struct reading *reading, int status, const char *code, const char *where,
	const char *remedy, const char *detail)
{
	*reading->problem = (struct wire_problem){
		.status = status,
		.code = code,
		.detail = detail,
		.where = where,
		.remedy = remedy,
	};
	return false;
}

static bool malformed(
	struct reading *reading, const char *where, const char *remedy, const char *detail)
{
	return fault(reading, 400, "malformed", where, remedy, detail);
}

/* What jansson found, in our words where it has a place in the document. */
static bool not_json(struct reading *reading, struct span body, const json_error_t *error)
{
	struct arena *arena = reading->arena;
	const char *where = place_of(arena, body, (size_t)error->position);
	const char *at = arena_printf(arena, "line %d, column %d", error->line, error->column);
	enum json_error_code code = json_error_code(error);

	if (code == json_error_duplicate_key)
		return malformed(reading, where, "Give each member once.",
			arena_printf(arena, "A member stands twice: %s.", at));
	if (code == json_error_numeric_overflow)
		return fault(reading, 422, "invalid", where,
			"Write a whole number of pence, at most 99999999999.",
			arena_printf(arena, "A number is out of range: %s.", at));
	if (code == json_error_null_character)
		return fault(reading, 422, "invalid", where, "Leave it out.",
			arena_printf(arena, "A text holds the character U+0000: %s.", at));
	if (code == json_error_invalid_utf8)
		return malformed(reading, NULL, "Send UTF-8.",
			arena_printf(arena, "The body is not UTF-8: %s.", at));
	return malformed(reading, NULL, "Send one JSON object.",
		arena_printf(arena, "The body is not JSON: %s: %s.", at, error->text));
}

const char *read_type(const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "a list";
	case JSON_STRING:
		return "a text";
	case JSON_INTEGER:
		return "a number";
	case JSON_REAL:
		return "a number with a point or an exponent";
	case JSON_TRUE:
	case JSON_FALSE:
		return "true or false";
	case JSON_NULL:
		return "null";
	}
	UNREACHABLE("jansson has no other types");
}

bool read_document(struct reading *reading, struct span body, json_t **ret_root)
{
	json_error_t error;

	if (span_trim(body).len == 0)
		return malformed(reading, NULL, "Send one JSON object.", "The body is empty.");
	/* jansson's own limit is its stack's: 2,048. */
	if (place_depth(body) > WIRE_DEPTH_MAX)
		return malformed(reading, NULL, NULL,
			arena_printf(reading->arena, "The body is nested more than %d levels deep.",
				WIRE_DEPTH_MAX));
	json_t *root =
		json_loadb(body.at, body.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (root == NULL)
		return not_json(reading, body, &error);
	if (!json_is_object(root)) {
		const char *detail = arena_printf(reading->arena,
			"The body must be one JSON object, not %s.", read_type(root));
		json_decref(root);
		return fault(reading, 422, "invalid", NULL, "Send one JSON object.", detail);
	}
	*ret_root = root;
	return true;
}

static const char *excerpt(struct reading *reading, struct span text)
{
	return fault_excerpt(reading->arena, text);
}

/* The text is not what it should be. */
static bool is_not(struct reading *reading, struct span text, const char *what, const char *remedy)
{
	if (text.len == 0)
		return read_fault(reading, remedy, "is empty");
	return read_fault(
		reading, remedy, "is \"%s\", which is not %s", excerpt(reading, text), what);
}

bool read_ref(struct reading *reading, struct span text, void *out)
{
	static const char remedy[] =
		"Write a letter or digit, then letters, digits, points, hyphens and underscores, "
		"at most 64 in all.";

	if (text.len > CODE_REF_MAX)
		return read_fault(reading, remedy, "is longer than %d characters", CODE_REF_MAX);
	if (!code_is_ref(text))
		return is_not(reading, text, "a reference", remedy);
	*(struct span *)out = span_dup(reading->arena, text);
	return true;
}

/* It stands in files that a purchase ledger reads: nothing in it needs quotes, and no table takes
 * it for a formula. */
bool read_creditor(struct reading *reading, struct span text, void *out)
{
	return read_ref(reading, text, out);
}

static bool code(struct reading *reading, struct span text, void *out)
{
	if (!code_is(text))
		return is_not(reading, text, "a code",
			"Write a lower-case letter, then letters, digits and hyphens, at most 48 "
			"in all.");
	*(struct span *)out = span_dup(reading->arena, text);
	return true;
}

bool read_entitlement(struct reading *reading, struct span text, void *out)
{
	return code(reading, text, out);
}

bool read_fund(struct reading *reading, struct span text, void *out)
{
	return code(reading, text, out);
}

bool read_payee(struct reading *reading, struct span text, void *out)
{
	return code(reading, text, out);
}

bool read_fact(struct reading *reading, struct span text, void *out)
{
	if (!code_is_fact(text))
		return is_not(reading, text, "a fact's code",
			"Write the code of a fact, such as theory-passed, or with its line, as in "
			"pathway-plan:study-costs.");
	*(struct span *)out = span_dup(reading->arena, text);
	return true;
}

bool read_date(struct reading *reading, struct span text, void *out)
{
	if (date_parse(text, out))
		return true;
	return is_not(reading, text, "a day of the calendar",
		"Write a day that exists as YYYY-MM-DD, in the years 1900 to 2199.");
}

bool read_category(struct reading *reading, struct span text, void *out)
{
	if (category_of_word(text, out))
		return true;
	return is_not(reading, text, "a category",
		"Write eligible, relevant, former-relevant or qualifying.");
}

bool read_every(struct reading *reading, struct span text, void *out)
{
	if (fact_every_of_word(text, out))
		return true;
	return is_not(reading, text, "how often money recurs",
		"Write week, fortnight, four-weeks, month or year.");
}

bool read_year(struct reading *reading, struct span text, void *out)
{
	struct date first;

	if (!period_parse_year(text, &first))
		return is_not(
			reading, text, "a financial year", "Write a financial year as 2019-20.");
	*(struct span *)out = span_dup(reading->arena, text);
	return true;
}

/* Blanks alone say nothing. */
static bool words(struct reading *reading, struct span text, size_t max_bytes, bool multiline,
	struct span *ret_text)
{
	const char *wrong = text_wrong(text, multiline);

	if (text_is_blank(text))
		return read_fault(reading, "Say it in words, or leave the member out if it may be.",
			"is empty");
	if (text.len > max_bytes)
		return read_fault(reading, "Shorten it.", "is longer than %zu bytes", max_bytes);
	if (wrong != NULL)
		return read_fault(reading,
			multiline ? "Use characters that can be seen, blanks, tabs and line feeds."
				  : "Use characters that can be seen, and blanks, in one line.",
			"%s", wrong);
	*ret_text = span_dup(reading->arena, text);
	return true;
}

bool read_name(struct reading *reading, struct span text, void *out)
{
	/* The mark of sealed values in replies of the database. */
	if (span_starts(text, SPAN("@sealed:")))
		return read_fault(reading, "Write the name itself.", "begins with @sealed:");
	return words(reading, text, READ_NAME_TEXT_MAX, false, out);
}

bool read_line(struct reading *reading, struct span text, void *out)
{
	return words(reading, text, COMMAND_TEXT_BYTES_MAX, false, out);
}

bool read_prose(struct reading *reading, struct span text, void *out)
{
	return words(reading, text, COMMAND_TEXT_BYTES_MAX, true, out);
}

bool read_yaml(struct reading *reading, struct span text, void *out)
{
	*(struct span *)out = span_dup(reading->arena, text);
	return true;
}

bool read_event(struct reading *reading, const json_t *value, void *out)
{
	static const char remedy[] = "Write a whole number from 0.";

	if (!json_is_integer(value))
		return read_fault(reading, remedy, "must be a number, not %s", read_type(value));
	if (json_integer_value(value) < 0)
		return read_fault(reading, remedy, "is below 0");
	*(int64_t *)out = json_integer_value(value);
	return true;
}

bool read_role(struct reading *reading, struct span text, void *out)
{
	if (role_of_word(text, out))
		return true;
	return is_not(
		reading, text, "a role", "Write adviser, manager, finance, auditor or admin.");
}

bool read_staff(struct reading *reading, struct span text, void *out)
{
	int64_t number;

	if (!parse_int(text, 1, INT32_MAX, &number))
		return is_not(reading, text, "a member of staff",
			"Write the number that the list of staff shows, such as 7.");
	*(int32_t *)out = (int32_t)number;
	return true;
}

/* What was typed is as good as a password: a problem does not say it again. */
bool read_invitation(struct reading *reading, struct span text, void *out)
{
	struct invitation *invitation = out;

	if (!invitation_parse(text, invitation))
		return read_fault(reading,
			"Copy it whole, such as derby-7-4J8ZQ-0K3MN-T5WX9-2B6CE.",
			"is not an invitation");
	invitation->authority = span_dup(reading->arena, invitation->authority);
	return true;
}

bool read_payment(struct reading *reading, struct span text, void *out)
{
	if (payment_parse_id(text, out))
		return true;
	return is_not(reading, text, "a payment",
		"Write it as P341: P and a number without leading zeros.");
}

bool read_key(struct reading *reading, struct span text, void *out)
{
	if (uuid_parse(text, out))
		return true;
	return is_not(reading, text, "a UUID",
		"Write a UUID of your own making, such as 01890a5d-ac96-774b-bcce-b302099a8057.");
}

bool read_amount(struct reading *reading, const json_t *value, void *out)
{
	static const char remedy[] =
		"Write a whole number of pence without quotes: 1500 for £15.00.";

	if (!json_is_integer(value))
		return read_fault(reading, remedy, "must be a whole number of pence, not %s",
			read_type(value));
	json_int_t pence = json_integer_value(value);
	if (pence <= 0)
		return read_fault(reading, remedy, "is %s; it must be above zero",
			pence == 0 ? "0" : "negative");
	if (pence > MONEY_MAX_PENCE)
		return read_fault(
			reading, "Write at most 99999999999.", "is more than £999,999,999.99");
	*(int64_t *)out = pence;
	return true;
}

bool read_flag(struct reading *reading, const json_t *value, void *out)
{
	if (!json_is_true(value))
		return read_fault(reading, "Write true, or leave the member out.",
			"must be true, not %s", read_type(value));
	*(bool *)out = true;
	return true;
}

/* One role of the list, whose place is named by its index. */
static bool add_role(struct reading *reading, size_t index, const json_t *value, unsigned *roles)
{
	struct reading item = *reading;
	enum role role;
	static const char remedy[] = "Write adviser, manager, finance, auditor or admin.";

	item.base = arena_printf(reading->arena, "%s/%s", reading->base, reading->name);
	item.name = arena_printf(reading->arena, "%zu", index);
	item.subject = arena_printf(reading->arena, "%s[%zu]", reading->name, index);
	if (!json_is_string(value))
		return read_fault(&item, remedy, "must be a text, not %s", read_type(value));
	struct span word = {json_string_value(value), json_string_length(value)};
	if (!role_of_word(word, &role))
		return read_fault(
			&item, remedy, "is \"%s\", which is not a role", excerpt(reading, word));
	if (*roles & (unsigned)role)
		return read_fault(
			&item, "Name each role once.", "stands twice: %s", role_word(role));
	*roles |= (unsigned)role;
	return true;
}

bool read_roles(struct reading *reading, const json_t *value, void *out)
{
	unsigned roles = 0;
	static const char remedy[] =
		"Write a list of one or more of adviser, manager, finance, auditor and admin.";

	if (!json_is_array(value))
		return read_fault(
			reading, remedy, "must be a list of roles, not %s", read_type(value));
	if (json_array_size(value) == 0)
		return read_fault(reading, remedy, "is empty");
	for (size_t i = 0; i < json_array_size(value); i++) {
		if (!add_role(reading, i, json_array_get(value, i), &roles))
			return false;
	}
	*(unsigned *)out = roles;
	return true;
}
