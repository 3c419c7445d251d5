#include "cli/show/view.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/show/localoffer.h"
#include "cli/show/say.h"
#include "tests/check.h"

static const struct column columns[] = {
	{"REF", "ref", CELL_TEXT, false},
	{"AMOUNT", "amount_pence", CELL_PENCE, false},
	{"COUNT", "count", CELL_COUNT, false},
	{"YES", "yes", CELL_YES, false},
	{"BY", "by.name", CELL_TEXT, false},
	{"WHY", "reasons", CELL_TEXT, false},
};
static const struct section list[] = {
	{.member = "items", .columns = columns, .columns_len = ARRAY_LEN(columns)}};
static const struct view view = {.sections = list, .sections_len = 1};

static const char rows[] =
	"{\"items\":["
	"{\"ref\":\"A,1\",\"amount_pence\":123450,\"count\":3,\"yes\":true,\"by\":{\"name\":"
	"\"Ann\"},"
	"\"reasons\":[\"a\",\"b\"]},"
	"{\"ref\":\"B\",\"amount_pence\":-300,\"count\":null,\"yes\":false,\"by\":null,"
	"\"reasons\":[{\"code\":\"c\",\"facts\":[\"f\",\"g\"]}]},"
	"{\"ref\":\"C\"}]}";

typedef void print_view(const struct view *view, const json_t *answer, FILE *out);

/* Free it. */
static char *printed(print_view *print, const struct view *with, const char *json)
{
	char *text = NULL;
	size_t len = 0;
	json_error_t error;
	FILE *out = open_memstream(&text, &len);
	json_t *answer = json_loads(json, 0, &error);

	say_begin(true);
	if (CHECK(answer != NULL))
		print(with, answer, out);
	json_decref(answer);
	fclose(out);
	return text;
}

TEST(list_as_csv)
{
	char *text = printed(view_print_csv, &view, rows);

	CHECK_TEXT("ref,amount,count,yes,by.name,reasons\r\n"
		   "\"A,1\",1234.50,3,yes,Ann,\"a, b\"\r\n"
		   "B,-3.00,,no,,c f or g\r\n"
		   "C,,,,,\r\n",
		text);
	free(text);
}

TEST(list_as_table)
{
	char *text = printed(view_print, &view, rows);

	CHECK_TEXT("REF    AMOUNT COUNT YES BY  WHY\n"
		   "A,1 £1,234.50     3 yes Ann a, b\n"
		   "B      -£3.00       no      c f or g\n"
		   "C                           \n",
		text);
	free(text);
	text = printed(view_print, &view, "{\"items\":[]}");
	CHECK_TEXT("(none)\n", text);
	free(text);
}

/* Nothing of a text can turn a line round or begin one of its own. */
TEST(list_is_harmless)
{
	char *text = printed(view_print, &view,
		"{\"items\":[{\"ref\":\"a\\nB\\tC\",\"by\":{\"name\":\"\\u202eeilE\"},"
		"\"reasons\":[\"x\\u200b\\u001b[1m\"]}]}");

	CHECK_TEXT("REF   AMOUNT COUNT YES BY    WHY\n"
		   "a B C                  ?eilE x??[1m\n",
		text);
	free(text);
}

TEST(record_as_fields)
{
	static const struct column fields[] = {
		{"Ref", "ref", CELL_TEXT, false},
		{"Authority", "authority.name", CELL_TEXT, false},
		{"Left", "left_pence", CELL_PENCE, false},
	};
	static const struct view record = {.fields = fields, .fields_len = ARRAY_LEN(fields)};
	char *text = printed(view_print, &record,
		"{\"ref\":\"R\\u001b[1m\\u007f\\u009bx\\nLeft  "
		"£9\",\"left_pence\":0,\"authority\":{\"name\":"
		"null}}");

	CHECK_TEXT("Ref        R?[1m??x Left  £9\nLeft       £0.00\n", text);
	free(text);
	CHECK(!view_is_list(&record));
	CHECK(view_is_list(&view));
	CHECK(!view_is_list(&localoffer_view));
}

/* A list that was cut says so, and one that is whole does not. */
TEST(record_says_what_is_left_out)
{
	static const struct column fields[] = {{"Ref", "ref", CELL_TEXT, false}};
	static const struct column facts[] = {{"FACT", "fact", CELL_TEXT, false}};
	static const struct section sections[] = {
		{"Facts", "facts", facts, ARRAY_LEN(facts), "bursar fact list REF"},
		{"Awards", "awards", facts, ARRAY_LEN(facts), "bursar award list REF"},
	};
	static const struct view record = {.fields = fields,
		.fields_len = ARRAY_LEN(fields),
		.sections = sections,
		.sections_len = ARRAY_LEN(sections)};
	char *text = printed(view_print, &record,
		"{\"ref\":\"R\",\"facts\":[{\"fact\":\"a\"}],\"awards\":[],"
		"\"more\":{\"facts\":\"/v1/people/{ref}/facts\",\"awards\":null}}");

	CHECK_TEXT("Ref  R\n\nFacts\nFACT\na\n"
		   "Only 1 are shown; bursar fact list REF shows all.\n"
		   "\nAwards\n(none)\n",
		text);
	free(text);
}

TEST(local_offer_reads_like_one)
{
	static const char offer[] =
		"{\"version\":2,\"name\":\"Derby City Council\",\"title\":\"Local "
		"Offer\",\"effective\":"
		"\"2018-04-01\",\"source\":\"x.txt\",\"facts\":[{\"code\":\"plan\",\"says\":\"A "
		"plan\","
		"\"holds_months\":6}],\"entitlements\":["
		"{\"code\":\"a\",\"name\":\"A\",\"kind\":\"payment\",\"offered\":true,\"ages\":{"
		"\"from\":16,"
		"\"until\":21},\"categories\":[\"relevant\"],\"also\":[{\"category\":\"eligible\","
		"\"needs\":"
		"[\"plan\"]}],\"needs\":[\"plan\",{\"any\":[\"x\",\"y\"]},{\"not\":\"z\"}],"
		"\"pays\":{\"kind\":"
		"\"every\",\"every\":\"month\",\"amount_pence\":1500},\"cap\":{\"amount_pence\":"
		"1500,\"per\":"
		"\"month\"},\"fund\":[\"f\",\"g\"]},"
		"{\"code\":\"b\",\"name\":\"B\",\"kind\":\"payment\",\"offered\":true,\"ages\":"
		"null,\"needs\":[],"
		"\"cap\":{\"amount_pence\":200000,\"per\":\"lifetime\"}},"
		"{\"code\":\"c\",\"name\":\"C\",\"kind\":\"guarantee\",\"offered\":true,\"cap\":{"
		"\"by\":"
		"\"award\",\"per\":\"academic-year\"}},"
		"{\"code\":\"d\",\"name\":\"D\",\"kind\":\"in-kind\",\"offered\":true},"
		"{\"code\":\"e\",\"name\":\"E\",\"offered\":false}],\"challenge\":\"Ask.\"}";
	static const char *const parts[] = {
		"Derby City Council\n",
		("\nA (a)\n  Amount  £15.00 a month\n  Who     16–20: relevant, eligible with "
		 "plan\n"
		 "  Needs   plan, x or y, not z\n  Fund    f or g\n\n"),
		"\nB (b)\n  Amount  up to £2,000.00 in all\n  Who     any age: \n\n",
		"  Amount  guarantee, as agreed for each person, an academic-year\n",
		"  Amount  in kind\n",
		"  Amount  not offered\n",
		"A plan (for 6 months)",
		"If you disagree\nAsk.\n",
	};
	char *text = printed(view_print, &localoffer_view, offer);

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		check_row("%s", parts[i]);
		CHECK(strstr(text, parts[i]) != NULL);
	}
	free(text);
}
