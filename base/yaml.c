#include "base/yaml.h"

#include <libfyaml.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/parse.h"

/* So many keys are compared each with each rather than through a map. */
enum { FEW_KEYS = 8 };

struct cell {
	struct yaml_node *key; /* NULL in a list */
	struct yaml_node *item;
	struct cell *next;
};

/* A map or list that is not yet at its end. */
struct frame {
	struct yaml_node *node;
	struct yaml_node *key; /* of a map: the one whose value comes next */
	struct cell *first;
	struct cell **end;
};

struct build {
	struct arena *arena;
	struct faults *faults;
	struct yaml_node *root;
	struct frame open[YAML_DEPTH_MAX];
	size_t depth;
	size_t nodes;
	size_t documents;
	int line, column; /* of the last node that has a place */
};

/* Keeps from libfyaml what it does not withstand (it never ends on some directives) or would hand
 * on unseen. */
static bool bytes_are_fit(struct span text, struct faults *faults)
{
	int line = 1;
	int column = 1;
	for (size_t at = 0; at < text.len;) {
		uint32_t code = 0;
		struct span rest = span_from(text, at);
		size_t len = parse_utf8(rest, &code);
		if (len == 0) {
			fault_add(faults, line, column, "save the file as UTF-8", "not UTF-8");
			return false;
		}
		bool line_end = code == '\n' || span_starts(rest, SPAN("\r\n"));
		if (!line_end && !parse_is_text(span_slice(rest, 0, len), true)) {
			fault_add(faults, line, column, "leave it out",
				"there is a control character (U+%04X)", code);
			return false;
		}
		if (code == '%' && column == 1) {
			fault_add(faults, line, column, "leave it out, or indent it",
				"directives (%%) are not read");
			return false;
		}
		column++;
		if (code == '\n') {
			line++;
			column = 1;
		}
		at += len;
	}
	return true;
}

static void note_place(struct build *build, struct fy_event *event)
{
	const struct fy_mark *mark = fy_event_start_mark(event);
	if (mark == NULL)
		return;
	build->line = mark->line + 1;
	build->column = mark->column + 1;
	/* libfyaml's mark of these is behind the quote or star. */
	bool starred = event->type == FYET_ALIAS;
	bool quoted = false;
	if (event->type == FYET_SCALAR) {
		enum fy_scalar_style style = fy_token_scalar_style(event->scalar.value);
		quoted = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
	}
	if (starred || quoted)
		build->column--;
}

static void PRINTF(3, 4) refuse(struct build *build, const char *remedy, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *says = arena_vprintf(build->arena, format, args);
	va_end(args);
	fault_add(build->faults, build->line, build->column, remedy, "%s", says);
}

/* Puts node where the document has it; false if it cannot be there. */
static bool place_node(struct build *build, struct yaml_node *node)
{
	if (build->depth == 0) {
		build->root = node;
		return true;
	}
	struct frame *frame = &build->open[build->depth - 1];
	if (frame->node->kind == YAML_MAP && frame->key == NULL) {
		if (node->kind != YAML_SCALAR) {
			refuse(build, "write a word before the colon",
				"a map or a list cannot be a key");
			return false;
		}
		frame->key = node;
		return true;
	}
	struct cell *cell = ARENA_NEW(build->arena, struct cell);
	cell->key = frame->key;
	cell->item = node;
	*frame->end = cell;
	frame->end = &cell->next;
	frame->node->count++;
	frame->key = NULL;
	return true;
}

static struct yaml_node *new_node(struct build *build, enum yaml_kind kind, struct fy_event *event)
{
	if (build->nodes == YAML_NODES_MAX) {
		refuse(build, "split it", "the document has more than %d values", YAML_NODES_MAX);
		return NULL;
	}
	build->nodes++;
	if (fy_event_get_anchor_token(event) != NULL)
		refuse(build, "write the value wherever it is meant", "anchors (&) are not read");
	if (fy_event_get_tag_token(event) != NULL)
		refuse(build, "leave it out", "tags (!) are not read");
	struct yaml_node *node = ARENA_NEW(build->arena, struct yaml_node);
	node->kind = kind;
	node->line = build->line;
	node->column = build->column;
	return node;
}

static bool add_scalar(struct build *build, struct fy_event *event)
{
	struct yaml_node *node = new_node(build, YAML_SCALAR, event);
	if (node == NULL)
		return false;
	size_t len = 0;
	const char *text = fy_token_get_text(event->scalar.value, &len);
	if (text == NULL && event->scalar.value != NULL)
		refuse(build, NULL, "this text cannot be read");
	node->text = span_dup(build->arena, text == NULL ? SPAN("") : (struct span){text, len});
	node->plain = event->scalar.value == NULL ||
		fy_token_scalar_style(event->scalar.value) == FYSS_PLAIN;
	/* By an escape such as "\0"; as bytes they were refused before. */
	if (!parse_is_text(node->text, true))
		refuse(build, "leave it out", "there is a control character in the text");
	return place_node(build, node);
}

static bool open_collection(struct build *build, enum yaml_kind kind, struct fy_event *event)
{
	if (build->depth == YAML_DEPTH_MAX) {
		refuse(build, NULL, "maps and lists lie more than %d deep", YAML_DEPTH_MAX);
		return false;
	}
	struct yaml_node *node = new_node(build, kind, event);
	if (node == NULL || !place_node(build, node))
		return false;
	struct frame *frame = &build->open[build->depth++];
	*frame = (struct frame){.node = node};
	frame->end = &frame->first;
	return true;
}

static const struct yaml_node *same_before(
	const struct yaml_node *map, const struct map *seen, size_t at)
{
	if (map->count > FEW_KEYS)
		return map_get(seen, map->keys[at]->text);
	for (size_t i = 0; i < at; i++) {
		if (span_eq(map->keys[i]->text, map->keys[at]->text))
			return map->keys[i];
	}
	return NULL;
}

static void find_duplicates(struct build *build, const struct yaml_node *map)
{
	struct map seen = map_in(build->arena, map->count > FEW_KEYS ? map->count : 0);
	for (size_t i = 0; i < map->count; i++) {
		struct yaml_node *key = map->keys[i];
		const struct yaml_node *before = same_before(map, &seen, i);
		if (before != NULL)
			fault_add(build->faults, key->line, key->column,
				arena_printf(build->arena, "keep one; the first is on line %d",
					before->line),
				"key \"%s\" is given twice",
				fault_excerpt(build->arena, key->text));
		else if (map->count > FEW_KEYS)
			map_put(&seen, key->text, key);
	}
}

static void close_collection(struct build *build)
{
	assert(build->depth > 0);
	struct frame *frame = &build->open[--build->depth];
	struct yaml_node *node = frame->node;
	assert(node != NULL);
	node->items = ARENA_ARRAY(build->arena, struct yaml_node *, node->count);
	if (node->kind == YAML_MAP)
		node->keys = ARENA_ARRAY(build->arena, struct yaml_node *, node->count);
	size_t at = 0;
	for (const struct cell *cell = frame->first; cell != NULL; cell = cell->next, at++) {
		node->items[at] = cell->item;
		if (node->kind == YAML_MAP)
			node->keys[at] = cell->key;
	}
	if (node->kind == YAML_MAP)
		find_duplicates(build, node);
}

/* False if reading on makes no sense. */
static bool take_event(struct build *build, struct fy_event *event)
{
	note_place(build, event);
	switch (event->type) {
	case FYET_DOCUMENT_START:
		if (build->documents++ == 0)
			return true;
		refuse(build, "put it in a file of its own", "a second document begins");
		return false;
	case FYET_MAPPING_START:
		return open_collection(build, YAML_MAP, event);
	case FYET_SEQUENCE_START:
		return open_collection(build, YAML_LIST, event);
	case FYET_MAPPING_END:
	case FYET_SEQUENCE_END:
		close_collection(build);
		return true;
	case FYET_SCALAR:
		return add_scalar(build, event);
	case FYET_ALIAS:
		refuse(build, "write the value itself", "aliases (*) are not read");
		return false;
	case FYET_NONE:
	case FYET_STREAM_START:
	case FYET_STREAM_END:
	case FYET_DOCUMENT_END:
		return true;
	}
	UNREACHABLE("an event of libfyaml");
}

static void take_errors(struct build *build, struct fy_diag *diag)
{
	void *iterator = NULL;
	size_t before = build->faults->count + build->faults->left_out;
	for (const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &iterator);
		error != NULL; error = fy_diag_errors_iterate(diag, &iterator)) {
		if (error->type == FYET_ERROR && error->msg != NULL)
			fault_add(build->faults, error->line, error->column, NULL, "%s",
				fault_excerpt(build->arena, span_of(error->msg)));
	}
	if (build->faults->count + build->faults->left_out == before)
		refuse(build, NULL, "from here on this is not YAML");
}

static void run_parser(struct build *build, struct span text, struct fy_diag *diag)
{
	const struct fy_parse_cfg config = {
		.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_JSON_NONE,
		.diag = diag,
	};
	struct fy_parser *parser = fy_parser_create(&config);
	assert(parser != NULL);
	bool more = fy_parser_set_string(parser, text.at, text.len) == 0;
	while (more) {
		struct fy_event *event = fy_parser_parse(parser);
		if (event == NULL)
			break;
		more = take_event(build, event);
		fy_parser_event_free(parser, event);
	}
	/* Where we stopped by ourselves, the fault is told already. */
	if (more && fy_parser_get_stream_error(parser))
		take_errors(build, diag);
	fy_parser_destroy(parser);
}

struct yaml_node *yaml_parse(struct arena *arena, struct span text, struct faults *faults)
{
	struct build build = {.arena = arena, .faults = faults};
	size_t before = faults->count + faults->left_out;
	if (!bytes_are_fit(text, faults))
		return NULL;
	struct fy_diag_cfg config;
	fy_diag_cfg_default(&config);
	config.fp = NULL;
	struct fy_diag *diag = fy_diag_create(&config);
	assert(diag != NULL);
	fy_diag_set_collect_errors(diag, true);
	run_parser(&build, text.len == 0 ? SPAN("") : text, diag);
	fy_diag_destroy(diag);
	if (faults->count + faults->left_out > before)
		return NULL;
	if (build.root == NULL)
		fault_add(faults, 0, 0, NULL, "the document is empty");
	return build.root;
}
