#include "core/command.h"

#include <string.h>

static const struct {
	const char *word, *event;
	unsigned roles;
} kinds[COMMANDS] = {

#define COMMAND(name, word, event, roles) [COMMAND_##name] = {word, event, roles},
#include "core/command.def"
#undef COMMAND
};

const char *command_word(enum command_kind kind)
{
	assert(kind < COMMANDS);
	return kinds[kind].word;
}

const char *command_event(enum command_kind kind)
{
	assert(kind < COMMANDS);
	return kinds[kind].event;
}

unsigned command_roles(enum command_kind kind)
{
	assert(kind < COMMANDS);
	return kinds[kind].roles;
}

void command_text_set(
	struct command_text *text, struct span words, const uint8_t random[COMMAND_SALT_BYTES])
{
	text->text = words;
	memcpy(text->salt, random, COMMAND_SALT_BYTES);
	text->mac = hash_hmac((struct span){(const char *)text->salt, COMMAND_SALT_BYTES}, words);
}

struct date command_today(const struct command *command)
{
	return date_london(command->at_us);
}

bool command_has_key(const struct command *command)
{
	if (command->kind == COMMAND_ENTITLEMENTS)
		return false;
	return !command->dry_run || command->asks_key;
}

int32_t command_key_owner(const struct command *command)
{
	return command->key_is_authoritys ? COMMAND_KEY_AUTHORITYS : command->staff_id;
}
