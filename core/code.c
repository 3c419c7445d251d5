#include "core/code.h"

#include "base/arena.h"

bool code_is(struct span text)
{
	if (text.len == 0 || text.len > CODE_MAX)
		return false;
	if (text.at[0] < 'a' || text.at[0] > 'z')
		return false;
	for (size_t i = 1; i < text.len; i++) {
		char c = text.at[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return true;
}

bool code_is_fact(struct span text)
{
	size_t colon = span_find(text, ':');

	if (colon == text.len)
		return code_is(text);
	return code_is(span_slice(text, 0, colon)) && code_is(span_from(text, colon + 1));
}

static bool is_alphanumeric(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool code_is_ref(struct span text)
{
	if (text.len == 0 || text.len > CODE_REF_MAX || !is_alphanumeric(text.at[0]))
		return false;
	for (size_t i = 1; i < text.len; i++) {
		char c = text.at[i];
		if (!is_alphanumeric(c) && c != '.' && c != '_' && c != '-')
			return false;
	}
	return true;
}

struct span code_ref_fold(struct arena *arena, struct span ref)
{
	char *text = arena_strndup(arena, ref.at, ref.len);
	size_t len = ref.len;

	while (len > 0 && text[len - 1] == '.')
		len--;
	for (size_t i = 0; i < len; i++) {
		if (text[i] >= 'A' && text[i] <= 'Z')
			text[i] = (char)(text[i] - 'A' + 'a');
	}
	return (struct span){text, len};
}
