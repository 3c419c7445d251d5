#include "wire/decode.h"

#include <string.h>

#include "base/arena.h"

/* Where a value of a command stands: in the body, or in path or query. */
enum source { BODY, PATH_REF, PATH_CODE, PATH_ID, QUERY_ON };

struct member {
	enum command_kind kind;
	enum source source;
	const char *name;
	bool required;
	read_text *text;   /* of a text, or */
	read_value *value; /* of another value */
	size_t offset;     /* of what the reader sets, in struct command */
	size_t present;    /* of the bool that says it was given; 0: none */
};

#define AT(member) offsetof(struct command, member)
#define TEXT(kind, source, name, required, reader, member)                                         \
	{                                                                                          \
		COMMAND_##kind, source, name, required, reader, NULL, AT(member), 0                \
	}
#define VALUE(kind, name, reader, member)                                                          \
	{                                                                                          \
		COMMAND_##kind, BODY, name, true, NULL, reader, AT(member), 0                      \
	}
#define PERHAPS(kind, source, name, reader, member, present)                                       \
	{                                                                                          \
		COMMAND_##kind, source, name, false, reader, NULL, AT(member), AT(present)         \
	}

/* docs/http.md, as a table. A kind's parameters stand before its members. */
static const struct member members[] = {
	TEXT(OFFER_PUBLISH, BODY, "text", true, read_any, offer_text),

	TEXT(STAFF_ADD, BODY, "name", true, read_name, staff_name),
	VALUE(STAFF_ADD, "roles", read_roles, roles),

	TEXT(STAFF_RENEW, PATH_ID, "id", true, read_staff, renewed_id),

	TEXT(STAFF_CLAIM, BODY, "code", true, read_invitation, invitation),

	TEXT(PERSON_ADD, BODY, "ref", true, read_ref, ref),
	TEXT(PERSON_ADD, BODY, "born", true, read_date, born),
	TEXT(PERSON_ADD, BODY, "category", true, read_category, category),
	PERHAPS(PERSON_ADD, BODY, "since", read_date, from, has_from),
	TEXT(PERSON_ADD, BODY, "name", false, read_name, name),

	TEXT(CATEGORY_RECORD, PATH_REF, "ref", true, read_ref, ref),
	TEXT(CATEGORY_RECORD, BODY, "category", true, read_category, category),
	PERHAPS(CATEGORY_RECORD, BODY, "from", read_date, from, has_from),
	TEXT(CATEGORY_RECORD, BODY, "reason", true, read_prose, reason.text),

	TEXT(FACT_RECORD, PATH_REF, "ref", true, read_ref, ref),
	TEXT(FACT_RECORD, BODY, "fact", true, read_fact, code),
	PERHAPS(FACT_RECORD, BODY, "from", read_date, from, has_from),
	PERHAPS(FACT_RECORD, BODY, "until", read_date, until, has_until),
	TEXT(FACT_RECORD, BODY, "value", false, read_line, value.text),
	TEXT(FACT_RECORD, BODY, "evidence", true, read_prose, evidence.text),

	TEXT(FACT_END, PATH_REF, "ref", true, read_ref, ref),
	TEXT(FACT_END, PATH_CODE, "code", true, read_fact, code),
	TEXT(FACT_END, BODY, "on", true, read_date, on),

	TEXT(AWARD_MAKE, PATH_REF, "ref", true, read_ref, ref),
	TEXT(AWARD_MAKE, BODY, "entitlement", true, read_code, code),
	VALUE(AWARD_MAKE, "amount_pence", read_amount, amount_pence),
	TEXT(AWARD_MAKE, BODY, "on", false, read_date, on),
	TEXT(AWARD_MAKE, BODY, "reason", true, read_prose, reason.text),

	TEXT(PAYMENT_REQUEST, BODY, "ref", true, read_ref, ref),
	TEXT(PAYMENT_REQUEST, BODY, "entitlement", true, read_code, code),
	VALUE(PAYMENT_REQUEST, "amount_pence", read_amount, amount_pence),
	TEXT(PAYMENT_REQUEST, BODY, "on", false, read_date, on),
	TEXT(PAYMENT_REQUEST, BODY, "payee", false, read_line, payee.text),

	TEXT(PAYMENT_APPROVE, PATH_ID, "id", true, read_payment, payment_id),

	TEXT(PAYMENT_DECLINE, PATH_ID, "id", true, read_payment, payment_id),
	TEXT(PAYMENT_DECLINE, BODY, "reason", true, read_prose, reason.text),

	TEXT(PAYMENT_PAY, PATH_ID, "id", true, read_payment, payment_id),

	TEXT(FUND_CREDIT, PATH_CODE, "code", true, read_code, code),
	VALUE(FUND_CREDIT, "amount_pence", read_amount, amount_pence),
	TEXT(FUND_CREDIT, BODY, "year", true, read_year, fund_year),
	TEXT(FUND_CREDIT, BODY, "reason", true, read_prose, reason.text),

	TEXT(ENTITLEMENTS, PATH_REF, "ref", true, read_ref, ref),
	TEXT(ENTITLEMENTS, QUERY_ON, "on", false, read_date, on),
};

/* from is optional for a person alone, and has_from is set for all. */
static bool is_required(const struct member *member)
{
	return member->required ||
		(member->present == AT(has_from) && member->kind != COMMAND_PERSON_ADD);
}

static bool is_of(const struct member *member, enum command_kind kind, enum decode_place place)
{
	return member->kind == kind && (place == DECODE_ITEM || member->source == BODY);
}

/* "ref, entitlement, amount_pence, on, payee" */
static const char *known(struct arena *arena, enum command_kind kind, enum decode_place place)
{
	struct buf names = buf_in(arena);
	const char *between = place == DECODE_ITEM ? "The members are key, " : "The members are ";
	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		if (!is_of(&members[i], kind, place))
			continue;
		buf_printf(&names, "%s%s", between, members[i].name);
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
	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		if (is_of(&members[i], kind, place) && strcmp(name, members[i].name) == 0)
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
	struct reading *reading, const struct member *member, const json_t *value, void *out)
{
	if (member->value != NULL)
		return member->value(reading, value, out);
	if (!json_is_string(value))
		return read_fault(
			reading, "Write it in quotes.", "must be a text, not %s", read_type(value));
	return member->text(
		reading, (struct span){json_string_value(value), json_string_length(value)}, out);
}

static bool decode_member(struct reading *reading, const struct member *member,
	const json_t *object, struct command *command)
{
	const json_t *value = json_object_get(object, member->name);
	reading->name = member->name;
	if (value == NULL || (json_is_null(value) && !is_required(member)))
		return !is_required(member) ||
			read_fault(reading, "Add it to the request.", "is missing");
	if (!read_json(reading, member, value, (char *)command + member->offset))
		return false;
	if (member->present != 0)
		*(bool *)((char *)command + member->present) = true;
	return true;
}

static bool decode_parameter(struct reading *reading, const struct member *member,
	const struct wire_input *input, struct command *command)
{
	const struct span given[] = {
		[PATH_REF] = input->ref,
		[PATH_CODE] = input->code,
		[PATH_ID] = input->id,
		[QUERY_ON] = input->on,
	};
	struct span text = given[member->source];
	if (text.at == NULL && !member->required)
		return true;
	assert(text.at != NULL);
	reading->name = member->name;
	reading->parameter = true;
	bool ok = member->text(reading, text, (char *)command + member->offset);
	reading->parameter = false;
	return ok;
}

static bool read_offer(struct reading *reading, struct command *command)
{
	struct faults *faults = faults_new(reading->arena, "offer");
	command->offer = offer_read(reading->arena, reading->arena, command->offer_text, faults);
	if (command->offer != NULL) {
		command->offer->digest = hash_sha256(command->offer_text);
		command->offer_json = wire_offer(reading->arena, command->offer);
		return true;
	}
	size_t count = faults->count + faults->left_out;
	*reading->problem = (struct wire_problem){
		.status = 422,
		.code = "offer-invalid",
		.detail = arena_printf(reading->arena, "The offer has %zu fault%s%s.", count,
			count == 1 ? "" : "s",
			faults->left_out > 0 ? ", of which the first are listed" : ""),
		.where = "/text",
		.remedy = "Mend each in the file and publish it again.",
		.faults = faults,
	};
	return false;
}

/* One call to the kernel for all that a command needs of chance. */
static void draw(struct command *command)
{
	struct command_text *const texts[] = {
		&command->payee, &command->reason, &command->evidence, &command->value};
	uint8_t chance[COMMAND_NONCE_BYTES + COMMAND_FURTHER_BYTES +
		ARRAY_LEN(texts) * COMMAND_SALT_BYTES + sizeof(command->person.bytes) +
		SEAL_KEY_BYTES];
	bool person = command->kind == COMMAND_PERSON_ADD;
	size_t len = COMMAND_NONCE_BYTES + COMMAND_FURTHER_BYTES;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		len += texts[i]->text.at == NULL ? 0 : COMMAND_SALT_BYTES;
	len += person ? sizeof(command->person.bytes) + SEAL_KEY_BYTES : 0;
	hash_random(chance, len);
	const uint8_t *at = chance;
	memcpy(command->nonce, at, COMMAND_NONCE_BYTES);
	at += COMMAND_NONCE_BYTES;
	memcpy(command->further, at, COMMAND_FURTHER_BYTES);
	at += COMMAND_FURTHER_BYTES;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		if (texts[i]->text.at == NULL)
			continue;
		command_text_set(texts[i], texts[i]->text, at);
		at += COMMAND_SALT_BYTES;
	}
	if (!person)
		return;
	/* RFC 9562 5.4: version 4, all else chance. */
	memcpy(command->person.bytes, at, sizeof(command->person.bytes));
	command->person.bytes[6] = (uint8_t)((command->person.bytes[6] & 0x0f) | 0x40);
	command->person.bytes[8] = (uint8_t)((command->person.bytes[8] & 0x3f) | 0x80);
	memcpy(command->person_key.bytes, at + sizeof(command->person.bytes), SEAL_KEY_BYTES);
}

bool decode_object(struct reading *reading, enum decode_place place, json_t *object,
	const struct wire_input *input, struct command *command)
{
	if (!all_known(reading, place, object, command->kind))
		return false;
	command->on = command_today(command);
	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		const struct member *member = &members[i];
		if (member->kind != command->kind)
			continue;
		if (is_of(member, command->kind, place)
				? !decode_member(reading, member, object, command)
				: !decode_parameter(reading, member, input, command))
			return false;
	}
	if (command->kind == COMMAND_OFFER_PUBLISH && !read_offer(reading, command))
		return false;
	if (command->kind != COMMAND_ENTITLEMENTS)
		draw(command);
	return true;
}

/* Commands that say all in their path need no body. */
static bool needs_body(enum command_kind kind)
{
	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		if (members[i].kind == kind && members[i].source == BODY)
			return true;
	}
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
