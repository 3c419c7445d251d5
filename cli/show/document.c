#include "cli/show/document.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/show/say.h"
#include "cli/words/value.h"

static void faults_json(struct arena *arena, const struct faults *faults)
{
	struct buf out = buf_in(arena);

	buf_text(&out, "{\"faults\":[");
	for (size_t i = 0; i < faults->count; i++) {
		const struct fault *fault = &faults->list[i];

		buf_printf(&out, "%s{\"line\":%d,\"column\":%d,\"says\":", i > 0 ? "," : "",
			fault->line, fault->column);
		buf_json(&out, span_of(fault->says));
		buf_text(&out, ",\"remedy\":");
		if (fault->remedy != NULL)
			buf_json(&out, span_of(fault->remedy));
		else
			buf_text(&out, "null");
		buf_char(&out, '}');
	}
	buf_text(&out, "]}");
	puts(buf_cstr(&out));
}

bool document_open(struct session *session, struct span *ret_text, struct faults **ret_faults)
{
	const char *path = args_get(&session->args->values, "FILE").at;
	const char *wrong = value_file(session->arena, path, VALUE_DOCUMENT_BYTES_MAX, ret_text);

	if (wrong != NULL) {
		say_error("%s", wrong);
		return false;
	}
	*ret_faults = faults_new(session->arena, path);
	return true;
}

bool document_close(struct session *session, struct faults *faults, bool sound)
{
	bool json = session->args->output == OUTPUT_JSON;
	struct buf says = buf_in(session->arena);

	faults_sort(faults);
	if (json)
		faults_json(session->arena, faults);
	if (sound)
		return true;
	faults_print(faults, &says);
	if (!json)
		say_lines(stderr, buf_done(&says));
	return false;
}
