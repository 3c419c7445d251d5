#include "core/event.h"

#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "tests/check.h"

enum { ARENA_BYTES = 1 << 20 };

static struct command command_of(void)
{
	struct command command = {
		.kind = COMMAND_PAYMENT_REQUEST, .staff_id = 3, .at_us = INT64_C(1561982400000000)};

	for (unsigned i = 0; i < COMMAND_NONCE_BYTES; i++)
		command.nonce[i] = (uint8_t)(i * 17);
	return command;
}

TEST(event_begins_alike)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct command command = command_of();
	struct json event = event_begin(
		arena, "payment-requested", 341, INT64_C(1561982400000000), &command, 0);

	json_int(&event, "amount", 125000);
	CHECK_SPAN("{\"v\":1,\"n\":341,\"t\":\"payment-requested\",\"at\":1561982400000000,\"day\":"
		   "\"2019-07-01\",\"by\":3,\"nonce\":\"00112233445566778899aabbccddeeff\","
		   "\"amount\":125000}",
		event_end(&event));
	arena_free(arena);
}

/* London is an hour ahead of UTC in summer: the last microsecond of a day, and the first. */
TEST(event_day_is_londons)
{
	static const struct {
		int64_t at_us;
		const char *day;
	} rows[] = {
		{INT64_C(1561935599999999), "2019-06-30"}, /* 2019-06-30T22:59:59.999999Z */
		{INT64_C(1561935600000000), "2019-07-01"},
		{INT64_C(1577836799999999), "2019-12-31"}, /* 2019-12-31T23:59:59.999999Z */
		{INT64_C(1577836800000000), "2020-01-01"},
	};
	struct arena *arena = arena_new(ARENA_BYTES);
	struct command command = command_of();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct json event = event_begin(arena, "x", 0, rows[i].at_us, &command, 0);
		check_row("%zu", i);
		CHECK_SPAN(rows[i].day, json_get(event_end(&event), "day"));
	}
	arena_free(arena);
}

TEST(event_date)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	struct json json = json_in(arena);

	json_open(&json, NULL, '{');
	event_date(&json, "a", date_of(1900, 1, 1));
	event_date(&json, "b", date_of(2020, 2, 29));
	CHECK_SPAN("{\"a\":\"1900-01-01\",\"b\":\"2020-02-29\"}", event_end(&json));
	arena_free(arena);
}

TEST(event_commits_to_texts)
{
	static const uint8_t salt[COMMAND_SALT_BYTES] = {0x0b, 0x0b};
	struct arena *arena = arena_new(ARENA_BYTES);
	struct command_text text = {.text = SPAN_NONE};
	struct json json = json_in(arena);

	hash_begin();
	json_open(&json, NULL, '{');
	event_commitment(&json, "none", &text);
	command_text_set(&text, SPAN("Argos"), salt);
	event_commitment(&json, "payee", &text);
	/* printf Argos | openssl dgst -sha256 -mac HMAC -macopt hexkey:0b0b00… */
	CHECK_SPAN("{\"none\":null,\"payee\":"
		   "\"8f86a4b670410512b8857789dfabbbb3d023de9bd0d5a325b491e6a93850c0a8\"}",
		event_end(&json));
	arena_free(arena);
}
