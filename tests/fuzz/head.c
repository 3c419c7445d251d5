/* The head of a request. What passes has no NUL, no control byte, one Host; its path is found among
 * the routes and its parameters are held against theirs. */
#include "daemon/http/guard.h"

#include "base/arena.h"
#include "base/parse.h"
#include "daemon/params.h"
#include "daemon/routes.h"
#include "tests/fuzz/fuzz.h"

enum { BODY_BYTES_MAX = 1 << 20 };

static bool is_clean(struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.at[i];
		if ((byte < ' ' && byte != '\t') || byte == 0x7f)
			return false;
	}
	return true;
}

static void look_up(const struct guard_head *head)
{
	for (int post = 0; post < 2; post++) {
		struct route_path path;
		struct route_found found = route_find(post == 1, head->path, &path);
		for (size_t i = 0; found.route != NULL && i < head->parameters_len; i++) {
			struct route_param param;
			if (!route_takes(found.route, head->parameters[i].name, &param))
				continue;
			const struct param_kind *kind = param_kind(param.kind);
			assert(kind != NULL);
			(void)kind->fits(head->parameters[i].value);
		}
	}
}

static void check_passed(const struct guard_head *head)
{
	size_t hosts = 0;

	assert(head->path.len > 0 && head->path.at[0] == '/' && parse_is_text(head->path, false));
	assert(head->method.len > 0 && is_clean(head->method) && is_clean(head->target));
	assert(head->headers_len <= GUARD_HEADERS_MAX && head->body_bytes <= BODY_BYTES_MAX);
	for (size_t i = 0; i < head->headers_len; i++) {
		assert(head->headers[i].name.len > 0 && is_clean(head->headers[i].name));
		assert(is_clean(head->headers[i].value));
		hosts += head->headers[i].name.len == 4 &&
			guard_header(head, "Host").at == head->headers[i].value.at;
	}
	assert(hosts == 1);
	for (size_t i = 0; i < head->parameters_len; i++) {
		assert(parse_is_text(head->parameters[i].name, false));
		assert(parse_is_text(head->parameters[i].value, false));
	}
	look_up(head);
}

void fuzz_head(struct span bytes)
{
	size_t end = guard_head_end(bytes, 0);

	assert(end <= bytes.len);
	/* What comes in two pieces ends at the same place. */
	size_t half = bytes.len / 2;
	size_t early = guard_head_end(span_slice(bytes, 0, half), 0);
	assert(early == 0 ? guard_head_end(bytes, half) == end : early == end);
	if (end == 0)
		return;
	struct arena *arena = arena_new(FUZZ_ARENA_BYTES);
	const struct guard_head *head = NULL;
	struct guard_fault fault = {.status = 0};
	if (guard_check(span_slice(bytes, 0, end), BODY_BYTES_MAX, arena, &head, &fault))
		check_passed(head);
	else
		assert(fault.status >= 400 && fault.status < 600 && fault.code != NULL &&
			fault.says != NULL);
	arena_free(arena);
}
