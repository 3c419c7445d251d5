#include "daemon/http/guard.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/span.h"
#include "daemon/http/target.h"

/* The headers that govern the message itself. */
enum known { HOST, CONTENT_LENGTH, TRANSFER_ENCODING, EXPECT, CONNECTION, KNOWN_LAST, OTHER };

/* What handlers may decide by: given twice, it would be open which one counts. */
static const char *const once[] = {"Content-Type", "Idempotency-Key", "Key-Scope", "Authorization"};

static bool fault(struct guard_fault *ret_fault, const char *where, const char *says)
{
	*ret_fault = (struct guard_fault){400, "malformed", where, says};
	return false;
}

size_t guard_head_end(struct span bytes, size_t from)
{
	/* The empty line may have begun before from. */
	size_t at = from > 3 ? from - 3 : 0;

	while (at < bytes.len) {
		const char *found = memchr(bytes.at + at, '\n', bytes.len - at);
		if (found == NULL)
			return 0;
		at = (size_t)(found - bytes.at) + 1;
		if (at < bytes.len && bytes.at[at] == '\n')
			return at + 1;
		if (at + 1 < bytes.len && bytes.at[at] == '\r' && bytes.at[at + 1] == '\n')
			return at + 2;
	}
	return 0;
}

/* RFC 9110 5.6.2. */
static bool is_token(struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		char byte = text.at[i];
		bool word = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
			(byte >= '0' && byte <= '9') || byte == '-';
		if (!word && (byte == '\0' || strchr("!#$%&'*+.^_`|~", byte) == NULL))
			return false;
	}
	return text.len > 0;
}

/* RFC 9110 5.5: visible characters, blanks, tabs and bytes beyond ASCII. */
static bool is_value(struct span text)
{
	bool sound = true;

	for (size_t i = 0; i < text.len; i++) {
		uint8_t byte = (uint8_t)text.at[i];
		sound &= (byte >= ' ' && byte != 0x7f) || byte == '\t';
	}
	return sound;
}

/* RFC 9110 7.2 and RFC 3986 3.2.2, as far as confusion could come from it: a name, an address or
 * [an address], and perhaps a port. */
static bool is_host(struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		char byte = text.at[i];
		bool word = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
			(byte >= '0' && byte <= '9');
		if (!word && (byte == '\0' || strchr("-._~%:[]!$&'()*+;=", byte) == NULL))
			return false;
	}
	return text.len > 0;
}

static bool same_word(struct span text, const char *word)
{
	size_t i = 0;

	for (; i < text.len && word[i] != '\0'; i++) {
		char a = text.at[i];
		char b = word[i];
		if (a >= 'A' && a <= 'Z')
			a = (char)(a | 0x20);
		if (b >= 'A' && b <= 'Z')
			b = (char)(b | 0x20);
		if (a != b)
			return false;
	}
	return i == text.len && word[i] == '\0';
}

static enum known known_of(struct span name)
{
	static const char *const names[KNOWN_LAST] = {
		[HOST] = "Host",
		[CONTENT_LENGTH] = "Content-Length",
		[TRANSFER_ENCODING] = "Transfer-Encoding",
		[EXPECT] = "Expect",
		[CONNECTION] = "Connection",
	};

	for (enum known known = HOST; known < KNOWN_LAST; known++)
		if (same_word(name, names[known]))
			return known;
	return OTHER;
}

static bool request_line(struct span line, struct guard_head *head, struct guard_fault *ret_fault)
{
	size_t first = span_find(line, ' ');

	if (first == line.len)
		return fault(ret_fault, NULL, "the first line is not METHOD TARGET HTTP/1.1");
	struct span rest = span_from(line, first + 1);
	size_t second = span_find(rest, ' ');
	if (second == rest.len)
		return fault(ret_fault, NULL, "the first line is not METHOD TARGET HTTP/1.1");
	head->method = span_slice(line, 0, first);
	head->target = span_slice(rest, 0, second);
	struct span version = span_from(rest, second + 1);
	if (!is_token(head->method) || head->method.len > GUARD_METHOD_BYTES_MAX)
		return fault(ret_fault, NULL, "the method is not a token");
	if (!span_is(version, "HTTP/1.1") && !span_is(version, "HTTP/1.0"))
		return fault(ret_fault, NULL, "the version is neither HTTP/1.1 nor HTTP/1.0");
	head->minor = version.at[version.len - 1] - '0';
	head->close = head->minor == 0;
	return true;
}

static bool content_length(
	struct span value, size_t body_bytes_max, size_t *ret_bytes, struct guard_fault *ret_fault)
{
	size_t bytes = 0;

	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] < '0' || value.at[i] > '9')
			return fault(ret_fault, "Content-Length", "it is not a number");
		/* What is past the limit stays past it: no overflow. */
		if (bytes <= body_bytes_max)
			bytes = bytes * 10 + (size_t)(value.at[i] - '0');
	}
	if (value.len == 0)
		return fault(ret_fault, "Content-Length", "it is not a number");
	if (bytes > body_bytes_max) {
		*ret_fault = (struct guard_fault){413, "too-large", "Content-Length",
			"the body is larger than what is taken here"};
		return false;
	}
	*ret_bytes = bytes;
	return true;
}

/* A list of words (RFC 9110 7.6.1); close among them counts. */
static bool says_close(struct span value)
{
	while (value.len > 0) {
		size_t comma = span_find(value, ',');
		if (same_word(span_trim(span_slice(value, 0, comma)), "close"))
			return true;
		value = comma < value.len ? span_from(value, comma + 1) : SPAN_NONE;
	}
	return false;
}

/* What the headers that govern the message itself may say. */
static bool govern(struct guard_field field, enum known known, size_t body_bytes_max,
	struct guard_head *head, struct guard_fault *ret_fault)
{
	switch (known) {
	case HOST:
		if (!is_host(field.value))
			return fault(ret_fault, "Host", "it is not a host with perhaps a port");
		return true;
	case CONTENT_LENGTH:
		return content_length(field.value, body_bytes_max, &head->body_bytes, ret_fault);
	case TRANSFER_ENCODING:
		return fault(ret_fault, "Transfer-Encoding",
			"a request announces its body by Content-Length alone");
	case EXPECT:
		if (!same_word(field.value, "100-continue"))
			return fault(ret_fault, "Expect", "it is not 100-continue");
		/* RFC 9110 10.1.1: of an HTTP/1.0 client it means nothing. */
		head->expects = head->minor == 1;
		return true;
	case CONNECTION:
		head->close |= says_close(field.value);
		return true;
	case OTHER:
	case KNOWN_LAST:
		return true;
	}
	UNREACHABLE("a header without a rule");
}

static bool repeats(const struct guard_head *head, struct span name)
{
	for (size_t i = 0; i < ARRAY_LEN(once); i++) {
		if (!same_word(name, once[i]))
			continue;
		return guard_header(head, once[i]).at != NULL;
	}
	return false;
}

static bool header_line(struct arena *arena, struct span line, unsigned *seen,
	size_t body_bytes_max, struct guard_head *head, struct guard_fault *ret_fault)
{
	if (line.at[0] == ' ' || line.at[0] == '\t')
		return fault(ret_fault, NULL, "a header is folded over two lines");
	size_t colon = span_find(line, ':');
	if (colon == line.len)
		return fault(ret_fault, NULL, "a header has no colon");
	struct guard_field field = {span_slice(line, 0, colon), span_from(line, colon + 1)};
	if (!is_token(field.name))
		return fault(ret_fault, NULL, "a header's name is not a token");
	if (!is_value(field.value))
		return fault(ret_fault, span_dup(arena, field.name).at, "it has a control byte");
	field.value = span_trim(field.value);
	enum known known = known_of(field.name);
	bool listed = known == OTHER || known == CONNECTION;
	if (listed ? repeats(head, field.name) : (*seen >> known & 1) != 0)
		return fault(ret_fault, span_dup(arena, field.name).at, "it is given twice");
	*seen |= 1U << known;
	if (!govern(field, known, body_bytes_max, head, ret_fault))
		return false;
	if (head->headers_len == GUARD_HEADERS_MAX)
		return fault(ret_fault, NULL, "there are more than 64 headers");
	head->headers[head->headers_len++] = field;
	return true;
}

/* The next line without its end, which must be CR LF. */
static bool take_line(struct span *head, struct span *ret_line, struct guard_fault *ret_fault)
{
	size_t end = span_find(*head, '\n');

	assert(end < head->len);
	if (end == 0 || head->at[end - 1] != '\r')
		return fault(ret_fault, NULL, "a line does not end with CR LF");
	*ret_line = span_slice(*head, 0, end - 1);
	*head = span_from(*head, end + 1);
	return true;
}

/* To the empty line that ends the head. */
static bool header_lines(struct arena *arena, struct span rest, unsigned *seen,
	size_t body_bytes_max, struct guard_head *head, struct guard_fault *ret_fault)
{
	struct span line = SPAN_NONE;

	for (;;) {
		if (!take_line(&rest, &line, ret_fault))
			return false;
		if (line.len == 0)
			return true;
		if (!header_line(arena, line, seen, body_bytes_max, head, ret_fault))
			return false;
	}
}

bool guard_check(struct span head, size_t body_bytes_max, struct arena *arena,
	const struct guard_head **ret_head, struct guard_fault *ret_fault)
{
	assert(head.len > 0 && head.at[head.len - 1] == '\n');
	struct guard_head *sound = ARENA_NEW(arena, struct guard_head);
	struct span line = SPAN_NONE;
	unsigned seen = 0;

	if (!take_line(&head, &line, ret_fault) || !request_line(line, sound, ret_fault) ||
		!target_parse(arena, sound, ret_fault))
		return false;
	if (!header_lines(arena, head, &seen, body_bytes_max, sound, ret_fault))
		return false;
	if ((seen >> HOST & 1) == 0)
		return fault(ret_fault, "Host", "it is missing");
	*ret_head = sound;
	return true;
}

struct span guard_header(const struct guard_head *head, const char *name)
{
	for (size_t i = 0; i < head->headers_len; i++)
		if (same_word(head->headers[i].name, name))
			return head->headers[i].value;
	return SPAN_NONE;
}
