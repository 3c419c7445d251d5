/* Who is meant by a text: by table, people on one side, texts on the other. */
#include "render/people_find.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "tests/check.h"

enum { ARENA_BYTES = 64 << 20 };

/* As the daemon hands them over. */
static const char *const people[] = {
	"{\"ref\":\"LEI-1\",\"person\":{\"born\":\"2001-12-10\",\"name\":\"Zo\\u00eb O'Neill\"},"
	"\"category\":\"relevant\",\"since\":\"2018-01-01\"}",
	"{\"ref\":\"LEI-2\",\"person\":{\"born\":\"2002-05-01\",\"name\":\"Anne-Marie Smith\"},"
	"\"category\":\"eligible\",\"since\":null}",
	"{\"ref\":\"LEI-10\",\"person\":{\"born\":\"2001-12-10\",\"name\":\"Sam Smithson\"},"
	"\"category\":null,\"since\":null}",
	"{\"ref\":\"LEI-11\",\"person\":{\"born\":\"2000-02-29\",\"name\":null},"
	"\"category\":\"former-relevant\",\"since\":null}",
	/* Their record is not there any more, or does not open. */
	"{\"ref\":\"OLD-7\",\"person\":null,\"category\":null,\"since\":null}",
	"{\"ref\":\"OLD-8\",\"person\":\"@sealed:person:x:y:z\",\"category\":null,\"since\":null}",
	"{\"ref\":\"LEI-20\",\"person\":{\"born\":\"1999-01-31\",\"name\":\"Smith Sam\"},"
	"\"category\":null,\"since\":null}",
	"{\"ref\":\"LEI-21\",\"person\":{\"born\":\"1999-01-31\",\"name\":\"Annemarie "
	"\\u0141ukasz\"},\"category\":null,\"since\":null}",
	"{\"ref\":\"LEI-22\",\"person\":{\"born\":\"1999-01-31\",\"name\":\"Oliver Neill\"},"
	"\"category\":null,\"since\":null}",
	"{\"ref\":\"2001\",\"person\":{\"born\":\"1998-06-15\",\"name\":\"Grace Sm\\u00eeth\"},"
	"\"category\":null,\"since\":null}",
};

static struct span reply_of(
	struct arena *arena, const char *text, const char *limit, bool goes_on, int *ret_tells)
{
	struct span values[] = {span_of(text), span_of(limit)};
	struct arena *scratch = arena_new(ARENA_BYTES);
	struct json out = json_in(arena);
	void *find = people_find.begin(arena, values);

	for (size_t i = 0; i < ARRAY_LEN(people); i++) {
		people_find.row(find, scratch, span_of(people[i]));
		arena_reset(scratch);
	}
	for (*ret_tells = 1; !people_find.tell(find, goes_on, &out); ++*ret_tells)
		CHECK(*ret_tells < 1000);
	arena_free(scratch);
	return json_done(&out);
}

/* Their refs, with blanks between. */
static struct span refs(struct arena *arena, struct span reply)
{
	struct span items = json_get(reply, "items"), item;
	struct buf out = buf_in(arena);

	while (json_next(&items, &item)) {
		if (out.len > 0)
			buf_char(&out, ' ');
		buf_span(&out, json_get(item, "ref"));
	}
	return buf_done(&out);
}

TEST(people_find_by_text)
{
	static const struct {
		const char *text, *refs;
	} rows[] = {
		/* Beginnings of words, in any order, without regard to case and accents. */
		{"zoe", "LEI-1"},
		{"ZOË", "LEI-1"},
		{"zo", "LEI-1"},
		{"oe", ""},
		{"smith", "LEI-2 2001 LEI-20 LEI-10"},
		{"smiths", "LEI-10 LEI-20"},
		{"lukasz", "LEI-21"},
		{"Łuk", "LEI-21"},
		/* Whole words before beginnings. */
		{"sam smith", "LEI-20 LEI-10"},
		{"smith sam", "LEI-20 LEI-10"},
		{"smith zoe", ""},
		/* All words, each of name or ref. */
		{"smith lei", "LEI-2 LEI-20 LEI-10"},
		{"lei-2 smith", "LEI-2 LEI-20"},
		{"smith 2001", "2001"},
		/* Apostrophes, hyphens and blanks, on either side. */
		{"oneill", "LEI-1"},
		{"o'neill", "LEI-1"},
		{"o\xe2\x80\x99neill", "LEI-1"},
		{"o neill", "LEI-1 LEI-22"},
		{"neill", "LEI-22 LEI-1"},
		{"annemarie", "LEI-2 LEI-21"},
		{"anne-marie", "LEI-2 LEI-21"},
		{"anne marie", "LEI-2 LEI-21"},
		{"anne marie smith", "LEI-2"},
		{"marie", "LEI-2"},
		{"  zoe   ", "LEI-1"},
		{"zoe - & neill", "LEI-1"},
		/* References: a whole one first. */
		{"LEI-1", "LEI-1 LEI-10 LEI-11"},
		{"lei1", "LEI-1 LEI-10 LEI-11"},
		{"lei 1", "LEI-1 LEI-10 LEI-11"},
		{"LEI-2", "LEI-2 LEI-21 LEI-22 LEI-20"},
		{"old", "OLD-7 OLD-8"},
		{"old-8", "OLD-8"},
		{"sealed", ""},
		{"null", ""},
		{"person", ""},
		/* Birth dates: the whole one alone; 2001 is somebody's ref. */
		{"10/12/2001", "LEI-10 LEI-1"},
		{"2001-12-10", "LEI-10 LEI-1"},
		{"10.12.2001", "LEI-10 LEI-1"},
		{"10-12-2001", "LEI-10 LEI-1"},
		{"1/5/2002", "LEI-2"},
		{"01/05/2002", "LEI-2"},
		{"29/2/2000", "LEI-11"},
		{"12/10/2001", ""},
		{"10/12/01", ""},
		{"2001", "2001"},
		{"10/12-2001", ""},
		{"smith 31/01/1999", "LEI-20"},
		{"31/01/1999 sam", "LEI-20"},
		{"31/01/1999", "LEI-21 LEI-22 LEI-20"},
		{"30/02/1999", ""},
		{"", ""},
	};
	struct arena *arena = arena_new(ARENA_BYTES);
	int tells;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].text);
		CHECK_SPAN(rows[i].refs,
			refs(arena, reply_of(arena, rows[i].text, "1000", false, &tells)));
	}
	arena_free(arena);
}

TEST(people_find_replies)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	int tells;

	CHECK_SPAN(
		"{\"items\":[{\"ref\":\"LEI-1\",\"name\":\"Zo\\u00eb O'Neill\",\"born\":\"2001-12-"
		"10\",\"category\":\"relevant\",\"since\":\"2018-01-01\"}],\"found\":1,\"more\":"
		"{\"items\":null,\"people\":null}}",
		reply_of(arena, "zoe", NULL, false, &tells));
	/* From the 16th birthday, which for somebody of 29 February is 29 February. */
	CHECK_SPAN("{\"items\":[{\"ref\":\"LEI-11\",\"name\":null,\"born\":\"2000-02-29\","
		   "\"category\":\"former-relevant\",\"since\":\"2016-02-29\"}],\"found\":1,"
		   "\"more\":{\"items\":null,\"people\":null}}",
		reply_of(arena, "lei-11", "1", false, &tells));
	CHECK_SPAN("{\"items\":[{\"ref\":\"OLD-8\",\"name\":null,\"born\":null,\"category\":null,"
		   "\"since\":null}],\"found\":1,\"more\":{\"items\":null,\"people\":null}}",
		reply_of(arena, "old-8", NULL, false, &tells));
	CHECK_SPAN(
		"{\"items\":[],\"found\":0,\"more\":{\"items\":null,\"people\":\"Not everybody was "
		"looked at: the next page looks at the others.\"}}",
		reply_of(arena, "nobody", NULL, true, &tells));
	arena_free(arena);
}

TEST(people_find_keeps_the_best)
{
	static const char *const best[] = {
		"LEI-2", "LEI-2 2001", "LEI-2 2001 LEI-20", "LEI-2 2001 LEI-20 LEI-10"};
	struct arena *arena = arena_new(ARENA_BYTES);

	for (int limit = 1; limit <= 4; limit++) {
		char text[16];
		struct span reply;
		int64_t found = 0;
		int tells;

		check_row("%d", limit);
		snprintf(text, sizeof(text), "%d", limit);
		reply = reply_of(arena, "smith", text, false, &tells);
		CHECK_SPAN(best[limit - 1], refs(arena, reply));
		CHECK(json_get_int(reply, "found", &found));
		CHECK_INT(4, found);
		CHECK_INT(limit < 4, json_get(json_get(reply, "more"), "items").at != NULL);
	}
	arena_free(arena);
}

/* A thousand of two thousand: each is met, the least by name are kept, in order, and told by and
 * by. */
TEST(people_find_of_many)
{
	struct arena *arena = arena_new(ARENA_BYTES), *scratch = arena_new(ARENA_BYTES);
	struct span values[] = {SPAN("invented"), SPAN("1000")}, items, item;
	void *find = people_find.begin(arena, values);
	struct json out = json_in(arena);
	int tells = 1, count = 0;

	for (int i = 0; i < 2000; i++) {
		char row[200];

		/* 7919 is prime: all of them, in a wild order. */
		snprintf(row, sizeof(row),
			"{\"ref\":\"R%d\",\"person\":{\"born\":\"2000-01-01\",\"name\":\"Invented "
			"N%04d\"},\"category\":null,\"since\":null}",
			i, i * 7919 % 2000);
		people_find.row(find, scratch, span_of(row));
		arena_reset(scratch);
	}
	while (!people_find.tell(find, false, &out))
		tells++;
	CHECK_INT(10, tells);
	items = json_get(json_done(&out), "items");
	for (; json_next(&items, &item); count++) {
		char want[32];

		snprintf(want, sizeof(want), "Invented N%04d", count);
		CHECK_SPAN(want, json_get(item, "name"));
	}
	CHECK_INT(1000, count);
	arena_free(scratch);
	arena_free(arena);
}

TEST(people_find_what_can_be_looked_for)
{
	static const struct {
		const char *text;
		bool fits;
	} rows[] = {{"a", true}, {"7", true}, {"Zoë", true}, {"李", true}, {"", false},
		{" ", false}, {"'", false}, {"- & .", false}, {"a\tb", false}, {"a\nb", false},
		{"\xff", false}, {"1 2 3 4 5 6 7 8 9 10", true}, {"1 2 3 4 5 6 7 8 9 10 - &", true},
		{"1 2 3 4 5 6 7 8 9 10 11", false}};

	static char longest[PEOPLE_FIND_BYTES_MAX + 1];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("%s", rows[i].text);
		CHECK_INT(rows[i].fits, people_find_fits(span_of(rows[i].text)));
	}
	memset(longest, 'a', sizeof(longest));
	CHECK(people_find_fits((struct span){longest, PEOPLE_FIND_BYTES_MAX}));
	CHECK(!people_find_fits((struct span){longest, PEOPLE_FIND_BYTES_MAX + 1}));
}
