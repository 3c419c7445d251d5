#include "core/delegation/delegation_check.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/yaml.h"
#include "core/delegation/delegation.h"
#include "core/money.h"

/* What every check is handed: the rules as far as they were read, and one part of them. */
struct check {
	struct yaml_reader *reader;
	const struct delegation *rules;
	const struct delegation_rows *rows;
	const struct yaml_node *nodes; /* the list of the part */
};

/* The value of a key, or the map itself where the key is not there. */
static const struct yaml_node *place(const struct yaml_node *map, const char *key)
{
	const struct yaml_node *node = yaml_get(map, key);

	return node != NULL ? node : map;
}

static bool same_roles(const struct delegation_row *a, const struct delegation_row *b)
{
	return (a->role == b->role && a->with == b->with) ||
		(a->role == b->with && a->with == b->role);
}

/* "every entitlement", "he-bursary", or NULL if the two bound nothing in common. */
static const char *common(
	struct arena *arena, const struct delegation_row *a, const struct delegation_row *b)
{
	if (a->entitlements_len == 0 && b->entitlements_len == 0)
		return "all that no other row names";
	for (size_t i = 0; i < a->entitlements_len; i++)
		for (size_t k = 0; k < b->entitlements_len; k++)
			if (span_eq(a->entitlements[i], b->entitlements[k]))
				return arena_printf(arena, "%.*s", SPAN_ARG(a->entitlements[i]));
	return NULL;
}

/* Of two rows nobody could say which one holds. */
static void check_twins(const struct check *check, size_t i)
{
	const struct delegation_row *row = &check->rows->list[i];
	const struct yaml_node *node = check->nodes->items[i];

	for (size_t k = 0; k < i; k++) {
		const struct delegation_row *above = &check->rows->list[k];
		const char *of;

		if (row->role == ROLE_NONE || !same_roles(row, above))
			continue;
		of = common(check->reader->arena, row, above);
		if (of == NULL)
			continue;
		yaml_fault(check->reader, place(node, row->with == ROLE_NONE ? "role" : "first"),
			"write one row for it, or name other entitlements",
			"%s%s%s has two rows for %s, here and in line %d", role_word(row->role),
			row->with == ROLE_NONE ? "" : " and ",
			row->with == ROLE_NONE ? "" : role_word(row->with), of, above->line);
		return;
	}
}

static bool is_more(const struct delegation_row *alone, const struct delegation_row *pair)
{
	return alone != NULL && alone->role != ROLE_NONE && alone->up_to_pence > pair->up_to_pence;
}

/* The row by which one of a pair approves alone more than both together may, of what the pair's row
 * is about. */
static const struct delegation_row *more_alone(
	const struct delegation *rules, const struct delegation_row *pair, enum role role)
{
	const struct delegation_rows *alone = &rules->parts[DELEGATION_APPROVE];

	for (size_t i = 0; i < alone->len; i++) {
		const struct delegation_row *row = &alone->list[i];

		if (row->role != role || !is_more(row, pair))
			continue;
		if (row->entitlements_len == 0 && pair->entitlements_len == 0)
			return row;
		for (size_t k = 0; k < row->entitlements_len; k++)
			if (delegation_row_for(rules, DELEGATION_SECOND, pair->role, pair->with,
				    row->entitlements[k]) == pair)
				return row;
	}
	for (size_t i = 0; i < pair->entitlements_len; i++) {
		const struct delegation_row *row = delegation_row_for(
			rules, DELEGATION_APPROVE, role, ROLE_NONE, pair->entitlements[i]);

		if (is_more(row, pair))
			return row;
	}
	return NULL;
}

static void check_falling(const struct check *check, size_t i)
{
	const struct delegation_row *row = &check->rows->list[i];

	const enum role roles[] = {row->role, row->with};

	for (size_t k = 0; k < ARRAY_LEN(roles) && row->role != ROLE_NONE; k++) {
		const struct delegation_row *alone = more_alone(check->rules, row, roles[k]);
		struct buf amount = buf_in(check->reader->arena);

		if (alone == NULL)
			continue;
		money_print(&amount, alone->up_to_pence);
		yaml_fault(check->reader, place(check->nodes->items[i], "up-to"),
			"raise it above what each of the two may approve alone",
			"the limit falls: %s approves up to %s alone, by line %d",
			role_word(roles[k]), buf_cstr(&amount), alone->line);
		return;
	}
}

static void check_second(const struct check *check, const struct yaml_node *root)
{
	if (yaml_get(root, "approve") == NULL)
		yaml_fault(check->reader, check->nodes,
			"write approve: with what each role approves alone, or take second: away",
			"there is no limit that second: could go beyond");
	for (size_t i = 0; i < check->rows->len; i++)
		check_falling(check, i);
}

void delegation_check(
	struct yaml_reader *reader, const struct yaml_node *root, const struct delegation *rules)
{
	for (unsigned part = 0; part < DELEGATION_PARTS; part++) {
		struct check check = {reader, rules, &rules->parts[part],
			yaml_get(root, delegation_part_word((enum delegation_part)part))};

		if (check.nodes == NULL)
			continue;
		for (size_t i = 0; i < check.rows->len; i++)
			check_twins(&check, i);
		if (part == DELEGATION_SECOND)
			check_second(&check, root);
	}
}
