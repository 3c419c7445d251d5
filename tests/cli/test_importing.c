#include "cli/importing.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "cli/request.h"
#include "tests/check.h"

enum { ARENA_BYTES = 32 * 1024 * 1024 };

TEST(files_are_checked_whole)
{
	static const struct {
		const char *noun, *verb, *text;
		const char *says; /* all faults, NULL: sound */
		size_t rows;
	} rows[] = {
		{"person", "add", "ref,born,category\nR1,2000-02-29,relevant\n", NULL, 1},
		{"person", "add",
			"name,category,born,ref,since\n\"A, B\",relevant,2000-01-01,R1,\n", NULL,
			1},
		{"person", "add", "ref,born,category\n", NULL, 0},
		{"fact", "add", "ref,fact,from,evidence\nR1,seen,2019-07-01,letter\n", NULL, 1},
		{"award", "make", "ref,entitlement,amount,reason\nR1,gym,\"£1,234.50\",x\n", NULL,
			1},
		{"person", "add", "", "f:1: there is no header line; ", 0},
		{"person", "add", "ref,born\n", "f:1: the column category is missing; ", 0},
		{"person", "add", "ref,born,category,age\n", "f:1: there is no column \"age\"; ",
			0},
		{"person", "add", "ref,born,category,ref\n", "f:1: the column ref stands twice; ",
			0},
		{"person", "add", "ref,born,category\n,1999-02-29,kin\n",
			"f:2: ref is empty; write the council's case reference\n"
			"f:2: born \"1999-02-29\": it is not a day that exists; write YYYY-MM-DD\n"
			"f:2: category \"kin\": it is none of ",
			1},
		{"person", "add", "ref,born,category\nR1,2000-01-01\nR2,2000-01-01,relevant,x\n",
			"f:2: there are 2 fields under 3 columns; quote fields that have commas\n"
			"f:3: there are 4 fields under 3 columns; ",
			2},
		{"award", "make", "ref,entitlement,amount,reason\n\nR1,gym,15.001,x\nR1,gym,1,x\n",
			"f:3: amount \"15.001\": it has more than two decimals; write 15, 15.00 "
			"or ",
			2},
		{"person", "add", "ref,born,category\nR\"1,2000-01-01,relevant\n",
			"f:2: a quote stands inside a field without quotes; ", 1},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		struct faults *faults = faults_new(arena, "f");
		struct importing_header header;
		struct buf says = buf_in(arena);
		size_t count = 0;
		check_row("%zu", i);
		const struct action *each =
			action_find(actions, actions_len, rows[i].noun, rows[i].verb);
		bool sound = importing_check(
			arena, span_of(rows[i].text), each, faults, &header, &count);
		faults_print(faults, &says);
		CHECK_INT(rows[i].says == NULL, sound);
		if (rows[i].says == NULL) {
			CHECK_TEXT("", buf_cstr(&says));
			CHECK_INT(rows[i].rows, count);
		} else {
			CHECK_TEXT(rows[i].says,
				arena_strndup(arena, buf_cstr(&says), strlen(rows[i].says)));
		}
		arena_free(arena);
	}
}

TEST(hundred_faults_are_listed)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct faults *faults = faults_new(arena, "f");
	struct importing_header header;
	struct buf text = buf_in(arena);
	size_t count = 0;
	buf_text(&text, "ref,born,category\n");
	for (int i = 0; i < FAULTS_MAX + 1; i++)
		buf_text(&text, "R1,never,relevant\n");
	bool sound = importing_check(arena, buf_done(&text),
		action_find(actions, actions_len, "person", "add"), faults, &header, &count);
	CHECK(!sound);
	CHECK_INT(FAULTS_MAX, faults->count);
	CHECK_INT(1, faults->left_out);
	arena_free(arena);
}

TEST(lines_become_requests)
{
	static const char text[] =
		"reason,amount,ref,entitlement,on\n\"A \"\"good\"\" reason\",1250.00,R1,gym,\n";
	struct arena *arena = arena_new(ARENA_BYTES);
	const struct action *each = action_find(actions, actions_len, "award", "make");
	struct faults *faults = faults_new(arena, "f");
	struct importing_header header;
	struct csv_record record = {.len = 0};
	struct request request;
	size_t count = 0;
	bool sound = importing_check(arena, SPAN(text), each, faults, &header, &count);
	struct csv csv = csv_read(arena, SPAN(text));
	sound = sound && csv_next(&csv, &record) && csv_next(&csv, &record);
	if (CHECK(sound)) {
		struct arg_list values = importing_values(arena, &header, &record);
		const char *wrong = request_build(arena, each, &values, false, &request);
		CHECK_TEXT(NULL, wrong);
		CHECK_SPAN("/v1/people/R1/awards", request.target);
		CHECK_SPAN("{\"entitlement\":\"gym\",\"amount_pence\":125000,"
			   "\"reason\":\"A \\\"good\\\" reason\"}",
			request.body);
	}
	arena_free(arena);
}

TEST(keys_belong_to_file_and_line)
{
	hash_begin();
	const struct digest a = hash_sha256(SPAN("a")), b = hash_sha256(SPAN("b"));
	CHECK(uuid_eq(importing_key(a, 2), importing_key(a, 2)));
	CHECK(!uuid_eq(importing_key(a, 2), importing_key(a, 3)));
	CHECK(!uuid_eq(importing_key(a, 2), importing_key(b, 2)));
	CHECK_INT(8, importing_key(a, 2).bytes[6] >> 4);
	hash_end();
}
