#include "core/event.h"

#include "base/hash.h"

/* The first event has the command's own. */
static void write_nonce(struct json *event, const struct command *command, size_t nth)
{
	const struct span secret = {(const char *)command->further, sizeof(command->further)};
	struct digest made;
	uint8_t place[8];

	if (nth == 0) {
		json_hex(event, "nonce", command->nonce, sizeof(command->nonce));
		return;
	}
	for (size_t i = 0; i < sizeof(place); i++)
		place[i] = (uint8_t)((uint64_t)nth >> (56 - 8 * i));
	made = hash_hmac(secret, (struct span){(const char *)place, sizeof(place)});
	json_hex(event, "nonce", made.bytes, sizeof(command->nonce));
}

struct json event_begin(struct arena *arena, const char *kind, int64_t number, int64_t at_us,
	const struct command *command, size_t nth)
{
	struct json event = json_in(arena);

	json_open(&event, NULL, '{');
	json_int(&event, "v", 1);
	json_int(&event, "n", number);
	json_word(&event, "t", kind);
	json_int(&event, "at", at_us);
	event_date(&event, "day", date_london(at_us));
	json_int(&event, "by", command->staff_id);
	write_nonce(&event, command, nth);
	if (at_us - command->at_us > EVENT_ASKED_SLACK_US)
		json_int(&event, "asked_at", command->at_us);
	if (nth > 0)
		json_int(&event, "with", number - (int64_t)nth);
	return event;
}

void event_date(struct json *event, const char *name, struct date date)
{
	char text[DATE_TEXT + 1];

	date_format(date, text);
	json_word(event, name, text);
}

void event_commitment(struct json *event, const char *name, const struct command_text *text)
{
	if (text->text.at == NULL)
		json_null(event, name);
	else
		json_hex(event, name, text->mac.bytes, DIGEST_BYTES);
}

struct span event_end(struct json *event)
{
	json_close(event, '}');
	return json_done(event);
}
