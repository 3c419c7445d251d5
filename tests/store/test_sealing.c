/* Personal data at rest: what is sealed opens only where it was sealed, and marks of queries become
 * values. */
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/json.h"
#include "daemon/store/sealing.h"
#include "tests/check.h"

enum { ARENA_BYTES = 1 << 20 };

struct rig {
	struct arena *arena;
	struct seal_key wrapping;
	struct slice_person person;
	struct command_text words;
};

static struct rig rig_begin(void)
{
	struct rig rig = {.arena = arena_new(ARENA_BYTES)};

	hash_begin();
	memset(rig.wrapping.bytes, 1, SEAL_KEY_BYTES);
	memset(rig.person.id.bytes, 2, sizeof(rig.person.id.bytes));
	memset(rig.person.key.bytes, 3, SEAL_KEY_BYTES);
	rig.person.born = date_of(2000, 2, 29);
	rig.person.name = SPAN("Zoë \"Z\" O'Neill");
	rig.words.text = SPAN("Called back");
	return rig;
}

static void rig_end(struct rig *rig)
{
	arena_free(rig->arena);
	seal_end();
	hash_end();
}

static void add_mark(struct buf *out, const char *what, const struct slice_person *person,
	struct span wrapped, struct span sealed)
{
	char id[UUID_TEXT + 1] = "";

	if (person != NULL)
		uuid_format(person->id, id);
	buf_printf(out, "\"@sealed:%s:%s:", what, id);
	buf_hex(out, wrapped.at, wrapped.len);
	buf_char(out, ':');
	buf_hex(out, sealed.at, sealed.len);
	buf_char(out, '"');
}

static struct span opened(struct rig *rig, struct span json)
{
	struct buf out = buf_in(rig->arena);

	sealing_open_marks(&rig->wrapping, json, &out);
	return buf_done(&out);
}

TEST(sealing_person_opens_with_its_key)
{
	struct rig rig = rig_begin();
	struct span wrapped = sealing_wrap(rig.arena, &rig.wrapping, &rig.person);
	struct span sealed = sealing_person(rig.arena, &rig.person);
	struct slice_person found = {.id = rig.person.id}, other = {.id = {{9}}};

	CHECK(sealing_open_person(rig.arena, &rig.wrapping, wrapped, sealed, &found));
	CHECK_INT(rig.person.born.day, found.born.day);
	CHECK(memcmp(found.key.bytes, rig.person.key.bytes, SEAL_KEY_BYTES) == 0);
	/* In another person's row, or with another authority's key, it stays shut. */
	CHECK(!sealing_open_person(rig.arena, &rig.wrapping, wrapped, sealed, &other));
	rig.wrapping.bytes[0] ^= 1;
	CHECK(!sealing_open_person(rig.arena, &rig.wrapping, wrapped, sealed, &found));
	rig_end(&rig);
}

TEST(sealing_marks_of_a_person)
{
	struct rig rig = rig_begin();
	struct span wrapped = sealing_wrap(rig.arena, &rig.wrapping, &rig.person);
	struct span sealed = sealing_person(rig.arena, &rig.person);
	struct buf json = buf_in(rig.arena);

	buf_text(&json, "{\"name\":");
	add_mark(&json, "person.name", &rig.person, wrapped, sealed);
	buf_text(&json, ",\"born\":");
	add_mark(&json, "person.born", &rig.person, wrapped, sealed);
	buf_text(&json, "}");
	CHECK_SPAN("{\"name\":\"Zo\\u00eb \\\"Z\\\" O'Neill\",\"born\":\"2000-02-29\"}",
		opened(&rig, buf_done(&json)));
	/* Both at once. */
	json = buf_in(rig.arena);
	add_mark(&json, "person", &rig.person, wrapped, sealed);
	CHECK_SPAN("{\"born\":\"2000-02-29\",\"name\":\"Zo\\u00eb \\\"Z\\\" O'Neill\"}",
		opened(&rig, buf_done(&json)));
	rig_end(&rig);
}

TEST(sealing_mark_of_somebody_without_a_name)
{
	struct rig rig = rig_begin();
	struct buf json = buf_in(rig.arena);

	rig.person.name = SPAN_NONE;
	add_mark(&json, "person.name", &rig.person,
		sealing_wrap(rig.arena, &rig.wrapping, &rig.person),
		sealing_person(rig.arena, &rig.person));
	CHECK_SPAN("null", opened(&rig, buf_done(&json)));
	rig_end(&rig);
}

TEST(sealing_marks_of_texts)
{
	struct rig rig = rig_begin();
	struct slice_text text = {
		.event = 41, .field = "payee", .person = &rig.person, .text = &rig.words};
	struct slice_text about_nobody = {.event = 42, .field = "reason", .text = &rig.words};
	struct span wrapped = sealing_wrap(rig.arena, &rig.wrapping, &rig.person);
	struct buf json = buf_in(rig.arena), moved = buf_in(rig.arena);

	add_mark(&json, "text:41:payee", &rig.person, wrapped,
		sealing_text(rig.arena, &rig.wrapping, &text));
	add_mark(&json, "text:42:reason", NULL, SPAN_NONE,
		sealing_text(rig.arena, &rig.wrapping, &about_nobody));
	CHECK_SPAN("\"Called back\"\"Called back\"", opened(&rig, buf_done(&json)));
	/* Moved to another event it does not open, and stays as it was. */
	add_mark(&moved, "text:43:payee", &rig.person, wrapped,
		sealing_text(rig.arena, &rig.wrapping, &text));
	CHECK(span_eq(buf_done(&moved), opened(&rig, buf_done(&moved))));
	rig_end(&rig);
}

/* A reply has a bound, on either side of its edge; a mark beyond all sense stays as it is. */
TEST(sealing_opens_as_much_as_there_is_room_for)
{
	static char large[(4 << 20) + 1];
	struct rig rig = rig_begin();
	struct arena *arena = arena_new(32 << 20);
	struct span wrapped = sealing_wrap(rig.arena, &rig.wrapping, &rig.person);
	struct span sealed = sealing_person(rig.arena, &rig.person);
	struct buf json = buf_in(rig.arena), just, less, whole = buf_in(arena);

	for (int i = 0; i < 10; i++)
		add_mark(&json, "person.born", &rig.person, wrapped, sealed);
	just = buf_within(rig.arena, 10 * (DATE_TEXT + 2));
	sealing_open_marks(&rig.wrapping, buf_done(&json), &just);
	CHECK(!buf_overflowed(&just));
	CHECK_INT(10 * (DATE_TEXT + 2), buf_done(&just).len);
	less = buf_within(rig.arena, 10 * (DATE_TEXT + 2) - 1);
	sealing_open_marks(&rig.wrapping, buf_done(&json), &less);
	CHECK(buf_overflowed(&less));

	memset(large, 'a', sizeof(large));
	memcpy(large, "\"@sealed:person.born:", 21);
	large[sizeof(large) - 1] = '"';
	sealing_open_marks(&rig.wrapping, (struct span){large, sizeof(large)}, &whole);
	CHECK(span_eq((struct span){large, sizeof(large)}, buf_done(&whole)));
	arena_free(arena);
	rig_end(&rig);
}

TEST(sealing_leaves_what_only_looks_like_a_mark)
{
	static const char *const texts[] = {"", "{}", "\"@sealed:", "\"@sealed:\"",
		"\"@sealed:person.name:x:y:z\"", "\"@sealed:text:notanumber:payee:::\"",
		"\"@sealed:person.born:02020202-0202-0202-0202-020202020202:00:00\"",
		"{\"a\":\"@sealed\",\"b\":\"see @sealed:person.name\"}"};
	struct rig rig = rig_begin();

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		check_row("%s", texts[i]);
		CHECK_SPAN(texts[i], opened(&rig, span_of(texts[i])));
	}
	rig_end(&rig);
}
