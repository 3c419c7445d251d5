/* Earlier heads of a log: what says them, and what is found if the log does not go on from them. */
#include "verify/since.h"

#include <string.h>

#include "base/arena.h"
#include "tests/check.h"

enum { ARENA_BYTES = 1 << 20, EVENTS = 5 };

static const char *const events[EVENTS] = {"{\"v\":1,\"n\":0}", "{\"v\":1,\"n\":1}",
	"{\"v\":1,\"n\":2}", "{\"v\":1,\"n\":3}", "{\"v\":1,\"n\":4}"};

static struct arena *arena;

static void add(struct merkle *merkle, const char *event)
{
	struct digest leaf = hash_leaf(span_of(event));

	merkle_add(merkle, &leaf);
}

static const char *note_of(size_t size, const char *authority)
{
	struct buf note = buf_in(arena);
	struct merkle merkle = {.size = 0};
	struct digest root;

	for (size_t i = 0; i < size; i++)
		add(&merkle, events[i]);
	root = merkle_root(&merkle);
	since_note(&note, span_of(authority), size, &root);
	return buf_cstr(&note);
}

/* What is found in the log of derby's first len events; all in one text. */
static const char *found(const struct since *since, size_t len)
{
	struct findings findings = {.arena = arena};
	struct buf text = buf_in(arena);
	struct merkle merkle = {.size = 0};

	since_compare(since, &merkle, &findings);
	for (size_t i = 0; i < len; i++) {
		add(&merkle, events[i]);
		since_compare(since, &merkle, &findings);
	}
	since_compare_end(since, SPAN("derby"), len, &findings);
	for (int64_t i = 0; i < findings.count; i++)
		buf_printf(&text, "%s%s", i > 0 ? "; " : "", findings.shown[i]);
	return buf_cstr(&text);
}

static struct since since_of(const char *line)
{
	struct since since = {.arena = arena};
	const char *error = NULL;

	CHECK(since_line(&since, span_of(line), &error));
	CHECK(since_end(&since));
	return since;
}

TEST(since_notes)
{
	struct since since;

	hash_begin();
	arena = arena_new(ARENA_BYTES);
	for (size_t size = 0; size <= EVENTS; size++) {
		since = since_of(note_of(size, "derby"));
		CHECK_TEXT("", found(&since, EVENTS));
	}
	since = since_of(note_of(5, "derby"));
	CHECK_TEXT("the note in line 1 has 5 events, the log only 4", found(&since, 4));
	since = since_of(note_of(2, "leicester"));
	CHECK_TEXT("the note in line 1 is of the authority leicester, the log is of derby",
		found(&since, EVENTS));
	/* As an audit prints it. */
	since = since_of(strstr(note_of(3, "derby"), "size"));
	CHECK_TEXT("", found(&since, EVENTS));
	since.heads.at[0].root.bytes[31] ^= 1;
	CHECK_TEXT("the first 3 events are not those of the note in line 1", found(&since, EVENTS));
	arena_free(arena);
	hash_end();
}

TEST(since_several_notes)
{
	struct since since;
	const char *error = NULL;

	hash_begin();
	arena = arena_new(ARENA_BYTES);
	since = (struct since){.arena = arena};
	CHECK(since_line(&since, span_of(note_of(1, "derby")), &error));
	CHECK(since_line(&since, SPAN(""), &error));
	CHECK(since_line(&since, span_of(note_of(4, "derby")), &error));
	CHECK(since_end(&since));
	CHECK_TEXT("", found(&since, EVENTS));
	CHECK_TEXT("the note in line 3 has 4 events, the log only 3", found(&since, 3));
	arena_free(arena);
	hash_end();
}

TEST(since_an_export)
{
	struct since since;
	const char *error = NULL;

	hash_begin();
	arena = arena_new(ARENA_BYTES);
	since = (struct since){.arena = arena};
	for (size_t i = 0; i < 3; i++)
		CHECK(since_line(&since, span_of(events[i]), &error));
	CHECK(since_end(&since));
	CHECK_TEXT("", found(&since, EVENTS));
	CHECK_TEXT("", found(&since, 3));
	CHECK_TEXT("the earlier export has 3 events, the log only 2", found(&since, 2));
	since = (struct since){.arena = arena};
	CHECK(since_line(&since, span_of(events[0]), &error));
	CHECK(since_line(&since, span_of(events[2]), &error));
	CHECK(since_end(&since));
	CHECK_TEXT("the first 2 events are not those of the earlier export", found(&since, EVENTS));
	arena_free(arena);
	hash_end();
}

TEST(since_what_is_neither)
{
	static const char *const lines[] = {"date,amount", "size 3", "size 3, root ab",
		"size -1, root 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"authority derby, size 3, root "
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d, and more",
		"authority derby,size 3, root "
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"};
	const char *error = NULL;

	hash_begin();
	arena = arena_new(ARENA_BYTES);
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct since since = {.arena = arena};
		check_row("%s", lines[i]);
		CHECK(!since_line(&since, span_of(lines[i]), &error));
		CHECK(error != NULL);
	}
	struct since empty = {.arena = arena};
	CHECK(!since_end(&empty));
	arena_free(arena);
	hash_end();
}
