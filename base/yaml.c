#include "base/yaml.h"

#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/arena.h"
#include "base/parse.h"

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

/* A character that no text needs: libyaml would take it for a line's end or refuse it without a
 * place. */
static bool is_stray(uint32_t code, bool first)
{
	return code == 0x2028 || code == 0x2029 || (code == 0xfeff && !first) || code == 0xfffe ||
		code == 0xffff;
}

/* Of every character, so that libyaml is handed nothing it refuses without a place or would hand on
 * unseen. */
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
		if (!line_end &&
			(!parse_is_text(span_slice(rest, 0, len), true) ||
				is_stray(code, at == 0))) {
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

static void note_place(struct build *build, const yaml_event_t *event)
{
	build->line = (int)event->start_mark.line + 1;
	build->column = (int)event->start_mark.column + 1;
}

static void PRINTF(3, 4) refuse(struct build *build, const char *remedy, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fault_addv(build->faults, build->line, build->column, remedy, format, args);
	va_end(args);
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

static struct yaml_node *new_node(
	struct build *build, enum yaml_kind kind, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (build->nodes == YAML_NODES_MAX) {
		refuse(build, "split it", "the document has more than %d values", YAML_NODES_MAX);
		return NULL;
	}
	build->nodes++;
	if (anchor != NULL)
		refuse(build, "write the value wherever it is meant", "anchors (&) are not read");
	if (tag != NULL)
		refuse(build, "leave it out", "tags (!) are not read");
	struct yaml_node *node = ARENA_NEW(build->arena, struct yaml_node);
	node->kind = kind;
	node->line = build->line;
	node->column = build->column;
	return node;
}

static bool add_scalar(struct build *build, const yaml_event_t *event)
{
	struct span text = {(const char *)event->data.scalar.value, event->data.scalar.length};
	bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;

	/* An empty value has no place of its own. */
	if (!plain || text.len > 0)
		note_place(build, event);
	struct yaml_node *node =
		new_node(build, YAML_SCALAR, event->data.scalar.anchor, event->data.scalar.tag);
	if (node == NULL)
		return false;
	if (text.len > YAML_SCALAR_BYTES_MAX) {
		refuse(build, "write less, or split it", "the text is longer than %d bytes",
			YAML_SCALAR_BYTES_MAX);
		return false;
	}
	node->text = span_dup(build->arena, text);
	node->plain = plain;
	/* By an escape such as "\0"; as bytes they were refused before. */
	if (!parse_is_text(node->text, true))
		refuse(build, "leave it out", "there is a control character in the text");
	return place_node(build, node);
}

static bool open_collection(
	struct build *build, enum yaml_kind kind, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (build->depth == YAML_DEPTH_MAX) {
		refuse(build, NULL, "maps and lists lie more than %d deep", YAML_DEPTH_MAX);
		return false;
	}
	struct yaml_node *node = new_node(build, kind, anchor, tag);
	if (node == NULL || !place_node(build, node))
		return false;
	struct frame *frame = &build->open[build->depth++];
	*frame = (struct frame){.node = node};
	frame->end = &frame->first;
	return true;
}

static int by_text_and_place(const void *left, const void *right)
{
	const struct yaml_node *a = *(const struct yaml_node *const *)left;
	const struct yaml_node *b = *(const struct yaml_node *const *)right;
	int order = span_cmp(a->text, b->text);

	if (order == 0)
		order = a->line != b->line ? a->line - b->line : a->column - b->column;
	return order;
}

/* By sorting: whatever the keys are, it takes no longer than for others. */
static void find_duplicates(struct build *build, const struct yaml_node *map)
{
	struct yaml_node **keys = ARENA_ARRAY(build->arena, struct yaml_node *, map->count);

	if (map->count > 0)
		memcpy(keys, map->keys, map->count * sizeof(*keys));
	qsort(keys, map->count, sizeof(*keys), by_text_and_place);
	const struct yaml_node *first = NULL;
	for (size_t i = 0; i < map->count; i++) {
		const struct yaml_node *key = keys[i];
		if (first == NULL || !span_eq(first->text, key->text)) {
			first = key;
			continue;
		}
		if (faults_full(build->faults))
			return;
		fault_add(build->faults, key->line, key->column,
			arena_printf(
				build->arena, "keep one; the first is on line %d", first->line),
			"key \"%s\" is given twice", fault_excerpt(build->arena, key->text));
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
static bool take_event(struct build *build, const yaml_event_t *event)
{
	/* add_scalar notes the place of scalars that have one. */
	if (event->type != YAML_SCALAR_EVENT)
		note_place(build, event);
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (build->documents++ == 0)
			return true;
		refuse(build, "put it in a file of its own", "a second document begins");
		return false;
	case YAML_MAPPING_START_EVENT:
		return open_collection(build, YAML_MAP, event->data.mapping_start.anchor,
			event->data.mapping_start.tag);
	case YAML_SEQUENCE_START_EVENT:
		return open_collection(build, YAML_LIST, event->data.sequence_start.anchor,
			event->data.sequence_start.tag);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		close_collection(build);
		return true;
	case YAML_SCALAR_EVENT:
		return add_scalar(build, event);
	case YAML_ALIAS_EVENT:
		refuse(build, "write the value itself", "aliases (*) are not read");
		return false;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		return true;
	}
	UNREACHABLE("an event of libyaml");
}

/* What libyaml says, in words for whoever wrote the file. Of those that have a beginning, the place
 * is where it began. */
static const struct {
	const char *problem, *context; /* NULL: any */
	bool at_beginning;
	const char *says, *remedy;
} syntax_faults[] = {
	{"found unexpected end of stream", "while scanning a quoted scalar", true,
		"a text in quotes does not end", "close the quote"},
	{"found unexpected document indicator", "while scanning a quoted scalar", true,
		"a text in quotes does not end", "close the quote"},
	{"found unknown escape character", NULL, false, "this is not an escape in double quotes",
		"write \\\\ for a backslash, or put the text in single quotes"},
	{"did not find expected ',' or ']'", NULL, true, "a list in brackets does not end",
		"write a comma between its items and ] at its end"},
	{"did not find expected ',' or '}'", NULL, true, "a map in braces does not end",
		"write a comma between its keys and } at its end"},
	{"mapping values are not allowed in this context", NULL, false,
		"a colon stands where no key can be",
		"put the text in quotes if the colon is part of it, or begin a line for the key"},
	{"block sequence entries are not allowed in this context", NULL, false,
		"a dash stands where no item of a list can be",
		"begin a line for it, or put the text in quotes"},
	{"could not find expected ':'", NULL, true, "a key has no colon", "write KEY: VALUE"},
	{"did not find expected key", NULL, false, "a key is expected here",
		"indent the keys of one map alike, and put in quotes what begins with one of "
		"\" ' [ ] { } , & * ! | > @ ` #"},
	{"did not find expected '-' indicator", NULL, false, "an item of the list is expected here",
		"indent the dashes of one list alike"},
	{"found character that cannot start any token", NULL, false,
		"no value begins with this character",
		"put the text in quotes, and indent with blanks rather than tabs"},
	{"found unexpected ':'", NULL, false, "a colon stands inside this text",
		"write a blank behind it if it ends a key, or put the text in quotes"},
	{"found a tab character that violates indentation", NULL, false,
		"a tab stands where the line is indented", "indent with blanks"},
	{"did not find expected node content", NULL, false, "a value is missing here",
		"write one, or leave out the comma or colon before it"},
};

static bool is_word(const char *wanted, const char *given)
{
	return wanted == NULL || (given != NULL && strcmp(wanted, given) == 0);
}

/* Where the text ended in the midst of brackets, libyaml misses a value. */
static bool is_unclosed(const yaml_parser_t *parser)
{
	return is_word("while parsing a flow node", parser->context) &&
		parser->tokens.head != parser->tokens.tail &&
		parser->tokens.head->type == YAML_STREAM_END_TOKEN;
}

static void take_error(struct build *build, const yaml_parser_t *parser)
{
	assert(parser->error != YAML_MEMORY_ERROR);
	const yaml_mark_t *mark = &parser->problem_mark;
	if (is_unclosed(parser)) {
		fault_add(build->faults, (int)mark->line + 1, (int)mark->column + 1,
			"close what is open", "the text ends before a bracket or brace is closed");
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(syntax_faults); i++) {
		if (!is_word(syntax_faults[i].problem, parser->problem) ||
			!is_word(syntax_faults[i].context, parser->context))
			continue;
		if (syntax_faults[i].at_beginning)
			mark = &parser->context_mark;
		fault_add(build->faults, (int)mark->line + 1, (int)mark->column + 1,
			syntax_faults[i].remedy, "%s", syntax_faults[i].says);
		return;
	}
	fault_add(build->faults, (int)mark->line + 1, (int)mark->column + 1,
		"see how bursar-offer(5) and bursard.yaml(5) write their examples",
		"this is not YAML: %s%s%s",
		parser->problem == NULL ? "it cannot be read" : parser->problem,
		parser->context == NULL ? "" : " ", parser->context == NULL ? "" : parser->context);
}

struct yaml_node *yaml_parse(struct arena *arena, struct span text, struct faults *faults)
{
	struct build build = {.arena = arena, .faults = faults};
	size_t before = faults->count + faults->left_out;

	if (text.len > YAML_BYTES_MAX) {
		fault_add(faults, 0, 0, "split it, or write less",
			"the file has %zu bytes, and at most %d are read", text.len,
			YAML_BYTES_MAX);
		return NULL;
	}
	if (!bytes_are_fit(text, faults))
		return NULL;
	yaml_parser_t parser;
	int ready = yaml_parser_initialize(&parser);
	assert(ready);
	yaml_parser_set_input_string(
		&parser, (const unsigned char *)(text.len == 0 ? "" : text.at), text.len);
	bool more = true;
	while (more && !parser.stream_end_produced) {
		yaml_event_t event;
		if (!yaml_parser_parse(&parser, &event)) {
			take_error(&build, &parser);
			break;
		}
		more = take_event(&build, &event);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	if (faults->count + faults->left_out > before)
		return NULL;
	if (build.root == NULL)
		fault_add(faults, 0, 0, NULL, "the document is empty");
	return build.root;
}
