#include "wire/place.h"

#include <stdbool.h>

#include "base/buf.h"
#include "base/fault.h"
#include "wire/wire.h"

/* The position behind the text that begins with a quote at start. */
static size_t behind_text(struct span text, size_t start)
{
	for (size_t i = start + 1; i < text.len; i++) {
		if (text.at[i] == '\\')
			i++;
		else if (text.at[i] == '"')
			return i + 1;
	}
	return text.len;
}

size_t place_depth(struct span text)
{
	size_t depth = 0;
	size_t most = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (c == '"')
			i = behind_text(text, i) - 1;
		else if ((c == '{' || c == '[') && ++depth > most)
			most = depth;
		else if ((c == '}' || c == ']') && depth > 0)
			depth--;
	}
	return most;
}

struct level {
	bool list;
	size_t index;     /* in a list */
	bool named;       /* in an object: past its name */
	struct span name; /* in an object: of the member begun last */
};

struct path {
	struct level levels[WIRE_DEPTH_MAX];
	size_t depth;
};

static void step(struct path *path, char c)
{
	struct level *level = path->depth == 0 ? NULL : &path->levels[path->depth - 1];

	if ((c == '{' || c == '[') && path->depth < WIRE_DEPTH_MAX)
		path->levels[path->depth++] = (struct level){.list = c == '['};
	else if ((c == '}' || c == ']') && path->depth > 0)
		path->depth--;
	else if (c == ',' && level != NULL && level->list)
		level->index++;
	else if (c == ',' && level != NULL)
		level->named = false;
}

/* A text from begin to end: in an object it is a member's name, or the value behind one. */
static void step_text(struct path *path, struct span text, size_t begin, size_t end)
{
	struct level *level = path->depth == 0 ? NULL : &path->levels[path->depth - 1];

	if (level == NULL || level->list || level->named)
		return;
	level->named = true;
	level->name = span_slice(text, begin + 1, end - begin - (end - begin > 1 ? 2 : 1));
}

const char *place_of(struct arena *arena, struct span text, size_t at)
{
	struct path path = {.depth = 0};
	struct buf pointer = buf_in(arena);

	for (size_t i = 0; i < text.len && i < at; i++) {
		if (text.at[i] != '"') {
			step(&path, text.at[i]);
			continue;
		}
		size_t end = behind_text(text, i);
		step_text(&path, text, i, end);
		i = end - 1;
	}
	for (size_t i = 0; i < path.depth; i++) {
		if (path.levels[i].list)
			buf_printf(&pointer, "/%zu", path.levels[i].index);
		else
			place_add(&pointer, path.levels[i].name);
	}
	return buf_cstr(&pointer);
}

void place_add(struct buf *pointer, struct span name)
{
	const char *cut = fault_excerpt(pointer->arena, name);

	buf_char(pointer, '/');
	for (; *cut != '\0'; cut++) {
		if (*cut == '~')
			buf_text(pointer, "~0");
		else if (*cut == '/')
			buf_text(pointer, "~1");
		else
			buf_char(pointer, *cut);
	}
}
