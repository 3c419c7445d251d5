/* The kinds of values people type: checking them here, before anything is sent, and writing them as
 * JSON. */
#ifndef BURSAR_CLI_WORDS_VALUE_H
#define BURSAR_CLI_WORDS_VALUE_H

#include "base/cc.h"
#include "base/span.h"
#include "cli/words/action.h"

struct arena;
struct buf;

enum {
	VALUE_DOCUMENT_BYTES_MAX = 1024 * 1024 /* a document that is sent */
};

/* "DATE", "FILE": how help names a value of the kind. */
const char *value_placeholder(enum value_kind kind);
/* NULL, or what is wrong with a text as a clause that names the remedy ("it is not a day that
 * exists; write YYYY-MM-DD"). Files are not opened. In the arena, or static. */
MUST_CHECK const char *value_wrong(
	struct arena *arena, const struct parameter *parameter, struct span text);
/* The value as JSON of a request's body; text has passed value_wrong. Reads the file of a
 * VALUE_DOCUMENT or VALUE_CERTIFICATE. NULL, or why that cannot be. */
MUST_CHECK const char *value_json(struct arena *arena, const struct parameter *parameter,
	struct span text, struct buf *ret_json);
/* The whole of a file, NUL behind it. NULL, or why not ("derby.yaml: No such file or directory").
 */
MUST_CHECK const char *value_file(
	struct arena *arena, const char *path, size_t bytes_max, struct span *ret_text);

#endif
