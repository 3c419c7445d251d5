#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "tests/check.h"
#include "wire/wire.h"

enum { ARENA_BYTES = 64 << 20, FILE_BYTES_MAX = 1 << 20 };

static const char text[] =
	"authority: derby\n"
	"name: Derby City Council\n"
	"title: Local Offer\n"
	"effective: 2018-04-01\n"
	"source: seed.txt\n"
	"review-due: Yearly\n"
	"challenge: Complain\n"
	"rates:\n"
	"  benefit-weekly: [{from: 2018-04-01, amount: \"57.90\", source: law}]\n"
	"facts:\n"
	"  first-tenancy: First tenancy\n"
	"  in-prison: In prison\n"
	"  in-work: In work\n"
	"  pathway-plan: {says: A plan, holds: 6 months}\n"
	"funds:\n"
	"  - {code: duty-to-25, name: Support to 25, ages: {from: 21, until: 25}}\n"
	"  - {code: leaving-care, name: Leaving care budget, codes: {cost-code: "
	"LC-1}}\n"
	"entitlements:\n"
	"  - code: home\n"
	"    name: Home\n"
	"    ages: {from: 18, until: 25, ours: true}\n"
	"    categories: [former-relevant, relevant]\n"
	"    also: [{category: eligible, needs: [first-tenancy]}]\n"
	"    needs: [pathway-plan, any: [first-tenancy, in-work], not: in-prison]\n"
	"    cap: {amount: \"2000.00\", per: lifetime}\n"
	"    fund: [duty-to-25, leaving-care]\n"
	"    from: 2019-04-01\n"
	"    says: Home\n"
	"    source: other.txt\n"
	"    section: Q12\n"
	"    how: Ask\n"
	"    codes: {cost-code: 4711/02}\n"
	"    basis: s.23C\n"
	"  - code: phone\n"
	"    name: Phone\n"
	"    ages: {from: 16, until: 21}\n"
	"    categories: [qualifying]\n"
	"    pays: {every: month, amount: \"15.00\"}\n"
	"    cap: {amount: \"15.00\", per: month}\n"
	"    fund: leaving-care\n"
	"    says: Phone\n"
	"  - code: lessons\n"
	"    name: Lessons\n"
	"    ages: {from: 16, until: 21}\n"
	"    categories: [qualifying]\n"
	"    cap: {by: award, per: academic-year}\n"
	"    fund: leaving-care\n"
	"    says: Lessons\n"
	"  - code: maintenance\n"
	"    name: Maintenance\n"
	"    ages: {from: 16, until: 18}\n"
	"    categories: [relevant]\n"
	"    pays: {every: week, rate: benefit-weekly}\n"
	"    fund: leaving-care\n"
	"    says: Maintenance\n"
	"  - code: income\n"
	"    name: Income\n"
	"    ages: {from: 18, until: 21}\n"
	"    categories: [relevant]\n"
	"    pays: {every: week, floor: {rate: benefit-weekly, plus: \"30.00\"}}\n"
	"    fund: leaving-care\n"
	"    says: Income\n"
	"  - {code: insurance, name: Insurance, offered: no, says: \"No\"}\n"
	"statements: [One, \"Two \\u00a3\"]\n";

TEST(offer_json)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct faults *faults = faults_new(arena, "offer");
	struct buf told = buf_in(arena);
	struct offer *offer = offer_read(arena, arena, SPAN(text), faults);

	faults_print(faults, &told);
	CHECK_TEXT("", buf_cstr(&told));
	if (!CHECK(offer != NULL))
		return;
	CHECK_SPAN(
		"{\"authority\":\"derby\",\"name\":\"Derby City Council\",\"title\":\"Local "
		"Offer\",\"effective\":\"2018-04-01\",\"source\":\"seed.txt\",\"facts\":[{\"code\":"
		"\"first-tenancy\",\"says\":\"First "
		"tenancy\",\"holds_months\":null},{\"code\":\"in-prison\",\"says\":\"In "
		"prison\",\"holds_months\":null},{\"code\":\"in-work\",\"says\":\"In "
		"work\",\"holds_months\":null},{\"code\":\"pathway-plan\",\"says\":\"A "
		"plan\",\"holds_months\":6}],\"funds\":[{\"code\":\"duty-to-25\",\"name\":"
		"\"Support to "
		"25\",\"from_age\":21,\"until_age\":25},{\"code\":\"leaving-care\",\"name\":"
		"\"Leaving care "
		"budget\",\"from_age\":null,\"until_age\":null,\"codes\":{\"cost_code\":\"LC-1\"}}]"
		",\"entitlements\":[{\"code\":"
		"\"home\",\"name\":\"Home\",\"kind\":\"payment\",\"offered\":true,\"ages\":{"
		"\"from\":18,\"until\":25,\"ours\":true},\"categories\":[\"relevant\",\"former-"
		"relevant\"],\"needs\":[\"pathway-plan:home\",{\"any\":[\"first-tenancy\",\"in-"
		"work\"]},{\"not\":\"in-prison\"}],\"also\":[{\"category\":\"eligible\",\"needs\":["
		"\"first-tenancy\"]}],\"pays\":{\"kind\":\"up-to\"},\"cap\":{\"amount_pence\":"
		"200000,\"per\":\"lifetime\"},\"fund\":[\"duty-to-25\",\"leaving-care\"],\"says\":"
		"\"Home\",\"source\":\"other.txt\",\"section\":\"Q12\",\"how\":\"Ask\",\"basis\":"
		"\"s.23C\",\"from\":\"2019-04-01\",\"codes\":{\"cost_code\":\"4711/"
		"02\"}},{\"code\":\"phone\",\"name\":\"Phone\","
		"\"kind\":\"payment\",\"offered\":true,\"ages\":{\"from\":16,\"until\":21,\"ours\":"
		"false},\"categories\":[\"qualifying\"],\"needs\":[],\"also\":[],\"pays\":{"
		"\"kind\":\"every\",\"every\":\"month\",\"amount_pence\":1500},\"cap\":{\"amount_"
		"pence\":1500,\"per\":\"month\"},\"fund\":[\"leaving-care\"],\"says\":\"Phone\","
		"\"source\":\"seed.txt\",\"section\":null,\"how\":null,\"basis\":null},{\"code\":"
		"\"lessons\",\"name\":\"Lessons\",\"kind\":\"payment\",\"offered\":true,\"ages\":{"
		"\"from\":16,\"until\":21,\"ours\":false},\"categories\":[\"qualifying\"],"
		"\"needs\":[],\"also\":[],\"pays\":{\"kind\":\"up-to\"},\"cap\":{\"by\":\"award\","
		"\"per\":\"academic-year\"},\"fund\":[\"leaving-care\"],\"says\":\"Lessons\","
		"\"source\":\"seed.txt\",\"section\":null,\"how\":null,\"basis\":null},{\"code\":"
		"\"maintenance\",\"name\":\"Maintenance\",\"kind\":\"payment\",\"offered\":true,"
		"\"ages\":{\"from\":16,\"until\":18,\"ours\":false},\"categories\":[\"relevant\"],"
		"\"needs\":[],\"also\":[],\"pays\":{\"kind\":\"rate\",\"every\":\"week\",\"rate\":"
		"\"benefit-weekly\"},\"cap\":null,\"fund\":[\"leaving-care\"],\"says\":"
		"\"Maintenance\",\"source\":\"seed.txt\",\"section\":null,\"how\":null,\"basis\":"
		"null},{\"code\":\"income\",\"name\":\"Income\",\"kind\":\"payment\",\"offered\":"
		"true,\"ages\":{\"from\":18,\"until\":21,\"ours\":false},\"categories\":["
		"\"relevant\"],\"needs\":[],\"also\":[],\"pays\":{\"kind\":\"floor\",\"every\":"
		"\"week\",\"rate\":\"benefit-weekly\",\"plus_pence\":3000},\"cap\":null,\"fund\":["
		"\"leaving-care\"],\"says\":\"Income\",\"source\":\"seed.txt\",\"section\":null,"
		"\"how\":null,\"basis\":null},{\"code\":\"insurance\",\"name\":\"Insurance\","
		"\"kind\":\"payment\",\"offered\":false,\"ages\":{\"from\":null,\"until\":null,"
		"\"ours\":false},\"categories\":[],\"needs\":[],\"also\":[],\"pays\":{\"kind\":"
		"\"up-to\"},\"cap\":null,\"fund\":[],\"says\":\"No\",\"source\":\"seed.txt\","
		"\"section\":null,\"how\":null,\"basis\":null}],\"statements\":[\"One\",\"Two "
		"\\u00a3\"],\"review_due\":\"Yearly\",\"challenge\":\"Complain\"}",
		wire_offer(arena, offer));
	arena_free(arena);
}

static const char *member(struct arena *arena, struct span json, const char *name)
{
	json_t *object = json_loadb(json.at, json.len, 0, NULL);
	char *dumped = json_dumps(json_object_get(object, name), JSON_COMPACT);
	const char *kept = dumped == NULL ? NULL : arena_strndup(arena, dumped, strlen(dumped));

	free(dumped);
	json_decref(object);
	return kept;
}

/* What goes with a record of a fact; an offer without such facts says nothing of it. */
TEST(offer_json_of_facts_with_values)
{
	static const char with_values[] =
		"authority: derby\nname: A\ntitle: A\neffective: 2018-04-01\nsource: a\n"
		"districts: [ashfield, mansfield]\n"
		"facts:\n"
		"  earnings: {says: Pay after tax, value: money}\n"
		"  expected: {says: A child, holds: 9 months, value: date}\n"
		"  hours: {says: In work, value: code, words: [full-time, part-time]}\n"
		"  lives-in: {says: Lives in, value: code}\n"
		"entitlements: [{code: gift, name: A, says: A, offered: no}]\n";
	struct arena *arena = arena_new(ARENA_BYTES);
	struct offer *offer =
		offer_read(arena, arena, SPAN(with_values), faults_new(arena, "offer"));

	if (CHECK(offer != NULL)) {
		struct span json = wire_offer(arena, offer);

		CHECK_TEXT("[{\"code\":\"earnings\",\"says\":\"Pay after tax\","
			   "\"holds_months\":null,\"value\":\"money\"},"
			   "{\"code\":\"expected\",\"says\":\"A child\",\"holds_months\":9,"
			   "\"value\":\"date\"},"
			   "{\"code\":\"hours\",\"says\":\"In work\",\"holds_months\":null,"
			   "\"value\":\"code\",\"words\":[\"full-time\",\"part-time\"]},"
			   "{\"code\":\"lives-in\",\"says\":\"Lives in\",\"holds_months\":null,"
			   "\"value\":\"code\",\"words\":[\"ashfield\",\"mansfield\"]}]",
			member(arena, json, "facts"));
		CHECK_TEXT("[\"ashfield\",\"mansfield\"]", member(arena, json, "districts"));
	}
	arena_free(arena);
}

static struct span file_of(struct arena *arena, const char *path)
{
	char *bytes = arena_alloc(arena, FILE_BYTES_MAX);
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = file < 0 ? -1 : read(file, bytes, FILE_BYTES_MAX);

	if (file >= 0)
		close(file);
	return len < 0 ? SPAN_NONE : (struct span){bytes, (size_t)len};
}

/* As a reader of before had them: texts and renderings are those of a database it made. */
TEST(offer_json_of_what_was_published_before)
{
	static const char *const names[] = {
		"derby-1", "leicester-1", "leicestershire-1", "nottinghamshire-1"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		const char *path = arena_printf(arena, "tests/old/914b202/offers/%s", names[i]);
		struct span yaml = file_of(arena, arena_printf(arena, "%s.yaml", path));
		struct span json = file_of(arena, arena_printf(arena, "%s.json", path));
		check_row("%s", names[i]);
		CHECK(json.len > 0);
		struct offer *offer = offer_read(arena, arena, yaml, faults_new(arena, names[i]));
		if (CHECK(offer != NULL))
			CHECK(span_eq(json, wire_offer(arena, offer)));
		arena_free(arena);
	}
}

TEST(offer_json_of_the_four)
{
	static const char *const names[] = {
		"derby", "leicester", "leicestershire", "nottinghamshire"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		struct span yaml = file_of(arena, arena_printf(arena, "offers/%s.yaml", names[i]));
		check_row("%s", names[i]);
		struct offer *offer = offer_read(arena, arena, yaml, faults_new(arena, names[i]));
		if (CHECK(offer != NULL)) {
			struct span json = wire_offer(arena, offer);
			json_t *root = json_loadb(json.at, json.len, JSON_REJECT_DUPLICATES, NULL);
			CHECK_TEXT(names[i], json_string_value(json_object_get(root, "authority")));
			CHECK_INT(offer->lines_len,
				json_array_size(json_object_get(root, "entitlements")));
			json_decref(root);
		}
		arena_free(arena);
	}
}
