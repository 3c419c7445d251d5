#include "daemon/media.h"

#include "tests/check.h"

TEST(media_is_json)
{
	static const struct {
		const char *text;
		bool is;
	} rows[] = {
		{"application/json", true},
		{"Application/JSON", true},
		{"application/json; charset=utf-8", true},
		{"application/json;charset=\"UTF-8\"", true},
		{"application/json ; charset=UTF-8 ; x=y", true},
		{"application/json;", true},
		{"application/json;charset=latin-1", false},
		{"application/json;charset=utf-8;charset=utf-16", false},
		{"application/json;charset", false},
		{"application/json;charset=", false},
		{"application/json;=utf-8", false},
		{"application/json, text/plain", false},
		{"application/jsonp", false},
		{"application/json5", false},
		{"application/jso", false},
		{"application/problem+json", false},
		{"text/plain", false},
		{"text/plain; application/json", false},
		{"multipart/form-data; boundary=x", false},
		{"application/x-www-form-urlencoded", false},
		{"", false},
		{";", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].text);
		CHECK_INT(rows[i].is, media_is_json(span_of(rows[i].text)));
	}
	CHECK(!media_is_json(SPAN_NONE));
}
