#include "core/invitation.h"

#include <string.h>

#include "base/parse.h"
#include "core/code.h"

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

enum { BITS = 5 };

void invitation_secret(
	const struct seal_key *key, const struct digest *leaf, char ret_secret[INVITATION_SECRET])
{
	struct digest mac = hash_hmac((struct span){(const char *)key->bytes, SEAL_KEY_BYTES},
		(struct span){(const char *)leaf->bytes, DIGEST_BYTES});
	unsigned held = 0, bits = 0;
	size_t at = 0;

	for (size_t i = 0; i < INVITATION_SECRET; i++) {
		if (bits < BITS) {
			held = held << 8 | mac.bytes[at++];
			bits += 8;
		}
		bits -= BITS;
		ret_secret[i] = digits[held >> bits & 31];
	}
}

void invitation_print(struct buf *out, const struct invitation *invitation)
{
	buf_span(out, invitation->authority);
	buf_printf(out, "-%d", (int)invitation->staff_id);
	for (size_t i = 0; i < INVITATION_SECRET; i++) {
		if (i % INVITATION_GROUP == 0)
			buf_char(out, '-');
		buf_char(out, invitation->secret[i]);
	}
}

/* As it is printed; 0 if it is no digit. */
static char digit_of(char typed)
{
	if (typed >= 'a' && typed <= 'z')
		typed = (char)(typed - 'a' + 'A');
	if (typed == 'I' || typed == 'L')
		return '1';
	if (typed == 'O')
		return '0';
	if (memchr(digits, typed, sizeof(digits) - 1) == NULL)
		return '\0';
	return typed;
}

/* Takes the secret off the end of *text, and the hyphen before it. */
static bool take_secret(struct span *text, char ret_secret[INVITATION_SECRET])
{
	size_t left = INVITATION_SECRET;

	while (left > 0 && text->len > 0) {
		char last = text->at[--text->len];

		if (last == '-')
			continue;
		ret_secret[--left] = digit_of(last);
		if (ret_secret[left] == '\0')
			return false;
	}
	return left == 0 && text->len > 0 && text->at[--text->len] == '-';
}

bool invitation_parse(struct span text, struct invitation *ret_invitation)
{
	struct invitation found;
	size_t number;
	int64_t staff_id;

	text = span_trim(text);
	if (!take_secret(&text, found.secret))
		return false;
	number = text.len;
	while (number > 0 && text.at[number - 1] != '-')
		number--;
	if (number == 0 || !parse_int(span_from(text, number), 1, INT32_MAX, &staff_id))
		return false;
	found.authority = span_slice(text, 0, number - 1);
	if (!code_is(found.authority))
		return false;
	found.staff_id = (int32_t)staff_id;
	*ret_invitation = found;
	return true;
}

bool invitation_secret_eq(const char a[INVITATION_SECRET], const char b[INVITATION_SECRET])
{
	unsigned differs = 0;

	for (size_t i = 0; i < INVITATION_SECRET; i++)
		differs |= (unsigned char)a[i] ^ (unsigned char)b[i];
	return differs == 0;
}
