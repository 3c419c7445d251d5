#include "cli/run/noted.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/show/say.h"

static bool read_since_lines(struct since *since, const char *path, FILE *file)
{
	const char *error = NULL;
	char *line = NULL;
	size_t room = 0;
	ssize_t len = 0;

	while (error == NULL && (len = getline(&line, &room, file)) >= 0) {
		struct span text = {line, (size_t)len};

		if (len > 0 && line[len - 1] == '\n')
			text = span_slice(text, 0, text.len - 1);
		if (!since_line(since, text, &error))
			say_error("%s:%d: this %s", path, since->lines, error);
	}
	free(line);
	if (error == NULL && ferror(file) != 0)
		say_error("%s cannot be read: %s", path, strerror(errno));
	return error == NULL && ferror(file) == 0;
}

bool noted_read(struct since *since, const char *path)
{
	FILE *file = fopen(path, "re");

	if (file == NULL) {
		say_error("%s cannot be read: %s", path, strerror(errno));
		return false;
	}
	bool sound = read_since_lines(since, path, file);
	(void)fclose(file);
	if (!sound)
		return false;
	if (!since_end(since))
		say_error("%s is empty: it should have notes of audits, or an export of events",
			path);
	return since->heads.len > 0;
}

bool noted_add(struct arena *arena, const char *path, const struct audit_report *report)
{
	struct buf note = buf_in(arena);
	FILE *file = fopen(path, "ae");

	since_note(&note, span_of(report->authority), (uint64_t)report->events, &report->root);
	buf_char(&note, '\n');
	if (file != NULL && fwrite(note.at, 1, note.len, file) == note.len && fclose(file) == 0)
		return true;
	say_error("the note cannot be written to %s: %s", path, strerror(errno));
	return false;
}
