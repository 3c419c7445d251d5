#include "core/command.h"

#include <string.h>

#include "base/json.h"
#include "core/sheet.h"

void command_text_set(
	struct command_text *text, struct span words, const uint8_t random[COMMAND_SALT_BYTES])
{
	text->text = words;
	memcpy(text->salt, random, COMMAND_SALT_BYTES);
	text->mac = hash_hmac((struct span){(const char *)text->salt, COMMAND_SALT_BYTES}, words);
}

struct span command_payee_details(struct arena *arena, struct span code, struct span name)
{
	struct json details = json_in(arena);

	json_open(&details, NULL, '{');
	json_text(&details, "code", code);
	json_text(&details, "name", name);
	json_close(&details, '}');
	return json_done(&details);
}

struct date command_today(const struct command *command)
{
	return date_london(command->at_us);
}

bool command_has_key(const struct command *command)
{
	if (sheet_of(command->kind)->looks)
		return false;
	return !command->dry_run || command->asks_key;
}

int32_t command_key_owner(const struct command *command)
{
	return command->key_is_authoritys ? COMMAND_KEY_AUTHORITYS : command->staff_id;
}
