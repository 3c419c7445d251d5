#include "daemon/params.h"

#include "base/arena.h"
#include "base/parse.h"
#include "core/code.h"
#include "core/date.h"
#include "core/payment.h"
#include "core/period.h"
#include "daemon/call.h"
#include "render/people_find.h"

enum { LIMIT_MAX = 1000, REF_BYTES_MAX = 256 };

static bool is_date(struct span text)
{
	struct date date;

	return date_parse(text, &date);
}

static bool is_year(struct span text)
{
	struct date first;

	return period_parse_year(text, &first);
}

static bool is_limit(struct span text)
{
	int64_t number;

	return parse_int(text, 1, LIMIT_MAX, &number);
}

static bool is_number(struct span text)
{
	int64_t number;

	return parse_int(text, 0, INT32_MAX, &number);
}

static bool is_version(struct span text)
{
	int64_t number;

	return parse_int(text, 1, INT32_MAX, &number);
}

static bool is_size(struct span text)
{
	int64_t number;

	return parse_int(text, 0, INT64_MAX / 16, &number);
}

/* As funds.sql names one: 2019-20:leaving-care. */
static bool is_fund_year(struct span text)
{
	size_t len = span_find(text, ':');

	return len < text.len && is_year(span_slice(text, 0, len)) &&
		code_is(span_from(text, len + 1));
}

static bool is_state(struct span text)
{
	enum payment_state state;

	return payment_state_of_word(text, &state);
}

static bool is_payment(struct span text)
{
	int64_t number;

	return payment_parse_id(text, &number);
}

/* Whatever a person could ever be recorded by. */
static bool is_ref(struct span text)
{
	return text.len > 0 && text.len <= REF_BYTES_MAX && parse_is_text(text, false);
}

static bool is_format(struct span text)
{
	return span_is(text, "csv") || span_is(text, "jsonl");
}

static bool is_jsonl(struct span text)
{
	return span_is(text, "jsonl");
}

static bool is_yes_no(struct span text)
{
	return span_is(text, "true") || span_is(text, "false");
}

static const struct param_kind kinds[] = {
	{"date", is_date, "a date that exists, such as 2019-07-01, from 1900 to 2199"},
	{"year", is_year, "a financial year, such as 2019-20"},
	{"limit", is_limit, "a number from 1 to 1000"},
	{"number", is_number, "a number, as the page before named it"},
	{"version", is_version, "the number of a version, from 1"},
	{"size", is_size, "the number of events to stop at"},
	{"event", is_size, "a number, as the page before named it"},
	{"fund-year", is_fund_year, "a financial year and a fund, such as 2019-20:leaving-care"},
	{"state", is_state, NULL},
	{"payment", is_payment, "a payment, by P and its number, such as P341"},
	{"payee", code_is, "the code of a payee"},
	{"ref", is_ref, "a person's reference"},
	{"find", people_find_fits,
		"some of a name, a reference or a birth date, in at most ten words and 200 bytes"},
	{"format", is_format, "csv or jsonl"},
	{"jsonl", is_jsonl, "jsonl, the only format of this export"},
	{"yes-no", is_yes_no, "true or false"},
};

const struct param_kind *param_kind(struct span name)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (span_is(name, kinds[i].name))
			return &kinds[i];
	return NULL;
}

static bool value_fits(struct call *call, struct span name, const struct route_param *param)
{
	char *text = arena_strndup(call->arena, name.at, name.len);
	const struct param_kind *kind = param_kind(param->kind);
	const char *wanted;

	/* tests/daemon/test_params.c looks at every route. */
	assert(kind != NULL);
	if (kind->fits(http_query(call->request, text)))
		return true;
	wanted = kind->wanted == NULL ? payment_state_words(call->arena) : kind->wanted;
	call_fail(call, 422, "invalid", text,
		arena_printf(call->arena, "The parameter %s must be %s.", text, wanted));
	return false;
}

static bool in_order(struct call *call)
{
	struct span from = http_query(call->request, "from"), to = http_query(call->request, "to");
	struct date first, last;

	if (!date_parse(from, &first) || !date_parse(to, &last) || date_cmp(first, last) <= 0)
		return true;
	call_fail(call, 422, "invalid", "to", "The parameter to must not lie before from.");
	return false;
}

bool params_fit(struct call *call)
{
	struct span name;

	for (size_t n = 0; (name = http_query_name(call->request, n)).at != NULL; n++) {
		struct route_param param;

		if (!route_takes(call->route, name, &param)) {
			call_fail(call, 422, "invalid",
				arena_strndup(call->arena, name.at, name.len),
				"This path has no such parameter.");
			return false;
		}
		if (!value_fits(call, name, &param))
			return false;
	}
	return in_order(call);
}
