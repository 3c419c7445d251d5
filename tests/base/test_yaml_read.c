#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/yaml.h"
#include "tests/check.h"

enum { ROOM_BYTES = 32 << 20 };

struct cap {
	struct span amount;
	int64_t times;
	bool shared;
	struct span *people;
	size_t people_len;
};

static bool read_people(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct cap *cap = (struct cap *)(void *)((char *)out - offsetof(struct cap, people));
	void *people = NULL;

	if (!yaml_read_list(reader, node, "the people of a cap", sizeof(*cap->people),
		    yaml_read_text, &people, &cap->people_len))
		return false;
	cap->people = people;
	return true;
}

static const struct yaml_field cap_fields[] = {
	YAML_REQUIRED(struct cap, amount, "amount", yaml_read_text),
	YAML_FIELD(struct cap, times, "times", yaml_read_int),
	YAML_FIELD(struct cap, shared, "shared", yaml_read_bool),
	YAML_FIELD(struct cap, people, "people", read_people),
};

/* The faults of reading text as a cap, one line each; "" if there are none. */
static struct span faults_of(struct arena *arena, struct span text, struct cap *ret_cap)
{
	struct faults *faults = faults_new(arena, "t");
	struct yaml_reader reader = {.arena = arena, .faults = faults};
	const struct yaml_node *node = yaml_parse(arena, text, faults);
	struct buf buf = buf_in(arena);

	assert(node != NULL);
	bool good = yaml_read_fields(
		&reader, node, "a cap", cap_fields, ARRAY_LEN(cap_fields), ret_cap);
	CHECK_INT(faults->count == 0, good);
	faults_sort(faults);
	faults_print(faults, &buf);
	return buf_done(&buf);
}

TEST(yaml_read_fills_the_fields)
{
	struct arena *arena = arena_new(ROOM_BYTES);
	struct cap cap = {0};

	CHECK_SPAN("",
		faults_of(arena,
			SPAN("people: [ann, \"b b\"]\nshared: yes\namount: \"15.00\"\n"
			     "times: -9223372036854775808\n"),
			&cap));
	CHECK_SPAN("15.00", cap.amount);
	CHECK_INT('\0', cap.amount.at[cap.amount.len]);
	CHECK_INT(INT64_MIN, cap.times);
	CHECK(cap.shared);
	if (CHECK_INT(2, cap.people_len)) {
		CHECK_SPAN("ann", cap.people[0]);
		CHECK_SPAN("b b", cap.people[1]);
	}
	CHECK_SPAN("", faults_of(arena, SPAN("{amount: 1, shared: false, people: []}"), &cap));
	CHECK_INT(0, cap.people_len);
	CHECK(!cap.shared);
	arena_free(arena);
}

TEST(yaml_read_tells_all_faults)
{
	static const struct {
		struct span text;
		const char *faults;
	} rows[] = {
		{SPAN_INIT("amout: 1\namount: 2\n"),
			"t:1:1: unknown key \"amout\" in a cap; did you mean \"amount\"?\n"},
		{SPAN_INIT("amuont: 1\namount: 2\n"),
			"t:1:1: unknown key \"amuont\" in a cap; did you mean \"amount\"?\n"},
		{SPAN_INIT("\"Times\": 1\namount: 2\n"),
			"t:1:1: unknown key \"Times\" in a cap; did you mean \"times\"?\n"},
		{SPAN_INIT("amoooount: 1\namount: 2\n"),
			"t:1:1: unknown key \"amoooount\" in a cap; "
			"known keys: amount, times, shared, people\n"},
		{SPAN_INIT("x: 1\namount: 2\n"),
			"t:1:1: unknown key \"x\" in a cap; "
			"known keys: amount, times, shared, people\n"},
		{SPAN_INIT("? long-key-long-key-long-key-long-key-long-key-"
			   "long-key-long-key-long-key-long-key-\n"
			   ": 1\namount: 2\n"),
			"t:1:3: unknown key \"long-key-long-key-long-key-long-key-long-key-"
			"long-key-long-key-long-key-long-key...\" in a cap; "
			"known keys: amount, times, shared, people\n"},
		{SPAN_INIT("\n  times: 2\n"),
			"t:2:3: key \"amount\" is missing in a cap; add \"amount:\"\n"},
		{SPAN_INIT("[]"),
			"t:1:1: a cap must be a map, not a list; "
			"write \"key: value\" for each of its keys\n"},
		{SPAN_INIT("15"),
			"t:1:1: a cap must be a map, not text; "
			"write \"key: value\" for each of its keys\n"},
		{SPAN_INIT("amount:\ntimes: \"7\"\nshared: maybe\npeople: ann\nfoo: 1\n"),
			"t:1:1: the value is empty; write a value or leave the key out\n"
			"t:2:8: this must be a whole number; write digits alone, without quotes\n"
			"t:3:9: this must be yes or no; write yes or no, without quotes\n"
			"t:4:9: the people of a cap must be a list, not text; "
			"write [a, b], or a line with a dash for each\n"
			"t:5:1: unknown key \"foo\" in a cap; "
			"known keys: amount, times, shared, people\n"},
		{SPAN_INIT("amount: [1]\npeople: [a, {}, b, \"\"]\nshared: \"yes\"\ntimes: 1.5\n"),
			"t:1:9: this must be text, not a list\n"
			"t:2:13: this must be text, not a map\n"
			"t:2:20: the value is empty; write a value or leave the key out\n"
			"t:3:9: this must be yes or no; write yes or no, without quotes\n"
			"t:4:8: this must be a whole number; write digits alone, without quotes\n"},
		{SPAN_INIT("amount: 1\nshared: []\ntimes: {}\n"),
			"t:2:9: this must be yes or no; write yes or no, without quotes\n"
			"t:3:8: this must be a whole number; write digits alone, without quotes\n"},
	};
	struct arena *arena = arena_new(ROOM_BYTES);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct cap cap = {.people_len = 77};
		check_row("row %zu", i);
		CHECK_SPAN(rows[i].faults, faults_of(arena, rows[i].text, &cap));
		CHECK_INT(77, cap.people_len);
	}
	arena_free(arena);
}

TEST(yaml_read_guesses_within_two_edits)
{
	static const struct {
		const char *key;
		bool guessed;
	} rows[] = {
		{"peopl", true},
		{"peo", false},
		{"peop", true},
		{"peoples", true},
		{"peoplesss", false},
		{"eople", true},
		{"ople", true},
		{"poeple", true},
		{"poelpe", true},
		{"xeoplx", true},
		{"xeoxlx", false},
		{"shared-by", false},
		{"sharedby", true},
	};
	struct arena *arena = arena_new(ROOM_BYTES);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct cap cap = {0};
		check_row("%s", rows[i].key);
		const char *text = arena_printf(arena, "amount: 1\n%s: 1\n", rows[i].key);
		struct span faults = faults_of(arena, span_of(text), &cap);
		const char *guess = arena_printf(arena,
			"t:2:1: unknown key \"%s\" in a cap; did you mean \"%s\"?\n", rows[i].key,
			rows[i].key[0] == 's' ? "shared" : "people");
		CHECK_INT(rows[i].guessed, span_is(faults, guess));
	}
	arena_free(arena);
}
