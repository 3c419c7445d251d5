#include "base/yaml.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "tests/check.h"

enum { ROOM_BYTES = 32 << 20, SHAPE_MS_MAX = 1500 };

/* The faults of a text, one line each; "" if there are none. */
static struct span faults_of(struct arena *arena, struct span text)
{
	struct faults *faults = faults_new(arena, "t");
	struct buf buf = buf_in(arena);
	const struct yaml_node *root = yaml_parse(arena, text, faults);

	CHECK_INT(faults->count == 0, root != NULL);
	faults_sort(faults);
	faults_print(faults, &buf);
	return buf_done(&buf);
}

static struct yaml_node *parsed(struct arena *arena, struct span text)
{
	struct faults *faults = faults_new(arena, "t");
	struct yaml_node *root = yaml_parse(arena, text, faults);

	assert(root != NULL);
	return root;
}

/* Kind, place and text of all nodes, as one line. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser allows. */
static void outline(const struct yaml_node *node, struct buf *out)
{
	if (node->kind == YAML_SCALAR) {
		buf_printf(out, node->plain ? "%.*s" : "'%.*s'", SPAN_ARG(node->text));
		buf_printf(out, "@%d:%d", node->line, node->column);
		return;
	}
	buf_printf(out, "%c@%d:%d", node->kind == YAML_MAP ? '{' : '[', node->line, node->column);
	for (size_t i = 0; i < node->count; i++) {
		buf_char(out, ' ');
		if (node->kind == YAML_MAP) {
			outline(node->keys[i], out);
			buf_char(out, '=');
		}
		outline(node->items[i], out);
	}
	buf_char(out, node->kind == YAML_MAP ? '}' : ']');
}

TEST(yaml_nodes_know_their_place)
{
	static const struct {
		struct span text;
		const char *outline;
	} rows[] = {
		{SPAN_INIT("a: 1\nb:\n  - x\n  - {c: \"d\", e: 'f'}\n"),
			"{@1:1 a@1:1=1@1:4 b@2:1=[@3:3 x@3:5 {@4:5 c@4:6='d'@4:9 "
			"e@4:14='f'@4:17}]}"},
		{SPAN_INIT("# only\n- [1, 2]\n- k: v\n  l:\n- \n"),
			"[@2:1 [@2:3 1@2:4 2@2:7] {@3:3 k@3:3=v@3:6 l@4:3=@4:3} @5:1]"},
		{SPAN_INIT("word"), "word@1:1"},
		{SPAN_INIT("\"\""), "''@1:1"},
		{SPAN_INIT("{}"), "{@1:1}"},
		{SPAN_INIT("a: []\r\nb: \"\\\"\\u00a3\"\r\n"),
			"{@1:1 a@1:1=[@1:4] b@2:1='\"£'@2:4}"},
		{SPAN_INIT("é: ü\n\"ö\": ä\n"), "{@1:1 é@1:1=ü@1:4 'ö'@2:1=ä@2:6}"},
		{SPAN_INIT("a: one\n  two\nb: >\n  three\n  four\n"),
			"{@1:1 a@1:1=one two@1:4 b@3:1='three four\n'@3:4}"},
		{SPAN_INIT("\xef\xbb\xbf"
			   "a: 1\n"),
			"{@1:1 a@1:1=1@1:4}"},
	};
	struct arena *arena = arena_new(ROOM_BYTES);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		check_row("row %zu", i);
		struct buf buf = buf_in(arena);
		struct span faults = faults_of(arena, rows[i].text);
		if (!CHECK_SPAN("", faults))
			continue;
		outline(parsed(arena, rows[i].text), &buf);
		CHECK_SPAN(rows[i].outline, buf_done(&buf));
	}
	arena_free(arena);
}

TEST(yaml_text_ends_in_nul)
{
	struct arena *arena = arena_new(ROOM_BYTES);
	const struct yaml_node *root = parsed(arena, SPAN("a: bcd"));
	const struct yaml_node *item = yaml_get(root, "a");

	CHECK_TEXT("bcd", item->text.at);
	CHECK(yaml_get(root, "b") == NULL);
	CHECK(yaml_get(item, "a") == NULL);
	arena_free(arena);
}

struct faulty {
	struct span text;
	const char *faults;
};

static void check_faults(const struct faulty *rows, size_t len)
{
	struct arena *arena = arena_new(ROOM_BYTES);

	for (size_t i = 0; i < len; i++) {
		check_row("row %zu", i);
		CHECK_SPAN(rows[i].faults, faults_of(arena, rows[i].text));
	}
	arena_free(arena);
}

TEST(yaml_faults_say_what_is_wrong_with_the_form)
{
	static const struct faulty rows[] = {
		{SPAN_INIT(""), "t: the document is empty\n"},
		{SPAN_INIT("# nothing\n"), "t: the document is empty\n"},
		{SPAN_INIT("a: 1\nb: 2\na: 3\nb: 4\n"),
			"t:3:1: key \"a\" is given twice; keep one; the first is on line 1\n"
			"t:4:1: key \"b\" is given twice; keep one; the first is on line 2\n"},
		{SPAN_INIT("- {x: 1, \"x\": 2}"),
			"t:1:10: key \"x\" is given twice; keep one; the first is on line 1\n"},
		{SPAN_INIT("a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1\ng: 1\nh: 1\ni: 1\nc: 1\n"),
			"t:10:1: key \"c\" is given twice; keep one; the first is on line 3\n"},
		{SPAN_INIT("a: &x 1\nb: !!int 3\n"),
			"t:1:4: anchors (&) are not read; write the value wherever it is meant\n"
			"t:2:4: tags (!) are not read; leave it out\n"},
		{SPAN_INIT("b: *x\n"), "t:1:4: aliases (*) are not read; write the value itself\n"},
		{SPAN_INIT("? [a]\n: 1\n"),
			"t:1:3: a map or a list cannot be a key; write a word before the colon\n"},
		{SPAN_INIT("a: 1\n---\nb: 2\n"),
			"t:2:1: a second document begins; put it in a file of its own\n"},
	};

	check_faults(rows, ARRAY_LEN(rows));
}

TEST(yaml_faults_of_what_is_not_yaml)
{
	static const struct faulty rows[] = {
		{SPAN_INIT("a: [1, 2\nb: 3\n"),
			"t:1:4: a list in brackets does not end; write a comma between its items "
			"and ] at its end\n"},
		{SPAN_INIT("a: {b: 1\nc: 3\n"),
			"t:1:4: a map in braces does not end; write a comma between its keys and } "
			"at its end\n"},
		{SPAN_INIT("a: [\n"),
			"t:2:1: the text ends before a bracket or brace is closed; close what is "
			"open\n"},
		{SPAN_INIT("a: {b: [c, "),
			"t:2:1: the text ends before a bracket or brace is closed; close what is "
			"open\n"},
		{SPAN_INIT("a: b: c\n"),
			"t:1:5: a colon stands where no key can be; put the text in quotes if the "
			"colon is part of it, or begin a line for the key\n"},
		{SPAN_INIT("a: 1\nb\nc: 2\n"), "t:2:1: a key has no colon; write KEY: VALUE\n"},
		{SPAN_INIT("a: 1\n b: 2\n"),
			"t:2:3: a colon stands where no key can be; put the text in quotes if the "
			"colon is part of it, or begin a line for the key\n"},
		{SPAN_INIT("a: - b\n"),
			"t:1:4: a dash stands where no item of a list can be; begin a line for "
			"it, or put the text in quotes\n"},
		{SPAN_INIT("- a\nb: 1\n"),
			"t:2:1: an item of the list is expected here; indent the dashes of one "
			"list alike\n"},
		{SPAN_INIT("a: \"b\" c\n"),
			"t:1:8: a key is expected here; indent the keys of one map alike, and put "
			"in quotes what begins with one of \" ' [ ] { } , & * ! | > @ ` #\n"},
		{SPAN_INIT("a: @b\n"),
			"t:1:4: no value begins with this character; put the text in quotes, and "
			"indent with blanks rather than tabs\n"},
		{SPAN_INIT("a:\n\tb: 1\n"),
			"t:2:1: no value begins with this character; put the text in quotes, and "
			"indent with blanks rather than tabs\n"},
		{SPAN_INIT("a: b\n\tc\n"),
			"t:2:1: a tab stands where the line is indented; indent with blanks\n"},
		{SPAN_INIT("[a, , b]\n"),
			"t:1:5: a value is missing here; write one, or leave out the comma or "
			"colon before it\n"},
		{SPAN_INIT("{a:[b]}\n"),
			"t:1:3: a colon stands inside this text; write a blank behind it if it "
			"ends a key, or put the text in quotes\n"},
		{SPAN_INIT("a: \"\\q\"\n"),
			"t:1:5: this is not an escape in double quotes; write \\\\ for a "
			"backslash, or put the text in single quotes\n"},
		{SPAN_INIT("a: \"b\n"), "t:1:4: a text in quotes does not end; close the quote\n"},
		{SPAN_INIT("a: 'b\n---\n"),
			"t:1:4: a text in quotes does not end; close the quote\n"},
		{SPAN_INIT("a: \"\\xg0\"\n"),
			"t:1:7: this is not YAML: did not find expected hexdecimal number while "
			"parsing a quoted scalar; see how bursar-offer(5) and bursard.yaml(5) "
			"write their examples\n"},
	};

	check_faults(rows, ARRAY_LEN(rows));
}

TEST(yaml_faults_of_bytes)
{
	static const struct faulty rows[] = {
		{SPAN_INIT("%YAML 1.2\n---\na: 1\n"),
			"t:1:1: directives (%) are not read; leave it out, or indent it\n"},
		{SPAN_INIT("é: 1\nb: caf\xe9\n"), "t:2:7: not UTF-8; save the file as UTF-8\n"},
		{SPAN_INIT("a: x\0y\n"),
			"t:1:5: there is a control character (U+0000); leave it out\n"},
		{SPAN_INIT("a: 1\r\nb: \x1b[2J\n"),
			"t:2:4: there is a control character (U+001B); leave it out\n"},
		{SPAN_INIT("a: 1\rb: 2\n"),
			"t:1:5: there is a control character (U+000D); leave it out\n"},
		{SPAN_INIT("a: 1\nb: x\xe2\x80\xa8y\n"),
			"t:2:5: there is a control character (U+2028); leave it out\n"},
		{SPAN_INIT("a: x\xe2\x80\xa9y\n"),
			"t:1:5: there is a control character (U+2029); leave it out\n"},
		{SPAN_INIT("a: x\xc2\x85y\n"),
			"t:1:5: there is a control character (U+0085); leave it out\n"},
		{SPAN_INIT("a: x\xef\xbb\xbfy\n"),
			"t:1:5: there is a control character (U+FEFF); leave it out\n"},
		{SPAN_INIT("a: x\xef\xbf\xbfy\n"),
			"t:1:5: there is a control character (U+FFFF); leave it out\n"},
		{SPAN_INIT("\xff\xfe"
			   "a\0"),
			"t:1:1: not UTF-8; save the file as UTF-8\n"},
		{SPAN_INIT("a: \"x\\ey\"\n"),
			"t:1:4: there is a control character in the text; leave it out\n"},
		{SPAN_INIT("a: \"x\\0y\"\n"),
			"t:1:4: there is a control character in the text; leave it out\n"},
	};

	check_faults(rows, ARRAY_LEN(rows));
}

static struct span nested(struct arena *arena, size_t depth)
{
	struct buf buf = buf_in(arena);

	for (size_t i = 0; i < depth; i++)
		buf_char(&buf, '[');
	for (size_t i = 0; i < depth; i++)
		buf_char(&buf, ']');
	return buf_done(&buf);
}

TEST(yaml_depth_is_limited)
{
	struct arena *arena = arena_new(ROOM_BYTES);

	CHECK_SPAN("", faults_of(arena, nested(arena, YAML_DEPTH_MAX)));
	CHECK_SPAN("t:1:17: maps and lists lie more than 16 deep\n",
		faults_of(arena, nested(arena, YAML_DEPTH_MAX + 1)));
	CHECK_SPAN("t:1:17: maps and lists lie more than 16 deep\n",
		faults_of(arena, nested(arena, 100000)));
	arena_free(arena);
}

static struct span repeated(struct arena *arena, const char *begin, const char *item, size_t bytes)
{
	struct buf buf = buf_in(arena);

	buf_text(&buf, begin);
	while (buf.len + strlen(item) <= bytes)
		buf_text(&buf, item);
	return buf_done(&buf);
}

TEST(yaml_size_is_limited)
{
	struct arena *arena = arena_new(ROOM_BYTES);

	CHECK_SPAN("", faults_of(arena, repeated(arena, "a: b\n", "#", YAML_BYTES_MAX)));
	CHECK_SPAN("t: the file has 262145 bytes, and at most 262144 are read; split it, or write "
		   "less\n",
		faults_of(arena, repeated(arena, "a: b\n", "#", YAML_BYTES_MAX + 1)));
	CHECK_SPAN("", faults_of(arena, repeated(arena, "", "x", YAML_SCALAR_BYTES_MAX)));
	CHECK_SPAN("t:1:1: the text is longer than 16384 bytes; write less, or split it\n",
		faults_of(arena, repeated(arena, "", "x", YAML_SCALAR_BYTES_MAX + 1)));
	arena_free(arena);
}

/* Each shape once took a parser the square of its length (libfyaml: 6 s for 100 KB of blank lines);
 * what is read takes milliseconds, under sanitizers too. */
TEST(yaml_takes_no_longer_than_its_length)
{
	static const struct {
		const char *begin, *item;
	} shapes[] = {
		{"a: b\n", "\n"},
		{"a: b\n", "\r\n"},
		{"a: b\n", "  \n"},
		{"a: |\n", "\n"},
		{"a: >\n", "\n"},
		{"a: |\n", " x\n"},
		{"a: 'b", "\n"},
		{"a: \"b", "\n"},
		{"a: \"b", "\\\n"},
		{"a: \"b", "\\u00e9"},
		{"a: 'b", "''"},
		{"a: b", "\n"},
		{"a: b", "\n x"},
		{"a: b", " x"},
		{"a: b\n", "#\n"},
		{"a: b\n", "# x\n"},
		{"", "["},
		{"", "{"},
		{"", "[{a: "},
		{"", "- "},
		{"", "? "},
		{"", ": "},
		{"", "&a "},
		{"", "!a "},
		{"", "*a "},
		{"- ", "&a\n"},
		{"", "--- \n"},
		{"", "...\n"},
		{"", "- a\n"},
		{"[a", ",a"},
		{"[a", ",\na"},
		{"[a", ",a: b"},
		{"{a: b", ",\n"},
		{"[", "{},"},
		{"[", "[],"},
		{"", "a"},
		{"", "a:"},
		{"", "a\n"},
		{"", "\xc3\xa9"},
		{"- ", "\"\" "},
	};

	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		struct arena *arena = arena_new(ROOM_BYTES);
		struct span text = repeated(arena, shapes[i].begin, shapes[i].item, YAML_BYTES_MAX);
		check_row("%s, and many of %s", shapes[i].begin, shapes[i].item);
		clock_t before = clock();
		yaml_parse(arena, text, faults_new(arena, "t"));
		int64_t took_ms = (int64_t)(clock() - before) * 1000 / CLOCKS_PER_SEC;
		if (took_ms > SHAPE_MS_MAX)
			CHECK_INT(SHAPE_MS_MAX, took_ms);
		arena_free(arena);
	}
}

/* count - 1 items: lines of a list, or values of a map that begin with the colon. */
static struct span wide(struct arena *arena, size_t count, const char *item)
{
	struct buf buf = buf_in(arena);

	for (size_t i = 1; i < count; i++) {
		if (item[0] == ':')
			buf_printf(&buf, "k%zu", i);
		buf_printf(&buf, "%s\n", item);
	}
	return buf_done(&buf);
}

TEST(yaml_number_of_nodes_is_limited)
{
	struct arena *arena = arena_new(ROOM_BYTES);

	CHECK_SPAN("", faults_of(arena, wide(arena, YAML_NODES_MAX, "- a")));
	CHECK_SPAN("t:20000:3: the document has more than 20000 values; split it\n",
		faults_of(arena, wide(arena, YAML_NODES_MAX + 1, "- a")));
	arena_free(arena);
}

TEST(yaml_needs_no_more_room_than_it_says)
{
	static const char *const items[] = {"- a", "- {a: b}", "- [a]", "- []", ": a", ": [a]",
		": {a: {a: {a: b}}}",
		"- \"\\L\\L\\L\\L\\L\\L\\L\\L\\L\\L\\L\\L\\L\\L\\L\\L\\L\\L\"",
		": {a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1}", "- {a: 1, a: 1}",
		"- &a a"};

	for (size_t i = 0; i < ARRAY_LEN(items); i++) {
		check_row("%s", items[i]);
		struct arena *arena = arena_new(ROOM_BYTES);
		struct span text = wide(arena, YAML_NODES_MAX, items[i]);
		size_t before = arena_used(arena);
		yaml_parse(arena, text, faults_new(arena, "t"));
		CHECK(arena_used(arena) - before < YAML_ARENA_BYTES + 2 * text.len);
		arena_free(arena);
	}
}

TEST(yaml_prints_nothing_by_itself)
{
	struct arena *arena = arena_new(ROOM_BYTES);
	int pipes[2];
	char byte = 0;

	CHECK_INT(0, pipe(pipes));
	int kept = dup(STDERR_FILENO);
	CHECK(dup2(pipes[1], STDERR_FILENO) >= 0);
	close(pipes[1]);
	faults_of(arena, SPAN("a: [1\nb: \"\\q\n"));
	faults_of(arena, SPAN("a: b: c"));
	(void)fflush(stderr);
	dup2(kept, STDERR_FILENO);
	close(kept);
	CHECK_INT(0, read(pipes[0], &byte, 1));
	close(pipes[0]);
	arena_free(arena);
}
