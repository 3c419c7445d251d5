/* Query parameters: each of every route has a kind, and each kind its edges. */
#include "daemon/params.h"
#include "daemon/routes.h"
#include "tests/check.h"

TEST(params_of_routes_have_kinds)
{
	const struct route *route;
	struct route_param param;

	for (unsigned i = 0; (route = route_at(i)) != NULL; i++) {
		for (unsigned n = 0; (param = route_param(route, n)).name.at != NULL; n++) {
			struct route_param found;

			check_row("%s %.*s", route->template, SPAN_ARG(param.name));
			if (!route_takes(route, param.name, &found))
				continue;
			CHECK(span_eq(param.kind, found.kind));
			CHECK(param_kind(param.kind) != NULL);
		}
	}
}

static const struct {
	const char *kind;
	const char *value;
	bool fits;
} values[] = {
	{"date", "2019-07-01", true},
	{"date", "1900-01-01", true},
	{"date", "1899-12-31", false},
	{"date", "2199-12-31", true},
	{"date", "2200-01-01", false},
	{"date", "2019-02-29", false},
	{"date", "", false},
	{"year", "2019-20", true},
	{"year", "2019-21", false},
	{"year", "2019", false},
	{"limit", "1", true},
	{"limit", "0", false},
	{"limit", "1000", true},
	{"limit", "1001", false},
	{"limit", "", false},
	{"number", "0", true},
	{"number", "2147483647", true},
	{"number", "2147483648", false},
	{"number", "-1", false},
	{"number", "x", false},
	{"number", "01", false},
	{"version", "1", true},
	{"version", "0", false},
	{"size", "0", true},
	{"size", "576460752303423487", true},
	{"size", "576460752303423488", false},
	{"event", "0", true},
	{"event", "-1", false},
	{"event", "9223372036854775807", false},
	{"fund-year", "2019-20:leaving-care", true},
	{"fund-year", "2019-20", false},
	{"fund-year", "2019-20:", false},
	{"fund-year", "2019-21:leaving-care", false},
	{"fund-year", "2019-20:Leaving", false},
	{"fund-year", ":leaving-care", false},
	{"state", "paid", true},
	{"state", "Paid", false},
	{"payment", "P0", true},
	{"payment", "P341", true},
	{"payment", "341", false},
	{"payment", "P", false},
	{"payment", "P9999999999999999999", false},
	{"ref", "LEI-1", true},
	{"ref", "", false},
	{"find", "Zo\xc3\xab O'Neill", true},
	{"find", "10/12/2001", true},
	{"find", "", false},
	{"find", "-", false},
	{"find", "a\nb", false},
	{"find", "\xff", false},
	{"find", "1 2 3 4 5 6 7 8 9 10", true},
	{"find", "1 2 3 4 5 6 7 8 9 10 11", false},
	{"format", "csv", true},
	{"format", "hledger", false},
	{"jsonl", "jsonl", true},
	{"jsonl", "csv", false},
	{"yes-no", "true", true},
	{"yes-no", "yes", false},
};

TEST(params_fit_their_kind)
{
	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		const struct param_kind *kind = param_kind(span_of(values[i].kind));

		check_row("%s %s", values[i].kind, values[i].value);
		if (CHECK(kind != NULL))
			CHECK_INT(values[i].fits, kind->fits(span_of(values[i].value)));
	}
	CHECK(param_kind(SPAN("colour")) == NULL);
}
