#include "cli/ask/request.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/words/value.h"

/* What was given for a place of the path. */
static struct span at_place(const struct arg_list *values, const char *name, size_t len)
{
	for (size_t i = 0; i < values->len; i++) {
		const struct parameter *parameter = values->at[i].parameter;
		if (parameter->place == IN_PATH && strlen(parameter->member) == len &&
			memcmp(parameter->member, name, len) == 0)
			return values->at[i].text;
	}
	UNREACHABLE("a place of a path that no parameter fills");
}

static void add_path(struct buf *out, const char *path, const struct arg_list *values)
{
	while (*path != '\0') {
		size_t len = strcspn(path, "{");
		buf_add(out, path, len);
		path += len;
		if (*path == '\0')
			break;
		size_t name = strcspn(path, "}");
		buf_percent(out, at_place(values, path + 1, name - 1));
		path += name + 1;
	}
}

static void add_query(struct buf *out, const struct arg_list *values, bool dry_run)
{
	char mark = memchr(out->at, '?', out->len) == NULL ? '?' : '&';

	for (size_t i = 0; i < values->len; i++) {
		if (values->at[i].parameter->place != IN_QUERY)
			continue;
		buf_printf(out, "%c%s=", mark, values->at[i].parameter->member);
		buf_percent(out, values->at[i].text);
		mark = '&';
	}
	if (dry_run)
		buf_printf(out, "%cdry-run=true", mark);
}

/* A repeated option is a list. */
static const char *add_member(struct arena *arena, struct buf *out, const struct arg_list *values,
	const struct parameter *parameter)
{
	const char *mark = parameter->repeated ? "[" : "";

	buf_printf(out, "%s\"%s\":", out->len > 1 ? "," : "", parameter->member);
	for (size_t i = 0; i < values->len; i++) {
		if (values->at[i].parameter != parameter)
			continue;
		buf_text(out, mark);
		const char *wrong = value_json(arena, parameter, values->at[i].text, out);
		if (wrong != NULL)
			return wrong;
		mark = ",";
	}
	buf_text(out, parameter->repeated ? "]" : "");
	return NULL;
}

const char *request_build(struct arena *arena, const struct action *action,
	const struct arg_list *values, bool dry_run, struct request *ret_request)
{
	struct buf target = buf_in(arena);
	struct buf body = buf_in(arena);

	add_path(&target, action->path, values);
	add_query(&target, values, dry_run);
	buf_char(&body, '{');
	for (size_t i = 0; i < action->parameters_len; i++) {
		const struct parameter *parameter = &action->parameters[i];
		if (parameter->place != IN_BODY || !args_has(values, parameter->name))
			continue;
		const char *wrong = add_member(arena, &body, values, parameter);
		if (wrong != NULL)
			return wrong;
	}
	buf_char(&body, '}');
	buf_cstr(&target);
	ret_request->target = buf_done(&target);
	ret_request->body = buf_done(&body);
	return NULL;
}
