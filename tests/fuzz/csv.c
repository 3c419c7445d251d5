/* A file of rows to import: the first byte says of what. Each line that was found sound makes a
 * request. */
#include "cli/show/csv.h"

#include "base/arena.h"
#include "base/fault.h"
#include "base/vec.h"
#include "cli/ask/request.h"
#include "cli/run/import.h"
#include "tests/fuzz/fuzz.h"

static void read_records(struct arena *arena, struct span text)
{
	struct csv csv = csv_read(arena, text);
	struct csv_record record;
	int line = 0;

	while (csv_next(&csv, &record)) {
		assert(record.line > line && record.len <= CSV_FIELDS_MAX);
		line = record.line;
		(void)import_is_blank(&record);
	}
}

static void make_requests(struct arena *arena, const struct action *import,
	const struct action *each, const struct import_header *header, struct span text)
{
	struct csv csv = csv_read(arena, text);
	struct csv_record record;
	bool past_header = false;

	while (csv_next(&csv, &record)) {
		struct request request;
		if (record.wrong != NULL || import_is_blank(&record))
			continue;
		if (!past_header) {
			past_header = true;
			continue;
		}
		struct arg_list values = import_values(arena, header, &record);
		const char *wrong = request_build(arena, each, &values, false, &request);
		assert(wrong == NULL);
		fuzz_is_json(request.body);
		struct span statement = import_statement(arena, each, &values);
		(void)import_key(import->word, statement, 1);
	}
}

void fuzz_csv(struct span bytes)
{
	const struct action *imports[16];
	size_t len = 0;

	for (size_t i = 0; i < actions_len && len < ARRAY_LEN(imports); i++) {
		if (actions[i].each != NULL)
			imports[len++] = &actions[i];
	}
	assert(len > 0);
	if (bytes.len == 0)
		return;
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	const struct action *import = imports[(unsigned char)bytes.at[0] % len];
	const struct action *each = action_find(actions, actions_len, import->noun, import->each);
	struct span text = span_from(bytes, 1);
	struct arg_list defaults = {0};
	struct faults *faults = faults_new(arena, "file");
	struct import_header header;
	read_records(arena, text);
	bool good = import_check(arena, text, each, &defaults, faults, &header);
	fuzz_faults(arena, faults, good);
	if (good)
		make_requests(arena, import, each, &header, text);
	arena_free(arena);
}
