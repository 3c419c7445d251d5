/*
 * YAML documents read against tables of fields. The parser is libyaml, included by yaml.c alone;
 * what it gives is copied into nodes that know their place, so that every fault names line and
 * column. yaml_parse is in yaml.c, the rest in yaml_read.c.
 *
 * Syntax errors, duplicate keys, keys that are not scalars, several documents or none, aliases,
 * anchors, tags and directives, control characters, non-UTF-8, and more than the limits below are
 * faults. Each event of the parser is held against them before anything is made of it, and nothing
 * here takes longer than in proportion to the text (duplicates: by sorting).
 */
#ifndef BURSAR_BASE_YAML_H
#define BURSAR_BASE_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cc.h"
#include "base/fault.h"
#include "base/span.h"

struct arena;

enum {
	YAML_BYTES_MAX = 256 * 1024, /* of a text */
	YAML_SCALAR_BYTES_MAX = 16 * 1024,
	YAML_DEPTH_MAX = 16,
	YAML_NODES_MAX = 20000,
	YAML_ARENA_BYTES = 8 << 20
};

enum yaml_kind { YAML_SCALAR, YAML_MAP, YAML_LIST };

struct yaml_node {
	enum yaml_kind kind;
	int line, column;         /* from 1; of an empty value, of what stands before it */
	struct span text;         /* of a scalar, NUL behind it */
	bool plain;               /* a scalar without quotes: may be a number, a date, a word */
	size_t count;             /* of a list's items or a map's pairs */
	struct yaml_node **keys;  /* of a map: scalars */
	struct yaml_node **items; /* of a list, or a map's values */
};

/* NULL if there were faults. Nodes live in the arena, which needs room for twice the text and
 * YAML_ARENA_BYTES. */
struct yaml_node *yaml_parse(struct arena *arena, struct span text, struct faults *faults);

/* What reading carries along. Nothing that is read points to nodes, which may go before it. */
struct yaml_reader {
	struct arena *arena; /* of what is read; nodes may lie in another */
	struct faults *faults;
	void *context; /* the caller's */
};

/* Reads node into *out; a fault is added and false returned if it cannot be. */
typedef bool yaml_read(struct yaml_reader *reader, const struct yaml_node *node, void *out);

struct yaml_field {
	const char *key;
	yaml_read *read;
	size_t offset; /* of the member of the caller's struct handed to read */
	bool required;
};

#define YAML_FIELD(type, member, name, reader)                                                     \
	{                                                                                          \
		.key = (name), .read = (reader), .offset = offsetof(type, member)                  \
	}
#define YAML_REQUIRED(type, member, name, reader)                                                  \
	{                                                                                          \
		.key = (name), .read = (reader), .offset = offsetof(type, member),                 \
		.required = true                                                                   \
	}

/* Reads a map into *out field by field. Unknown keys (with the nearest known one as remedy) and
 * missing required ones are faults; what: how messages call the map ("an entitlement"). All faults
 * are found, false if there was any. */
bool yaml_read_fields(struct yaml_reader *reader, const struct yaml_node *node, const char *what,
	const struct yaml_field *fields, size_t fields_len, void *out);

/* Reads a list into a new array of the arena, size bytes an item, zeroed before it is read. All
 * faults are found, false if there was any. what: how messages call the list ("the needs"). */
bool yaml_read_list(struct yaml_reader *reader, const struct yaml_node *node, const char *what,
	size_t size, yaml_read *read, void **ret_array, size_t *ret_len);

/* Ready readers. out: struct span (a copy in the reader's arena, NUL behind it), bool, int64_t. */
yaml_read yaml_read_text; /* any scalar; empty text is a fault */
yaml_read yaml_read_bool; /* yes, no, true, false, without quotes */
yaml_read yaml_read_int;  /* as parse_int, without quotes */

/* The value of a key, NULL if the node is no map or has it not. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);
/* Adds a fault at the node. */
void yaml_fault(struct yaml_reader *reader, const struct yaml_node *node, const char *remedy,
	const char *format, ...) PRINTF(4, 5);

#endif
