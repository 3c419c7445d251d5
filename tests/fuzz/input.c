/* Parts of inputs, and what holds of all that is told of them. */
#include <jansson.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "base/parse.h"
#include "tests/fuzz/fuzz.h"

struct span fuzz_line(struct span *bytes)
{
	size_t end = span_find(*bytes, '\n');
	struct span line = span_slice(*bytes, 0, end);

	*bytes = span_from(*bytes, end < bytes->len ? end + 1 : end);
	return line;
}

struct span fuzz_part(struct span *bytes)
{
	size_t end = span_find(*bytes, '\0');
	struct span part = span_slice(*bytes, 0, end);

	*bytes = span_from(*bytes, end < bytes->len ? end + 1 : end);
	return part;
}

void fuzz_faults(struct arena *arena, const struct faults *faults, bool is_read)
{
	struct buf printed = buf_in(arena);
	size_t lines = 0;

	assert(is_read == (faults->count == 0));
	faults_print(faults, &printed);
	struct span text = buf_done(&printed);
	assert(parse_is_text(text, true));
	while (text.len > 0) {
		fuzz_line(&text);
		lines++;
	}
	assert(lines == faults->count + (faults->left_out > 0));
}

void fuzz_is_json(struct span text)
{
	json_error_t error;
	json_t *root = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, &error);

	assert(root != NULL);
	json_decref(root);
}
