/* Reasons: their words, the bytes they have in events, the sentences they are said in. */
#include "core/decide/reason.h"

#include <string.h>

#include "base/json.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

static const struct span two_facts[] = {SPAN_INIT("fact-a"), SPAN_INIT("fact-b")};
static const struct span two_codes[] = {SPAN_INIT("category"), SPAN_INIT("missing-fact")};
static const struct span plan[] = {SPAN_INIT("pathway-plan:gym")};

/* One of each code, with all its figures: the bytes, and the sentence about "Driving lessons
 * (Derby)". */
static const struct row {
	struct reason reason;
	const char *bytes, *says;
} rows[] = {
	{{.code = REASON_NOT_OFFERED}, "{\"code\":\"not-offered\"}",
		"Driving lessons (Derby) is not offered."},
	{{.code = REASON_NOT_YET_PAYABLE, .state = SPAN_INIT("a guarantee")},
		"{\"code\":\"not-yet-payable\",\"state\":\"a guarantee\"}",
		"Driving lessons (Derby) is in the offer as a guarantee, which bursar does not pay "
		"yet."},
	{{.code = REASON_CATEGORY,
		 .category = CATEGORY_ELIGIBLE,
		 .allowed = CATEGORY_BIT(CATEGORY_RELEVANT) | CATEGORY_BIT(CATEGORY_QUALIFYING)},
		"{\"code\":\"category\",\"category\":\"eligible\","
		"\"allowed\":[\"relevant\",\"qualifying\"]}",
		"Driving lessons (Derby) is for relevant, qualifying care leavers; the category on "
		"that day is eligible."},
	{{.code = REASON_CATEGORY, .allowed = CATEGORY_BIT(CATEGORY_FORMER_RELEVANT)},
		"{\"code\":\"category\",\"category\":\"none\",\"allowed\":[\"former-relevant\"]}",
		"Driving lessons (Derby) is for former-relevant care leavers; no category is "
		"recorded for that day."},
	{{.code = REASON_AGE_BELOW, .age = 17, .from_age = 18},
		"{\"code\":\"age-below\",\"age\":17,\"from_age\":18}",
		"Driving lessons (Derby) begins on the 18th birthday; the age on that day is 17."},
	{{.code = REASON_AGE_ABOVE, .age = 21, .until_age = 21},
		"{\"code\":\"age-above\",\"age\":21,\"until_age\":21}",
		"Driving lessons (Derby) ends the day before the 21st birthday; the age on that "
		"day "
		"is 21."},
	{{.code = REASON_MISSING_FACT, .facts = two_facts, .facts_len = 2},
		"{\"code\":\"missing-fact\",\"facts\":[\"fact-a\",\"fact-b\"]}",
		"Driving lessons (Derby) needs this on record: A is so (fact-a); or B is so "
		"(fact-b). An adviser can add it."},
	{{.code = REASON_MISSING_FACT, .facts = plan, .facts_len = 1},
		"{\"code\":\"missing-fact\",\"facts\":[\"pathway-plan:gym\"]}",
		"Driving lessons (Derby) needs this on record: A current plan (pathway-plan:gym). "
		"An adviser can add it."},
	{{.code = REASON_EXCLUDED_BY_FACT, .facts = two_facts, .facts_len = 1},
		"{\"code\":\"excluded-by-fact\",\"facts\":[\"fact-a\"]}",
		"Driving lessons (Derby) is not paid while this holds: A is so (fact-a)."},
	{{.code = REASON_AMOUNT_RULE, .limit_pence = 1500, .asked_pence = 1400},
		"{\"code\":\"amount-rule\",\"limit_pence\":1500,\"asked_pence\":1400}",
		"Driving lessons (Derby) pays just £15.00; this is £14.00."},
	{{.code = REASON_AWARD_NEEDED, .asked_pence = 1, .period = SPAN_INIT("2019-20")},
		"{\"code\":\"award-needed\",\"asked_pence\":1,\"period\":\"2019-20\"}",
		"Driving lessons (Derby) needs an award for 2019-20: no amount has been agreed. A "
		"manager can make one."},
	{{.code = REASON_AWARD_NEEDED, .asked_pence = 1, .period = SPAN_INIT("lifetime")},
		"{\"code\":\"award-needed\",\"asked_pence\":1,\"period\":\"lifetime\"}",
		"Driving lessons (Derby) needs an award: no amount has been agreed. A manager can "
		"make one."},
	{{.code = REASON_CAP_EXCEEDED,
		 .limit_pence = 60000,
		 .left_pence = 4000,
		 .asked_pence = 12000,
		 .by_award = 1,
		 .period = SPAN_INIT("lifetime")},
		"{\"code\":\"cap-exceeded\",\"limit_pence\":60000,\"left_pence\":4000,"
		"\"asked_pence\":12000,\"by_award\":1,\"period\":\"lifetime\"}",
		"Driving lessons (Derby): £40.00 of £600.00 is left; this is £120.00. A manager "
		"can "
		"raise the award."},
	{{.code = REASON_CAP_EXCEEDED,
		 .limit_pence = 1500,
		 .left_pence = 0,
		 .asked_pence = 1500,
		 .by_award = 0,
		 .period = SPAN_INIT("2019-07")},
		"{\"code\":\"cap-exceeded\",\"limit_pence\":1500,\"left_pence\":0,"
		"\"asked_pence\":1500,\"by_award\":0,\"period\":\"2019-07\"}",
		"Driving lessons (Derby): £0.00 of £15.00 is left for 2019-07; this is £15.00. A "
		"manager can make an award beyond it."},
	/* Of what is looked at, nothing is asked. */
	{{.code = REASON_CAP_EXCEEDED, .limit_pence = 1500, .period = SPAN_INIT("2019-07")},
		"{\"code\":\"cap-exceeded\",\"limit_pence\":1500,\"left_pence\":0,"
		"\"asked_pence\":0,\"by_award\":0,\"period\":\"2019-07\"}",
		"Driving lessons (Derby): £0.00 of £15.00 is left for 2019-07. A manager can make "
		"an award beyond it."},
	{{.code = REASON_FUND_AGE, .age = 25}, "{\"code\":\"fund-age\",\"age\":25}",
		"Driving lessons (Derby) is paid from funds of which none serves the age of 25."},
	{{.code = REASON_FUND_EXHAUSTED,
		 .left_pence = 99999,
		 .asked_pence = 100000,
		 .fund = SPAN_INIT("duty-to-25"),
		 .year = SPAN_INIT("2019-20")},
		"{\"code\":\"fund-exhausted\",\"left_pence\":99999,\"asked_pence\":100000,"
		"\"fund\":\"duty-to-25\",\"year\":\"2019-20\"}",
		"The fund duty-to-25 for 2019-20 has £999.99 left; this is £1,000.00. A finance "
		"officer can credit the fund."},
	{{.code = REASON_FUND_EXHAUSTED,
		 .left_pence = 1,
		 .asked_pence = 2,
		 .fund = SPAN_INIT("duty-to-25"),
		 .year = SPAN_INIT("2019-20"),
		 .next_fund = SPAN_INIT("care"),
		 .next_left_pence = 300},
		"{\"code\":\"fund-exhausted\",\"left_pence\":1,\"asked_pence\":2,"
		"\"fund\":\"duty-to-25\",\"year\":\"2019-20\",\"next_fund\":\"care\","
		"\"next_left_pence\":300}",
		"The fund duty-to-25 for 2019-20 has £0.01 left; this is £0.02. The next fund, "
		"care, has £3.00 left: a manager can approve with --fund care, or a finance "
		"officer can credit the fund."},
	{{.code = REASON_CLOSED_PERIOD, .day = {18109}},
		"{\"code\":\"closed-period\",\"day\":\"2019-08-01\"}",
		"The need date lies too far ahead: 1 August 2019 is the last that may be asked for "
		"today."},
	{{.code = REASON_TOO_FAR_AHEAD, .day = {18109}},
		"{\"code\":\"too-far-ahead\",\"day\":\"2019-08-01\"}",
		"The need date lies too far ahead: 1 August 2019 is the last that may be asked for "
		"today."},
	{{.code = REASON_TOO_FAR_BACK, .day = {18109}},
		"{\"code\":\"too-far-back\",\"day\":\"2019-08-01\"}",
		"The need date lies too far back: by the financial rules 1 August 2019 is the "
		"first "
		"that may be asked for today."},
	{{.code = REASON_APPROVED_ALREADY}, "{\"code\":\"approved-already\"}",
		"You approved this payment already; somebody else must now."},
	{{.code = REASON_ABOVE_YOUR_LIMIT,
		 .limit_pence = 50000,
		 .asked_pence = 50001,
		 .roles = ROLE_MANAGER | ROLE_FINANCE},
		"{\"code\":\"above-your-limit\",\"limit_pence\":50000,\"asked_pence\":50001,"
		"\"roles\":[\"manager\",\"finance\"]}",
		"Your limit is £500.00; this comes to £500.01. By the financial rules this could: "
		"manager, finance."},
	{{.code = REASON_ABOVE_YOUR_LIMIT, .asked_pence = 50001},
		"{\"code\":\"above-your-limit\",\"limit_pence\":0,\"asked_pence\":50001,"
		"\"roles\":[]}",
		"Your limit is £0.00; this comes to £500.01. Nobody could by the financial rules."},
	{{.code = REASON_ABOVE_PERSON_LIMIT,
		 .limit_pence = 250000,
		 .left_pence = 1000,
		 .asked_pence = 1001,
		 .months = 6},
		"{\"code\":\"above-person-limit\",\"limit_pence\":250000,\"left_pence\":1000,"
		"\"asked_pence\":1001,\"months\":6}",
		"Within 6 months you approve up to £2,500.00 for one person; £10.00 of it is left, "
		"and this is £10.01. Somebody else can approve it."},
	{{.code = REASON_NOT_YOUR_OWN}, "{\"code\":\"not-your-own\"}",
		"You requested this payment yourself; somebody else must approve it."},
	{{.code = REASON_PAYEE_CHANGED, .creditor_set = 77},
		"{\"code\":\"payee-changed\",\"creditor_set\":77}",
		"What the purchase ledger knows the payee by has changed since this was asked for: "
		"withdraw or cancel it, and ask again."},
	{{.code = REASON_WRONG_STATE, .state = SPAN_INIT("paid")},
		"{\"code\":\"wrong-state\",\"state\":\"paid\"}",
		"The payment is paid, so this cannot be done to it."},
	{{.code = REASON_CHANGED_SINCE, .codes = two_codes, .codes_len = 2},
		"{\"code\":\"changed-since\",\"codes\":[\"category\",\"missing-fact\"]}",
		"The rules no longer allow it, by what is on record now: category, missing-fact. "
		"Decline it, or approve it with --despite and a reason."},
};

static struct reason_words words_of(struct rig *rig)
{
	return (struct reason_words){
		.offers = &rig->book, .line = SPAN("Driving lessons"), .authority = SPAN("Derby")};
}

TEST(reason_words_of_the_design)
{
	static const char *const words[] = {"not-offered", "not-yet-payable", "category",
		"age-below", "age-above", "missing-fact", "excluded-by-fact", "amount-rule",
		"award-needed", "cap-exceeded", "fund-age", "fund-exhausted", "closed-period",
		"too-far-ahead", "too-far-back", "not-your-own", "approved-already",
		"above-your-limit", "above-person-limit", "payee-changed", "wrong-state",
		"changed-since"};

	_Static_assert(REASON_CODES == ARRAY_LEN(words), "the design's list is another");
	for (unsigned code = 0; code < REASON_CODES; code++)
		CHECK_TEXT(words[code], reason_word((enum reason_code)code));
}

TEST(reason_rows_have_every_code)
{
	unsigned seen = 0;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		seen |= 1U << rows[i].reason.code;
	CHECK_INT((1U << REASON_CODES) - 1, seen);
}

TEST(reason_sentences)
{
	struct rig *rig = rig_new();
	struct reason_words words = words_of(rig);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct buf out = buf_in(rig->arena);

		check_row("%zu", i);
		reason_say(&out, &rows[i].reason, &words);
		CHECK_TEXT(rows[i].says, buf_cstr(&out));
	}
	rig_free(rig);
}

/* Without vocabulary and authority a sentence has codes. */
TEST(reason_sentences_without_words)
{
	struct rig *rig = rig_empty();
	const struct reason_words bare = {.line = SPAN_INIT("gym")};
	const struct reason_words none = {.offers = &rig->book, .line = SPAN_INIT("gym")};
	const struct reason missing = {
		.code = REASON_MISSING_FACT, .facts = two_facts, .facts_len = 2};
	const char *want = "gym needs this on record: fact-a; or fact-b. An adviser can add it.";
	struct buf out = buf_in(rig->arena), again = buf_in(rig->arena);

	reason_say(&out, &missing, &bare);
	CHECK_TEXT(want, buf_cstr(&out));
	reason_say(&again, &missing, &none);
	CHECK_TEXT(want, buf_cstr(&again));
	rig_free(rig);
}

TEST(reason_ordinals)
{
	static const struct {
		int age;
		const char *nth;
	} ages[] = {{1, "1st"}, {2, "2nd"}, {3, "3rd"}, {4, "4th"}, {10, "10th"}, {11, "11th"},
		{12, "12th"}, {13, "13th"}, {16, "16th"}, {20, "20th"}, {21, "21st"}, {22, "22nd"},
		{23, "23rd"}, {25, "25th"}, {101, "101st"}, {111, "111th"}, {112, "112th"},
		{120, "120th"}};
	struct rig *rig = rig_empty();
	const struct reason_words words = {.line = SPAN_INIT("gym")};

	for (size_t i = 0; i < ARRAY_LEN(ages); i++) {
		struct reason reason = {.code = REASON_AGE_BELOW, .from_age = ages[i].age};
		struct buf out = buf_in(rig->arena);

		check_row("%d", ages[i].age);
		reason_say(&out, &reason, &words);
		CHECK_TEXT(arena_printf(rig->arena,
				   "gym begins on the %s birthday; the age on that day is 0.",
				   ages[i].nth),
			buf_cstr(&out));
	}
	rig_free(rig);
}

static struct span written(struct arena *arena, const struct reasons *reasons)
{
	struct json event = json_in(arena);

	json_open(&event, NULL, '{');
	reasons_write(&event, reasons);
	json_close(&event, '}');
	return json_done(&event);
}

TEST(reason_bytes)
{
	struct arena *arena = arena_new(1 << 20);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct reasons reasons = reasons_in(arena);

		*reason_add(&reasons, rows[i].reason.code) = rows[i].reason;
		check_row("%zu", i);
		CHECK_TEXT(arena_printf(arena, "{\"reasons\":[%s]}", rows[i].bytes),
			arena_strndup(
				arena, written(arena, &reasons).at, written(arena, &reasons).len));
	}
	arena_free(arena);
}

/* Figures beyond 32 bits, and each told from its neighbours. */
TEST(reason_bytes_of_large_figures)
{
	struct arena *arena = arena_new(1 << 20);

	static const enum reason_code kinds[] = {
		REASON_CAP_EXCEEDED, REASON_AGE_BELOW, REASON_AGE_ABOVE};
	struct reasons reasons = reasons_in(arena);

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		*reason_add(&reasons, kinds[i]) = (struct reason){.code = kinds[i],
			.limit_pence = 99999999999,
			.left_pence = 99999999998,
			.asked_pence = 99999999997,
			.by_award = 1,
			.age = 17,
			.from_age = 18,
			.until_age = 21,
			.category = CATEGORY_QUALIFYING};
	CHECK_SPAN("{\"reasons\":[{\"code\":\"cap-exceeded\",\"limit_pence\":99999999999,"
		   "\"left_pence\":99999999998,\"asked_pence\":99999999997,\"by_award\":1,"
		   "\"period\":null},{\"code\":\"age-below\",\"age\":17,\"from_age\":18},"
		   "{\"code\":\"age-above\",\"age\":17,\"until_age\":21}]}",
		written(arena, &reasons));
	arena_free(arena);
}

static void check_equal(const struct reason *want, const struct reason *got)
{
	CHECK_INT(want->code, got->code);
	CHECK_INT(want->limit_pence, got->limit_pence);
	CHECK_INT(want->left_pence, got->left_pence);
	CHECK_INT(want->asked_pence, got->asked_pence);
	CHECK_INT(want->by_award, got->by_award);
	CHECK_INT(want->age, got->age);
	CHECK_INT(want->from_age, got->from_age);
	CHECK_INT(want->until_age, got->until_age);
	CHECK_INT(want->category, got->category);
	CHECK_INT(want->allowed, got->allowed);
	CHECK_INT(want->day.day, got->day.day);
	CHECK(span_eq(want->state, got->state) && span_eq(want->fund, got->fund));
	CHECK(span_eq(want->year, got->year) && span_eq(want->period, got->period));
	if (!CHECK_INT(want->facts_len, got->facts_len))
		return;
	for (size_t i = 0; i < want->facts_len; i++)
		CHECK(span_eq(want->facts[i], got->facts[i]));
}

/* All in one event, and none. */
TEST(reason_read_back)
{
	struct arena *arena = arena_new(1 << 20);
	struct reasons reasons = reasons_in(arena), again = {.len = 7};
	const struct reasons none = {.len = 0};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		*reason_add(&reasons, rows[i].reason.code) = rows[i].reason;
	CHECK(reasons_read(arena, json_get(written(arena, &reasons), "reasons"), &again));
	CHECK_INT(reasons.len, again.len);
	for (size_t i = 0; i < again.len; i++) {
		check_row("%zu", i);
		check_equal(&reasons.list[i], &again.list[i]);
	}
	CHECK(reasons_read(arena, json_get(written(arena, &none), "reasons"), &again));
	CHECK_INT(0, again.len);
	arena_free(arena);
}

/* As many as there are: no count of them is a limit. */
TEST(reason_many)
{
	struct arena *arena = arena_new(1 << 24);
	struct reasons reasons = reasons_in(arena), again, copy;

	for (int i = 0; i < 1000; i++) {
		*reason_add(&reasons, REASON_MISSING_FACT) = rows[6].reason;
		reasons.list[i].asked_pence = i;
	}
	CHECK(reasons_read(arena, json_get(written(arena, &reasons), "reasons"), &again));
	CHECK_INT(1000, again.len);
	copy = reasons_dup(arena, &reasons);
	CHECK_INT(1000, copy.len);
	CHECK_INT(0, copy.list[0].asked_pence);
	CHECK_INT(999, copy.list[999].asked_pence);
	copy = reasons_dup(arena, &(struct reasons){.len = 0});
	CHECK(copy.len == 0 && copy.list == NULL);
	arena_free(arena);
}

TEST(reason_read_refuses)
{
	static const char *const lists[] = {
		"[{\"code\":\"no-such-reason\"}]",
		"[{\"code\":\"\"}]",
		"[{}]",
		"[{\"code\":\"not-offered\"},{\"code\":\"nor-this\"}]",
		"[{\"code\":\"amount-rule\",\"limit_pence\":1500}]",
		"[{\"code\":\"amount-rule\",\"limit_pence\":\"x\",\"asked_pence\":1}]",
		"[{\"code\":\"age-below\",\"age\":17}]",
		"[{\"code\":\"age-below\",\"age\":17,\"from_age\":4294967296}]",
		"[{\"code\":\"amount-rule\",\"limit_pence\":9223372036854775807,"
		"\"asked_pence\":1}]",
		"[{\"code\":\"amount-rule\",\"limit_pence\":1,\"asked_pence\":"
		"-9223372036854775808}]",
		"[{\"code\":\"closed-period\"}]",
		"[{\"code\":\"closed-period\",\"day\":\"2019-02-29\"}]",
		"[{\"code\":\"category\",\"category\":\"relevant\",\"allowed\":[\"others\"]}]",
	};
	struct arena *arena = arena_new(1 << 20);

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		struct reasons reasons = {.len = 5};

		check_row("%zu", i);
		CHECK(!reasons_read(arena, span_of(lists[i]), &reasons));
		CHECK_INT(5, reasons.len);
	}
	arena_free(arena);
}

TEST(reason_object)
{
	struct rig *rig = rig_new();
	struct reason_words words = words_of(rig);
	struct buf out = buf_in(rig->arena), plain = buf_in(rig->arena);

	reason_json(&out, &rows[12].reason, &words);
	CHECK_TEXT("{\"code\":\"cap-exceeded\",\"says\":\"Driving lessons (Derby): \\u00a340.00 of "
		   "\\u00a3600.00 is left; this is \\u00a3120.00. A manager can raise the award.\","
		   "\"limit_pence\":60000,\"left_pence\":4000,\"asked_pence\":12000,\"by_award\":1,"
		   "\"period\":\"lifetime\",\"over_pence\":8000}",
		buf_cstr(&out));
	reason_json(&plain, &rows[0].reason, &words);
	CHECK_TEXT("{\"code\":\"not-offered\",\"says\":\"Driving lessons (Derby) is not "
		   "offered.\"}",
		buf_cstr(&plain));
	rig_free(rig);
}

TEST(reason_added)
{
	struct arena *arena = arena_new(1 << 20);
	struct reasons reasons = reasons_in(arena);

	CHECK(!reason_has(&reasons, REASON_NOT_OFFERED));
	CHECK_INT(REASON_CATEGORY, reason_add(&reasons, REASON_CATEGORY)->code);
	CHECK(reason_has(&reasons, REASON_CATEGORY));
	CHECK(!reason_has(&reasons, REASON_NOT_OFFERED));
	arena_free(arena);
}
