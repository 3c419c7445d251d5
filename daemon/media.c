#include "daemon/media.h"

/* word is in lower case. */
static bool same_word(struct span text, const char *word)
{
	size_t i = 0;

	for (; i < text.len && word[i] != '\0'; i++) {
		char byte = text.at[i];

		if (byte >= 'A' && byte <= 'Z')
			byte = (char)(byte | 0x20);
		if (byte != word[i])
			return false;
	}
	return i == text.len && word[i] == '\0';
}

static struct span unquoted(struct span text)
{
	bool quoted = text.len >= 2 && text.at[0] == '"' && text.at[text.len - 1] == '"';

	return quoted ? span_slice(text, 1, text.len - 2) : text;
}

/* NAME=VALUE, or nothing, as behind a last semicolon. */
static bool parameter_fits(struct span parameter)
{
	size_t equals = span_find(parameter, '=');

	if (parameter.len == 0)
		return true;
	if (equals == 0 || equals + 1 >= parameter.len)
		return false;
	return !same_word(span_slice(parameter, 0, equals), "charset") ||
		same_word(unquoted(span_from(parameter, equals + 1)), "utf-8");
}

bool media_is_json(struct span content_type)
{
	size_t semicolon = span_find(content_type, ';');

	if (!same_word(span_trim(span_slice(content_type, 0, semicolon)), "application/json"))
		return false;
	while (semicolon < content_type.len) {
		content_type = span_from(content_type, semicolon + 1);
		semicolon = span_find(content_type, ';');
		if (!parameter_fits(span_trim(span_slice(content_type, 0, semicolon))))
			return false;
	}
	return true;
}
