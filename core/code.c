#include "core/code.h"

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
