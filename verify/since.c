#include "verify/since.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/parse.h"

/* What follows the word, up to a comma or a blank; absent if the word is not next. */
static struct span word_after(struct span *rest, const char *word)
{
	struct span none = {NULL, 0}, found;
	size_t end = 0;

	if (!span_starts(*rest, span_of(word)))
		return none;
	*rest = span_from(*rest, strlen(word));
	while (end < rest->len && rest->at[end] != ',' && rest->at[end] != ' ')
		end++;
	found = span_slice(*rest, 0, end);
	*rest = span_from(*rest, end);
	if (span_starts(*rest, SPAN(", ")))
		*rest = span_from(*rest, 2);
	return found;
}

static bool read_note(struct since *since, struct span line, struct since_head *ret_head)
{
	struct span rest = line, authority = word_after(&rest, "authority ");
	struct span size = word_after(&rest, "size "), root = word_after(&rest, "root ");
	int64_t number = 0;

	*ret_head = (struct since_head){.line = since->lines};
	if (size.at == NULL || root.at == NULL || rest.len > 0 ||
		!parse_int(size, 0, INT64_MAX, &number) ||
		!parse_hex(root, ret_head->root.bytes, DIGEST_BYTES))
		return false;
	ret_head->size = (uint64_t)number;
	if (authority.at != NULL)
		ret_head->authority = span_dup(since->arena, authority);
	return true;
}

bool since_line(struct since *since, struct span line, const char **ret_error)
{
	struct since_head head;
	struct digest leaf;

	since->lines++;
	if (since->lines == 1)
		since->is_export = span_starts(line, SPAN("{\"v\":"));
	if (since->is_export) {
		leaf = hash_leaf(line);
		merkle_add(&since->events, &leaf);
		return true;
	}
	if (line.len == 0)
		return true;
	if (!read_note(since, line, &head)) {
		*ret_error = "is no note of an audit (authority CODE, size N, root HEX), nor an "
			     "export of events";
		return false;
	}
	*VEC_PUSH(since->arena, &since->heads) = head;
	return true;
}

bool since_end(struct since *since)
{
	if (since->is_export)
		*VEC_PUSH(since->arena, &since->heads) = (struct since_head){
			.size = since->events.size, .root = merkle_root(&since->events)};
	return since->heads.len > 0;
}

static const char *said_in(const struct findings *findings, const struct since_head *head)
{
	return head->line == 0 ? "the earlier export"
			       : arena_printf(findings->arena, "the note in line %d", head->line);
}

void since_compare(
	const struct since *since, const struct merkle *merkle, struct findings *findings)
{
	for (size_t i = 0; i < since->heads.len; i++) {
		const struct since_head *head = &since->heads.at[i];
		struct digest root;

		if (head->size != merkle->size)
			continue;
		root = merkle_root(merkle);
		if (!hash_eq(&root, &head->root))
			findings_add(findings, "the first %" PRIu64 " events are not those of %s",
				head->size, said_in(findings, head));
	}
}

void since_compare_end(
	const struct since *since, struct span authority, uint64_t size, struct findings *findings)
{
	for (size_t i = 0; i < since->heads.len; i++) {
		const struct since_head *head = &since->heads.at[i];

		if (head->authority.at != NULL && !span_eq(head->authority, authority))
			findings_add(findings, "%s is of the authority %.*s, the log is of %.*s",
				said_in(findings, head), SPAN_ARG(head->authority),
				SPAN_ARG(authority));
		else if (head->size > size)
			findings_add(findings, "%s has %" PRIu64 " events, the log only %" PRIu64,
				said_in(findings, head), head->size, size);
	}
}

void since_note(struct buf *out, struct span authority, uint64_t size, const struct digest *root)
{
	buf_text(out, "authority ");
	buf_span(out, authority);
	buf_printf(out, ", size %" PRIu64 ", root ", size);
	buf_hex(out, root->bytes, DIGEST_BYTES);
}
