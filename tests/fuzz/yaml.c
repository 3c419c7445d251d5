/* Any YAML: nodes know places within the text, texts end in NUL, limits hold. */
#include "base/yaml.h"

#include "base/arena.h"
#include "base/fault.h"
#include "base/parse.h"
#include "tests/fuzz/fuzz.h"

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser allows. */
static size_t count_nodes(const struct yaml_node *node, int lines, size_t depth)
{
	size_t count = 1;

	assert(node->line >= 1 && node->line <= lines && node->column >= 1);
	if (node->kind == YAML_SCALAR) {
		assert(node->text.at[node->text.len] == '\0');
		assert(node->text.len <= YAML_SCALAR_BYTES_MAX && parse_is_text(node->text, true));
		return count;
	}
	assert(depth < YAML_DEPTH_MAX);
	for (size_t i = 0; i < node->count; i++) {
		count += count_nodes(node->items[i], lines, depth + 1);
		if (node->kind == YAML_MAP) {
			assert(node->keys[i]->kind == YAML_SCALAR);
			count += count_nodes(node->keys[i], lines, depth + 1);
			assert(yaml_get(node, node->keys[i]->text.at) != NULL);
		}
	}
	return count;
}

void fuzz_yaml(struct span bytes)
{
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	struct faults *faults = faults_new(arena, "text");
	const struct yaml_node *root = yaml_parse(arena, bytes, faults);
	int lines = 1;

	for (size_t i = 0; i < bytes.len; i++)
		lines += bytes.at[i] == '\n';
	fuzz_faults(arena, faults, root != NULL);
	/* libyaml ends the last line of a text. */
	for (size_t i = 0; i < faults->count; i++)
		assert(faults->list[i].line >= 0 && faults->list[i].line <= lines + 1);
	if (root != NULL)
		assert(count_nodes(root, lines, 0) <= YAML_NODES_MAX);
	assert(arena_used(arena) < YAML_ARENA_BYTES + 2 * bytes.len);
	arena_free(arena);
}
