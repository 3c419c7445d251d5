#include "core/delegation/delegation.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/parse.h"
#include "base/yaml.h"
#include "core/delegation/delegation_check.h"
#include "core/offer/offer.h"
#include "core/offer/offer_value.h"
#include "core/sheet.h"

#define WHOLE(name, reader)                                                                        \
	{                                                                                          \
		.key = (name), .read = (reader)                                                    \
	}

/* "manager, finance" */
static const char *roles_listed(struct arena *arena, unsigned roles)
{
	struct buf out = buf_in(arena);

	for (unsigned n = 0; n < ROLES; n++)
		if (roles & role_at(n))
			buf_printf(&out, "%s%s", out.len > 0 ? ", " : "", role_word(role_at(n)));
	return buf_cstr(&out);
}

/* One of the roles of reader->context, a set. */
static bool read_role(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	unsigned allowed = *(const unsigned *)reader->context, index;
	const char *remedy = arena_printf(
		reader->arena, "write one of: %s", roles_listed(reader->arena, allowed));

	if (!offer_value_word(reader, node, role_word_list, remedy, &index))
		return false;
	if ((allowed & role_at(index)) == 0) {
		yaml_fault(reader, node, remedy, "%s may not do this at all",
			role_word(role_at(index)));
		return false;
	}
	*(enum role *)out = role_at(index);
	return true;
}

static bool read_entitlements(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	struct delegation_row *row = out;
	struct offer_codes codes;

	/* As many as a list of codes may have anywhere. */
	_Static_assert((int)DELEGATION_ENTITLEMENTS_MAX == (int)OFFER_CODES_MAX, "one bound");
	if (!offer_value_codes(reader, node, &codes))
		return false;
	row->entitlements = codes.list;
	row->entitlements_len = codes.len;
	return true;
}

static bool read_amount_row(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct delegation_row, role, "role", read_role),
		WHOLE("entitlements", read_entitlements),
		YAML_REQUIRED(struct delegation_row, up_to_pence, "up-to", offer_value_amount),
	};

	return yaml_read_fields(reader, node, "a row", fields, ARRAY_LEN(fields), out);
}

static bool read_second_row(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct delegation_row, role, "first", read_role),
		YAML_REQUIRED(struct delegation_row, with, "and", read_role),
		WHOLE("entitlements", read_entitlements),
		YAML_REQUIRED(struct delegation_row, up_to_pence, "up-to", offer_value_amount),
	};

	return yaml_read_fields(reader, node, "a row", fields, ARRAY_LEN(fields), out);
}

static bool read_person_row(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct delegation_row, role, "role", read_role),
		YAML_REQUIRED(struct delegation_row, up_to_pence, "up-to", offer_value_amount),
		YAML_REQUIRED(struct delegation_row, months, "within", offer_value_months),
	};

	return yaml_read_fields(reader, node, "a row", fields, ARRAY_LEN(fields), out);
}

static bool read_part(struct yaml_reader *reader, const struct yaml_node *node,
	struct delegation *rules, enum delegation_part part)
{
	static const struct {
		yaml_read *read;
		enum command_kind command; /* whose roles may stand in a row */
		const char *example;
	} forms[DELEGATION_PARTS] = {
		[DELEGATION_APPROVE] = {read_amount_row, COMMAND_PAYMENT_APPROVE,
			"write a list of rows: - {role: manager, up-to: \"500.00\"}"},
		[DELEGATION_SECOND] = {read_second_row, COMMAND_PAYMENT_APPROVE,
			"write a list of rows: - {first: manager, and: finance, up-to: "
			"\"5000.00\"}"},
		[DELEGATION_PER_PERSON] = {read_person_row, COMMAND_PAYMENT_APPROVE,
			"write a list of rows: - {role: manager, up-to: \"2500.00\", within: 6 "
			"months}"},
		[DELEGATION_AWARD] = {read_amount_row, COMMAND_AWARD_MAKE,
			"write a list of rows: - {role: manager, up-to: \"1000.00\"}"},
	};
	struct delegation_rows rows = {.len = 0};
	unsigned allowed = sheet_of(forms[part].command)->roles;
	bool ok = true;

	if (!offer_value_is_list(reader, node, forms[part].example) ||
		!offer_value_fits(
			reader, node, "rows", delegation_part_word(part), DELEGATION_ROWS_MAX))
		return false;
	reader->context = &allowed;
	rows.list = ARENA_ARRAY(reader->arena, struct delegation_row, node->count);
	for (; rows.len < node->count; rows.len++) {
		struct delegation_row *row = &rows.list[rows.len];

		if (!forms[part].read(reader, node->items[rows.len], row)) {
			*row = (struct delegation_row){.role = ROLE_NONE};
			ok = false;
		}
		row->line = node->items[rows.len]->line;
	}
	reader->context = NULL;
	rules->parts[part] = rows;
	return ok;
}

static bool read_approve(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	return read_part(reader, node, out, DELEGATION_APPROVE);
}

static bool read_second(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	return read_part(reader, node, out, DELEGATION_SECOND);
}

static bool read_per_person(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	return read_part(reader, node, out, DELEGATION_PER_PERSON);
}

static bool read_award(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	return read_part(reader, node, out, DELEGATION_AWARD);
}

/* out: unsigned, a set. Whoever only reads confirms nothing. */
static bool read_by(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	unsigned allowed = ROLE_ANY & ~ROLE_AUDITOR, set = 0;
	bool ok = true;

	if (!offer_value_is_list(
		    reader, node, "write the roles in brackets: by: [finance, manager]"))
		return false;
	reader->context = &allowed;
	for (size_t i = 0; i < node->count; i++) {
		enum role role;

		if (!read_role(reader, node->items[i], &role)) {
			ok = false;
			continue;
		}
		if (set & role) {
			yaml_fault(reader, node->items[i], "name each role once", "%s stands twice",
				role_word(role));
			ok = false;
		}
		set |= role;
	}
	reader->context = NULL;
	if (ok)
		*(unsigned *)out = set;
	return ok;
}

struct confirm {
	unsigned by;
};

/* "fund-credit, offer-publish", of those that are built; a sentence that there are none. */
static const char *words_listed(struct arena *arena)
{
	struct buf out = buf_in(arena);

	for (unsigned word = 0; word < DELEGATION_WORDS; word++)
		if (delegation_word_is_built((enum delegation_word)word))
			buf_printf(&out, "%s%s", out.len > 0 ? ", " : "write one of: ",
				delegation_word_text((enum delegation_word)word));
	if (out.len == 0)
		buf_text(&out, "leave confirm: out until this bursar can do it");
	return buf_cstr(&out);
}

static bool read_confirm(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[] = {
		YAML_REQUIRED(struct confirm, by, "by", read_by),
	};
	struct delegation *rules = out;
	bool ok = true;

	if (node->kind != YAML_MAP || node->count == 0) {
		yaml_fault(reader, node, "write a map: fund-move: {by: [finance, manager]}",
			"a map of commands is expected here");
		return false;
	}
	for (size_t i = 0; i < node->count; i++) {
		struct confirm confirm = {0};
		enum delegation_word word;

		if (!delegation_word_of(node->keys[i]->text, &word) ||
			!delegation_word_is_built(word)) {
			yaml_fault(reader, node->keys[i], words_listed(reader->arena),
				"%s is nothing that a second person is asked for",
				fault_excerpt(reader->arena, node->keys[i]->text));
			ok = false;
			continue;
		}
		ok = yaml_read_fields(reader, node->items[i], "what is confirmed", fields,
			     ARRAY_LEN(fields), &confirm) &&
			ok;
		rules->confirm[word] = confirm.by;
	}
	return ok;
}

/* "90 days", "12 years": a whole number and its unit; unit in the plural, with an s. */
static bool read_length(struct yaml_reader *reader, const struct yaml_node *node, const char *unit,
	int64_t most, int64_t *ret_length)
{
	const char *remedy =
		arena_printf(reader->arena, "write a number of %s, from 1 to %d", unit, (int)most);
	size_t blank;
	struct span rest;
	int64_t length;

	if (!offer_value_is_scalar(reader, node, remedy))
		return false;
	blank = span_find(node->text, ' ');
	rest = span_from(node->text, blank < node->text.len ? blank + 1 : blank);
	if (parse_int(span_slice(node->text, 0, blank), 1, most, &length) &&
		(span_is(rest, unit) ||
			(length == 1 &&
				span_eq(rest,
					span_slice(span_of(unit), 0, span_of(unit).len - 1))))) {
		*ret_length = length;
		return true;
	}
	yaml_fault(reader, node, remedy, "%s is not a number of %s from 1 to %d",
		fault_excerpt(reader->arena, node->text), unit, (int)most);
	return false;
}

static bool read_days(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	int64_t days;

	if (!read_length(reader, node, "days", DELEGATION_LAPSE_DAYS_MAX, &days))
		return false;
	*(int *)out = (int)days;
	return true;
}

static bool read_lapse(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	static const struct yaml_field fields[DELEGATION_LAPSES] = {
		YAML_FIELD(struct delegation, lapse_days[DELEGATION_REQUESTED], "requested",
			read_days),
		YAML_FIELD(
			struct delegation, lapse_days[DELEGATION_DEFERRED], "deferred", read_days),
		YAML_FIELD(
			struct delegation, lapse_days[DELEGATION_PROPOSAL], "proposal", read_days),
	};

	return yaml_read_fields(reader, node, "lapse", fields, ARRAY_LEN(fields), out);
}

/* In years, or in months where that ends so. */
static bool read_back(struct yaml_reader *reader, const struct yaml_node *node, void *out)
{
	bool in_months = node->kind == YAML_SCALAR && span_find(node->text, 'm') < node->text.len;
	int unit_months = in_months ? 1 : 12;
	int64_t length;

	if (!read_length(reader, node, in_months ? "months" : "years",
		    DELEGATION_BACK_MONTHS_MAX / unit_months, &length))
		return false;
	*(int *)out = (int)length * unit_months;
	return true;
}

static const struct yaml_field fields[] = {
	YAML_REQUIRED(struct delegation, authority, "authority", offer_value_code),
	YAML_REQUIRED(struct delegation, title, "title", offer_value_name),
	YAML_REQUIRED(struct delegation, effective, "effective", offer_value_date),
	YAML_REQUIRED(struct delegation, source, "source", offer_value_name),
	WHOLE("approve", read_approve),
	WHOLE("second", read_second),
	WHOLE("per-person", read_per_person),
	WHOLE("award", read_award),
	WHOLE("confirm", read_confirm),
	WHOLE("lapse", read_lapse),
	YAML_FIELD(struct delegation, back_months, "back-dating", read_back),
};

struct delegation *delegation_read(
	struct arena *arena, struct arena *scratch, struct span text, struct faults *faults)
{
	struct yaml_reader reader = {.arena = arena, .faults = faults};
	struct delegation *rules = ARENA_NEW(arena, struct delegation);
	size_t before = faults->count;
	const struct yaml_node *root;
	bool ok;

	if (text.len > DELEGATION_BYTES_MAX) {
		fault_add(faults, 0, 0, "write at most 64 KiB", "the file is %zu bytes long",
			text.len);
		return NULL;
	}
	root = yaml_parse(scratch, text, faults);
	ok = root != NULL &&
		yaml_read_fields(&reader, root, "the rules", fields, ARRAY_LEN(fields), rules);
	if (root != NULL && root->kind == YAML_MAP)
		delegation_check(&reader, root, rules);
	if (!ok || faults->count > before || faults->left_out > 0) {
		faults_sort(faults);
		return NULL;
	}
	rules->bytes = text.len;
	return rules;
}
