#include "core/invitation.h"

#include <string.h>

#include "base/arena.h"
#include "tests/check.h"

enum { ARENA_BYTES = 1 << 20 };

static const char *printed(struct arena *arena, const struct invitation *invitation)
{
	struct buf text = buf_in(arena);

	invitation_print(&text, invitation);
	return buf_cstr(&text);
}

/* Reckoned by Python's hmac, sha256 and base 32. */
TEST(secret_is_of_key_and_leaf)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct invitation invitation = {.authority = SPAN("derby-city"), .staff_id = 12};
	struct digest leaf;
	struct seal_key key;

	hash_begin();
	memset(&key, 1, sizeof(key));
	memset(&leaf, 2, sizeof(leaf));
	invitation_secret(&key, &leaf, invitation.secret);
	CHECK_TEXT("derby-city-12-ECGM0-VGCH0-7XJ9C-QH65Y", printed(arena, &invitation));
	leaf.bytes[31] = 3;
	invitation_secret(&key, &leaf, invitation.secret);
	CHECK(strstr(printed(arena, &invitation), "ECGM0") == NULL);
	hash_end();
	arena_free(arena);
}

TEST(invitation_read)
{
	static const struct {
		const char *typed, *means; /* NULL: none */
	} rows[] = {
		{"derby-7-4J8ZQ-0K3MN-T5WX9-2B6CE", "derby-7-4J8ZQ-0K3MN-T5WX9-2B6CE"},
		{" derby-7-4j8zq-Ok3mn-t5wx9-2b6ce\n", "derby-7-4J8ZQ-0K3MN-T5WX9-2B6CE"},
		{"derby-7-4J8ZQ0K3MNT5WX92B6CE", "derby-7-4J8ZQ-0K3MN-T5WX9-2B6CE"},
		{"a-b-1-2147483647-IJ8LQ-oK3MN-T5WX9-2B6CE",
			"a-b-1-2147483647-1J81Q-0K3MN-T5WX9-2B6CE"},
		{"", NULL},
		{"derby", NULL},
		{"4J8ZQ-0K3MN-T5WX9-2B6CE", NULL},
		{"-4J8ZQ-0K3MN-T5WX9-2B6CE", NULL},
		{"7-4J8ZQ-0K3MN-T5WX9-2B6CE", NULL},
		{"-7-4J8ZQ-0K3MN-T5WX9-2B6CE", NULL},
		{"derby-4J8ZQ-0K3MN-T5WX9-2B6CE", NULL},
		{"derby-7-4J8ZQ-0K3MN-T5WX9-2B6C", NULL},
		{"derby-7-4J8ZQ-0K3MN-T5WX9-2B6CU", NULL},
		{"derby-7-4J8ZQ-0K3MN-T5WX9-2B6C\xc3\xa9", NULL},
		{"derby-0-4J8ZQ-0K3MN-T5WX9-2B6CE", NULL},
		{"derby-2147483648-4J8ZQ-0K3MN-T5WX9-2B6CE", NULL},
		{"Derby-7-4J8ZQ-0K3MN-T5WX9-2B6CE", NULL},
		{"-----------------------------------", NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena *arena = arena_new(ARENA_BYTES);
		struct invitation invitation;
		bool read = invitation_parse(span_of(rows[i].typed), &invitation);

		check_row("%s", rows[i].typed);
		CHECK_TEXT(rows[i].means, read ? printed(arena, &invitation) : NULL);
		arena_free(arena);
	}
}

TEST(secrets_compared)
{
	char secret[INVITATION_SECRET + 1] = "4J8ZQ0K3MNT5WX92B6CE", other[sizeof(secret)];

	for (size_t i = 0; i < INVITATION_SECRET; i++) {
		memcpy(other, secret, sizeof(other));
		CHECK(invitation_secret_eq(secret, other));
		other[i] = 'Y';
		CHECK(!invitation_secret_eq(secret, other));
	}
}
