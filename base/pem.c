#include "base/pem.h"

#include <stdint.h>

#include "base/arena.h"

static const struct span begin_mark = {"-----BEGIN CERTIFICATE-----", 27};
static const struct span end_mark = {"-----END CERTIFICATE-----", 25};

/* Position of needle in text at or after start, or text.len. */
static size_t find(struct span text, size_t start, struct span needle)
{
	for (size_t at = start; at < text.len; at++) {
		if (span_starts(span_from(text, at), needle))
			return at;
	}
	return text.len;
}

/* Padding stands for zeros. */
static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	if (c == '/')
		return 63;
	return c == '=' ? 0 : -1;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Writes the bytes of a group of four, and says how many: 0 if padding cut off more than zeros. */
static size_t group_bytes(uint32_t bits, size_t padding, uint8_t *to)
{
	if (padding > 2 || (bits & ((1U << 8 * padding) - 1)) != 0)
		return 0;
	for (size_t byte = 0; byte < 3 - padding; byte++)
		to[byte] = (uint8_t)(bits >> (16 - 8 * byte));
	return 3 - padding;
}

/* RFC 4648 4: whole groups of four, padding at the end alone, unused bits zero. */
static bool base64_decode(struct span text, uint8_t *to, size_t *ret_len)
{
	uint32_t bits = 0;
	size_t sextets = 0, padding = 0, len = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (is_blank(text.at[i]))
			continue;
		bool pad = text.at[i] == '=';
		int value = base64_value(text.at[i]);
		if (value < 0 || (padding > 0 && !pad))
			return false;
		padding += pad;
		bits = bits << 6 | (uint32_t)value;
		sextets++;
		if (sextets % 4 != 0)
			continue;
		size_t bytes = group_bytes(bits, padding, to + len);
		if (bytes == 0)
			return false;
		len += bytes;
		bits = 0;
		if (padding > 0)
			padding = 3; /* nothing may follow */
	}
	*ret_len = len;
	return sextets % 4 == 0;
}

bool pem_certificate(struct arena *arena, struct span pem, struct span *ret_der)
{
	size_t begin = find(pem, 0, begin_mark);
	size_t body = begin + begin_mark.len;

	if (begin == pem.len)
		return false;
	size_t end = find(pem, body, end_mark);
	/* Base64 is four bytes for three; twice as much leaves room for any line length. */
	if (end == pem.len || end - body > (size_t)PEM_DER_BYTES_MAX * 2)
		return false;
	uint8_t *der = arena_alloc(arena, end - body + 3);
	size_t len = 0;
	if (!base64_decode(span_slice(pem, body, end - body), der, &len))
		return false;
	if (len == 0 || len > PEM_DER_BYTES_MAX)
		return false;
	*ret_der = (struct span){(const char *)der, len};
	return true;
}

bool pem_fingerprint(struct span pem, struct digest *ret_fingerprint)
{
	struct arena *arena = arena_new((size_t)PEM_DER_BYTES_MAX * 4);
	struct span der;
	bool found = pem_certificate(arena, pem, &der);

	if (found)
		*ret_fingerprint = hash_sha256(der);
	arena_free(arena);
	return found;
}
