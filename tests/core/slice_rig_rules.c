#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "tests/check.h"
#include "tests/core/slice_rig.h"

enum { FILE_BYTES_MAX = 1 << 20 };

const char *rig_file(struct rig *rig, const char *folder, const char *name)
{
	const char *root = getenv("BURSAR_SRC");
	struct arena *arena = rig->arena;
	char *text = arena_alloc(arena, FILE_BYTES_MAX);
	FILE *file =
		fopen(arena_printf(arena, "%s/%s/%s.yaml", root == NULL ? "." : root, folder, name),
			"rb");

	assert(file != NULL);
	assert(fread(text, 1, FILE_BYTES_MAX - 1, file) > 0);
	(void)fclose(file);
	return text;
}

struct delegation *rig_rules_read(struct rig *rig, const char *text)
{
	struct faults *faults = faults_new(rig->arena, "rules.yaml");
	struct delegation *rules = delegation_read(rig->arena, rig->arena, span_of(text), faults);
	struct buf out = buf_in(rig->arena);

	faults_print(faults, &out);
	CHECK_TEXT("", buf_cstr(&out));
	assert(rules != NULL);
	rules->digest = hash_sha256(span_of(text));
	return rules;
}

void rig_rules(struct rig *rig, const char *text)
{
	struct delegation_book *book = ARENA_NEW(rig->arena, struct delegation_book);
	struct delegation *rules = rig_rules_read(rig, text);
	size_t len = rig->slice.rules->len;

	book->versions = ARENA_ARRAY(rig->arena, const struct delegation *, len + 1);
	for (; book->len < len; book->len++)
		book->versions[book->len] = rig->slice.rules->versions[book->len];
	rules->version = (int32_t)len + 1;
	book->versions[book->len++] = rules;
	slice_set_rules(&rig->slice, book);
}
