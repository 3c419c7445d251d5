#include "cli/run/import.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "base/hash.h"
#include "cli/ask/request.h"
#include "tests/check.h"

enum { ARENA_BYTES = 32 * 1024 * 1024 };

static const struct {
	const char *noun, *verb, *text;
	const char *says; /* all faults, NULL: sound */
	size_t rows;
} files[] = {
	{"person", "add", "ref,born,category\nR1,2000-02-29,relevant\n", NULL, 1},
	{"person", "add", "name,category,born,ref,since\n\"A, B\",relevant,2000-01-01,R1,\n", NULL,
		1},
	{"person", "add", "ref,born,category\n", NULL, 0},
	{"fact", "add", "ref,fact,from,evidence\nR1,seen,2019-07-01,letter\n", NULL, 1},
	{"award", "make", "ref,entitlement,amount,reason\nR1,gym,\"£1,234.50\",x\n", NULL, 1},
	/* What spreadsheets leave. */
	{"person", "add",
		"\xef\xbb\xbf,,\r\nref,born,category,,\r\nR1,2000-01-01,relevant,,\r\n,,,,"
		"\r\n"
		" , ,,,\r\nR2, 2000-01-01 ,relevant,,,,\r\n\r\n\r\n",
		NULL, 2},
	{"person", "add", "ref,born,category,\nR1,2000-01-01,relevant,x\n",
		"f:2: field 4, \"x\", stands under no column; quote fields", 1},
	{"person", "add", "ref,born,category\nR1,2000-01-01,relevant,x\n",
		"f:2: field 4, \"x\", stands under no column; quote fields", 1},
	{"person", "add",
		"ref,born,category\nR-1,2000-01-01,relevant\nR-2,2000-01-01,relevant\n"
		"r-1.,2000-01-01,relevant\n",
		"f:4: ref r-1. stands in line 2 already; leave one of them out\n", 3},
	{"fact", "add", "ref,fact,from,evidence\nR1,a,2019-07-01,x\nR1,a,2019-07-01,x\n", NULL, 2},
	{"award", "make", "ref,entitlement,amount,on,reason\nR1,gym,1,,x\n",
		"f:2: on is empty; write the day the money counts in, or give --on DATE\n", 1},
	{"person", "add", "", "f:1: there is no header line; ", 0},
	{"person", "add", "ref,born\n", "f:1: the column category is missing; ", 0},
	{"person", "add", "ref,born,category,age\n", "f:1: there is no column \"age\"; ", 0},
	{"person", "add", "ref,born,category,ref\n", "f:1: the column ref stands twice; ", 0},
	{"person", "add", "ref,born,category\n,1999-02-29,kin\n",
		"f:2: ref is empty; write the council's case reference\n"
		"f:2: born \"1999-02-29\": it is not a day that exists; write YYYY-MM-DD\n"
		"f:2: category \"kin\": it is none of ",
		1},
	{"person", "add", "ref,born,category\nR1,2000-01-01\nR2,2000-01-01,relevant,x\n",
		"f:2: there are 2 fields under 3 columns; quote fields that have commas\n"
		"f:3: field 4, \"x\", stands under no column; ",
		2},
	{"award", "make", "ref,entitlement,amount,reason\n\nR1,gym,15.001,x\nR1,gym,1,x\n",
		"f:3: amount \"15.001\": it has more than two decimals; write 15, 15.00 "
		"or ",
		2},
	{"person", "add", "ref,born,category\nR\"1,2000-01-01,relevant\n",
		"f:2: a quote stands inside a field without quotes; ", 1},
};

TEST(files_are_checked_whole)
{
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		struct faults *faults = faults_new(arena, "f");
		struct import_header header;
		struct buf says = buf_in(arena);
		check_row("%zu", i);
		const struct action *each =
			action_find(actions, actions_len, files[i].noun, files[i].verb);
		bool sound = import_check(arena, span_of(files[i].text), each,
			&(struct arg_list){NULL, 0}, faults, &header);
		faults_print(faults, &says);
		CHECK_INT(files[i].says == NULL, sound);
		if (files[i].says == NULL) {
			CHECK_TEXT("", buf_cstr(&says));
			CHECK_INT(files[i].rows, header.rows);
		} else {
			CHECK_TEXT(files[i].says,
				arena_strndup(arena, buf_cstr(&says), strlen(files[i].says)));
		}
		arena_free(arena);
	}
}

TEST(hundred_faults_are_listed)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct faults *faults = faults_new(arena, "f");
	struct import_header header;
	struct buf text = buf_in(arena);

	buf_text(&text, "ref,born,category\n");
	for (int i = 0; i < FAULTS_MAX + 1; i++)
		buf_printf(&text, "R%d,never,relevant\n", i);
	bool sound = import_check(arena, buf_done(&text),
		action_find(actions, actions_len, "person", "add"), &(struct arg_list){NULL, 0},
		faults, &header);
	CHECK(!sound);
	CHECK_INT(FAULTS_MAX, faults->count);
	CHECK_INT(1, faults->left_out);
	arena_free(arena);
}

TEST(lines_become_requests)
{
	static const char text[] =
		"reason,amount,ref,entitlement\n\"A \"\"good\"\" reason\",1250.00,R1,gym\n";
	struct arena *arena = arena_new(ARENA_BYTES);
	const struct action *each = action_find(actions, actions_len, "award", "make");
	struct faults *faults = faults_new(arena, "f");
	struct import_header header;
	struct csv_record record = {.len = 0};
	struct request request;
	bool sound =
		import_check(arena, SPAN(text), each, &(struct arg_list){NULL, 0}, faults, &header);
	struct csv csv = csv_read(arena, SPAN(text));

	sound = sound && csv_next(&csv, &record) && csv_next(&csv, &record);
	if (CHECK(sound)) {
		struct arg_list values = import_values(arena, &header, &record);
		const char *wrong = request_build(arena, each, &values, false, &request);
		CHECK_TEXT(NULL, wrong);
		CHECK_SPAN("/v1/people/R1/awards", request.target);
		CHECK_SPAN("{\"entitlement\":\"gym\",\"amount_pence\":125000,"
			   "\"reason\":\"A \\\"good\\\" reason\"}",
			request.body);
	}
	arena_free(arena);
}

static struct uuid key_of_line(struct arena *arena, const char *text, int64_t n)
{
	const struct action *each = action_find(actions, actions_len, "award", "make");
	struct arg_list none = {NULL, 0};
	struct faults *faults = faults_new(arena, "f");
	struct import_header header;
	struct csv_record record = {.len = 0};
	bool sound = import_check(arena, span_of(text), each, &none, faults, &header);
	struct csv csv = csv_read(arena, span_of(text));

	CHECK(sound && csv_next(&csv, &record) && csv_next(&csv, &record));
	struct arg_list values = import_values(arena, &header, &record);
	return import_key("award-make", import_statement(arena, each, &values), n);
}

/* Whatever the file looks like, and whoever sends it. */
TEST(keys_are_made_of_what_a_line_says)
{
	static const char first[] = "ref,entitlement,amount,on,reason\nR1,gym,1250,2019-07-01,x\n";

	static const struct {
		const char *text;
		int64_t n;
		bool same;
	} rows[] = {
		{first, 1, true},
		{first, 2, false},
		{"ref,entitlement,amount,on,reason\r\nR1,gym,1250,2019-07-01,x\r\n", 1, true},
		{"reason,on,amount,entitlement,ref,\n x,2019-07-01,\"£1,250.00\",gym,R1,\n", 1,
			true},
		{"ref,entitlement,amount,on,reason\nR2,gym,1250,2019-07-01,x\n", 1, false},
		{"ref,entitlement,amount,on,reason\nR1,gum,1250,2019-07-01,x\n", 1, false},
		{"ref,entitlement,amount,on,reason\nR1,gym,1251,2019-07-01,x\n", 1, false},
		{"ref,entitlement,amount,on,reason\nR1,gym,1250,2019-07-02,x\n", 1, false},
		{"ref,entitlement,amount,on,reason\nR1,gym,1250,2019-07-01,X\n", 1, false},
	};
	struct arena *arena = arena_new(ARENA_BYTES);
	char text[UUID_TEXT + 1];
	hash_begin();
	struct uuid key = key_of_line(arena, first, 1);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%zu", i);
		CHECK_INT(rows[i].same, uuid_eq(key, key_of_line(arena, rows[i].text, rows[i].n)));
	}
	/* printf 'award-make\n{"amount_pence":125000,…}\n1' | sha256sum, with RFC 9562's marks. */
	uuid_format(key, text);
	CHECK_TEXT("32710189-4cc1-8e6c-bd71-2deca608ff11", text);
	CHECK(!uuid_eq(key, import_key("award-pay", SPAN("{}"), 1)));
	hash_end();
	arena_free(arena);
}

static bool lacks_day(const char *noun, const char *verb, const char *text, const char *on)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	const struct action *each = action_find(actions, actions_len, noun, verb);
	struct faults *faults = faults_new(arena, "f");
	struct import_header header;
	struct arg given = {.text = span_of(on)};

	for (size_t i = 0; i < each->parameters_len; i++) {
		if (strcmp(each->parameters[i].name, "--on") == 0)
			given.parameter = &each->parameters[i];
	}
	struct arg_list defaults = {&given, on == NULL ? 0 : 1};
	CHECK(import_check(arena, span_of(text), each, &defaults, faults, &header));
	bool lacks = import_lacks_day(each, &header);
	arena_free(arena);
	return lacks;
}

TEST(money_needs_a_day)
{
	CHECK(lacks_day("award", "make", "ref,entitlement,amount,reason\nR1,gym,1,x\n", NULL));
	CHECK(!lacks_day(
		"award", "make", "ref,entitlement,amount,reason\nR1,gym,1,x\n", "2019-07-01"));
	CHECK(!lacks_day("award", "make",
		"ref,entitlement,amount,reason,on\nR1,gym,1,x,2019-07-01\n", NULL));
	CHECK(!lacks_day(
		"award", "make", "ref,entitlement,amount,reason,on\nR1,gym,1,x,\n", "2019-07-01"));
	CHECK(!lacks_day("person", "add", "ref,born,category\nR1,2000-01-01,relevant\n", NULL));
}
