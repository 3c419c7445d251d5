#include "base/yaml.h"

#include <stdarg.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/parse.h"

enum {
	GUESS_LEN_MAX = 63,  /* bytes of a key that is looked for among the known ones */
	GUESS_EDITS_MAX = 2, /* between a key and the one it was perhaps meant to be */
};

static const char *const kind_names[] = {
	[YAML_SCALAR] = "text",
	[YAML_MAP] = "a map",
	[YAML_LIST] = "a list",
};

void yaml_fault(struct yaml_reader *reader, const struct yaml_node *node, const char *remedy,
	const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fault_addv(reader->faults, node->line, node->column, remedy, format, args);
	va_end(args);
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
	if (map->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++) {
		if (span_is(map->keys[i]->text, key))
			return map->items[i];
	}
	return NULL;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Bytes put in, left out, changed, or swapped with their neighbour (optimal string alignment). */
static size_t edits_between(struct span a, struct span b)
{
	size_t rows[3][GUESS_LEN_MAX + 1]; /* of a's last two prefixes and this one */

	for (size_t j = 0; j <= b.len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3];
		const size_t *above_that = rows[(i + 1) % 3];
		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t change = a.at[i - 1] != b.at[j - 1];
			row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + change);
			if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] &&
				a.at[i - 2] == b.at[j - 1])
				row[j] = least(row[j], above_that[j - 2] + 1);
		}
	}
	return rows[a.len % 3][b.len];
}

/* The known key that is nearest, or all of them. */
static const char *unknown_key_remedy(struct yaml_reader *reader, struct span key,
	const struct yaml_field *fields, size_t fields_len)
{
	struct arena *arena = reader->arena;
	const char *nearest = NULL;

	if (faults_full(reader->faults))
		return NULL;
	size_t nearest_edits = GUESS_EDITS_MAX + 1;
	for (size_t i = 0; i < fields_len; i++) {
		struct span known = span_of(fields[i].key);
		if (key.len > GUESS_LEN_MAX || known.len > GUESS_LEN_MAX)
			continue;
		size_t edits = edits_between(key, known);
		/* Two edits make any word of two letters out of any other. */
		if (edits < nearest_edits && edits < least(key.len, known.len)) {
			nearest = fields[i].key;
			nearest_edits = edits;
		}
	}
	if (nearest != NULL)
		return arena_printf(arena, "did you mean \"%s\"?", nearest);
	struct buf buf = buf_in(arena);
	buf_text(&buf, "known keys: ");
	for (size_t i = 0; i < fields_len; i++)
		buf_printf(&buf, "%s%s", i == 0 ? "" : ", ", fields[i].key);
	return buf_cstr(&buf);
}

static const struct yaml_field *field_of(
	struct span key, const struct yaml_field *fields, size_t fields_len)
{
	for (size_t i = 0; i < fields_len; i++) {
		if (span_is(key, fields[i].key))
			return &fields[i];
	}
	return NULL;
}

bool yaml_read_fields(struct yaml_reader *reader, const struct yaml_node *node, const char *what,
	const struct yaml_field *fields, size_t fields_len, void *out)
{
	if (node->kind != YAML_MAP) {
		yaml_fault(reader, node, "write \"key: value\" for each of its keys",
			"%s must be a map, not %s", what, kind_names[node->kind]);
		return false;
	}
	bool good = true;
	for (size_t i = 0; i < node->count; i++) {
		const struct yaml_node *key = node->keys[i];
		const struct yaml_field *field = field_of(key->text, fields, fields_len);
		if (field != NULL) {
			good &= field->read(reader, node->items[i], (char *)out + field->offset);
			continue;
		}
		yaml_fault(reader, key, unknown_key_remedy(reader, key->text, fields, fields_len),
			"unknown key \"%s\" in %s", fault_excerpt(reader->arena, key->text), what);
		good = false;
	}
	for (size_t i = 0; i < fields_len; i++) {
		if (!fields[i].required || yaml_get(node, fields[i].key) != NULL)
			continue;
		yaml_fault(reader, node, arena_printf(reader->arena, "add \"%s:\"", fields[i].key),
			"key \"%s\" is missing in %s", fields[i].key, what);
		good = false;
	}
	return good;
}

/* NOLINTNEXTLINE(readability-function-size): the seventh is what a list is called. */
bool yaml_read_list(struct yaml_reader *reader, const struct yaml_node *node, const char *what,
	size_t size, yaml_read *read, void **ret_array, size_t *ret_len)
{
	if (node->kind != YAML_LIST) {
		yaml_fault(reader, node, "write [a, b], or a line with a dash for each",
			"%s must be a list, not %s", what, kind_names[node->kind]);
		return false;
	}
	bool good = true;
	char *array = arena_array(reader->arena, node->count, size);
	for (size_t i = 0; i < node->count; i++)
		good &= read(reader, node->items[i], array + i * size);
	if (!good)
		return false;
	*ret_array = array;
	*ret_len = node->count;
	return true;
}

bool yaml_read_text(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	if (node->kind != YAML_SCALAR) {
		yaml_fault(reader, node, NULL, "this must be text, not %s", kind_names[node->kind]);
		return false;
	}
	if (node->text.len == 0) {
		yaml_fault(
			reader, node, "write a value or leave the key out", "the value is empty");
		return false;
	}
	*(struct span *)out = span_dup(reader->arena, node->text);
	return true;
}

/* A bare word: not a map, a list or text in quotes. */
static bool is_bare(const struct yaml_node *node)
{
	return node->kind == YAML_SCALAR && node->plain;
}

bool yaml_read_bool(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	bool yes = is_bare(node) && (span_is(node->text, "yes") || span_is(node->text, "true"));
	bool no = is_bare(node) && (span_is(node->text, "no") || span_is(node->text, "false"));

	if (!yes && !no) {
		yaml_fault(
			reader, node, "write yes or no, without quotes", "this must be yes or no");
		return false;
	}
	*(bool *)out = yes;
	return true;
}

bool yaml_read_int(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	int64_t number = 0;

	if (!is_bare(node) || !parse_int(node->text, INT64_MIN, INT64_MAX, &number)) {
		yaml_fault(reader, node, "write digits alone, without quotes",
			"this must be a whole number");
		return false;
	}
	*(int64_t *)out = number;
	return true;
}
