#include "tests/sim/agree.h"

#include <string.h>

#include "base/buf.h"

/* Said in words, or known to a way alone. */
static bool is_words(const char *name)
{
	static const char *const names[] = {"says", "detail", "title", "type", "remedy",
		"request_id", "where", "invitation", "name", "source", "section"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static int append(const char *bytes, size_t len, void *out)
{
	buf_add(out, bytes, len);
	return 0;
}

const char *agree_text(struct arena *arena, const json_t *value)
{
	struct buf out = buf_in(arena);

	if (value == NULL)
		return "nothing";
	if (json_dump_callback(value, append, &out, JSON_COMPACT | JSON_ENCODE_ANY) != 0)
		return "no JSON";
	return buf_cstr(&out);
}

static const char *differ(
	struct arena *arena, const char *at, const json_t *want, const json_t *got)
{
	return arena_printf(arena, "%s: the model says %s, bursar %s", at, agree_text(arena, want),
		agree_text(arena, got));
}

static const char *values(
	struct arena *arena, const char *at, const json_t *want, const json_t *got);

static const char *objects(
	struct arena *arena, const char *at, const json_t *want, const json_t *got)
{
	const char *name, *difference;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)want, name, value)
	{
		difference = values(arena, arena_printf(arena, "%s/%s", at, name), value,
			json_object_get(got, name));
		if (difference != NULL)
			return difference;
	}
	json_object_foreach((json_t *)(uintptr_t)got, name, value)
	{
		/* Of a reason bursar does not speak of yet, the kind is words. */
		if (is_words(name) || json_object_get(want, name) != NULL ||
			(strcmp(name, "state") == 0 && strstr(at, "/reasons/") != NULL))
			continue;
		return differ(arena, arena_printf(arena, "%s/%s", at, name), NULL, value);
	}
	return NULL;
}

static const char *reasons(
	struct arena *arena, const char *at, const json_t *want, const json_t *got)
{
	size_t len = json_array_size(want);

	for (size_t i = 0; i < len; i++) {
		const char *inside = arena_printf(arena, "%s/reasons/%zu", at, i);
		bool found = false;

		for (size_t k = 0; k < len && !found; k++)
			found = values(arena, inside, json_array_get(want, i),
					json_array_get(got, k)) == NULL;
		if (!found)
			return differ(arena, at, want, got);
	}
	return NULL;
}

static const char *values(
	struct arena *arena, const char *at, const json_t *want, const json_t *got)
{
	const char *difference = NULL;

	if (json_is_object(want) && json_is_object(got))
		return objects(arena, at, want, got);
	if (!json_is_array(want) || !json_is_array(got))
		return json_equal(want, got) ? NULL : differ(arena, at, want, got);
	if (json_array_size(want) != json_array_size(got))
		return differ(arena, at, want, got);
	if (strlen(at) >= 8 && strcmp(at + strlen(at) - 8, "/reasons") == 0)
		return reasons(arena, at, want, got);
	for (size_t i = 0; i < json_array_size(want) && difference == NULL; i++)
		difference = values(arena, arena_printf(arena, "%s/%zu", at, i),
			json_array_get(want, i), json_array_get(got, i));
	return difference;
}

const char *agree(struct arena *arena, const json_t *want, const json_t *got)
{
	return values(arena, "", want, got);
}

/* What a reply calls otherwise than its event. */
static const char *event_name(const char *name)
{
	if (strcmp(name, "amount_pence") == 0)
		return "amount";
	if (strcmp(name, "left_pence") == 0)
		return "left";
	return strcmp(name, "event") == 0 ? "n" : name;
}

/* Figures of reasons: over_pence and says are the reply's own. */
static const char *event_reasons(struct arena *arena, const json_t *reply, const json_t *event)
{
	if (json_array_size(reply) != json_array_size(event))
		return differ(arena, "/reasons", event, reply);
	for (size_t i = 0; i < json_array_size(event); i++) {
		const json_t *got = json_array_get(reply, i), *value;
		const char *name;

		json_object_foreach(json_array_get(event, i), name, value)
		{
			if (!json_equal(value, json_object_get(got, name)))
				return differ(arena, "/reasons", event, reply);
		}
	}
	return NULL;
}

/* The birthday from which a category may hold is not in it. */
const char *agree_event(struct arena *arena, const json_t *reply, const json_t *event)
{
	const json_t *list = json_object_get(reply, "reasons");
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)reply, name, value)
	{
		const json_t *told = json_object_get(event, event_name(name));

		if (told == NULL || json_is_null(told) || is_words(name) ||
			strcmp(name, "reasons") == 0 || strcmp(name, "payment") == 0 ||
			strcmp(name, "offer") == 0 || json_equal(value, told))
			continue;
		return arena_printf(arena, "/%s: the reply says %s, its event %s", name,
			agree_text(arena, value), agree_text(arena, told));
	}
	return list == NULL ? NULL : event_reasons(arena, list, json_object_get(event, "reasons"));
}
