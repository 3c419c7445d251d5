#include "base/json.h"

#include "base/arena.h"
#include "tests/check.h"

enum { ARENA_BYTES = 1 << 20 };

TEST(json_writes_every_kind_of_member)
{
	static const uint8_t bytes[] = {0x00, 0xff, 0x1a};
	static const struct uuid uuid = {{0x01, 0x89, 0x0a, 0x5d, 0xac, 0x96, 0x77, 0x4b, 0xbc,
		0xce, 0xb3, 0x02, 0x09, 0x9a, 0x80, 0x57}};
	struct arena *arena = arena_new(ARENA_BYTES);
	struct json json = json_in(arena);

	json_open(&json, NULL, '{');
	json_int(&json, "int", INT64_MIN);
	json_bool(&json, "yes", true);
	json_bool(&json, "no", false);
	json_null(&json, "null");
	json_text(&json, "text", SPAN("\"\xc2\xa3\n"));
	json_text(&json, "absent", SPAN_NONE);
	json_text(&json, "empty", SPAN(""));
	json_word(&json, "word", "w");
	json_word(&json, "none", NULL);
	json_hex(&json, "hex", bytes, sizeof(bytes));
	json_uuid(&json, "uuid", uuid);
	json_raw(&json, "raw", SPAN("{\"a\":1}"));
	json_open(&json, "list", '[');
	json_int(&json, NULL, 1);
	json_open(&json, NULL, '{');
	json_close(&json, '}');
	json_open(&json, NULL, '[');
	json_close(&json, ']');
	json_word(&json, NULL, "x");
	json_close(&json, ']');
	json_int(&json, "last", 0);
	json_close(&json, '}');
	CHECK_SPAN("{\"int\":-9223372036854775808,\"yes\":true,\"no\":false,\"null\":null,"
		   "\"text\":\"\\\"\\u00a3\\u000a\",\"absent\":null,\"empty\":\"\",\"word\":"
		   "\"w\",\"none\":null,\"hex\":\"00ff1a\",\"uuid\":"
		   "\"01890a5d-ac96-774b-bcce-b302099a8057\",\"raw\":{\"a\":1},\"list\":[1,{},"
		   "[],\"x\"],\"last\":0}",
		json_done(&json));
	arena_free(arena);
}

TEST(json_writes_a_list_outermost)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct json json = json_in(arena);

	json_open(&json, NULL, '[');
	json_open(&json, NULL, '{');
	json_int(&json, "a", 1);
	json_close(&json, '}');
	json_open(&json, NULL, '{');
	json_close(&json, '}');
	json_close(&json, ']');
	CHECK_SPAN("[{\"a\":1},{}]", json_done(&json));
	arena_free(arena);
}

TEST(json_get_finds_members)
{
	static const char object[] =
		"{\"v\":1,\"t\":\"a,b}\",\"q\":\"x\\\"},\\\\\",\"e\":\"\",\"nil\":null,\"o\":{"
		"\"v\":"
		"2,\"l\":[1,{\"v\":3}]},\"l\":[1,[2]],\"yes\":true,\"end\":-7}";

	static const struct {
		const char *name, *value;
	} rows[] = {
		{"v", "1"},
		{"t", "a,b}"},
		{"q", "x\\\"},\\\\"},
		{"e", ""},
		{"nil", NULL},
		{"o", "{\"v\":2,\"l\":[1,{\"v\":3}]}"},
		{"l", "[1,[2]]"},
		{"yes", "true"},
		{"end", "-7"},
		{"absent", NULL},
		{"", NULL},
		{"en", NULL},
		{"ends", NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].name);
		CHECK_SPAN(rows[i].value, json_get(SPAN(object), rows[i].name));
	}
	CHECK_SPAN("3", json_get(SPAN("{\"v\":3}"), "v"));
}

TEST(json_get_of_no_object)
{
	static const char *const rows[] = {
		"", "{}", "{", "[1]", "1", "null", "{\"a", "{\"a\"", "{\"v\""};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i]);
		CHECK_SPAN(NULL, json_get(span_of(rows[i]), "v"));
	}
	CHECK_SPAN(NULL, json_get(SPAN_NONE, "v"));
}

TEST(json_get_int_takes_integers_alone)
{
	static const char object[] =
		"{\"a\":9223372036854775807,\"b\":\"5\",\"c\":\"x\",\"d\":null,"
		"\"e\":[1],\"f\":1.5,\"g\":-3}";
	int64_t number = 42;

	CHECK(json_get_int(SPAN(object), "a", &number));
	CHECK_INT(INT64_MAX, number);
	CHECK(json_get_int(SPAN(object), "g", &number));
	CHECK_INT(-3, number);
	CHECK(!json_get_int(SPAN(object), "c", &number));
	CHECK(!json_get_int(SPAN(object), "d", &number));
	CHECK(!json_get_int(SPAN(object), "e", &number));
	CHECK(!json_get_int(SPAN(object), "f", &number));
	CHECK(!json_get_int(SPAN(object), "h", &number));
	CHECK_INT(-3, number);
}

TEST(json_next_walks_lists)
{
	struct span list = SPAN("[1,\"a,]\",{\"b\":[1,2]},[3,4],null,\"\"]");
	static const char *const want[] = {"1", "a,]", "{\"b\":[1,2]}", "[3,4]", NULL, ""};
	struct span item;

	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		check_row("%zu", i);
		CHECK(json_next(&list, &item));
		CHECK_SPAN(want[i], item);
	}
	CHECK(!json_next(&list, &item));
	list = SPAN("[]");
	CHECK(!json_next(&list, &item));
	list = SPAN_NONE;
	CHECK(!json_next(&list, &item));
}

TEST(json_plain_undoes_escapes)
{
	static const struct {
		const char *raw, *says;
	} rows[] = {
		{"", ""},
		{"Zoe", "Zoe"},
		{"Zo\\u00eb", "Zo\xc3\xab"},
		{"Zo\xc3\xab", "Zo\xc3\xab"},
		{"\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t"},
		{"\\ud83d\\ude00", "\xf0\x9f\x98\x80"},
		/* Half a pair, of either half, and at the end. */
		{"\\ud83dx", "\xef\xbf\xbdx"},
		{"\\ude00", "\xef\xbf\xbd"},
		{"\\ud83d\\u0041",
			"\xef\xbf\xbd"
			"A"},
		/* None that JSON has. */
		{"\\x", "\\x"},
		{"\\u00", "\\u00"},
		{"\\u00g0", "\\u00g0"},
		{"a\\", "a\\"},
	};
	struct arena *arena = arena_new(1 << 20);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].raw);
		CHECK_SPAN(rows[i].says, json_plain(arena, span_of(rows[i].raw)));
	}
	CHECK(json_plain(arena, SPAN_NONE).at == NULL);
	arena_free(arena);
}
