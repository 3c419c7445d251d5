/* Batches: many commands in one body, each with a key and an answer of its own. */
#include <string.h>

#include "base/arena.h"
#include "wire/decode.h"

static int append(const char *bytes, size_t len, void *data)
{
	buf_add(data, bytes, len);
	return 0;
}

/* The same request in one form: what the caller's HMAC of an item is made of. */
static struct span content_of(struct arena *arena, json_t *object)
{
	struct buf content = buf_in(arena);

	json_object_del(object, DECODE_KEY);
	int failed = json_dump_callback(object, append, &content, JSON_COMPACT | JSON_SORT_KEYS);
	assert(failed == 0);
	return buf_done(&content);
}

static bool decode_key(struct reading *reading, const json_t *object, struct command *command)
{
	const json_t *key = json_object_get(object, DECODE_KEY);

	reading->name = DECODE_KEY;
	if (key == NULL && command->dry_run)
		return true;
	if (key == NULL)
		return read_fault(reading,
			"Give each item a UUID of your own making, and keep it for sending it "
			"again.",
			"is missing");
	if (!json_is_string(key))
		return read_fault(
			reading, "Write a UUID.", "must be a text, not %s", read_type(key));
	command->asks_key = command->dry_run;
	return read_key(reading, (struct span){json_string_value(key), json_string_length(key)},
		&command->key);
}

static bool decode_item(
	struct reading *reading, const char *index, json_t *object, struct wire_item *item)
{
	if (!json_is_object(object)) {
		reading->name = index;
		reading->subject = arena_printf(reading->arena, "items[%s]", index);
		return read_fault(reading, "Write each item as an object.",
			"must be an object, not %s", read_type(object));
	}
	reading->base = arena_printf(reading->arena, "%s/%s", reading->base, index);
	if (!decode_key(reading, object, &item->command) ||
		!decode_object(reading, DECODE_ITEM, object, NULL, &item->command))
		return false;
	item->content = content_of(reading->arena, object);
	return true;
}

/* The list in the body. */
static bool read_items(struct reading *reading, json_t *root, const json_t **ret_list)
{
	static const char remedy[] = "Write {\"items\": [...]} with 1 to 1000 items.";
	json_t *value;

	json_object_foreach(root, reading->name, value)
	{
		if (strcmp(reading->name, "items") != 0)
			return read_fault(reading, remedy, "is not a member of a batch");
	}
	const json_t *list = json_object_get(root, "items");
	reading->name = "items";
	if (list == NULL)
		return read_fault(reading, remedy, "is missing");
	if (!json_is_array(list))
		return read_fault(reading, remedy, "must be a list, not %s", read_type(list));
	if (json_array_size(list) == 0)
		return read_fault(reading, remedy, "is empty");
	if (json_array_size(list) > WIRE_BATCH_MAX)
		return read_fault(reading, remedy, "has %zu items, and a batch holds %d",
			json_array_size(list), WIRE_BATCH_MAX);
	*ret_list = list;
	return true;
}

static void decode_items(struct arena *arena, const json_t *list, const struct command *head,
	struct wire_item *items)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct wire_item *item = &items[i];
		struct reading reading = {
			.arena = arena, .base = "/items", .problem = &item->problem};
		item->command = *head;
		item->sound = decode_item(
			&reading, arena_printf(arena, "%zu", i), json_array_get(list, i), item);
	}
}

bool wire_decode_batch(struct arena *arena, struct span body, const struct command *head,
	struct wire_item **ret_items, size_t *ret_len, struct wire_problem *ret_problem)
{
	struct reading reading = {.arena = arena, .base = "", .problem = ret_problem};
	const json_t *list = NULL;
	json_t *root;

	if (!read_document(&reading, body, &root))
		return false;
	bool ok = read_items(&reading, root, &list);
	if (ok) {
		*ret_len = json_array_size(list);
		*ret_items = ARENA_ARRAY(arena, struct wire_item, *ret_len);
		decode_items(arena, list, head, *ret_items);
	}
	json_decref(root);
	return ok;
}
