#include "wire/decode.h"

#include <string.h>

#include "base/arena.h"
#include "core/sheet.h"

/* How a kind's words, or its JSON, are read. */
static const struct {
	read_text *text;
	read_value *value; /* or this */
} readers[MEMBER_KINDS] = {

#define TEXT(name)                                                                                 \
	{                                                                                          \
		.text = read_##name                                                                \
	}
#define VALUE(name)                                                                                \
	{                                                                                          \
		.value = read_##name                                                               \
	}
#define KIND(name, type, form, ...) [MEMBER_##name] = form(name),
#include "core/sheet/kind.def"
#undef KIND
#undef TEXT
#undef VALUE
};

/* For each of a kind's members, in the sheet's order. */
#define EACH_MEMBER(member, command_kind)                                                          \
	(const struct sheet_member *(member) = sheet_of(command_kind)->members();                  \
		(member)->name != NULL; (member)++)

static bool is_required(const struct sheet_member *member)
{
	return member->need != MEMBER_MAY && member->need != MEMBER_TODAY;
}

/* An item of a batch has as members what others have in their path. */
static bool is_in_body(const struct sheet_member *member, enum decode_place place)
{
	return place == DECODE_ITEM || member->place == MEMBER_BODY;
}

/* "ref, entitlement, amount_pence, on, payee" */
static const char *known(struct arena *arena, enum command_kind kind, enum decode_place place)
{
	struct buf names = buf_in(arena);
	const char *between = place == DECODE_ITEM ? "The members are key, " : "The members are ";

	for
		EACH_MEMBER(member, kind)
		{
			if (!is_in_body(member, place))
				continue;
			buf_printf(&names, "%s%s", between, member->name);
			between = ", ";
		}
	if (names.len == 0)
		buf_text(&names, "There are no members: send {}");
	buf_char(&names, '.');
	return buf_cstr(&names);
}

static bool is_known(const char *name, enum command_kind kind, enum decode_place place)
{
	if (place == DECODE_ITEM && strcmp(name, DECODE_KEY) == 0)
		return true;
	for
		EACH_MEMBER(member, kind)
		{
			if (is_in_body(member, place) && strcmp(name, member->name) == 0)
				return true;
		}
	return false;
}

static bool all_known(
	struct reading *reading, enum decode_place place, json_t *object, enum command_kind kind)
{
	json_t *value;

	json_object_foreach(object, reading->name, value)
	{
		if (is_known(reading->name, kind, place))
			continue;
		return read_fault(reading, known(reading->arena, kind, place),
			"is not a member of this request");
	}
	return true;
}

static bool read_json(
	struct reading *reading, const struct sheet_member *member, const json_t *value, void *out)
{
	if (readers[member->kind].value != NULL)
		return readers[member->kind].value(reading, value, out);
	if (!json_is_string(value))
		return read_fault(
			reading, "Write it in quotes.", "must be a text, not %s", read_type(value));
	return readers[member->kind].text(
		reading, (struct span){json_string_value(value), json_string_length(value)}, out);
}

static bool decode_member(struct reading *reading, const struct sheet_member *member,
	const json_t *object, struct command *command)
{
	const json_t *value = json_object_get(object, member->name);

	reading->name = member->name;
	if (value == NULL || (json_is_null(value) && !is_required(member)))
		return !is_required(member) ||
			read_fault(reading, "Add it to the request.", "is missing");
	if (!read_json(reading, member, value, (char *)command + member->offset))
		return false;
	if (member->has_offset != 0)
		*(bool *)((char *)command + member->has_offset) = true;
	return true;
}

/* What stands at a template's place, or in the query. */
static struct span given(const struct wire_input *input, const char *name)
{
	if (strcmp(name, "ref") == 0)
		return input->ref;
	if (strcmp(name, "code") == 0)
		return input->code;
	if (strcmp(name, "id") == 0)
		return input->id;
	assert(strcmp(name, "on") == 0);
	return input->on;
}

static bool decode_parameter(struct reading *reading, const struct sheet_member *member,
	const struct wire_input *input, struct command *command)
{
	struct span text = given(input, member->name);

	if (text.at == NULL && !is_required(member))
		return true;
	assert(text.at != NULL);
	reading->name = member->name;
	reading->parameter = true;
	bool ok = readers[member->kind].text(reading, text, (char *)command + member->offset);
	reading->parameter = false;
	return ok;
}

/* of: "The offer has", "The financial rules have". */
static bool document_fault(
	struct reading *reading, const char *code, const char *of, const struct faults *faults)
{
	size_t count = faults->count + faults->left_out;

	*reading->problem = (struct wire_problem){
		.status = 422,
		.code = code,
		.detail = arena_printf(reading->arena, "%s %zu fault%s%s.", of, count,
			count == 1 ? "" : "s",
			faults->left_out > 0 ? ", of which the first are listed" : ""),
		.where = "/text",
		.remedy = "Mend each in the file and publish it again.",
		.faults = faults,
	};
	return false;
}

static bool read_offer(struct reading *reading, struct command *command)
{
	struct command_offer_publish *asked = &command->offer_publish;
	struct faults *faults = faults_new(reading->arena, "offer");

	asked->offer = offer_read(reading->arena, reading->arena, asked->text, faults);
	if (asked->offer == NULL)
		return document_fault(reading, "offer-invalid", "The offer has", faults);
	asked->offer->digest = hash_sha256(asked->text);
	asked->json = wire_offer(reading->arena, asked->offer);
	return true;
}

static bool read_rules(struct reading *reading, struct command *command)
{
	struct command_rules_publish *asked = &command->rules_publish;
	struct faults *faults = faults_new(reading->arena, "rules");

	asked->rules = delegation_read(reading->arena, reading->arena, asked->text, faults);
	if (asked->rules == NULL)
		return document_fault(reading, "rules-invalid", "The financial rules have", faults);
	asked->rules->digest = hash_sha256(asked->text);
	asked->json = wire_rules(reading->arena, asked->rules);
	return true;
}

/* The given members that are sealed. */
static size_t sealed_of(struct command *command, struct command_text *ret_texts[COMMAND_TEXTS_MAX])
{
	size_t len = 0;

	for
		EACH_MEMBER(member, command->kind)
		{
			struct command_text *text =
				(struct command_text *)(void *)((char *)command + member->offset);
			if (!sheet_is_sealed(member) || text->text.at == NULL)
				continue;
			assert(len < COMMAND_TEXTS_MAX);
			ret_texts[len++] = text;
		}
	return len;
}

/* RFC 9562 5.4: version 4, all else chance. */
static void set_uuid(struct uuid *uuid, const uint8_t *chance)
{
	memcpy(uuid->bytes, chance, sizeof(uuid->bytes));
	uuid->bytes[6] = (uint8_t)((uuid->bytes[6] & 0x0f) | 0x40);
	uuid->bytes[8] = (uint8_t)((uuid->bytes[8] & 0x3f) | 0x80);
}

/* One call to the kernel for all that a command needs of chance. */
static void draw(struct command *command)
{
	struct command_text *texts[COMMAND_TEXTS_MAX];
	struct command_person_add *person =
		command->kind == COMMAND_PERSON_ADD ? &command->person_add : NULL;
	size_t texts_len = sealed_of(command, texts);

	uint8_t chance[COMMAND_NONCE_BYTES + COMMAND_FURTHER_BYTES +
		COMMAND_TEXTS_MAX * COMMAND_SALT_BYTES + sizeof(person->person.bytes) +
		SEAL_KEY_BYTES];
	size_t len = COMMAND_NONCE_BYTES + COMMAND_FURTHER_BYTES + texts_len * COMMAND_SALT_BYTES +
		(person == NULL ? 0 : sizeof(person->person.bytes) + SEAL_KEY_BYTES);
	const uint8_t *at = chance;
	hash_random(chance, len);
	memcpy(command->nonce, at, COMMAND_NONCE_BYTES);
	at += COMMAND_NONCE_BYTES;
	memcpy(command->further, at, COMMAND_FURTHER_BYTES);
	at += COMMAND_FURTHER_BYTES;
	for (size_t i = 0; i < texts_len; i++) {
		command_text_set(texts[i], texts[i]->text, at);
		at += COMMAND_SALT_BYTES;
	}
	if (person == NULL)
		return;
	set_uuid(&person->person, at);
	memcpy(person->key.bytes, at + sizeof(person->person.bytes), SEAL_KEY_BYTES);
}

/* A payee's own key, and what is sealed under it of code and name: one object, so that one HMAC
 * commits to both. */
static void draw_payee(struct arena *arena, struct command *command)
{
	struct command_payee_add *add = &command->payee_add;
	uint8_t chance[COMMAND_SALT_BYTES + sizeof(add->id.bytes) + SEAL_KEY_BYTES];
	bool adds = command->kind == COMMAND_PAYEE_ADD;
	struct span name = adds ? add->name : command->payee_change.name;

	if (!adds && command->kind != COMMAND_PAYEE_CHANGE)
		return;
	hash_random(chance, sizeof(chance));
	if (adds || command->payee_change.has_name)
		command_text_set(adds ? &add->details : &command->payee_change.details,
			command_payee_details(arena, command->payee, name), chance);
	if (!adds)
		return;
	set_uuid(&add->id, chance + COMMAND_SALT_BYTES);
	memcpy(add->key.bytes, chance + COMMAND_SALT_BYTES + sizeof(add->id.bytes), SEAL_KEY_BYTES);
}

bool decode_object(struct reading *reading, enum decode_place place, json_t *object,
	const struct wire_input *input, struct command *command)
{
	if (!all_known(reading, place, object, command->kind))
		return false;
	command->on = command_today(command);
	for
		EACH_MEMBER(member, command->kind)
		{
			if (is_in_body(member, place)
					? !decode_member(reading, member, object, command)
					: !decode_parameter(reading, member, input, command))
				return false;
		}
	if (command->kind == COMMAND_OFFER_PUBLISH && !read_offer(reading, command))
		return false;
	if (command->kind == COMMAND_RULES_PUBLISH && !read_rules(reading, command))
		return false;
	if (sheet_of(command->kind)->looks)
		return true;
	draw(command);
	draw_payee(reading->arena, command);
	return true;
}

/* Commands that say all that they must in their path need no body. */
static bool needs_body(enum command_kind kind)
{
	for (const struct sheet_member *m = sheet_of(kind)->members(); m->name != NULL; m++)
		if (m->place == MEMBER_BODY && m->need != MEMBER_MAY)
			return true;
	return false;
}

bool wire_decode(struct arena *arena, const struct wire_input *input, struct command *command,
	struct wire_problem *ret_problem)
{
	struct reading reading = {.arena = arena, .base = "", .problem = ret_problem};
	struct span body = input->body;
	json_t *object;

	if (body.len == 0 && !needs_body(command->kind))
		body = SPAN("{}");
	if (!read_document(&reading, body, &object))
		return false;
	bool ok = decode_object(&reading, DECODE_REQUEST, object, input, command);
	json_decref(object);
	return ok;
}
