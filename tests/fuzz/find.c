/* Who is meant by a text: the first part is looked for, the second is somebody's name. */
#include "render/people_find.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/letters.h"
#include "tests/fuzz/fuzz.h"

enum { LIMIT = 2 };

static void add_person(void *find, struct arena *arena, const char *ref, struct span name)
{
	struct arena *scratch = arena_new(FUZZ_ARENA_BYTES);
	struct buf row = buf_in(arena);

	buf_printf(&row, "{\"ref\":\"%s\",\"person\":{\"born\":\"2001-12-10\",\"name\":", ref);
	buf_json(&row, name);
	buf_text(&row, "},\"category\":\"eligible\",\"since\":null}");
	people_find.row(find, scratch, buf_done(&row));
	arena_free(scratch);
}

void fuzz_find(struct span bytes)
{
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct span text = fuzz_part(&bytes), name = fuzz_part(&bytes),
		    values[] = {text, SPAN("2")};
	void *find = people_find.begin(arena, values);
	struct json out = json_in(arena);
	int64_t found = 0;
	int tells = 0;

	add_person(find, arena, "A", name);
	/* Whoever is called as the text says is found by it, and again. */
	add_person(find, arena, "B", text);
	add_person(find, arena, "C", text);
	add_person(find, arena, "D", letters_words(arena, text));
	while (!people_find.tell(find, false, &out))
		assert(++tells <= LIMIT);
	fuzz_is_json(json_done(&out));
	assert(json_get_int(json_done(&out), "found", &found));
	assert(!people_find_fits(text) || found == 3 || found == 4);
	arena_free(arena);
}
