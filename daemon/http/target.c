#include "daemon/http/target.h"

#include <string.h>

#include "base/arena.h"
#include "base/parse.h"
#include "base/span.h"
#include "daemon/http/guard.h"

static bool fault(struct guard_fault *ret_fault, const char *where, const char *says)
{
	*ret_fault = (struct guard_fault){400, "malformed", where, says};
	return false;
}

/* RFC 3986 3.3 and 3.4: pchar, '/' and '?'; '%' is looked at by decode. */
static bool allowed(char byte)
{
	if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
		(byte >= '0' && byte <= '9'))
		return true;
	return byte != '\0' && strchr("/-._~%?=&+:@!$'()*,;", byte) != NULL;
}

/* The path before '?' and the query behind it, in the characters a target may have. */
static bool split(struct span target, struct span *ret_path, struct span *ret_query,
	struct guard_fault *ret_fault)
{
	if (target.len == 0 || target.at[0] != '/')
		return fault(ret_fault, NULL, "the target does not begin with /");
	if (target.len > 1 && target.at[1] == '/')
		return fault(ret_fault, NULL, "the target begins with //");
	for (size_t i = 0; i < target.len; i++)
		if (!allowed(target.at[i]))
			return fault(ret_fault, NULL,
				"the target has a character that must be percent-encoded");
	size_t mark = span_find(target, '?');
	*ret_path = span_slice(target, 0, mark);
	*ret_query = mark < target.len ? span_from(target, mark + 1) : SPAN_NONE;
	return true;
}

/* NULL, or what is wrong. plus: '+' stands for a blank. */
static const char *decode(struct arena *arena, struct span raw, bool plus, struct span *ret_decoded)
{
	if (span_find(raw, '%') == raw.len && (!plus || span_find(raw, '+') == raw.len)) {
		*ret_decoded = raw;
		return NULL;
	}
	char *to = arena_alloc(arena, raw.len);
	size_t len = 0;
	for (size_t i = 0; i < raw.len; i++) {
		char byte = raw.at[i];
		if (byte == '%') {
			if (raw.len - i < 3 || !parse_hex(span_slice(raw, i + 1, 2), &byte, 1))
				return "a percent sign in the target is not followed by two hex "
				       "digits";
			i += 2;
		} else if (plus && byte == '+') {
			byte = ' ';
		}
		to[len++] = byte;
	}
	struct span decoded = {to, len};
	if (!parse_is_text(decoded, false))
		return "the target is not well-formed UTF-8 without control characters";
	*ret_decoded = decoded;
	return NULL;
}

static bool has_encoded_slash(struct span path)
{
	for (size_t i = 0; i + 2 < path.len; i++)
		if (path.at[i] == '%' && path.at[i + 1] == '2' && (path.at[i + 2] | 0x20) == 'f')
			return true;
	return false;
}

static bool parameter(struct arena *arena, struct span raw, struct guard_head *head,
	struct guard_fault *ret_fault)
{
	if (head->parameters_len == GUARD_PARAMETERS_MAX)
		return fault(ret_fault, NULL, "the query has more than 32 parameters");
	size_t equals = span_find(raw, '=');
	struct guard_field field = {.value = SPAN("")};
	const char *says = decode(arena, span_slice(raw, 0, equals), true, &field.name);
	if (says == NULL && equals < raw.len)
		says = decode(arena, span_from(raw, equals + 1), true, &field.value);
	if (says == NULL && field.name.len == 0)
		says = "the query has a parameter without a name";
	if (says != NULL)
		return fault(ret_fault, NULL, says);
	for (size_t i = 0; i < head->parameters_len; i++)
		if (span_eq(head->parameters[i].name, field.name))
			return fault(ret_fault, span_dup(arena, field.name).at,
				"the parameter is given twice");
	head->parameters[head->parameters_len++] = field;
	return true;
}

bool target_parse(struct arena *arena, struct guard_head *head, struct guard_fault *ret_fault)
{
	struct span path = SPAN_NONE;
	struct span query = SPAN_NONE;

	if (!split(head->target, &path, &query, ret_fault))
		return false;
	if (has_encoded_slash(path))
		return fault(ret_fault, NULL, "a segment of the path has an encoded slash");
	const char *says = decode(arena, path, false, &head->path);
	if (says != NULL)
		return fault(ret_fault, NULL, says);
	while (query.len > 0) {
		size_t end = span_find(query, '&');
		if (!parameter(arena, span_slice(query, 0, end), head, ret_fault))
			return false;
		if (end == query.len)
			break;
		query = span_from(query, end + 1);
		if (query.len == 0)
			return fault(ret_fault, NULL, "the query has a parameter without a name");
	}
	return true;
}
