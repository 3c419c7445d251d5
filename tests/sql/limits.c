/* What core/decide/limits.c says of each approval there may be by rules that have every kind of
 * row: a line each, as tests/sql/test_limits.sql asks the database. First "rules", with a row a
 * line; then "case": roles, roles of the first of two, entitlement, pence, and what limits_approval
 * answers. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/fault.h"
#include "core/decide/limits.h"

enum { ARENA_BYTES = 32 << 20 };

#define TOP   "authority: a\ntitle: A\neffective: 2019-01-01\nsource: a\n"
#define ALONE "approve:\n  - {role: manager, up-to: \"50\"}\n  - {role: finance, up-to: \"60\"}\n"

/* Versions 1, 2, …: nothing of approvals; alone; named lines, both ways; pairs, named ones too. */
static const char *const texts[] = {
	TOP "back-dating: 1 year\n",
	TOP ALONE,
	TOP ALONE "  - {role: manager, entitlements: [a, b], up-to: \"10\"}\n"
		  "  - {role: finance, entitlements: [b], up-to: \"80\"}\n",
	TOP ALONE "  - {role: manager, entitlements: [a], up-to: \"70\"}\n"
		  "second:\n  - {first: manager, and: finance, up-to: \"90\"}\n"
		  "  - {first: manager, and: manager, up-to: \"80\"}\n"
		  "  - {first: finance, and: manager, entitlements: [b], up-to: \"75\"}\n",
};

static const int64_t pences[] = {
	999, 1000, 1001, 5000, 5001, 6000, 6001, 7000, 7001, 7500, 7501, 8000, 8001, 9000, 9001};

static void print_rules(int version, const struct delegation *rules)
{
	struct delegation_limit limit = {.n = -1};

	while (delegation_next_limit(rules, &limit))
		printf("rules %d %d %s %s %s %s %lld %d\n", version, limit.n,
			delegation_part_word(limit.part), role_word(limit.row->role),
			limit.row->with == ROLE_NONE ? "-" : role_word(limit.row->with),
			limit.entitlement.at == NULL ? "-" : limit.entitlement.at,
			(long long)limit.row->up_to_pence, limit.row->months);
}

static void print_roles(unsigned roles)
{
	const char *between = " ";

	for (unsigned n = 0; n < ROLES; n++) {
		if ((roles & (unsigned)role_at(n)) == 0)
			continue;
		printf("%s%s", between, role_word(role_at(n)));
		between = ",";
	}
	if (roles == 0)
		fputs(" -", stdout);
}

static void print_cases(int version, const struct delegation *rules)
{
	static const unsigned sets[] = {ROLE_NONE, ROLE_MANAGER, ROLE_FINANCE,
		ROLE_MANAGER | ROLE_FINANCE, ROLE_ADVISER | ROLE_FINANCE};
	static const char *const codes[] = {"a", "b", "c"};

	for (size_t by = 1; by < ARRAY_LEN(sets); by++) {
		for (size_t first = 0; first < ARRAY_LEN(sets); first++) {
			for (size_t i = 0; i < ARRAY_LEN(codes) * ARRAY_LEN(pences); i++) {
				const char *code = codes[i % ARRAY_LEN(codes)];
				int64_t pence = pences[i / ARRAY_LEN(codes)];

				printf("case %d", version);
				print_roles(sets[by]);
				print_roles(sets[first]);
				printf(" %s %lld %d\n", code, (long long)pence,
					limits_approval(rules, sets[by], sets[first], span_of(code),
						pence, NULL));
			}
		}
	}
}

int main(void)
{
	struct arena *arena = arena_new(ARENA_BYTES);

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const struct delegation *rules = delegation_read(
			arena, arena, span_of(texts[i]), faults_new(arena, "rules"));

		assert(rules != NULL);
		print_rules((int)i + 1, rules);
		print_cases((int)i + 1, rules);
	}
	print_cases(0, NULL);
	arena_free(arena);
	return 0;
}
