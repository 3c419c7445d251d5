/* Financial rules: the text is the one the event names, and its limits stand in rows, each of them
 * and no other. */
#include <inttypes.h>

#include "base/arena.h"
#include "base/fault.h"
#include "core/delegation/delegation.h"
#include "verify/provenance_rows.h"

enum { RULES_ARENA_BYTES = 32 << 20 };

static void done(struct provenance *p)
{
	if (p->rules_arena != NULL)
		arena_free(p->rules_arena);
	p->rules_arena = NULL;
	p->rules = NULL;
	p->limits.at = NULL;
	p->limits.len = 0;
	p->limits.room = 0;
}

static void list_limits(struct provenance *p)
{
	struct delegation_limit limit = {.n = -1};

	while (delegation_next_limit(p->rules, &limit))
		*VEC_PUSH(p->rules_arena, &p->limits) = limit;
}

void provenance_rules(struct provenance *p, const json_t *row)
{
	const json_t *text = json_object_get(row, "text");
	struct span bytes = {json_string_value(text), json_string_length(text)};
	struct digest digest = hash_sha256(bytes);
	char hex[DIGEST_HEX + 1];
	struct faults *faults;

	hash_hex(&digest, hex);
	member_same_text(p, "rules", "text's SHA-256", hex, member_text(p->event, "sha256"));
	done(p);
	p->rules_arena = arena_new(RULES_ARENA_BYTES);
	faults = faults_new(p->rules_arena, "rules");
	p->rules = delegation_read(p->rules_arena, p->rules_arena, bytes, faults);
	if (p->rules != NULL)
		list_limits(p);
	else
		findings_add(p->findings, "the rules row of event %" PRId64 ": its text has faults",
			p->number);
}

static bool is_word(const json_t *row, const char *name, const char *word)
{
	return span_is(span_of(member_text(row, name)), word);
}

static bool is_same(const json_t *row, const struct delegation_limit *limit)
{
	return is_word(row, "kind", delegation_part_word(limit->part)) &&
		is_word(row, "role", role_word(limit->row->role)) &&
		is_word(row, "with",
			limit->row->with == ROLE_NONE ? "" : role_word(limit->row->with)) &&
		span_eq(span_of(member_text(row, "entitlement")), limit->entitlement) &&
		member_int(row, "up_to_pence") == limit->row->up_to_pence &&
		(limit->row->months == 0 ? json_is_null(json_object_get(row, "months"))
					 : member_int(row, "months") == limit->row->months);
}

void provenance_rule_limit(struct provenance *p, const json_t *row)
{
	int64_t n = member_int(row, "n");

	if (p->rules == NULL ||
		(n >= 0 && (size_t)n < p->limits.len && is_same(row, &p->limits.at[n])))
		return;
	findings_add(p->findings,
		"the rule-limit row %" PRId64 " of event %" PRId64 " is not what the rules say", n,
		p->number);
}

/* n is a key of the table: as many as there are limits are all of them. */
void provenance_rules_end(struct provenance *p)
{
	if (p->rules != NULL && p->seen[ROW_RULE_LIMIT] != p->limits.len)
		findings_add(p->findings,
			"event %" PRId64 " (%s) has no row for each of the rules' limits",
			p->number, p->kind);
	done(p);
}
